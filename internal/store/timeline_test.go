package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// takesEvent reports whether a method of Tx is given what goes on the timeline.
func takesEvent(name string) bool {
	m, _ := reflect.TypeFor[*store.Tx]().MethodByName(name)
	for i := range m.Type.NumIn() {
		if m.Type.In(i) == reflect.TypeFor[reinstate.Event]() {
			return true
		}
	}
	return false
}

func TestNoChangeOfACaseSkipsTheTimeline(t *testing.T) {
	t.Parallel()
	for _, name := range methods() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEstate(t)
			who := e.Owner
			if name == "SetSetupHash" || name == "AddOrg" || name == "RemoveOrg" {
				who = e.Operator(e.Org.ID)
			}
			before, entries := dump(t, e.World, e.Org.ID, caseTables), count(t, e.World, "timeline")
			e.Update(who, func(tx *store.Tx) error {
				_, err := calls[name](tx, e)
				return err
			})
			after, added := dump(t, e.World, e.Org.ID, caseTables), count(t, e.World, "timeline")-entries
			switch {
			case name == "RemoveOrg":
				if after != "" {
					t.Errorf("something of the firm is left: %s", after)
				}
			case takesEvent(name):
				if added != 1 {
					t.Errorf("%d entries were made, want 1", added)
				}
			case before != after && name != "Forget": // who looked at a case when is no change of it
				t.Errorf("a case was changed without an event: %s", changed(before, after))
			}
			if found := findings(t, e.World); len(found) != 0 {
				t.Errorf("verify finds %v", found)
			}
		})
	}
}

func TestAnEventMustSayWhatHappened(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	for _, name := range methods() {
		if !takesEvent(name) {
			continue
		}
		before := dump(t, e.World, e.Org.ID, firmTables+caseTables)
		e.event.Did = ""
		e.Update(e.Owner, func(tx *store.Tx) error {
			if _, err := calls[name](tx, e); err == nil {
				t.Errorf("%s took an event that says nothing", name)
			}
			return nil
		})
		if after := dump(t, e.World, e.Org.ID, firmTables+caseTables); after != before {
			t.Errorf("%s changed something all the same: %s", name, changed(before, after))
		}
	}
}

// raw opens the database as a stranger with a tool would.
func raw(t testing.TB, w *storetest.World) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.Dir, store.Database)+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func count(t testing.TB, w *storetest.World, table string) int {
	t.Helper()
	var n int
	if err := raw(t, w).QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// entries is how many entries the timeline of an estate's case has.
func entries(t testing.TB, e *estate) (n int) {
	t.Helper()
	if err := raw(t, e.World).QueryRow("SELECT count(*) FROM timeline WHERE case_id = ?", e.id()).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func findings(t testing.TB, w *storetest.World) []store.Finding {
	t.Helper()
	var found []store.Finding
	if err := w.DB.Verify(t.Context(), func(f store.Finding) { found = append(found, f) }); err != nil {
		t.Fatalf("verify: %v", err)
	}
	return found
}

func TestTamperingWithATimelineIsNamed(t *testing.T) {
	t.Parallel()
	const first = " WHERE case_id = 1 AND seq = "
	last := entries(t, newEstate(t)) // of the estate's case
	for _, tt := range []struct {
		name  string
		sql   string
		where string // of the finding
	}{
		{"an edited text", "UPDATE timeline SET did = 'x'" + first + "3", "R-2026-0001, entry 3"},
		{"an edited particular", `UPDATE timeline SET "with" = '{"a":"b"}'` + first + "4", "R-2026-0001, entry 4"},
		{"a space in the particulars", `UPDATE timeline SET "with" = '{ }'` + first + "4", "R-2026-0001, entry 4"},
		{"another instant", "UPDATE timeline SET at = at + 1" + first + "2", "R-2026-0001, entry 2"},
		{"another person", "UPDATE timeline SET actor = 'Eve'" + first + "5", "R-2026-0001, entry 5"},
		{"another person's number", "UPDATE timeline SET user_id = 9" + first + "5", "R-2026-0001, entry 5"},
		{"another kind of actor", "UPDATE timeline SET kind = 'system'" + first + "5", "R-2026-0001, entry 5"},
		{"the first entry deleted", "DELETE FROM timeline" + first + "1", "R-2026-0001, entry 1"},
		{"an entry in the middle deleted", "DELETE FROM timeline" + first + "4", "R-2026-0001, entry 4"},
		{"an entry deleted and the rest renumbered", "DELETE FROM timeline" + first + "4; UPDATE timeline SET seq = seq - 1 WHERE case_id = 1 AND seq > 4", "R-2026-0001, entry 4"},
		{"the last entry deleted", fmt.Sprint("DELETE FROM timeline", first, last), fmt.Sprintf("R-2026-0001, entry %d", last)},
		{"the last three deleted", "DELETE FROM timeline WHERE case_id = 1 AND seq > 5", "R-2026-0001, entry 6"},
		{"all deleted", "DELETE FROM timeline WHERE case_id = 1", "R-2026-0001, entry 1"},
		{"all deleted and the case told so", "DELETE FROM timeline WHERE case_id = 1; UPDATE cases SET head_seq = 0, head_hash = '' WHERE id = 1", "R-2026-0001, entry 1"},
		{"two entries exchanged", "UPDATE timeline SET seq = 99" + first + "3; UPDATE timeline SET seq = 3" + first + "4; UPDATE timeline SET seq = 4" + first + "99", "R-2026-0001, entry 3"},
		{"an entry with a hash of its own", "UPDATE timeline SET did = 'x', hash = '00'" + first + "3", "R-2026-0001, entry 3"},
		{"an entry added at the end", fmt.Sprint(`INSERT INTO timeline (org_id, case_id, seq, at, actor, kind, user_id, did, "with", prev, hash)
			SELECT org_id, case_id, seq + 1, at, actor, kind, user_id, did, "with", hash, 'x' FROM timeline`, first, last), fmt.Sprintf("R-2026-0001, entry %d", last+1)},
		{"an entry moved to another case", fmt.Sprint("UPDATE timeline SET case_id = 2, seq = 2", first, last), fmt.Sprintf("R-2026-0001, entry %d", last)},
		{"an exhibit's file exchanged with its digest", "UPDATE exhibits SET sha256 = upper(sha256) WHERE id = 1", "Exhibit A of R-2026-0001"},
		{"a packet exchanged with its digest", "UPDATE filings SET sha256 = upper(sha256) WHERE id = 1", "The packet of round 1 of R-2026-0001"},
		{"another list of exhibits in a filing", "UPDATE filings SET manifest = '[]' WHERE id = 1", "The packet of round 1 of R-2026-0001"},
		{"another day of filing", "UPDATE filings SET filed_at = filed_at - 1 WHERE id = 1", "The packet of round 1 of R-2026-0001"},
		{"the entry of a sealing told otherwise", `UPDATE timeline SET "with" = '{' WHERE "with" LIKE '%"seal"%'`, "The packet of round 1 of R-2026-0001"},
		{"a whole case deleted", "DELETE FROM cases WHERE id = 1", "firm 1, year 2026"},
		{"a row of another firm", "UPDATE demands SET org_id = 2 WHERE id = 1", "R-2026-0001 and row 1 of its demands"},
		{"a row whose case is gone", "DELETE FROM cases WHERE id = 1", store.Database},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEstate(t)
			e.Account.Case()
			e.World.Firm("Another")
			if found := findings(t, e.World); len(found) != 0 {
				t.Fatalf("verify finds %v before anything was touched", found)
			}
			db := raw(t, e.World)
			for _, trigger := range []string{"timeline_is_append_only", "timeline_is_kept", "exhibits_are_originals", "filings_are_sealed", "filings_are_sealed_whole"} {
				if _, err := db.Exec("DROP TRIGGER " + trigger); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := db.Exec(tt.sql); err != nil {
				t.Fatalf("tamper: %v", err)
			}
			found := findings(t, e.World)
			if !slices.ContainsFunc(found, func(f store.Finding) bool { return f.Where == tt.where && f.Sentence != "" }) {
				t.Errorf("verify finds %v, want something at %q", found, tt.where)
			}
		})
	}
}

func TestRecordsCannotBeChangedOrRemoved(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	db := raw(t, e.World)
	for _, statement := range []string{
		"UPDATE timeline SET did = 'x'", "DELETE FROM timeline",
		"UPDATE plan_revisions SET body = '{}'", "DELETE FROM plan_revisions",
		"UPDATE filings SET note = 'x'", "UPDATE filings SET sha256 = 'x'", "UPDATE filings SET pages = 9", "DELETE FROM filings",
		"UPDATE exhibits SET sha256 = 'x'", "UPDATE exhibits SET letter = 'B'", "DELETE FROM exhibits",
		"UPDATE notices SET text = 'x'", "UPDATE notices SET read = '{}'", "DELETE FROM notices",
	} {
		if _, err := db.Exec(statement); err == nil {
			t.Errorf("%s was let through", statement)
		}
	}
	if found := findings(t, e.World); len(found) != 0 {
		t.Errorf("verify finds %v", found)
	}
}

func TestADamagedPageIsFound(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	if _, err := raw(t, e.World).Exec("PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'demands') WHERE name = 'demands_by_case'"); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), store.Options{Dir: e.Dir})
	if err != nil {
		t.Skipf("SQLite refuses such a database at once: %v", err)
	}
	defer db.Close()
	n := 0
	err = db.Verify(t.Context(), func(f store.Finding) {
		if f.What == "database" {
			n++
		}
	})
	if err != nil || n == 0 {
		t.Errorf("%d findings, error %v", n, err)
	}
}

func TestEveryStaleSaveConflicts(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	for name, save := range map[string]func(*store.Tx, *estate) error{
		"user":    func(tx *store.Tx, e *estate) error { return tx.SaveUser(new(e.user)) },
		"client":  func(tx *store.Tx, e *estate) error { c := e.Account.Client.Client; return tx.SaveClient(&c) },
		"account": func(tx *store.Tx, e *estate) error { a := e.account(); return tx.SaveAccount(&a) },
		"case":    func(tx *store.Tx, e *estate) error { return tx.SaveCase(new(e.Case.Case), did) },
		"notice":  func(tx *store.Tx, e *estate) error { return tx.SaveNotice(new(e.notice), did) },
		"demand":  func(tx *store.Tx, e *estate) error { return tx.SaveDemand(new(e.demand), did) },
		"clock":   func(tx *store.Tx, e *estate) error { return tx.SaveClock(new(e.clock), did) },
		"exhibit": func(tx *store.Tx, e *estate) error { return tx.SaveExhibit(new(e.exhibit), did) },
		"claim":   func(tx *store.Tx, e *estate) error { return tx.SaveClaim(new(e.claim), did) },
		"plan":    func(tx *store.Tx, e *estate) error { return tx.SavePlan(new(e.plan), did) },
		"removed claim": func(tx *store.Tx, e *estate) error {
			return tx.RemoveClaim(e.claim.ID, e.claim.Version+9, did)
		},
	} {
		t.Run(name, func(t *testing.T) {
			if name != "removed claim" {
				e.Update(e.Owner, func(tx *store.Tx) error { return save(tx, e) })
			}
			before := dump(t, e.World, e.Org.ID, firmTables+caseTables)
			err := e.DB.Update(t.Context(), e.Owner, func(tx *store.Tx) error { return save(tx, e) })
			if !isConflict(err) {
				t.Errorf("got %v, want ErrConflict", err)
			}
			if after := dump(t, e.World, e.Org.ID, firmTables+caseTables); after != before {
				t.Errorf("a stale save changed something: %s", changed(before, after))
			}
		})
	}
}

func TestTheNextClockFollowsTheClocks(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US").Case()
	at := func(hours int) time.Time { return w.Clock.Now().Add(time.Duration(hours) * time.Hour) }
	next := func(want reinstate.ClockKind) {
		t.Helper()
		if got := c.Reload().Next; got.Kind != want || got.Kind != "" && got.Zone != "America/Los_Angeles" {
			t.Errorf("the next clock is %+v, want %q", got, want)
		}
	}
	next("")
	c.Clock(reinstate.ClockReview, at(1)) // the marketplace's own
	next("")
	appeal := c.Clock(reinstate.ClockAppeal, at(50))
	next(reinstate.ClockAppeal)
	papers := c.Clock(reinstate.ClockDocuments, at(20))
	next(reinstate.ClockDocuments)
	if c.Reload().Version != 1 {
		t.Error("a clock made the case a newer version")
	}
	papers.Met = w.Clock.Now()
	w.Update(c.Owner, func(tx *store.Tx) error { return tx.SaveClock(&papers, did) })
	next(reinstate.ClockAppeal)
	appeal.Met = w.Clock.Now()
	w.Update(c.Owner, func(tx *store.Tx) error { return tx.SaveClock(&appeal, did) })
	next("")
}

func TestLettersAreNeverGivenTwice(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US").Case()
	var letters []string
	w.Update(c.Owner, func(tx *store.Tx) error {
		for range 30 {
			x := reinstate.Exhibit{Case: c.Case.ID, SHA256: storetest.Digest("x")}
			if err := tx.AddExhibit(&x, did); err != nil {
				return err
			}
			x.Withdrawn = tx.Now()
			if err := tx.SaveExhibit(&x, did); err != nil {
				return err
			}
			letters = append(letters, x.Letter)
		}
		found, err := tx.Exhibits(c.Case.ID)
		for i, x := range found {
			if x.Letter != letters[i] {
				t.Errorf("exhibit %d has the letter %s, want %s", i, x.Letter, letters[i])
			}
		}
		return err
	})
	if want := "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z AA AB AC AD"; strings.Join(letters, " ") != want {
		t.Errorf("got %v", letters)
	}
}

func TestReferencesAreCountedByFirmAndYear(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US")
	var got []string
	for range 2 {
		got = append(got, account.Case().Case.Reference)
	}
	got = append(got, w.Firm("Other").Client("Hailan").Account(reinstate.Amazon, "US").Case().Case.Reference)
	w.Clock.Pass(60 * 24 * time.Hour)
	got = append(got, account.Case().Case.Reference)
	if want := []string{"R-2026-0001", "R-2026-0002", "R-2026-0001", "R-2027-0001"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestACauseThatIsAnsweredStays(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US").Case()
	cause := c.Claim(reinstate.RootCause, "why", 0)
	action := c.Claim(reinstate.CorrectiveAction, "what", cause.ID)
	remove := func(k reinstate.Claim) error {
		return w.DB.Update(t.Context(), c.Owner, func(tx *store.Tx) error { return tx.RemoveClaim(k.ID, k.Version, did) })
	}
	if err := remove(cause); !isInvalid(err, "claim") {
		t.Errorf("got %v, want a sentence", err)
	}
	must(t, remove(action))
	must(t, remove(cause))
}
