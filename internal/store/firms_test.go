package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

func TestAFirmIsFoundedInOneTransaction(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	visitor := reinstate.Actor{Kind: reinstate.Person, Address: "192.0.2.7"}
	w.Update(visitor, func(tx *store.Tx) error { return tx.SetSetupHash("hash of the code") })
	var owner reinstate.User
	w.Update(visitor, func(tx *store.Tx) error {
		in, err := tx.Installation()
		if in.SetupHash != "hash of the code" || in.Firms != 0 {
			t.Errorf("the installation is %+v", in)
		}
		must(t, err)
		if err := tx.AddUser(&reinstate.User{Email: "a@example.com"}, "x"); !errors.Is(err, reinstate.ErrNotFound) {
			t.Errorf("a person was added to no firm: %v", err)
		}
		org := reinstate.Org{Name: "Vale"}
		must(t, tx.AddOrg(&org))
		owner = reinstate.User{Email: "Mara@Example.com", Role: reinstate.RoleOwner}
		must(t, tx.AddUser(&owner, "hash"))
		if owner.Org != org.ID || owner.Email != "mara@example.com" {
			t.Errorf("the owner is %+v", owner)
		}
		return tx.SetSetupHash("")
	})
	who := storetest.ActorOf(owner)
	w.Update(who, func(tx *store.Tx) error {
		in, err := tx.Installation()
		if in.SetupHash != "" || in.Firms != 1 {
			t.Errorf("the installation is %+v", in)
		}
		for name, err := range map[string]error{"a second firm": tx.AddOrg(&reinstate.Org{Name: "x"}), "a setup code": tx.SetSetupHash("x"), "a removal": tx.RemoveOrg(who.Org)} {
			if !errors.Is(err, reinstate.ErrForbidden) {
				t.Errorf("%s by a person of a firm: got %v, want ErrForbidden", name, err)
			}
		}
		return err
	})
}

func TestAnAddressSignsInOnePerson(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	one, two := w.Firm("Vale"), w.Firm("Rivals")
	w.Update(one.Owner, func(tx *store.Tx) error { return tx.AddUser(&reinstate.User{Email: "ada@example.com"}, "x") })
	other := reinstate.User{Email: "bob@example.com"}
	w.Update(two.Owner, func(tx *store.Tx) error {
		if err := tx.AddUser(&reinstate.User{Email: "ADA@example.com"}, "x"); !isInvalid(err, "email") {
			t.Errorf("got %v, want a sentence about the address", err)
		}
		must(t, tx.AddUser(&other, "x"))
		other.Email = "Ada@Example.com"
		if err := tx.SaveUser(&other); !isInvalid(err, "email") {
			t.Errorf("got %v, want a sentence about the address", err)
		}
		return nil
	})
	a := one.Client("Hailan")
	w.Update(one.Owner, func(tx *store.Tx) error {
		must(t, tx.AddAccount(&reinstate.Account{Client: a.Client.ID, Key: "hailan-us"}))
		if err := tx.AddAccount(&reinstate.Account{Client: a.Client.ID, Key: "hailan-us"}); !isInvalid(err, "key") {
			t.Errorf("got %v, want a sentence about the short name", err)
		}
		return nil
	})
}

func TestASessionEnds(t *testing.T) {
	t.Parallel()
	visitor := reinstate.Actor{Kind: reinstate.Person}
	for _, tt := range []struct {
		name string
		end  func(*estate, *store.Tx) error
		who  func(*estate) reinstate.Actor
	}{
		{"by signing out", func(e *estate, tx *store.Tx) error { return tx.EndSession(e.session.TokenHash) }, func(e *estate) reinstate.Actor { return e.Owner }},
		{"by a visitor with its token", func(e *estate, tx *store.Tx) error { return tx.EndSession(e.session.TokenHash) }, func(*estate) reinstate.Actor { return visitor }},
		{"everywhere", func(e *estate, tx *store.Tx) error { return tx.EndSessions(e.user.ID) }, func(e *estate) reinstate.Actor { return e.Owner }},
		{"when its person is disabled", func(e *estate, tx *store.Tx) error { u := e.user; u.Disabled = true; return tx.SaveUser(&u) }, func(e *estate) reinstate.Actor { return e.Owner }},
		{"when its time is over", func(e *estate, tx *store.Tx) error { e.World.Clock.Pass(time.Hour); return nil }, func(e *estate) reinstate.Actor { return e.Owner }},
		{"with its firm", func(e *estate, tx *store.Tx) error { return tx.RemoveOrg(e.Org.ID) }, func(e *estate) reinstate.Actor { return e.Operator(0) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEstate(t)
			find := func() (err error) {
				return e.DB.View(t.Context(), visitor, func(tx *store.Tx) error { _, _, _, err = tx.Session(e.session.TokenHash); return err })
			}
			must(t, find())
			e.Update(tt.who(e), func(tx *store.Tx) error { return tt.end(e, tx) })
			if err := find(); !errors.Is(err, reinstate.ErrNotFound) {
				t.Errorf("got %v, want ErrNotFound", err)
			}
		})
	}
}

func TestSessionsThatAreOverArePruned(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	e.Update(e.Owner, func(tx *store.Tx) error { return tx.PruneSessions() })
	if n := count(t, e.World, "sessions"); n != 1 {
		t.Errorf("%d sessions, the one that runs should have stayed", n)
	}
	e.World.Clock.Pass(2 * time.Hour)
	e.Update(reinstate.Actor{Kind: reinstate.System}, func(tx *store.Tx) error { return tx.PruneSessions() })
	if n := count(t, e.World, "sessions"); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
}

func TestFailuresAreCountedByKeyAndTime(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	visitor := reinstate.Actor{}
	start := w.Clock.Now()
	for range 3 {
		w.Update(visitor, func(tx *store.Tx) error { return tx.AddFailure("account:ada@example.com") })
		w.Clock.Pass(time.Minute)
	}
	w.Update(visitor, func(tx *store.Tx) error {
		must(t, tx.AddFailure("address:192.0.2.7"))
		for _, tt := range []struct {
			key   string
			since time.Time
			want  int
			last  time.Time
		}{
			{"account:ada@example.com", start, 3, start.Add(2 * time.Minute)},
			{"account:ada@example.com", start.Add(time.Minute), 2, start.Add(2 * time.Minute)},
			{"account:ada@example.com", start.Add(time.Hour), 0, time.Time{}},
			{"account:bob@example.com", start, 0, time.Time{}},
		} {
			if n, last, err := tx.Failures(tt.key, tt.since); err != nil || n != tt.want || !last.Equal(tt.last) {
				t.Errorf("%s since %v: %d, last %v (%v), want %d, %v", tt.key, tt.since, n, last, err, tt.want, tt.last)
			}
		}
		must(t, tx.PruneFailures(start.Add(time.Minute)))
		must(t, tx.ClearFailures("address:192.0.2.7"))
		n, _, err := tx.Failures("account:ada@example.com", time.Time{})
		if n != 2 {
			t.Errorf("%d failures are left, want 2", n)
		}
		return err
	})
	if n := count(t, w, "signin_failures"); n != 2 {
		t.Errorf("%d failures are left, want 2", n)
	}
}

func TestARemovedFirmLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	const canary = "Zq7vXcanaryKw3"
	w := storetest.New(t)
	kept := w.Firm("Kept").Client("Stays").Account(reinstate.Amazon, "US").Case()
	firm := w.Firm(canary)
	c := firm.Client(canary).Account(reinstate.Amazon, "US").Case()
	c.Notice(canary + strings.Repeat(" long", 5000))
	x := c.Exhibit(canary)
	cause := c.Claim(reinstate.RootCause, canary, 0, x.ID)
	c.Claim(reinstate.CorrectiveAction, canary, cause.ID)
	c.Demand(canary)
	c.Clock(reinstate.ClockAppeal, w.Clock.Now())
	c.Plan(canary)
	c.Filing()
	w.Update(firm.Owner, func(tx *store.Tx) error { return tx.Reword(c.Case.ID, canary) })
	before := dump(t, w, kept.Org.ID, firmTables+caseTables)
	w.Update(w.Operator(0), func(tx *store.Tx) error { return tx.RemoveOrg(firm.Org.ID) })
	if err := w.DB.Update(t.Context(), w.Operator(0), func(tx *store.Tx) error { return tx.RemoveOrg(firm.Org.ID) }); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("removing it again: got %v, want ErrNotFound", err)
	}
	if after := dump(t, w, kept.Org.ID, firmTables+caseTables); after != before {
		t.Errorf("another firm was changed: %s", changed(before, after))
	}
	for _, table := range strings.Fields("users sessions clients accounts case_numbers " + healthTables + supplyTables + " " + caseTables) {
		var n int
		if err := raw(t, w).QueryRow("SELECT count(*) FROM "+table+" WHERE org_id = ?", firm.Org.ID).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d rows are left in %s (%v)", n, table, err)
		}
	}
	if found := findings(t, w); len(found) != 0 {
		t.Errorf("verify finds %v", found)
	}
	must(t, w.DB.Close()) // writes the log into the database
	content, err := os.ReadFile(filepath.Join(w.Dir, store.Database))
	must(t, err)
	if bytes.Contains(content, []byte(canary)) {
		t.Error("the firm's words can still be read in the file")
	}
}

func TestBlobsNamesEveryFileOnce(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	other := e.World.Firm("Rivals").Client("Hailan").Account(reinstate.Amazon, "US").Case().Exhibit("theirs")
	var got []string
	for b, err := range e.DB.Blobs(t.Context()) {
		must(t, err)
		got = append(got, b.Shelf+" "+b.SHA256[:6]+" "+b.Name)
	}
	want := map[string]bool{
		"1 " + e.notice.SHA256[:6] + " Message 1 of R-2026-0001":                                           true,
		"1 " + e.waiting.SHA256[:6] + " Message 2":                                                         true,
		"1 " + e.exhibit.SHA256[:6] + " Exhibit A of R-2026-0001 (their exhibit.pdf)":                      true,
		"1 " + e.filing.SHA256[:6] + " The packet of round 1 of R-2026-0001":                               true,
		"1 " + e.mail.SHA256[:6] + " Mail 1":                                                               true,
		"1 " + e.outgoing.SHA256[:6] + " Mail sent from R-2026-0001 (to them)":                             true,
		"1 " + e.exchange.Files[0].SHA256[:6] + " File 1 of an exchange of R-2026-0001":                    true,
		"1 " + e.mail.Attached[0].SHA256[:6] + " Attachment 1 of mail 1":                                   true,
		"1 " + e.paper.SHA256[:6] + " Paper 1 of account " + e.account().Key:                               true,
		"1 " + e.removed.SHA256[:6] + " Paper 2 of account " + e.account().Key:                             true,
		"2 " + other.SHA256[:6] + " Exhibit A of R-2026-0001 (theirs.pdf)":                                 true,
		"1 " + e.well.snapshot.SHA256[:6] + " Report 1 about " + e.account().Key:                           true,
		"1 " + e.well.upload.SHA256[:6] + " Unchecked report 1 about " + e.account().Key + " (their file)": true,
	}
	for _, line := range got {
		if !want[line] {
			t.Errorf("unexpected: %s", line)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	for range e.DB.Blobs(t.Context()) {
		break // the connection is given back
	}
}
