package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// settingsPage is what a person sets for themselves.
type settingsPage struct {
	page
	Form    settingsForm
	Email   string
	Role    reinstate.Role
	Tongues []tongueChoice
	Zones   []zoneChoice
}

type settingsForm struct{ Name, Language, Zone string }

// tongueChoice is one language of the interface, named in itself.
type tongueChoice struct {
	Language, Name string
	Chosen         bool
}

func (w *words) tongueChoices(chosen string) []tongueChoice {
	var choices []tongueChoice
	for _, t := range w.tongues {
		choices = append(choices, tongueChoice{t.Language, t.Name, t.Language == chosen})
	}
	return choices
}

func (s *server) settings(c *gin.Context) error {
	user := session(c).User
	return s.show(c, "settings/show", s.settingsPage(c, settingsForm{user.Name, user.Language, user.Zone}))
}

func (s *server) settingsPage(c *gin.Context, form settingsForm) settingsPage {
	user := session(c).User
	return settingsPage{
		page: s.page(c, reinstate.Say("Your settings")), Form: form, Email: user.Email, Role: user.Role,
		Tongues: s.words.tongueChoices(form.Language), Zones: s.words.zoneChoices(form.Zone),
	}
}

func (s *server) saveSettings(c *gin.Context) error {
	form := settingsForm{c.PostForm("name"), c.PostForm("language"), c.PostForm("zone")}
	err := s.gate.SetPreferences(c.Request.Context(), who(c), form.Name, form.Language, form.Zone)
	p := s.settingsPage(c, form)
	if errors.As(err, &p.Invalid) {
		return s.showWith(c, http.StatusUnprocessableEntity, "settings/show", p)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, "/account", reinstate.Say("Your settings are saved."))
}

func (s *server) changePassword(c *gin.Context) error {
	token, err := s.gate.ChangePassword(c.Request.Context(), who(c), c.PostForm("current"), c.PostForm("next"), visitor(c))
	if err != nil {
		return s.refusePassword(c, err)
	}
	s.keep(c, token)
	return s.redirect(c, "/account", reinstate.Say("Your password is changed. Every other device is signed out."))
}

func (s *server) refusePassword(c *gin.Context, err error) error {
	user := session(c).User
	p := s.settingsPage(c, settingsForm{user.Name, user.Language, user.Zone})
	if sentence, _ := s.throttled(c, err); sentence != "" {
		p.Invalid = reinstate.Invalid{"current": sentence}
		return s.showWith(c, http.StatusTooManyRequests, "settings/show", p)
	}
	if errors.As(err, &p.Invalid) {
		return s.showWith(c, http.StatusUnprocessableEntity, "settings/show", p)
	}
	return err
}
