package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/access"
	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

type peoplePage struct {
	page
	People []reinstate.User
	Roles  []reinstate.Role // that a person can be moved to
}

// Self reports whether the line is the reader's own.
func (p peoplePage) Self(u reinstate.User) bool { return u.ID == p.Who.User }

// personFormPage adds a person. The password is never given back.
type personFormPage struct {
	page
	Form    personForm
	Roles   []roleChoice
	Clients []casework.ClientLine
}

type personForm struct {
	Name, Email string
	Role        reinstate.Role
	Client      reinstate.ClientID
}

// roleChoice is a role with what it may do.
type roleChoice struct {
	Role reinstate.Role
	Does reinstate.Sentence
}

var roleChoices = []roleChoice{
	{reinstate.RoleOwner, reinstate.Say("Everything, people included")},
	{reinstate.RoleManager, reinstate.Say("Everything but people")},
	{reinstate.RoleCaseworker, reinstate.Say("Runs cases, clients and accounts")},
	{reinstate.RoleReviewer, reinstate.Say("Reads and approves")},
	{reinstate.RoleViewer, reinstate.Say("Reads only")},
	{reinstate.RoleClient, reinstate.Say("Reads the cases of one client only")},
}

func (s *server) people(c *gin.Context) error { return s.showPeople(c, http.StatusOK, nil) }

func (s *server) showPeople(c *gin.Context, status int, refused reinstate.Invalid) error {
	people, err := s.gate.People(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	p := peoplePage{page: s.page(c, reinstate.Say("People")), People: people}
	p.Invalid = refused
	for _, role := range reinstate.Roles() {
		if role != reinstate.RoleClient {
			p.Roles = append(p.Roles, role)
		}
	}
	return s.showWith(c, status, "people/list", p)
}

func (s *server) newPerson(c *gin.Context) error {
	p, err := s.personFormPage(c, personForm{Role: reinstate.RoleCaseworker})
	if err != nil {
		return err
	}
	return s.show(c, "people/form", p)
}

func (s *server) addPerson(c *gin.Context) error {
	client, _ := strconv.ParseInt(c.PostForm("client"), 10, 64)
	form := personForm{
		Name: c.PostForm("name"), Email: c.PostForm("email"),
		Role: reinstate.Role(c.PostForm("role")), Client: reinstate.ClientID(client),
	}
	person, err := s.gate.AddPerson(c.Request.Context(), who(c), access.NewPerson{
		Name: form.Name, Email: form.Email, Role: form.Role, Client: form.Client, Password: c.PostForm("password"),
	})
	var refused reinstate.Invalid
	if errors.As(err, &refused) {
		p, err := s.personFormPage(c, form)
		if err != nil {
			return err
		}
		p.Invalid = refused
		return s.showWith(c, http.StatusUnprocessableEntity, "people/form", p)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, "/people", reinstate.Say("%s can sign in now. Hand over the password in person.", person.Name))
}

func (s *server) personFormPage(c *gin.Context, form personForm) (personFormPage, error) {
	clients, err := s.desk.Clients(c.Request.Context(), who(c))
	return personFormPage{page: s.page(c, reinstate.Say("Add a person")), Form: form, Roles: roleChoices, Clients: clients}, err
}

func (s *server) setRole(c *gin.Context) error {
	return s.changePerson(c, reinstate.Say("The role is changed. The person has to sign in again."), func(id reinstate.UserID) error {
		return s.gate.SetRole(c.Request.Context(), who(c), id, reinstate.Role(c.PostForm("role")))
	})
}

func (s *server) disable(c *gin.Context) error {
	return s.changePerson(c, reinstate.Say("The person is signed out and can no longer sign in."), func(id reinstate.UserID) error {
		return s.gate.SetDisabled(c.Request.Context(), who(c), id, true)
	})
}

func (s *server) enable(c *gin.Context) error {
	return s.changePerson(c, reinstate.Say("The person can sign in again."), func(id reinstate.UserID) error {
		return s.gate.SetDisabled(c.Request.Context(), who(c), id, false)
	})
}

func (s *server) changePerson(c *gin.Context, done reinstate.Sentence, change func(reinstate.UserID) error) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	err = change(reinstate.UserID(id))
	var refused reinstate.Invalid
	if errors.As(err, &refused) {
		return s.showPeople(c, http.StatusUnprocessableEntity, refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, "/people", done)
}
