package store

import (
	"gorm.io/gorm/clause"

	"reinstate/internal/reinstate"
)

type confirmationRow struct {
	ID     int64 `gorm:"primaryKey"`
	OrgID  reinstate.OrgID
	CaseID reinstate.CaseID
	Round  int
	Sum    string
	Words  string
	By     string
	UserID reinstate.UserID
	At     int64
}

func (r confirmationRow) domain() reinstate.Confirmation {
	return reinstate.Confirmation{
		Case: r.CaseID, Round: r.Round, Sum: r.Sum, Words: r.Words, By: r.By, User: r.UserID, At: moment(r.At),
	}
}

// Confirmations lists the sentences that people vouched for in a round.
func (tx *Tx) Confirmations(id reinstate.CaseID, round int) ([]reinstate.Confirmation, error) {
	return find(tx.mine("confirmations").Where("case_id = ? AND round = ?", id, round).Order("id"), confirmationRow.domain)
}

// Confirm records that the actor vouches for sentences of one round. A
// sentence that somebody vouched for before keeps that.
func (tx *Tx) Confirm(id reinstate.CaseID, round int, given []reinstate.Confirmation, e reinstate.Event) error {
	return tx.record(id, e, func() error {
		rows := make([]confirmationRow, len(given))
		for i, c := range given {
			rows[i] = confirmationRow{
				OrgID: tx.who.Org, CaseID: id, Round: round, Sum: c.Sum, Words: c.Words, By: tx.who.Name, UserID: tx.who.User, At: micros(tx.now),
			}
		}
		if len(rows) == 0 {
			return nil
		}
		return tx.g.Table("confirmations").Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error
	})
}

// Unconfirm takes confirmations of a round back.
func (tx *Tx) Unconfirm(id reinstate.CaseID, round int, sums []string, e reinstate.Event) error {
	return tx.record(id, e, func() error {
		return tx.mine("confirmations").Where("case_id = ? AND round = ? AND sum IN ?", id, round, sums).Delete(&confirmationRow{}).Error
	})
}
