package access

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

func TestSignInRefusesEverybodyInTheSameWords(t *testing.T) {
	t.Parallel()
	h, token := ownedHouse(t)
	owner := h.inside(token).Actor
	h.add(owner, "gone@harbour.example", reinstate.RoleViewer)
	gone := h.add(owner, "shut@harbour.example", reinstate.RoleViewer)
	if err := h.SetDisabled(t.Context(), owner, gone.ID, true); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, email, password string }{
		{"a wrong password", ownerEmail, "kettle brick nine otter"},
		{"another person's password", ownerEmail, passwordOf("gone@harbour.example")},
		{"an unknown person", "nobody@harbour.example", ownerPassword},
		{"a disabled person with the right password", "shut@harbour.example", passwordOf("shut@harbour.example")},
		{"nothing at all", "", ""},
		{"no password", ownerEmail, ""},
		{"the password with NUL behind it", ownerEmail, ownerPassword + "\x00"},
		{"the address with NUL behind it", ownerEmail + "\x00", ownerPassword},
		{"the address as a pattern", "%@harbour.example", ownerPassword},
		{"a password of a megabyte", ownerEmail, strings.Repeat("x", 1<<20)},
		{"an address of a megabyte", strings.Repeat("x", 1<<20), ownerPassword},
		{"bytes that are no text", ownerEmail, "\xff\xfe"},
		{"an address that is no text", "\xff\xfe@harbour.example", ownerPassword},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h.wait(guessWindow + time.Second)
			token, err := h.SignIn(t.Context(), tt.email, tt.password, away)
			var got reinstate.Invalid
			if token != "" || !errors.As(err, &got) || len(got) != 1 || got["email"] != signInWrong {
				t.Errorf("got %q, %v; want only %q", token, err, signInWrong)
			}
		})
	}
}

func TestSignInTakesThePasswordAsThePersonMeansIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s := h.setup()
	s.Email, s.Password = " Mei@Harbour.Example ", "cafe\u0301 de la gare 九号"
	if _, err := h.SetUp(t.Context(), s, home); err != nil {
		t.Fatal(err)
	}
	h.enter("mei@harbour.example", "caf\u00e9 de la gare 九号", away)
	h.enter("MEI@HARBOUR.EXAMPLE", "cafe\u0301\u00a0de la gare\u3000九号", away)
}

func TestNobodyPlantsASession(t *testing.T) {
	t.Parallel()
	h, first := ownedHouse(t)
	planted := newToken()
	h.outside(planted)
	seen := map[string]bool{first: true, planted: true}
	for range 5 {
		token := h.enter(ownerEmail, ownerPassword, home)
		if seen[token] {
			t.Fatal("a sign-in took over a token that was there before")
		}
		seen[token] = true
	}
	h.outside(planted)
}

func TestSignInRenewsAHashOfAnotherCost(t *testing.T) {
	t.Parallel()
	h, _ := ownedHouse(t)
	stored := func() (hash string) {
		err := h.view(t.Context(), func(tx *store.Tx) (err error) {
			_, hash, err = tx.Credentials(ownerEmail)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return hash
	}
	dearer := Cost{MemoryKiB: 32, Passes: 2, Lanes: 1}
	later := New(Options{DB: h.db, Now: h.time, Cost: dearer})
	before := stored()
	if _, err := later.SignIn(t.Context(), ownerEmail, "wrong password", away); refused(err, "email") == "" {
		t.Fatalf("got %v", err)
	}
	if stored() != before {
		t.Error("a wrong password renewed the hash")
	}
	if _, err := later.SignIn(t.Context(), ownerEmail, ownerPassword, away); err != nil {
		t.Fatal(err)
	}
	renewed := stored()
	if p, err := parsePHC(renewed); err != nil || p.cost != dearer {
		t.Fatalf("got %q, %v", renewed, err)
	}
	if _, err := later.SignIn(t.Context(), ownerEmail, ownerPassword, away); err != nil {
		t.Errorf("the renewed hash does not fit: %v", err)
	}
	if stored() != renewed {
		t.Error("a hash of the right cost was renewed")
	}
}

// TestAnUnknownPersonCostsTheSame looks at what is done rather than at the
// time it takes: both wait for a slot to hash in, and both leave the same
// guesses behind. BenchmarkSignIn has the times.
func TestAnUnknownPersonCostsTheSame(t *testing.T) {
	t.Parallel()
	h, token := ownedHouse(t)
	const shut = "shut@harbour.example"
	owner := h.inside(token).Actor
	gone := h.add(owner, shut, reinstate.RoleViewer)
	err := errors.Join(h.SetDisabled(t.Context(), owner, gone.ID, true), h.SignOutEverywhere(t.Context(), owner))
	if err != nil {
		t.Fatal(err)
	}
	for i, email := range []string{ownerEmail, "nobody@harbour.example", shut} {
		from := Visitor{Address: fmt.Sprintf("192.0.2.%d", i)}
		if _, err := h.SignIn(t.Context(), email, passwordOf(shut), from); refused(err, "email") != signInWrong {
			t.Fatalf("%s: got %v", email, err)
		}
		if a, b := h.failures(strangers.at(email)), h.failures(fromAddress.by(from)); a != 1 || b != 1 {
			t.Errorf("%s: %d guesses at the account and %d from the address, want one each", email, a, b)
		}
	}
	if h.hashes.decoy.cost != h.hashes.cost || len(h.hashes.decoy.key) != keyBytes || len(h.hashes.decoy.salt) != saltBytes {
		t.Errorf("the decoy is unlike a stored hash: %v", h.hashes.decoy)
	}
	impatient := h.occupy()
	for _, email := range []string{ownerEmail, "nobody@harbour.example"} {
		if _, err := h.SignIn(impatient, email, "some password", away); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s did not wait for a slot: %v", email, err)
		}
	}
	if _, err := h.SignIn(impatient, ownerEmail, strings.Repeat("x", 1<<20), away); refused(err, "email") != signInWrong {
		t.Errorf("a megabyte waited for a slot: %v", err)
	}
}

// step is one line of a story about guesses.
type step struct {
	what     string
	wait     time.Duration
	email    string
	password string // empty: a wrong one
	from     Visitor
	times    int  // zero: once
	want     fate // of each
}

type fate string

const (
	in    fate = "in"
	wrong fate = "wrong"
	slow  fate = "throttled"
)

func (h *house) fate(email, password string, v Visitor) fate {
	h.t.Helper()
	_, err := h.SignIn(h.t.Context(), email, password, v)
	switch {
	case err == nil:
		return in
	case throttled(err):
		return slow
	case refused(err, "email") == signInWrong:
		return wrong
	}
	h.t.Fatalf("%s: %v", email, err)
	return ""
}

func TestGuessesAreSlowedDown(t *testing.T) {
	t.Parallel()
	const other = "ana@harbour.example"
	elsewhere := Visitor{Address: "2001:db8::1"}
	for _, tt := range []struct {
		name  string
		story []step
	}{
		{"three mistakes in a row cost no waiting, and success forgives them", []step{
			{what: "mistypes", times: 3, want: wrong},
			{what: "then gets it right", password: ownerPassword, want: in},
			{what: "mistypes again", times: 3, want: wrong},
			{what: "and gets it right again", password: ownerPassword, want: in},
		}},
		{"after the fourth the right password has to wait as well", []step{
			{what: "guesses", times: 4, want: wrong},
			{what: "guesses right at once", password: ownerPassword, want: slow},
			{what: "guesses right a second later", wait: time.Second, password: ownerPassword, want: slow},
			{what: "guesses right after two", wait: time.Second, password: ownerPassword, want: in},
		}},
		{"guesses at one account do not slow down another, not even from the same address", []step{
			{what: "guesses", times: 4, want: wrong},
			{what: "is slowed down", want: slow},
			{what: "another person signs in", email: other, password: passwordOf(other), want: in},
		}},
		{"another address does not help against the same account", []step{
			{what: "guesses", times: 4, want: wrong},
			{what: "goes on from elsewhere", from: elsewhere, want: slow},
		}},
		{"an unknown person is slowed down like a known one", []step{
			{what: "guesses", email: "nobody@harbour.example", times: 4, want: wrong},
			{what: "goes on", email: "nobody@harbour.example", want: slow},
		}},
		{"capitals do not make another account", []step{
			{what: "guesses", times: 4, want: wrong},
			{what: "writes it otherwise", email: strings.ToUpper(ownerEmail), want: slow},
		}},
		{"a try that is refused is not held against anybody", []step{
			{what: "guesses", times: 4, want: wrong},
			{what: "hammers", times: 100, want: slow},
			{what: "waits two seconds", wait: 2 * time.Second, password: ownerPassword, want: in},
		}},
		{"what strangers do does not slow down a person where they have a session", []step{
			{what: "strangers guess patiently", wait: time.Minute, times: 5, want: wrong},
			{what: "and are shut out", wait: time.Minute, want: slow},
			{what: "with the right password too", password: ownerPassword, want: slow},
			{what: "the person mistypes at home", from: home, times: 3, want: wrong},
			{what: "and signs in", from: home, password: ownerPassword, want: in},
			{what: "which forgives no stranger", want: slow},
		}},
		{"five mistakes are the end even at home", []step{
			{what: "the person mistypes at home", wait: 2 * time.Second, from: home, times: 5, want: wrong},
			{what: "once too often", wait: time.Minute, from: home, password: ownerPassword, want: slow},
			{what: "for fifteen minutes at most", wait: guessWindow - time.Minute, from: home, password: ownerPassword, want: in},
		}},
		{"a stranger who knows the password waits no longer than the window", []step{
			{what: "guesses as often as is heard", wait: 4 * time.Second, times: 5, want: wrong},
			{what: "is shut out", wait: guessWindow - time.Minute, password: ownerPassword, want: slow},
			{what: "and is let in", wait: time.Minute, password: ownerPassword, want: in},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h, token := ownedHouse(t)
			h.add(h.inside(token).Actor, other, reinstate.RoleCaseworker)
			for _, s := range tt.story {
				if s.email == "" {
					s.email = ownerEmail
				}
				if s.password == "" {
					s.password = "a wrong guess"
				}
				if s.from == (Visitor{}) {
					s.from = away
				}
				for range max(1, s.times) {
					h.wait(s.wait)
					if got := h.fate(s.email, s.password, s.from); got != s.want {
						t.Fatalf("%s: got %s, want %s", s.what, got, s.want)
					}
				}
			}
		})
	}
}

// TestAPatientAttackNeitherGetsFarNorLocksTheOwnerOut guesses every five
// seconds for four hours, from ever new addresses.
func TestAPatientAttackNeitherGetsFarNorLocksTheOwnerOut(t *testing.T) {
	t.Parallel()
	h, _ := ownedHouse(t)
	var heard []time.Time
	for i := range 4 * 60 * 12 {
		h.wait(5 * time.Second)
		from := Visitor{Address: fmt.Sprintf("100.64.%d.%d", i/250, i%250)}
		if h.fate(ownerEmail, fmt.Sprint("guess ", i), from) == wrong {
			heard = append(heard, h.time())
		}
		if i%(60*12) == 60*12-1 {
			if got := h.fate(ownerEmail, "kettle brick nine otter", home); got != wrong {
				t.Fatalf("at %v the owner's mistake was %s", h.time(), got)
			}
			if got := h.fate(ownerEmail, ownerPassword, home); got != in {
				t.Fatalf("at %v the owner was %s", h.time(), got)
			}
		}
	}
	most := 0
	for i := range heard {
		n := 0
		for _, at := range heard[i:] {
			if at.Sub(heard[i]) < guessWindow {
				n++
			}
		}
		most = max(most, n)
	}
	t.Logf("%d guesses were heard, at most %d in fifteen minutes", len(heard), most)
	if most > strangers.Limit || len(heard) < 10 {
		t.Errorf("%d guesses were heard, up to %d in fifteen minutes", len(heard), most)
	}
}

func TestGuessesAtTheSameInstantDoNotSlipThrough(t *testing.T) {
	t.Parallel()
	h, _ := ownedHouse(t)
	var heard atomic.Int32
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			if h.fate(ownerEmail, "a wrong guess", away) == wrong {
				heard.Add(1)
			}
		})
	}
	wg.Wait()
	if n := heard.Load(); n != int32(strangers.Free)+1 {
		t.Errorf("%d guesses were heard at once, want %d", n, strangers.Free+1)
	}
}

func TestNoAddressIsNobodysHome(t *testing.T) {
	t.Parallel()
	h, _ := ownedHouse(t)
	h.enter(ownerEmail, ownerPassword, Visitor{})
	for range 4 {
		h.fate(ownerEmail, "a wrong guess", away)
	}
	if got := h.fate(ownerEmail, ownerPassword, Visitor{Address: "forged"}); got != slow {
		t.Errorf("an address that is none is taken for one that is known: %s", got)
	}
}

func TestOneAddressDoesNotTryAllAccounts(t *testing.T) {
	t.Parallel()
	h, _ := ownedHouse(t)
	heard := 0
	for i := range 15 * 60 {
		if h.fate(fmt.Sprintf("person%d@harbour.example", i), "Summer2026", away) == wrong {
			heard++
		}
		h.wait(time.Second)
	}
	if heard > fromAddress.Limit+1 || heard < fromAddress.Free {
		t.Errorf("%d accounts were tried, want at most %d", heard, fromAddress.Limit)
	}
	if got := h.fate(ownerEmail, ownerPassword, Visitor{Address: "192.0.2.77"}); got != in {
		t.Errorf("somebody at another address is %s", got)
	}
}

func TestSigningInToAnAccountOfOnesOwnForgivesNoGuesses(t *testing.T) {
	t.Parallel()
	h, token := ownedHouse(t)
	h.add(h.inside(token).Actor, "spy@harbour.example", reinstate.RoleViewer)
	for i := range 10 {
		h.fate(fmt.Sprintf("person%d@harbour.example", i), "Summer2026", away)
		h.enter("spy@harbour.example", passwordOf("spy@harbour.example"), away)
	}
	if n := h.failures(fromAddress.by(away)); n != 10 {
		t.Errorf("%d guesses are held against the address, want 10", n)
	}
}

func TestARestartForgivesNobody(t *testing.T) {
	t.Parallel()
	h, _ := ownedHouse(t)
	for range 4 {
		h.fate(ownerEmail, "a wrong guess", away)
	}
	restarted := New(Options{DB: h.db, Now: h.time, Cost: cheap})
	if _, err := restarted.SignIn(t.Context(), ownerEmail, ownerPassword, away); !throttled(err) {
		t.Errorf("got %v", err)
	}
}

func TestADamagedHashIsAFaultAndLetsNobodyIn(t *testing.T) {
	t.Parallel()
	h, token := ownedHouse(t)
	who := h.inside(token).Actor
	err := h.db.Update(t.Context(), who, func(tx *store.Tx) error { return tx.SetPassword(who.User, "damaged") })
	if err != nil {
		t.Fatal(err)
	}
	if token, err := h.SignIn(t.Context(), ownerEmail, ownerPassword, home); token != "" || !errors.Is(err, errPHC) {
		t.Errorf("got %q, %v", token, err)
	}
}

// BenchmarkSignIn compares wrong guesses at a known and at an unknown account,
// with the real cost.
func BenchmarkSignIn(b *testing.B) {
	for _, bb := range []struct{ name, email string }{{"known", ownerEmail}, {"unknown", "nobody@harbour.example"}} {
		b.Run(bb.name, func(b *testing.B) {
			at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
			now := func() time.Time { return at }
			db, err := store.Open(b.Context(), store.Options{Dir: b.TempDir(), Now: now})
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			g := New(Options{DB: db, Now: now})
			code, _, err := g.SetupCode(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			s := Setup{Code: code, Firm: "Harbour", Name: "Mei", Email: ownerEmail, Password: ownerPassword}
			if _, err := g.SetUp(b.Context(), s, home); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				at = at.Add(guessWindow + time.Second)
				if _, err := g.SignIn(b.Context(), bb.email, "a wrong guess", away); refused(err, "email") == "" {
					b.Fatal(err)
				}
			}
		})
	}
}
