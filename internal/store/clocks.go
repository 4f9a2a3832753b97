package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type clockRow struct {
	ID         reinstate.ClockID `gorm:"primaryKey"`
	OrgID      reinstate.OrgID
	CaseID     reinstate.CaseID
	Round      int
	Kind       reinstate.ClockKind
	DueAt      int64
	Zone       string
	Basis      reinstate.Basis
	Quote      string
	Arithmetic string
	MetAt      int64
	Version    int
	SpanCount  int
	SpanUnit   reinstate.ClockUnit
	SpanDate   string
	CountsFrom reinstate.Start
	StartedAt  int64
	Calendar   string
	LeftOut    string
	Unsure     bool
	WasAt      int64
	Why        string
	MetBy      reinstate.Action
	OpenedAt   int64
}

func rowOfClock(c reinstate.Clock) clockRow {
	return clockRow{
		ID: c.ID, CaseID: c.Case, Round: c.Round, Kind: c.Kind, DueAt: micros(c.Due), Zone: c.Zone, Basis: c.Basis,
		Quote: c.Quote, Arithmetic: c.Arithmetic, MetAt: micros(c.Met), Version: c.Version,
		SpanCount: c.Counted.Count, SpanUnit: c.Counted.Unit, SpanDate: c.Counted.Date, CountsFrom: c.Counted.From,
		StartedAt: micros(c.Counted.Started), Calendar: c.Counted.Calendar, LeftOut: c.Counted.LeftOut, Unsure: c.Counted.Unsure,
		WasAt: micros(c.Was), Why: c.Why, MetBy: c.MetBy, OpenedAt: micros(c.Opened),
	}
}

func (r clockRow) domain() reinstate.Clock {
	return reinstate.Clock{
		ID: r.ID, Case: r.CaseID, Round: r.Round, Kind: r.Kind, Due: moment(r.DueAt), Zone: r.Zone, Basis: r.Basis,
		Quote: r.Quote, Arithmetic: r.Arithmetic, Met: moment(r.MetAt), Version: r.Version,
		Counted: reinstate.Reckoning{
			Span: reinstate.Span{Count: r.SpanCount, Unit: r.SpanUnit, Date: r.SpanDate}, From: r.CountsFrom,
			Started: moment(r.StartedAt), Calendar: r.Calendar, LeftOut: r.LeftOut, Unsure: r.Unsure,
		},
		Was: moment(r.WasAt), Why: r.Why, MetBy: r.MetBy, Opened: moment(r.OpenedAt),
	}
}

// Clocks lists the clocks of a case, the earliest first.
func (tx *Tx) Clocks(id reinstate.CaseID) ([]reinstate.Clock, error) {
	return find(tx.mine("clocks").Where("case_id = ?", id).Order("due_at, id"), clockRow.domain)
}

// Clock is one clock.
func (tx *Tx) Clock(id reinstate.ClockID) (reinstate.Clock, error) {
	return take(tx.mine("clocks").Where("id = ?", id), clockRow.domain)
}

// AddClock starts a clock of a case. The case's Next follows, its version does not.
func (tx *Tx) AddClock(c *reinstate.Clock, e reinstate.Event) error {
	if c.Opened.IsZero() {
		c.Opened = tx.now
	}
	row := rowOfClock(*c)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	err := tx.record(c.Case, e, func() error {
		if err := tx.insert("clocks", &row); err != nil {
			return err
		}
		return tx.press(c.Case)
	})
	if err != nil {
		return fmt.Errorf("start a clock: %w", err)
	}
	c.ID, c.Version = row.ID, row.Version
	return nil
}

// SaveClock changes a clock, or stops it by Met. The case's Next follows, its
// version does not.
func (tx *Tx) SaveClock(c *reinstate.Clock, e reinstate.Event) error {
	row := rowOfClock(*c)
	row.Version++
	err := tx.record(c.Case, e, func() error {
		if err := tx.has("clocks", "id = ? AND case_id = ?", c.ID, c.Case); err != nil {
			return err
		}
		if err := tx.replace("clocks", c.ID, c.Version, &row, "case_id"); err != nil {
			return err
		}
		return tx.press(c.Case)
	})
	if err != nil {
		return fmt.Errorf("save clock %d: %w", c.ID, err)
	}
	c.Version = row.Version
	return nil
}

// press keeps on a case which of the seller's own running clocks is the
// earliest, and sorts the case by it.
func (tx *Tx) press(id reinstate.CaseID) error {
	c, err := tx.Case(id)
	if err != nil {
		return err
	}
	clocks, err := tx.Clocks(id)
	if err != nil {
		return err
	}
	c.Next = earliest(clocks)
	return tx.mine("cases").Where("id = ?", id).Updates(map[string]any{
		"next_kind": c.Next.Kind, "next_due": micros(c.Next.Due), "next_zone": c.Next.Zone, "next_basis": c.Next.Basis, "urgency": urgency(c),
	}).Error
}

// earliest is the first of the seller's running clocks in a list sorted by Due.
func earliest(clocks []reinstate.Clock) reinstate.NextClock {
	for _, c := range clocks {
		if c.Running() && c.Kind.Sellers() && !c.Due.IsZero() {
			return reinstate.NextClock{Kind: c.Kind, Due: c.Due, Zone: c.Zone, Basis: c.Basis}
		}
	}
	return reinstate.NextClock{}
}
