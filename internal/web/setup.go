package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"reinstate/internal/access"
	"reinstate/internal/reinstate"
)

// setupPage makes the firm and its owner, once.
type setupPage struct {
	page
	Form  setupForm
	Zones []zoneChoice
	Demo  bool // the demonstration can be signed in to
}

// setupForm is what was typed. The password is never given back.
type setupForm struct {
	Code, Firm, Name, Email, Zone string
}

func (s *server) askSetup(c *gin.Context) error {
	needed, demo, err := s.vacancy(c)
	if err != nil {
		return err
	}
	if !needed {
		return s.redirect(c, "/signin", reinstate.Sentence{})
	}
	p := s.setupPage(c, setupForm{})
	p.Demo = demo
	return s.show(c, "session/setup", p)
}

// vacancy reports whether a firm is still to be set up, and whether the
// demonstration is here meanwhile.
func (s *server) vacancy(c *gin.Context) (needed, demo bool, err error) {
	if needed, err = s.gate.NeedsSetup(c.Request.Context()); err != nil || !needed {
		return needed, false, err
	}
	demo, err = s.gate.OnlyDemonstration(c.Request.Context())
	return needed, demo, err
}

func (s *server) setUp(c *gin.Context) error {
	form := setupForm{
		Code: c.PostForm("code"), Firm: c.PostForm("firm"), Name: c.PostForm("name"),
		Email: c.PostForm("email"), Zone: c.PostForm("zone"),
	}
	p := s.setupPage(c, form)
	token, err := s.gate.SetUp(c.Request.Context(), access.Setup{
		Code: form.Code, Firm: form.Firm, Name: form.Name, Email: form.Email,
		Password: c.PostForm("password"), Zone: form.Zone, Language: "",
	}, visitor(c))
	if sentence, _ := s.throttled(c, err); sentence != "" {
		p.Invalid = reinstate.Invalid{"code": sentence}
		return s.showWith(c, http.StatusTooManyRequests, "session/setup", p)
	}
	if errors.As(err, &p.Invalid) {
		return s.showWith(c, http.StatusUnprocessableEntity, "session/setup", p)
	}
	if err != nil {
		return err
	}
	s.keep(c, token)
	return s.redirect(c, "/", reinstate.Say("Your firm is set up, and you are signed in."))
}

func (s *server) setupPage(c *gin.Context, form setupForm) setupPage {
	return setupPage{page: s.page(c, reinstate.Say("Set up Reinstate")), Form: form, Zones: s.words.zoneChoices(form.Zone)}
}

// alive answers as long as the process runs.
func (s *server) alive(c *gin.Context) error {
	c.String(http.StatusOK, "ok\n")
	return nil
}

// ready answers once the database does.
func (s *server) ready(c *gin.Context) error {
	if _, err := s.gate.NeedsSetup(c.Request.Context()); err != nil {
		return err
	}
	c.String(http.StatusOK, "ready\n")
	return nil
}
