// Package access turns a credential into an Actor: the one-time setup code,
// passwords, sessions, and the people of a firm. It decides who somebody is;
// what they may then do is the permit table of package reinstate.
//
// Nothing secret is stored as it is: passwords as argon2id, session tokens and
// the setup code as SHA-256. Wrong guesses are counted in the store, so that a
// restart forgives nobody.
package access

import (
	"context"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Gate lets people in and keeps track of who is inside.
type Gate struct {
	db     *store.DB
	now    func() time.Time
	hashes *hasher
}

// Options are what a Gate works with.
type Options struct {
	DB   *store.DB
	Now  func() time.Time // nil: time.Now
	Cost Cost             // of a password hash; the zero value means DefaultCost
}

// New makes a Gate.
func New(o Options) *Gate {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Cost == (Cost{}) {
		o.Cost = DefaultCost
	}
	return &Gate{db: o.DB, now: o.Now, hashes: newHasher(o.Cost)}
}

// Visitor is where a request comes from.
type Visitor struct {
	Address string // of the peer itself, never a forwarded header's
	Agent   string // the browser's own words, shown beside a session and never trusted
}

// doorkeeper acts before it is known who somebody is. It belongs to no firm,
// so only the unscoped methods of a Tx answer it.
var doorkeeper = reinstate.Actor{Kind: reinstate.System, Name: "sign-in"}

// person is the actor that a user is.
func person(u reinstate.User, v Visitor) reinstate.Actor {
	return reinstate.Actor{
		Org: u.Org, User: u.ID, Name: u.Name, Kind: reinstate.Person, Role: u.Role, Client: u.Client,
		Language: u.Language, Zone: u.Zone, Address: v.Address,
	}
}

// update and view run as the doorkeeper.
func (g *Gate) update(ctx context.Context, f func(*store.Tx) error) error {
	return g.db.Update(ctx, doorkeeper, f)
}

func (g *Gate) view(ctx context.Context, f func(*store.Tx) error) error {
	return g.db.View(ctx, doorkeeper, f)
}
