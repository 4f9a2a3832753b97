package store_test

import (
	"errors"
	"reflect"
	"testing"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

func TestAMailComesBackAsItWasKept(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US").Case()
	n, x := c.Notice("a reply"), c.Exhibit("x")
	m := filled(func(m *reinstate.Mail) { m.ID, m.Version, m.Case, m.Notice = 0, 0, c.Case.ID, n.ID })
	w.Update(c.Owner, func(tx *store.Tx) error {
		want := m
		must(t, tx.AddMail(&m, did))
		got, err := tx.Mail(m.ID)
		must(t, err)
		same(t, "kept", got, want, "ID", "Version")
		want = filled(func(changed *reinstate.Mail) {
			changed.ID, changed.Version, changed.Case, changed.Notice = m.ID, 1, c.Case.ID, n.ID
		})
		want.Attached = []reinstate.MailFile{{Name: "发票.pdf", MediaType: "application/pdf", Size: 3, SHA256: "a", Exhibit: x.ID}}
		must(t, tx.SaveMail(&want, did))
		got, err = tx.Mail(m.ID)
		must(t, err)
		if !reflect.DeepEqual(got.Attached, want.Attached) || got.Version != 2 {
			t.Errorf("saved %+v", got)
		}
		return nil
	})
}

func TestAMailIsKeptOnceForEachFirm(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm, rival := w.Firm("Vale"), w.Firm("Rival")
	first := reinstate.Mail{MessageID: "a@b", SHA256: storetest.Digest("1")}
	w.Update(firm.Owner, func(tx *store.Tx) error { return tx.AddMail(&first, reinstate.Event{}) })
	for name, m := range map[string]reinstate.Mail{
		"the same bytes": {MessageID: "c@d", SHA256: first.SHA256}, "the same identifier": {MessageID: "a@b", SHA256: storetest.Digest("2")},
	} {
		err := w.DB.Update(t.Context(), firm.Owner, func(tx *store.Tx) error {
			if known, err := tx.KnownMail(m.SHA256, m.MessageID); err != nil || !known {
				t.Errorf("%s is not known (%v)", name, err)
			}
			return tx.AddMail(&m, reinstate.Event{})
		})
		if !errors.Is(err, reinstate.ErrConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	theirs := first
	w.Update(rival.Owner, func(tx *store.Tx) error {
		if known, err := tx.KnownMail(first.SHA256, first.MessageID); err != nil || known {
			t.Errorf("a rival is told of the mail (%v)", err)
		}
		return tx.AddMail(&theirs, reinstate.Event{})
	})
	for range 2 { // mails without name and bytes are no twins
		w.Update(firm.Owner, func(tx *store.Tx) error {
			return tx.AddMail(&reinstate.Mail{Sort: reinstate.MailTooLarge}, reinstate.Event{})
		})
	}
}

func TestTheAddressOfACaseStays(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US").Case()
	w.Update(c.Owner, func(tx *store.Tx) error {
		for _, token := range []string{"k7f3", "other"} {
			if got, err := tx.SetCaseToken(c.Case.ID, token); err != nil || got != "k7f3" {
				t.Errorf("got %q, %v", got, err)
			}
		}
		if got, err := tx.CaseByToken("K7F3"); err != nil || got.ID != c.Case.ID {
			t.Errorf("found %+v, %v", got, err)
		}
		return nil
	})
}
