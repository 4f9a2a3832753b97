package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// clockForm is what was typed about a new time limit.
type clockForm struct{ Kind, Due, Why string }

// Kinds of time limit that can be added.
func (detailsPage) Kinds() []reinstate.ClockKind { return casework.OwnClocks() }

func (p *casePages) addClock(c *gin.Context) error {
	form := clockForm{Kind: c.PostForm("kind"), Due: c.PostForm("due"), Why: c.PostForm("why")}
	due, _ := time.ParseInLocation("2006-01-02T15:04", form.Due, p.voice(c).zone) // a zero time is refused with a sentence
	err := p.desk.AddClock(c.Request.Context(), who(c), c.Param("ref"), reinstate.ClockKind(form.Kind), due, form.Why)
	return p.afterClock(c, form, err)
}

func (p *casePages) stopClock(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	err = p.desk.StopClock(c.Request.Context(), who(c), c.Param("ref"), reinstate.ClockID(id), c.PostForm("why"))
	return p.afterClock(c, clockForm{}, err)
}

func (p *casePages) afterClock(c *gin.Context, form clockForm, err error) error {
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showDetails(c, http.StatusUnprocessableEntity, form, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "details"), reinstate.Say("Saved."))
}
