package store

import (
	"fmt"
	"time"

	"reinstate/internal/reinstate"
)

type commentRow struct {
	ID         reinstate.CommentID `gorm:"primaryKey"`
	OrgID      reinstate.OrgID
	CaseID     reinstate.CaseID
	Round      int
	Place      string
	Quote      string
	Text       string
	By         string
	UserID     reinstate.UserID
	LinkID     reinstate.ReviewLinkID
	At         int64
	ResolvedAt int64
	ResolvedBy string
	Version    int
}

func (r commentRow) domain() reinstate.Comment {
	return reinstate.Comment{
		ID: r.ID, Case: r.CaseID, Round: r.Round, Place: r.Place, Quote: r.Quote, Text: r.Text, By: r.By, User: r.UserID, Link: r.LinkID,
		At: moment(r.At), Resolved: moment(r.ResolvedAt), ResolvedBy: r.ResolvedBy, Version: r.Version,
	}
}

// Comments lists the comments on the letter of a round, oldest first.
func (tx *Tx) Comments(id reinstate.CaseID, round int) ([]reinstate.Comment, error) {
	return find(tx.mine("comments").Where("case_id = ? AND round = ?", id, round).Order("id"), commentRow.domain)
}

// Comment is one comment.
func (tx *Tx) Comment(id reinstate.CommentID) (reinstate.Comment, error) {
	return take(tx.mine("comments").Where("id = ?", id), commentRow.domain)
}

// AddComment adds a comment of the actor, who may be a guest.
func (tx *Tx) AddComment(c *reinstate.Comment, e reinstate.Event) error {
	row := commentRow{
		OrgID: tx.who.Org, CaseID: c.Case, Round: c.Round, Place: c.Place, Quote: c.Quote, Text: c.Text,
		By: tx.who.Name, UserID: tx.who.User, LinkID: tx.who.Link, At: micros(tx.now), Version: 1,
	}
	if err := tx.record(c.Case, e, func() error { return tx.insert("comments", &row) }); err != nil {
		return fmt.Errorf("add a comment: %w", err)
	}
	*c = row.domain()
	return nil
}

// SaveComment marks a comment as resolved or open again. What it says stays.
func (tx *Tx) SaveComment(c *reinstate.Comment, e reinstate.Event) error {
	err := tx.record(c.Case, e, func() error {
		row := commentRow{ResolvedAt: micros(c.Resolved), ResolvedBy: c.ResolvedBy, Version: c.Version + 1}
		return tx.replace("comments", c.ID, c.Version, &row, "case_id", "round", "place", "quote", "text", "by", "user_id", "link_id", "at")
	})
	if err != nil {
		return fmt.Errorf("save comment %d: %w", c.ID, err)
	}
	c.Version++
	return nil
}

// CommentsByLink counts what came by a review link since an instant.
func (tx *Tx) CommentsByLink(link reinstate.ReviewLinkID, since time.Time) (int, error) {
	var n int64
	err := tx.mine("comments").Where("link_id = ? AND link_id <> 0 AND at >= ?", link, micros(since)).Count(&n).Error
	return int(n), err
}
