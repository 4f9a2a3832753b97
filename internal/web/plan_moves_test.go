package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"reinstate/internal/reinstate"
)

// order is how the claims of a kind stand, by their texts.
func (s *scene) order(kind reinstate.ClaimKind) (texts []string) {
	for _, c := range s.file().Of(kind) {
		texts = append(texts, c.Text)
	}
	return texts
}

// sections are the keys of the letter's sections in their order.
func (s *scene) sections() (keys []string) {
	for _, one := range s.file().Plan.Body.Sections {
		keys = append(keys, one.Key)
	}
	return keys
}

// moves presses what dragging one thing before another presses.
func (s *scene) moves(then string) int {
	s.t.Helper()
	page := s.get("caseworker", s.at("plan"))
	return s.post("caseworker", s.at("plan"), form("version", page.attribute("input[name=version]", "value"), "then", then)).StatusCode
}

// TestWhatIsDraggedStandsBeforeWhereItWasDropped also drops things where they
// cannot stand, which moves nothing.
func TestWhatIsDraggedStandsBeforeWhereItWasDropped(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	second, err := s.desk.AddClaim(t.Context(), s.owner(), s.ref, reinstate.Claim{Kind: reinstate.CorrectiveAction, Text: "Buyers were refunded.", Cause: s.cause, Done: true, Date: "2026-11-04"})
	s.must(err)
	other, err := s.desk.AddClaim(t.Context(), s.owner(), s.ref, reinstate.Claim{Kind: reinstate.RootCause, Text: "Nobody read the mail."})
	s.must(err)
	if got := s.moves("before:claim:" + id(int64(second.ID)) + ":" + id(int64(s.action))); got != http.StatusSeeOther {
		t.Fatalf("moving a claim: %d", got)
	}
	if got := s.order(reinstate.CorrectiveAction); !slices.Equal(got, []string{"Buyers were refunded.", "All units were removed."}) {
		t.Errorf("the actions stand as %q", got)
	}
	first := s.sections()
	if got := s.moves("before:section:closing:opening"); got != http.StatusSeeOther {
		t.Fatalf("moving a section: %d", got)
	}
	moved := s.sections()
	if moved[0] != "closing" || moved[1] != "opening" || len(moved) != len(first) {
		t.Errorf("the sections stand as %q", moved)
	}
	claims := s.order(reinstate.CorrectiveAction)
	for _, nowhere := range []string{
		"before:section:none:opening", "before:claim:999999:" + id(int64(s.action)), "before:claim:" + id(int64(s.action)) + ":" + id(int64(other.ID)),
		"before:claim:x:y", "before:section", "up:section:none", "down:claim:0",
	} {
		if got := s.moves(nowhere); got >= 500 {
			t.Errorf("%s: %d", nowhere, got)
		}
		if !slices.Equal(s.sections(), moved) || len(s.order(reinstate.CorrectiveAction)) != len(claims) || len(s.order(reinstate.RootCause)) != 2 {
			t.Errorf("%s: the sections stand as %q, the actions as %q", nowhere, s.sections(), s.order(reinstate.CorrectiveAction))
		}
	}
}

func TestACommentIsResolvedByWhoMayAndOpenedAgain(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.post("viewer", s.at("plan", "comments"), form("place", "section_opening", "comment_section_opening", "Which cartons?"))
	w, err := s.desk.Writing(t.Context(), s.owner(), s.ref)
	s.must(err)
	if len(w.Comments) != 1 || w.Comments[0].Text != "Which cartons?" {
		t.Fatalf("kept %+v", w.Comments)
	}
	one := s.at("plan", "comments", id(int64(w.Comments[0].ID)))
	s.play(t, []scenario{
		{"a viewer may not resolve it", "viewer", "POST " + one, form("do", "resolve"), 403, "", ""},
		{"a reviewer may", "reviewer", "POST " + one, form("do", "resolve"), 303, "", ""},
		{"it is shown as resolved", "caseworker", "GET " + s.at("plan"), "", 200, ".remark.done", "resolved by"},
		{"twice is once", "reviewer", "POST " + one, form("do", "resolve"), 303, "", ""},
		{"it is opened again", "caseworker", "POST " + one, form("do", "reopen"), 303, "", ""},
		{"and shown as open", "caseworker", "GET " + s.at("plan"), "", 200, ".remark", "Which cartons?"},
		{"one that is not there", "caseworker", "POST " + s.at("plan", "comments", "999999"), form("do", "resolve"), 404, "", ""},
		{"one of another firm", "rival", "POST " + one, form("do", "resolve"), 404, "", ""},
	})
	if page := s.get("caseworker", s.at("plan")); len(page.find(".remark.done")) != 0 {
		t.Error("the comment is still resolved")
	}
	tale := s.get("caseworker", s.at("timeline")).text("main")
	if strings.Count(tale, "Which cartons?") < 3 {
		t.Errorf("the timeline does not tell the comment, its end and its return:\n%s", tale)
	}
}

func TestTheFirmsRuleIsSetByItsOwnerAlone(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.play(t, []scenario{
		{"a manager sees no such page", "manager", "GET /firm", "", 403, "", ""},
		{"and sets nothing", "manager", "POST /firm", form("approval", "second"), 403, "", ""},
		{"nothing said", "owner", "POST /firm", "", 422, ".wrongs", "Choose whether letters are approved."},
		{"a rule there is none of", "owner", "POST /firm", form("approval", "by the cat"), 422, ".wrongs", "Choose whether letters are approved."},
		{"one's own approval in a firm of several", "owner", "POST /firm", form("approval", string(reinstate.OwnApproval)), 422, ".wrongs", "somebody else than the author can approve"},
		{"the rule", "owner", "POST /firm", form("approval", string(reinstate.SecondApproval)), 303, "", ""},
	})
	if rule := s.file().Rule; rule != reinstate.SecondApproval {
		t.Errorf("the rule is %q", rule)
	}
	s.post("owner", "/firm", form("approval", "none"))
	if rule := s.file().Rule; rule != reinstate.NoApproval {
		t.Errorf("the rule is %q", rule)
	}
}
