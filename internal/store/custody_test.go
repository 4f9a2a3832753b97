package store_test

import (
	"slices"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

func TestTamperingWithCustodyIsNamed(t *testing.T) {
	t.Parallel()
	const first = " WHERE case_id = 1 AND seq = "
	for _, tt := range []struct{ name, sql, where string }{
		{"another person", "UPDATE custody SET actor = 'Eve'" + first + "2", "R-2026-0001, entry 2"},
		{"another address", "UPDATE custody SET address = '192.0.2.9'" + first + "2", "R-2026-0001, entry 2"},
		{"another deed", "UPDATE custody SET did = 'viewed'" + first + "1", "R-2026-0001, entry 1"},
		{"another document", "UPDATE custody SET exhibit_id = 2" + first + "1", "R-2026-0001, entry 1"},
		{"an entry in the middle deleted", "DELETE FROM custody" + first + "2", "R-2026-0001, entry 2"},
		{"the last entry deleted", "DELETE FROM custody" + first + "4", "R-2026-0001, entry 4"},
		{"all deleted", "DELETE FROM custody", "R-2026-0001, entry 1"},
		{"the head deleted", "DELETE FROM custody_heads", "R-2026-0001, entry 5"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := storetest.New(t).Firm("Vale").Client("A").Account(reinstate.Amazon, "US").Case()
			a := c.Exhibit("a")
			c.Exhibit("b")
			c.Claim(reinstate.RootCause, "why", 0, a.ID)
			c.Update(c.Owner, func(tx *store.Tx) error { return tx.Handle(a, reinstate.CustodyDownloaded, "", 0) })
			if found := findings(t, c.World); len(found) != 0 {
				t.Fatalf("verify finds %v before anything was touched", found)
			}
			db := raw(t, c.World)
			for _, sql := range []string{"DROP TRIGGER custody_is_append_only", "DROP TRIGGER custody_is_kept", tt.sql} {
				if _, err := db.Exec(sql); err != nil {
					t.Fatalf("tamper: %v", err)
				}
			}
			found := findings(t, c.World)
			if !slices.ContainsFunc(found, func(f store.Finding) bool { return f.What == "custody" && f.Where == tt.where && f.Sentence != "" }) {
				t.Errorf("verify finds %v, want something at %q", found, tt.where)
			}
		})
	}
}

func TestCustodyIsAppendOnly(t *testing.T) {
	t.Parallel()
	c := storetest.New(t).Firm("Vale").Client("A").Account(reinstate.Amazon, "US").Case()
	c.Exhibit("a")
	db := raw(t, c.World)
	for _, sql := range []string{"UPDATE custody SET actor = 'Eve'", "DELETE FROM custody", "UPDATE exhibits SET made = '{}'", "UPDATE exhibits SET algorithm = 'MD5'"} {
		if _, err := db.Exec(sql); err == nil {
			t.Errorf("%s was let through", sql)
		}
	}
}

func TestTheSameDeedIsRecordedOnceWithinItsSpan(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Vale").Client("A").Account(reinstate.Amazon, "US").Case()
	a, other := c.Exhibit("a"), c.Account.Client.Firm.Person(reinstate.RoleViewer)
	for _, who := range []reinstate.Actor{c.Owner, c.Owner, other} {
		c.Update(who, func(tx *store.Tx) error { return tx.Handle(a, reinstate.CustodyViewed, "", time.Hour) })
	}
	w.Clock.Pass(time.Hour + time.Second)
	c.Update(c.Owner, func(tx *store.Tx) error { return tx.Handle(a, reinstate.CustodyViewed, "", time.Hour) })
	var who []string
	c.View(c.Owner, func(tx *store.Tx) error {
		entries, err := tx.CustodyOf(a.ID)
		for _, e := range entries {
			who = append(who, e.Did+" "+e.Actor)
		}
		return err
	})
	want := []string{"added " + c.Owner.Name, "viewed " + c.Owner.Name, "viewed " + other.Name, "viewed " + c.Owner.Name}
	if !slices.Equal(who, want) {
		t.Errorf("got %v, want %v", who, want)
	}
}

// TestBytesAreHeldByWhateverRefersToThem counts what keeps the bytes of an
// exhibit whose own bytes are to go.
func TestBytesAreHeldByWhateverRefersToThem(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	account := firm.Client("A").Account(reinstate.Amazon, "US")
	c, other := account.Case(), account.Case()
	sealed, shared, lone := c.Exhibit("sealed"), c.Exhibit("shared"), c.Exhibit("lone")
	other.Exhibit("shared")
	c.Update(c.Owner, func(tx *store.Tx) error {
		f := reinstate.Filing{Case: c.Case.ID, Round: 1, SHA256: storetest.Digest("packet"), Manifest: []reinstate.ManifestEntry{{Exhibit: sealed.ID, SHA256: sealed.SHA256}}}
		if err := tx.AddFiling(&f, did); err != nil {
			return err
		}
		for _, x := range []reinstate.Exhibit{sealed, shared, lone} {
			x.Withdrawn, x.Purged = tx.Now(), tx.Now()
			if err := tx.SaveExhibit(&x, did); err != nil {
				return err
			}
		}
		return nil
	})
	w.Firm("Another").Client("B").Account(reinstate.Amazon, "US").Case().Exhibit("lone")
	for _, tt := range []struct {
		name, sum string
		want      bool
	}{
		{"a sealed filing", sealed.SHA256, true}, {"another case", shared.SHA256, true}, {"nothing, though another firm has the same", lone.SHA256, false},
		{"a packet", storetest.Digest("packet"), true}, {"a message", c.Notice("message").SHA256, true},
	} {
		c.View(c.Owner, func(tx *store.Tx) error {
			n, err := tx.Held(tt.sum)
			if n > 0 != tt.want {
				t.Errorf("%s: held by %d", tt.name, n)
			}
			return err
		})
	}
}

func TestTwinsAreThoseOneMaySee(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	a, b := firm.Client("A"), firm.Client("B")
	mine := a.Account(reinstate.Amazon, "US").Case()
	theirs := b.Account(reinstate.Amazon, "DE").Case()
	foreign := w.Firm("Another").Client("C").Account(reinstate.Amazon, "US").Case()
	for _, c := range []*storetest.Case{mine, theirs, foreign} {
		c.Exhibit("the same")
	}
	for _, tt := range []struct {
		name string
		who  reinstate.Actor
		want []string
	}{
		{"the firm", mine.Owner, []string{theirs.Case.Reference + " B"}},
		{"a client's own person", a.Person(), nil},
		{"another firm", foreign.Owner, []string{foreign.Case.Reference + " C"}},
	} {
		mine.View(tt.who, func(tx *store.Tx) error {
			twins, err := tx.Twins(storetest.Digest("the same"), mine.Case.ID)
			var got []string
			for _, twin := range twins {
				got = append(got, twin.Reference+" "+twin.Name)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s sees %v, want %v", tt.name, got, tt.want)
			}
			return err
		})
	}
}
