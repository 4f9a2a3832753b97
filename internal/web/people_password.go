package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// passwordPage sets a new password for somebody of the firm. It is never given
// back.
type passwordPage struct {
	page
	Person reinstate.User
}

// passwordRoutes lists the page on which an owner sets a password for another.
func (s *server) passwordRoutes() {
	s.get("/people/:id/password", reinstate.ManagePeople, s.askPassword)
	s.post("/people/:id/password", reinstate.ManagePeople, s.setPassword)
}

func (s *server) askPassword(c *gin.Context) error { return s.showPassword(c, http.StatusOK, nil) }

func (s *server) showPassword(c *gin.Context, status int, refused reinstate.Invalid) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	person, err := s.gate.Person(c.Request.Context(), who(c), reinstate.UserID(id))
	if err != nil {
		return err
	}
	p := passwordPage{page: s.page(c, reinstate.Say("A new password for %s", person.Name)), Person: person}
	p.Invalid = refused
	return s.showWith(c, status, "people/password", p)
}

func (s *server) setPassword(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	err = s.gate.SetPassword(c.Request.Context(), who(c), reinstate.UserID(id), c.PostForm("password"))
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return s.showPassword(c, http.StatusUnprocessableEntity, refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, "/people", reinstate.Say("The password is set, and the person is signed out everywhere. Hand it over in person."))
}
