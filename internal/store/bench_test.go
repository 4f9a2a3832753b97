package store

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"reinstate/internal/reinstate"
)

// crowd fills a firm with cases: 200 clients with an account each, one case in
// five open, two demands each, and another firm half as large beside it.
func crowd(b *testing.B, cases int, words bool) (*DB, reinstate.Actor) {
	b.Helper()
	db := openForTest(b)
	who := reinstate.Actor{Org: 1, Name: "Mara Vale", Kind: reinstate.Person, Role: reinstate.RoleOwner, User: 1}
	for org, n := range map[int]int{1: cases, 2: cases / 2} {
		for _, statement := range []string{
			`INSERT INTO orgs VALUES (@org, 'Firm', 0, 1)`,
			`INSERT INTO users VALUES (@org, @org, 'owner' || @org, 'Mara Vale', 'owner', 0, '', '', '', 0, 1, 1)`,
			`INSERT INTO clients SELECT @org * 1000000 + i, @org, 'Client ' || i, '海岚科技 ' || i, '', '', '', '', '', 1, 1 FROM (` + upTo + `) WHERE i <= 200`,
			`INSERT INTO accounts SELECT @org * 1000000 + i, @org, @org * 1000000 + i, 'account-' || i, iif(i % 4, 'amazon', 'walmart'), 'US', 'A1SELLER' || i, 'Shop ' || i, 'suspended', 1, 1
				FROM (` + upTo + `) WHERE i <= 200`,
			`INSERT INTO cases SELECT @org * 1000000 + i, @org, @org * 1000000 + 1 + i % 200, @org * 1000000 + 1 + i % 200, 'R-2026-' || i, iif(i % 5, 'closed', 'corrective_action'), i % 5 = 0,
				'account', '["inauthentic"]', 'plan_of_action', 1, @org, i * 1000000, i * 1000000, 0, '', '', '', '', iif(i % 5, '', 'appeal'), iif(i % 5, 0, 1800000000000000 + (i * 7919) % 100003),
				'', '', iif(i % 5, 9223372036854775807, 1800000000000000 + (i * 7919) % 100003), 9223372036854775807, 0, '', 1 FROM (` + upTo + `)`,
			`INSERT INTO demands (org_id, case_id, round, code, text, quote, state, why, version)
				SELECT @org, @org * 1000000 + i, 1, 'supplier_invoices', 'Invoices', '', iif(k, 'open', 'met'), '', 1 FROM (` + upTo + `), (SELECT 0 AS k UNION SELECT 1)`,
			`INSERT INTO case_reasons SELECT @org, iif(i % 1000, 'inauthentic', 'rare'), @org * 1000000 + i FROM (` + upTo + `)`,
		} {
			if _, err := db.write.sql.Exec(statement, sql.Named("org", org), sql.Named("n", n)); err != nil {
				b.Fatalf("%s: %v", statement, err)
			}
		}
		if words {
			_, err := db.write.sql.Exec(`INSERT INTO case_words (rowid, names, words) SELECT c.id, c.reference || ' ' || l.legal_name || ' ' || l.other_name || ' ' || a.key, 'B0' || c.id
				FROM cases c JOIN clients l ON l.id = c.client_id JOIN accounts a ON a.id = c.account_id WHERE c.org_id = ?`, org)
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	return db, who
}

const upTo = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @n) SELECT i FROM n`

// firstPage is the first page of open cases by time left, as Today shows it.
func firstPage(b *testing.B, db *DB, who reinstate.Actor, q CaseQuery) {
	err := db.View(b.Context(), who, func(tx *Tx) error {
		page, err := tx.Cases(q)
		if err == nil && len(page.Lines) == 0 {
			err = fmt.Errorf("the page is empty")
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

var open = true

// BenchmarkCaseList measures the first page by time left, at 1,000 and at
// 100,000 cases, and then both in turn: "x" is how many times slower the large
// list is (target: 1.3 at most).
func BenchmarkCaseList(b *testing.B) {
	small, who := crowd(b, 1_000, false)
	large, _ := crowd(b, 100_000, false)
	page := CaseQuery{Open: &open}
	b.Run("1000", func(b *testing.B) {
		for b.Loop() {
			firstPage(b, small, who, page)
		}
	})
	b.Run("100000", func(b *testing.B) {
		for b.Loop() {
			firstPage(b, large, who, page)
		}
	})
	b.Run("ratio", func(b *testing.B) {
		var took [2]time.Duration
		for b.Loop() {
			for i, db := range []*DB{small, large} {
				start := time.Now()
				firstPage(b, db, who, page)
				took[i] += time.Since(start)
			}
		}
		b.ReportMetric(float64(took[1])/float64(took[0]), "x")
	})
}

// BenchmarkCaseListViews measures other ways of looking at 100,000 cases.
func BenchmarkCaseListViews(b *testing.B) {
	db, who := crowd(b, 100_000, true)
	for _, tt := range []struct {
		name  string
		query CaseQuery
	}{
		{"all by change", CaseQuery{Sort: "changed", Desc: true}},
		{"finished by opening", CaseQuery{Open: new(false), Sort: "opened"}},
		{"one client by time left", CaseQuery{Client: 1000007}},
		{"one client by change", CaseQuery{Client: 1000007, Sort: "changed"}},
		{"one owner with all cases by change", CaseQuery{Owner: 1, Sort: "changed"}},
		{"one marketplace", CaseQuery{Open: &open, Marketplace: reinstate.Walmart}},
		{"one reason", CaseQuery{Open: &open, Reason: "inauthentic"}},
		{"a rare reason", CaseQuery{Reason: "rare"}},
		{"search for a reference", CaseQuery{Search: "R-2026-77777"}},
		{"search for an identifier", CaseQuery{Search: "B01099999"}},
		{"search for what every case has", CaseQuery{Search: "海岚科技"}},
		{"search for two runes", CaseQuery{Search: "海岚"}},
	} {
		b.Run(tt.name, func(b *testing.B) {
			for b.Loop() {
				firstPage(b, db, who, tt.query)
			}
		})
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			if err := db.View(b.Context(), who, func(tx *Tx) error { _, err := tx.CaseCounts(); return err }); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("a reason nothing has", func(b *testing.B) {
		for b.Loop() {
			if err := db.View(b.Context(), who, func(tx *Tx) error { _, err := tx.Cases(CaseQuery{Reason: "none"}); return err }); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkSaveCase measures one durable save of a case with its timeline
// entry among 10,000 cases.
func BenchmarkSaveCase(b *testing.B) {
	db, who := crowd(b, 10_000, false)
	var c reinstate.Case
	err := db.View(b.Context(), who, func(tx *Tx) (err error) { c, err = tx.CaseByReference("R-2026-5000"); return err })
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		c.Level = reinstate.ListingLevel
		if err := db.Update(b.Context(), who, func(tx *Tx) error { return tx.SaveCase(&c, reinstate.Event{Did: "case_saved"}) }); err != nil {
			b.Fatal(err)
		}
	}
}
