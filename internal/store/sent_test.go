package store_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// TestLimitsThatStoppedWithTheSealRunAgain plays what versions before 0020 did
// at the seal, and then the statements of that migration.
func TestLimitsThatStoppedWithTheSealRunAgain(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US")
	unsent := account.Case(func(c *reinstate.Case) { c.State = reinstate.AppealSubmitted })
	waits := account.Case(func(c *reinstate.Case) { c.State = reinstate.AwaitingDecision })
	clocks := map[*storetest.Case]reinstate.Clock{}
	for _, c := range []*storetest.Case{unsent, waits} {
		clock := c.Clock(reinstate.ClockAppeal, w.Clock.Now().AddDate(0, 0, 17))
		f := c.Filing()
		clock.Met, clock.MetBy = f.Filed, reinstate.FileAppeal
		w.Update(account.Owner, func(tx *store.Tx) error { return tx.SaveClock(&clock, did) })
		clocks[c] = clock
	}
	byHand := unsent.Clock(reinstate.ClockDocuments, w.Clock.Now().AddDate(0, 0, 3))
	w.Clock.Pass(time.Minute)
	byHand.Met = w.Clock.Now()
	w.Update(account.Owner, func(tx *store.Tx) error { return tx.SaveClock(&byHand, did) })
	if !unsent.Reload().Next.Due.IsZero() {
		t.Fatal("a limit runs before the migration")
	}
	text, err := os.ReadFile("migrations/0020_sent.sql")
	if err != nil {
		t.Fatal(err)
	}
	for statement := range strings.SplitSeq(string(text), ";\n") {
		if strings.Contains(statement, "UPDATE ") {
			if _, err := raw(t, w).Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.View(account.Owner, func(tx *store.Tx) error {
		for c, running := range map[*storetest.Case]bool{unsent: true, waits: false} {
			clock, err := tx.Clock(clocks[c].ID)
			if err != nil || clock.Running() != running {
				t.Errorf("the limit of a case in %s runs: %t, %v", c.Case.State, clock.Running(), err)
			}
		}
		stopped, err := tx.Clock(byHand.ID)
		if stopped.Running() {
			t.Error("a limit that a person stopped runs again")
		}
		return err
	})
	if next := unsent.Reload().Next; !next.Due.Equal(clocks[unsent].Due) || next.Kind != reinstate.ClockAppeal {
		t.Errorf("the case is pressed by %+v", next)
	}
}
