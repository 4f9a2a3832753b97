package ledger

import (
	"slices"
	"time"

	"reinstate/internal/reinstate"
)

// Enough is the least number of decisions that a figure may rest on.
const Enough = 5

// Wait is one filing as seen by the time its decision took. Where none has
// come, all that is known is that it takes longer.
type Wait struct {
	Span    time.Duration
	Decided bool
}

// Step is one point at which a Curve falls: after Span, Share of the filings
// still wait.
type Step struct {
	Span  time.Duration
	Share float64
}

// Curve says which share of filings still waits after how long.
type Curve struct {
	N       int // filings
	Decided int // of them with a decision
	Steps   []Step
}

// Survival is the Kaplan-Meier estimate of how long decisions take. Filings
// that still wait count for as long as they have waited, so that slow decisions
// are not forgotten because they are not there yet.
func Survival(waits []Wait) Curve {
	waits = slices.Clone(waits)
	slices.SortFunc(waits, func(a, b Wait) int { return int(a.Span - b.Span) })
	c := Curve{N: len(waits)}
	share := 1.0
	for at := 0; at < len(waits); {
		left, decided, end := len(waits)-at, 0, at
		for ; end < len(waits) && waits[end].Span == waits[at].Span; end++ {
			if waits[end].Decided {
				decided++
			}
		}
		if decided > 0 {
			share *= 1 - float64(decided)/float64(left)
			c.Steps = append(c.Steps, Step{waits[at].Span, share})
			c.Decided += decided
		}
		at = end
	}
	return c
}

// Enough reports whether the curve rests on enough decisions to be shown.
func (c Curve) Enough() bool { return c.Decided >= Enough }

// By is the time after which a share of filings has its decision, such as 0.5
// for the median. It is not ok while so many have not been decided.
func (c Curve) By(share float64) (time.Duration, bool) {
	const hair = 1e-9 // products of fractions miss round numbers by less
	for _, s := range c.Steps {
		if s.Share <= 1-share+hair {
			return s.Span, true
		}
	}
	return 0, false
}

// Waits are the results as the times their decisions took.
func Waits(results []reinstate.Result, now time.Time) []Wait {
	waits := make([]Wait, len(results))
	for i, r := range results {
		waits[i] = Wait{Span: r.Waited(now), Decided: r.Decided()}
	}
	return waits
}
