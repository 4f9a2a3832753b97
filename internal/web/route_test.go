package web

import (
	"net/http"
	"strings"
	"testing"

	"reinstate/internal/reinstate"
)

func TestTheQuestionsLeadToAProposalWithItsReasonAndItsCost(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	before := s.get("caseworker", s.at("route"))
	if got := before.text("#proposal"); !strings.Contains(got, "Not yet") || !strings.Contains(got, "Answer the questions.") {
		t.Errorf("before anything is answered: %s", got)
	}
	if n := len(before.find("form[action$='/route'] button.primary")); n != 0 {
		t.Error("a kind can be taken with one button before anything is answered")
	}
	answered := s.post("caseworker", s.at("route", "answers"), form("route_holds", "no", "route_proof", "yes"))
	if answered.StatusCode != http.StatusSeeOther {
		t.Fatalf("got %d: %s", answered.StatusCode, answered.text("main"))
	}
	page := s.get("caseworker", s.at("route"))
	for _, want := range []string{"Dispute with proof", "You say that the notice is wrong and can prove it.", "costs an attempt", "Source:"} {
		if !strings.Contains(page.text("#proposal"), want) {
			t.Errorf("the proposal does not say %q: %s", want, page.text("#proposal"))
		}
	}
	if page.attribute("input[name=document]", "value") != string(reinstate.Dispute) {
		t.Errorf("the button chooses %q", page.attribute("input[name=document]", "value"))
	}
}

func TestAChosenKindLaysThePlanOut(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.post("caseworker", s.at("route", "answers"), form("route_holds", "no", "route_proof", "yes"))
	got := s.post("caseworker", s.at("route"), form("document", "dispute"))
	if got.StatusCode != http.StatusSeeOther || got.location() != s.at("route")+"#proposal" {
		t.Fatalf("got %d: %s", got.StatusCode, got.text("main"))
	}
	if title := s.file().Plan.Title; !strings.HasPrefix(title, "Request for review") {
		t.Errorf("the plan is called %q", title)
	}
	if tale := s.get("viewer", s.at("timeline")).text("main"); !strings.Contains(tale, "Chose the kind of document: Dispute with proof") || !strings.Contains(tale, "Is what the notice says true, as far as you know? No") {
		t.Errorf("the timeline says %s", tale)
	}
}

func TestAnotherKindNeedsAReason(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.post("caseworker", s.at("route", "answers"), form("route_holds", "yes"))
	got := s.post("caseworker", s.at("route"), form("document", "dispute"))
	if got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.text("main"), "This is not the kind that is proposed.") {
		t.Errorf("got %d: %s", got.StatusCode, got.text(".wrongs li"))
	}
	if got := s.post("caseworker", s.at("route"), form("document", "dispute", "why", "Counsel says so.")); got.StatusCode != http.StatusSeeOther {
		t.Errorf("with a reason: %d", got.StatusCode)
	}
}

func TestAStaleRouteIsAConflict(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for _, path := range []string{s.at("route"), s.at("route", "answers")} {
		if got := s.post("caseworker", path, form("version", "1", "document", "plan_of_action", "route_holds", "yes")); got.StatusCode != http.StatusConflict {
			t.Errorf("%s: got %d", path, got.StatusCode)
		}
	}
}

func TestABlockIsTakenOverWithoutScript(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	page := s.get("caseworker", s.at("blocks"))
	if !strings.Contains(page.text("main"), "What a root cause names here:") || len(page.find("mark.fill")) == 0 {
		t.Fatalf("the page shows no blocks: %s", page.text("main"))
	}
	before := len(s.file().Claims)
	got := s.post("caseworker", s.at("blocks"), form("reason", "inauthentic", "kind", "preventive_measure", "number", "0", "cause", id(s.cause), "once", "a"))
	if got.StatusCode != http.StatusSeeOther {
		t.Fatalf("got %d: %s", got.StatusCode, got.text("main"))
	}
	again := s.post("caseworker", s.at("blocks"), form("reason", "inauthentic", "kind", "preventive_measure", "number", "0", "cause", id(s.cause), "once", "a"))
	claims := s.file().Claims
	if len(claims) != before+1 || again.location() != got.location() {
		t.Errorf("%d claims after a double click, sent to %s and %s", len(claims)-before, got.location(), again.location())
	}
	if last := claims[len(claims)-1]; last.Owner == "" || last.Tool == "" || last.Cause != s.cause {
		t.Errorf("the measure is %+v", last)
	}
}
