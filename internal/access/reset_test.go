package access

import (
	"errors"
	"testing"

	"reinstate/internal/reinstate"
)

const forgotten = "reviewer@harbour.example"

func TestAnOwnerSetsANewPasswordForSomebody(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	owner, reviewer := c.who[reinstate.RoleOwner], c.who[reinstate.RoleReviewer]
	token := c.enter(forgotten, passwordOf(forgotten), away)
	c.inside(token)
	const next = "eleven yellow ladders"
	if err := c.SetPassword(t.Context(), owner, reviewer.User, next); err != nil {
		t.Fatal(err)
	}
	c.outside(token)
	if _, err := c.SignIn(t.Context(), forgotten, passwordOf(forgotten), away); err == nil {
		t.Error("the old password still opens")
	}
	if s := c.inside(c.enter(forgotten, next, away)); s.Actor.User != reviewer.User {
		t.Errorf("signed in as %+v", s.Actor)
	}
}

func TestAPasswordForSomebodyIsRefused(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	owner, reviewer := c.who[reinstate.RoleOwner], c.who[reinstate.RoleReviewer].User
	token := c.enter(forgotten, passwordOf(forgotten), away)
	for _, tt := range []struct {
		name     string
		who      reinstate.Actor
		id       reinstate.UserID
		password string
		want     error // nil: a sentence
	}{
		{"a weak one", owner, reviewer, "12345678", nil},
		{"none", owner, reviewer, "", nil},
		{"their own address", owner, reviewer, forgotten, nil},
		{"one's own", owner, owner.User, "eleven yellow ladders", nil},
		{"by a manager", c.who[reinstate.RoleManager], reviewer, "eleven yellow ladders", reinstate.ErrForbidden},
		{"by the person without the present one", c.who[reinstate.RoleReviewer], reviewer, "eleven yellow ladders", reinstate.ErrForbidden},
		{"by another firm", c.rival, reviewer, "eleven yellow ladders", reinstate.ErrNotFound},
		{"of nobody", owner, 1 << 40, "eleven yellow ladders", reinstate.ErrNotFound},
	} {
		err := c.SetPassword(t.Context(), tt.who, tt.id, tt.password)
		if tt.want == nil && refused(err, "password") == "" || tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	c.inside(token)
	c.enter(forgotten, passwordOf(forgotten), away)
}
