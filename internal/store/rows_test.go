package store

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"gorm.io/gorm/schema"
)

// tables are the row structs of the schema. A table without one, or a row
// struct that has other columns than its table, fails the test below.
var tables = map[string]any{
	"installation": installationRow{}, "orgs": orgRow{}, "users": userRow{}, "sessions": sessionRow{}, "signin_failures": failureRow{},
	"clients": clientRow{}, "accounts": accountRow{}, "case_numbers": nil, "case_reasons": nil, "cases": caseRow{}, "rounds": roundRow{},
	"notices": noticeRow{}, "demands": demandRow{}, "clocks": clockRow{}, "exhibits": exhibitRow{}, "claims": claimRow{},
	"claim_exhibits": nil, "demand_exhibits": nil, "plans": planRow{}, "plan_revisions": revisionRow{}, "filings": filingRow{}, "feeds": feedRow{}, "reminder_wishes": wishesRow{}, "reminders": reminderRow{}, "case_seen": nil, "timeline": entryRow{},
	"dismissals": dismissalRow{}, "confirmations": confirmationRow{}, "comments": commentRow{}, "reviews": reviewRow{}, "review_links": reviewLinkRow{},
	"texts": textRow{}, "texts_due": nil, "file_texts": fileTextRow{}, "previews": previewRow{}, "page_notes": pageNoteRow{},
	"handlings": handlingRow{}, "exports": exportRow{},
	"mails": mailRow{}, "case_addresses": addressRow{}, "mailboxes": mailboxRow{}, "exchanges": exchangeRow{}, "outgoing": outgoingRow{}, "hooks": hookRow{},
	"case_sales": nil, "custody": custodyRow{}, "custody_heads": nil, "uploads": uploadRow{}, "papers": paperRow{},
}

// plain are tables written with SQL only; their columns are named here.
var plain = map[string][]string{
	"case_seen":       {"org_id", "case_id", "user_id", "at"},
	"case_numbers":    {"org_id", "year", "last"},
	"case_reasons":    {"org_id", "reason", "case_id"},
	"texts_due":       {"org_id", "thing", "thing_id"},
	"case_sales":      {"org_id", "case_id", "item", "sold"},
	"custody_heads":   {"case_id", "org_id", "seq", "hash"},
	"claim_exhibits":  {"org_id", "case_id", "claim_id", "exhibit_id"},
	"demand_exhibits": {"org_id", "case_id", "demand_id", "exhibit_id"},
}

func openForTest(t testing.TB) *DB {
	t.Helper()
	db, err := Open(context.Background(), Options{Dir: filepath.Join(t.TempDir(), "data")})
	if err != nil {
		t.Fatalf("open a store: %v", err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func column(t testing.TB, db *DB, query string, args ...any) []string {
	t.Helper()
	rows, err := db.read.sql.Query(query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		found = append(found, s)
	}
	return found
}

func TestRowsHaveTheColumnsOfTheirTables(t *testing.T) {
	t.Parallel()
	db := openForTest(t)
	names := column(t, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'case_words%' AND name NOT LIKE 'texts_words%' AND name <> 'schema_versions' AND name NOT LIKE 'river_%'`)
	for _, table := range names {
		row, ok := tables[table]
		if !ok {
			t.Errorf("table %s has no row struct", table)
			continue
		}
		want := column(t, db, `SELECT name FROM pragma_table_info(?)`, table)
		got := plain[table]
		if row != nil {
			parsed, err := schema.Parse(row, &sync.Map{}, schema.NamingStrategy{})
			if err != nil {
				t.Fatalf("%s: %v", table, err)
			}
			got = parsed.DBNames
		}
		slices.Sort(want)
		if got = slices.Sorted(slices.Values(got)); !slices.Equal(got, want) {
			t.Errorf("%s: the row struct has %v, the table %v", table, got, want)
		}
	}
	if len(names) != len(tables) {
		t.Errorf("the schema has %d tables, the test knows %d", len(names), len(tables))
	}
}

func TestEveryTableOfAFirmHasAScope(t *testing.T) {
	t.Parallel()
	db := openForTest(t)
	for table := range tables {
		ofFirm := slices.Contains(column(t, db, `SELECT name FROM pragma_table_info(?)`, table), "org_id")
		if _, scoped := ofClient[table]; ofFirm && !scoped && table != "case_numbers" {
			t.Errorf("rows of %s belong to a firm, and mine() does not know the table", table)
		}
	}
}

func TestATableWithoutAScopeHasNoRows(t *testing.T) {
	t.Parallel()
	tx := &Tx{g: openForTest(t).read.gorm}
	var n int64
	if err := tx.mine("orgs").Count(&n).Error; err == nil {
		t.Error("orgs has no scope, so a query of it through mine() should fail")
	}
}
