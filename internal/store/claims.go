package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type claimRow struct {
	ID        reinstate.ClaimID `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	CaseID    reinstate.CaseID
	Kind      reinstate.ClaimKind
	Text      string
	CauseID   reinstate.ClaimID
	Done      bool
	Date      string
	Owner     string
	Frequency string
	Tool      string
	Position  int
	NoExhibit string
	Version   int
}

func rowOfClaim(c reinstate.Claim) claimRow {
	return claimRow{
		ID: c.ID, CaseID: c.Case, Kind: c.Kind, Text: c.Text, CauseID: c.Cause, Done: c.Done, Date: c.Date, Owner: c.Owner,
		Frequency: c.Frequency, Tool: c.Tool, Position: c.Position, NoExhibit: c.NoExhibit, Version: c.Version,
	}
}

// claimView is a claim with its exhibits.
type claimView struct {
	Row      claimRow `gorm:"embedded"`
	Exhibits string   // as link.column makes it
}

func (r claimView) domain() reinstate.Claim {
	return reinstate.Claim{
		ID: r.Row.ID, Case: r.Row.CaseID, Kind: r.Row.Kind, Text: r.Row.Text, Cause: r.Row.CauseID, Done: r.Row.Done, Date: r.Row.Date, Owner: r.Row.Owner,
		Frequency: r.Row.Frequency, Tool: r.Row.Tool, Position: r.Row.Position, Exhibits: ids(r.Exhibits), NoExhibit: r.Row.NoExhibit, Version: r.Row.Version,
	}
}

// Claims lists the claims of a case: causes, then actions, then measures, each
// by position.
func (tx *Tx) Claims(id reinstate.CaseID) ([]reinstate.Claim, error) {
	return find(tx.mine("claims").Select(claimLinks.column()).Where("case_id = ?", id).
		Order("CASE kind WHEN 'root_cause' THEN 1 WHEN 'corrective_action' THEN 2 ELSE 3 END, position, id"), claimView.domain)
}

// Claim is one claim.
func (tx *Tx) Claim(id reinstate.ClaimID) (reinstate.Claim, error) {
	return take(tx.mine("claims").Select(claimLinks.column()).Where("id = ?", id), claimView.domain)
}

// AddClaim adds a claim to a case, as the last of its kind. The cause it
// answers and its exhibits must be the case's.
func (tx *Tx) AddClaim(c *reinstate.Claim, e reinstate.Event) error {
	row := rowOfClaim(*c)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	var exhibits []reinstate.ExhibitID
	err := tx.record(c.Case, e, func() (err error) {
		if err := tx.answers(*c); err != nil {
			return err
		}
		err = tx.mine("claims").Select("coalesce(max(position), 0) + 1").Where("case_id = ? AND kind = ?", c.Case, c.Kind).Scan(&row.Position).Error
		if err != nil {
			return err
		}
		if err := tx.insert("claims", &row); err != nil {
			return err
		}
		exhibits, err = tx.tie(claimLinks, c.Case, int64(row.ID), c.Exhibits)
		return err
	})
	if err != nil {
		return fmt.Errorf("add a claim: %w", err)
	}
	c.ID, c.Position, c.Version, c.Exhibits = row.ID, row.Position, row.Version, exhibits
	return nil
}

// SaveClaim changes a claim, its position and its exhibits.
func (tx *Tx) SaveClaim(c *reinstate.Claim, e reinstate.Event) error {
	if err := tx.record(c.Case, e, func() error { return tx.replaceClaim(c) }); err != nil {
		return fmt.Errorf("save claim %d: %w", c.ID, err)
	}
	return nil
}

func (tx *Tx) replaceClaim(c *reinstate.Claim) error {
	row := rowOfClaim(*c)
	row.Version++
	if err := tx.has("claims", "id = ? AND case_id = ?", c.ID, c.Case); err != nil {
		return err
	}
	if err := tx.answers(*c); err != nil {
		return err
	}
	if err := tx.replace("claims", c.ID, c.Version, &row, "case_id"); err != nil {
		return err
	}
	exhibits, err := tx.tie(claimLinks, c.Case, int64(c.ID), c.Exhibits)
	if err != nil {
		return err
	}
	c.Version, c.Exhibits = row.Version, exhibits
	return nil
}

// RemoveClaim removes a claim. A cause that actions or measures still answer
// stays: they would be left without one.
func (tx *Tx) RemoveClaim(id reinstate.ClaimID, version int, e reinstate.Event) error {
	was, err := tx.Claim(id)
	if err != nil {
		return fmt.Errorf("claim %d: %w", id, err)
	}
	if was.Version != version {
		return fmt.Errorf("remove claim %d: %w", id, reinstate.ErrConflict)
	}
	return tx.record(was.Case, e, func() error {
		var answered int64
		if err := tx.mine("claims").Where("case_id = ? AND cause_id = ?", was.Case, id).Count(&answered).Error; err != nil {
			return err
		}
		if answered > 0 {
			return reinstate.Invalid{"claim": "Actions or measures answer this cause. Give them another cause or remove them first."}
		}
		return tx.mine("claims").Where("id = ?", id).Delete(&claimRow{}).Error
	})
}

// answers checks that the cause a claim names is a cause of the same case, and
// not the claim itself.
func (tx *Tx) answers(c reinstate.Claim) error {
	if c.Cause == 0 {
		return nil
	}
	return tx.has("claims", "id = ? AND id <> ? AND case_id = ? AND kind = ?", c.Cause, c.ID, c.Case, reinstate.RootCause)
}
