package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type stockRow struct {
	ID         int64 `gorm:"primaryKey"`
	OrgID      reinstate.OrgID
	AccountID  reinstate.AccountID
	SnapshotID reinstate.SnapshotID
	TakenAt    int64
	SKU        string `gorm:"column:sku"`
	ASIN       string `gorm:"column:asin"`
	Title      string
	Channel    reinstate.Channel
	Held       int64
	Listed     int64
	Reserved   int64
	Inbound    int64
	Unsellable int64
	Stranded   int64
	Sold       int64
	SoldDays   int
}

func (r stockRow) domain() reinstate.StockLine {
	return reinstate.StockLine{
		Account: r.AccountID, Taken: moment(r.TakenAt), SKU: r.SKU, ASIN: r.ASIN, Title: r.Title, Channel: r.Channel, Held: r.Held, Listed: r.Listed,
		Reserved: r.Reserved, Inbound: r.Inbound, Unsellable: r.Unsellable, Stranded: r.Stranded, Sold: r.Sold, SoldDays: r.SoldDays,
	}
}

// stockNewestRow is the newest report of its kind.
type stockNewestRow struct {
	OrgID      reinstate.OrgID
	AccountID  reinstate.AccountID
	Source     string
	SnapshotID reinstate.SnapshotID
	TakenAt    int64
}

// AddStock keeps the lines of a report on stock, in place of those of the
// report of the same kind before it. Those of a report older than the newest
// are not kept: its original is.
func (tx *Tx) AddStock(s reinstate.Snapshot, lines []reinstate.StockLine) error {
	if err := tx.reports(s); err != nil {
		return err
	}
	var newest stockNewestRow
	err := tx.mine("stock_newest").Where("account_id = ? AND source = ?", s.Account, s.Source).Limit(1).Scan(&newest).Error
	if err != nil || newest.TakenAt > micros(s.Taken) {
		return err
	}
	return tx.atomic(func() error {
		if newest.SnapshotID != 0 {
			if err := tx.g.Exec("DELETE FROM stock_lines WHERE org_id = ? AND snapshot_id = ?", tx.who.Org, newest.SnapshotID).Error; err != nil {
				return err
			}
		}
		err := tx.g.Exec(`INSERT INTO stock_newest (org_id, account_id, source, snapshot_id, taken_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (account_id, source) DO UPDATE SET snapshot_id = excluded.snapshot_id, taken_at = excluded.taken_at`,
			tx.who.Org, s.Account, s.Source, s.ID, micros(s.Taken)).Error
		if err != nil {
			return err
		}
		rows := each(lines, func(l reinstate.StockLine) stockRow {
			return stockRow{
				OrgID: tx.who.Org, AccountID: s.Account, SnapshotID: s.ID, TakenAt: micros(s.Taken), SKU: l.SKU, ASIN: l.ASIN, Title: l.Title, Channel: l.Channel,
				Held: l.Held, Listed: l.Listed, Reserved: l.Reserved, Inbound: l.Inbound, Unsellable: l.Unsellable, Stranded: l.Stranded, Sold: l.Sold, SoldDays: l.SoldDays,
			}
		})
		return insertAll(tx, "stock_lines", rows)
	})
}

// reports returns an error unless the actor may add rows of the report.
func (tx *Tx) reports(s reinstate.Snapshot) error {
	if err := tx.has("health_snapshots", "id = ? AND account_id = ?", s.ID, s.Account); err != nil {
		return err
	}
	return tx.wide()
}

// insertAll adds many rows, in as few statements as SQLite takes.
func insertAll[R any](tx *Tx, table string, rows []R) error {
	if len(rows) == 0 {
		return nil
	}
	return tx.g.Table(table).CreateInBatches(rows, batch).Error
}

// StockLines lists what the newest reports of each kind say of the stock of
// some accounts.
func (tx *Tx) StockLines(accounts ...reinstate.AccountID) ([]reinstate.StockLine, error) {
	return find(tx.mine("stock_lines").Where("account_id IN ?", accounts).Order("account_id, id"), stockRow.domain)
}

type saleRow struct {
	ID         int64 `gorm:"primaryKey"`
	OrgID      reinstate.OrgID
	AccountID  reinstate.AccountID
	SnapshotID reinstate.SnapshotID
	TakenAt    int64
	OrderNo    string
	SKU        string `gorm:"column:sku"`
	ASIN       string `gorm:"column:asin"`
	Day        string
	Units      int64
	Channel    reinstate.Channel
	Cancelled  bool
}

// addSale writes one sale, or corrects what an older report said of it.
const addSale = `INSERT INTO sale_lines (org_id, account_id, snapshot_id, taken_at, order_no, sku, asin, day, units, channel, cancelled)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (account_id, order_no, sku, day) DO UPDATE SET snapshot_id = excluded.snapshot_id, taken_at = excluded.taken_at, asin = excluded.asin,
	units = excluded.units, channel = excluded.channel, cancelled = excluded.cancelled WHERE excluded.taken_at >= taken_at`

// AddSales keeps the sales of a report. Of an order that is known already, the
// newer report has the word: it may have been cancelled since.
func (tx *Tx) AddSales(s reinstate.Snapshot, sales []reinstate.Sale) error {
	if err := tx.reports(s); err != nil {
		return err
	}
	return tx.atomic(func() error {
		for _, one := range sales {
			err := tx.g.Exec(addSale, tx.who.Org, s.Account, s.ID, micros(s.Taken), one.Order, one.SKU, one.ASIN, one.Day, one.Units, one.Channel, one.Cancelled).Error
			if err != nil {
				return fmt.Errorf("keep sales: %w", err)
			}
		}
		return nil
	})
}

type soldRow struct {
	AccountID reinstate.AccountID
	SKU       string `gorm:"column:sku"`
	Units     int64
	Recent    int64
	BySeller  int64
}

func (r soldRow) domain() reinstate.Sold {
	return reinstate.Sold{Account: r.AccountID, SKU: r.SKU, Units: r.Units, Recent: r.Recent, BySeller: r.BySeller}
}

// SoldAfter sums up what some accounts sold after a day, and what of it after a
// recent day, which does not lie before it, by SKU. Cancelled orders do not count. On days of which orders are
// known, sums of a day do not count beside them.
func (tx *Tx) SoldAfter(day, recent string, accounts ...reinstate.AccountID) ([]reinstate.Sold, error) {
	return find(tx.mine("sale_lines").
		Select("account_id, sku, sum(units) AS units, sum(CASE WHEN day > @recent THEN units ELSE 0 END) AS recent, "+
			"sum(CASE WHEN day > @recent AND channel <> 'marketplace' THEN units ELSE 0 END) AS by_seller", map[string]any{"recent": recent}).
		Where("account_id IN ? AND day > ? AND cancelled = 0", accounts, day).
		Where("(order_no <> '' OR NOT EXISTS (SELECT 1 FROM sale_lines o WHERE o.account_id = sale_lines.account_id AND o.day = sale_lines.day AND o.order_no > ''))").
		Group("account_id, sku"), soldRow.domain)
}

// SalesSpan says of which days sales of an account are known, or ErrNotFound
// where none are.
func (tx *Tx) SalesSpan(account reinstate.AccountID) (reinstate.SalesSpan, error) {
	span := reinstate.SalesSpan{Account: account}
	for _, edge := range []struct {
		order string
		into  *string
	}{{"day", &span.First}, {"day DESC", &span.Last}} {
		if err := tx.mine("sale_lines").Select("day").Where("account_id = ?", account).Order(edge.order).Limit(1).Scan(edge.into).Error; err != nil {
			return reinstate.SalesSpan{}, err
		}
	}
	if span.First == "" {
		return reinstate.SalesSpan{}, reinstate.ErrNotFound
	}
	return span, nil
}

// mostInvoices bounds how many invoices of a client are looked at.
const mostInvoices = 5000

type invoiceRow struct {
	Place  string
	Dated  string
	Record doc[recordDoc]
}

func (r invoiceRow) domain() reinstate.Invoice {
	record := r.Record.V.domain()
	return reinstate.Invoice{Where: r.Place, Issuer: record.Issuer.Name, Dated: r.Dated, Lines: record.Lines}
}

// Invoices lists the suppliers' invoices of a client: those that stand as
// exhibits of its cases, and those of its accounts' standing files. The same
// bytes are one invoice.
func (tx *Tx) Invoices(client reinstate.ClientID) ([]reinstate.Invoice, error) {
	if tx.who.Link != 0 { // a link shows one case, and this reaches beyond it
		return nil, fmt.Errorf("invoices of client %d: %w", client, reinstate.ErrNotFound)
	}
	if err := tx.has("clients", "id = ?", client); err != nil {
		return nil, err
	}
	return find(tx.g.Raw(`SELECT min(place) AS place, dated, record FROM (
		SELECT 'Exhibit ' || x.letter || ' of ' || c.reference AS place, x.dated, x.record, x.sha256, x.id
		FROM cases c INDEXED BY cases_by_client CROSS JOIN exhibits x ON x.case_id = c.id
		WHERE c.client_id = ? AND c.org_id = ? AND x.kind = 'supplier_invoice' AND x.withdrawn_at = 0 AND x.replaced_at = 0
		UNION ALL
		SELECT 'Paper ' || p.id || ' of ' || a.key, p.dated, p.record, p.sha256, p.id
		FROM accounts a CROSS JOIN papers p ON p.account_id = a.id
		WHERE a.client_id = ? AND a.org_id = ? AND p.kind = 'supplier_invoice' AND p.removed_at = 0) AS n
		GROUP BY sha256 ORDER BY dated DESC, place LIMIT ?`, client, tx.who.Org, client, tx.who.Org, mostInvoices), invoiceRow.domain)
}

type stockStandingRow struct {
	AccountID  reinstate.AccountID `gorm:"primaryKey;autoIncrement:false"`
	OrgID      reinstate.OrgID
	SKUs       int `gorm:"column:skus"`
	Risk       string
	Counts     doc[map[string]int]
	ReckonedAt int64
}

func (r stockStandingRow) domain() reinstate.StockStanding {
	return reinstate.StockStanding{Account: r.AccountID, SKUs: r.SKUs, Risk: r.Risk, Counts: r.Counts.V, Reckoned: moment(r.ReckonedAt)}
}

// SaveStockStanding keeps what the stock of an account sums up to, in place of
// what was kept.
func (tx *Tx) SaveStockStanding(s reinstate.StockStanding) error {
	if err := tx.has("accounts", "id = ?", s.Account); err != nil {
		return err
	}
	if err := tx.wide(); err != nil {
		return err
	}
	return tx.g.Exec(`INSERT INTO stock_standings (account_id, org_id, skus, risk, counts, reckoned_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (account_id) DO UPDATE SET skus = excluded.skus, risk = excluded.risk, counts = excluded.counts, reckoned_at = excluded.reckoned_at`,
		s.Account, tx.who.Org, s.SKUs, s.Risk, doc[map[string]int]{s.Counts}, micros(tx.now)).Error
}

// StockStanding is what the stock of an account sums up to, or ErrNotFound
// before its first report.
func (tx *Tx) StockStanding(account reinstate.AccountID) (reinstate.StockStanding, error) {
	return take(tx.mine("stock_standings").Where("account_id = ?", account), stockStandingRow.domain)
}
