package access

import (
	"context"
	"errors"
	"fmt"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// ChangePassword sets the actor's own password. The present one is asked for
// and guarded as at sign-in. Every session ends, this one too; the token of the
// one that takes its place is returned.
func (g *Gate) ChangePassword(ctx context.Context, who reinstate.Actor, current, next string, v Visitor) (token string, err error) {
	user, firm, err := g.self(ctx, who)
	if err != nil {
		return "", fmt.Errorf("change password: %w", err)
	}
	refusals := reinstate.Invalid{}
	secret := refusePassword(refusals, "next", next, firm, user.Name, user.Email)
	old, ok := foldPassword(current)
	if !ok {
		refusals.Refuse("current", currentWrong)
	}
	if old != "" && old == secret {
		refusals.Refuse("next", "This is your present password. Choose another.")
	}
	if err := refusals.Err(); err != nil {
		return "", err
	}
	c, err := g.prove(ctx, user.Email, old, v)
	if errors.Is(err, errWrong) {
		return "", reinstate.Invalid{"current": currentWrong}
	}
	if err != nil {
		return "", fmt.Errorf("change password: %w", err)
	}
	hash, err := g.hash(ctx, secret)
	if err != nil {
		return "", err
	}
	err = g.db.Update(ctx, who, func(tx *store.Tx) error {
		token, err = c.change(tx, hash, v)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("change password: %w", err)
	}
	return token, nil
}

const currentWrong = "This is not your present password."

// change stores a new hash and leaves the user one session, a new one.
func (c credential) change(tx *store.Tx, hash string, v Visitor) (token string, err error) {
	if err := c.confirm(tx); errors.Is(err, errWrong) {
		return "", reinstate.ErrConflict
	} else if err != nil {
		return "", err
	}
	if err := tx.SetPassword(c.user.ID, hash); err != nil {
		return "", err
	}
	if err := shutOut(tx, c.user.ID); err != nil {
		return "", err
	}
	return begin(tx, c.user, v)
}

// self is the person that the actor is, and the name of the firm.
func (g *Gate) self(ctx context.Context, who reinstate.Actor) (user reinstate.User, firm string, err error) {
	if who.User == 0 {
		return user, "", reinstate.ErrForbidden
	}
	if firm, err = g.firm(ctx, who); err != nil {
		return user, "", err
	}
	err = g.db.View(ctx, who, func(tx *store.Tx) error {
		user, err = tx.User(who.User)
		return err
	})
	return user, firm, err
}

// SetPreferences sets the actor's own name, language and time zone.
func (g *Gate) SetPreferences(ctx context.Context, who reinstate.Actor, name, language, zone string) error {
	if who.User == 0 {
		return reinstate.ErrForbidden
	}
	v := reinstate.Invalid{}
	name = refuseName(v, "name", name, "Enter your name.")
	language = refuseLanguage(v, "language", language)
	zone = refuseZone(v, "zone", zone)
	if err := v.Err(); err != nil {
		return err
	}
	err := g.db.Update(ctx, who, func(tx *store.Tx) error {
		user, err := tx.User(who.User)
		if err != nil {
			return err
		}
		user.Name, user.Language, user.Zone = name, language, zone
		return tx.SaveUser(&user)
	})
	if err != nil {
		return fmt.Errorf("set preferences: %w", err)
	}
	return nil
}
