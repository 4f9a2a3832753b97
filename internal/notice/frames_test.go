package notice_test

import (
	"testing"

	"reinstate/internal/reinstate"
)

// Frames say a thing in any order of its parts, and hold for the lines of a
// list what its introduction asks.
func TestIdeasAreReadInAnyOrderOfWords(t *testing.T) {
	t.Parallel()
	read := reader(t)
	for _, text := range []string{
		"Amazon has closed your account because buyers got their parcels long after the promised date.",
		"Amazon has closed your account because the date you had promised was missed by the parcels of many buyers.",
		"Amazon has closed your account: only 81.3% of parcels arrived on or before the promised day.",
	} {
		got := read.Read(text).Reasons
		if len(got) == 0 || got[0].Code != "on_time_delivery" {
			t.Errorf("%q gives %v, not late delivery", text, got)
		}
	}
}

func TestListTakesOverWhatItsIntroductionAsks(t *testing.T) {
	t.Parallel()
	read := reader(t)
	got := read.Read("Amazon has suspended your account. To appeal, tell us:\n- how it came to this\n- what has been put right\n- what keeps it from recurring\n").Demands
	asked := map[reinstate.DemandCode]bool{}
	for _, d := range got {
		asked[d.Code] = true
	}
	for _, code := range []reinstate.DemandCode{"root_cause", "corrective_actions", "preventive_actions"} {
		if !asked[code] {
			t.Errorf("the list asks for %s, but %v was read", code, got)
		}
	}
}

func TestTableRowThatIsMetIsNoReason(t *testing.T) {
	t.Parallel()
	read := reader(t)
	got := read.Read("Walmart has suspended your account.\nOn-time delivery 74.6% - 90% or above - Urgent\nCancellation rate 1.1% - 2% or below - Good\n").Reasons
	for _, r := range got {
		if r.Code == "cancellation_rate" {
			t.Errorf("a metric that is met was read as a reason: %v", got)
		}
	}
}
