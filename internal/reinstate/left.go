package reinstate

import "time"

// Nearness says how near the end of a time limit is.
type Nearness int

// Nearness, the calmest first.
const (
	NoLimit Nearness = iota // none runs
	Ahead                   // there is time
	Soon                    // less than four days
	Near                    // less than a day
	Passed                  // it is over
)

// How near a time limit is before it is shown as soon, and as near.
const (
	SoonWithin = 4 * 24 * time.Hour
	NearWithin = 24 * time.Hour
)

// Stands is the one rule of how a time limit stands: what pages, lists, feeds,
// reminders and the command line show, and what counts as late. A limit is
// passed once the instant it names is over; the instant itself is in time.
func Stands(due, now time.Time) Nearness {
	switch left := due.Sub(now); {
	case due.IsZero():
		return NoLimit
	case left < 0:
		return Passed
	case left < NearWithin:
		return Near
	case left < SoonWithin:
		return Soon
	}
	return Ahead
}

// Late reports whether a time limit is passed. In SQL it is due_at < now.
func Late(due, now time.Time) bool { return Stands(due, now) == Passed }

// Stands is how the clock stands. One that was met no longer runs.
func (c Clock) Stands(now time.Time) Nearness {
	if !c.Running() {
		return NoLimit
	}
	return Stands(c.Due, now)
}

// Stands is how the limit that presses first stands.
func (n NextClock) Stands(now time.Time) Nearness { return Stands(n.Due, now) }
