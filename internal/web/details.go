package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// detailsPage is what a case consists of besides the work: whose it is, which
// identifiers it names, how its clocks were counted, and its rounds.
type detailsPage struct {
	casePage
	People []reinstate.User
	All    []reinstate.Clock // met ones too
	Clock  clockForm         // a time limit that was refused
}

func (p *casePages) details(c *gin.Context) error {
	return p.showDetails(c, http.StatusOK, clockForm{}, nil)
}

func (p *casePages) showDetails(c *gin.Context, status int, typed clockForm, refused reinstate.Invalid) error {
	base, err := p.file(c, "details", reinstate.Say("Details"))
	if err != nil {
		return err
	}
	base.Invalid = refused
	page := detailsPage{casePage: base, All: base.File.Clocks, Clock: typed}
	sortByDue(page.All)
	if base.Work {
		if page.People, err = p.desk.People(c.Request.Context(), who(c)); err != nil {
			return err
		}
	}
	return p.showWith(c, status, "case/details", page)
}

func (p *casePages) assign(c *gin.Context) error {
	owner, err := strconv.ParseInt(c.PostForm("owner"), 10, 64)
	if err != nil {
		return p.showDetails(c, http.StatusUnprocessableEntity, clockForm{}, reinstate.Invalid{"owner": "Choose somebody of the firm, or nobody."})
	}
	err = p.desk.Assign(c.Request.Context(), who(c), c.Param("ref"), reinstate.UserID(owner), version(c))
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showDetails(c, http.StatusUnprocessableEntity, clockForm{}, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "details"), reinstate.Say("Saved."))
}
