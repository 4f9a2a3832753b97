package access

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Session is somebody who is signed in.
type Session struct {
	Actor reinstate.Actor
	Firm  reinstate.Org
	User  reinstate.User
	Token string
	Ends  time.Time // unless it is used again before; never later than seven days from sign-in
}

// Session finds who a token belongs to, with one query. It returns ErrNotFound
// for a token that is unknown, expired or a disabled user's: a visitor is told
// no difference.
func (g *Gate) Session(ctx context.Context, token string, v Visitor) (Session, error) {
	if !tokenLike(token) {
		return Session{}, reinstate.ErrNotFound
	}
	var found Session
	stale := false
	err := g.view(ctx, func(tx *store.Tx) error {
		s, user, firm, err := tx.Session(digest(token))
		if err != nil {
			return err
		}
		ends := end(s)
		if user.Disabled || !tx.Now().Before(ends) {
			return reinstate.ErrNotFound
		}
		found = Session{Actor: person(user, v), Firm: firm, User: user, Token: token, Ends: ends}
		stale = tx.Now().Sub(s.Seen) >= sessionTouch
		return nil
	})
	if err != nil {
		if errors.Is(err, reinstate.ErrNotFound) {
			return Session{}, reinstate.ErrNotFound
		}
		return Session{}, fmt.Errorf("find session: %w", err)
	}
	if stale {
		g.touch(ctx, &found)
	}
	return found, nil
}

// touch notes that a session is in use. Where that fails, as on a full disk,
// the session merely ends sooner, so people go on reading.
func (g *Gate) touch(ctx context.Context, s *Session) {
	err := g.db.Update(ctx, s.Actor, func(tx *store.Tx) error { return tx.TouchSession(digest(s.Token)) })
	if err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "a session's last use could not be noted", "user", s.User.ID, "err", err)
	}
}

// end is when a session ends unless it is used again.
func end(s store.Session) time.Time {
	idle := s.Seen.Add(sessionIdle)
	if s.Expires.Before(idle) {
		return s.Expires
	}
	return idle
}

// begin opens a session under a new token. No token that a browser brought
// along is ever taken over, so none can be planted (Session Management cheat
// sheet, on fixation).
func begin(tx *store.Tx, u reinstate.User, v Visitor) (token string, err error) {
	if err := tx.PruneSessions(); err != nil {
		return "", fmt.Errorf("prune sessions: %w", err)
	}
	token = newToken()
	err = tx.AddSession(store.Session{
		TokenHash: digest(token), Org: u.Org, User: u.ID,
		Started: tx.Now(), Seen: tx.Now(), Expires: tx.Now().Add(sessionLife),
		Address: cut(v.Address, addressLongest), Agent: cut(v.Agent, agentLongest),
	})
	if err != nil {
		return "", fmt.Errorf("begin session: %w", err)
	}
	return token, nil
}

// SignOut ends the session of a token. Signing out twice is no mistake.
func (g *Gate) SignOut(ctx context.Context, token string) error {
	if !tokenLike(token) {
		return nil
	}
	err := g.update(ctx, func(tx *store.Tx) error { return tx.EndSession(digest(token)) })
	if err != nil && !errors.Is(err, reinstate.ErrNotFound) {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}

// shutOut ends everything by which somebody is let in without a password.
func shutOut(tx *store.Tx, user reinstate.UserID) error {
	if err := tx.EndSessions(user); err != nil {
		return err
	}
	return tx.DropFeed(user)
}

// SignOutEverywhere ends every session of the actor, the present one too, and
// their calendar feed.
func (g *Gate) SignOutEverywhere(ctx context.Context, who reinstate.Actor) error {
	if who.User == 0 {
		return reinstate.ErrForbidden
	}
	err := g.db.Update(ctx, who, func(tx *store.Tx) error { return shutOut(tx, who.User) })
	if err != nil {
		return fmt.Errorf("sign out everywhere: %w", err)
	}
	return nil
}
