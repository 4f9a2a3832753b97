package casework_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// again is the form of a case's confirmed notice as it was left.
func (o *office) again(ref string) casework.Checking {
	o.t.Helper()
	check, err := o.desk.Notice(o.t.Context(), o.who, o.file(ref).Notices[0].ID)
	o.must(err)
	return o.asRead(check)
}

func runs(f casework.File, kind reinstate.ClockKind) bool {
	return slices.ContainsFunc(f.Clocks, func(c reinstate.Clock) bool { return c.Kind == kind && c.Running() })
}

func TestAConfirmedReadingCanBeCorrected(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.opened(noticeText, "inauthentic")
	if f := o.file(ref); !runs(f, reinstate.ClockAppeal) || !runs(f, reinstate.ClockFunds) {
		t.Fatalf("the clocks are %+v", f.Clocks)
	}
	in := o.again(ref)
	in.Reasons, in.Level = []reinstate.ReasonCode{"counterfeit"}, reinstate.ListingLevel
	in.Demands = append(slices.DeleteFunc(in.Demands, func(c reinstate.DemandCode) bool { return c == "root_cause" }), "test_report")
	check, err := o.desk.Notice(t.Context(), o.who, o.file(ref).Notices[0].ID)
	o.must(err)
	in.DropClocks = []int{slices.IndexFunc(check.Clocks, func(c reinstate.Clock) bool { return c.Kind == reinstate.ClockFunds })}
	o.must(o.desk.CorrectReading(t.Context(), o.who, ref, in))

	f := o.file(ref)
	if f.Case.Level != reinstate.ListingLevel || !slices.Equal(f.Case.Reasons, []reinstate.ReasonCode{"counterfeit"}) {
		t.Errorf("the case says %s for %v", f.Case.Level, f.Case.Reasons)
	}
	if runs(f, reinstate.ClockFunds) || !runs(f, reinstate.ClockAppeal) {
		t.Errorf("the clocks are %+v", f.Clocks)
	}
	states := map[reinstate.DemandCode]reinstate.DemandState{}
	for _, d := range f.Demands {
		states[d.Code] = d.State
	}
	if states["root_cause"] != reinstate.DemandWaived || states["test_report"] != reinstate.DemandOpen {
		t.Errorf("the demands are %v", states)
	}
	if n := f.Notices[0]; n.Read.Reasons[0].Code != "inauthentic" || n.Checked.Reasons[0].Code != "counterfeit" {
		t.Errorf("read %v, kept %v", n.Read.Reasons, n.Checked.Reasons)
	}
	o.tells(ref, "Corrected what the message says: level, reasons, demands, clocks")
	report, err := o.desk.Corrections(t.Context(), o.who)
	o.must(err)
	if got := changesOf(report, "primary_reason"); got != "inauthentic>counterfeit*1" {
		t.Errorf("the report says %q", got)
	}
}

// tells fails unless the timeline of a case says something.
func (o *office) tells(ref, want string) {
	o.t.Helper()
	_, entries, err := o.desk.Timeline(o.t.Context(), o.who, ref)
	o.must(err)
	var told []string
	for _, e := range entries {
		told = append(told, casework.Describe(e.Event).String())
	}
	if all := strings.Join(told, "\n"); !strings.Contains(all, want) {
		o.t.Errorf("the timeline does not say %q:\n%s", want, all)
	}
}

func TestACorrectionIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.opened(noticeText, "inauthentic")
	correct := func(change func(*casework.Checking)) error {
		in := o.again(ref)
		change(&in)
		return o.desk.CorrectReading(t.Context(), o.who, ref, in)
	}
	if err := correct(func(in *casework.Checking) { in.Version-- }); !errors.Is(err, reinstate.ErrConflict) {
		t.Errorf("of a stale form: %v", err)
	}
	var refused reinstate.Invalid
	if err := correct(func(in *casework.Checking) { in.Reasons = nil }); !errors.As(err, &refused) || refused["reasons"] == "" {
		t.Errorf("without a reason: %v", err)
	}
	if err := correct(func(in *casework.Checking) { in.Level = "moon" }); !errors.As(err, &refused) || refused["level"] == "" {
		t.Errorf("with an unknown level: %v", err)
	}
	if got := o.file(ref).Notices[0].Checked.Reasons; len(got) == 0 || got[0].Code != "inauthentic" {
		t.Errorf("refused, yet the reading says %v", got)
	}
}

// What was filed stays as it was filed: a later correction changes the reading
// and the case's reasons, and leaves demands and time limits alone.
func TestACorrectionAfterFilingLeavesTheDemands(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.filed(ref)
	before := o.file(ref)
	in := o.again(ref)
	in.Reasons, in.Demands = []reinstate.ReasonCode{"counterfeit"}, nil
	o.must(o.desk.CorrectReading(t.Context(), o.who, ref, in))
	after := o.file(ref)
	if after.Case.Reasons[0] != "counterfeit" || after.Case.State != before.Case.State {
		t.Errorf("the case says %v at %s", after.Case.Reasons, after.Case.State)
	}
	for i, d := range after.Demands {
		if d.State != before.Demands[i].State {
			t.Errorf("%s is now %s", d.Code, d.State)
		}
	}
	if len(after.Clocks) != len(before.Clocks) {
		t.Errorf("%d clocks became %d", len(before.Clocks), len(after.Clocks))
	}
}

func TestCounselIsAdvisedAndHoldsNothingBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, tt := range []struct {
		name, text string
		reason     reinstate.ReasonCode
		advises    bool
	}{
		{"a reason of the catalog", noticeText, "ip_copyright", true},
		{"words of the message", noticeText + "\nWe may permanently withhold your funds.\n", "inauthentic", true},
		{"an ordinary notice", noticeText, "late_shipment", false},
	} {
		f := o.file(o.opened(tt.text, tt.reason))
		if g := f.Gate(); g.Advises() != tt.advises || g.Calls() || f.Held() {
			t.Errorf("%s: advises %v, calls %v, held %v", tt.name, g.Advises(), g.Calls(), f.Held())
		}
	}
}
