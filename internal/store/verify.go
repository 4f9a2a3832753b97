package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// Finding is one thing that is not as it should be.
type Finding struct {
	What     string // "database", "timeline", "custody", "digest", "firm", "number", "file" or "leftover"
	Where    string // the place, such as "R-2026-0001, entry 3"
	Sentence string
}

// Verify checks the whole database, of all firms, and reports what is wrong:
// the file's own structure, the links between rows, rows that lead into another
// firm, the numbering of cases, the chains of every timeline and every record
// of custody, and the digests that those chains vouch for. It returns an error only when it cannot check at all.
func (db *DB) Verify(ctx context.Context, report func(Finding)) error {
	t, err := db.read.sql.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	defer t.Rollback()
	for _, check := range []func(context.Context, *sql.Tx, func(Finding)) error{
		checkStructure, checkLinks, checkFirms, checkNumbers, checkTimelines, checkCustody, checkDigests,
	} {
		err := check(ctx, t, report)
		if damaged := (sqlite3.Error{}); errors.As(err, &damaged) && (damaged.Code == sqlite3.ErrCorrupt || damaged.Code == sqlite3.ErrNotADB) {
			report(Finding{"database", Database, "The database file is damaged: " + err.Error() + "."})
			continue
		}
		if err != nil {
			return fmt.Errorf("verify: %w", err)
		}
	}
	return nil
}

// checkStructure has SQLite look at every page, index and word list.
func checkStructure(ctx context.Context, t *sql.Tx, report func(Finding)) error {
	return texts(ctx, t, "PRAGMA integrity_check", func(says string) {
		if says != "ok" {
			report(Finding{"database", Database, "The database file is damaged: " + says + "."})
		}
	})
}

// checkLinks finds rows that name a row which is not there.
func checkLinks(ctx context.Context, t *sql.Tx, report func(Finding)) error {
	return texts(ctx, t, `SELECT "table" || ' ' || coalesce(rowid, '?') || ' names a row of ' || parent FROM pragma_foreign_key_check`, func(says string) {
		report(Finding{"database", Database, says + " that does not exist."})
	})
}

// beneath are the tables of what lies beneath a case.
var beneath = []string{
	"rounds", "notices", "demands", "clocks", "exhibits", "claims", "claim_exhibits", "demand_exhibits", "plans", "plan_revisions", "filings", "timeline", "handlings", "exports", "case_sales", "custody", "custody_heads", "uploads",
}

// checkFirms finds rows that lead from one firm into another.
func checkFirms(ctx context.Context, t *sql.Tx, report func(Finding)) error {
	queries := []string{
		`SELECT c.reference || ' and its account' FROM cases c JOIN accounts a ON a.id = c.account_id WHERE a.org_id <> c.org_id OR a.client_id <> c.client_id`,
		`SELECT c.reference || ' and a reason it is found by' FROM case_reasons r JOIN cases c ON c.id = r.case_id WHERE r.org_id <> c.org_id`,
		`SELECT 'paper ' || p.id || ' and its account' FROM papers p JOIN accounts a ON a.id = p.account_id WHERE a.org_id <> p.org_id`,
		`SELECT 'account ' || a.key || ' and its client' FROM accounts a JOIN clients l ON l.id = a.client_id WHERE l.org_id <> a.org_id`,
	}
	for _, table := range beneath {
		queries = append(queries, `SELECT c.reference || ' and row ' || x.rowid || ' of its `+table+`' FROM `+table+` x JOIN cases c ON c.id = x.case_id WHERE x.org_id <> c.org_id`)
	}
	for _, query := range queries {
		err := texts(ctx, t, query, func(where string) {
			report(Finding{"firm", where, where + " do not belong to the same firm or client."})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// checkNumbers finds references that were given out and are gone: cases are
// never removed one by one.
func checkNumbers(ctx context.Context, t *sql.Tx, report func(Finding)) error {
	return texts(ctx, t, `SELECT 'firm ' || n.org_id || ', year ' || n.year FROM case_numbers n
		WHERE n.last <> (SELECT count(*) FROM cases c WHERE c.org_id = n.org_id AND c.reference LIKE 'R-' || n.year || '-%')`, func(where string) {
		report(Finding{"number", where, "Cases that were opened are missing: " + where + " has fewer than it gave references to."})
	})
}

// texts runs a query of one text column.
func texts(ctx context.Context, t *sql.Tx, query string, each func(string)) error {
	rows, err := t.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		each(text)
	}
	return rows.Err()
}
