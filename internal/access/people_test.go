package access

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"reinstate/internal/reinstate"
)

// company is a firm with two owners and one person of every other role, and a
// rival firm in the same installation.
type company struct {
	*house
	who    map[reinstate.Role]reinstate.Actor
	second reinstate.User // the other owner
	rival  reinstate.Actor
}

func newCompany(t *testing.T) *company {
	t.Helper()
	h, token := ownedHouse(t)
	owner := h.inside(token).Actor
	c := &company{house: h, who: map[reinstate.Role]reinstate.Actor{reinstate.RoleOwner: owner}}
	for _, role := range reinstate.Roles()[1:] {
		c.who[role] = person(h.add(owner, string(role)+"@harbour.example", role), home)
	}
	c.second = h.add(owner, "second@harbour.example", reinstate.RoleOwner)
	c.rival = h.firmWithOwner("Rival Partners", "rival@rival.example", false)
	return c
}

func (c *company) user(id reinstate.UserID) reinstate.User {
	c.t.Helper()
	people, err := c.People(c.t.Context(), c.who[reinstate.RoleOwner])
	if err != nil {
		c.t.Fatal(err)
	}
	for _, p := range people {
		if p.ID == id {
			return p
		}
	}
	c.t.Fatalf("person %d is gone", id)
	return reinstate.User{}
}

func TestOnlyOwnersManagePeople(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	target := c.second.ID
	before := c.user(target)
	for _, role := range reinstate.Roles()[1:] {
		who := c.who[role]
		_, err := c.AddPerson(t.Context(), who, NewPerson{Name: "X", Email: "x@harbour.example", Role: reinstate.RoleViewer, Password: ownerPassword})
		if !errors.Is(err, reinstate.ErrForbidden) {
			t.Errorf("a %s adding a person: %v", role, err)
		}
		if err := c.SetDisabled(t.Context(), who, target, true); !errors.Is(err, reinstate.ErrForbidden) {
			t.Errorf("a %s disabling an owner: %v", role, err)
		}
		if err := c.SetRole(t.Context(), who, who.User, reinstate.RoleOwner); !errors.Is(err, reinstate.ErrForbidden) {
			t.Errorf("a %s making itself an owner: %v", role, err)
		}
		if _, err := c.People(t.Context(), who); errors.Is(err, reinstate.ErrForbidden) != (role == reinstate.RoleClient) {
			t.Errorf("a %s listing people: %v", role, err)
		}
	}
	if after := c.user(target); after != before {
		t.Errorf("the target changed from %+v to %+v", before, after)
	}
}

func TestAnotherFirmsPeopleDoNotExist(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	before := c.user(c.second.ID)
	for _, tt := range []struct {
		name string
		do   func() error
	}{
		{"disabling", func() error { return c.SetDisabled(t.Context(), c.rival, c.second.ID, true) }},
		{"another role", func() error { return c.SetRole(t.Context(), c.rival, c.second.ID, reinstate.RoleViewer) }},
		{"a person for another firm's client", func() error {
			client := c.who[reinstate.RoleClient].Client
			_, err := c.AddPerson(t.Context(), c.rival, NewPerson{
				Name: "Spy", Email: "spy@rival.example", Role: reinstate.RoleClient, Client: client, Password: ownerPassword,
			})
			return err
		}},
		{"a person who was never there", func() error { return c.SetDisabled(t.Context(), c.rival, 1<<40, true) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.do(); !errors.Is(err, reinstate.ErrNotFound) {
				t.Errorf("got %v, want not found", err)
			}
		})
	}
	if after := c.user(c.second.ID); after != before {
		t.Errorf("the person changed from %+v to %+v", before, after)
	}
	people, err := c.People(t.Context(), c.rival)
	if err != nil || len(people) != 1 || people[0].Email != "rival@rival.example" {
		t.Errorf("the rival sees %+v, %v", people, err)
	}
}

func TestTheLastOwnerStays(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	owner := c.who[reinstate.RoleOwner]
	operator, err := c.Operator(t.Context(), "Harbour & Vale LLP")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.SetDisabled(t.Context(), owner, owner.User, true); refused(err, "person") == "" {
		t.Errorf("an owner disabled themselves: %v", err)
	}
	if err := c.SetDisabled(t.Context(), owner, c.second.ID, true); err != nil {
		t.Fatalf("one of two owners could not be disabled: %v", err)
	}
	const last = "This is the last owner of the firm. Make somebody else an owner first."
	if err := c.SetRole(t.Context(), owner, owner.User, reinstate.RoleManager); refused(err, "person") != last {
		t.Errorf("the last owner who can sign in gave up the role: %v", err)
	}
	if err := c.SetDisabled(t.Context(), operator, owner.User, true); refused(err, "person") != last {
		t.Errorf("the operator disabled the last owner: %v", err)
	}
	if u := c.user(owner.User); u.Role != reinstate.RoleOwner || u.Disabled {
		t.Errorf("the last owner is now %+v", u)
	}
	if err := c.SetRole(t.Context(), owner, c.who[reinstate.RoleManager].User, reinstate.RoleOwner); err != nil {
		t.Fatal(err)
	}
	if err := c.SetRole(t.Context(), owner, owner.User, reinstate.RoleManager); err != nil {
		t.Errorf("with another owner there, the role cannot be given up: %v", err)
	}
}

func TestTwoOwnersWhoDisableEachOtherLeaveOne(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	first := c.who[reinstate.RoleOwner]
	second := person(c.second, home)
	var wg sync.WaitGroup
	wg.Go(func() { _ = c.SetDisabled(t.Context(), first, second.User, true) })
	wg.Go(func() { _ = c.SetDisabled(t.Context(), second, first.User, true) })
	wg.Wait()
	if c.user(first.User).Disabled == c.user(second.User).Disabled {
		t.Error("not exactly one owner is left")
	}
}

func TestAddingAPerson(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	owner := c.who[reinstate.RoleOwner]
	good := NewPerson{Name: "Ana Duarte", Email: "new@harbour.example", Role: reinstate.RoleReviewer, Password: "nine green ladders"}
	for _, tt := range []struct {
		name  string
		spoil func(p *NewPerson)
		field string
		want  string
	}{
		{"an address that is taken", func(p *NewPerson) { p.Email = ownerEmail }, "email", ""},
		{"one that is taken in capitals", func(p *NewPerson) { p.Email = "MEI@Harbour.Example" }, "email", ""},
		{"one that is taken in another firm", func(p *NewPerson) { p.Email = "rival@rival.example" }, "email", ""},
		{"no address", func(p *NewPerson) { p.Email = " " }, "email", emailNone},
		{"an address with a name around it", func(p *NewPerson) { p.Email = "Ana <ana@harbour.example>" }, "email", emailOdd},
		{"two addresses", func(p *NewPerson) { p.Email = "ana@a.example, bo@b.example" }, "email", emailOdd},
		{"an address with a line break", func(p *NewPerson) { p.Email = "ana@a.example\r\nBcc: x@y.example" }, "email", emailOdd},
		{"an address that reads from right to left", func(p *NewPerson) { p.Email = "ana\u202e@a.example" }, "email", emailOdd},
		{"an address beyond what mail carries", func(p *NewPerson) { p.Email = strings.Repeat("a", 250) + "@a.example" }, "email", emailOdd},
		{"no name", func(p *NewPerson) { p.Name = "\t" }, "name", "Enter the person's name."},
		{"a name that reads from right to left", func(p *NewPerson) { p.Name = "Ana \u202eetraud" }, "name", nameOdd},
		{"a name of two hundred and one characters", func(p *NewPerson) { p.Name = strings.Repeat("安", 201) }, "name", nameOdd},
		{"a weak password", func(p *NewPerson) { p.Password = "12345678" }, "password", guessedFirst},
		{"the person's own name as the password", func(p *NewPerson) { p.Password = "anaduarte" }, "password", aboutThem},
		{"no role", func(p *NewPerson) { p.Role = "" }, "role", "Choose a role."},
		{"a role there is none of", func(p *NewPerson) { p.Role = "root" }, "role", "Choose a role."},
		{"a client's person without a client", func(p *NewPerson) { p.Role = reinstate.RoleClient }, "client", ""},
		{"a manager with a client", func(p *NewPerson) { p.Role, p.Client = reinstate.RoleManager, 1 }, "client", ""},
	} {
		t.Run(tt.name+" is refused", func(t *testing.T) {
			p := good
			tt.spoil(&p)
			_, err := c.AddPerson(t.Context(), owner, p)
			if got := refused(err, tt.field); got == "" || tt.want != "" && got != tt.want {
				t.Errorf("got %v, want %q refused with %q", err, tt.field, tt.want)
			}
		})
	}
	t.Run("a good one can sign in", func(t *testing.T) {
		p := good
		p.Name = "  安娜  Duarte "
		u, err := c.AddPerson(t.Context(), owner, p)
		if err != nil {
			t.Fatal(err)
		}
		if u.Name != "安娜 Duarte" || u.Org != owner.Org || u.Role != reinstate.RoleReviewer {
			t.Errorf("added %+v", u)
		}
		if s := c.inside(c.enter(good.Email, good.Password, away)); s.Actor.May(reinstate.Contribute) || !s.Actor.May(reinstate.Approve) {
			t.Errorf("signed in as %+v", s.Actor)
		}
	})
	t.Run("a client's person sees that client only", func(t *testing.T) {
		s := c.inside(c.enter("client@harbour.example", passwordOf("client@harbour.example"), away))
		if s.Actor.Client == 0 || s.Actor.Role != reinstate.RoleClient {
			t.Errorf("signed in as %+v", s.Actor)
		}
	})
	t.Run("a client's person can take another password", func(t *testing.T) {
		who := c.who[reinstate.RoleClient]
		if _, err := c.ChangePassword(t.Context(), who, passwordOf("client@harbour.example"), "ten brown ladders", home); err != nil {
			t.Error(err)
		}
	})
}

func TestRolesArePassedOnWithCare(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	owner := c.who[reinstate.RoleOwner]
	client := c.who[reinstate.RoleClient].User
	if err := c.SetRole(t.Context(), owner, c.second.ID, reinstate.RoleClient); refused(err, "role") == "" {
		t.Errorf("an owner became a client's person without a client: %v", err)
	}
	if err := c.SetRole(t.Context(), owner, c.second.ID, "root"); refused(err, "role") == "" {
		t.Errorf("got %v", err)
	}
	if err := c.SetRole(t.Context(), owner, client, reinstate.RoleViewer); err != nil {
		t.Fatal(err)
	}
	if u := c.user(client); u.Client != 0 || u.Role != reinstate.RoleViewer {
		t.Errorf("whoever left the client's seat is now %+v", u)
	}
	token := c.enter("second@harbour.example", passwordOf("second@harbour.example"), home)
	if err := c.SetRole(t.Context(), owner, c.second.ID, reinstate.RoleOwner); err != nil {
		t.Fatal(err)
	}
	c.inside(token) // nothing changed, so nobody is signed out
}

func TestPreferences(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                       string
		called, language, zone     string
		field                      string // refused; empty: taken
		wantCalled, wantLang, want string // as stored
	}{
		{name: "plain ones are taken", called: "Mei", language: "en", zone: "Europe/Berlin", wantCalled: "Mei", wantLang: "en", want: "Europe/Berlin"},
		{name: "empty ones leave it to the browser", called: "Mei", wantCalled: "Mei"},
		{name: "a tag is brought to its usual form", called: "Mei", language: "ZH-hans-cn", zone: "UTC", wantCalled: "Mei", wantLang: "zh-Hans-CN", want: "UTC"},
		{name: "a name in any script is taken", called: "林梅", wantCalled: "林梅"},
		{name: "no name is refused", field: "name"},
		{name: "a language there is none of is refused", called: "Mei", language: "english", field: "language"},
		{name: "an undetermined language is refused", called: "Mei", language: "und", field: "language"},
		{name: "a private language is refused", called: "Mei", language: "x-secret", field: "language"},
		{name: "a language of a megabyte is refused", called: "Mei", language: strings.Repeat("en-", 1<<18), field: "language"},
		{name: "the machine's own zone is refused", called: "Mei", zone: "Local", field: "zone"},
		{name: "a zone there is none of is refused", called: "Mei", zone: "Europe/Atlantis", field: "zone"},
		{name: "a path is no zone", called: "Mei", zone: "../../../etc/passwd", field: "zone"},
		{name: "an absolute path is no zone", called: "Mei", zone: "/etc/localtime", field: "zone"},
		{name: "a zone with NUL is refused", called: "Mei", zone: "UTC\x00", field: "zone"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h, token := ownedHouse(t)
			before := h.inside(token).User
			err := h.SetPreferences(t.Context(), h.inside(token).Actor, tt.called, tt.language, tt.zone)
			after := h.inside(token).User
			if tt.field != "" {
				if refused(err, tt.field) == "" || after != before {
					t.Errorf("got %v and %+v", err, after)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if after.Name != tt.wantCalled || after.Language != tt.wantLang || after.Zone != tt.want {
				t.Errorf("got %+v", after)
			}
		})
	}
}

func TestTheOperatorActsForOneFirm(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if _, err := h.Operator(t.Context(), ""); refused(err, "firm") == "" {
		t.Errorf("there is no firm, but got %v", err)
	}
	if _, err := h.SetUp(t.Context(), h.setup(), home); err != nil {
		t.Fatal(err)
	}
	who, err := h.Operator(t.Context(), "")
	want := reinstate.Actor{Org: who.Org, Name: "local operator", Kind: reinstate.Operator, Role: reinstate.RoleOwner}
	if err != nil || who != want || who.Org == 0 {
		t.Fatalf("got %+v, %v", who, err)
	}
	rival := h.firmWithOwner("Rival Partners", "rival@rival.example", true)
	if _, err := h.Operator(t.Context(), ""); !strings.Contains(refused(err, "firm"), "Harbour & Vale LLP, Rival Partners") {
		t.Errorf("there are two firms, but got %v", err)
	}
	if _, err := h.Operator(t.Context(), "Nobody"); !strings.Contains(refused(err, "firm"), "Rival Partners") {
		t.Errorf("got %v", err)
	}
	if who, err := h.Operator(t.Context(), " rival partners"); err != nil || who.Org != rival.Org {
		t.Errorf("got %+v, %v", who, err)
	}
	h.add(want, "first@harbour.example", reinstate.RoleCaseworker)
	h.enter("first@harbour.example", passwordOf("first@harbour.example"), home)
}
