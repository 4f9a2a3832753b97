package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// changesOf are the changes of one fact, as "read>checked*count".
func changesOf(r casework.Corrections, name string) string {
	at := slices.IndexFunc(r.Facts, func(f casework.FactReport) bool { return f.Fact == name })
	if at < 0 {
		return "no such fact"
	}
	var list []string
	for _, c := range r.Facts[at].Changes {
		list = append(list, c.Read+">"+c.Checked+"*"+string(rune('0'+c.Count)))
	}
	return strings.Join(list, ", ")
}

func TestWhatPeopleChangeIsReported(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	report := func() casework.Corrections {
		t.Helper()
		r, err := o.desk.Corrections(t.Context(), o.who)
		o.must(err)
		return r
	}
	check := o.log(noticeText)
	if r := report(); r.Messages != 0 {
		t.Errorf("%d readings were confirmed, nobody did", r.Messages)
	}
	in := o.asRead(check)
	in.Response = ""
	if len(check.Notice.Read.Responses) > 0 {
		in.Response = check.Notice.Read.Responses[0].Response
	}
	in.Level = reinstate.ListingLevel
	in.Reasons = []reinstate.ReasonCode{"counterfeit"}
	in.Demands = append(slices.DeleteFunc(in.Demands, func(c reinstate.DemandCode) bool { return c == "root_cause" }), "test_report")
	in.ASINs = in.ASINs[:1]
	stated := slices.IndexFunc(check.Clocks, func(c reinstate.Clock) bool { return c.Kind == reinstate.ClockAppeal && c.Basis == reinstate.Stated })
	in.DropClocks = []int{stated}
	in.Deadline = time.Date(2026, 12, 1, 20, 0, 0, 0, time.UTC)
	in.Response = reinstate.RespondPlan
	_, err := o.desk.OpenCase(t.Context(), o.who, check.Notice.ID, in, true)
	o.must(err)
	r := report()
	if r.Messages != 1 {
		t.Fatalf("%d readings were confirmed", r.Messages)
	}
	for fact, want := range map[string]string{
		"kind": "", "marketplace": "", "store": "", "decision": "",
		"level": "account>listing*1", "primary_reason": "inauthentic>counterfeit*1", "reasons": "inauthentic>*1, >counterfeit*1",
		"demands": "root_cause>*1, >test_report*1", "clocks": "appeal 17 day>*1, >appeal 2026-12-01*1", "asins": "an identifier>*1",
	} {
		got := strings.Split(changesOf(r, fact), ", ")
		slices.Sort(got)
		expected := strings.Split(want, ", ")
		slices.Sort(expected)
		if !slices.Equal(got, expected) {
			t.Errorf("%s: got %q, want %q", fact, got, expected)
		}
	}
	counterfeit := r.Reasons[slices.IndexFunc(r.Reasons, func(x casework.ReasonReport) bool { return x.Reason == "counterfeit" })]
	if counterfeit.Missed != 1 || counterfeit.Right != 0 || counterfeit.Wrong["level"] != 1 {
		t.Errorf("counterfeit: %+v", counterfeit)
	}
	inauthentic := r.Reasons[slices.IndexFunc(r.Reasons, func(x casework.ReasonReport) bool { return x.Reason == "inauthentic" })]
	if inauthentic.Untrue != 1 {
		t.Errorf("inauthentic: %+v", inauthentic)
	}
}

func TestAReadingConfirmedAsItWasIsRight(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.open()
	r, err := o.desk.Corrections(t.Context(), o.who)
	o.must(err)
	for _, f := range r.Facts {
		if f.Wrong != 0 && f.Fact != "response" {
			t.Errorf("%s is called wrong: %+v", f.Fact, f.Changes)
		}
	}
	if r.Messages != 1 || len(r.Reasons) != 1 || r.Reasons[0].Right != 1 {
		t.Errorf("got %+v", r)
	}
}

func TestADecisionThatWasCorrectedIsReported(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.filed(ref)
	o.wait(time.Hour)
	n, err := o.desk.Log(t.Context(), o.who, casework.Incoming{Case: ref, Body: strings.NewReader(denial)})
	o.must(err)
	o.take(ref, casework.Move{Do: reinstate.RecordReinstated, Reply: n.ID, Checking: &casework.Checking{Version: n.Version, Marketplace: reinstate.Amazon}})
	r, err := o.desk.Corrections(t.Context(), o.who)
	o.must(err)
	if got, want := changesOf(r, "decision"), string(n.Read.Decision)+">reinstated*1"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	at := slices.IndexFunc(r.Facts, func(f casework.FactReport) bool { return f.Fact == "level" })
	if r.Facts[at].Messages != 1 {
		t.Errorf("the level is counted in %d messages; of a reply nobody is asked for it", r.Facts[at].Messages)
	}
}

func TestAnotherFirmsCorrectionsAreNotReported(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.open()
	r, err := o.desk.Corrections(t.Context(), o.firm("Rivals", "r@example.com"))
	if err != nil || r.Messages != 0 {
		t.Errorf("another firm sees %d readings, %v", r.Messages, err)
	}
}
