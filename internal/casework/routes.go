package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Route is what is known of how a round is to be answered.
type Route struct {
	File      File
	Situation catalog.Situation
	Questions []catalog.Question
	Proposal  catalog.RouteRule
	Chosen    reinstate.DocumentKind // empty: nobody chose yet
	// Ready is the text of a proposed follow-up. It belongs to no round: the one
	// it asks about is sealed.
	Ready plan.Document
}

// Routing is a person's choice of a kind of document.
type Routing struct {
	Document       reinstate.DocumentKind
	Why            string // where it is another than the proposed one
	WithoutCounsel string // why counsel did not see it, where the kind calls for that
	Version        int    // of the case as the person saw it
}

// RoundNow is the present round.
func (f File) RoundNow() reinstate.Round {
	for _, r := range f.Rounds {
		if r.Number == f.Case.Round {
			return r
		}
	}
	return reinstate.Round{Number: f.Case.Round}
}

// Document is the kind of document that the present round is answered with:
// the one somebody chose, else that of the way of answering.
func (f File) Document() reinstate.DocumentKind {
	if kind := f.RoundNow().Document; kind != "" {
		return kind
	}
	return f.Case.Response.Document()
}

// wrote is the kind of document that the plan of an earlier round was.
func (f File) wrote(p reinstate.Plan) reinstate.DocumentKind {
	for _, r := range f.Rounds {
		if r.Number == p.Round && r.Document != "" {
			return r.Document
		}
	}
	return p.Route.Document()
}

// situation is what the table of routes looks at.
func (f File) situation() catalog.Situation {
	s := catalog.Situation{
		Marketplace: f.Account.Marketplace, Level: f.Case.Level, Reasons: f.Case.Reasons, Round: f.Case.Round,
		Waiting: f.Case.State == reinstate.AppealSubmitted || f.Case.State == reinstate.AwaitingDecision,
		Counsel: f.Case.Counsel != (reinstate.Counsel{}), Answers: f.RoundNow().Answers,
	}
	if n, ok := f.Answered(); ok {
		for _, found := range n.Checked.Responses {
			s.Offers = append(s.Offers, found.Response)
		}
	}
	for _, d := range f.Demands {
		if d.State != reinstate.DemandWaived && !slices.Contains(s.Asks, d.Code) {
			s.Asks = append(s.Asks, d.Code)
		}
	}
	for _, r := range f.Rounds {
		if r.Number < f.Case.Round && r.Decision != reinstate.NoDecision {
			s.Decision = r.Decision
		}
	}
	return s
}

// Route gathers what a person needs to choose the kind of document.
func (d *Desk) Route(ctx context.Context, who reinstate.Actor, ref string) (Route, error) {
	f, err := d.Case(ctx, who, ref)
	if err != nil {
		return Route{}, err
	}
	s, table := f.situation(), d.catalog.Routes()
	r := Route{File: f, Situation: s, Questions: table.Questions(s), Proposal: table.Propose(s), Chosen: f.RoundNow().Document}
	if s.Waiting && r.Proposal.Document == reinstate.FollowUp {
		m := f.matter(time.Time{})
		m.Plan.Body = plan.Start(d.outlines.For(f.Account.Marketplace, reinstate.FollowUp), m)
		r.Ready = plan.Compose(m)
	}
	return r, nil
}

// AnswerRoute keeps what a person answered about the case. A letter that is
// under way follows: what is confirmed is written in, what no longer is comes
// out again.
func (d *Desk) AnswerRoute(ctx context.Context, who reinstate.Actor, ref string, given reinstate.Answers, version int) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		if version != 0 && c.Version != version {
			return reinstate.ErrConflict
		}
		if c.State == reinstate.NoticeLogged {
			return reinstate.Invalid{"reasons": "Confirm the reason first: the questions depend on it."}
		}
		r, err := roundOf(tx, c, c.Round)
		if err != nil {
			return err
		}
		before := r.Answers
		for _, a := range given {
			if a.Says != "" && !d.catalog.Routes().Takes(a.Question, a.Says) {
				return reinstate.Invalid{"route_" + a.Question: "Choose one of the answers."}
			}
			r.Answers = r.Answers.With(a.Question, a.Says)
		}
		if slices.Equal(before, r.Answers) {
			return nil
		}
		if err := tx.SaveRound(c.ID, r, event("route_answered", "answers", spoken(r.Answers))); err != nil {
			return err
		}
		return d.confirmPlan(tx, c, r.Answers)
	})
}

// spoken lists answers as the timeline keeps them.
func spoken(answers reinstate.Answers) string {
	text := ""
	for i, a := range answers {
		if i > 0 {
			text += ", "
		}
		text += a.Question + ": " + a.Says
	}
	return text
}

// confirmPlan makes the plan of the present round say what the answers confirm.
func (d *Desk) confirmPlan(tx *store.Tx, c reinstate.Case, answers reinstate.Answers) error {
	p, err := tx.Plan(c.ID, c.Round)
	if errors.Is(err, reinstate.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	sealed, err := filed(tx, c)
	if err != nil || sealed {
		return err
	}
	body, changed := plan.Confirm(p.Body, answers)
	if !changed {
		return nil
	}
	if err := settle(tx, &p); err != nil {
		return err
	}
	p.Body = body
	return savePlan(tx, &p, "plan_confirmed")
}

// ChooseRoute settles the kind of document of the present round. A letter that
// was laid out for another kind is laid out anew: texts of sections that both
// have stay, and the earlier text stays in its revision.
func (d *Desk) ChooseRoute(ctx context.Context, who reinstate.Actor, ref string, in Routing) error {
	in.Why, in.WithoutCounsel = text(in.Why), text(in.WithoutCounsel)
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		if in.Version != 0 && c.Version != in.Version {
			return reinstate.ErrConflict
		}
		f, err := d.gather(tx, c)
		if err != nil {
			return err
		}
		proposal := d.catalog.Routes().Propose(f.situation())
		if err := d.mayRoute(f, in, proposal); err != nil {
			return err
		}
		return d.settleKind(tx, f, in, proposal)
	})
}

// settleKind writes the chosen kind down, and lays a letter of another kind
// out anew.
func (d *Desk) settleKind(tx *store.Tx, f File, in Routing, proposal catalog.RouteRule) error {
	c, was, r := f.Case, f.Document(), f.RoundNow()
	if r.Document == in.Document {
		return nil
	}
	r.Document = in.Document
	did := event("route_chosen", "document", string(in.Document), "proposed", string(proposal.Document), "rule", proposal.ID, "note", in.Why)
	if err := tx.SaveRound(c.ID, r, did); err != nil {
		return err
	}
	if in.WithoutCounsel != "" {
		if err := tx.Note(c.ID, event(passedOver, "why", in.WithoutCounsel)); err != nil {
			return err
		}
	}
	if f.HasPlan && was != in.Document {
		return d.layAnew(tx, c)
	}
	return d.respondBy(tx, c, in.Document)
}

// mayRoute refuses a kind that cannot be chosen now.
func (d *Desk) mayRoute(f File, in Routing, proposal catalog.RouteRule) error {
	refused := reinstate.Invalid{}
	bounded(refused, maxText, map[string]string{"why": in.Why, "without_counsel": in.WithoutCounsel})
	kind, known := d.catalog.Routes().Kind(in.Document)
	_, sealed := f.Filed()
	counselled := f.Case.Counsel != (reinstate.Counsel{})
	switch {
	case f.Case.State == reinstate.NoticeLogged:
		refused.Refuse("reasons", "Confirm the reason and how to answer first.")
	case f.Held():
		refused.Refuse("route", "This case calls for counsel before anything is answered. Refer it to counsel, or say in writing why it goes on without.")
	case !known:
		refused.Refuse("document", "Choose the kind of document.")
	case sealed:
		refused.Refuse("route", "This round is filed and sealed. A reply opens the next one.")
	case (kind.Counsel != "" || proposal.Counsel && proposal.Document == in.Document) && !counselled && in.WithoutCounsel == "":
		refused.Refuse("without_counsel", "A lawyer sees this kind of document before it is written. Refer the case to counsel, or say in writing why it goes on without.")
	case in.Document != proposal.Document && in.Why == "":
		refused.Refuse("why", "This is not the kind that is proposed. Say in a sentence why you choose it.")
	}
	return refused.Err()
}

// respondBy makes the way of answering that of the chosen kind.
func (d *Desk) respondBy(tx *store.Tx, c reinstate.Case, kind reinstate.DocumentKind) error {
	c, err := tx.Case(c.ID)
	if err != nil || c.Response == kind.Response() {
		return err
	}
	c.Response = kind.Response()
	return tx.SaveCase(&c, event("response_changed", "response", string(c.Response)))
}

// layAnew lays the plan of the present round out for another kind of document.
// What was written since the last revision is kept as one first.
func (d *Desk) layAnew(tx *store.Tx, c reinstate.Case) error {
	p, err := tx.Plan(c.ID, c.Round)
	if err != nil {
		return err
	}
	if err := keepCopy(tx, &p); err != nil {
		return err
	}
	f, err := d.gather(tx, c)
	if err != nil {
		return err
	}
	if err := d.respondBy(tx, c, f.Document()); err != nil {
		return err
	}
	body := plan.Start(d.outlines.For(f.Account.Marketplace, f.Document()), f.matter(tx.Now()))
	for i, s := range body.Sections {
		at := slices.IndexFunc(p.Body.Sections, func(was reinstate.Section) bool { return was.Key == s.Key && was.Kind == s.Kind })
		if at >= 0 && s.Kind != reinstate.SectionText {
			body.Sections[i].Text = p.Body.Sections[at].Text
		}
	}
	body.Claims = f.Claims
	p.Route, p.Title, p.Body = f.Document().Response(), body.Title, body
	return savePlan(tx, &p, "plan_laid_anew")
}

// lasting are the questions whose answers a new round takes over: what was
// true stays true, but whether somebody is silent does not.
var lasting = []string{reinstate.AskHolds, reinstate.AskProof, "other", "owner", "appealable", "seat"}

// carryRoute gives a new round the kind of document of the one before, whose
// letter it begins with, and the answers that last.
func carryRoute(tx *store.Tx, c reinstate.Case, next *reinstate.Round) error {
	before, err := roundOf(tx, c, c.Round-1)
	if errors.Is(err, reinstate.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open round %d: %w", c.Round, err)
	}
	next.Document = before.Document
	for _, a := range before.Answers {
		if slices.Contains(lasting, a.Question) {
			next.Answers = append(next.Answers, a)
		}
	}
	return nil
}
