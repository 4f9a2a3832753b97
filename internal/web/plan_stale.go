package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// stalePage shows what was typed beside what somebody else saved first. What
// was typed is a form that saves on top; what was saved stays a revision.
type stalePage struct {
	casePage
	Theirs reinstate.Plan
	Form   planForm
	Pairs  []pair
	Same   []pair // texts in which both agree; sent along unseen
}

// pair is one text of the plan in both versions.
type pair struct {
	Field  string // name in the form
	Title  string
	Kind   reinstate.ClaimKind // of a claim; empty for a section
	Mine   string
	Theirs string
}

func (p *casePages) showStale(c *gin.Context, mine planForm, stale *casework.Stale) error {
	base, err := p.file(c, "plan", reinstate.Say("Somebody saved first"))
	if err != nil {
		return err
	}
	base.Wrong = true
	theirs := formOfPlan(stale.Theirs, stale.TheirsClaims)
	page := stalePage{casePage: base, Theirs: stale.Theirs, Form: mine}
	page.Form.Version = stale.Theirs.Version
	add := func(one pair) {
		if one.Mine == one.Theirs {
			page.Same = append(page.Same, one)
			return
		}
		page.Pairs = append(page.Pairs, one)
	}
	for _, s := range stale.Theirs.Body.Sections {
		if text, typed := mine.Sections[s.Key]; typed {
			add(pair{Field: "section_" + s.Key, Title: s.Title, Mine: text, Theirs: theirs.Sections[s.Key]})
		}
	}
	for _, claim := range stale.TheirsClaims {
		if text, typed := mine.Claims[claim.ID]; typed {
			add(pair{Field: claimField(claim.ID), Kind: claim.Kind, Mine: text, Theirs: claim.Text})
		}
	}
	return p.showWith(c, http.StatusConflict, "case/plan_stale", page)
}
