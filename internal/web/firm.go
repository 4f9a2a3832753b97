package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// firmRoutes are what an owner sets for the whole firm.
func (s *server) firmRoutes() {
	s.get("/firm", reinstate.ManagePeople, s.firm)
	s.post("/firm", reinstate.ManagePeople, s.saveFirm)
}

// firmSettingsPage is what holds for every case of the firm.
type firmSettingsPage struct {
	page
	Rule  reinstate.ApprovalRule
	Alone bool // one person writes and approves letters
}

func (s *server) firm(c *gin.Context) error {
	rule, _, err := s.desk.Approval(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	return s.showFirm(c, http.StatusOK, rule, nil)
}

func (s *server) showFirm(c *gin.Context, status int, chosen reinstate.ApprovalRule, refused reinstate.Invalid) error {
	_, alone, err := s.desk.Approval(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	p := firmSettingsPage{page: s.page(c, reinstate.Say("Your firm")), Rule: chosen, Alone: alone}
	p.Invalid = refused
	return s.showWith(c, status, "people/firm", p)
}

func (s *server) saveFirm(c *gin.Context) error {
	rule := reinstate.ApprovalRule(c.PostForm("approval"))
	if rule == "none" {
		rule = reinstate.NoApproval
	} else if rule == "" {
		rule = "unsaid"
	}
	err := s.desk.SetApproval(c.Request.Context(), who(c), rule)
	refused := reinstate.Invalid{}
	if errors.As(err, &refused) {
		return s.showFirm(c, http.StatusUnprocessableEntity, rule, refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, "/firm", reinstate.Say("The firm's settings are saved."))
}
