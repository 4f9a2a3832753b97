package web

import (
	"errors"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// hookRoutes lists the pages of the programs that are told what happens.
func (s *server) hookRoutes() {
	people := reinstate.ManagePeople
	s.get("/hooks", people, s.hooks)
	s.post("/hooks", people, s.addHook)
	s.post("/hooks/:id/try", people, s.tryHook)
	s.post("/hooks/:id/remove", people, s.removeHook)
}

// hooksPage is the programs that are told what happens.
type hooksPage struct {
	page
	Hooks  []store.Hook
	Form   hookForm
	Secret string // of the hook that was just added; shown this once
}

type hookForm struct {
	URL    string
	Topics []reinstate.Topic
}

// Topics are what a program can be told of.
func (hooksPage) Topics() []reinstate.Topic { return reinstate.Topics() }

// Chosen reports whether a topic was chosen.
func (p hooksPage) Chosen(t reinstate.Topic) bool { return slices.Contains(p.Form.Topics, t) }

func (s *server) hooks(c *gin.Context) error {
	return s.showHooks(c, http.StatusOK, hooksPage{Form: hookForm{Topics: []reinstate.Topic{reinstate.TopicCase, reinstate.TopicClock}}}, nil)
}

func (s *server) showHooks(c *gin.Context, status int, p hooksPage, refused reinstate.Invalid) error {
	hooks, err := s.desk.Hooks(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	p.page, p.Hooks = s.page(c, reinstate.Say("Programs that are told")), hooks
	p.Invalid = refused
	return s.showWith(c, status, "hooks/list", p)
}

// addHook answers with the page itself and no redirect: the secret is shown
// this once and is kept nowhere to be shown again.
func (s *server) addHook(c *gin.Context) error {
	form := hookForm{URL: c.PostForm("url")}
	for _, t := range c.PostFormArray("topics") {
		form.Topics = append(form.Topics, reinstate.Topic(t))
	}
	secret, err := s.desk.AddHook(c.Request.Context(), who(c), s.herald, form.URL, form.Topics)
	var refused reinstate.Invalid
	if errors.As(err, &refused) {
		return s.showHooks(c, http.StatusUnprocessableEntity, hooksPage{Form: form}, refused)
	}
	if err != nil {
		return err
	}
	return s.showHooks(c, http.StatusOK, hooksPage{Secret: secret}, nil)
}

func (s *server) tryHook(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := s.desk.TryHook(c.Request.Context(), who(c), id); err != nil {
		return err
	}
	return s.redirect(c, "/hooks", reinstate.Say("A message is on its way. What came of it stands here in a moment."))
}

func (s *server) removeHook(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := s.desk.RemoveHook(c.Request.Context(), who(c), id); err != nil {
		return err
	}
	return s.redirect(c, "/hooks", reinstate.Say("It is told nothing any more."))
}
