package store

import (
	"errors"
	"fmt"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

type marketEventRow struct {
	ID        reinstate.MarketEventID `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	AccountID reinstate.AccountID
	Name      string
	Sort      string
	Body      string
	CameAt    int64
	State     reinstate.EventState
	Says      doc[[]reinstate.Sentence]
}

func (r marketEventRow) domain() reinstate.MarketEvent {
	return reinstate.MarketEvent{
		ID: r.ID, Account: r.AccountID, Name: r.Name, Sort: r.Sort, Body: r.Body, Came: moment(r.CameAt), State: r.State, Says: r.Says.V,
	}
}

// AddMarketEvent keeps what a marketplace told. The same again is a conflict
// and changes nothing.
func (tx *Tx) AddMarketEvent(e *reinstate.MarketEvent) error {
	if err := tx.has("accounts", "id = ?", e.Account); err != nil {
		return err
	}
	if err := tx.wide(); err != nil {
		return err
	}
	if e.Came.IsZero() {
		e.Came = tx.now
	}
	row := marketEventRow{
		OrgID: tx.who.Org, AccountID: e.Account, Name: e.Name, Sort: e.Sort, Body: e.Body, CameAt: micros(e.Came), State: e.State, Says: doc[[]reinstate.Sentence]{e.Says},
	}
	err := tx.atomic(func() error { return tx.insert("market_events", &row) })
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		err = reinstate.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("keep what a marketplace told: %w", err)
	}
	*e = row.domain()
	return nil
}

// MarketEvent is one thing that a marketplace told.
func (tx *Tx) MarketEvent(id reinstate.MarketEventID) (reinstate.MarketEvent, error) {
	return take(tx.mine("market_events").Where("id = ?", id), marketEventRow.domain)
}

// MarketEvents lists what a marketplace told about an account, the newest
// first.
func (tx *Tx) MarketEvents(account reinstate.AccountID, limit int) ([]reinstate.MarketEvent, error) {
	return find(tx.mine("market_events").Where("account_id = ?", account).Order("came_at DESC, id DESC").Limit(limit), marketEventRow.domain)
}

// SettleMarketEvent says what came of something that a marketplace told.
func (tx *Tx) SettleMarketEvent(e reinstate.MarketEvent) error {
	if err := tx.has("market_events", "id = ?", e.ID); err != nil {
		return err
	}
	if err := tx.wide(); err != nil {
		return err
	}
	return tx.mine("market_events").Where("id = ?", e.ID).
		Updates(map[string]any{"state": e.State, "says": doc[[]reinstate.Sentence]{e.Says}}).Error
}

type toldRow struct {
	OrgID     reinstate.OrgID
	AccountID reinstate.AccountID
	Metric    reinstate.Metric
	Scope     string
	Health    reinstate.Health
}

func (r toldRow) domain() reinstate.Told {
	return reinstate.Told{Account: r.AccountID, Series: reinstate.SeriesKey{Metric: r.Metric, Scope: r.Scope}, Health: r.Health}
}

// HealthTold lists how the figures of an account stood when they were last
// announced.
func (tx *Tx) HealthTold(account reinstate.AccountID) ([]reinstate.Told, error) {
	return find(tx.mine("health_told").Where("account_id = ?", account).Order("metric, scope"), toldRow.domain)
}

// SaveHealthTold notes how a figure stands that is announced now.
func (tx *Tx) SaveHealthTold(t reinstate.Told) error {
	if err := tx.has("accounts", "id = ?", t.Account); err != nil {
		return err
	}
	if err := tx.wide(); err != nil {
		return err
	}
	return tx.g.Exec(`INSERT INTO health_told (org_id, account_id, metric, scope, health) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (account_id, metric, scope) DO UPDATE SET health = excluded.health`,
		tx.who.Org, t.Account, t.Series.Metric, t.Series.Scope, t.Health).Error
}
