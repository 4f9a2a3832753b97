package casework

import (
	"context"
	"slices"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// OwnClocks are the kinds of time limit that a person may add to a case.
func OwnClocks() []reinstate.ClockKind {
	return []reinstate.ClockKind{
		reinstate.ClockAppeal, reinstate.ClockDocuments, reinstate.ClockCall, reinstate.ClockCure, reinstate.ClockCertification,
		reinstate.ClockFunds, reinstate.ClockInventory, reinstate.ClockMediation, reinstate.ClockFollowUp,
	}
}

// AddClock records a time limit that a person knows of, such as one told on
// the telephone or counted anew. It stands as set by hand, with why.
func (d *Desk) AddClock(ctx context.Context, who reinstate.Actor, ref string, kind reinstate.ClockKind, due time.Time, why string) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		refused := reinstate.Invalid{}
		why = text(why)
		if !slices.Contains(OwnClocks(), kind) {
			refused.Refuse("kind", "Choose what the time limit is for.")
		}
		if !plausible(due) {
			refused.Refuse("due", noInstant)
		}
		if why == "" {
			refused.Refuse("why", "Say where this limit comes from.")
		}
		bounded(refused, maxLine, map[string]string{"why": why})
		if err := refused.Err(); err != nil {
			return err
		}
		account, err := tx.Account(c.Account)
		if err != nil {
			return err
		}
		clock := reinstate.Clock{
			Case: c.ID, Round: c.Round, Kind: kind, Due: due.UTC(), Basis: reinstate.Assumed,
			Zone: d.venueOf(account).Zone.String(), Arithmetic: "Set by hand: " + why, Why: why,
		}
		return tx.AddClock(&clock, opened(clock, "note", why))
	})
}

// StopClock ends a running time limit that no longer holds, or never did, with
// why. The limit itself stays in the case's record.
func (d *Desk) StopClock(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ClockID, why string) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		clock, err := clockOf(tx, c, id)
		if err != nil {
			return err
		}
		if why = text(why); why == "" {
			return reinstate.Invalid{"stop": "Say why this limit no longer holds."}
		}
		if !clock.Running() {
			return nil
		}
		clock.Met, clock.Why = tx.Now(), why
		return tx.SaveClock(&clock, event("clock_dropped", "kind", string(clock.Kind), "due", instant(clock.Due), "note", why))
	})
}

// MoveClock changes when a running time limit ends, such as one that the
// marketplace has extended, with why. Where it stood first is kept beside it.
func (d *Desk) MoveClock(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ClockID, due time.Time, why string) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		clock, err := clockOf(tx, c, id)
		if err != nil {
			return err
		}
		refused := reinstate.Invalid{}
		if why = text(why); why == "" {
			refused.Refuse("moved", "Say why this limit ends at another time.")
		}
		if !plausible(due) {
			refused.Refuse("moved", noInstant)
		}
		if !clock.Running() || clock.Kind == reinstate.ClockAttempts {
			refused.Refuse("moved", "This limit no longer runs, so it cannot be moved.")
		}
		bounded(refused, maxLine, map[string]string{"moved": why})
		if err := refused.Err(); err != nil || clock.Due.Equal(due) {
			return err
		}
		from := clock.Due
		if clock.Was.IsZero() {
			clock.Was = from
		}
		clock.Due, clock.Why = due.UTC(), why
		return tx.SaveClock(&clock, event("clock_moved", "kind", string(clock.Kind), "from", instant(from), "due", instant(clock.Due), "note", why))
	})
}

// StartClock records when somebody opened the page, or pressed the button, from
// which a time limit is counted. Recorded again, it is counted anew.
func (d *Desk) StartClock(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ClockID, at time.Time) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		clock, err := clockOf(tx, c, id)
		if err != nil {
			return err
		}
		if clock.Counted.From != reinstate.FromClick || !clock.Running() {
			return reinstate.Invalid{"started": "This limit is not counted from the moment a page is opened."}
		}
		if !plausible(at) || at.After(tx.Now().Add(time.Minute)) {
			return reinstate.Invalid{"started": "Give the day and time when the page was opened; it cannot lie ahead."}
		}
		account, err := tx.Account(c.Account)
		if err != nil {
			return err
		}
		place := d.venueOf(account)
		due, counted, ok := reinstate.Reckon(clock.Counted.Span, at, place)
		if !ok {
			return reinstate.Invalid{"started": "From there this limit cannot be counted."}
		}
		counted.From = reinstate.FromClick
		clock.Due, clock.Counted, clock.Arithmetic = due, counted, counted.Words(place)
		return tx.SaveClock(&clock, event("clock_started", "kind", string(clock.Kind), "from", instant(at), "due", instant(due)))
	})
}

const noInstant = "Give the day and time of the limit, such as 2026-12-09 17:00."

// plausible reports whether an instant may be meant.
func plausible(at time.Time) bool { return !at.IsZero() && at.Year() >= 2000 && at.Year() <= 2199 }

// clockOf finds a clock of this case; one of another case does not exist.
func clockOf(tx *store.Tx, c reinstate.Case, id reinstate.ClockID) (reinstate.Clock, error) {
	clock, err := tx.Clock(id)
	if err == nil && clock.Case != c.ID {
		return clock, reinstate.ErrNotFound
	}
	return clock, err
}
