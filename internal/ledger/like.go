package ledger

import (
	"slices"
	"time"

	"reinstate/internal/reinstate"
)

// Likeness says in what the filings behind a figure are like the one that waits.
type Likeness string

// Likenesses, the closest first.
const (
	SameReason      Likeness = "reason" // marketplace and primary reason
	SameRoute       Likeness = "route"  // marketplace and way of answering
	SameMarketplace Likeness = "marketplace"
	NoneLike        Likeness = "" // there are too few of any kind
)

// Like is how long decisions took for the filings most like one that waits:
// the closest kind of which there are enough. The filing itself is left out.
func Like(results []reinstate.Result, of reinstate.Result, now time.Time) (Curve, Likeness) {
	for _, kind := range []struct {
		name Likeness
		same func(reinstate.Result) bool
	}{
		{SameReason, func(r reinstate.Result) bool { return r.Reason == of.Reason && r.Reason != "" }},
		{SameRoute, func(r reinstate.Result) bool { return r.Route == of.Route && r.Route != "" }},
		{SameMarketplace, func(reinstate.Result) bool { return true }},
	} {
		some := slices.DeleteFunc(slices.Clone(results), func(r reinstate.Result) bool {
			return r.Marketplace != of.Marketplace || !kind.same(r) || r.Case == of.Case && r.Round == of.Round
		})
		if curve := Survival(Waits(some, now)); curve.Enough() {
			return curve, kind.name
		}
	}
	return Curve{}, NoneLike
}
