package store_test

import (
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

func TestOnlyWhatCanNeverMatterIsForgotten(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	account := firm.Client("Hailan").Account(reinstate.Amazon, "US")
	c, rival := account.Case(), w.Firm("Rival").Client("X").Account(reinstate.Amazon, "US").Case()
	person := firm.Owner
	long, soon := w.Clock.Now().AddDate(0, 0, -90), w.Clock.Now().AddDate(0, 0, -10)
	running, met := c.Clock(reinstate.ClockAppeal, long), c.Clock(reinstate.ClockDocuments, long)
	w.Update(person, func(tx *store.Tx) error {
		met.Met = tx.Now()
		return tx.SaveClock(&met, did)
	})
	told := []struct {
		name string
		r    reinstate.Reminder
		goes bool
	}{
		{"read, of a running limit long past", reinstate.Reminder{Sort: reinstate.OfLimit, Case: c.Case.ID, Clock: running.ID, Due: long, Lead: time.Hour, Read: long}, true},
		{"unread, of a running limit long past", reinstate.Reminder{Sort: reinstate.OfUnseen, Case: c.Case.ID, Clock: running.ID, Due: long}, false},
		{"unread, of a limit that was met", reinstate.Reminder{Sort: reinstate.OfLimit, Case: c.Case.ID, Clock: met.ID, Due: long}, true},
		{"read, of a limit not long past", reinstate.Reminder{Sort: reinstate.OfLimit, Case: c.Case.ID, Clock: running.ID, Due: soon, Read: soon}, false},
		{"the letter of this morning", reinstate.Reminder{Sort: reinstate.OfDay, Day: "2026-11-20", Read: soon}, false},
	}
	w.Update(person, func(tx *store.Tx) error {
		for i := range told {
			told[i].r.User = person.User
			if err := tx.AddReminder(&told[i].r); err != nil {
				return err
			}
		}
		return tx.Saw(c.Case.ID)
	})
	w.Update(rival.Owner, func(tx *store.Tx) error { return tx.Saw(rival.Case.ID) })
	w.Update(person, func(tx *store.Tx) error {
		n, err := tx.Forget(tx.Now().AddDate(0, 0, -60))
		if n != 2 {
			t.Errorf("%d rows were forgotten, want 2", n)
		}
		return err
	})
	left := map[int64]bool{}
	w.View(person, func(tx *store.Tx) error {
		all, err := tx.RemindersOf(time.Time{}, tx.Now().AddDate(9, 0, 0))
		for _, r := range all {
			left[r.ID] = true
		}
		return err
	})
	for _, x := range told {
		if left[x.r.ID] == x.goes && x.r.Sort != reinstate.OfDay {
			t.Errorf("%s: it is there %t", x.name, left[x.r.ID])
		}
	}
	w.Clock.Pass(61 * 24 * time.Hour)
	w.Update(person, func(tx *store.Tx) error {
		n, err := tx.Forget(tx.Now().AddDate(0, 0, -60))
		if n != 3 { // the one not long past, the letter of the morning, and who looked
			t.Errorf("two months later %d rows were forgotten, want 3", n)
		}
		return err
	})
	if n := count(t, w, "case_seen"); n != 1 {
		t.Errorf("%d rows of who looked are left, want the rival's", n)
	}
}
