package casework

import (
	"context"
	"slices"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// letter counts what is still in the way of sending the letter of the present
// round. Gaps are what is missing beside the demands and proofs that have a
// count of their own.
func (w Writing) letter(who reinstate.Actor, m plan.Matter) reinstate.Letter {
	l := reinstate.Letter{
		Unanswered: len(w.OpenDemands()), Unproven: len(w.Unproven()), Rule: w.Rule, Approved: w.approved(), MayOverride: who.May(reinstate.Approve),
	}
	for _, s := range w.Statements {
		if !s.Confirmed() {
			l.Unconfirmed++
		}
	}
	for _, f := range w.Findings {
		if f.blocks() {
			l.Blocks++
		}
	}
	l.Gaps = len(slices.DeleteFunc(plan.Missing(m), func(g plan.Gap) bool {
		return g.Demand != 0 || g.Place == plan.InEvidence && g.Claim != 0
	}))
	return l
}

// Unproven lists the claims of the letter that neither point at an exhibit of
// the case nor say why they need none.
func (f File) Unproven() []reinstate.Claim {
	numbers := plan.Numbers(f.matterBody())
	var list []reinstate.Claim
	for _, c := range f.Claims {
		shown := slices.ContainsFunc(f.Present(), func(e reinstate.Exhibit) bool { return slices.Contains(c.Exhibits, e.ID) })
		if !shown && c.NoExhibit == "" && numbers.Claim(c.ID) != "" {
			list = append(list, c)
		}
	}
	return list
}

// matterBody is the body of the present plan with the claims as they stand.
func (f File) matterBody() reinstate.PlanBody {
	body := f.Plan.Body
	body.Claims = f.Claims
	return body
}

// maySend refuses to file a letter that the flow table would refuse, before
// anything is drawn. It keeps the working copy as a revision, so that what is
// filed is one.
func (d *Desk) maySend(ctx context.Context, who reinstate.Actor, ref string, m Move) error {
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		c, err := caseAt(tx, ref, m.Version)
		if err != nil {
			return err
		}
		w, err := d.write(tx, c)
		if err != nil {
			return err
		}
		if !w.HasPlan {
			return reinstate.Invalid{"plan": "There is no plan in this round yet. Start the plan first."}
		}
		if m.Seen != "" && m.Seen != w.Mark() {
			return reinstate.Invalid{"packet": "The letter or its exhibits changed since you looked at it. Look at it again, then file it."}
		}
		if err := w.passes(who, m); err != nil {
			return err
		}
		if _, err := d.mayGoOn(tx, w.File, m); err != nil {
			return err
		}
		return w.keepSent(tx)
	})
}

// keepSent keeps what is about to be filed as a revision: what is still being
// written, and the claims as they stand, which lose exhibits without it.
func (w *Writing) keepSent(tx *store.Tx) error {
	if err := keepCopy(tx, &w.Plan); err != nil {
		return err
	}
	now := w.matter(tx.Now())
	then := now
	then.Plan.Body.Claims = w.Plan.Body.Claims
	if plan.Text(plan.Compose(now)) == plan.Text(plan.Compose(then)) {
		return nil
	}
	w.Plan.Body.Claims = w.Claims
	return savePlan(tx, &w.Plan, "plan_followed")
}

// passes asks the flow table whether the letter may be sent as it stands.
func (w Writing) passes(who reinstate.Actor, m Move) error {
	c := w.Case
	return c.Take(who, reinstate.FileAppeal, w.sending(m))
}

// sending are the facts of the step that files the letter.
func (w Writing) sending(m Move) reinstate.Facts {
	l := w.Letter
	l.Override = m.Override
	return reinstate.Facts{Sealed: true, Letter: l}
}

// overridden is the reason for which a letter goes out, empty where it needs none.
func (w Writing) overridden(m Move) string {
	if w.Letter.Blocks == 0 && w.Letter.Gaps == 0 {
		return ""
	}
	return m.Override
}

// tellDemands records the demands that the sections of the filed letter answer
// as met, so that the next round knows that they were.
func tellDemands(tx *store.Tx, f File) error {
	for _, x := range f.Demands {
		if _, told := f.Narrated(x); !told {
			continue
		}
		x.State = reinstate.DemandMet
		if err := tx.SaveDemand(&x, event("demand_met", "text", excerpt(x.Text))); err != nil {
			return err
		}
	}
	return nil
}

// blocking lists the findings that block and that nobody set aside.
func (w Writing) blocking() []Finding {
	return slices.DeleteFunc(slices.Clone(w.Findings), func(f Finding) bool { return !f.blocks() })
}

// unsound reports whether the letter must be marked as a draft.
func (d *Desk) unsound(ctx context.Context, who reinstate.Actor, ref string) (draft bool, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		w, err := d.write(tx, c)
		draft = !w.Letter.Sound()
		return err
	})
	return draft, err
}
