package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type reviewLinkRow struct {
	ID        reinstate.ReviewLinkID `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	CaseID    reinstate.CaseID
	Round     int
	Name      string
	TokenHash string
	MadeBy    string
	MadeAt    int64
	ExpiresAt int64
	RevokedAt int64
	Version   int
}

func rowOfReviewLink(l reinstate.ReviewLink) reviewLinkRow {
	return reviewLinkRow{
		ID: l.ID, CaseID: l.Case, Round: l.Round, Name: l.Name, TokenHash: l.Hash, MadeBy: l.MadeBy, MadeAt: micros(l.Made),
		ExpiresAt: micros(l.Expires), RevokedAt: micros(l.Revoked), Version: l.Version,
	}
}

func (r reviewLinkRow) domain() reinstate.ReviewLink {
	return reinstate.ReviewLink{
		ID: r.ID, Case: r.CaseID, Round: r.Round, Name: r.Name, Hash: r.TokenHash, MadeBy: r.MadeBy, Made: moment(r.MadeAt),
		Expires: moment(r.ExpiresAt), Revoked: moment(r.RevokedAt), Version: r.Version,
	}
}

// ReviewLinks lists the links by which the letter of a round is read.
func (tx *Tx) ReviewLinks(id reinstate.CaseID, round int) ([]reinstate.ReviewLink, error) {
	return find(tx.mine("review_links").Where("case_id = ? AND round = ?", id, round).Order("id"), reviewLinkRow.domain)
}

// ReviewLink is one link.
func (tx *Tx) ReviewLink(id reinstate.ReviewLinkID) (reinstate.ReviewLink, error) {
	return take(tx.mine("review_links").Where("id = ?", id), reviewLinkRow.domain)
}

// ReviewLinkBySecret finds the link of a secret, and its firm. It looks beyond
// the actor's firm: who has the secret has nothing else yet.
func (tx *Tx) ReviewLinkBySecret(hash string) (reinstate.ReviewLink, reinstate.Org, error) {
	row, err := take(tx.all("review_links").Where("token_hash = ?", hash), func(r reviewLinkRow) reviewLinkRow { return r })
	if err != nil {
		return reinstate.ReviewLink{}, reinstate.Org{}, err
	}
	firm, err := take(tx.all("orgs").Where("id = ?", row.OrgID), orgRow.domain)
	return row.domain(), firm, err
}

// AddReviewLink adds a link, with who made it and when.
func (tx *Tx) AddReviewLink(l *reinstate.ReviewLink, e reinstate.Event) error {
	row := rowOfReviewLink(*l)
	row.ID, row.OrgID, row.Version, row.MadeBy, row.MadeAt = 0, tx.who.Org, 1, tx.who.Name, micros(tx.now)
	if err := tx.record(l.Case, e, func() error { return tx.insert("review_links", &row) }); err != nil {
		return fmt.Errorf("make a review link: %w", err)
	}
	*l = row.domain()
	return nil
}

// RevokeReviewLink ends a link at once.
func (tx *Tx) RevokeReviewLink(l *reinstate.ReviewLink, e reinstate.Event) error {
	revoked := *l
	revoked.Revoked = tx.now
	row := rowOfReviewLink(revoked)
	row.Version++
	err := tx.record(l.Case, e, func() error {
		return tx.replace("review_links", l.ID, l.Version, &row, "case_id", "round", "name", "token_hash", "made_by", "made_at", "expires_at")
	})
	if err != nil {
		return fmt.Errorf("revoke review link %d: %w", l.ID, err)
	}
	revoked.Version++
	*l = revoked
	return nil
}
