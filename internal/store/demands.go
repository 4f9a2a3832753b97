package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type demandRow struct {
	ID      reinstate.DemandID `gorm:"primaryKey"`
	OrgID   reinstate.OrgID
	CaseID  reinstate.CaseID
	Round   int
	Code    reinstate.DemandCode
	Text    string
	Quote   string
	State   reinstate.DemandState
	Why     string
	Version int
}

func rowOfDemand(d reinstate.Demand) demandRow {
	return demandRow{
		ID: d.ID, CaseID: d.Case, Round: d.Round, Code: d.Code, Text: d.Text, Quote: d.Quote, State: d.State, Why: d.Why, Version: d.Version,
	}
}

// demandView is a demand with its exhibits.
type demandView struct {
	Row      demandRow `gorm:"embedded"`
	Exhibits string    // as link.column makes it
}

func (r demandView) domain() reinstate.Demand {
	return reinstate.Demand{
		ID: r.Row.ID, Case: r.Row.CaseID, Round: r.Row.Round, Code: r.Row.Code, Text: r.Row.Text, Quote: r.Row.Quote, State: r.Row.State, Why: r.Row.Why,
		Exhibits: ids(r.Exhibits), Version: r.Row.Version,
	}
}

// Demands lists the demands of a case in the order they were made.
func (tx *Tx) Demands(id reinstate.CaseID) ([]reinstate.Demand, error) {
	return find(tx.mine("demands").Select(demandLinks.column()).Where("case_id = ?", id).Order("round, id"), demandView.domain)
}

// Demand is one demand.
func (tx *Tx) Demand(id reinstate.DemandID) (reinstate.Demand, error) {
	return take(tx.mine("demands").Select(demandLinks.column()).Where("id = ?", id), demandView.domain)
}

// AddDemand adds a demand to a case. Its exhibits must be the case's.
func (tx *Tx) AddDemand(d *reinstate.Demand, e reinstate.Event) error {
	row := rowOfDemand(*d)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	var exhibits []reinstate.ExhibitID
	err := tx.record(d.Case, e, func() (err error) {
		if err := tx.insert("demands", &row); err != nil {
			return err
		}
		exhibits, err = tx.tie(demandLinks, d.Case, int64(row.ID), d.Exhibits)
		return err
	})
	if err != nil {
		return fmt.Errorf("add a demand: %w", err)
	}
	d.ID, d.Version, d.Exhibits = row.ID, row.Version, exhibits
	return nil
}

// SaveDemand changes a demand and its exhibits.
func (tx *Tx) SaveDemand(d *reinstate.Demand, e reinstate.Event) error {
	row := rowOfDemand(*d)
	row.Version++
	var exhibits []reinstate.ExhibitID
	err := tx.record(d.Case, e, func() (err error) {
		if err := tx.has("demands", "id = ? AND case_id = ?", d.ID, d.Case); err != nil {
			return err
		}
		if err := tx.replace("demands", d.ID, d.Version, &row, "case_id"); err != nil {
			return err
		}
		exhibits, err = tx.tie(demandLinks, d.Case, int64(d.ID), d.Exhibits)
		return err
	})
	if err != nil {
		return fmt.Errorf("save demand %d: %w", d.ID, err)
	}
	d.Version, d.Exhibits = row.Version, exhibits
	return nil
}
