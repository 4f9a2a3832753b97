package casework

import (
	"context"
	"slices"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Agenda is what is due in a span of time, and what has passed.
type Agenda struct {
	Passed []store.AgendaLine // limits by which somebody had to act, and that are over
	Lines  []store.AgendaLine // time limits and cases that come back, in the order of their instants
	More   bool               // there are more lines than are shown
}

// mostPassed is how many passed limits an agenda names.
const mostPassed = 50

// Agenda lists the time limits of open cases that end within a span of time,
// and the cases that come back from a hold. Limits that have passed by now come
// apart from the span, since they are not met yet.
func (d *Desk) Agenda(ctx context.Context, who reinstate.Actor, from, to time.Time, owner reinstate.UserID) (Agenda, error) {
	var a Agenda
	err := d.view(ctx, who, func(tx *store.Tx) error {
		q := store.AgendaQuery{From: from, To: to, Owner: owner, Limit: store.MostAgenda}
		lines, err := tx.Agenda(q)
		if err != nil {
			return err
		}
		back, err := tx.Returns(q)
		if err != nil {
			return err
		}
		a.More = len(lines) == store.MostAgenda || len(back) == store.MostAgenda
		a.Lines = append(lines, back...)
		slices.SortStableFunc(a.Lines, func(x, y store.AgendaLine) int { return x.Clock.Due.Compare(y.Clock.Due) })
		passed, err := tx.Agenda(store.AgendaQuery{To: tx.Now(), Owner: owner, Last: true, Limit: store.MostAgenda})
		a.Passed = slices.DeleteFunc(passed, func(l store.AgendaLine) bool { return !l.Clock.Kind.Acts() })
		if len(a.Passed) > mostPassed {
			a.Passed = a.Passed[len(a.Passed)-mostPassed:]
		}
		return err
	})
	return a, err
}
