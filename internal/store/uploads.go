package store

import (
	"fmt"
	"slices"
	"time"

	"reinstate/internal/reinstate"
)

// Upload is a file on its way into a case that has not come whole yet. It
// belongs to the person who sends it: nobody else sees it or goes on with it.
type Upload struct {
	Case    reinstate.CaseID
	Ticket  string // names the upload in addresses, and its partial file
	Mark    string // by which the sender knows the file again: name, size, last change
	Name    string
	Size    int64
	Started time.Time
}

type uploadRow struct {
	ID        int64 `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	CaseID    reinstate.CaseID
	UserID    reinstate.UserID
	Ticket    string
	Mark      string
	Name      string
	Size      int64
	StartedAt int64
}

func (r uploadRow) domain() Upload {
	return Upload{
		Case: r.CaseID, Ticket: r.Ticket, Mark: r.Mark, Name: r.Name, Size: r.Size,
		Started: moment(r.StartedAt),
	}
}

// AddUpload begins an upload of the actor's.
func (tx *Tx) AddUpload(u *Upload) error {
	if err := tx.has("cases", "id = ?", u.Case); err != nil {
		return fmt.Errorf("begin an upload: %w", err)
	}
	u.Started = tx.now
	row := uploadRow{
		OrgID: tx.who.Org, CaseID: u.Case, UserID: tx.who.User, Ticket: u.Ticket, Mark: u.Mark, Name: u.Name, Size: u.Size,
		StartedAt: micros(u.Started),
	}
	if err := tx.insert("uploads", &row); err != nil {
		return fmt.Errorf("begin an upload: %w", err)
	}
	return nil
}

// Upload is one of the actor's uploads into a case.
func (tx *Tx) Upload(id reinstate.CaseID, ticket string) (Upload, error) {
	return take(tx.mine("uploads").Where("user_id = ? AND case_id = ? AND ticket = ?", tx.who.User, id, ticket), uploadRow.domain)
}

// Uploads lists the actor's uploads into a case that bear a mark, the newest
// first; an empty mark lists all.
func (tx *Tx) Uploads(id reinstate.CaseID, mark string) ([]Upload, error) {
	q := tx.mine("uploads").Where("user_id = ? AND case_id = ?", tx.who.User, id)
	if mark != "" {
		q = q.Where("mark = ?", mark)
	}
	return find(q.Order("id DESC"), uploadRow.domain)
}

// EndUpload forgets one of the actor's uploads, finished or given up.
func (tx *Tx) EndUpload(id reinstate.CaseID, ticket string) error {
	if err := tx.has("cases", "id = ?", id); err != nil {
		return err
	}
	return tx.g.Exec("DELETE FROM uploads WHERE org_id = ? AND user_id = ? AND case_id = ? AND ticket = ?", tx.who.Org, tx.who.User, id, ticket).Error
}

// SweepUploads forgets the firm's uploads that began before an instant and are
// idle, and returns their tickets, so that their partial files can go too.
func (tx *Tx) SweepUploads(before time.Time, idle func(ticket string) bool) ([]string, error) {
	var tickets []string
	err := tx.mine("uploads").Select("ticket").Where("started_at < ?", micros(before)).Order("ticket").Scan(&tickets).Error
	tickets = slices.DeleteFunc(tickets, func(ticket string) bool { return !idle(ticket) })
	if err != nil || len(tickets) == 0 {
		return nil, err
	}
	return tickets, tx.g.Exec("DELETE FROM uploads WHERE org_id = ? AND ticket IN ?", tx.who.Org, tickets).Error
}
