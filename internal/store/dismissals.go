package store

import (
	"errors"
	"fmt"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

type dismissalRow struct {
	ID       int64 `gorm:"primaryKey"`
	OrgID    reinstate.OrgID
	CaseID   reinstate.CaseID
	Round    int
	Key      string
	Rule     string
	Severity string
	Quote    string
	Message  string
	Why      string
	By       string
	UserID   reinstate.UserID
	At       int64
}

func (r dismissalRow) domain() reinstate.Dismissal {
	return reinstate.Dismissal{
		Case: r.CaseID, Round: r.Round, Key: r.Key, Rule: r.Rule, Severity: r.Severity, Quote: r.Quote,
		Message: r.Message, Why: r.Why, By: r.By, User: r.UserID, At: moment(r.At),
	}
}

// Dismissals lists the findings that were set aside in a round.
func (tx *Tx) Dismissals(id reinstate.CaseID, round int) ([]reinstate.Dismissal, error) {
	return find(tx.mine("dismissals").Where("case_id = ? AND round = ?", id, round).Order("id"), dismissalRow.domain)
}

// Dismiss sets a finding aside, with who and when. One that is set aside
// already is ErrConflict.
func (tx *Tx) Dismiss(d reinstate.Dismissal, e reinstate.Event) error {
	row := dismissalRow{
		OrgID: tx.who.Org, CaseID: d.Case, Round: d.Round, Key: d.Key, Rule: d.Rule, Severity: d.Severity, Quote: d.Quote,
		Message: d.Message, Why: d.Why, By: tx.who.Name, UserID: tx.who.User, At: micros(tx.now),
	}
	err := tx.record(d.Case, e, func() error { return tx.insert("dismissals", &row) })
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		err = reinstate.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("set a finding of %s aside: %w", d.Rule, err)
	}
	return nil
}

// Recall brings a finding back that was set aside.
func (tx *Tx) Recall(id reinstate.CaseID, round int, key string, e reinstate.Event) error {
	return tx.record(id, e, func() error {
		res := tx.mine("dismissals").Where("case_id = ? AND round = ? AND key = ?", id, round, key).Delete(&dismissalRow{})
		if res.Error == nil && res.RowsAffected == 0 {
			return fmt.Errorf("recall a finding: %w", reinstate.ErrNotFound)
		}
		return res.Error
	})
}
