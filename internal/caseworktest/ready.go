// Package caseworktest brings cases to where a test begins, through the use
// cases a person would take.
package caseworktest

import (
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// Ready makes the letter of a case's present round one that can be filed: each
// claim has a proof or a reason for none, each demand is answered, each
// sentence is confirmed, each finding that blocks is set aside. The actor
// needs the permit to approve. Gaps stay, so filing still needs an override
// where the test's letter is a stub.
func Ready(tb testing.TB, desk *casework.Desk, who reinstate.Actor, ref string) {
	tb.Helper()
	ctx := tb.Context()
	must := func(err error) {
		tb.Helper()
		if err != nil {
			tb.Fatalf("make %s ready: %v", ref, err)
		}
	}
	_, err := desk.LayOut(ctx, who, ref)
	must(err)
	w, err := desk.Writing(ctx, who, ref)
	must(err)
	for _, c := range w.Unproven() {
		c.NoExhibit = "The test needs none."
		_, err := desk.SaveClaim(ctx, who, ref, c)
		must(err)
	}
	for _, d := range w.OpenDemands() {
		d.State, d.Why = reinstate.DemandWaived, "The test has none."
		must(desk.SaveDemand(ctx, who, ref, d))
	}
	w, err = desk.Writing(ctx, who, ref)
	must(err)
	var sums []string
	for _, s := range w.Statements {
		sums = append(sums, s.Sum)
	}
	_, err = desk.Confirm(ctx, who, ref, sums, nil)
	must(err)
	for _, found := range w.Open() {
		if found.Severity == "block" {
			must(desk.Dismiss(ctx, who, ref, found.Key, "The test's letter is a stub."))
		}
	}
}
