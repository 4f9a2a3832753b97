package casework

import (
	"context"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// longestHold is how far ahead a case may rest: beyond a year nobody would
// remember why.
const longestHold = 366 * 24 * time.Hour

// Hold lets a case rest until a day comes, with why. It comes back by itself.
func (d *Desk) Hold(ctx context.Context, who reinstate.Actor, ref string, until time.Time, why string) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		refused := reinstate.Invalid{}
		if !until.After(tx.Now()) || until.Sub(tx.Now()) > longestHold {
			refused.Refuse("until", "Give the day on which the case is to come back: tomorrow or later, within a year.")
		}
		if why = text(why); why == "" {
			refused.Refuse("held", "Say what the case waits for, so that it is clear when it is back.")
		}
		bounded(refused, maxLine, map[string]string{"held": why})
		if err := refused.Err(); err != nil {
			return err
		}
		c.Held = reinstate.Hold{Until: until.UTC(), Why: why}
		return tx.SaveCase(&c, event("case_held", "until", instant(until), "note", why))
	})
}

// TakeUp ends a hold, or says that a case that is back from one has been seen.
func (d *Desk) TakeUp(ctx context.Context, who reinstate.Actor, ref string) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		if c.Held == (reinstate.Hold{}) {
			return nil
		}
		c.Held = reinstate.Hold{}
		return tx.SaveCase(&c, event("case_unheld"))
	})
}
