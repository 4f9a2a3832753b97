package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

func isInvalid(err error, field string) bool {
	var invalid reinstate.Invalid
	return errors.As(err, &invalid) && invalid[field] != ""
}

func clients(t *testing.T, w *storetest.World, who reinstate.Actor) int {
	t.Helper()
	n := 0
	w.View(who, func(tx *store.Tx) error {
		found, err := tx.Clients()
		n = len(found)
		return err
	})
	return n
}

func TestAnUpdateIsAllOrNothing(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	add := func(tx *store.Tx) {
		if err := tx.AddClient(&reinstate.Client{LegalName: "Hailan"}); err != nil {
			t.Errorf("add a client: %v", err)
		}
	}
	wrong := errors.New("changed our mind")
	err := w.DB.Update(t.Context(), firm.Owner, func(tx *store.Tx) error { add(tx); return wrong })
	if !errors.Is(err, wrong) {
		t.Errorf("got %v, want the function's own error", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic did not go on")
			}
		}()
		w.DB.Update(t.Context(), firm.Owner, func(tx *store.Tx) error { add(tx); panic("a fault of ours") })
	}()
	cancelled, cancel := context.WithCancel(t.Context())
	if err := w.DB.Update(cancelled, firm.Owner, func(tx *store.Tx) error { add(tx); cancel(); return nil }); err == nil {
		t.Error("a transaction whose context ended was committed")
	}
	if n := clients(t, w, firm.Owner); n != 0 {
		t.Errorf("%d clients were left behind", n)
	}
	w.Update(firm.Owner, func(tx *store.Tx) error { add(tx); return nil })
	if n := clients(t, w, firm.Owner); n != 1 {
		t.Errorf("%d clients after a committed update, want 1", n)
	}
}

func TestAMethodThatFailsChangesNothingEvenIfTheCallerGoesOn(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US").Case()
	foreign := c.Account.Case().Exhibit("of another case")
	w.Update(c.Owner, func(tx *store.Tx) error {
		d := reinstate.Demand{Case: c.Case.ID, Round: 1, Code: "x", Exhibits: []reinstate.ExhibitID{foreign.ID}}
		if err := tx.AddDemand(&d, reinstate.Event{Did: "demand_added"}); !errors.Is(err, reinstate.ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", err)
		}
		if err := tx.AddDemand(&reinstate.Demand{Case: c.Case.ID, Code: "x"}, reinstate.Event{}); err == nil {
			t.Error("a change without an event was accepted")
		}
		return nil
	})
	w.View(c.Owner, func(tx *store.Tx) error {
		demands, err := tx.Demands(c.Case.ID)
		if len(demands) != 0 {
			t.Errorf("half of a change was kept: %+v", demands)
		}
		return err
	})
}

func TestATransactionCannotBeginAnother(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	nothing := func(*store.Tx) error { return nil }
	for _, tt := range []struct {
		name         string
		outer, inner func(context.Context, reinstate.Actor, func(*store.Tx) error) error
	}{
		{"an update in a view", w.DB.View, w.DB.Update},
		{"a view in an update", w.DB.Update, w.DB.View},
		{"an update in an update", w.DB.Update, w.DB.Update},
		{"a view in a view", w.DB.View, w.DB.View},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.outer(t.Context(), firm.Owner, func(tx *store.Tx) error {
				return tt.inner(tx.Context(), firm.Owner, nothing)
			})
			if err == nil || !strings.Contains(err.Error(), "cannot begin another") {
				t.Errorf("got %v, want a refusal", err)
			}
		})
	}
}

func TestAViewSeesOneSnapshotAndChangesNothing(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	firm.Client("First")
	w.View(firm.Owner, func(tx *store.Tx) error {
		before, err := tx.Clients()
		must(t, err)
		firm.Client("Second")
		after, err := tx.Clients()
		must(t, err)
		if len(before) != 1 || len(after) != 1 {
			t.Errorf("the view saw %d clients and then %d", len(before), len(after))
		}
		if err := tx.AddClient(&reinstate.Client{LegalName: "Third"}); err == nil {
			t.Error("a view added a client")
		}
		return nil
	})
	if n := clients(t, w, firm.Owner); n != 2 {
		t.Errorf("%d clients, want 2", n)
	}
}

func TestTheInstantOfATransactionStandsStill(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	w.Clock.Pass(1234 * time.Nanosecond)
	w.View(reinstate.Actor{}, func(tx *store.Tx) error {
		first := tx.Now()
		w.Clock.Pass(time.Hour)
		if second := tx.Now(); !second.Equal(first) || second.Location() != time.UTC || second.Nanosecond()%1000 != 0 {
			t.Errorf("got %v and then %v", first, second)
		}
		return nil
	})
}

func TestFiftySavesAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US").Case()
	const savers = 50
	var wg sync.WaitGroup
	var mu sync.Mutex
	conflicts := 0
	for i := range savers {
		wg.Go(func() {
			for {
				err := addLine(w, c, fmt.Sprintf("line %d", i))
				if err == nil {
					return
				}
				if !errors.Is(err, reinstate.ErrConflict) {
					t.Errorf("saver %d: %v", i, err)
					return
				}
				mu.Lock()
				conflicts++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	got := c.Reload()
	if n := strings.Count(got.Counsel.Note, "\n"); n != savers || got.Version != savers+1 {
		t.Errorf("%d lines at version %d, want %d at %d", n, got.Version, savers, savers+1)
	}
	for i := range savers {
		if !strings.Contains(got.Counsel.Note, fmt.Sprintf("line %d\n", i)) {
			t.Errorf("line %d was lost", i)
		}
	}
	t.Logf("%d saves met a newer version and were done again", conflicts)
}

// addLine reads in one transaction and saves in another, as a person does.
func addLine(w *storetest.World, c *storetest.Case, line string) error {
	var now reinstate.Case
	err := w.DB.View(context.Background(), c.Owner, func(tx *store.Tx) (err error) {
		now, err = tx.Case(c.Case.ID)
		return err
	})
	if err != nil {
		return err
	}
	now.Counsel.Note += line + "\n"
	return w.DB.Update(context.Background(), c.Owner, func(tx *store.Tx) error {
		return tx.SaveCase(&now, reinstate.Event{Did: "case_saved"})
	})
}

func isConflict(err error) bool { return errors.Is(err, reinstate.ErrConflict) }
