package web

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// revisionsPage lists the saves of a round's plan.
type revisionsPage struct {
	casePage
	Plan      reinstate.Plan
	Round     int
	Revisions []reinstate.Revision
}

// revisionPage is one save, as it was.
type revisionPage struct {
	casePage
	Round    int
	Revision reinstate.Revision
	Sections []sectionView
	Present  bool // it is of the present round, so it can be restored
}

// round is the round a page is asked for; without one, the present.
func round(c *gin.Context, present int) int {
	if n, err := strconv.Atoi(c.Query("round")); err == nil && n > 0 {
		return n
	}
	return present
}

func (p *casePages) revisions(c *gin.Context) error {
	base, err := p.file(c, "plan", reinstate.Say("Revisions"))
	if err != nil {
		return err
	}
	page := revisionsPage{casePage: base, Round: round(c, base.File.Case.Round)}
	page.Plan, page.Revisions, err = p.desk.Revisions(c.Request.Context(), who(c), c.Param("ref"), page.Round)
	if err != nil {
		return err
	}
	return p.show(c, "case/revisions", page)
}

func (p *casePages) revision(c *gin.Context) error {
	n, err := number(c, "number")
	if err != nil {
		return err
	}
	base, err := p.file(c, "plan", reinstate.Say("Revision %v", n))
	if err != nil {
		return err
	}
	page := revisionPage{casePage: base, Round: round(c, base.File.Case.Round)}
	if page.Revision, err = p.desk.Revision(c.Request.Context(), who(c), c.Param("ref"), page.Round, int(n)); err != nil {
		return err
	}
	_, filed := base.File.Filed()
	page.Present = base.Work && !filed && page.Round == base.File.Case.Round && (page.Revision.Number != base.File.Plan.Revision || !base.File.Plan.Drafted.IsZero())
	then := base.File
	then.Plan.Body, then.Claims = page.Revision.Body, page.Revision.Body.Claims
	page.Sections = sectionsOf(then, p.desk.Outlines().Outline(then.Account.Marketplace, then.Case.Response))
	return p.show(c, "case/revision", page)
}

func (p *casePages) restoreRevision(c *gin.Context) error {
	n, err := number(c, "number")
	if err != nil {
		return err
	}
	saved, err := p.desk.RestoreRevision(c.Request.Context(), who(c), c.Param("ref"), int(n), version(c))
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "plan"), reinstate.Say("The text of revision %v is back, saved as revision %v.", n, saved.Revision))
}
