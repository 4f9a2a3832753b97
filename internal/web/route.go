package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// routeRoutes lists the page on which the kind of document is chosen.
func (s *server) routeRoutes() {
	p := &casePages{server: s}
	s.get("/cases/:ref/route", reinstate.Read, p.route)
	s.post("/cases/:ref/route", reinstate.Contribute, p.chooseRoute)
	s.post("/cases/:ref/route/answers", reinstate.Contribute, p.answerRoute)
}

// routePage asks what only the person knows, proposes the kind of document and
// says why, and lets another be chosen with a reason.
type routePage struct {
	casePage
	Route     casework.Route
	Questions []questionView
	Proposed  kindView // of the proposal; without a kind where something else comes first
	Kinds     []kindView
	Form      casework.Routing // what was typed, and refused
	Mail      plan.Mail        // of a follow-up that is ready
}

// questionView is one question with the answer that was given.
type questionView struct {
	catalog.Question
	Given string
}

// kindView is one kind of document to choose.
type kindView struct {
	catalog.KindOfDocument
	Proposed, Chosen bool
}

func (p *casePages) route(c *gin.Context) error {
	return p.showRoute(c, http.StatusOK, casework.Routing{}, nil)
}

func (p *casePages) showRoute(c *gin.Context, status int, typed casework.Routing, refused reinstate.Invalid) error {
	base, err := p.file(c, "work", reinstate.Say("Kind of document"))
	if err != nil {
		return err
	}
	base.Invalid = refused
	route, err := p.desk.Route(c.Request.Context(), who(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return p.showWith(c, status, "case/route", routePageOf(base, p.desk.Catalog().Routes(), route, typed))
}

func routePageOf(base casePage, table *catalog.RouteTable, route casework.Route, typed casework.Routing) routePage {
	page := routePage{casePage: base, Route: route, Form: typed}
	for _, q := range route.Questions {
		page.Questions = append(page.Questions, questionView{q, route.Situation.Answers.To(q.Key)})
	}
	for _, k := range table.Kinds() {
		view := kindView{k, k.Kind == route.Proposal.Document, k.Kind == route.Chosen}
		if view.Proposed {
			page.Proposed = view
		}
		page.Kinds = append(page.Kinds, view)
	}
	if len(route.Ready.Blocks) > 0 {
		page.Mail = plan.MailOf(route.Ready)
	}
	return page
}

// Held reports whether counsel comes before any kind of document.
func (p routePage) Held() bool { return p.File.Held() }

// Answered reports whether every question has an answer.
func (p routePage) Answered() bool {
	for _, q := range p.Questions {
		if q.Given == "" {
			return false
		}
	}
	return true
}

// Choosable reports whether a kind can be chosen on this page now.
func (p routePage) Choosable() bool {
	_, sealed := p.File.Filed()
	return p.Work && !sealed && !p.Held() && p.File.Case.State != reinstate.NoticeLogged
}

// Offered reports whether the proposal can be taken with one button.
func (p routePage) Offered() bool {
	return p.Choosable() && p.Proposed.Kind != "" && !p.Proposed.Chosen
}

// Asks reports whether answering is the next thing to do here.
func (p routePage) Asks() bool {
	return !p.Offered() && !p.Held() && (p.Route.Chosen == "" || !p.Choosable())
}

// NeedsCounsel reports whether a lawyer has to see the proposed kind first and
// none has.
func (p routePage) NeedsCounsel() bool {
	return (p.Proposed.Counsel != "" || p.Route.Proposal.Counsel) && !p.Route.Situation.Counsel
}

func (p *casePages) answerRoute(c *gin.Context) error {
	var given reinstate.Answers
	for name, values := range c.Request.PostForm {
		if question, ok := strings.CutPrefix(name, "route_"); ok {
			given = given.With(question, values[0])
		}
	}
	if len(given) == 0 {
		return p.showRoute(c, http.StatusUnprocessableEntity, casework.Routing{}, reinstate.Invalid{"questions": "Answer at least one question."})
	}
	slices.SortFunc(given, func(a, b reinstate.Answer) int { return strings.Compare(a.Question, b.Question) })
	err := p.desk.AnswerRoute(c.Request.Context(), who(c), c.Param("ref"), given, seenVersion(c, "version"))
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showRoute(c, http.StatusUnprocessableEntity, casework.Routing{}, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "route")+"#proposal", reinstate.Say("Your answers are kept on the case."))
}

func (p *casePages) chooseRoute(c *gin.Context) error {
	in := casework.Routing{
		Document: reinstate.DocumentKind(c.PostForm("document")), Why: c.PostForm("why"),
		WithoutCounsel: c.PostForm("without_counsel"), Version: seenVersion(c, "version"),
	}
	err := p.desk.ChooseRoute(c.Request.Context(), who(c), c.Param("ref"), in)
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showRoute(c, http.StatusUnprocessableEntity, in, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "route")+"#proposal", reinstate.Say("Chosen for this round."))
}

// spoken puts answers of the timeline into words: question and answer.
func (p *casePages) spoken(v *voice, answers string) string {
	var told []string
	for one := range strings.SplitSeq(answers, ", ") {
		key, says, _ := strings.Cut(one, ": ")
		for _, q := range p.desk.Catalog().Routes().All() {
			for _, a := range q.Answers {
				if q.Key == key && a.Key == says {
					one = v.t(q.Ask) + " " + v.t(a.Says)
				}
			}
		}
		told = append(told, one)
	}
	return strings.Join(told, " · ")
}
