package store_test

import (
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// explain is SQLite's plan of a statement, a line each.
func explain(t *testing.T, db *sql.DB, statement string) []string {
	t.Helper()
	rows, err := db.Query("EXPLAIN QUERY PLAN " + statement)
	if err != nil {
		t.Fatalf("explain %s: %v", statement, err)
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, detail)
	}
	return lines
}

// listStatement is the statement that reads a list. Before it, those that
// count a few cases may be made.
func listStatement(t *testing.T, w *storetest.World, who reinstate.Actor, q store.CaseQuery) string {
	t.Helper()
	var made []string
	w.DB.Trace(func(sql string) { made = append(made, sql) })
	w.View(who, func(tx *store.Tx) error { _, err := tx.Cases(q); return err })
	for _, count := range made[:len(made)-1] {
		if !strings.HasPrefix(count, "SELECT count(*)") || !strings.Contains(count, " LIMIT ") {
			t.Errorf("a list makes a statement besides its own: %s", count)
		}
	}
	return made[len(made)-1]
}

func TestAListIsReadInTheOrderOfAnIndex(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US")
	for range 3 {
		account.Case()
	}
	db := raw(t, w)
	w.DB.ManyCases()
	yes, no := true, false
	var queries []store.CaseQuery
	for _, sort := range append(store.Sorts(), "") {
		for _, open := range []*bool{nil, &yes, &no} {
			for _, desc := range []bool{false, true} {
				queries = append(queries, store.CaseQuery{Sort: sort, Open: open, Desc: desc, Limit: 2})
			}
		}
		queries = append(queries,
			store.CaseQuery{Sort: sort, State: []reinstate.State{reinstate.AppealSubmitted, reinstate.InCorrection}, Limit: 2},
			store.CaseQuery{Sort: sort, Marketplace: reinstate.Amazon, Limit: 2}, store.CaseQuery{Sort: sort, Reason: "inauthentic", Limit: 2})
	}
	for _, sort := range store.Sorts()[1:] {
		queries = append(queries, store.CaseQuery{Sort: sort, Owner: account.Owner.User, Limit: 2}, store.CaseQuery{Sort: sort, Client: account.Client.Client.ID, Limit: 2})
	}
	for _, desc := range []bool{false, true} { // by time left, the cases of somebody or something
		queries = append(queries,
			store.CaseQuery{State: []reinstate.State{reinstate.InCorrection}, Limit: 2, Desc: desc}, store.CaseQuery{Account: account.Account.ID, Limit: 2, Desc: desc},
			store.CaseQuery{Client: account.Client.Client.ID, Limit: 2, Desc: desc}, store.CaseQuery{Owner: account.Owner.User, Limit: 2, Desc: desc})
	}
	for _, q := range queries {
		pages := []store.CaseQuery{q}
		w.View(account.Owner, func(tx *store.Tx) error {
			page, err := tx.Cases(q)
			if page.Next != "" {
				q.After = page.Next
				pages = append(pages, q)
			}
			return err
		})
		for _, q := range pages {
			plan := explain(t, db, listStatement(t, w, account.Owner, q))
			if text := strings.Join(plan, "\n"); strings.Contains(text, "TEMP B-TREE") || strings.Contains(text, "SCAN c") || !strings.HasPrefix(text, "SEARCH c USING INDEX cases_") {
				t.Errorf("%+v:\n%s", q, text)
			}
		}
	}
}

// scan matches a plan's line that reads a whole table or index.
var scan = regexp.MustCompile(`^SCAN (\w+)`)

// read are what a statement may read from end to end: tables of one row or of
// a few, rows that an inner query has found, and what SQLite makes up.
var read = []string{"CONSTANT", "installation", "orgs", "json_each", "n", "h", "w"}

func TestNoStatementReadsAWholeTable(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	client, db := e.Account.Client.Person(), raw(t, e.World)
	for _, who := range []reinstate.Actor{e.Owner, client} {
		for _, name := range methods() {
			if slices.Contains([]string{"RemoveOrg", "SetSetupHash", "AddOrg"}, name) {
				continue // for the operator, once in a while
			}
			if slices.Contains([]string{"Queue", "Jobs", "RetryJob", "Try"}, name) {
				continue // River makes their statements
			}
			var made []string
			e.DB.Trace(func(sql string) { made = append(made, sql) })
			e.DB.Update(t.Context(), who, func(tx *store.Tx) error {
				calls[name](tx, e)
				return fmt.Errorf("roll back")
			})
			if len(made) == 0 && who.Client == 0 {
				t.Errorf("%s made no statement", name)
			}
			for _, statement := range made {
				if strings.Contains(statement, "SAVEPOINT") || strings.HasPrefix(statement, "R") { // RELEASE, ROLLBACK
					continue
				}
				for _, line := range explain(t, db, statement) {
					found := scan.FindStringSubmatch(line)
					if found != nil && !strings.HasSuffix(line, "VIRTUAL TABLE INDEX 0:=") /* one row of the word list */ && !slices.Contains(read, found[1]) {
						t.Errorf("%s: %s\n%s", name, line, statement)
					}
				}
			}
		}
	}
}

func TestACasePageTakesFewStatements(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US").Case()
	w.Update(c.Owner, func(tx *store.Tx) error {
		for i := range 200 {
			x := reinstate.Exhibit{Case: c.Case.ID, SHA256: storetest.Digest(fmt.Sprint(i))}
			if err := tx.AddExhibit(&x, did); err != nil {
				return err
			}
			k := reinstate.Claim{Case: c.Case.ID, Kind: reinstate.RootCause, Exhibits: []reinstate.ExhibitID{x.ID}}
			if err := tx.AddClaim(&k, did); err != nil {
				return err
			}
		}
		return nil
	})
	made := 0
	w.DB.Trace(func(string) { made++ })
	w.View(c.Owner, func(tx *store.Tx) error {
		got, err := tx.CaseByReference(c.Case.Reference)
		must(t, err)
		_, _, _, err = tx.Parties(got)
		must(t, err)
		_, err = tx.Notices(got.ID)
		must(t, err)
		_, err = tx.Rounds(got.ID)
		must(t, err)
		_, err = tx.Demands(got.ID)
		must(t, err)
		_, err = tx.Clocks(got.ID)
		must(t, err)
		claims, err := tx.Claims(got.ID)
		must(t, err)
		exhibits, err := tx.Exhibits(got.ID)
		must(t, err)
		tx.Plan(got.ID, got.Round)
		_, err = tx.Filings(got.ID)
		if len(claims) != 200 || len(exhibits) != 200 || len(claims[199].Exhibits) != 1 {
			t.Errorf("%d claims, %d exhibits", len(claims), len(exhibits))
		}
		return err
	})
	if made > 12 {
		t.Errorf("a case page takes %d statements, at most 12 are allowed", made)
	}
}
