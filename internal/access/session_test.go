package access

import (
	"errors"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

func TestASessionLasts(t *testing.T) {
	t.Parallel()
	const h, d = time.Hour, 24 * time.Hour
	for _, tt := range []struct {
		name  string
		used  []time.Duration // after sign-in; the person is inside each time
		until time.Duration   // and no longer at this one
	}{
		{"twelve hours when nobody uses it", nil, 12 * h},
		{"until just before that", []time.Duration{12*h - time.Second}, 24*h - time.Second},
		{"twelve hours from its last use", []time.Duration{10 * h}, 22 * h},
		{
			"seven days however busy it is",
			[]time.Duration{11 * h, 22 * h, 33 * h, 44 * h, 55 * h, 66 * h, 77 * h, 88 * h, 99 * h, 110 * h, 121 * h, 132 * h, 143 * h, 154 * h, 165 * h, 7*d - time.Second},
			7 * d,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			house, token := ownedHouse(t)
			start := house.time()
			for _, at := range tt.used {
				house.wait(start.Add(at).Sub(house.time()))
				if ends := house.inside(token).Ends; ends.After(start.Add(7*d)) || !ends.After(house.time()) {
					t.Errorf("after %v the session says it ends %v after sign-in", at, ends.Sub(start))
				}
			}
			house.wait(start.Add(tt.until).Sub(house.time()))
			house.outside(token)
		})
	}
}

func TestASessionDiesAtOnce(t *testing.T) {
	t.Parallel()
	const email = "ana@harbour.example"
	for _, tt := range []struct {
		name  string
		cause func(h *house, owner reinstate.Actor, ana Session) error
		also  bool // whether ana's other session dies with it
	}{
		{"when its holder signs out", func(h *house, _ reinstate.Actor, ana Session) error {
			return h.SignOut(h.t.Context(), ana.Token)
		}, false},
		{"when its holder signs out everywhere", func(h *house, _ reinstate.Actor, ana Session) error {
			return h.SignOutEverywhere(h.t.Context(), ana.Actor)
		}, true},
		{"when its holder takes another password", func(h *house, _ reinstate.Actor, ana Session) error {
			_, err := h.ChangePassword(h.t.Context(), ana.Actor, passwordOf(email), "eight blue ladders", home)
			return err
		}, true},
		{"when its holder is disabled", func(h *house, owner reinstate.Actor, ana Session) error {
			return h.SetDisabled(h.t.Context(), owner, ana.User.ID, true)
		}, true},
		{"and stays dead when its holder is let in again", func(h *house, owner reinstate.Actor, ana Session) error {
			return errors.Join(
				h.SetDisabled(h.t.Context(), owner, ana.User.ID, true),
				h.SetDisabled(h.t.Context(), owner, ana.User.ID, false))
		}, true},
		{"when its holder gets another role", func(h *house, owner reinstate.Actor, ana Session) error {
			return h.SetRole(h.t.Context(), owner, ana.User.ID, reinstate.RoleViewer)
		}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h, ownersToken := ownedHouse(t)
			owner := h.inside(ownersToken).Actor
			h.add(owner, email, reinstate.RoleManager)
			token := h.enter(email, passwordOf(email), home)
			other := h.enter(email, passwordOf(email), away)
			if err := tt.cause(h, owner, h.inside(token)); err != nil {
				t.Fatal(err)
			}
			h.outside(token)
			if tt.also {
				h.outside(other)
			} else {
				h.inside(other)
			}
			h.inside(ownersToken)
		})
	}
}

func TestWhatIsNoTokenOpensNothing(t *testing.T) {
	t.Parallel()
	h, token := ownedHouse(t)
	for _, tt := range []struct{ name, token string }{
		{"nothing", ""},
		{"another token", newToken()},
		{"the stored digest", digest(token)},
		{"the token with a character more", token + "A"},
		{"the token with a character less", token[1:]},
		{"the token in capitals", strings.ToUpper(token)},
		{"a NUL in it", token[:20] + "\x00" + token[21:]},
		{"a pattern", strings.Repeat("%", len(token))},
		{"a megabyte", strings.Repeat("A", 1<<20)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h.outside(tt.token)
			if err := h.SignOut(t.Context(), tt.token); err != nil {
				t.Errorf("signing it out: %v", err)
			}
			h.inside(token)
		})
	}
}

func TestLastUseIsNotedOnceAMinute(t *testing.T) {
	t.Parallel()
	h, token := ownedHouse(t)
	who := h.inside(token).Actor
	start := h.time()
	seen := func() (at time.Time) {
		err := h.db.View(t.Context(), who, func(tx *store.Tx) error {
			sessions, err := tx.SessionsOf(who.User)
			if err == nil && len(sessions) == 1 {
				at = sessions[0].Seen
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, tt := range []struct{ at, want time.Duration }{
		{0, 0}, {30 * time.Second, 0}, {59 * time.Second, 0}, {60 * time.Second, 60 * time.Second},
		{90 * time.Second, 60 * time.Second}, {120 * time.Second, 120 * time.Second},
	} {
		h.wait(start.Add(tt.at).Sub(h.time()))
		h.inside(token)
		if got := seen().Sub(start); got != tt.want {
			t.Errorf("%v after sign-in the last use was noted at %v, want %v", tt.at, got, tt.want)
		}
	}
}

func TestASessionKeepsWhereItCameFromWithinBounds(t *testing.T) {
	t.Parallel()
	h, token := ownedHouse(t)
	who := h.inside(token).Actor
	h.enter(ownerEmail, ownerPassword, Visitor{Address: "192.0.2.1", Agent: "evil\x00\x1b[31m" + strings.Repeat("é", 5000)})
	err := h.db.View(t.Context(), who, func(tx *store.Tx) error {
		sessions, err := tx.SessionsOf(who.User)
		for _, s := range sessions {
			if strings.ContainsAny(s.Agent, "\x00\x1b") || len([]rune(s.Agent)) > agentLongest || strings.Contains(s.Agent, "\ufffd") {
				t.Errorf("kept the agent %q", s.Agent)
			}
		}
		if len(sessions) != 2 {
			t.Errorf("got %d sessions, want 2", len(sessions))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestChangingThePassword(t *testing.T) {
	t.Parallel()
	const next = "eight blue ladders"
	for _, tt := range []struct {
		name, current, next string
		want                reinstate.Invalid
	}{
		{"needs the present one", "kettle brick nine otter", next, reinstate.Invalid{"current": currentWrong}},
		{"needs it though it be long", strings.Repeat("x", 1<<20), next, reinstate.Invalid{"current": currentWrong}},
		{"wants another", ownerPassword, ownerPassword, reinstate.Invalid{"next": "This is your present password. Choose another."}},
		{"wants a good one", ownerPassword, "password", reinstate.Invalid{"next": guessedFirst}},
		{"does not take the firm's name", ownerPassword, "Harbour & Vale LLP", reinstate.Invalid{"next": aboutThem}},
		{"does not take one's own name", ownerPassword, "mei lin 1988", reinstate.Invalid{"next": aboutThem}},
		{"says all that is wrong at once", "", "", reinstate.Invalid{"current": currentWrong, "next": tooShort}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h, token := ownedHouse(t)
			_, err := h.ChangePassword(t.Context(), h.inside(token).Actor, tt.current, tt.next, home)
			var got reinstate.Invalid
			if !errors.As(err, &got) || got.Error() != tt.want.Error() {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			h.inside(token)
			h.enter(ownerEmail, ownerPassword, home)
		})
	}
	t.Run("leaves one session, under a new token", func(t *testing.T) {
		t.Parallel()
		h, token := ownedHouse(t)
		fresh, err := h.ChangePassword(t.Context(), h.inside(token).Actor, ownerPassword, next, home)
		if err != nil || fresh == token {
			t.Fatalf("got %q, %v", fresh, err)
		}
		h.outside(token)
		h.inside(fresh)
		if got := h.fate(ownerEmail, ownerPassword, home); got != wrong {
			t.Errorf("with the old password the owner is %s", got)
		}
		h.enter(ownerEmail, next, home)
	})
	t.Run("guesses at the present one are slowed down as at sign-in", func(t *testing.T) {
		t.Parallel()
		h, token := ownedHouse(t)
		who := h.inside(token).Actor
		heard := 0
		for range 15 * 60 {
			_, err := h.ChangePassword(t.Context(), who, "a wrong guess", next, home)
			if refused(err, "current") != "" {
				heard++
			} else if !throttled(err) {
				t.Fatal(err)
			}
			h.wait(time.Second)
		}
		if heard > 10 || heard < 4 {
			t.Errorf("%d guesses were heard", heard)
		}
	})
	t.Run("is not for the command line", func(t *testing.T) {
		t.Parallel()
		h, _ := ownedHouse(t)
		who, err := h.Operator(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.ChangePassword(t.Context(), who, ownerPassword, next, home); !errors.Is(err, reinstate.ErrForbidden) {
			t.Errorf("got %v", err)
		}
		if err := h.SignOutEverywhere(t.Context(), who); !errors.Is(err, reinstate.ErrForbidden) {
			t.Errorf("got %v", err)
		}
	})
}

// TestAPasswordChangedDuringASignInWins holds a sign-in between its proof and
// its session.
func TestAPasswordChangedDuringASignInWins(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		meanwhile func(h *house, owner reinstate.Actor, ana reinstate.User) error
	}{
		{"another password", func(h *house, owner reinstate.Actor, ana reinstate.User) error {
			return h.db.Update(h.t.Context(), owner, func(tx *store.Tx) error {
				return tx.SetPassword(ana.ID, newPHC("other", cheap).String())
			})
		}},
		{"disabled", func(h *house, owner reinstate.Actor, ana reinstate.User) error {
			return h.SetDisabled(h.t.Context(), owner, ana.ID, true)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			const email = "ana@harbour.example"
			h, token := ownedHouse(t)
			owner := h.inside(token).Actor
			ana := h.add(owner, email, reinstate.RoleViewer)
			c, err := h.prove(t.Context(), email, passwordOf(email), away)
			if err != nil {
				t.Fatal(err)
			}
			if err := tt.meanwhile(h, owner, ana); err != nil {
				t.Fatal(err)
			}
			err = h.db.Update(t.Context(), person(c.user, away), func(tx *store.Tx) error {
				_, err := c.enter(tx, away)
				return err
			})
			if !errors.Is(err, errWrong) {
				t.Errorf("got %v, want that the credential no longer holds", err)
			}
		})
	}
}
