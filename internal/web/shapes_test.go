package web

import (
	"net/http"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/caseworktest"
)

// fillIn writes something into every section of the scene's plan and answers
// what is asked, so that the letter has no blank.
func (s *scene) fillIn() {
	s.t.Helper()
	f := s.file()
	texts := map[string]string{}
	for _, section := range f.Plan.Body.Sections {
		texts[section.Key] = "We sell kitchen goods."
	}
	for _, d := range f.OpenDemands() {
		d.State, d.Why = "met", "See the plan"
		s.must(s.desk.SaveDemand(s.t.Context(), s.owner(), s.ref, d))
	}
	_, err := s.desk.SavePlan(s.t.Context(), s.owner(), s.ref, casework.PlanEdit{Version: s.file().Plan.Version, Title: "Plan of action: authenticity", Sections: texts})
	s.must(err)
}

func TestALetterLeavesInEveryShapeAsAnInertFile(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.fillIn()
	for _, as := range casework.Shapes() {
		got := s.get("viewer", s.at("packet", "as", string(as)))
		if got.StatusCode != http.StatusOK || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment; ") || !strings.Contains(got.Header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s: %d %v", as, got.StatusCode, got.Header)
		}
		if strings.Contains(got.Header.Get("Content-Type"), "html") || got.Body == "" {
			t.Errorf("%s: %q with %d bytes", as, got.Header.Get("Content-Type"), len(got.Body))
		}
	}
	if got := s.get("owner", s.at("packet", "as", "odt")); got.StatusCode != http.StatusNotFound {
		t.Errorf("a shape that is none: %d", got.StatusCode)
	}
}

func TestALetterWithBlanksIsRefusedWithTheirNames(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	got := s.get("caseworker", s.at("packet", "as", "docx"))
	if got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.text("main"), "still to be filled in") {
		t.Errorf("got %d: %s", got.StatusCode, got.text("main"))
	}
	draft := s.get("caseworker", s.at("packet", "as", "text")+"?draft=yes")
	if draft.StatusCode != http.StatusOK || !strings.HasPrefix(draft.Body, "DRAFT\n") {
		t.Errorf("the draft: %d %.60q", draft.StatusCode, draft.Body)
	}
}

func TestTheFieldPackHasEveryAnswerToCopy(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.fillIn()
	page := s.get("owner", s.at("packet", "copy"))
	if n := len(page.find("button[data-copy]")); n != 0 || !strings.Contains(page.text(".note"), "not proven, answered, confirmed or approved") {
		t.Errorf("a letter that nobody confirmed: %d buttons, and it says %q", n, page.text(".note"))
	}
	caseworktest.Ready(t, s.desk, s.owner(), s.ref)
	page = s.get("owner", s.at("packet", "copy"))
	l, err := s.desk.Letter(t.Context(), s.owner(), s.ref)
	s.must(err)
	boxes := page.find("textarea[readonly]")
	if want := len(l.Fields) + 1; len(boxes) != want { // and the e-mail
		t.Errorf("%d boxes, want %d", len(boxes), want)
	}
	if n := len(page.find("button[data-copy]")); n != len(l.Fields)+2 {
		t.Errorf("%d buttons for %d answers", n, len(l.Fields))
	}
	for _, f := range l.Fields {
		if !strings.Contains(page.text("main"), strings.TrimSpace(f.Question)) {
			t.Errorf("the page lacks the question %q", f.Question)
		}
	}
}

func TestAnUnfinishedAnswerHasNoCopyButton(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	page := s.get("owner", s.at("packet", "copy"))
	if !strings.Contains(page.text(".note"), "This is still a draft.") {
		t.Errorf("nothing says that the letter is a draft: %s", page.text("main"))
	}
	if n := len(page.find(`button[data-copy="text-whole"], button[data-copy="mail-body"]`)); n != 0 {
		t.Errorf("%d buttons copy a letter with blanks", n)
	}
}
