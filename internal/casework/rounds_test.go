package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/caseworktest"
	"reinstate/internal/reinstate"
)

// moreAsked asks again for one thing and for one that is new, within a time.
const moreAsked = `Hello,

We received your submission about your Amazon.com selling account but we do not have enough information to reactivate it.
Please send us within 7 days of this message:
- Invoices from your supplier that cover the units you sold
- A letter of authorization from the brand owner
`

// logReply logs a reply and records nothing.
func (o *office) logReply(ref, text string) reinstate.Notice {
	o.t.Helper()
	n, err := o.desk.Log(o.t.Context(), o.who, casework.Incoming{Case: ref, Body: strings.NewReader(text)})
	o.must(err)
	return n
}

func TestAnAnswerOfAnEarlierRoundIsKeptWhenItIsAskedForAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	for _, d := range o.file(ref).Demands {
		d.State, d.Why = reinstate.DemandMet, "Sent with round 1."
		o.must(o.desk.SaveDemand(t.Context(), o.who, ref, d))
	}
	before := len(o.file(ref).Demands)
	o.filed(ref)
	o.take(ref, casework.Move{Do: reinstate.RecordMoreInformation, Reply: o.logReply(ref, moreAsked).ID})
	f := o.file(ref)
	var open []reinstate.DemandCode
	for _, d := range f.OpenDemands() {
		if d.Round != 2 || d.Why != "" {
			t.Errorf("%s is open as %+v", d.Code, d)
		}
		open = append(open, d.Code)
	}
	slices.Sort(open)
	if !slices.Equal(open, []reinstate.DemandCode{"letter_of_authorization", "supplier_invoices"}) {
		t.Errorf("open: %v", open)
	}
	if len(f.Demands) != before+1 {
		t.Errorf("%d demands stand, %d stood before and one is new", len(f.Demands), before)
	}
	if c := f.Case.Next; c.Kind == "" || c.Due.IsZero() {
		t.Error("the reply's time limit does not run")
	}
}

func TestAFinalDenialKeepsTheReplysTimeLimitsAndWhatIsKnownOfCounsel(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.filed(ref)
	o.take(ref, casework.Move{Do: reinstate.ReferToCounsel, Note: "To be safe", Counsel: reinstate.Counsel{Name: "R. Okafor", Privileged: "The memo"}})
	o.take(ref, casework.Move{Do: reinstate.Resume})
	o.filed(ref)
	n := o.logReply(ref, "We decided not to reactivate your Amazon.com selling account. This decision is final. You may ask for your funds after 90 days from the date of this message.")
	c := o.take(ref, casework.Move{Do: reinstate.RecordFinalDenial, Reply: n.ID})
	if c.Counsel.Name != "R. Okafor" || c.Counsel.Privileged != "The memo" {
		t.Errorf("counsel is %+v", c.Counsel)
	}
	funds := slices.ContainsFunc(o.file(ref).Clocks, func(k reinstate.Clock) bool {
		return k.Kind == reinstate.ClockFunds && k.Round == c.Round && k.Basis == reinstate.Stated
	})
	if !funds {
		t.Errorf("the funds clock of the reply was dropped: %+v", o.file(ref).Clocks)
	}
}

func TestADecidedRoundKeepsItsDecision(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.filed(ref)
	n := o.logReply(ref, denial)
	o.take(ref, casework.Move{Do: reinstate.RecordFinalDenial, Reply: n.ID, Note: "They closed it."})
	o.wait(48 * time.Hour)
	c := o.take(ref, casework.Move{Do: reinstate.RecordReinstated, Note: "Counsel got it back."})
	if r := o.file(ref).Rounds[0]; r.Decision != reinstate.FinalDenial || r.Reply != n.ID || r.Note != "They closed it." {
		t.Errorf("round 1 is now %+v", r)
	}
	if c.State != reinstate.StateReinstated || c.Outcome != reinstate.OutcomeReinstated {
		t.Errorf("the case is %s, %s", c.State, c.Outcome)
	}
}

func TestASealedPlanIsNotChanged(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	caseworktest.Ready(t, o.desk, o.who, ref)
	sealed := o.file(ref).Plan
	o.take(ref, casework.Move{Do: reinstate.FileAppeal, Channel: "E-mail", Override: "As it stands."})
	if _, err := o.desk.SavePlan(t.Context(), o.who, ref, casework.PlanEdit{Version: sealed.Version, Title: "Another"}); err == nil {
		t.Error("a filed plan was saved")
	}
	claim := o.file(ref).Claims[0]
	claim.Text = "Said differently now."
	if _, err := o.desk.SaveClaim(t.Context(), o.who, ref, claim); err == nil {
		t.Error("a claim of a filed letter was changed")
	}
	if now := o.file(ref).Plan; now.Revision != sealed.Revision || now.Body.Claims[0].Text == claim.Text {
		t.Errorf("the sealed plan became revision %d", now.Revision)
	}
}

func TestTimeIsCountedWhereTheAccountIs(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	german, err := o.desk.AddAccount(t.Context(), o.who, reinstate.Account{Client: o.account.Client, Marketplace: reinstate.Amazon, Store: "DE"})
	o.must(err)
	check := o.log(strings.ReplaceAll(noticeText, "Amazon.com", "Amazon"))
	if check.Notice.Read.Store != "" {
		t.Fatalf("the store reads as %q", check.Notice.Read.Store)
	}
	in := o.asRead(check)
	in.Account = german.ID
	c, err := o.desk.OpenCase(t.Context(), o.who, check.Notice.ID, in, true)
	o.must(err)
	if c.Next.Zone != "" {
		c.Next = o.file(c.Reference).Case.Next
	}
	if got := o.file(c.Reference).Case.Next; got.Zone != "Europe/Berlin" || got.Due.Format(time.RFC3339) != "2026-12-07T22:59:59Z" {
		t.Errorf("due %s in %s", got.Due.Format(time.RFC3339), got.Zone)
	}
}

func TestADroppedTimeLimitStaysDroppedWhenTheReadingIsCorrected(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	check := o.log(noticeText)
	drop := slices.IndexFunc(check.Clocks, func(c reinstate.Clock) bool { return c.Kind == reinstate.ClockFunds })
	if drop < 0 {
		t.Fatalf("no funds clock among %+v", check.Clocks)
	}
	in := o.asRead(check)
	in.DropClocks, in.Received = []int{drop}, check.Notice.Received.Add(-24*time.Hour)
	c, err := o.desk.OpenCase(t.Context(), o.who, check.Notice.ID, in, true)
	o.must(err)
	for _, clock := range o.file(c.Reference).Clocks {
		if clock.Kind == reinstate.ClockFunds {
			t.Errorf("the dropped clock runs: %+v", clock)
		}
	}
	if c.Next.Due.IsZero() && o.file(c.Reference).Case.Next.Due.IsZero() {
		t.Error("the time limit that was kept does not run")
	}
}

func TestWhatAReplyNamesIsFound(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.filed(ref)
	n := o.logReply(ref, denial+"\nIt also concerns ASIN B0NEWONE99.\n")
	o.take(ref, casework.Move{Do: reinstate.RecordDenied, Reply: n.ID})
	page, err := o.desk.Cases(t.Context(), o.who, storeQuery("NEWONE9"))
	o.must(err)
	if len(page.Lines) != 1 {
		t.Errorf("found %d cases", len(page.Lines))
	}
}

func TestTheMarketplacesReferenceIsFound(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.filed(ref)
	page, err := o.desk.Cases(t.Context(), o.who, storeQuery("CASE-778"))
	o.must(err)
	if len(page.Lines) != 1 || page.Lines[0].Reference != ref {
		t.Errorf("found %d cases", len(page.Lines))
	}
}

func TestAClosedCaseThatIsReopenedHasItsTimeLimitsBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	before := o.file(ref).Case.Next
	o.wait(time.Hour)
	o.take(ref, casework.Move{Do: reinstate.Close, Outcome: reinstate.OutcomeWithdrawn})
	if next := o.file(ref).Case.Next; !next.Due.IsZero() {
		t.Fatalf("a closed case has %+v running", next)
	}
	o.wait(time.Hour)
	o.take(ref, casework.Move{Do: reinstate.Reopen, Note: "Closed by mistake."})
	if next := o.file(ref).Case.Next; !next.Due.Equal(before.Due) || next.Kind != before.Kind {
		t.Errorf("after reopening %+v runs, before it was %+v", next, before)
	}
}

func TestALetterThatLacksSomethingGoesOutOnlyWithAReason(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	caseworktest.Ready(t, o.desk, o.who, ref)
	_, err := o.desk.Take(t.Context(), o.who, ref, casework.Move{Do: reinstate.FileAppeal, Channel: "E-mail"})
	if refused, ok := err.(reinstate.Invalid); !ok || refused["override"] == "" || o.file(ref).Case.State != reinstate.InCorrection {
		t.Fatalf("got %v", err)
	}
	o.take(ref, casework.Move{Do: reinstate.FileAppeal, Channel: "E-mail", Override: "The deadline is in an hour."})
	_, entries, err := o.desk.Timeline(t.Context(), o.who, ref)
	o.must(err)
	if !slices.ContainsFunc(entries, func(e reinstate.Entry) bool { return e.Event.With["override"] == "The deadline is in an hour." }) {
		t.Error("the reason is not on the timeline")
	}
}

func TestAFinishedActionCannotLieInTheFuture(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	action := o.file(ref).Of(reinstate.CorrectiveAction)[0]
	action.Date = "2027-11-03"
	if _, err := o.desk.SaveClaim(t.Context(), o.who, ref, action); err == nil {
		t.Error("done in a year's time")
	}
	action.Done = false
	_, err := o.desk.SaveClaim(t.Context(), o.who, ref, action)
	o.must(err)
}
