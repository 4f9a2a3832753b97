package access

import (
	"context"
	"fmt"
	"slices"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Sentences that refuse a setup code. A wrong one is told the same as an old one.
const (
	codeWrong = "This code is not right. Copy the newest one from the terminal in which the server was started."
	codeLate  = "This installation has been set up already. Sign in instead."
)

// Setup is what the first visit asks for: the firm, and its owner.
type Setup struct {
	Code, Firm, Name, Email, Password, Zone, Language string
}

// SetupCode makes the one-time code that opens an installation without a firm,
// for the terminal of whoever runs the server. Only its digest is stored, and
// the code made before it is dead. Once there is a firm, none is needed.
func (g *Gate) SetupCode(ctx context.Context) (code string, needed bool, err error) {
	err = g.update(ctx, func(tx *store.Tx) error {
		if needed, err = vacant(tx); err != nil || !needed {
			return err
		}
		code = newCode()
		return tx.SetSetupHash(digest(foldCode(code)))
	})
	if err != nil {
		return "", false, fmt.Errorf("make setup code: %w", err)
	}
	return code, needed, nil
}

// NeedsSetup reports whether there is no firm yet. The demonstration is none.
func (g *Gate) NeedsSetup(ctx context.Context) (needed bool, err error) {
	err = g.view(ctx, func(tx *store.Tx) error {
		needed, err = vacant(tx)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("look for a firm: %w", err)
	}
	return needed, nil
}

// OnlyDemonstration reports whether the demonstration is the one firm here, so
// that its people may sign in although nobody has set up a firm yet.
func (g *Gate) OnlyDemonstration(ctx context.Context) (only bool, err error) {
	err = g.view(ctx, func(tx *store.Tx) error {
		firms, err := tx.Orgs()
		only = len(firms) > 0 && !slices.ContainsFunc(firms, func(o reinstate.Org) bool { return !o.Demo })
		return err
	})
	if err != nil {
		return false, fmt.Errorf("look for the demonstration: %w", err)
	}
	return only, nil
}

// vacant reports whether there is no firm but the demonstration.
func vacant(tx *store.Tx) (bool, error) {
	i, err := tx.Installation()
	return i.Firms == 0, err
}

// SetUp creates the firm and its owner, uses the code up and signs the owner
// in. The code is looked at first: who has none learns nothing and costs
// nothing. Of two who race with the same code, one wins.
func (g *Gate) SetUp(ctx context.Context, s Setup, v Visitor) (token string, err error) {
	if err := g.tryCode(ctx, s.Code, v); err != nil {
		return "", err
	}
	firm, owner, secret, err := s.check()
	if err != nil {
		return "", err
	}
	hash, err := g.hash(ctx, secret)
	if err != nil {
		return "", err
	}
	err = g.update(ctx, func(tx *store.Tx) error {
		refusal, err := refuseCode(tx, s.Code)
		if err == nil {
			err = refusal.Err()
		}
		if err != nil {
			return err
		}
		token, err = found(tx, firm, owner, hash, v)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("set up: %w", err)
	}
	return token, nil
}

// tryCode counts a wrong code against the address it came from.
func (g *Gate) tryCode(ctx context.Context, code string, v Visitor) error {
	var refusal reinstate.Invalid
	err := g.update(ctx, func(tx *store.Tx) (err error) {
		if err := atSetup.admit(tx, atSetup.by(v)); err != nil {
			return err
		}
		refusal, err = refuseCode(tx, code)
		switch {
		case err != nil:
			return err
		case refusal == nil:
			return tx.ClearFailures(atSetup.by(v))
		case refusal["code"] == codeLate: // nothing is left to be guessed
			return nil
		}
		if err := tx.PruneFailures(tx.Now().Add(-guessWindow)); err != nil {
			return err
		}
		return tx.AddFailure(atSetup.by(v)) // kept: the refusal does not undo it
	})
	if err != nil {
		return fmt.Errorf("try setup code: %w", err)
	}
	return refusal.Err()
}

// refuseCode refuses a code that does not open this installation now.
func refuseCode(tx *store.Tx, code string) (reinstate.Invalid, error) {
	i, err := tx.Installation()
	switch {
	case err != nil:
		return nil, err
	case i.Firms > 0:
		return reinstate.Invalid{"code": codeLate}, nil
	case !sameDigest(digest(foldCode(code)), i.SetupHash):
		return reinstate.Invalid{"code": codeWrong}, nil
	}
	return nil, nil
}

// check reads the form, and refuses all that is wrong with it at once.
func (s Setup) check() (firm reinstate.Org, owner reinstate.User, secret string, err error) {
	v := reinstate.Invalid{}
	firm.Name = refuseName(v, "firm", s.Firm, "Enter the name of your company or firm.")
	owner = reinstate.User{
		Name:     refuseName(v, "name", s.Name, "Enter your name."),
		Email:    refuseEmail(v, "email", s.Email),
		Role:     reinstate.RoleOwner,
		Zone:     refuseZone(v, "zone", s.Zone),
		Language: refuseLanguage(v, "language", s.Language),
	}
	secret = refusePassword(v, "password", s.Password, s.Firm, s.Name, s.Email)
	return firm, owner, secret, v.Err()
}

// found creates the firm and its owner and begins the owner's session.
func found(tx *store.Tx, firm reinstate.Org, owner reinstate.User, hash string, v Visitor) (token string, err error) {
	if err := tx.AddOrg(&firm); err != nil {
		return "", err
	}
	owner.Org = firm.ID
	if err := tx.AddUser(&owner, hash); err != nil {
		return "", err
	}
	if err := tx.SetSetupHash(""); err != nil {
		return "", err
	}
	return begin(tx, owner, v)
}
