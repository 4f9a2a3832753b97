package store

import (
	"errors"
	"fmt"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

type reviewRow struct {
	ID        reinstate.ReviewID `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	CaseID    reinstate.CaseID
	Round     int
	State     reinstate.ReviewState
	Note      string
	AskedBy   string
	Asker     reinstate.UserID
	AskedAt   int64
	Revision  int
	Mark      string
	DecidedBy string
	Decider   reinstate.UserID
	DecidedAt int64
	Version   int
}

func rowOfReview(r reinstate.Review) reviewRow {
	return reviewRow{
		ID: r.ID, CaseID: r.Case, Round: r.Round, State: r.State, Note: r.Note, AskedBy: r.AskedBy, Asker: r.Asker, AskedAt: micros(r.Asked),
		Revision: r.Revision, Mark: r.Mark, DecidedBy: r.DecidedBy, Decider: r.Decider, DecidedAt: micros(r.Decided), Version: r.Version,
	}
}

func (r reviewRow) domain() reinstate.Review {
	return reinstate.Review{
		ID: r.ID, Case: r.CaseID, Round: r.Round, State: r.State, Note: r.Note, AskedBy: r.AskedBy, Asker: r.Asker, Asked: moment(r.AskedAt),
		Revision: r.Revision, Mark: r.Mark, DecidedBy: r.DecidedBy, Decider: r.Decider, Decided: moment(r.DecidedAt), Version: r.Version,
	}
}

// reviewView is the newest review of a round with the firm's rule.
type reviewView struct {
	Rule   reinstate.ApprovalRule
	Review reviewRow `gorm:"embedded;embeddedPrefix:review_"`
}

const reviewSQL = `SELECT o.approval AS rule,
	coalesce(r.id, 0) AS review_id, coalesce(r.case_id, 0) AS review_case_id, coalesce(r.round, 0) AS review_round, coalesce(r.state, '') AS review_state,
	coalesce(r.note, '') AS review_note, coalesce(r.asked_by, '') AS review_asked_by, coalesce(r.asker, 0) AS review_asker,
	coalesce(r.asked_at, 0) AS review_asked_at, coalesce(r.revision, 0) AS review_revision, coalesce(r.mark, '') AS review_mark,
	coalesce(r.decided_by, '') AS review_decided_by, coalesce(r.decider, 0) AS review_decider, coalesce(r.decided_at, 0) AS review_decided_at,
	coalesce(r.version, 0) AS review_version
FROM cases c JOIN orgs o ON o.id = c.org_id LEFT JOIN reviews r ON r.id = (SELECT max(id) FROM reviews WHERE case_id = c.id AND round = ?)
WHERE `

// Review is the newest review of a round, the zero one while there was none,
// and whether the firm's letters need one.
func (tx *Tx) Review(id reinstate.CaseID, round int) (rule reinstate.ApprovalRule, r reinstate.Review, err error) {
	w := tx.caseScope()
	w.add("c.id = ?", id)
	var row reviewView
	err = tx.g.Raw(reviewSQL+w.String(), append([]any{round}, w.args...)...).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = reinstate.ErrNotFound
	}
	if err != nil {
		return "", r, err
	}
	return row.Rule, row.Review.domain(), nil
}

// AddReview sends the letter of a round to review, with who asks and when.
func (tx *Tx) AddReview(r *reinstate.Review, e reinstate.Event) error {
	row := rowOfReview(*r)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	row.AskedBy, row.Asker, row.AskedAt = tx.who.Name, tx.who.User, micros(tx.now)
	if err := tx.record(r.Case, e, func() error { return tx.insert("reviews", &row) }); err != nil {
		return fmt.Errorf("send round %d to review: %w", r.Round, err)
	}
	*r = row.domain()
	return nil
}

// SaveReview changes how far a review is.
func (tx *Tx) SaveReview(r *reinstate.Review, e reinstate.Event) error {
	row := rowOfReview(*r)
	row.Version++
	err := tx.record(r.Case, e, func() error {
		return tx.replace("reviews", r.ID, r.Version, &row, "case_id", "round", "asked_by", "asker", "asked_at")
	})
	if err != nil {
		return fmt.Errorf("save review %d: %w", r.ID, err)
	}
	r.Version++
	return nil
}

// SetApproval says whether the firm's letters are approved before they are filed.
func (tx *Tx) SetApproval(rule reinstate.ApprovalRule) error {
	if err := tx.wide(); err != nil {
		return err
	}
	return tx.all("orgs").Where("id = ?", tx.who.Org).Update("approval", rule).Error
}

// Approval is the firm's rule.
func (tx *Tx) Approval() (reinstate.ApprovalRule, error) {
	o, err := take(tx.all("orgs").Where("id = ?", tx.who.Org), orgRow.domain)
	return o.Approval, err
}
