package store_test

import (
	"errors"
	"strings"
	"testing"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

func TestAnExchangeIsStruckOutAndNeverRewritten(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US").Case()
	a, b := c.Exhibit("a"), c.Exhibit("b")
	x := filled(func(x *reinstate.Exchange) {
		x.ID, x.Version, x.Case, x.Exhibits = 0, 0, c.Case.ID, []reinstate.ExhibitID{a.ID, b.ID}
		x.Written, x.WrittenBy = w.Clock.Now(), c.Owner.Name
	})
	want := x
	w.Update(c.Owner, func(tx *store.Tx) error {
		must(t, tx.AddExchange(&x, did))
		got, err := tx.Exchange(x.ID)
		must(t, err)
		same(t, "written", got, want, "ID", "Version")
		must(t, tx.StrikeExchange(&x, did))
		list, err := tx.Exchanges(c.Case.ID)
		must(t, err)
		same(t, "struck", list[0], x)
		if !list[0].Struck.Equal(tx.Now()) || list[0].StruckBy != c.Owner.Name || list[0].Summary != want.Summary {
			t.Errorf("struck %+v", list[0])
		}
		return nil
	})
	for _, sql := range []string{"UPDATE exchanges SET summary = ''", "DELETE FROM exchanges"} {
		if _, err := raw(t, w).Exec(sql); err == nil {
			t.Errorf("%s was not refused", sql)
		}
	}
	other := c.Account.Case()
	foreign := reinstate.Exchange{Case: other.Case.ID, Exhibits: []reinstate.ExhibitID{a.ID}}
	if err := w.DB.Update(t.Context(), c.Owner, func(tx *store.Tx) error { return tx.AddExchange(&foreign, did) }); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("an exhibit of another case: %v", err)
	}
}

func TestAMailThatWasSentIsKeptAsItWasWritten(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US").Case()
	a := c.Exhibit("a")
	fix := func(m *reinstate.Outgoing) {
		m.ID, m.Version, m.Case = 0, 0, c.Case.ID
		m.Attached[0].Exhibit, m.Attached[1].Exhibit = a.ID, 0
	}
	m := filled(fix)
	w.Update(c.Owner, func(tx *store.Tx) error {
		must(t, tx.AddOutgoing(&m, did))
		got, err := tx.Outgoing(m.ID)
		must(t, err)
		same(t, "written", got, filled(fix), "ID", "Version")
		m.State, m.Told, m.Sent, m.Subject = reinstate.OutgoingSent, "250 ok", tx.Now(), "another"
		must(t, tx.SaveOutgoing(&m, did))
		list, err := tx.OutgoingOf(c.Case.ID)
		must(t, err)
		if list[0].State != reinstate.OutgoingSent || list[0].Told != "250 ok" || list[0].Subject != got.Subject || list[0].Version != 2 {
			t.Errorf("saved %+v", list[0])
		}
		stale := got
		if err := tx.SaveOutgoing(&stale, did); !errors.Is(err, reinstate.ErrConflict) {
			t.Errorf("a stale save: %v", err)
		}
		found, err := tx.CaseOfMail([]string{"unknown", m.MessageID})
		if err != nil || found.ID != c.Case.ID {
			t.Errorf("an answer finds %+v, %v", found, err)
		}
		return nil
	})
	if err := w.DB.Update(t.Context(), c.Owner, func(tx *store.Tx) error {
		twin := reinstate.Outgoing{Case: c.Case.ID, MessageID: m.MessageID}
		return tx.AddOutgoing(&twin, did)
	}); !errors.Is(err, reinstate.ErrConflict) {
		t.Errorf("the same Message-ID twice: %v", err)
	}
	for _, sql := range []string{"UPDATE outgoing SET body = ''", "UPDATE outgoing SET sha256 = ''", "DELETE FROM outgoing"} {
		if _, err := raw(t, w).Exec(sql); err == nil || !strings.Contains(err.Error(), "kept") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}
