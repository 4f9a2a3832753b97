package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// confirmPage lists the sentences of the letter for somebody to vouch for, one
// by one.
type confirmPage struct {
	casePage
	Parts  []confirmPart
	Left   int
	All    int
	Sealed bool
}

// confirmPart are the sentences of one section.
type confirmPart struct {
	Key    string
	Title  string
	Claims []confirmClaim
}

// confirmClaim are the sentences of one claim, of the answer to one demand, or
// of a section's own text.
type confirmClaim struct {
	Number, Lead string
	Sentences    []casework.Stated
}

func (p *casePages) confirmations(c *gin.Context) error {
	return p.showConfirm(c, http.StatusOK, nil)
}

func (p *casePages) showConfirm(c *gin.Context, status int, refused reinstate.Invalid) error {
	w, err := p.desk.Writing(c.Request.Context(), who(c), c.Param("ref"))
	if err != nil {
		return err
	}
	page := confirmPage{casePage: p.around(c, w.File, "plan", reinstate.Say("True and done")), Left: w.Unconfirmed, All: len(w.Statements)}
	_, page.Sealed = w.Filed()
	page.Parts, page.Invalid = confirmParts(w), refused
	return p.showWith(c, status, "case/confirm", page)
}

// confirmParts puts the sentences beneath their sections and claims. A sentence
// that stands twice is confirmed once.
func confirmParts(w casework.Writing) []confirmPart {
	body := w.Plan.Body
	body.Claims = w.Claims
	numbers := plan.Numbers(body)
	var parts []confirmPart
	seen := map[string]bool{}
	for _, s := range body.Sections {
		part := confirmPart{Key: s.Key, Title: s.Title}
		last, lead := reinstate.ClaimID(-1), ""
		for _, one := range w.Statements {
			if one.Section != s.Key || seen[one.Sum] {
				continue
			}
			seen[one.Sum] = true
			if one.Claim != last || one.Lead != lead {
				part.Claims = append(part.Claims, confirmClaim{Number: numbers.Claim(one.Claim), Lead: one.Lead})
				last, lead = one.Claim, one.Lead
			}
			at := &part.Claims[len(part.Claims)-1]
			at.Sentences = append(at.Sentences, one)
		}
		if len(part.Claims) > 0 {
			parts = append(parts, part)
		}
	}
	return parts
}

// confirm takes the ticks: those that are new, and those that were taken away.
func (p *casePages) confirm(c *gin.Context) error {
	ticked := map[string]bool{}
	for _, sum := range c.PostFormArray("sentence") {
		ticked[sum] = true
	}
	var back []string
	for _, sum := range c.PostFormArray("stood") {
		if !ticked[sum] {
			back = append(back, sum)
		}
	}
	left, err := p.desk.Confirm(c.Request.Context(), who(c), c.Param("ref"), c.PostFormArray("sentence"), back)
	refused := reinstate.Invalid{}
	switch {
	case errors.As(err, &refused):
		return p.showConfirm(c, http.StatusUnprocessableEntity, refused)
	case err != nil:
		return err
	case left > 0:
		return p.redirect(c, casePath(c.Param("ref"), "plan", "confirm"), reinstate.Say("Kept under your name. Some sentences are still to be confirmed."))
	}
	return p.redirect(c, casePath(c.Param("ref"), "plan"), reinstate.Say("Every sentence is confirmed, under your name."))
}
