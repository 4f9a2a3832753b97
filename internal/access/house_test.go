package access

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

const (
	ownerEmail    = "mei@harbour.example"
	ownerPassword = "kettle brick nine otters"
)

var (
	home = Visitor{Address: "203.0.113.7", Agent: "Firefox"}
	away = Visitor{Address: "198.51.100.9", Agent: "Chrome"}
)

// house is an installation with a clock that stands still until it is moved.
type house struct {
	*Gate
	t   *testing.T
	dir string

	mu sync.Mutex
	at time.Time
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, dir: t.TempDir(), at: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	db, err := store.Open(t.Context(), store.Options{Dir: h.dir, Now: h.time})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h.Gate = New(Options{DB: db, Now: h.time, Cost: cheap})
	return h
}

// ownedHouse is a house that has been set up, with the owner's first token.
func ownedHouse(t *testing.T) (h *house, token string) {
	t.Helper()
	h = newHouse(t)
	token, err := h.SetUp(t.Context(), h.setup(), home)
	if err != nil {
		t.Fatal(err)
	}
	return h, token
}

func (h *house) time() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *house) wait(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
}

// setup is the filled form of a first visit, with a fresh code.
func (h *house) setup() Setup {
	h.t.Helper()
	code, needed, err := h.SetupCode(h.t.Context())
	if err != nil || !needed {
		h.t.Fatalf("got no code: needed %t, %v", needed, err)
	}
	return Setup{
		Code: code, Firm: "Harbour & Vale LLP", Name: "Mei Lin", Email: ownerEmail,
		Password: ownerPassword, Zone: "Asia/Shanghai", Language: "zh-hans",
	}
}

// inside is who holds a token.
func (h *house) inside(token string) Session {
	h.t.Helper()
	s, err := h.Session(h.t.Context(), token, home)
	if err != nil {
		h.t.Fatalf("nobody is inside: %v", err)
	}
	return s
}

func (h *house) outside(token string) {
	h.t.Helper()
	if s, err := h.Session(h.t.Context(), token, home); !errors.Is(err, reinstate.ErrNotFound) {
		h.t.Errorf("%s is still inside: %v", s.User.Email, err)
	}
}

// enter signs in and fails the test where that is refused.
func (h *house) enter(email, password string, v Visitor) (token string) {
	h.t.Helper()
	token, err := h.SignIn(h.t.Context(), email, password, v)
	if err != nil {
		h.t.Fatalf("%s was not let in: %v", email, err)
	}
	return token
}

// add adds a person to the actor's firm, with a password of their own.
func (h *house) add(who reinstate.Actor, email string, role reinstate.Role) reinstate.User {
	h.t.Helper()
	p := NewPerson{Name: "Ana Duarte", Email: email, Role: role, Password: passwordOf(email)}
	if role == reinstate.RoleClient {
		p.Client = h.client(who)
	}
	u, err := h.AddPerson(h.t.Context(), who, p)
	if err != nil {
		h.t.Fatalf("add %s: %v", email, err)
	}
	return u
}

func passwordOf(email string) string { return "seven grey ladders, " + email }

func (h *house) client(who reinstate.Actor) reinstate.ClientID {
	h.t.Helper()
	c := reinstate.Client{LegalName: "深圳市海湾贸易有限公司"}
	err := h.db.Update(h.t.Context(), who, func(tx *store.Tx) error { return tx.AddClient(&c) })
	if err != nil {
		h.t.Fatal(err)
	}
	return c.ID
}

// firmWithOwner founds another firm in the same installation.
func (h *house) firmWithOwner(name, email string, demo bool) reinstate.Actor {
	h.t.Helper()
	var u reinstate.User
	hash := newPHC(passwordOf(email), cheap).String()
	err := h.update(h.t.Context(), func(tx *store.Tx) error {
		o := reinstate.Org{Name: name, Demo: demo}
		if err := tx.AddOrg(&o); err != nil {
			return err
		}
		u = reinstate.User{Org: o.ID, Email: email, Name: "Rival", Role: reinstate.RoleOwner}
		return tx.AddUser(&u, hash)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return person(u, away)
}

// failures counts the guesses held against a key.
func (h *house) failures(key string) (count int) {
	h.t.Helper()
	err := h.view(h.t.Context(), func(tx *store.Tx) (err error) {
		count, _, err = tx.Failures(key, tx.Now().Add(-guessWindow))
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return count
}

// occupy takes every slot for hashing until the test ends, so that whoever
// would hash waits until its context ends.
func (h *house) occupy() (impatient context.Context) {
	h.t.Helper()
	for range cap(h.hashes.slots) {
		h.hashes.slots <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(h.t.Context(), 2*time.Second)
	h.t.Cleanup(cancel)
	return ctx
}

// refused is the sentence for a field, or empty.
func refused(err error, field string) string {
	var v reinstate.Invalid
	errors.As(err, &v)
	return v[field]
}

func throttled(err error) bool {
	var t *Throttled
	return errors.As(err, &t)
}
