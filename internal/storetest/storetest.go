// Package storetest makes real databases with people and cases in them, for
// tests only. Each test gets a data folder and a clock of its own, so tests may
// run side by side:
//
//	w := storetest.New(t)
//	c := w.Firm("Vale & Partners").Client("Hailan Ltd").Account(reinstate.Amazon, "US").Case()
//	c.Demand("Invoices of the last 365 days")
package storetest

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Start is where the clock of a world begins.
var Start = time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)

// Clock stands still until it is moved.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// Now is the present instant.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Pass moves the clock.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// World is one data folder.
type World struct {
	DB    *store.DB
	Dir   string
	Clock *Clock
	tb    testing.TB
	names int
}

// New makes an empty data folder, closed when the test ends.
func New(tb testing.TB) *World {
	tb.Helper()
	w := &World{tb: tb, Dir: tb.TempDir(), Clock: &Clock{at: Start}}
	db, err := store.Open(tb.Context(), store.Options{Dir: w.Dir, Now: w.Clock.Now})
	if err != nil {
		tb.Fatalf("open a store: %v", err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Errorf("close the store: %v", err)
		}
	})
	w.DB = db
	return w
}

// Update runs f for an actor; the test ends if it fails.
func (w *World) Update(who reinstate.Actor, f func(*store.Tx) error) {
	w.tb.Helper()
	if err := w.DB.Update(w.tb.Context(), who, f); err != nil {
		w.tb.Fatalf("update: %v", err)
	}
}

// View runs f for an actor; the test ends if it fails.
func (w *World) View(who reinstate.Actor, f func(*store.Tx) error) {
	w.tb.Helper()
	if err := w.DB.View(w.tb.Context(), who, f); err != nil {
		w.tb.Fatalf("view: %v", err)
	}
}

// Operator is the command line of the machine, for a firm or for none (0).
func (w *World) Operator(org reinstate.OrgID) reinstate.Actor {
	return reinstate.Actor{Org: org, Name: "local operator", Kind: reinstate.Operator, Role: reinstate.RoleOwner}
}

// name makes an address nobody else in the world has.
func (w *World) name(what string) string {
	w.names++
	return what + strconv.Itoa(w.names) + "@example.com"
}

// Firm is one firm with its owner.
type Firm struct {
	*World
	Org   reinstate.Org
	Owner reinstate.Actor
}

// Firm founds a firm.
func (w *World) Firm(name string) *Firm {
	w.tb.Helper()
	f := &Firm{World: w, Org: reinstate.Org{Name: name}}
	var owner reinstate.User
	w.Update(reinstate.Actor{Kind: reinstate.Person}, func(tx *store.Tx) error {
		if err := tx.AddOrg(&f.Org); err != nil {
			return err
		}
		owner = reinstate.User{Email: w.name("owner"), Name: "Mara Vale", Role: reinstate.RoleOwner}
		return tx.AddUser(&owner, "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA")
	})
	f.Owner = ActorOf(owner)
	return f
}

// ActorOf is a signed-in person.
func ActorOf(u reinstate.User) reinstate.Actor {
	return reinstate.Actor{
		Org: u.Org, User: u.ID, Name: u.Name, Kind: reinstate.Person, Role: u.Role, Client: u.Client, Language: u.Language, Zone: u.Zone,
	}
}

// Person adds a person with a role; for RoleClient see Client.Person.
func (f *Firm) Person(role reinstate.Role) reinstate.Actor {
	f.tb.Helper()
	return f.person(reinstate.User{Email: f.name(string(role)), Name: "A " + string(role), Role: role})
}

func (f *Firm) person(u reinstate.User) reinstate.Actor {
	f.tb.Helper()
	f.Update(f.Owner, func(tx *store.Tx) error { return tx.AddUser(&u, "no password") })
	return ActorOf(u)
}

// Client is one client of a firm.
type Client struct {
	*Firm
	Client reinstate.Client
}

// Client adds a client.
func (f *Firm) Client(legalName string) *Client {
	f.tb.Helper()
	c := &Client{Firm: f, Client: reinstate.Client{LegalName: legalName, Address: "1 Quay Street"}}
	f.Update(f.Owner, func(tx *store.Tx) error { return tx.AddClient(&c.Client) })
	return c
}

// Person adds a person of the client, who sees only what is the client's.
func (c *Client) Person() reinstate.Actor {
	c.tb.Helper()
	return c.person(reinstate.User{Email: c.name("client"), Name: "A seller", Role: reinstate.RoleClient, Client: c.Client.ID})
}

// Account is one account of a client.
type Account struct {
	*Client
	Account reinstate.Account
}

// Account adds an account with a short name of its own.
func (c *Client) Account(m reinstate.Marketplace, shop string) *Account {
	c.tb.Helper()
	c.names++
	n := strconv.Itoa(c.names)
	a := &Account{Client: c, Account: reinstate.Account{
		Client: c.Client.ID, Key: string(m) + "-" + n, Marketplace: m, Store: shop,
		SellerID: "A1SELLER" + n, StoreName: "Shop " + n, Standing: reinstate.StandingSuspended,
	}}
	c.Update(c.Owner, func(tx *store.Tx) error { return tx.AddAccount(&a.Account) })
	return a
}
