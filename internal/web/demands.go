package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// demandForm is what was typed for one more demand.
type demandForm struct {
	Text string
	Code string
	Open bool // it was refused and is to be shown again
}

// demandChoice is one kind of thing a marketplace asks for, to choose.
type demandChoice struct {
	Code   string
	Title  string
	Chosen bool
}

// demandChoices lists every kind, in the order of their titles.
func (p *casePages) demandChoices(chosen string) []demandChoice {
	var choices []demandChoice
	for _, d := range p.desk.Catalog().Demands() {
		choices = append(choices, demandChoice{Code: string(d.Code), Title: d.Title, Chosen: string(d.Code) == chosen})
	}
	return choices
}

// demandPage is where one demand is answered.
type demandPage struct {
	casePage
	Demand reinstate.Demand
	About  catalog.Demand
	Stale  *reinstate.Demand // what somebody else saved meanwhile
}

func (p *casePages) addDemand(c *gin.Context) error {
	form := demandForm{Text: c.PostForm("text"), Code: c.PostForm("code"), Open: true}
	path, err := p.once.do(c.Request.Context(), mark(c), func() (string, error) {
		err := p.desk.AddDemand(c.Request.Context(), who(c), c.Param("ref"), form.Text, reinstate.DemandCode(form.Code))
		return casePath(c.Param("ref"), "claims") + "#demands", err
	})
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showClaims(c, http.StatusUnprocessableEntity, "", form, renamed(refused, "text", "asks"))
	}
	if err != nil {
		return err
	}
	return p.redirect(c, path, reinstate.Say("Added to what they ask for."))
}

func (p *casePages) demand(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	base, err := p.file(c, "claims", reinstate.Say("Answer a demand"))
	if err != nil {
		return err
	}
	demand, ok := demandOf(base, reinstate.DemandID(id))
	if !ok {
		return reinstate.ErrNotFound
	}
	return p.show(c, "case/demand", p.demandPage(base, demand))
}

func (p *casePages) demandPage(base casePage, d reinstate.Demand) demandPage {
	about, _ := p.desk.Catalog().Demand(d.Code)
	return demandPage{casePage: base, Demand: d, About: about}
}

func demandOf(base casePage, id reinstate.DemandID) (reinstate.Demand, bool) {
	for _, d := range base.File.Demands {
		if d.ID == id {
			return d, true
		}
	}
	return reinstate.Demand{}, false
}

func (p *casePages) saveDemand(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	mine := reinstate.Demand{
		ID: reinstate.DemandID(id), Version: version(c), Text: c.PostForm("text"),
		State: reinstate.DemandState(c.PostForm("state")), Why: c.PostForm("why"), Exhibits: postedExhibits(c),
	}
	err = p.desk.SaveDemand(c.Request.Context(), who(c), c.Param("ref"), mine)
	refused := reinstate.Invalid{}
	stale := errors.Is(err, reinstate.ErrConflict)
	if !stale && !errors.As(err, &refused) {
		if err != nil {
			return err
		}
		return p.redirect(c, casePath(c.Param("ref"), "claims")+"#demand-"+strconv.FormatInt(id, 10), reinstate.Say("Saved."))
	}
	base, err := p.file(c, "claims", reinstate.Say("Answer a demand"))
	if err != nil {
		return err
	}
	base.Invalid = refused
	theirs, ok := demandOf(base, mine.ID)
	if !ok {
		return reinstate.ErrNotFound
	}
	mine.Code, mine.Quote, mine.Round = theirs.Code, theirs.Quote, theirs.Round
	page, status := p.demandPage(base, mine), http.StatusUnprocessableEntity
	if stale {
		page.Demand.Version, page.Stale, status = theirs.Version, &theirs, http.StatusConflict
	}
	return p.showWith(c, status, "case/demand", page)
}
