package store

import (
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

// Session is one signed-in browser. The cookie's value is not kept, only its hash.
type Session struct {
	TokenHash string // hex SHA-256 of the cookie's value
	Org       reinstate.OrgID
	User      reinstate.UserID
	Started   time.Time
	Seen      time.Time // when it was last touched
	Expires   time.Time // absolute end
	Address   string
	Agent     string
}

type sessionRow struct {
	TokenHash string `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	UserID    reinstate.UserID
	StartedAt int64
	SeenAt    int64
	ExpiresAt int64
	Address   string
	Agent     string
}

func (r sessionRow) domain() Session {
	return Session{
		TokenHash: r.TokenHash, Org: r.OrgID, User: r.UserID, Started: moment(r.StartedAt), Seen: moment(r.SeenAt),
		Expires: moment(r.ExpiresAt), Address: r.Address, Agent: r.Agent,
	}
}

// AddSession begins a session of a person who is not disabled. At sign-in the
// actor has no firm yet; an actor of a firm begins sessions there only.
func (tx *Tx) AddSession(s Session) error {
	people := tx.all("users").Where("org_id = ?", s.Org)
	if tx.who.Org != 0 {
		people = tx.mine("users").Where("org_id = ?", s.Org)
	}
	if _, err := take(people.Where("id = ? AND disabled = 0", s.User), userRow.domain); err != nil {
		return fmt.Errorf("begin a session: %w", err)
	}
	if s.Started.IsZero() {
		s.Started = tx.now
	}
	if s.Seen.IsZero() {
		s.Seen = s.Started
	}
	return tx.insert("sessions", &sessionRow{
		TokenHash: s.TokenHash, OrgID: s.Org, UserID: s.User, StartedAt: micros(s.Started), SeenAt: micros(s.Seen),
		ExpiresAt: micros(s.Expires), Address: s.Address, Agent: s.Agent,
	})
}

// holderRow is what the one query for a token gives.
type holderRow struct {
	Session sessionRow `gorm:"embedded;embeddedPrefix:session_"`
	User    userRow    `gorm:"embedded;embeddedPrefix:user_"`
	Org     orgRow     `gorm:"embedded;embeddedPrefix:org_"`
}

const holderSQL = `SELECT
	s.token_hash AS session_token_hash, s.org_id AS session_org_id, s.user_id AS session_user_id, s.started_at AS session_started_at,
	s.seen_at AS session_seen_at, s.expires_at AS session_expires_at, s.address AS session_address, s.agent AS session_agent,
	u.id AS user_id, u.org_id AS user_org_id, u.email AS user_email, u.name AS user_name, u.role AS user_role, u.client_id AS user_client_id,
	u.language AS user_language, u.zone AS user_zone, u.disabled AS user_disabled, u.added_at AS user_added_at, u.version AS user_version,
	o.id AS org_id, o.name AS org_name, o.demo AS org_demo, o.opened_at AS org_opened_at, o.approval AS org_approval
FROM sessions s JOIN users u ON u.id = s.user_id AND u.org_id = s.org_id AND u.disabled = 0 JOIN orgs o ON o.id = s.org_id
WHERE s.token_hash = ? AND s.expires_at > ?`

// Session finds who holds a token, with the firm, in one query. It looks
// beyond the actor's firm, who is not known yet. A session that is over, or of
// a person who has been disabled, is not found; how long one may idle is the
// caller's rule.
func (tx *Tx) Session(tokenHash string) (Session, reinstate.User, reinstate.Org, error) {
	var row holderRow
	err := tx.g.Raw(holderSQL, tokenHash, micros(tx.now)).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = reinstate.ErrNotFound
	}
	if err != nil {
		return Session{}, reinstate.User{}, reinstate.Org{}, err
	}
	return row.Session.domain(), row.User.domain(), row.Org.domain(), nil
}

// sessions starts a query of sessions: those of the actor's firm, or any for a
// visitor, who proves the right to one by its token.
func (tx *Tx) sessions() *gorm.DB {
	if tx.who.Org == 0 {
		return tx.all("sessions")
	}
	return tx.mine("sessions")
}

// TouchSession notes that a session was used now.
func (tx *Tx) TouchSession(tokenHash string) error {
	res := tx.sessions().Where("token_hash = ?", tokenHash).Update("seen_at", micros(tx.now))
	if res.Error == nil && res.RowsAffected == 0 {
		return reinstate.ErrNotFound
	}
	return res.Error
}

// EndSession ends one session. One that is over already is no error.
func (tx *Tx) EndSession(tokenHash string) error {
	return tx.sessions().Where("token_hash = ?", tokenHash).Delete(&sessionRow{}).Error
}

// EndSessions ends every session of a person of the firm.
func (tx *Tx) EndSessions(user reinstate.UserID) error {
	return tx.mine("sessions").Where("user_id = ?", user).Delete(&sessionRow{}).Error
}

// SessionsOf lists the sessions of a person of the firm, the newest first.
func (tx *Tx) SessionsOf(user reinstate.UserID) ([]Session, error) {
	return find(tx.mine("sessions").Where("user_id = ? AND expires_at > ?", user, micros(tx.now)).Order("started_at DESC"), sessionRow.domain)
}

// PruneSessions removes the sessions of the whole installation that are over.
func (tx *Tx) PruneSessions() error {
	return tx.all("sessions").Where("expires_at <= ?", micros(tx.now)).Delete(&sessionRow{}).Error
}
