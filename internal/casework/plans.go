package casework

import (
	"context"
	"errors"
	"strconv"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// StartPlan lays out the plan of the present round. Where it is laid out
// already, it returns that one. Nothing is laid out before the kind of document
// is chosen; taken is the kind that the person takes over as it is proposed
// where nobody chose one.
func (d *Desk) StartPlan(ctx context.Context, who reinstate.Actor, ref string, taken reinstate.DocumentKind) (reinstate.Plan, error) {
	return d.layOut(ctx, who, ref, func(tx *store.Tx, f File) error {
		if f.RoundNow().Document != "" {
			return nil
		}
		return d.takeKind(tx, f, taken)
	})
}

// LayOut is StartPlan for those who ask nobody anything, such as a script:
// where no kind is chosen, it is that of the confirmed way of answering.
func (d *Desk) LayOut(ctx context.Context, who reinstate.Actor, ref string) (reinstate.Plan, error) {
	return d.layOut(ctx, who, ref, func(*store.Tx, File) error { return nil })
}

func (d *Desk) layOut(ctx context.Context, who reinstate.Actor, ref string, settle func(*store.Tx, File) error) (reinstate.Plan, error) {
	var p reinstate.Plan
	err := d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) (err error) {
		p, err = tx.Plan(c.ID, c.Round)
		if !errors.Is(err, reinstate.ErrNotFound) {
			return err
		}
		if c.State == reinstate.NoticeLogged {
			return reinstate.Invalid{"reasons": "Confirm the reason and how to answer first: the plan is laid out for it."}
		}
		f, err := d.gather(tx, c)
		if err != nil {
			return err
		}
		if err := f.mayAnswer(); err != nil {
			return err
		}
		if err := settle(tx, f); err != nil {
			return err
		}
		if c, err = tx.Case(c.ID); err != nil {
			return err
		}
		p, err = d.startPlan(tx, c)
		return err
	})
	return p, err
}

// takeKind settles the kind of document of a round as it is proposed.
func (d *Desk) takeKind(tx *store.Tx, f File, taken reinstate.DocumentKind) error {
	proposal := d.catalog.Routes().Propose(f.situation())
	switch taken {
	case "":
		return reinstate.Invalid{"document": "Choose the kind of document first: the plan is laid out for it."}
	case proposal.Document:
	default:
		return reinstate.Invalid{"document": "Another kind is proposed by now. Choose the kind of document first."}
	}
	in := Routing{Document: taken}
	if err := d.mayRoute(f, in, proposal); err != nil {
		return err
	}
	return d.settleKind(tx, f, in, proposal)
}

// startPlan lays out the round's plan: the last round's text where there is
// one of the same kind, else the outline.
func (d *Desk) startPlan(tx *store.Tx, c reinstate.Case) (reinstate.Plan, error) {
	claims, err := tx.Claims(c.ID)
	if err != nil {
		return reinstate.Plan{}, err
	}
	f, err := d.gather(tx, c)
	if err != nil {
		return reinstate.Plan{}, err
	}
	kind := f.Document()
	p := reinstate.Plan{Case: c.ID, Round: c.Round, Route: kind.Response(), Language: "en", SavedBy: tx.Who().Name, Saved: tx.Now()}
	last, err := tx.Plan(c.ID, c.Round-1)
	switch {
	case err == nil && f.wrote(last) == kind:
		p.Title, p.Language, p.Body = last.Title, last.Language, last.Body
	case err == nil || errors.Is(err, reinstate.ErrNotFound):
		p.Body = plan.Start(d.outlines.For(f.Account.Marketplace, kind), f.matter(tx.Now()))
		p.Title = p.Body.Title
	default:
		return p, err
	}
	p.Body.Claims = claims
	return p, tx.AddPlan(&p, event("plan_started", "title", p.Title, "round", strconv.Itoa(p.Round)))
}

// Revisions lists the saves of a round's plan, newest first, without their texts.
func (d *Desk) Revisions(ctx context.Context, who reinstate.Actor, ref string, round int) (p reinstate.Plan, revisions []reinstate.Revision, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		if p, err = planOf(tx, ref, round); err != nil {
			return err
		}
		revisions, err = tx.Revisions(p.ID)
		return err
	})
	return p, revisions, err
}

// Revision is one save with its text.
func (d *Desk) Revision(ctx context.Context, who reinstate.Actor, ref string, round, number int) (r reinstate.Revision, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		p, err := planOf(tx, ref, round)
		if err != nil {
			return err
		}
		r, err = tx.Revision(p.ID, number)
		return err
	})
	return r, err
}

func planOf(tx *store.Tx, ref string, round int) (reinstate.Plan, error) {
	c, err := tx.CaseByReference(ref)
	if err != nil {
		return reinstate.Plan{}, err
	}
	return tx.Plan(c.ID, round)
}

// planFollows saves a revision of the present plan after its claims changed,
// so that a stale plan page cannot undo them unseen.
func (d *Desk) planFollows(tx *store.Tx, c reinstate.Case) error {
	sealed, err := filed(tx, c)
	if err != nil || sealed {
		return err // a sealed plan stays as it was sent
	}
	p, err := tx.Plan(c.ID, c.Round)
	if errors.Is(err, reinstate.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := settle(tx, &p); err != nil {
		return err
	}
	if p.Body.Claims, err = tx.Claims(c.ID); err != nil {
		return err
	}
	if err := savePlan(tx, &p, "plan_followed"); err != nil {
		return err
	}
	return d.lapse(tx, c)
}

func savePlan(tx *store.Tx, p *reinstate.Plan, did string) error {
	p.SavedBy, p.Saved = tx.Who().Name, tx.Now()
	return tx.SavePlan(p, event(did, "revision", strconv.Itoa(p.Revision+1), "round", strconv.Itoa(p.Round)))
}

// mayEdit refuses changes to a plan whose round is filed.
func mayEdit(tx *store.Tx, c reinstate.Case) error {
	sealed, err := filed(tx, c)
	if err == nil && sealed {
		return reinstate.Invalid{"plan": "This round is filed and sealed. A reply opens the next one with a copy of this plan."}
	}
	return err
}
