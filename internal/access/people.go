package access

import (
	"context"
	"fmt"
	"slices"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// NewPerson is somebody to be added to the actor's firm. The password is a
// first one, to be handed over and changed.
type NewPerson struct {
	Name, Email string
	Role        reinstate.Role
	Client      reinstate.ClientID // for RoleClient, and for no other
	Password    string
}

// AddPerson adds somebody to the actor's firm.
func (g *Gate) AddPerson(ctx context.Context, who reinstate.Actor, p NewPerson) (reinstate.User, error) {
	if err := who.Need(reinstate.ManagePeople); err != nil {
		return reinstate.User{}, err
	}
	firm, err := g.firm(ctx, who)
	if err != nil {
		return reinstate.User{}, fmt.Errorf("add person: %w", err)
	}
	user, secret, err := p.check(firm)
	if err != nil {
		return reinstate.User{}, err
	}
	hash, err := g.hash(ctx, secret)
	if err != nil {
		return reinstate.User{}, err
	}
	user.Org = who.Org
	err = g.db.Update(ctx, who, func(tx *store.Tx) error { return tx.AddUser(&user, hash) })
	if err != nil {
		return reinstate.User{}, fmt.Errorf("add person: %w", err)
	}
	return user, nil
}

// check reads the form, and refuses all that is wrong with it at once.
func (p NewPerson) check(firm string) (user reinstate.User, secret string, err error) {
	v := reinstate.Invalid{}
	user = reinstate.User{
		Name:   refuseName(v, "name", p.Name, "Enter the person's name."),
		Email:  refuseEmail(v, "email", p.Email),
		Role:   p.Role,
		Client: p.Client,
	}
	secret = refusePassword(v, "password", p.Password, firm, p.Name, p.Email)
	switch {
	case !p.Role.Valid():
		v.Refuse("role", "Choose a role.")
	case p.Role == reinstate.RoleClient && p.Client == 0:
		v.Refuse("client", "Choose the client whose accounts this person sees.")
	case p.Role != reinstate.RoleClient && p.Client != 0:
		v.Refuse("client", "Only a person in the client role is tied to one client.")
	}
	return user, secret, v.Err()
}

// firm is the name of the actor's firm.
func (g *Gate) firm(ctx context.Context, who reinstate.Actor) (string, error) {
	var firms []reinstate.Org
	err := g.view(ctx, func(tx *store.Tx) (err error) {
		firms, err = tx.Orgs()
		return err
	})
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(firms, func(o reinstate.Org) bool { return o.ID == who.Org })
	if at < 0 {
		return "", reinstate.ErrNotFound
	}
	return firms[at].Name, nil
}

// People lists the people of the actor's firm. Clients do not see them.
func (g *Gate) People(ctx context.Context, who reinstate.Actor) (people []reinstate.User, err error) {
	if err := who.Need(reinstate.Read); err != nil {
		return nil, err
	}
	if who.Role == reinstate.RoleClient || who.Client != 0 {
		return nil, reinstate.ErrForbidden
	}
	err = g.db.View(ctx, who, func(tx *store.Tx) error {
		people, err = tx.Users()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	return people, nil
}

// SetDisabled shuts a person out, at once and from every session, or lets them
// in again. Nobody does this to themselves, and not to the last owner.
func (g *Gate) SetDisabled(ctx context.Context, who reinstate.Actor, id reinstate.UserID, disabled bool) error {
	return g.changePerson(ctx, who, id, func(u *reinstate.User) error {
		if u.ID == who.User {
			return reinstate.Invalid{"person": "You cannot disable yourself. Ask another owner."}
		}
		u.Disabled = disabled
		return nil
	})
}

// SetRole gives a person another role. They sign in anew to hold it.
func (g *Gate) SetRole(ctx context.Context, who reinstate.Actor, id reinstate.UserID, role reinstate.Role) error {
	return g.changePerson(ctx, who, id, func(u *reinstate.User) error {
		switch {
		case !role.Valid():
			return reinstate.Invalid{"role": "Choose a role."}
		case role == reinstate.RoleClient && u.Role != reinstate.RoleClient:
			return reinstate.Invalid{"role": "A client is added as a new person, tied to one client."}
		}
		u.Role = role
		if role != reinstate.RoleClient {
			u.Client = 0
		}
		return nil
	})
}

// changePerson changes somebody of the actor's firm and ends their sessions,
// unless nothing changes or the firm would be left without an owner.
func (g *Gate) changePerson(ctx context.Context, who reinstate.Actor, id reinstate.UserID, change func(*reinstate.User) error) error {
	if err := who.Need(reinstate.ManagePeople); err != nil {
		return err
	}
	err := g.db.Update(ctx, who, func(tx *store.Tx) error {
		before, err := tx.User(id)
		if err != nil {
			return err
		}
		after := before
		if err := change(&after); err != nil || after == before {
			return err
		}
		if err := tx.SaveUser(&after); err != nil {
			return err
		}
		if err := hasOwner(tx); err != nil {
			return err
		}
		return shutOut(tx, id)
	})
	if err != nil {
		return fmt.Errorf("change person %d: %w", id, err)
	}
	return nil
}

// hasOwner refuses to leave a firm without an owner who can sign in.
func hasOwner(tx *store.Tx) error {
	people, err := tx.Users()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(people, func(u reinstate.User) bool { return u.Role == reinstate.RoleOwner && !u.Disabled }) {
		return reinstate.Invalid{"person": "This is the last owner of the firm. Make somebody else an owner first."}
	}
	return nil
}
