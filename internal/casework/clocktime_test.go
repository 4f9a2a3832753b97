package casework_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// verification is a notice whose second limit starts with a click.
const verification = `Hello,

We need to verify the identity and account ownership of your Amazon.com selling account, which has been deactivated.
Please send us within 30 days of this message a government-issued identity document and your business license.
Sell no more than is in stock until then.

Certification under the INFORM Consumers Act: certify that your information is current within 10 days after you first open the page.
`

// clock finds the one clock of a kind.
func (o *office) clock(ref string, kind reinstate.ClockKind) reinstate.Clock {
	o.t.Helper()
	clocks := o.file(ref).Clocks
	at := slices.IndexFunc(clocks, func(c reinstate.Clock) bool { return c.Kind == kind })
	if at < 0 {
		o.t.Fatalf("%s has no %s clock, it has %+v", ref, kind, clocks)
	}
	return clocks[at]
}

// did reports whether the case's timeline has such an event.
func (o *office) did(ref, name string) (reinstate.Event, bool) {
	o.t.Helper()
	_, entries, err := o.desk.Timeline(o.t.Context(), o.who, ref)
	o.must(err)
	for _, e := range slices.Backward(entries) {
		if e.Event.Did == name {
			return e.Event, true
		}
	}
	return reinstate.Event{}, false
}

func refuses(t *testing.T, err error, field string) {
	t.Helper()
	invalid := reinstate.Invalid{}
	if !errors.As(err, &invalid) || invalid[field] == "" {
		t.Errorf("got %v, want a sentence about %s", err, field)
	}
}

func TestAClockSaysHowItWasCounted(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	c := o.clock(ref, reinstate.ClockAppeal)
	if c.Arithmetic != "17 days from 20 Nov 2026, end of day Pacific" || c.Basis != reinstate.Stated || c.Counted.From != reinstate.FromReceipt {
		t.Errorf("got %q, %s, from %s", c.Arithmetic, c.Basis, c.Counted.From)
	}
	if want := time.Date(2026, 12, 8, 7, 59, 59, 0, time.UTC); !c.Due.Equal(want) {
		t.Errorf("due %s, want %s", c.Due, want)
	}
}

func TestAMovedClockKeepsWhereItStoodAndWhy(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, ref := t.Context(), o.open().Reference
	first := o.clock(ref, reinstate.ClockAppeal)
	later := first.Due.AddDate(0, 0, 7)
	refuses(t, o.desk.MoveClock(ctx, o.who, ref, first.ID, later, " "), "moved")
	refuses(t, o.desk.MoveClock(ctx, o.who, ref, first.ID, time.Time{}, "because"), "moved")
	o.must(o.desk.MoveClock(ctx, o.who, ref, first.ID, later, "Amazon gave a week more."))
	o.must(o.desk.MoveClock(ctx, o.who, ref, first.ID, later.AddDate(0, 0, 1), "And a day."))
	c := o.clock(ref, reinstate.ClockAppeal)
	if !c.Was.Equal(first.Due) || c.Why != "And a day." || !c.Due.Equal(later.AddDate(0, 0, 1)) || c.Quote != first.Quote {
		t.Errorf("got %+v", c)
	}
	if next := o.file(ref).Case.Next.Due; !next.Equal(c.Due) {
		t.Errorf("the list goes by %s", next)
	}
	if e, ok := o.did(ref, "clock_moved"); !ok || e.With["from"] != later.Format(time.RFC3339) || e.With["note"] != "And a day." {
		t.Errorf("the timeline says %+v", e)
	}
	other := o.open().Reference
	if err := o.desk.MoveClock(ctx, o.who, other, first.ID, later, "x"); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a clock of another case: %v", err)
	}
	o.must(o.desk.StopClock(ctx, o.who, ref, first.ID, "It was for another account."))
	refuses(t, o.desk.MoveClock(ctx, o.who, ref, first.ID, later, "x"), "moved")
}

func TestALimitThatStartsWithAClickWaitsForIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, check := t.Context(), o.log(verification)
	opened, err := o.desk.OpenCase(ctx, o.who, check.Notice.ID, o.asRead(check), true)
	o.must(err)
	ref := opened.Reference
	c := o.clock(ref, reinstate.ClockCertification)
	if !c.Due.IsZero() || !c.Running() || !strings.Contains(c.Arithmetic, "from the moment the page is opened") {
		t.Fatalf("before the click: %+v", c)
	}
	refuses(t, o.desk.StartClock(ctx, o.who, ref, c.ID, o.now().Add(time.Hour)), "started")
	o.must(o.desk.StartClock(ctx, o.who, ref, c.ID, o.now().Add(-20*time.Hour)))
	if c = o.clock(ref, reinstate.ClockCertification); !c.Due.Equal(time.Date(2026, 11, 30, 7, 59, 59, 0, time.UTC)) || c.Counted.From != reinstate.FromClick {
		t.Errorf("after the click: due %s, %+v", c.Due, c.Counted)
	}
	if next := o.file(ref).Case.Next; next.Kind != reinstate.ClockCertification {
		t.Errorf("the case is pressed by %+v", next)
	}
	for _, other := range o.file(ref).Clocks {
		if other.ID != c.ID {
			refuses(t, o.desk.StartClock(ctx, o.who, ref, other.ID, o.now()), "started")
		}
	}
}

func TestAFilingStartsTheTimeToWaitAndADecisionEndsIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.filed(ref)
	if c := o.clock(ref, reinstate.ClockAppeal); c.Running() || c.MetBy != reinstate.ConfirmReceipt {
		t.Errorf("the appeal's clock was met by %q", c.MetBy)
	}
	expected, follow := o.clock(ref, reinstate.ClockReplyExpected), o.clock(ref, reinstate.ClockFollowUp)
	if expected.Basis != reinstate.Rule || expected.Counted.From != reinstate.FromFiling || follow.Basis != reinstate.Assumed {
		t.Errorf("expected %+v, follow up %+v", expected, follow)
	}
	if !strings.Contains(follow.Arithmetic, "Thanksgiving Day (26 Nov 2026)") {
		t.Errorf("five business days from 20 November were counted as %q", follow.Arithmetic)
	}
	f := o.file(ref)
	wait, ok, err := o.desk.Waiting(t.Context(), o.who, f)
	o.must(err)
	if !ok || wait.Times.Enough() || wait.Expected.Count != 2 || wait.Follow.ID != follow.ID {
		t.Errorf("waiting: %t, %+v", ok, wait)
	}
	o.take(ref, casework.Move{Do: reinstate.RecordDenied, Note: "refused"})
	if c := o.clock(ref, reinstate.ClockFollowUp); c.Running() || c.MetBy != reinstate.RecordDenied {
		t.Errorf("after the decision: %+v", c)
	}
	if _, ok, _ := o.desk.Waiting(t.Context(), o.who, o.file(ref)); ok {
		t.Error("a case that does not wait has a waiting panel")
	}
}

func TestAPassedClockStopsNobody(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.wait(90 * 24 * time.Hour)
	if due := o.file(ref).Case.Next; due.Stands(o.now()) != reinstate.Passed {
		t.Fatalf("the limit stands at %v", due)
	}
	o.filed(ref)
	if s := o.file(ref).Case.State; s != reinstate.AwaitingDecision {
		t.Errorf("the case is %s", s)
	}
}

func TestACaseOnHoldComesBackByItself(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, ref := t.Context(), o.open().Reference // its limit is 17 days away
	listed := func() (due, resting bool) {
		today, err := o.desk.Today(ctx, o.who)
		o.must(err)
		is := func(l store.CaseLine) bool { return l.Reference == ref }
		return slices.ContainsFunc(today.Due, is), slices.ContainsFunc(today.Resting, is)
	}
	refuses(t, o.desk.Hold(ctx, o.who, ref, o.now().Add(-time.Hour), "x"), "until")
	refuses(t, o.desk.Hold(ctx, o.who, ref, o.now().AddDate(2, 0, 0), "x"), "until")
	refuses(t, o.desk.Hold(ctx, o.who, ref, o.now().AddDate(0, 0, 3), ""), "held")
	o.must(o.desk.Hold(ctx, o.who, ref, o.now().AddDate(0, 0, 3), "Invoices come on Monday."))
	if due, resting := listed(); due || !resting {
		t.Errorf("on hold: among what is due %t, among what rests %t", due, resting)
	}
	o.wait(3 * 24 * time.Hour)
	if due, resting := listed(); !due || resting {
		t.Errorf("three days later: among what is due %t, among what rests %t", due, resting)
	}
	if f := o.file(ref); !f.Case.Back(o.now()) || f.Resting {
		t.Errorf("the case does not say that it is back: %+v", f.Case.Held)
	}
	o.must(o.desk.TakeUp(ctx, o.who, ref))
	if o.file(ref).Case.Back(o.now()) {
		t.Error("a case that was taken up still says that it is back")
	}
	o.must(o.desk.Hold(ctx, o.who, ref, o.now().AddDate(0, 0, 30), "Everybody is on leave."))
	o.wait(11 * 24 * time.Hour) // three days before the limit
	if due, resting := listed(); !due || resting {
		t.Error("a hold hides a time limit of three days")
	}
	o.take(ref, casework.Move{Do: reinstate.StartCorrecting})
	if held := o.file(ref).Case.Held; held != (reinstate.Hold{}) {
		t.Errorf("after a step the case is still on hold: %+v", held)
	}
}

func TestTheAgendaShowsWhatIsDueAndWhatHasPassed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, ref, rests := t.Context(), o.open().Reference, o.open().Reference
	o.must(o.desk.Hold(ctx, o.who, rests, o.now().AddDate(0, 0, 2), "Waits for the bank."))
	agenda := func() casework.Agenda {
		a, err := o.desk.Agenda(ctx, o.who, o.now(), o.now().AddDate(0, 0, 30), 0)
		o.must(err)
		return a
	}
	a := agenda()
	if len(a.Passed) != 0 || len(a.Lines) != 3 || !a.Lines[0].Back() || a.Lines[0].Held.Why != "Waits for the bank." || a.Lines[1].Clock.Kind != reinstate.ClockAppeal {
		t.Fatalf("got %+v", a)
	}
	o.wait(20 * 24 * time.Hour)
	if a = agenda(); len(a.Passed) != 2 || a.Passed[0].Reference != ref {
		t.Errorf("passed: %+v", a.Passed)
	}
	o.take(ref, casework.Move{Do: reinstate.Close, Outcome: reinstate.OutcomeWithdrawn})
	if a = agenda(); len(a.Passed) != 1 {
		t.Errorf("a closed case still has passed limits: %+v", a.Passed)
	}
	rival := o.firm("Other & Sons", "rival@example.com")
	if a, err := o.desk.Agenda(ctx, rival, o.now().AddDate(-1, 0, 0), o.now().AddDate(1, 0, 0), 0); err != nil || len(a.Lines)+len(a.Passed) != 0 {
		t.Errorf("another firm sees %+v, %v", a, err)
	}
}
