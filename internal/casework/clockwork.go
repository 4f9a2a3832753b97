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
		if y := due.Year(); due.IsZero() || y < 2000 || y > 2199 {
			refused.Refuse("due", "Give the day and time of the limit, such as 2026-12-09 17:00.")
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
			Zone: d.zone(placed(reinstate.Reading{}, account)).String(), Arithmetic: "Set by hand: " + why,
		}
		return tx.AddClock(&clock, event("clock_opened", "kind", string(kind), "due", clock.Due.Format(time.RFC3339), "basis", string(clock.Basis), "note", why))
	})
}

// StopClock ends a running time limit that no longer holds, or never did, with
// why. The limit itself stays in the case's record.
func (d *Desk) StopClock(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ClockID, why string) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		clock, err := tx.Clock(id)
		if err != nil {
			return err
		}
		if clock.Case != c.ID {
			return reinstate.ErrNotFound
		}
		if why = text(why); why == "" {
			return reinstate.Invalid{"stop": "Say why this limit no longer holds."}
		}
		if !clock.Running() {
			return nil
		}
		clock.Met = tx.Now()
		return tx.SaveClock(&clock, event("clock_dropped", "kind", string(clock.Kind), "due", clock.Due.Format(time.RFC3339), "note", why))
	})
}
