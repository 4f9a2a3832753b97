package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"reinstate/internal/caseworktest"
	"reinstate/internal/reinstate"
)

func TestSavingThePlan(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	path := s.at("plan")
	page := s.get("caseworker", path)
	version := page.attribute("input[name=version]", "value")
	claim := "claim_" + id(s.cause)
	section := page.attribute("textarea[name^=section_]", "name")
	s.play(t, []scenario{
		{"it shows what flows in", "viewer", "GET " + path, "", 200, "p#" + claim, "Cartons were counted"},
		{"a claim without words", "caseworker", "POST " + path, form("version", version, claim, " "), 422, ".wrongs a[href='#" + claim + "']", "Write what the claim says"},
		{"a language that is none", "caseworker", "POST " + path, form("version", version, "language", "klingon-very-long-subtag"), 422, ".wrongs a[href='#language']", "language"},
		{"as it should be", "caseworker", "POST " + path, form("version", version, "title", "Our plan", section, "We write about <b>it</b>.\r\nTruly.", claim, "Units were not counted."), 303, "", ""},
		{"the text is there", "caseworker", "GET " + path, "", 200, "textarea[name=" + section + "]", "We write about <b>it</b>. Truly."},
		{"and in the claim itself", "caseworker", "GET " + s.at("claims"), "", 200, "#claim-" + id(s.cause), "Units were not counted."},
		{"somebody else saved first: theirs", "caseworker", "POST " + path, form("version", version, "title", "Our plan", section, "Mine", claim, "Units were not counted."), 409, ".theirs", "We write about <b>it</b>."},
		{"somebody else saved first: mine", "caseworker", "POST " + path, form("version", version, "title", "Our plan", section, "Mine", claim, "Units were not counted."), 409, "textarea", "Mine"},
		{"a version that is no number", "caseworker", "POST " + path, form("version", "x", section, "Mine"), 409, ".wrongs", "Nothing is lost"},
	})
	stale := s.post("caseworker", path, form("version", version, "title", "Our plan", section, "Mine", claim, "Units were not counted."))
	merged := s.post("caseworker", path, form("version", stale.attribute("input[name=version]", "value"), section, "Both"))
	if merged.StatusCode != http.StatusSeeOther {
		t.Errorf("saving from the side-by-side page: %d", merged.StatusCode)
	}
	if got := s.get("caseworker", path).text("textarea[name=" + section + "]"); got != "Both" {
		t.Errorf("the text is %q", got)
	}
}

func TestThePlanSavesItselfInTheBackground(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	path := s.at("plan")
	script := func(r *http.Request) { r.Header.Set("Accept", "application/json") }
	page := s.get("owner", path)
	version, section := page.attribute("input[name=version]", "value"), page.attribute("textarea[name^=section_]", "name")
	var told struct {
		Version              int
		Saved, Length, Error string
	}
	read := func(got seen) int {
		t.Helper()
		if err := json.Unmarshal([]byte(got.Body), &told); err != nil {
			t.Fatalf("%v: %s", err, got.Body)
		}
		return got.StatusCode
	}
	if status := read(s.post("owner", path, form("version", version, section, "Draft"), script)); status != http.StatusOK || !strings.HasPrefix(told.Saved, "Saved ") || told.Version == 0 || told.Length == "" {
		t.Errorf("saving: %d %+v", status, told)
	}
	if status := read(s.post("owner", path, form("version", version, section, "Late"), script)); status != http.StatusConflict || told.Error == "" {
		t.Errorf("a stale save: %d %+v", status, told)
	}
	if status := read(s.post("", path, form("version", version, section, "Late"), script)); status != http.StatusUnauthorized || told.Error == "" {
		t.Errorf("without a session: %d %+v", status, told)
	}
	if got := s.get("owner", path).text("textarea[name=" + section + "]"); got != "Draft" {
		t.Errorf("the text is %q", got)
	}
}

func TestRevisionsAreKeptAndComeBack(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	path := s.at("plan")
	page := s.get("owner", path)
	section := page.attribute("textarea[name^=section_]", "name")
	s.post("owner", path, form("version", page.attribute("input[name=version]", "value"), section, "First words"))
	page = s.get("owner", path)
	s.post("owner", path, form("version", page.attribute("input[name=version]", "value"), section, "Second words"))
	present := s.file().Plan
	old := present.Revision - 1
	s.play(t, []scenario{
		{"they are listed", "viewer", "GET " + path + "/revisions", "", 200, "tbody tr:first-child", "as it stands"},
		{"one is shown", "viewer", "GET " + path + "/revisions/" + id(int64(old)), "", 200, ".letter", "First words"},
		{"one that is not there", "viewer", "GET " + path + "/revisions/999", "", 404, "", ""},
		{"restoring with a page that is out of date", "owner", "POST " + path + "/revisions/" + id(int64(old)) + "/restore", form("version", "1"), 409, "", ""},
		{"restoring", "owner", "POST " + path + "/revisions/" + id(int64(old)) + "/restore", form("version", id(int64(present.Version))), 303, "", ""},
		{"the text is back", "owner", "GET " + path, "", 200, "textarea[name=" + section + "]", "First words"},
	})
}

func TestAPlanIsLaidOutOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	one := s.account.Case()
	path := casePath(one.Case.Reference, "plan")
	if page := s.get("owner", path); page.text(".btn.primary") != "Choose the kind of document" {
		t.Errorf("the page offers %q", page.text(".btn.primary"))
	}
	if got := s.post("owner", path+"/start", ""); got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.text("main"), "Choose the kind of document first") {
		t.Errorf("without a kind: %d", got.StatusCode)
	}
	s.post("owner", casePath(one.Case.Reference, "route", "answers"), form("route_holds", "yes", "route_proof", "yes"))
	if page := s.get("owner", path); !strings.Contains(page.text(".empty"), "Take it as proposed") || page.attribute("input[name=document]", "value") != "plan_of_action" {
		t.Errorf("the page proposes %s", page.text(".empty"))
	}
	if got := s.get("owner", casePath(one.Case.Reference, "packet")); got.text(".btn.primary") != "Go to the plan" {
		t.Errorf("the packet page offers %q", got.text(".btn.primary"))
	}
	for range 2 {
		if got := s.post("owner", path+"/start", form("document", "plan_of_action")); got.location() != path {
			t.Errorf("got %d %s", got.StatusCode, got.location())
		}
	}
	file, err := s.desk.Case(t.Context(), s.owner(), one.Case.Reference)
	s.must(err)
	if !file.HasPlan || file.Plan.Revision != 1 {
		t.Errorf("the plan has revision %d", file.Plan.Revision)
	}
}

func TestASealedPlanIsOnlyShown(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	page := s.get("owner", s.at("plan"))
	version, section := page.attribute("input[name=version]", "value"), page.attribute("textarea[name^=section_]", "name")
	s.filed(false)
	page = s.get("owner", s.at("plan"))
	if len(page.find("#plan textarea")) != 0 || !strings.Contains(page.text(".planside"), "As it was sent") || len(page.find(".planside .find-row")) != 0 || len(page.find("button.primary")) != 0 {
		t.Error("the page of a sealed plan can be written in")
	}
	got := s.post("owner", s.at("plan"), form("version", version, section, "Later"))
	if got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.text(".wrongs"), "sealed") {
		t.Errorf("got %d %s", got.StatusCode, got.text(".wrongs"))
	}
}

func TestTheExpiredSessionKeepsThePlan(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	got := s.post("", s.at("plan"), form("version", "1", "section_opening", "Words that took an hour"))
	if got.StatusCode != http.StatusUnauthorized || !strings.Contains(got.Body, "Words that took an hour") {
		t.Errorf("got %d", got.StatusCode)
	}
}

func TestTheLetterIsDrawnAndReported(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	_, err := s.desk.SaveClaim(t.Context(), s.owner(), s.ref, reinstate.Claim{ID: s.cause, Kind: reinstate.RootCause, Text: "A \U0001F600 in the text", Version: 1})
	s.must(err)
	barred := s.get("owner", s.at("packet"))
	if barred.text(".btn.primary") != "Mend the first" || !strings.Contains(barred.text(".find-row.block"), "still to be confirmed") {
		t.Errorf("a letter that nobody confirmed: %q, %q", barred.text(".btn.primary"), barred.text(".find-row.block"))
	}
	caseworktest.Ready(t, s.desk, s.owner(), s.ref)
	page := s.get("owner", s.at("packet"))
	if !strings.Contains(page.text(".find-row.block"), "U+1F600") {
		t.Errorf("the report says %q", page.text(".find-row.block"))
	}
	if page.text(".btn.primary") != "Seal the packet" || !strings.Contains(page.text("form"), "for good") {
		t.Errorf("the form says %q", page.text(".btn.primary"))
	}
	pdf := s.get("owner", s.at("packet", "pdf"))
	if pdf.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(pdf.Body, "%PDF") {
		t.Errorf("the letter: %d %v", pdf.StatusCode, pdf.Header)
	}
	inert(t, s.get("owner", s.at("packet", "file")))
}
