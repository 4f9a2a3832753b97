package access

import (
	"context"
	"fmt"
	"log/slog"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Person is somebody of the actor's firm, for whoever manages its people.
func (g *Gate) Person(ctx context.Context, who reinstate.Actor, id reinstate.UserID) (u reinstate.User, err error) {
	if err := who.Need(reinstate.ManagePeople); err != nil {
		return u, err
	}
	err = g.db.View(ctx, who, func(tx *store.Tx) error {
		u, err = tx.User(id)
		return err
	})
	if err != nil {
		return u, fmt.Errorf("person %d: %w", id, err)
	}
	return u, nil
}

// SetPassword gives somebody of the actor's firm a new password, for one who
// forgot theirs: it is handed over, and changed by them. The rules are those of
// a first password. Their sessions end, and so does their calendar feed.
// Nobody does this to themselves: who knows the present one changes it.
func (g *Gate) SetPassword(ctx context.Context, who reinstate.Actor, id reinstate.UserID, password string) error {
	person, err := g.Person(ctx, who, id)
	if err != nil {
		return fmt.Errorf("set a password: %w", err)
	}
	firm, err := g.firm(ctx, who)
	if err != nil {
		return fmt.Errorf("set a password: %w", err)
	}
	refused := reinstate.Invalid{}
	secret := refusePassword(refused, "password", password, firm, person.Name, person.Email)
	if id == who.User {
		refused.Refuse("password", "Change your own password in your settings.")
	}
	if err := refused.Err(); err != nil {
		return err
	}
	hash, err := g.hash(ctx, secret)
	if err != nil {
		return err
	}
	err = g.db.Update(ctx, who, func(tx *store.Tx) error {
		if err := tx.SetPassword(id, hash); err != nil {
			return err
		}
		return shutOut(tx, id)
	})
	if err != nil {
		return fmt.Errorf("set the password of person %d: %w", id, err)
	}
	slog.InfoContext(ctx, "a password was set for somebody else", "by", who.User, "person", id)
	return nil
}
