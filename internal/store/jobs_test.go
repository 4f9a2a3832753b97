package store_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

func TestWorkOfACrewThatWasKilledIsTakenUpAtOnce(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	w.Update(firm.Owner, func(tx *store.Tx) error { return tx.Queue(store.Job{Kind: "long", Args: 7}) })
	if _, err := raw(t, w).Exec("UPDATE river_job SET state = 'running', attempt = 1, attempted_at = CURRENT_TIMESTAMP"); err != nil {
		t.Fatal(err)
	}
	done := make(chan reinstate.OrgID, 10)
	crew, err := w.DB.Work(t.Context(), store.Crew{
		Do:  func(_ context.Context, firm reinstate.OrgID, _ store.Job) error { done <- firm; return nil },
		Log: slog.New(slog.DiscardHandler), Hands: 1, Limit: time.Minute,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer crew.Stop(context.Background())
	select {
	case got := <-done:
		if got != firm.Org.ID {
			t.Errorf("done for firm %d", got)
		}
	case <-time.After(time.Minute):
		t.Fatal("nobody took it up")
	}
}

func TestJobsOfARemovedFirmAreRemoved(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm, stays := w.Firm("Vale"), w.Firm("Stays")
	for _, f := range []*storetest.Firm{firm, stays} {
		w.Update(f.Owner, func(tx *store.Tx) error { return tx.Queue(store.Job{Kind: "x"}) })
	}
	w.Update(w.Operator(firm.Org.ID), func(tx *store.Tx) error { return tx.RemoveOrg(firm.Org.ID) })
	var left int
	if err := raw(t, w).QueryRow("SELECT count(*) FROM river_job").Scan(&left); err != nil || left != 1 {
		t.Errorf("%d jobs are left, want one (%v)", left, err)
	}
}
