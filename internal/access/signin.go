package access

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// signInWrong is the one sentence for an unknown address, a wrong password and
// a disabled person.
const signInWrong = "The e-mail address or the password is not right."

var errSignIn = reinstate.Invalid{"email": signInWrong}

// SignIn checks a password and begins a session, always under a new token. It
// returns Invalid with the same sentence whatever was wrong, or a *Throttled.
// Who had a session before in the same browser signs that one out.
func (g *Gate) SignIn(ctx context.Context, email, password string, v Visitor) (token string, err error) {
	email = foldEmail(email)
	secret, ok := foldPassword(password)
	if !ok {
		return "", errSignIn
	}
	c, err := g.prove(ctx, email, secret, v)
	if errors.Is(err, errWrong) {
		return "", errSignIn
	}
	if err != nil {
		return "", fmt.Errorf("sign in: %w", err)
	}
	err = g.db.Update(ctx, person(c.user, v), func(tx *store.Tx) error {
		token, err = c.enter(tx, v)
		return err
	})
	if errors.Is(err, errWrong) {
		return "", errSignIn
	}
	if err != nil {
		return "", fmt.Errorf("sign in: %w", err)
	}
	return token, nil
}

// errWrong says that a secret does not fit, or fits nobody.
var errWrong = errors.New("the password does not fit")

// credential is a user together with the stored hash that was checked.
type credential struct {
	user    reinstate.User // zero: there is nobody of that address
	stored  string
	counted string // the key under which the guess was counted
	renewed string // the hash to store instead, where the cost has changed
}

// prove checks a secret against the user of an address. Whoever there is or
// is not, the same is done: one look-up, one count, one hash.
func (g *Gate) prove(ctx context.Context, email, secret string, v Visitor) (c credential, err error) {
	err = g.hashes.inSlot(ctx, g.now, func() error {
		if c, err = g.credential(ctx, email); err != nil {
			return err
		}
		if c.counted, err = g.count(ctx, email, c.user, v); err != nil {
			return err
		}
		h := g.hashes.decoy
		if c.stored != "" {
			if h, err = parsePHC(c.stored); err != nil {
				return err
			}
		}
		if fits := h.fits(secret); !fits || c.user.ID == 0 || c.user.Disabled {
			return g.blame(ctx, v)
		}
		if h.cost != g.hashes.cost {
			c.renewed = newPHC(secret, g.hashes.cost).String()
		}
		return nil
	})
	return c, err
}

// credential finds the user of an address. Nobody is an answer.
func (g *Gate) credential(ctx context.Context, email string) (c credential, err error) {
	err = g.view(ctx, func(tx *store.Tx) error {
		c.user, c.stored, err = tx.Credentials(email)
		if errors.Is(err, reinstate.ErrNotFound) {
			c, err = credential{}, nil
		}
		return err
	})
	return c, err
}

// count holds the guess against the account before it is checked, so that
// guesses at the same instant do not slip through together; success clears it.
func (g *Gate) count(ctx context.Context, email string, u reinstate.User, v Visitor) (key string, err error) {
	err = g.db.Update(ctx, person(u, v), func(tx *store.Tx) error {
		if err := tx.PruneFailures(tx.Now().Add(-guessWindow)); err != nil {
			return err
		}
		if err := fromAddress.admit(tx, fromAddress.by(v)); err != nil {
			return err
		}
		account, err := allowed(tx, u, v)
		if err != nil {
			return err
		}
		key = account.at(email)
		if err := account.admit(tx, key); err != nil {
			return err
		}
		return tx.AddFailure(key)
	})
	return key, err
}

// allowed is the allowance of a visitor for a user's account.
func allowed(tx *store.Tx, u reinstate.User, v Visitor) (allowance, error) {
	sessions, err := tx.SessionsOf(u.ID)
	if err != nil {
		return allowance{}, err
	}
	from := network(v.Address)
	if from != nowhere && slices.ContainsFunc(sessions, func(s store.Session) bool { return network(s.Address) == from }) {
		return acquainted, nil
	}
	return strangers, nil
}

// blame holds a wrong guess against the address too. Success does not clear
// that one, or an attacker would sign in to an account of their own in between.
func (g *Gate) blame(ctx context.Context, v Visitor) error {
	if err := g.update(ctx, func(tx *store.Tx) error { return tx.AddFailure(fromAddress.by(v)) }); err != nil {
		return err
	}
	return errWrong
}

// enter begins the session of a proven credential, unless the user was
// disabled or took another password since it was read.
func (c credential) enter(tx *store.Tx, v Visitor) (token string, err error) {
	if err := c.confirm(tx); err != nil {
		return "", err
	}
	if c.renewed != "" {
		if err := tx.SetPassword(c.user.ID, c.renewed); err != nil {
			return "", err
		}
	}
	return begin(tx, c.user, v)
}

// confirm returns errWrong unless the credential is still what it was, and
// forgives the guesses that went before.
func (c *credential) confirm(tx *store.Tx) error {
	user, stored, err := tx.Credentials(c.user.Email)
	if errors.Is(err, reinstate.ErrNotFound) || err == nil && (user.ID != c.user.ID || user.Disabled || stored != c.stored) {
		return errWrong
	}
	if err != nil {
		return err
	}
	c.user = user
	return tx.ClearFailures(c.counted)
}
