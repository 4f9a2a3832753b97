package casework_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"reinstate/internal/blob"
	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// crowdMetrics are what each report of the crowd measures.
var crowdMetrics = []string{"order_defect_rate", "late_shipment_rate", "cancellation_rate", "valid_tracking_rate", "unit_on_time_delivery_rate", "account_health_rating", "authenticity_complaints", "document_requests"}

// crowd is a firm with so many accounts and a year of daily reports about each.
func crowd(b *testing.B, accounts int) (*casework.Desk, reinstate.Actor, reinstate.AccountID) {
	b.Helper()
	dir := b.TempDir()
	options, err := kit()
	fatal(b, err)
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	db, err := store.Open(context.Background(), store.Options{Dir: dir, Now: func() time.Time { return at }})
	fatal(b, err)
	b.Cleanup(func() { db.Close() })
	options.DB = db
	options.Blobs, err = blob.Open(dir)
	fatal(b, err)
	b.Cleanup(func() { options.Blobs.Close() })
	fill(b, filepath.Join(dir, store.Database), accounts, at)
	desk := casework.New(options)
	return desk, reinstate.Actor{Org: 1, User: 1, Name: "Mara Vale", Kind: reinstate.Person, Role: reinstate.RoleOwner}, reinstate.AccountID(accounts / 2)
}

func fatal(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// fill writes the rows by SQL: importing 365,000 reports would take hours.
func fill(b *testing.B, file string, accounts int, now time.Time) {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+file+"?_busy_timeout=10000&_synchronous=OFF")
	fatal(b, err)
	defer db.Close()
	upTo := "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @n), d(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM d WHERE j < 364) "
	statements := []string{
		`INSERT INTO orgs (id, name, demo, opened_at) VALUES (1, 'Firm', 0, 1)`,
		`INSERT INTO users VALUES (1, 1, 'owner', 'Mara Vale', 'owner', 0, '', '', '', 0, 1, 1)`,
		`INSERT INTO clients VALUES (1, 1, 'Client', '', '', '', '', '', '', 1, 1)`,
		upTo + `INSERT INTO accounts SELECT i, 1, 1, 'account-' || i, 'amazon', 'US', 'A' || i, 'Shop ' || i, 'active', 1, 1 FROM n`,
		upTo + `INSERT INTO health_snapshots SELECT i * 1000 + j, 1, i, @now - j * 86400000000, 'amazon_v2', 'r.json', 'application/json', 4800, '', i || '/' || j, 'active', 'null', 1, 'x' FROM n, d`,
	}
	for k, metric := range crowdMetrics {
		statements = append(statements, fmt.Sprintf(upTo+`INSERT INTO health_measures (org_id, snapshot_id, account_id, taken_at, metric, scope, from_day, to_day, measured, value, counted, bad, "of", comparator, target, word, parts)
			SELECT 1, i * 1000 + j, i, @now - j * 86400000000, '%s', '', '2026-09-07', '2026-11-05', 1, %s, 1, 9 + (i + j) %% 5, 1180, '', 0, 'GOOD', 'null' FROM n, d`, metric,
			[]string{"(9 + (i + j) % 5) / 1180.0", "0.02", "0.01", "0.98", "0.95", "300 + i % 100", "i % 3", "0"}[k]))
	}
	statements = append(statements,
		`INSERT INTO health_latest SELECT 1, account_id, metric, scope, id, taken_at FROM health_measures WHERE taken_at = @now`,
		upTo+`INSERT INTO health_standings SELECT i, 1, (i * 7919) % 100003, 'order_defect_rate', '', 'at_risk', 1, 1, 6, 0, @now FROM n`)
	for _, statement := range statements {
		if _, err := db.Exec(statement, sql.Named("n", accounts), sql.Named("now", now.UnixMicro())); err != nil {
			b.Fatalf("%s: %v", statement, err)
		}
	}
}

// BenchmarkHealth measures the portfolio, an account's page and one import
// among a year of daily reports about 10 and about 1,000 accounts; "x" is how
// many times slower the large firm is.
func BenchmarkHealth(b *testing.B) {
	body, err := os.ReadFile(filepath.Join("..", "health", "testdata", "amazon_live.json"))
	fatal(b, err)
	sizes := []int{10, 1000}
	var took [3][2]time.Duration
	for i, accounts := range sizes {
		desk, who, account := crowd(b, accounts)
		ctx, n := b.Context(), 0
		for k, tt := range []struct {
			name string
			do   func() error
		}{
			{"portfolio", func() error { _, err := desk.Portfolio(ctx, who, 0); return err }},
			{"account", func() error { _, err := desk.AccountHealth(ctx, who, account); return err }},
			{"import", func() error {
				n++
				changed := bytes.Replace(body, []byte(`"ahrScore": 228`), fmt.Appendf(nil, `"ahrScore": %d`, 1+n%999), 1)
				changed = bytes.ReplaceAll(changed, []byte(`0.00763`), fmt.Appendf(nil, `0.00%d`, 5000+n))
				_, err := desk.ImportHealth(ctx, who, casework.HealthIn{Account: account, Name: "r.json", Body: bytes.NewReader(changed)})
				return err
			}},
		} {
			b.Run(fmt.Sprintf("%s of %d", tt.name, accounts), func(b *testing.B) {
				for b.Loop() {
					if err := tt.do(); err != nil {
						b.Fatal(err)
					}
				}
				took[k][i] = b.Elapsed() / time.Duration(b.N)
				if i == 1 && took[k][0] > 0 {
					b.ReportMetric(float64(took[k][1])/float64(took[k][0]), "x")
				}
			})
		}
	}
}
