package store

import (
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

// Feed is the calendar of one person, read by a secret address. The secret is
// not kept, only its hash.
type Feed struct {
	User      reinstate.UserID
	TokenHash string // hex SHA-256 of the secret
	Made      time.Time
	Read      time.Time // when it was last read; zero: never
}

type feedRow struct {
	UserID    reinstate.UserID `gorm:"primaryKey;autoIncrement:false"`
	OrgID     reinstate.OrgID
	TokenHash string
	MadeAt    int64
	ReadAt    int64
}

func (r feedRow) domain() Feed {
	return Feed{User: r.UserID, TokenHash: r.TokenHash, Made: moment(r.MadeAt), Read: moment(r.ReadAt)}
}

// FeedOf is the feed of a person of the firm, or ErrNotFound.
func (tx *Tx) FeedOf(user reinstate.UserID) (Feed, error) {
	return take(tx.mine("feeds").Where("user_id = ?", user), feedRow.domain)
}

// SetFeed gives a person of the firm a feed in the place of the one before,
// whose address no longer leads anywhere.
func (tx *Tx) SetFeed(user reinstate.UserID, tokenHash string) error {
	if err := tx.has("users", "id = ? AND disabled = 0", user); err != nil {
		return fmt.Errorf("make a feed: %w", err)
	}
	if err := tx.DropFeed(user); err != nil {
		return err
	}
	return tx.insert("feeds", &feedRow{UserID: user, OrgID: tx.who.Org, TokenHash: tokenHash, MadeAt: micros(tx.now)})
}

// DropFeed ends the feed of a person of the firm. Where there is none, that is
// no error.
func (tx *Tx) DropFeed(user reinstate.UserID) error {
	return tx.mine("feeds").Where("user_id = ?", user).Delete(&feedRow{}).Error
}

// FeedReader finds whose feed a secret opens. It looks beyond the actor's firm,
// who is not known yet. The feed of a person who has been disabled is not found.
func (tx *Tx) FeedReader(tokenHash string) (reinstate.User, error) {
	var row userRow
	err := tx.g.Raw(`SELECT u.* FROM feeds f JOIN users u ON u.id = f.user_id AND u.org_id = f.org_id AND u.disabled = 0
		WHERE f.token_hash = ?`, tokenHash).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = reinstate.ErrNotFound
	}
	if err != nil {
		return reinstate.User{}, err
	}
	return row.domain(), nil
}

// TouchFeed notes that a person's feed was read now.
func (tx *Tx) TouchFeed(user reinstate.UserID) error {
	return tx.mine("feeds").Where("user_id = ?", user).Update("read_at", micros(tx.now)).Error
}
