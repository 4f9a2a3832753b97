package reinstate

import "time"

// Result is what became of one filing.
type Result struct {
	Case        CaseID
	Reference   string
	Marketplace Marketplace
	Reason      ReasonCode // the primary one of the case
	Route       Response   // of the round's plan
	Round       int
	Filed       time.Time
	Decision    Decision  // empty while there is none
	Ended       time.Time // when the decision came; without one, until when it was waited for; zero: it still is
}

// Decided reports whether a decision came.
func (r Result) Decided() bool { return r.Decision != NoDecision && r.Decision != Acknowledged }

// Waited is how long the decision took, or has been waited for so far.
func (r Result) Waited(now time.Time) time.Duration {
	if r.Ended.IsZero() {
		return max(0, now.Sub(r.Filed))
	}
	return max(0, r.Ended.Sub(r.Filed))
}
