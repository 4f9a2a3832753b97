package watch

import (
	"context"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Board is the background work of a firm as its owner sees it.
type Board struct {
	Running, Waiting, Trying, Failed, Done []store.QueuedJob
}

// shown is how many jobs of each state a Board lists.
const shown = 50

// Jobs lists the background work of a firm, for those who manage its people.
func (w *Watch) Jobs(ctx context.Context, who reinstate.Actor) (b Board, err error) {
	if err := who.Need(reinstate.ManagePeople); err != nil {
		return b, err
	}
	err = w.o.DB.View(ctx, who, func(tx *store.Tx) error {
		for _, list := range []struct {
			of store.JobState
			to *[]store.QueuedJob
		}{
			{store.JobRunning, &b.Running}, {store.JobWaiting, &b.Waiting}, {store.JobTrying, &b.Trying},
			{store.JobFailed, &b.Failed}, {store.JobDone, &b.Done},
		} {
			if *list.to, err = tx.Jobs(list.of, shown); err != nil {
				return err
			}
		}
		return nil
	})
	return b, err
}

// Retry has a job tried again at once.
func (w *Watch) Retry(ctx context.Context, who reinstate.Actor, id int64) error {
	if err := who.Need(reinstate.ManagePeople); err != nil {
		return err
	}
	return w.o.DB.Update(ctx, who, func(tx *store.Tx) error { return tx.RetryJob(id) })
}
