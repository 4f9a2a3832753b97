package store

import (
	"reinstate/internal/reinstate"
)

type standingRow struct {
	AccountID reinstate.AccountID `gorm:"primaryKey;autoIncrement:false"`
	OrgID     reinstate.OrgID
	Risk      int
	Metric    reinstate.Metric
	Scope     string
	Health    reinstate.Health
	Over      int
	Near      int
	Within    int
	Unknown   int
	TakenAt   int64
}

func (r standingRow) domain() reinstate.AccountHealth {
	return reinstate.AccountHealth{
		Account: r.AccountID, Risk: r.Risk, Worst: reinstate.SeriesKey{Metric: r.Metric, Scope: r.Scope}, Health: r.Health,
		Over: r.Over, Near: r.Near, Within: r.Within, Unknown: r.Unknown, Taken: moment(r.TakenAt),
	}
}

// SaveAccountHealth keeps where an account stands, in place of what was kept.
func (tx *Tx) SaveAccountHealth(h reinstate.AccountHealth) error {
	if err := tx.has("accounts", "id = ?", h.Account); err != nil {
		return err
	}
	if err := tx.wide(); err != nil {
		return err
	}
	return tx.g.Exec(`INSERT INTO health_standings (account_id, org_id, risk, metric, scope, health, over, near, within, unknown, taken_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id) DO UPDATE SET risk = excluded.risk, metric = excluded.metric, scope = excluded.scope,
		health = excluded.health, over = excluded.over, near = excluded.near, within = excluded.within, unknown = excluded.unknown, taken_at = excluded.taken_at`,
		h.Account, tx.who.Org, h.Risk, h.Worst.Metric, h.Worst.Scope, h.Health, h.Over, h.Near, h.Within, h.Unknown, micros(h.Taken)).Error
}

// AccountHealth is where an account stands, or ErrNotFound before its first
// report.
func (tx *Tx) AccountHealth(account reinstate.AccountID) (reinstate.AccountHealth, error) {
	return take(tx.mine("health_standings").Where("account_id = ?", account), standingRow.domain)
}

// HealthLine is one account in the list of all by risk.
type HealthLine struct {
	reinstate.AccountHealth
	Key         string
	Marketplace reinstate.Marketplace
	Store       string
	StoreName   string
	Standing    reinstate.Standing
	Client      reinstate.ClientID
	ClientName  string
	ClientOther string
}

type healthLineRow struct {
	Row         standingRow `gorm:"embedded"`
	Key         string
	Marketplace reinstate.Marketplace
	Store       string
	StoreName   string
	Standing    reinstate.Standing
	ClientID    reinstate.ClientID
	ClientName  string
	ClientOther string
}

func (r healthLineRow) domain() HealthLine {
	return HealthLine{
		AccountHealth: r.Row.domain(), Key: r.Key, Marketplace: r.Marketplace, Store: r.Store, StoreName: r.StoreName, Standing: r.Standing,
		Client: r.ClientID, ClientName: r.ClientName, ClientOther: r.ClientOther,
	}
}

// Pressed are accounts on which something presses beside their figures, and the
// risk that they have at least.
type Pressed struct {
	Accounts []reinstate.AccountID
	Floor    int
}

// Portfolio lists accounts that have reports by risk, the highest first, after
// the first so many.
func (tx *Tx) Portfolio(pressed Pressed, after, limit int) ([]HealthLine, error) {
	// Without an account, none is in (NULL).
	ranked := tx.mine("health_standings").Select("*, CASE WHEN account_id IN ? THEN max(risk, ?) ELSE risk END AS rank", pressed.Accounts, pressed.Floor).
		Order("rank DESC, risk DESC, account_id DESC").Limit(limit).Offset(after)
	return find(tx.g.Table("(?) h", ranked).
		Select("h.*, a.key, a.marketplace, a.store, a.store_name, a.standing, a.client_id, l.legal_name AS client_name, l.other_name AS client_other").
		Joins("CROSS JOIN accounts a ON a.id = h.account_id CROSS JOIN clients l ON l.id = a.client_id").
		Order("h.rank DESC, h.risk DESC, h.account_id DESC"), healthLineRow.domain)
}

// HealthCounts says of how many accounts the worst metric stands how.
func (tx *Tx) HealthCounts() (map[reinstate.Health]int, error) {
	var rows []struct {
		Health reinstate.Health
		N      int
	}
	err := tx.mine("health_standings").Select("health, count(*) AS n").Group("health").Find(&rows).Error
	counts := map[reinstate.Health]int{}
	for _, r := range rows {
		counts[r.Health] = r.N
	}
	return counts, err
}

// Unreported lists accounts without any report, by short name.
func (tx *Tx) Unreported(limit int) ([]reinstate.Account, error) {
	return find(tx.mine("accounts").Where("NOT EXISTS (SELECT 1 FROM health_standings h WHERE h.account_id = accounts.id)").
		Order("key").Limit(limit), accountRow.domain)
}
