package access

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

func TestTheFirstVisitFoundsAFirmWithItsOwner(t *testing.T) {
	t.Parallel()
	h, token := ownedHouse(t)
	s := h.inside(token)
	if s.Firm.Name != "Harbour & Vale LLP" || s.Firm.Demo || s.Actor.Org != s.Firm.ID {
		t.Errorf("got the firm %+v", s.Firm)
	}
	want := reinstate.Actor{
		Org: s.Firm.ID, User: s.User.ID, Name: "Mei Lin", Kind: reinstate.Person, Role: reinstate.RoleOwner,
		Language: "zh-Hans", Zone: "Asia/Shanghai", Address: home.Address,
	}
	if s.Actor != want {
		t.Errorf("got the actor %+v, want %+v", s.Actor, want)
	}
	h.enter(ownerEmail, ownerPassword, away)
}

func TestSetupRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		spoil func(h *house, s *Setup)
		want  reinstate.Invalid
	}{
		{"a wrong code", func(_ *house, s *Setup) { s.Code = newCode() }, reinstate.Invalid{"code": codeWrong}},
		{"no code", func(_ *house, s *Setup) { s.Code = "" }, reinstate.Invalid{"code": codeWrong}},
		{"a code of a megabyte", func(_ *house, s *Setup) { s.Code += strings.Repeat("A", 1<<20) }, reinstate.Invalid{"code": codeWrong}},
		{"the stored digest as the code", func(_ *house, s *Setup) { s.Code = digest(foldCode(s.Code)) }, reinstate.Invalid{"code": codeWrong}},
		{"any code before one was made", func(h *house, s *Setup) {
			err := h.update(h.t.Context(), func(tx *store.Tx) error { return tx.SetSetupHash("") })
			if err != nil {
				h.t.Fatal(err)
			}
		}, reinstate.Invalid{"code": codeWrong}},
		{"the code of an earlier start", func(h *house, _ *Setup) { h.setup() }, reinstate.Invalid{"code": codeWrong}},
		{
			"a wrong code before all else", func(_ *house, s *Setup) { s.Code, s.Firm, s.Password = "no", "", "" },
			reinstate.Invalid{"code": codeWrong},
		},
		{
			"everything empty, field by field", func(_ *house, s *Setup) { *s = Setup{Code: s.Code} },
			reinstate.Invalid{
				"firm": "Enter the name of your company or firm.", "name": "Enter your name.",
				"email": "Enter an e-mail address.", "password": tooShort,
			},
		},
		{"a password that holds NUL", func(_ *house, s *Setup) { s.Password = "kettle\x00brick" }, reinstate.Invalid{"password": unprintable}},
		{"the firm as the password", func(_ *house, s *Setup) { s.Password = "harbour & vale llp" }, reinstate.Invalid{"password": aboutThem}},
		{
			"NUL in the names", func(_ *house, s *Setup) { s.Firm, s.Name = "Har\x00bour", "Mei\x00" },
			reinstate.Invalid{"firm": nameOdd, "name": nameOdd},
		},
		{"an unknown zone", func(_ *house, s *Setup) { s.Zone = "Mars/Olympus" }, reinstate.Invalid{"zone": zoneOdd}},
		{"an unknown language", func(_ *house, s *Setup) { s.Language = "klingonese" }, reinstate.Invalid{"language": languageOdd}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			s := h.setup()
			tt.spoil(h, &s)
			_, err := h.SetUp(t.Context(), s, home)
			var got reinstate.Invalid
			if !errors.As(err, &got) || got.Error() != tt.want.Error() || len(got) != len(tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if needed, err := h.NeedsSetup(t.Context()); !needed || err != nil {
				t.Errorf("something was set up all the same: %v", err)
			}
		})
	}
}

func TestASetupCodeWorksOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s := h.setup()
	if _, err := h.SetUp(t.Context(), s, home); err != nil {
		t.Fatal(err)
	}
	s.Email, s.Firm = "second@harbour.example", "Second"
	if _, err := h.SetUp(t.Context(), s, home); refused(err, "code") != codeLate {
		t.Errorf("got %v, want %q", err, codeLate)
	}
	err := h.view(t.Context(), func(tx *store.Tx) error {
		i, err := tx.Installation()
		if i.SetupHash != "" {
			t.Error("the digest of the used code is still stored")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if code, needed, err := h.SetupCode(t.Context()); code != "" || needed || err != nil {
		t.Errorf("a firm has been set up, but got the code %q, needed %t, %v", code, needed, err)
	}
}

func TestASetupThatIsRefusedDoesNotUseTheCodeUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s := h.setup()
	short := s
	short.Password = "short"
	if _, err := h.SetUp(t.Context(), short, home); refused(err, "password") == "" {
		t.Fatalf("got %v", err)
	}
	s.Code = strings.ToLower(strings.ReplaceAll(s.Code, "-", " "))
	if _, err := h.SetUp(t.Context(), s, home); err != nil {
		t.Errorf("the second try is refused: %v", err)
	}
}

func TestTheDemonstrationIsNoFirm(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.firmWithOwner("Demonstration", "demo@demo.example", true)
	if needed, err := h.NeedsSetup(t.Context()); !needed || err != nil {
		t.Fatalf("got needed %t, %v", needed, err)
	}
	if _, err := h.SetUp(t.Context(), h.setup(), home); err != nil {
		t.Error(err)
	}
}

func TestOfRacingSetupsOneWins(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s := h.setup()
	const racers = 8
	tokens, errs := make([]string, racers), make([]error, racers)
	var wg sync.WaitGroup
	for i := range racers {
		wg.Go(func() {
			mine := s
			mine.Email = string(rune('a'+i)) + "@harbour.example"
			tokens[i], errs[i] = h.SetUp(t.Context(), mine, home)
		})
	}
	wg.Wait()
	won := 0
	for i, err := range errs {
		switch {
		case err == nil:
			won++
			h.inside(tokens[i])
		case refused(err, "code") == "":
			t.Errorf("a loser was told %v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d setups won, want one", won)
	}
	who, err := h.Operator(t.Context(), "")
	if err != nil {
		t.Fatalf("there is not exactly one firm: %v", err)
	}
	if people, err := h.People(t.Context(), who); len(people) != 1 || err != nil {
		t.Errorf("got %d people, %v", len(people), err)
	}
}

func TestGuessingTheSetupCodeIsSlowedDown(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s := h.setup()
	guess := s
	heard := 0
	for range 15 * 60 {
		guess.Code = newCode()
		switch _, err := h.SetUp(t.Context(), guess, away); {
		case refused(err, "code") == codeWrong:
			heard++
		case !throttled(err):
			t.Fatalf("got %v", err)
		}
		h.wait(time.Second)
	}
	if heard > 10 || heard < 5 {
		t.Errorf("%d guesses were heard in fifteen minutes, want at most ten", heard)
	}
	if _, err := h.SetUp(t.Context(), s, home); err != nil {
		t.Errorf("whoever sits elsewhere with the right code is refused: %v", err)
	}
}

func TestTheRightCodeIsNotHeardWhileThrottled(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s := h.setup()
	wrong := s
	wrong.Code = newCode()
	for !throttled(func() error { _, err := h.SetUp(t.Context(), wrong, home); return err }()) {
	}
	var until *Throttled
	if _, err := h.SetUp(t.Context(), s, home); !errors.As(err, &until) {
		t.Fatalf("got %v", err)
	}
	h.wait(until.Until.Sub(h.time()))
	if _, err := h.SetUp(t.Context(), s, home); err != nil {
		t.Errorf("after the wait the right code is refused: %v", err)
	}
}

func TestWhoHasNoCodeCostsNoHash(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s := h.setup()
	impatient := h.occupy()
	wrong := s
	wrong.Code = newCode()
	if _, err := h.SetUp(impatient, wrong, home); refused(err, "code") != codeWrong {
		t.Errorf("a wrong code waited for a slot: %v", err)
	}
	if _, err := h.SetUp(impatient, s, home); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the right one did not: %v", err)
	}
}

func TestNoSecretIsStored(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s := h.setup()
	token, err := h.SetUp(t.Context(), s, home)
	if err != nil {
		t.Fatal(err)
	}
	typedInWrongBox := "my password in the wrong box"
	if _, err := h.SignIn(t.Context(), typedInWrongBox, "x", home); refused(err, "email") == "" {
		t.Fatalf("got %v", err)
	}
	secrets := []string{s.Code, foldCode(s.Code), token, ownerPassword, typedInWrongBox}
	sound := false
	err = filepath.WalkDir(h.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		sound = sound || bytes.Contains(content, []byte(digest(token)))
		if i := slices.IndexFunc(secrets, func(s string) bool { return bytes.Contains(content, []byte(s)) }); i >= 0 {
			t.Errorf("%s holds %q", filepath.Base(name), secrets[i])
		}
		return err
	})
	if err != nil || !sound {
		t.Errorf("the files were not searched: the token's digest was found: %t, %v", sound, err)
	}
}
