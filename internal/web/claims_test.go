package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"reinstate/internal/reinstate"
)

func TestWritingClaims(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	claims, one := s.at("claims"), s.at("claims", id(s.action))
	s.play(t, []scenario{
		{"a cause without words", "caseworker", "POST " + claims, form("kind", "root_cause", "from", "list", "text", " "), 422, ".wrongs a[href='#text']", "Write what the claim says."},
		{"what was typed stays", "caseworker", "POST " + claims, form("kind", "corrective_action", "text", "Removed <units>", "date", "31.12."), 422, "textarea#text", "Removed <units>"},
		{"an action without a cause", "caseworker", "POST " + claims, form("kind", "corrective_action", "text", "x", "cause", "0"), 422, ".wrongs a[href='#cause']", "root cause"},
		{"an action with a date that is none", "caseworker", "POST " + claims, form("kind", "corrective_action", "text", "x", "cause", id(s.cause), "date", "2026-02-30"), 422, ".wrongs a[href='#date']", "not a date"},
		{"a kind that is none", "caseworker", "POST " + claims, form("kind", "prayer", "text", "x"), 422, ".wrongs", "root cause"},
		{"an exhibit of another firm", "caseworker", "POST " + claims, form("kind", "root_cause", "text", "x", "exhibits", "999999"), 404, "h1", "nothing here"},
		{"a measure", "caseworker", "POST " + claims, form("kind", "preventive_measure", "text", "Units are scanned.", "cause", id(s.cause), "owner", "Warehouse lead", "frequency", "every delivery", "tool", "scanner", "exhibits", id(s.pdf)), 303, "", ""},
		{"it stands beneath its cause", "viewer", "GET " + claims, "", 200, "#claim-" + id(s.cause), "every delivery, Warehouse lead"},
		{"with its exhibit", "viewer", "GET " + claims, "", 200, ".claim .chip", "A · Invoice 42"},
		{"a form for no kind", "caseworker", "GET " + claims + "/new?kind=prayer", "", 404, "", ""},
		{"changing one", "caseworker", "POST " + one, form("kind", "corrective_action", "version", "1", "text", "All 94 units were removed.", "cause", id(s.cause), "done", "yes", "date", "2026-11-03", "exhibits", id(s.picture)), 303, "", ""},
		{"with a page that is out of date both texts are shown", "caseworker", "POST " + one, form("kind", "corrective_action", "version", "1", "text", "Mine", "cause", id(s.cause)), 409, ".wrongs blockquote", "All 94 units were removed."},
		{"and mine stays in the form", "caseworker", "POST " + one, form("kind", "corrective_action", "version", "1", "text", "Mine", "cause", id(s.cause)), 409, "textarea#text", "Mine"},
		{"a cause that still has actions", "caseworker", "POST " + s.at("claims", id(s.cause), "remove"), form("version", "1"), 422, ".wrongs", "still has actions"},
		{"moving", "caseworker", "POST " + one + "/move", form("way", "up"), 303, "", ""},
		{"removing", "caseworker", "POST " + one + "/remove", form("version", "2"), 303, "", ""},
		{"it is gone", "caseworker", "GET " + one, "", 404, "", ""},
	})
}

func TestADoubleClickAddsOneClaim(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	before := len(s.file().Claims)
	mark := s.get("owner", s.at("claims")).attribute("input[name=once]", "value")
	var clicks sync.WaitGroup
	for range 4 {
		clicks.Go(func() {
			s.post("owner", s.at("claims"), form("kind", "root_cause", "text", "Once", "once", mark))
		})
	}
	clicks.Wait()
	if added := len(s.file().Claims) - before; added != 1 {
		t.Errorf("%d claims were added", added)
	}
}

func TestAnsweringDemands(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	one, demands := s.at("demands", id(s.demand)), s.at("demands")
	version := s.get("caseworker", one).attribute("input[name=version]", "value")
	s.play(t, []scenario{
		{"answered by nothing", "caseworker", "POST " + one, form("version", version, "state", "met"), 422, ".wrongs a[href='#why']", "Choose the exhibits"},
		{"waived without a reason", "caseworker", "POST " + one, form("version", version, "state", "waived"), 422, ".wrongs a[href='#why']", "Say why"},
		{"a state that is none", "caseworker", "POST " + one, form("version", version, "state", "prayed"), 422, ".wrongs a[href='#state']", "open, met or waived"},
		{"answered by an exhibit", "caseworker", "POST " + one, form("version", version, "state", "met", "exhibits", id(s.pdf)), 303, "", ""},
		{"with a page that is out of date", "caseworker", "POST " + one, form("version", version, "state", "open"), 409, ".wrongs", "Answered"},
		{"a demand of another firm", "caseworker", "POST " + s.at("demands", id(s.foreignDemand)), form("version", "1", "state", "open"), 404, "", ""},
		{"an exhibit of another firm", "caseworker", "POST " + one, form("version", "2", "state", "met", "exhibits", id(s.foreignExhibit)), 404, "", ""},
		{"one more, in words", "caseworker", "POST " + demands, form("text", "The name of the warehouse"), 303, "", ""},
		{"one more of a listed kind", "caseworker", "POST " + demands, form("code", "tracking"), 303, "", ""},
		{"one more of nothing", "caseworker", "POST " + demands, form("text", ""), 422, ".wrongs a[href='#asks']", "Say what is asked for."},
		{"they are listed", "viewer", "GET " + s.at("claims"), "", 200, "#demands", "The name of the warehouse"},
	})
}

func TestAFormTakesEffectOnce(t *testing.T) {
	t.Parallel()
	o, calls := newOnce(), 0
	work := func() (string, error) { calls++; return "/done", nil }
	for range 3 {
		if path, err := o.do(t.Context(), "a", work); err != nil || path != "/done" {
			t.Errorf("got %q, %v", path, err)
		}
	}
	if calls != 1 {
		t.Errorf("it was done %d times", calls)
	}
	if _, err := o.do(t.Context(), "", work); err != nil || calls != 2 {
		t.Errorf("without a mark: %d calls, %v", calls, err)
	}
	failing := errors.New("refused")
	if _, err := o.do(t.Context(), "b", func() (string, error) { return "", failing }); !errors.Is(err, failing) {
		t.Errorf("got %v", err)
	}
	if path, err := o.do(t.Context(), "b", work); err != nil || path != "/done" {
		t.Errorf("after a refusal: %q, %v", path, err)
	}
}

func TestASecondClickWaitsNoLongerThanItsVisitor(t *testing.T) {
	t.Parallel()
	o, release := newOnce(), make(chan struct{})
	started := make(chan struct{})
	var first sync.WaitGroup
	first.Go(func() {
		_, err := o.do(context.Background(), "a", func() (string, error) { close(started); <-release; return "/done", nil })
		if err != nil {
			t.Error(err)
		}
	})
	<-started
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := o.do(ctx, "a", func() (string, error) { t.Error("done twice"); return "", nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	close(release)
	first.Wait()
}

func TestIdsOfAnotherCaseAreNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	other := s.account.Case()
	path := func(elements ...string) string { return casePath(other.Case.Reference, elements...) }
	for _, request := range []string{
		"GET " + path("claims", id(s.cause)), "GET " + path("demands", id(s.demand)), "GET " + path("evidence", id(s.pdf)),
		"GET " + path("evidence", id(s.pdf), "file"), "GET " + path("evidence", id(s.picture), "preview"), "GET " + path("plan", "revisions", "1"),
		"POST " + path("claims", id(s.cause), "remove"), "POST " + path("evidence", id(s.pdf)), "POST " + path("evidence", id(s.pdf), "withdraw"),
	} {
		method, at, _ := strings.Cut(request, " ")
		got := s.visit("owner", method, at)
		if got.StatusCode != http.StatusNotFound {
			t.Errorf("%s gets %d", request, got.StatusCode)
		}
	}
	if claims := s.file().Of(reinstate.RootCause); len(claims) != 1 {
		t.Errorf("%d causes are left", len(claims))
	}
}
