package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// recheckNotice shows the form of a notice that was confirmed before, as the
// person left it.
func (p *casePages) recheckNotice(c *gin.Context) error {
	check, _, err := p.noticeOfCase(c)
	if err != nil {
		return err
	}
	if check.Case.State == reinstate.NoticeLogged {
		c.Redirect(http.StatusSeeOther, casePath(check.Case.Reference, "notice"))
		return nil
	}
	return p.showAgain(c, http.StatusOK, check, p.sureness().formOf(check, p.voice(c).zone), nil)
}

func (p *casePages) showAgain(c *gin.Context, status int, check casework.Check, form checkForm, refused reinstate.Invalid) error {
	page := p.checkPage(c, check, form)
	page.page = p.page(c, reinstate.Say("Correct what the notice says"))
	page.Again, page.Action, page.Invalid = true, casePath(check.Case.Reference, "notice/correct"), refused
	return p.showWith(c, status, "notice/check", page)
}

// correctNotice keeps a correction of a confirmed notice.
func (p *casePages) correctNotice(c *gin.Context) error {
	check, _, err := p.noticeOfCase(c)
	if err != nil {
		return err
	}
	form := readCheckForm(c)
	in, err := form.checking(p.voice(c).zone, len(check.Clocks))
	if err == nil {
		err = p.desk.CorrectReading(c.Request.Context(), who(c), c.Param("ref"), in)
	}
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showAgain(c, http.StatusUnprocessableEntity, check, form, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "notice"), reinstate.Say("The correction is kept. What was read before is kept beside it."))
}
