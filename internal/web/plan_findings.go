package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// findingView is a finding of the checker as a page shows it.
type findingView struct {
	casework.Finding
	page casePage
}

// Blocks reports whether the finding stops the letter.
func (f findingView) Blocks() bool { return f.Severity == catalog.SeverityBlock }

// Where is the document that it is about, or the page of the evidence; empty
// where it is about the letter.
func (f findingView) Where() string {
	for _, e := range f.page.File.Exhibits {
		if f.Exhibit != "" && e.Letter == f.Exhibit {
			return f.page.At("evidence", strconv.FormatInt(int64(e.ID), 10))
		}
	}
	if f.Papers {
		return f.page.At("evidence")
	}
	return ""
}

// Class is the look of its severity.
func (f findingView) Class() string {
	switch f.Severity {
	case catalog.SeverityBlock:
		return "late"
	case catalog.SeverityHigh:
		return "soon"
	}
	return ""
}

// Drops reports whether the visitor may set it aside: whoever writes on the
// case, and what blocks only somebody who may approve.
func (f findingView) Drops() bool {
	_, sealed := f.page.File.Filed()
	return f.page.Work && !sealed && (!f.Blocks() || f.page.May(reinstate.Approve))
}

// checkPlan answers the script of the page, a moment after one stops writing:
// the findings of the text as it is being written, as a piece of the page.
func (p *casePages) checkPlan(c *gin.Context) error {
	form := postedPlan(c)
	w, err := p.desk.CheckPlan(c.Request.Context(), who(c), c.Param("ref"), form.edit())
	if err != nil {
		return err
	}
	page, err := p.planPageOf(c, w)
	if err != nil {
		return err
	}
	page.Form = form
	page.lay()
	return p.showPiece(c, "case/plan", "plan_piece", page)
}

// dismiss sets a finding aside. The form of the page holds the reasons of all
// findings; the pressed button says which one counts.
func (p *casePages) dismiss(c *gin.Context) error {
	key := c.PostForm("finding")
	err := p.desk.Dismiss(c.Request.Context(), who(c), c.Param("ref"), key, c.PostForm("why_"+key))
	refused := reinstate.Invalid{}
	if errors.As(err, &refused) {
		return p.showPlan(c, http.StatusUnprocessableEntity, nil, renamed(refused, "why", "why_"+key))
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "plan"), reinstate.Say("Set aside. The reason stands on the timeline."))
}

func (p *casePages) recall(c *gin.Context) error {
	if err := p.desk.Recall(c.Request.Context(), who(c), c.Param("ref"), c.PostForm("finding")); err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "plan"), reinstate.Say("The finding counts again."))
}
