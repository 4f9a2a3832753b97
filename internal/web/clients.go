package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

type clientsPage struct {
	page
	Clients []casework.ClientLine
}

type clientPage struct {
	page
	File  casework.ClientFile
	Cases []caseRow
}

// clientFormPage adds a client or changes one. Theirs is set when somebody
// else saved first: both texts stand side by side then.
type clientFormPage struct {
	page
	Form   reinstate.Client
	Theirs *reinstate.Client
	Once   string // mark of a form that adds
}

// New reports whether the form adds a client.
func (p clientFormPage) New() bool { return p.Form.ID == 0 }

// clientText is one field of a client beside what somebody else made of it.
type clientText struct {
	Field         reinstate.Sentence
	Yours, Theirs string
}

// Differences lists the fields in which the two texts differ.
func (p clientFormPage) Differences() []clientText {
	if p.Theirs == nil {
		return nil
	}
	var list []clientText
	yours, theirs := p.Form, *p.Theirs
	for _, d := range []clientText{
		{reinstate.Say("Legal name"), yours.LegalName, theirs.LegalName},
		{reinstate.Say("Other name"), yours.OtherName, theirs.OtherName},
		{reinstate.Say("Registered address"), yours.Address, theirs.Address},
		{reinstate.Say("Contact person"), yours.Contact, theirs.Contact},
		{reinstate.Say("E-mail"), yours.Email, theirs.Email},
		{reinstate.Say("Telephone"), yours.Phone, theirs.Phone},
		{reinstate.Say("Notes"), yours.Notes, theirs.Notes},
	} {
		if d.Yours != d.Theirs {
			list = append(list, d)
		}
	}
	return list
}

func (s *server) clients(c *gin.Context) error {
	clients, err := s.desk.Clients(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	return s.show(c, "clients/list", clientsPage{page: s.page(c, reinstate.Say("Clients")), Clients: clients})
}

func (s *server) client(c *gin.Context) error {
	file, err := s.clientFile(c)
	if err != nil {
		return err
	}
	return s.show(c, "clients/show", clientPage{
		page: s.page(c, reinstate.Say("%s", file.Client.LegalName)), File: file, Cases: s.caseRows(c, file.Cases),
	})
}

func (s *server) clientFile(c *gin.Context) (casework.ClientFile, error) {
	id, err := number(c, "id")
	if err != nil {
		return casework.ClientFile{}, err
	}
	return s.desk.Client(c.Request.Context(), who(c), reinstate.ClientID(id))
}

func (s *server) newClient(c *gin.Context) error {
	return s.show(c, "clients/form", clientFormPage{page: s.page(c, reinstate.Say("Add a client")), Once: s.once.token()})
}

func (s *server) addClient(c *gin.Context) error {
	form := clientForm(c)
	path, err := s.once.do(c.Request.Context(), mark(c), func() (string, error) {
		client, err := s.desk.AddClient(c.Request.Context(), who(c), form)
		return clientPath(client.ID), err
	})
	p := clientFormPage{page: s.page(c, reinstate.Say("Add a client")), Form: form, Once: s.once.token()}
	if errors.As(err, &p.Invalid) {
		return s.showWith(c, http.StatusUnprocessableEntity, "clients/form", p)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, path, reinstate.Say("%s is added. Add its marketplace account next.", form.LegalName))
}

func (s *server) editClient(c *gin.Context) error {
	file, err := s.clientFile(c)
	if err != nil {
		return err
	}
	return s.show(c, "clients/form", clientFormPage{page: s.page(c, reinstate.Say("Change a client")), Form: file.Client})
}

func (s *server) saveClient(c *gin.Context) error {
	before, err := s.clientFile(c)
	if err != nil {
		return err
	}
	form := clientForm(c)
	form.ID, form.Added, form.Version = before.Client.ID, before.Client.Added, version(c)
	client, err := s.desk.SaveClient(c.Request.Context(), who(c), form)
	p := clientFormPage{page: s.page(c, reinstate.Say("Change a client")), Form: form}
	switch {
	case errors.As(err, &p.Invalid):
		return s.showWith(c, http.StatusUnprocessableEntity, "clients/form", p)
	case errors.Is(err, reinstate.ErrConflict):
		return s.showTheirClient(c, p)
	case err != nil:
		return err
	}
	return s.redirect(c, clientPath(client.ID), reinstate.Say("%s is saved.", client.LegalName))
}

// showTheirClient shows what somebody else saved beside what was typed. Saving
// again from there is a choice between the two.
func (s *server) showTheirClient(c *gin.Context, p clientFormPage) error {
	file, err := s.clientFile(c)
	if err != nil {
		return err
	}
	p.Theirs, p.Form.Version, p.Wrong = &file.Client, file.Client.Version, true
	return s.showWith(c, http.StatusConflict, "clients/form", p)
}

// clientForm reads a client as typed.
func clientForm(c *gin.Context) reinstate.Client {
	return reinstate.Client{
		LegalName: c.PostForm("legal_name"), OtherName: c.PostForm("other_name"), Address: c.PostForm("address"),
		Contact: c.PostForm("contact"), Email: c.PostForm("email"), Phone: c.PostForm("phone"), Notes: c.PostForm("notes"),
	}
}

func clientPath(id reinstate.ClientID) string { return "/clients/" + strconv.FormatInt(int64(id), 10) }
