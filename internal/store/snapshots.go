package store

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"reinstate/internal/reinstate"
)

type snapshotRow struct {
	ID         reinstate.SnapshotID `gorm:"primaryKey"`
	OrgID      reinstate.OrgID
	AccountID  reinstate.AccountID
	TakenAt    int64
	Source     string
	FileName   string
	MediaType  string
	Size       int64
	SHA256     string `gorm:"column:sha256"`
	Digest     string
	Standing   reinstate.Standing
	Unknown    doc[[]reinstate.UnknownField]
	ImportedAt int64
	By         string
}

func rowOfSnapshot(s reinstate.Snapshot) snapshotRow {
	return snapshotRow{
		ID: s.ID, AccountID: s.Account, TakenAt: micros(s.Taken), Source: s.Source, FileName: s.FileName, MediaType: s.MediaType,
		Size: s.Size, SHA256: s.SHA256, Digest: s.Digest, Standing: s.Standing, Unknown: doc[[]reinstate.UnknownField]{s.Unknown},
		ImportedAt: micros(s.Imported), By: s.By,
	}
}

func (r snapshotRow) domain() reinstate.Snapshot {
	return reinstate.Snapshot{
		ID: r.ID, Account: r.AccountID, Taken: moment(r.TakenAt), Source: r.Source, FileName: r.FileName, MediaType: r.MediaType,
		Size: r.Size, SHA256: r.SHA256, Digest: r.Digest, Standing: r.Standing, Unknown: r.Unknown.V, Imported: moment(r.ImportedAt), By: r.By,
	}
}

type measureRow struct {
	ID         reinstate.MeasureID `gorm:"primaryKey"`
	OrgID      reinstate.OrgID
	SnapshotID reinstate.SnapshotID
	AccountID  reinstate.AccountID
	TakenAt    int64
	Metric     reinstate.Metric
	Scope      string
	FromDay    string
	ToDay      string
	Measured   bool
	Value      float64
	Counted    bool
	Bad        int64
	Of         int64
	Comparator reinstate.Comparator
	Target     float64
	Word       string
	Parts      doc[[]reinstate.Part]
}

func rowOfMeasure(m reinstate.Measure) measureRow {
	return measureRow{
		ID: m.ID, SnapshotID: m.Snapshot, AccountID: m.Account, TakenAt: micros(m.Taken), Metric: m.Metric, Scope: m.Scope, FromDay: m.From, ToDay: m.To,
		Measured: m.Measured, Value: m.Value, Counted: m.Counted, Bad: m.Bad, Of: m.Of, Comparator: m.Comparator, Target: m.Target, Word: m.Word,
		Parts: doc[[]reinstate.Part]{m.Parts},
	}
}

func (r measureRow) domain() reinstate.Measure {
	return reinstate.Measure{
		ID: r.ID, Snapshot: r.SnapshotID, Account: r.AccountID, Taken: moment(r.TakenAt), Metric: r.Metric, Scope: r.Scope, From: r.FromDay, To: r.ToDay,
		Measured: r.Measured, Value: r.Value, Counted: r.Counted, Bad: r.Bad, Of: r.Of, Comparator: r.Comparator, Target: r.Target, Word: r.Word, Parts: r.Parts.V,
	}
}

type defectRow struct {
	ID         int64 `gorm:"primaryKey"`
	OrgID      reinstate.OrgID
	AccountID  reinstate.AccountID
	SnapshotID reinstate.SnapshotID
	Metric     reinstate.Metric
	OrderNo    string
	Day        string
	Part       string
	ASIN       string `gorm:"column:asin"`
	SKU        string `gorm:"column:sku"`
	Carrier    string
	Reason     string
}

func (r defectRow) domain() reinstate.Defect {
	return reinstate.Defect{
		Account: r.AccountID, Snapshot: r.SnapshotID, Metric: r.Metric, Order: r.OrderNo, Day: r.Day, Part: r.Part, ASIN: r.ASIN, SKU: r.SKU,
		Carrier: r.Carrier, Reason: r.Reason,
	}
}

// latestRow is the newest measure of a series.
type latestRow struct {
	OrgID     reinstate.OrgID
	AccountID reinstate.AccountID
	Metric    reinstate.Metric
	Scope     string
	MeasureID reinstate.MeasureID
	TakenAt   int64
}

// batch is how many rows one statement writes, below what SQLite takes.
const batch = 500

// AddSnapshot keeps a report with what it measured and the orders behind it.
// Orders that are known already stay as they are.
func (tx *Tx) AddSnapshot(s *reinstate.Snapshot, measures []reinstate.Measure, defects []reinstate.Defect) error {
	if err := tx.has("accounts", "id = ?", s.Account); err != nil {
		return err
	}
	if err := tx.wide(); err != nil {
		return err
	}
	if s.Imported.IsZero() {
		s.Imported = tx.now
	}
	if s.By == "" {
		s.By = tx.who.Name
	}
	row := rowOfSnapshot(*s)
	row.ID, row.OrgID = 0, tx.who.Org
	err := tx.atomic(func() error {
		if err := tx.insert("health_snapshots", &row); err != nil {
			return err
		}
		if err := tx.addMeasures(row, measures); err != nil {
			return err
		}
		return tx.addDefects(row, defects)
	})
	if err != nil {
		return duplicate(fmt.Errorf("keep a report: %w", err), "file", "This report is kept already.")
	}
	*s = row.domain()
	return nil
}

func (tx *Tx) addMeasures(s snapshotRow, measures []reinstate.Measure) error {
	if len(measures) == 0 {
		return nil
	}
	rows := make([]measureRow, len(measures))
	for i, m := range measures {
		rows[i] = rowOfMeasure(m)
		rows[i].ID, rows[i].OrgID, rows[i].SnapshotID, rows[i].AccountID = 0, tx.who.Org, s.ID, s.AccountID
		if rows[i].TakenAt == 0 {
			rows[i].TakenAt = s.TakenAt
		}
	}
	if err := tx.g.Table("health_measures").CreateInBatches(rows, batch).Error; err != nil {
		return err
	}
	newest := map[reinstate.SeriesKey]latestRow{}
	for _, r := range rows {
		key := reinstate.SeriesKey{Metric: r.Metric, Scope: r.Scope}
		if old, ok := newest[key]; !ok || r.TakenAt >= old.TakenAt {
			newest[key] = latestRow{OrgID: tx.who.Org, AccountID: s.AccountID, Metric: r.Metric, Scope: r.Scope, MeasureID: r.ID, TakenAt: r.TakenAt}
		}
	}
	latest := make([]latestRow, 0, len(newest))
	for _, l := range newest {
		latest = append(latest, l)
	}
	return tx.g.Table("health_latest").Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "account_id"}, {Name: "metric"}, {Name: "scope"}},
		DoUpdates: clause.AssignmentColumns([]string{"measure_id", "taken_at"}),
		Where:     clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "excluded.taken_at >= health_latest.taken_at"}}},
	}).CreateInBatches(latest, batch).Error
}

func (tx *Tx) addDefects(s snapshotRow, defects []reinstate.Defect) error {
	if len(defects) == 0 {
		return nil
	}
	rows := make([]defectRow, len(defects))
	for i, d := range defects {
		rows[i] = defectRow{
			OrgID: tx.who.Org, AccountID: s.AccountID, SnapshotID: s.ID, Metric: d.Metric, OrderNo: d.Order, Day: d.Day, Part: d.Part,
			ASIN: d.ASIN, SKU: d.SKU, Carrier: d.Carrier, Reason: d.Reason,
		}
	}
	return tx.g.Table("health_defects").Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(rows, batch).Error
}

// SameSnapshot is the report of an account that came with these bytes or says
// the same.
func (tx *Tx) SameSnapshot(account reinstate.AccountID, sha256, digest string) (reinstate.Snapshot, error) {
	return take(tx.mine("health_snapshots").
		Where("account_id = ? AND (digest = ? OR sha256 = ? AND sha256 <> '')", account, digest, sha256).Order("id"), snapshotRow.domain)
}

// Snapshot is one report.
func (tx *Tx) Snapshot(id reinstate.SnapshotID) (reinstate.Snapshot, error) {
	return take(tx.mine("health_snapshots").Where("id = ?", id), snapshotRow.domain)
}

// Snapshots lists the newest reports of an account, the newest first.
func (tx *Tx) Snapshots(account reinstate.AccountID, limit int) ([]reinstate.Snapshot, error) {
	return find(tx.mine("health_snapshots").Where("account_id = ?", account).Order("taken_at DESC, id DESC").Limit(limit), snapshotRow.domain)
}

// LatestMeasures are the newest measures of every series of some accounts.
func (tx *Tx) LatestMeasures(accounts ...reinstate.AccountID) ([]reinstate.Measure, error) {
	return find(tx.mine("health_measures").
		Where("id IN (SELECT measure_id FROM health_latest WHERE account_id IN ?)", accounts).Order("account_id, metric, scope"), measureRow.domain)
}

// Measures lists one series of an account since an instant, oldest first. Where
// two reports speak of one instant, the one imported later comes later.
func (tx *Tx) Measures(account reinstate.AccountID, series reinstate.SeriesKey, since time.Time) ([]reinstate.Measure, error) {
	return find(tx.mine("health_measures").
		Where("account_id = ? AND metric = ? AND scope = ? AND taken_at >= ?", account, series.Metric, series.Scope, micros(since)).
		Order("taken_at, id"), measureRow.domain)
}

// SeriesPoint is one value of a series.
type SeriesPoint struct {
	Account reinstate.AccountID
	Series  reinstate.SeriesKey
	At      time.Time
	Value   float64
}

type pointRow struct {
	AccountID reinstate.AccountID
	Metric    reinstate.Metric
	Scope     string
	TakenAt   int64
	Value     float64
}

func (r pointRow) domain() SeriesPoint {
	return SeriesPoint{r.AccountID, reinstate.SeriesKey{Metric: r.Metric, Scope: r.Scope}, moment(r.TakenAt), r.Value}
}

// Points are the measured values of every series of some accounts since an
// instant, oldest first within each account.
func (tx *Tx) Points(since time.Time, accounts ...reinstate.AccountID) ([]SeriesPoint, error) {
	return find(tx.mine("health_measures").Select("account_id, metric, scope, taken_at, value").
		Where("account_id IN ? AND taken_at >= ? AND measured = 1", accounts, micros(since)).Order("account_id, taken_at, id"), pointRow.domain)
}

// Defects lists the orders behind a metric of an account since a day
// (YYYY-MM-DD), the newest first.
func (tx *Tx) Defects(account reinstate.AccountID, metric reinstate.Metric, since string, limit int) ([]reinstate.Defect, error) {
	return find(tx.mine("health_defects").Where("account_id = ? AND metric = ? AND day >= ?", account, metric, since).
		Order("day DESC, id DESC").Limit(limit), defectRow.domain)
}
