package web

import (
	"strconv"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

func TestACaseThatCallsForCounselStopsThere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, path := s.logged(accusation)
	check := s.get("caseworker", path)
	if got := check.text("#gate"); !strings.Contains(got, "forged") || !strings.Contains(got, "What not to do yet") {
		t.Errorf("the check page says %q", got)
	}
	if got := check.text(".primary"); got != "Open the case for counsel" {
		t.Errorf("its button is %q", got)
	}
	opened := s.post("caseworker", path, form("version", "1", "account", s.accountID(), "marketplace", "amazon", "level", "account", "reason", "forged_documents", "response", "dispute", "do", "open"))
	work, to, _ := strings.Cut(opened.location(), "/steps")
	if opened.StatusCode != 303 || to != "#refer_to_counsel" {
		t.Fatalf("opened with %d, goes on at %q: %s", opened.StatusCode, opened.location(), opened.text(".wrongs"))
	}
	page := s.get("caseworker", work)
	if page.text(".primary") != "Refer to counsel" || page.attribute(".primary", "href") != work+"/steps#refer_to_counsel" {
		t.Errorf("the next step is %q", page.text(".primary"))
	}
	if got := page.text("#gate"); !strings.Contains(got, "forged") || !strings.Contains(got, "lawyer") {
		t.Errorf("the case page says %q", got)
	}
	if got := s.get("viewer", work).text("#gate .primary"); got != "" {
		t.Errorf("a viewer is offered %q", got)
	}
	ref := strings.TrimPrefix(work, "/cases/")
	version := func() string {
		f, err := s.desk.Case(t.Context(), s.firm.Owner, ref)
		s.must(err)
		return strconv.Itoa(f.Case.Version)
	}
	steps := "POST " + work + "/steps"
	start := []string{"do", "start_correcting", "version", version()}
	s.play(t, []scenario{
		{"correcting is not simply begun", "caseworker", steps, form(start...), 422, ".wrongs a[href='#without_counsel']", "This case calls for counsel"},
		{"a reason without the box", "caseworker", steps, form(append(start, "without_counsel", "We know better")...), 422, "textarea#without_counsel", "We know better"},
		{"the box without a reason", "caseworker", steps, form(append(start, "alone", "yes")...), 422, ".wrongs a[href='#without_counsel']", "say in writing why"},
		{"both", "caseworker", steps, form(append(start, "alone", "yes", "without_counsel", "Counsel agreed by telephone.")...), 303, "", ""},
		{"the reason stays on the timeline", "caseworker", "GET " + work + "/timeline", "", 200, "main", "Went on without counsel: Counsel agreed by telephone."},
		{"the panel is gone", "caseworker", "GET " + work, "", 200, ".primary", ""},
	})
	if s.get("caseworker", work).text("#gate") != "" {
		t.Error("the case page still stops")
	}
}

func TestAnotherAccountIsLinkedFromTheCase(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	n, err := s.desk.Log(t.Context(), s.owner(), casework.Incoming{Body: strings.NewReader(suspension)})
	s.must(err)
	other, err := s.desk.AddAccount(t.Context(), s.owner(), reinstate.Account{Client: s.account.Client.Client.ID, Marketplace: reinstate.Amazon, Store: "DE"})
	s.must(err)
	in := s.checking(n)
	in.Account, in.Reasons = other.ID, []reinstate.ReasonCode{"related_account"}
	related, err := s.desk.OpenCase(t.Context(), s.owner(), n.ID, in, true)
	s.must(err)
	page := s.get("viewer", casePath(related.Reference))
	if got := page.text("#elsewhere"); !strings.Contains(got, "reactivated first") || !strings.Contains(got, s.ref) {
		t.Errorf("the case says %q", got)
	}
	if page := s.get("viewer", s.at()); page.text("#elsewhere") != "" {
		t.Errorf("the other case depends on something: %q", page.text("#elsewhere"))
	}
}
