package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"reinstate/internal/access"
	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// inChina moves the owner's clock to Shanghai.
func (s *site) inChina() {
	s.t.Helper()
	if got := s.post("owner", "/account", form("name", "Mara Vale", "zone", "Asia/Shanghai")); got.StatusCode != http.StatusSeeOther {
		s.t.Fatalf("settings: %d", got.StatusCode)
	}
}

// days lets days pass and signs everybody in again.
func (s *site) days(n int) {
	s.t.Helper()
	s.Clock.Pass(time.Duration(n) * 24 * time.Hour)
	for who := range s.tokens {
		email := who + "@harbour.example"
		if who == "rival" {
			email = "rival@other.example"
		}
		token, err := s.gate.SignIn(s.t.Context(), email, password, access.Visitor{Address: "192.0.2.1"})
		s.must(err)
		s.tokens[who] = token
	}
}

func TestTheAgendaNamesBothZones(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.inChina()
	c := s.account.Case()
	c.Clock(reinstate.ClockAppeal, time.Date(2026, 11, 26, 1, 0, 0, 0, time.UTC)) // Wednesday evening there, Thursday morning here
	page := s.get("owner", "/agenda")
	if got := page.text("section.day h2"); got != "Thursday 26 November 2026" {
		t.Errorf("the day is %q", got)
	}
	if got := page.text(".when"); got != "Wed 25 Nov 17:00 Pacific Thu 26 Nov 09:00 Shanghai" {
		t.Errorf("the times are %q", got)
	}
	if got := page.text(".left"); got != "5 days" {
		t.Errorf("time left is %q", got)
	}
	month := s.get("owner", "/agenda/month?m=2026-11")
	if got := month.text("td:has(.entry) .number"); got != "26" {
		t.Errorf("in the month it stands on the %s", got)
	}
}

func TestOneRuleSaysWhatIsLate(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := s.account.Case()
	due := storetest.Start.Add(time.Hour)
	c.Clock(reinstate.ClockAppeal, due)
	late := func() (list, head, agenda, counted bool) {
		list = strings.Contains(s.get("owner", "/").text("table.due .clock"), "Passed")
		head = strings.Contains(s.get("owner", casePath(c.Case.Reference)).text(".case-time .clock"), "Passed")
		agenda = len(s.get("owner", "/agenda").find(".passed li")) == 1
		s.View(s.firm.Owner, func(tx *store.Tx) error {
			counts, err := tx.CaseCounts()
			counted = counts.Overdue == 1
			return err
		})
		return list, head, agenda, counted
	}
	s.Clock.Pass(time.Hour) // the very instant
	if list, head, agenda, counted := late(); list || head || agenda || counted {
		t.Errorf("at its instant a limit is late: list %t, case %t, agenda %t, counted %t", list, head, agenda, counted)
	}
	s.Clock.Pass(time.Millisecond)
	if list, head, agenda, counted := late(); !list || !head || !agenda || !counted {
		t.Errorf("after its instant a limit is not late: list %t, case %t, agenda %t, counted %t", list, head, agenda, counted)
	}
}

func TestQueriesThatAreNoDaysShowToday(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/agenda?from=x", "/agenda?from=9999-99-99", "/agenda?from=0001-01-01", "/agenda/month?m=2026-13", "/agenda/month?m=0000-01", "/agenda?who=somebody", "/outcomes?since=never&marketplace=moon"} {
		if got := s.get("owner", path); got.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
	}
}

func TestACaseIsPutOnHoldAndTakenUp(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	if got := s.post("owner", s.at("hold"), form("until", "2020-01-01", "why", "x")); got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.text("#wrongs"), "Give the day on which the case is to come back") {
		t.Errorf("a day that has passed: %d, %s", got.StatusCode, got.text("#wrongs"))
	}
	day := s.Clock.Now().AddDate(0, 0, 5).Format(time.DateOnly)
	if got := s.post("owner", s.at("hold"), form("until", day, "why", "Waits for the bank.")); got.StatusCode != http.StatusSeeOther {
		t.Fatalf("hold: %d", got.StatusCode)
	}
	if today := s.get("owner", "/"); strings.Contains(today.text("table.due"), s.ref) || !strings.Contains(today.text("[aria-labelledby=resting]"), "Waits for the bank.") {
		t.Error("the case is not among those that rest")
	}
	if got := s.get("owner", s.at()).text(".note"); !strings.Contains(got, "On hold until") {
		t.Errorf("the case says %q", got)
	}
	s.days(6)
	if today := s.get("owner", "/"); !strings.Contains(today.text("table.due"), "back from hold") {
		t.Error("the case does not come back")
	}
	if got := s.post("owner", s.at("takeup"), ""); got.StatusCode != http.StatusSeeOther {
		t.Errorf("take up: %d", got.StatusCode)
	}
	if today := s.get("owner", "/"); strings.Contains(today.text("table.due"), "back from hold") {
		t.Error("the case still says that it is back")
	}
}

func TestTheWaitingPanelIsSilentAboutFewAndWarns(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.filed(true)
	panel := s.get("owner", s.at()).text(".waiting")
	for _, want := range []string{"The marketplace says", "within two days", "Ask again", "Do not file again while this filing is pending"} {
		if !strings.Contains(panel, want) {
			t.Errorf("the panel lacks %q: %s", want, panel)
		}
	}
	if strings.Contains(panel, "Half were decided by") {
		t.Error("a figure is shown that rests on nothing")
	}
	for i := range 5 {
		other := s.account.Case()
		other.Sent()
		s.days(i + 1)
		s.Update(s.owner(), func(tx *store.Tx) error {
			return tx.SaveRound(other.Case.ID, reinstate.Round{Number: 1, Decision: reinstate.Denied, Decided: tx.Now()}, reinstate.Event{Did: "x"})
		})
	}
	panel = s.get("owner", s.at()).text(".waiting")
	if !strings.Contains(panel, "Half were decided by 3 days") || !strings.Contains(panel, "Nine in ten by 5 days") || !strings.Contains(panel, "5 of the firm's filings on this marketplace for the same reason, 5 of them decided") {
		t.Errorf("with five decisions the panel says %s", panel)
	}
}

func TestOutcomesAreTheReadersOwn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for range 6 {
		c := s.account.Case()
		c.Sent()
		s.days(1)
		s.Update(s.firm.Owner, func(tx *store.Tx) error {
			return tx.SaveRound(c.Case.ID, reinstate.Round{Number: 1, Decision: reinstate.Reinstated, Decided: tx.Now()}, reinstate.Event{Did: "x"})
		})
	}
	s.firm.Client("Ostrava").Account(reinstate.Walmart, "US").Case().Sent()
	owner, client := s.get("owner", "/outcomes"), s.get("client", "/outcomes")
	if got := owner.text("#total"); got != "7 filings" {
		t.Errorf("the owner sees %s", got)
	}
	if got := client.text("#total"); got != "6 filings" || strings.Contains(client.text("table"), "Walmart") {
		t.Errorf("the client sees %s", got)
	}
	if got := s.get("rival", "/outcomes").text(".card h2"); got != "Nothing has been filed yet" {
		t.Errorf("another firm sees %s", got)
	}
	if got := owner.text("[aria-labelledby=marketplace] tbody tr:first-child"); got != "Amazon 6 6 0 0 0 100% (61% to 100%) 1 day 1 day" {
		t.Errorf("the first row says %q", got)
	}
	if charts := owner.find("svg.chart"); len(charts) < 3 || len(owner.find("svg.chart title")) != len(charts) || len(owner.find("svg.chart desc")) != len(charts) {
		t.Errorf("%d charts", len(charts))
	}
	if got := s.get("owner", "/outcomes?marketplace=walmart").text("#total"); got != "1 filing" {
		t.Errorf("on Walmart: %s", got)
	}
}

func TestALimitIsMovedFromThePage(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	clock := id(s.file().Clocks[0].ID)
	if got := s.post("owner", s.at("clocks", clock, "move"), form("due", "2026-12-20T12:00", "why", "")); got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.text("#moved"), "Say why") {
		t.Errorf("without a reason: %d, %s", got.StatusCode, got.text("#moved"))
	}
	if got := s.post("owner", s.at("clocks", clock, "move"), form("due", "2026-12-20T12:00", "why", "A week more by mail.")); got.StatusCode != http.StatusSeeOther {
		t.Fatalf("got %d", got.StatusCode)
	}
	page := s.get("owner", s.at("details")).text("table.clocks")
	for _, want := range []string{"Sun 20 Dec 04:00 Pacific", "before it was moved:", "A week more by mail."} {
		if !strings.Contains(page, want) {
			t.Errorf("the table lacks %q: %s", want, page)
		}
	}
	s.take(casework.Move{Do: reinstate.Close, Outcome: reinstate.OutcomeWithdrawn})
	if page := s.get("owner", s.at("details")).text("table.clocks"); !strings.Contains(page, "met: Close the case") {
		t.Errorf("what met the limit is not said: %s", page)
	}
}
