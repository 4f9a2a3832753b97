package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// claimsPage lists the statements of the plan, each action and measure beneath
// the cause it answers, and what the marketplace asked for.
type claimsPage struct {
	casePage
	Causes []causeView
	Loose  []reinstate.Claim // actions and measures whose cause is gone
	Codes  []demandChoice
	Text   string // typed into the form of a new cause, and refused
	Once   string
	Asks   demandForm
}

// causeView is one root cause with what answers it.
type causeView struct {
	reinstate.Claim
	Number   int
	Actions  []reinstate.Claim
	Measures []reinstate.Claim
}

func (p *casePages) claims(c *gin.Context) error {
	return p.showClaims(c, http.StatusOK, "", demandForm{}, nil)
}

func (p *casePages) showClaims(c *gin.Context, status int, text string, asks demandForm, refused reinstate.Invalid) error {
	base, err := p.file(c, "claims", reinstate.Say("Causes, actions and measures"))
	if err != nil {
		return err
	}
	base.Invalid = refused
	page := claimsPage{casePage: base, Codes: p.demandChoices(""), Text: text, Asks: asks, Once: p.once.token()}
	page.Causes, page.Loose = byCause(base.File.Claims)
	return p.showWith(c, status, "case/claims", page)
}

// byCause puts actions and measures beneath the causes they answer.
func byCause(claims []reinstate.Claim) (causes []causeView, loose []reinstate.Claim) {
	at := map[reinstate.ClaimID]int{}
	for _, claim := range claims {
		if claim.Kind == reinstate.RootCause {
			at[claim.ID] = len(causes)
			causes = append(causes, causeView{Claim: claim, Number: len(causes) + 1})
		}
	}
	for _, claim := range claims {
		i, found := at[claim.Cause]
		switch {
		case claim.Kind == reinstate.RootCause:
		case !found:
			loose = append(loose, claim)
		case claim.Kind == reinstate.CorrectiveAction:
			causes[i].Actions = append(causes[i].Actions, claim)
		default:
			causes[i].Measures = append(causes[i].Measures, claim)
		}
	}
	return causes, loose
}

// claimPage is the form of one claim.
type claimPage struct {
	casePage
	Claim  reinstate.Claim
	Causes []causeView
	Once   string
	Stale  *reinstate.Claim // what somebody else saved meanwhile
}

// New reports whether the claim is not saved yet.
func (p claimPage) New() bool { return p.Claim.ID == 0 }

// Kinds of the form: which fields it shows.
func (p claimPage) IsCause() bool   { return p.Claim.Kind == reinstate.RootCause }
func (p claimPage) IsAction() bool  { return p.Claim.Kind == reinstate.CorrectiveAction }
func (p claimPage) IsMeasure() bool { return p.Claim.Kind == reinstate.PreventiveMeasure }

func (p *casePages) newClaim(c *gin.Context) error {
	cause, _ := strconv.ParseInt(c.Query("cause"), 10, 64)
	claim := reinstate.Claim{Kind: reinstate.ClaimKind(c.Query("kind")), Cause: reinstate.ClaimID(cause)}
	if claimTitle(claim).Text == "" {
		return reinstate.ErrNotFound
	}
	return p.showClaim(c, http.StatusOK, claim, nil)
}

func (p *casePages) claim(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	base, err := p.file(c, "claims", reinstate.Say("Change a claim"))
	if err != nil {
		return err
	}
	for _, claim := range base.File.Claims {
		if int64(claim.ID) == id {
			base.Title = p.page(c, claimTitle(claim)).Title + " · " + base.File.Case.Reference
			return p.show(c, "case/claim", p.claimPage(base, claim))
		}
	}
	return reinstate.ErrNotFound
}

func (p *casePages) claimPage(base casePage, claim reinstate.Claim) claimPage {
	causes, _ := byCause(base.File.Claims)
	return claimPage{casePage: base, Claim: claim, Causes: causes, Once: p.once.token()}
}

func (p *casePages) showClaim(c *gin.Context, status int, claim reinstate.Claim, refused reinstate.Invalid) error {
	base, err := p.file(c, "claims", claimTitle(claim))
	if err != nil {
		return err
	}
	base.Invalid = refused
	return p.showWith(c, status, "case/claim", p.claimPage(base, claim))
}

func claimTitle(claim reinstate.Claim) reinstate.Sentence {
	switch claim.Kind {
	case reinstate.RootCause:
		return reinstate.Say("Root cause")
	case reinstate.CorrectiveAction:
		return reinstate.Say("Corrective action")
	case reinstate.PreventiveMeasure:
		return reinstate.Say("Preventive measure")
	}
	return reinstate.Sentence{}
}

// postedClaim reads the form of a claim.
func postedClaim(c *gin.Context) reinstate.Claim {
	cause, _ := strconv.ParseInt(c.PostForm("cause"), 10, 64)
	return reinstate.Claim{
		Kind: reinstate.ClaimKind(c.PostForm("kind")), Cause: reinstate.ClaimID(cause), Version: version(c),
		Text: c.PostForm("text"), Done: c.PostForm("done") == "yes", Date: strings.TrimSpace(c.PostForm("date")),
		Owner: c.PostForm("owner"), Frequency: c.PostForm("frequency"), Tool: c.PostForm("tool"),
		Exhibits: postedExhibits(c), NoExhibit: c.PostForm("no_exhibit"),
	}
}

// postedExhibits reads the exhibits that were ticked.
func postedExhibits(c *gin.Context) []reinstate.ExhibitID {
	var ids []reinstate.ExhibitID
	for _, raw := range c.PostFormArray("exhibits") {
		if id, err := strconv.ParseInt(raw, 10, 64); err == nil && !has(ids, reinstate.ExhibitID(id)) {
			ids = append(ids, reinstate.ExhibitID(id))
		}
	}
	return ids
}

func (p *casePages) addClaim(c *gin.Context) error {
	claim := postedClaim(c)
	path, err := p.once.do(c.Request.Context(), mark(c), func() (string, error) {
		added, err := p.desk.AddClaim(c.Request.Context(), who(c), c.Param("ref"), claim)
		return casePath(c.Param("ref"), "claims") + "#claim-" + strconv.FormatInt(int64(added.ID), 10), err
	})
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		if c.PostForm("from") == "list" {
			return p.showClaims(c, http.StatusUnprocessableEntity, claim.Text, demandForm{}, refused)
		}
		return p.showClaim(c, http.StatusUnprocessableEntity, claim, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, path, reinstate.Say("Added."))
}

func (p *casePages) saveClaim(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	claim := postedClaim(c)
	claim.ID = reinstate.ClaimID(id)
	_, err = p.desk.SaveClaim(c.Request.Context(), who(c), c.Param("ref"), claim)
	refused := reinstate.Invalid{}
	switch {
	case errors.As(err, &refused):
		return p.showClaim(c, http.StatusUnprocessableEntity, claim, refused)
	case errors.Is(err, reinstate.ErrConflict):
		return p.staleClaim(c, claim)
	case err != nil:
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "claims")+"#claim-"+strconv.FormatInt(id, 10), reinstate.Say("Saved."))
}

// staleClaim shows the text that was typed beside the one that was saved
// first. Saving again takes the form as it then stands.
func (p *casePages) staleClaim(c *gin.Context, mine reinstate.Claim) error {
	base, err := p.file(c, "claims", reinstate.Say("Somebody saved first"))
	if err != nil {
		return err
	}
	for _, theirs := range base.File.Claims {
		if theirs.ID == mine.ID {
			mine.Kind, mine.Version = theirs.Kind, theirs.Version
			page := p.claimPage(base, mine)
			page.Stale = &theirs
			return p.showWith(c, http.StatusConflict, "case/claim", page)
		}
	}
	return reinstate.ErrNotFound
}

func (p *casePages) moveClaim(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := p.desk.MoveClaim(c.Request.Context(), who(c), c.Param("ref"), reinstate.ClaimID(id), c.PostForm("way") == "up"); err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "claims")+"#claim-"+strconv.FormatInt(id, 10), reinstate.Say("Moved."))
}

func (p *casePages) removeClaim(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	err = p.desk.RemoveClaim(c.Request.Context(), who(c), c.Param("ref"), reinstate.ClaimID(id), version(c))
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showClaims(c, http.StatusUnprocessableEntity, "", demandForm{}, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "claims"), reinstate.Say("Removed. Revisions of the plan that held it keep it."))
}
