package casework

import (
	"slices"
	"strconv"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

func openClocks(tx *store.Tx, c reinstate.Case, clocks []reinstate.Clock) error {
	for _, clock := range clocks {
		clock.Case = c.ID
		if err := tx.AddClock(&clock, opened(clock)); err != nil {
			return err
		}
	}
	return nil
}

// settleClocks brings the clocks of an unconfirmed case in line with the
// checked reading: those that no longer hold stop, the others are opened.
func settleClocks(tx *store.Tx, c reinstate.Case, hold []reinstate.Clock) error {
	present, err := tx.Clocks(c.ID)
	if err != nil {
		return err
	}
	same := func(a, b reinstate.Clock) bool {
		return a.Kind == b.Kind && a.Due.Equal(b.Due) && a.Basis == b.Basis && a.Counted.Span == b.Counted.Span
	}
	for _, clock := range present {
		if clock.Running() && !slices.ContainsFunc(hold, func(h reinstate.Clock) bool { return same(h, clock) }) {
			if err := stop(tx, clock, "clock_dropped", "", tx.Now()); err != nil {
				return err
			}
		}
	}
	missing := slices.DeleteFunc(slices.Clone(hold), func(h reinstate.Clock) bool {
		return slices.ContainsFunc(present, func(p reinstate.Clock) bool { return same(p, h) })
	})
	return openClocks(tx, c, missing)
}

// ends says which of a case's running clocks an event meets. What an appeal
// answers is the marketplace's demand, and only once it was sent: a sealed
// packet that lies here keeps no time limit. A call or a certification is a
// thing of its own. A decision ends the marketplace's own time.
var ends = map[reinstate.Action][]reinstate.ClockKind{
	reinstate.ConfirmReceipt:        {reinstate.ClockAppeal, reinstate.ClockDocuments, reinstate.ClockCure},
	reinstate.RecordMoreInformation: {reinstate.ClockReview, reinstate.ClockReplyExpected, reinstate.ClockFollowUp},
	reinstate.RecordDenied:          {reinstate.ClockReview, reinstate.ClockReplyExpected, reinstate.ClockFollowUp},
	reinstate.RecordFinalDenial:     {reinstate.ClockReview, reinstate.ClockReplyExpected, reinstate.ClockFollowUp},
	reinstate.ReferToCounsel:        {reinstate.ClockReview, reinstate.ClockReplyExpected, reinstate.ClockFollowUp},
}

// stopEnded meets the running clocks of a case that a step ends, at the
// instant of what the step records.
func stopEnded(tx *store.Tx, c reinstate.Case, by reinstate.Action, at time.Time) error {
	return stopClocks(tx, c, by, at, func(k reinstate.ClockKind) bool { return slices.Contains(ends[by], k) })
}

// stopClocks meets the running clocks of a case for which met says so.
func stopClocks(tx *store.Tx, c reinstate.Case, by reinstate.Action, at time.Time, met func(reinstate.ClockKind) bool) error {
	clocks, err := tx.Clocks(c.ID)
	if err != nil {
		return err
	}
	for _, clock := range clocks {
		if clock.Running() && met(clock.Kind) {
			if err := stop(tx, clock, "clock_met", by, at); err != nil {
				return err
			}
		}
	}
	return nil
}

func stop(tx *store.Tx, clock reinstate.Clock, did string, by reinstate.Action, at time.Time) error {
	clock.Met, clock.MetBy = at, by
	return tx.SaveClock(&clock, event(did, "kind", string(clock.Kind), "due", instant(clock.Due)))
}

// opened is the event of a clock that begins to run.
func opened(clock reinstate.Clock, with ...string) reinstate.Event {
	did := "clock_opened"
	switch {
	case clock.Kind == reinstate.ClockAttempts:
		did = "attempts_limited"
		with = append(with, "count", strconv.Itoa(clock.Counted.Count))
	case clock.Due.IsZero():
		did = "clock_waits"
	}
	return event(did, append([]string{"kind", string(clock.Kind), "due", instant(clock.Due), "basis", string(clock.Basis)}, with...)...)
}

// instant writes an instant into an event; none is nothing.
func instant(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

// restart lets the clocks that the end of a case stopped run again. Nothing
// changes a finished case, so they were met at its last change.
func restart(tx *store.Tx, c reinstate.Case) error {
	clocks, err := tx.Clocks(c.ID)
	if err != nil {
		return err
	}
	for _, clock := range clocks {
		if clock.Running() || !clock.Met.Equal(c.Changed) {
			continue
		}
		clock.Met, clock.MetBy = time.Time{}, ""
		if err := tx.SaveClock(&clock, opened(clock)); err != nil {
			return err
		}
	}
	return nil
}
