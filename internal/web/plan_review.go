package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// onPlan goes back to the plan after something was done to it, or shows there
// what was refused.
func (p *casePages) onPlan(c *gin.Context, err error, place string, said reinstate.Sentence) error {
	refused := reinstate.Invalid{}
	if errors.As(err, &refused) {
		return p.showPlan(c, http.StatusUnprocessableEntity, nil, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "plan")+place, said)
}

// askReview sends the letter to review, or takes it back.
func (p *casePages) askReview(c *gin.Context) error {
	ctx, ref := c.Request.Context(), c.Param("ref")
	switch c.PostForm("do") {
	case "withdraw":
		return p.onPlan(c, p.desk.WithdrawReview(ctx, who(c), ref), "", reinstate.Say("The letter is a draft again."))
	case "ask":
		return p.onPlan(c, p.desk.AskReview(ctx, who(c), ref), "", reinstate.Say("The letter is in review. Somebody else can approve it now."))
	}
	return p.onPlan(c, unsaid, "", reinstate.Sentence{})
}

// approve approves the letter as it was shown, or sends it back.
func (p *casePages) approve(c *gin.Context) error {
	ctx, ref, note := c.Request.Context(), c.Param("ref"), c.PostForm("review_note")
	switch c.PostForm("do") {
	case "back":
		return p.onPlan(c, p.desk.SendBack(ctx, who(c), ref, note), "", reinstate.Say("Sent back, with your note."))
	case "approve":
		err := p.desk.Approve(ctx, who(c), ref, c.PostForm("mark"), note)
		return p.onPlan(c, err, "", reinstate.Say("Approved as it stands. Any change of the letter withdraws the approval."))
	}
	return p.onPlan(c, unsaid, "", reinstate.Sentence{})
}

// unsaid refuses a form that says nothing.
var unsaid = reinstate.Invalid{"review": "Say what is to be done with the letter."}

func (p *casePages) comment(c *gin.Context) error {
	place := c.PostForm("place")
	_, err := p.desk.Comment(c.Request.Context(), who(c), c.Param("ref"), reinstate.Comment{
		Place: place, Quote: c.PostForm("quote_" + place), Text: c.PostForm("comment_" + place),
	})
	var refused reinstate.Invalid
	if errors.As(err, &refused) {
		err = renamed(refused, "comment", "comment_"+place)
	}
	if place != "" {
		place = "#" + place
	}
	return p.onPlan(c, err, place, reinstate.Say("Your comment stands beside the text."))
}

func (p *casePages) resolveComment(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	resolved := c.PostForm("do") != "reopen"
	err = p.desk.ResolveComment(c.Request.Context(), who(c), c.Param("ref"), reinstate.CommentID(id), resolved)
	if resolved {
		return p.onPlan(c, err, "", reinstate.Say("Resolved."))
	}
	return p.onPlan(c, err, "", reinstate.Say("The comment is open again."))
}

// addLink makes a review link and shows it, which happens once.
func (p *casePages) addLink(c *gin.Context) error {
	days, _ := strconv.Atoi(c.PostForm("link_days"))
	_, secret, err := p.desk.AddReviewLink(c.Request.Context(), who(c), c.Param("ref"), c.PostForm("link_name"), days)
	refused := reinstate.Invalid{}
	if errors.As(err, &refused) {
		return p.showPlan(c, http.StatusUnprocessableEntity, nil, refused)
	}
	if err != nil {
		return err
	}
	page, err := p.planPage(c)
	if err != nil {
		return err
	}
	page.Link = p.address(c) + reviewPath(secret)
	return p.show(c, "case/plan", page)
}

// address is how this site is addressed in the visitor's own browser.
func (s *server) address(c *gin.Context) string {
	if s.secure || c.Request.TLS != nil {
		return "https://" + c.Request.Host
	}
	return "http://" + c.Request.Host
}

func (p *casePages) revokeLink(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	err = p.desk.RevokeReviewLink(c.Request.Context(), who(c), c.Param("ref"), reinstate.ReviewLinkID(id))
	return p.onPlan(c, err, "#review", reinstate.Say("The link is revoked; whoever has it sees nothing any more."))
}
