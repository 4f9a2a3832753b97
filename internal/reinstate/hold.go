package reinstate

import "time"

// Hold is how long a case rests, and why. Nothing ends it but time: the case is
// back once Until is over.
type Hold struct {
	Until time.Time // zero: it does not rest, and did not since somebody took it up
	Why   string
}

// OnHold reports whether the case rests. A hold never hides a time limit of the
// seller's that is less than four days away: the case is back by then.
func (c Case) OnHold(now time.Time) bool {
	return c.State.Open() && now.Before(c.Held.Until) && c.Next.Stands(now) <= Ahead
}

// Back reports whether the case rested and is back, and nobody has taken it up.
func (c Case) Back(now time.Time) bool {
	return c.State.Open() && !c.Held.Until.IsZero() && !c.OnHold(now)
}

// HideWithin is how near a limit of the seller's may be that a hold still hides.
const HideWithin = SoonWithin
