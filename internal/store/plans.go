package store

import (
	"errors"
	"fmt"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

type planRow struct {
	ID       reinstate.PlanID `gorm:"primaryKey"`
	OrgID    reinstate.OrgID
	CaseID   reinstate.CaseID
	Round    int
	Route    reinstate.Response
	Title    string
	Language string
	Body     doc[planDoc]
	Revision int
	SavedBy  string
	SavedAt  int64
	Version  int

	DraftedAt int64
	SavedUser reinstate.UserID
}

type revisionRow struct {
	ID     int64 `gorm:"primaryKey"`
	OrgID  reinstate.OrgID
	CaseID reinstate.CaseID
	PlanID reinstate.PlanID
	Number int
	Body   doc[planDoc]
	By     string
	At     int64
}

func rowOfPlan(p reinstate.Plan) planRow {
	return planRow{
		ID: p.ID, CaseID: p.Case, Round: p.Round, Route: p.Route, Title: p.Title, Language: p.Language, Body: docOfPlan(p.Body),
		Revision: p.Revision, SavedBy: p.SavedBy, SavedAt: micros(p.Saved), Version: p.Version, DraftedAt: micros(p.Drafted), SavedUser: p.SavedID,
	}
}

func (r planRow) domain() reinstate.Plan {
	return reinstate.Plan{
		ID: r.ID, Case: r.CaseID, Round: r.Round, Route: r.Route, Title: r.Title, Language: r.Language, Body: r.Body.V.domain(),
		Revision: r.Revision, SavedBy: r.SavedBy, Saved: moment(r.SavedAt), Version: r.Version, Drafted: moment(r.DraftedAt), SavedID: r.SavedUser,
	}
}

// newest is the revision that a plan as it stands is.
func (r planRow) newest() revisionRow {
	body := r.Body
	body.V.Language = r.Language
	return revisionRow{OrgID: r.OrgID, CaseID: r.CaseID, PlanID: r.ID, Number: r.Revision, Body: body, By: r.SavedBy, At: r.SavedAt}
}

func (r revisionRow) domain() reinstate.Revision {
	return reinstate.Revision{Plan: r.PlanID, Number: r.Number, Language: r.Body.V.Language, Body: r.Body.V.domain(), By: r.By, At: moment(r.At)}
}

// Plan is the plan of a round, or ErrNotFound while there is none.
func (tx *Tx) Plan(id reinstate.CaseID, round int) (reinstate.Plan, error) {
	return take(tx.mine("plans").Where("case_id = ? AND round = ?", id, round), planRow.domain)
}

// AddPlan starts the plan of a round with its first revision. Who saved it and
// when are the actor and the transaction's instant. A round that has a plan
// already is ErrConflict.
func (tx *Tx) AddPlan(p *reinstate.Plan, e reinstate.Event) error {
	row := rowOfPlan(*p)
	row.ID, row.OrgID, row.Revision, row.Version = 0, tx.who.Org, 1, 1
	row.savedBy(tx)
	err := tx.record(p.Case, e, func() error {
		if err := tx.insert("plans", &row); err != nil {
			return err
		}
		first := row.newest()
		return tx.insert("plan_revisions", &first)
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		err = reinstate.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("start the plan of round %d: %w", p.Round, err)
	}
	*p = row.domain()
	return nil
}

// SavePlan changes a plan and keeps what it becomes as its next revision, with
// who and when.
func (tx *Tx) SavePlan(p *reinstate.Plan, e reinstate.Event) error {
	row := rowOfPlan(*p)
	err := tx.record(p.Case, e, func() error {
		was, err := take(tx.mine("plans").Where("id = ? AND case_id = ?", p.ID, p.Case), planRow.domain)
		if err != nil {
			return err
		}
		row.OrgID, row.Round, row.Revision, row.Version = tx.who.Org, was.Round, was.Revision+1, p.Version+1
		row.savedBy(tx)
		return tx.keep(p, &row)
	})
	if err != nil {
		return fmt.Errorf("save plan %d: %w", p.ID, err)
	}
	*p = row.domain()
	return nil
}

// savedBy notes that the actor saves the plan now, as a revision.
func (r *planRow) savedBy(tx *Tx) {
	r.SavedBy, r.SavedUser, r.SavedAt, r.DraftedAt = tx.who.Name, tx.who.User, micros(tx.now), 0
}

// keep replaces a plan's row and keeps what it becomes as its next revision.
func (tx *Tx) keep(p *reinstate.Plan, row *planRow) error {
	if err := tx.replace("plans", p.ID, p.Version, row, "case_id", "round"); err != nil {
		return err
	}
	next := row.newest()
	return tx.insert("plan_revisions", &next)
}

// WritePlan changes the working copy of a plan, and claims of its case with
// it, without keeping a revision: so that writing, which saves itself every
// few seconds, leaves a history that a person can read. The event is recorded
// when the working copy begins to differ from the newest revision; from then
// until a revision is kept, further writing records nothing.
func (tx *Tx) WritePlan(p *reinstate.Plan, claims []reinstate.Claim, e reinstate.Event) error {
	row := rowOfPlan(*p)
	err := tx.recordFirst(p, e, func() error {
		was, err := take(tx.mine("plans").Where("id = ? AND case_id = ?", p.ID, p.Case), planRow.domain)
		if err != nil {
			return err
		}
		row.OrgID, row.Round, row.Revision, row.Version = tx.who.Org, was.Round, was.Revision, p.Version+1
		row.savedBy(tx)
		if row.DraftedAt = micros(was.Drafted); row.DraftedAt == 0 {
			row.DraftedAt = micros(tx.now)
		}
		if err := tx.replace("plans", p.ID, p.Version, &row, "case_id", "round"); err != nil {
			return err
		}
		for i := range claims {
			if err := tx.replaceClaim(&claims[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write plan %d: %w", p.ID, err)
	}
	*p = row.domain()
	return nil
}

// recordFirst records the event of the first change of a working copy.
func (tx *Tx) recordFirst(p *reinstate.Plan, e reinstate.Event, change func() error) error {
	if p.Drafted.IsZero() {
		return tx.record(p.Case, e, change)
	}
	return tx.atomic(change)
}

// KeepPlan keeps the working copy of a plan as its next revision, with who
// wrote it and when. Without a working copy it does nothing.
func (tx *Tx) KeepPlan(p *reinstate.Plan, e reinstate.Event) error {
	if p.Drafted.IsZero() {
		return nil
	}
	var row planRow
	err := tx.record(p.Case, e, func() error {
		was, err := take(tx.mine("plans").Where("id = ? AND case_id = ?", p.ID, p.Case), planRow.domain)
		if err != nil {
			return err
		}
		row = rowOfPlan(was)
		row.OrgID, row.Revision, row.Version, row.DraftedAt = tx.who.Org, was.Revision+1, p.Version+1, 0
		return tx.keep(p, &row)
	})
	if err != nil {
		return fmt.Errorf("keep plan %d: %w", p.ID, err)
	}
	*p = row.domain()
	return nil
}

// Revisions lists the saves of a plan, the newest first, without their bodies.
func (tx *Tx) Revisions(plan reinstate.PlanID) ([]reinstate.Revision, error) {
	return find(tx.mine("plan_revisions").Omit("body").Where("plan_id = ?", plan).Order("number DESC"), revisionRow.domain)
}

// Revision is one save of a plan.
func (tx *Tx) Revision(plan reinstate.PlanID, number int) (reinstate.Revision, error) {
	return take(tx.mine("plan_revisions").Where("plan_id = ? AND number = ?", plan, number), revisionRow.domain)
}
