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
type clockForm struct{ Kind, Due, Why, Until, Held string }

// Kinds of time limit that can be added.
func (detailsPage) Kinds() []reinstate.ClockKind { return casework.OwnClocks() }

// clockRoutes lists the ways of changing a time limit, and of resting.
func (p *casePages) clockRoutes() {
	p.post("/cases/:ref/clocks/:id/move", reinstate.Contribute, p.moveClock)
	p.post("/cases/:ref/clocks/:id/start", reinstate.Contribute, p.startClock)
	p.post("/cases/:ref/hold", reinstate.Contribute, p.hold)
	p.post("/cases/:ref/takeup", reinstate.Contribute, p.takeUp)
}

// Attempts says how many of the answers that the marketplace takes are used up.
type Attempts struct{ Used, Of int }

// Attempts are counted from the round whose message limits them; zero where
// none does.
func (p casePage) Attempts() Attempts {
	for _, clock := range p.File.Clocks {
		if clock.Kind != reinstate.ClockAttempts || !clock.Running() {
			continue
		}
		a := Attempts{Of: clock.Counted.Count}
		for _, f := range p.File.Filings {
			if f.Round >= clock.Round {
				a.Used++
			}
		}
		return a
	}
	return Attempts{}
}

// Resting reports whether the case is on hold. It goes by the rule of the lists,
// at the moment the file was gathered.
func (p casePage) Resting() bool { return p.File.Resting }

// Left is how many answers are left.
func (a Attempts) Left() int { return max(0, a.Of-a.Used) }

// Moves reports whether the limit can be given another end.
func (detailsPage) Moves(c reinstate.Clock) bool {
	return c.Running() && !c.Due.IsZero() && c.Kind != reinstate.ClockAttempts
}

// Starts reports whether somebody has to record when the limit began.
func (detailsPage) Starts(c reinstate.Clock) bool {
	return c.Running() && c.Counted.From == reinstate.FromClick
}

// local reads what a browser sends for a day and time in the reader's zone. What
// cannot be read is no instant, which is refused with a sentence.
func (p *casePages) local(c *gin.Context, field string) time.Time {
	at, _ := time.ParseInLocation("2006-01-02T15:04", c.PostForm(field), p.voice(c).zone)
	return at
}

func (p *casePages) moveClock(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	err = p.desk.MoveClock(c.Request.Context(), who(c), c.Param("ref"), reinstate.ClockID(id), p.local(c, "due"), c.PostForm("why"))
	return p.afterClock(c, clockForm{}, err)
}

func (p *casePages) startClock(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	err = p.desk.StartClock(c.Request.Context(), who(c), c.Param("ref"), reinstate.ClockID(id), p.local(c, "started"))
	return p.afterClock(c, clockForm{}, err)
}

// hold lets the case rest until a day begins where its reader is.
func (p *casePages) hold(c *gin.Context) error {
	until, _ := time.ParseInLocation(time.DateOnly, c.PostForm("until"), p.voice(c).zone)
	err := p.desk.Hold(c.Request.Context(), who(c), c.Param("ref"), until, c.PostForm("why"))
	return p.afterClock(c, clockForm{Until: c.PostForm("until"), Held: c.PostForm("why")}, err)
}

func (p *casePages) takeUp(c *gin.Context) error {
	if err := p.desk.TakeUp(c.Request.Context(), who(c), c.Param("ref")); err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref")), reinstate.Say("Saved."))
}

func (p *casePages) addClock(c *gin.Context) error {
	form := clockForm{Kind: c.PostForm("kind"), Due: c.PostForm("due"), Why: c.PostForm("why")}
	err := p.desk.AddClock(c.Request.Context(), who(c), c.Param("ref"), reinstate.ClockKind(form.Kind), p.local(c, "due"), form.Why)
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
