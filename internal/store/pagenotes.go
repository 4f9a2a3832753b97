package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type pageNoteRow struct {
	ID         reinstate.PageNoteID `gorm:"primaryKey"`
	OrgID      reinstate.OrgID
	CaseID     reinstate.CaseID
	ExhibitID  reinstate.ExhibitID
	Page       int
	X          int
	Y          int
	Text       string
	By         string
	UserID     reinstate.UserID
	At         int64
	EditedAt   int64
	ResolvedAt int64
	ResolvedBy string
	Version    int
}

func (r pageNoteRow) domain() reinstate.PageNote {
	return reinstate.PageNote{
		ID: r.ID, Case: r.CaseID, Exhibit: r.ExhibitID, Page: r.Page, Spot: reinstate.Spot{X: r.X, Y: r.Y}, Text: r.Text, By: r.By, User: r.UserID,
		At: moment(r.At), Edited: moment(r.EditedAt), Resolved: moment(r.ResolvedAt), ResolvedBy: r.ResolvedBy, Version: r.Version,
	}
}

// PageNotes lists the notes on an exhibit, page by page and the oldest first. One
// who sees a single client sees none: they are what a firm says to itself.
func (tx *Tx) PageNotes(id reinstate.ExhibitID) ([]reinstate.PageNote, error) {
	return find(tx.mine("page_notes").Where("exhibit_id = ?", id).Order("page, id"), pageNoteRow.domain)
}

// OpenPageNotes counts the open notes on each exhibit of a case that has any.
func (tx *Tx) OpenPageNotes(id reinstate.CaseID) (map[reinstate.ExhibitID]int, error) {
	var rows []struct {
		ExhibitID reinstate.ExhibitID
		Notes     int
	}
	err := tx.mine("page_notes").Select("exhibit_id, count(*) AS notes").Where("case_id = ? AND resolved_at = 0", id).Group("exhibit_id").Scan(&rows).Error
	open := make(map[reinstate.ExhibitID]int, len(rows))
	for _, r := range rows {
		open[r.ExhibitID] = r.Notes
	}
	return open, err
}

// PageNote is one note.
func (tx *Tx) PageNote(id reinstate.PageNoteID) (reinstate.PageNote, error) {
	return take(tx.mine("page_notes").Where("id = ?", id), pageNoteRow.domain)
}

// AddPageNote adds a note of the actor to a page of an exhibit.
func (tx *Tx) AddPageNote(n *reinstate.PageNote, e reinstate.Event) error {
	row := pageNoteRow{
		OrgID: tx.who.Org, CaseID: n.Case, ExhibitID: n.Exhibit, Page: n.Page, X: n.Spot.X, Y: n.Spot.Y, Text: n.Text,
		By: tx.who.Name, UserID: tx.who.User, At: micros(tx.now), Version: 1,
	}
	err := tx.record(n.Case, e, func() error {
		if err := tx.has("exhibits", "id = ? AND case_id = ?", n.Exhibit, n.Case); err != nil {
			return err
		}
		return tx.insert("page_notes", &row)
	})
	if err != nil {
		return fmt.Errorf("add a note: %w", err)
	}
	*n = row.domain()
	return nil
}

// SavePageNote changes what a note says, where it is pinned, and whether it is
// resolved. Its page and its author stay.
func (tx *Tx) SavePageNote(n *reinstate.PageNote, e reinstate.Event) error {
	err := tx.record(n.Case, e, func() error {
		row := pageNoteRow{
			X: n.Spot.X, Y: n.Spot.Y, Text: n.Text, EditedAt: micros(n.Edited), ResolvedAt: micros(n.Resolved), ResolvedBy: n.ResolvedBy, Version: n.Version + 1,
		}
		return tx.replace("page_notes", n.ID, n.Version, &row, "case_id", "exhibit_id", "page", "by", "user_id", "at")
	})
	if err != nil {
		return fmt.Errorf("save note %d: %w", n.ID, err)
	}
	n.Version++
	return nil
}

// RemovePageNote removes a note, unless somebody has changed it since.
func (tx *Tx) RemovePageNote(n reinstate.PageNote, e reinstate.Event) error {
	err := tx.record(n.Case, e, func() error {
		res := tx.mine("page_notes").Where("id = ? AND case_id = ? AND version = ?", n.ID, n.Case, n.Version).Delete(&pageNoteRow{})
		if res.Error != nil || res.RowsAffected == 1 {
			return res.Error
		}
		if err := tx.has("page_notes", "id = ? AND case_id = ?", n.ID, n.Case); err != nil {
			return err
		}
		return reinstate.ErrConflict
	})
	if err != nil {
		return fmt.Errorf("remove note %d: %w", n.ID, err)
	}
	return nil
}
