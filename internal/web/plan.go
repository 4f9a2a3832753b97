package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// planPage is the letter of a round as a form: its sections, the claims that
// flow into them, and beside each line what is said about it.
type planPage struct {
	casePage
	Writing  casework.Writing
	Outline  catalog.Outline
	Sections []sectionView
	Missing  []gapView
	Asks     []askView
	Whole    []findingView // about the letter as a whole
	Aside    []findingView // set aside by somebody
	Talk     []reinstate.Comment
	Sealed   bool // the round is filed; the letter is only shown
	Form     planForm
	Once     string
	Mark     string    // of the letter as it is shown, for an approval
	Veto     string    // why the visitor may not approve, empty where they may
	Proposal *proposal // of a kind of document, until one is chosen
	Link     string    // address of a review link that was just made
}

// proposal is the kind of document that is proposed before a plan is laid out;
// without a kind where something else comes first.
type proposal struct {
	catalog.KindOfDocument
	Rule catalog.RouteRule
}

// gapView is one thing that is missing, and where it is mended.
type gapView struct {
	Sentence reinstate.Sentence
	URL      string
	Stops    bool // nothing is sent before it is mended
}

// askView is one demand of the marketplace and what answers it.
type askView struct {
	reinstate.Demand
	Told string // title of the section that answers it
}

// letterLanguages are the languages a letter's fixed words are written in.
var letterLanguages = []struct{ Code, Name string }{{"en", "English"}, {"de", "Deutsch"}, {"zh-Hans", "简体中文"}}

// Languages a letter can be written in.
func (*planPage) Languages() []struct{ Code, Name string } { return letterLanguages }

// planRoutes lists the pages on which a letter is written, checked, reviewed
// and compared.
func (p *casePages) planRoutes() {
	s, read, work := p.server, reinstate.Read, reinstate.Contribute
	s.get("/cases/:ref/plan", read, p.plan)
	s.post("/cases/:ref/plan", work, p.savePlan)
	s.post("/cases/:ref/plan/start", work, p.startPlan)
	s.post("/cases/:ref/plan/check", work, p.checkPlan)
	s.post("/cases/:ref/plan/findings", work, p.dismiss)
	s.post("/cases/:ref/plan/findings/recall", work, p.recall)
	s.get("/cases/:ref/plan/confirm", read, p.confirmations)
	s.post("/cases/:ref/plan/confirm", work, p.confirm)
	s.post("/cases/:ref/plan/comments", read, p.comment)
	s.post("/cases/:ref/plan/comments/:id", read, p.resolveComment)
	s.post("/cases/:ref/plan/review", work, p.askReview)
	s.post("/cases/:ref/plan/approval", reinstate.Approve, p.approve)
	s.post("/cases/:ref/plan/links", work, p.addLink)
	s.post("/cases/:ref/plan/links/:id/revoke", work, p.revokeLink)
	s.get("/cases/:ref/plan/compare", read, p.compare)
	s.get("/cases/:ref/plan/revisions", read, p.revisions)
	s.get("/cases/:ref/plan/revisions/:number", read, p.revision)
	s.post("/cases/:ref/plan/revisions/:number/restore", work, p.restoreRevision)
}

func (p *casePages) plan(c *gin.Context) error { return p.showPlan(c, http.StatusOK, nil, nil) }

// showPlan shows the plan as it is saved, or as it was typed and refused.
func (p *casePages) showPlan(c *gin.Context, status int, typed *planForm, refused reinstate.Invalid) error {
	page, err := p.planPage(c)
	if err != nil {
		return err
	}
	page.Invalid = refused
	if typed != nil {
		page.Form = typed.over(page.Form)
		page.lay()
	}
	return p.showWith(c, status, "case/plan", page)
}

func (p *casePages) planPage(c *gin.Context) (*planPage, error) {
	w, err := p.desk.Writing(c.Request.Context(), who(c), c.Param("ref"))
	if err != nil {
		return nil, err
	}
	return p.planPageOf(c, w)
}

// planPageOf is the page of a letter.
func (p *casePages) planPageOf(c *gin.Context, w casework.Writing) (page *planPage, err error) {
	page = &planPage{casePage: p.around(c, w.File, "plan", reinstate.Say("Plan")), Writing: w, Once: p.once.token()}
	page.Missing = missingOf(page.casePage)
	page.Outline = p.desk.Outlines().For(w.Account.Marketplace, w.Document())
	_, page.Sealed = w.Filed()
	if !w.Settled() {
		page.Proposal, err = p.proposed(c)
	}
	if w.HasPlan {
		page.Form = formOfPlan(w.Plan, w.Claims)
		page.Mark, page.Veto = w.Mark(), w.MayApprove(who(c))
		page.lay()
	}
	return page, err
}

// proposed is the kind of document that is proposed for the present round.
func (p *casePages) proposed(c *gin.Context) (*proposal, error) {
	route, err := p.desk.Route(c.Request.Context(), who(c), c.Param("ref"))
	if err != nil {
		return nil, err
	}
	kind, _ := p.desk.Catalog().Routes().Kind(route.Proposal.Document)
	return &proposal{kind, route.Proposal}, nil
}

// lay puts the sections, claims, findings and comments of the page together.
func (p *planPage) lay() {
	l := layout{page: p, finds: map[string][]findingView{}, talk: map[string][]reinstate.Comment{}}
	p.Whole, p.Aside, p.Talk, p.Asks = nil, nil, nil, nil
	for _, f := range p.Writing.Findings {
		view := findingView{Finding: f, page: p.casePage}
		switch {
		case p.Sealed: // it was sent: nothing of it can be mended
		case f.Aside:
			p.Aside = append(p.Aside, view)
		case f.Field() == "":
			p.Whole = append(p.Whole, view)
		default:
			l.finds[f.Field()] = append(l.finds[f.Field()], view)
		}
	}
	for _, one := range p.Writing.Comments {
		if one.Place == "" {
			p.Talk = append(p.Talk, one)
		} else {
			l.talk[one.Place] = append(l.talk[one.Place], one)
		}
	}
	for _, d := range p.File.Demands {
		told, _ := p.File.Narrated(d)
		p.Asks = append(p.Asks, askView{Demand: d, Told: told.Title})
	}
	p.Sections = l.sections()
}

// Editable reports whether the letter can be changed by this visitor now.
func (p *planPage) Editable() bool { return p.Work && !p.Sealed }

// Speaks reports whether the visitor may comment on the letter now.
func (p *planPage) Speaks() bool {
	return p.Who.Client == 0 && !p.Sealed && p.File.Case.State.Open()
}

// Resolves reports whether the visitor may resolve comments.
func (p *planPage) Resolves() bool {
	return p.Speaks() && (p.May(reinstate.Contribute) || p.May(reinstate.Approve))
}

// State is how far the review of the letter is.
func (p *planPage) State() reinstate.ReviewState { return p.File.ReviewState() }

// Next is the one primary thing to do on the page.
func (p *planPage) Next() string {
	l := p.Writing.Letter
	switch {
	case !p.Editable() && p.Veto == "" && p.State() == reinstate.InReview, p.Editable() && p.State() == reinstate.InReview && p.Veto == "":
		return "approve"
	case !p.Editable():
		return "next"
	case l.Unanswered+l.Unproven+l.Blocks+l.Gaps > 0:
		return "save"
	case l.Unconfirmed > 0:
		return "confirm"
	case l.Rule != reinstate.NoApproval && p.State() != reinstate.Approved && p.State() != reinstate.InReview:
		return "review"
	case l.Sound():
		return "packet"
	}
	return "save"
}

// SavedAt is the time of day at which the plan was saved, in the reader's zone.
func (p *planPage) SavedAt() string {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		zone = time.UTC
	}
	return p.File.Plan.Saved.In(zone).Format("15:04")
}

// Count is how many open findings of a severity there are.
func (p *planPage) Count(severity catalog.Severity) int {
	n := 0
	for _, f := range p.Writing.Open() {
		if f.Severity == severity {
			n++
		}
	}
	return n
}

// missingOf lists what the letter lacks, each with where it is mended.
func missingOf(base casePage) []gapView {
	var views []gapView
	for _, g := range base.File.Gaps {
		views = append(views, gapView{reinstate.Say(g.Format, g.Args...), gapURL(base, g), stops(base.File, g)})
	}
	return views
}

// stops reports whether a letter with this gap cannot be sent at all: a demand
// nobody answered, a claim that nothing proves.
func stops(f casework.File, g plan.Gap) bool {
	if g.Demand != 0 {
		return slices.ContainsFunc(f.OpenDemands(), func(d reinstate.Demand) bool { return d.ID == g.Demand })
	}
	return g.Claim != 0 && g.Place == plan.InEvidence
}

func gapURL(base casePage, g plan.Gap) string {
	switch {
	case g.Claim != 0 && base.File.HasPlan:
		return base.At("plan") + "#" + claimField(g.Claim)
	case g.Claim != 0:
		return base.At("claims", strconv.FormatInt(int64(g.Claim), 10))
	case g.Demand != 0:
		return base.At("demands", strconv.FormatInt(int64(g.Demand), 10))
	case g.Section != "":
		return base.At("plan") + "#section_" + g.Section
	case g.Place == plan.InDemands:
		return base.At("claims") + "#demands"
	}
	return base.At(string(g.Place))
}

func (p *casePages) startPlan(c *gin.Context) error {
	_, err := p.desk.StartPlan(c.Request.Context(), who(c), c.Param("ref"), reinstate.DocumentKind(c.PostForm("document")))
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showPlan(c, http.StatusUnprocessableEntity, nil, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "plan"), reinstate.Say("The plan is laid out. Your causes, actions and measures are in it already."))
}

func claimField(id reinstate.ClaimID) string { return fmt.Sprintf("claim_%d", id) }
