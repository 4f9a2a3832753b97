package casework

import (
	"context"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Writing is the letter of the present round with all that is said about it
// while it is written.
type Writing struct {
	File
	Findings   []Finding // those set aside too
	Statements []Stated
	Comments   []reinstate.Comment
	Links      []reinstate.ReviewLink
	Retold     []plan.Retold // facts that differ from what was sent last
	RetoldFrom int           // the round that was sent last, 0: none was
	Letter     reinstate.Letter
}

// Writing gathers the letter of the present round for those who write and
// review it.
func (d *Desk) Writing(ctx context.Context, who reinstate.Actor, ref string) (Writing, error) {
	var w Writing
	err := d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		if w, err = d.write(tx, c); err != nil {
			return err
		}
		w.Resting = c.OnHold(tx.Now())
		if w.Elsewhere, err = elsewhere(tx, w.File); err != nil {
			return err
		}
		if w.Writers, err = writersOf(tx, c); err != nil {
			return err
		}
		if w.Comments, err = tx.Comments(c.ID, c.Round); err != nil {
			return err
		}
		w.Links, err = tx.ReviewLinks(c.ID, c.Round)
		return err
	})
	if err != nil {
		return w, err
	}
	w.complete(who)
	w.withhold(who)
	return w, nil
}

// withhold takes out what the people of the firm say to each other about the
// letter, which is not for the client.
func (w *Writing) withhold(who reinstate.Actor) {
	if who.Client == 0 {
		return
	}
	w.Comments, w.Links, w.Findings = nil, nil, w.Open()
}

// write gathers what decides whether the letter can be sent.
func (d *Desk) write(tx *store.Tx, c reinstate.Case) (Writing, error) {
	return d.writeAs(tx, c, func(*File) {})
}

// writeAs is write for a letter that change has changed, and nobody saved.
func (d *Desk) writeAs(tx *store.Tx, c reinstate.Case, change func(*File)) (w Writing, err error) {
	if w.File, err = d.gather(tx, c); err != nil || !w.HasPlan {
		return w, err
	}
	change(&w.File)
	if _, ok := w.Filed(); ok {
		w.Claims = w.Plan.Body.Claims // as they were sent
	}
	m := w.matter(tx.Now())
	facts, err := d.facts(tx, w.File)
	if err != nil {
		return w, err
	}
	w.Findings = d.check(w.File, m, facts)
	w.Found = tallied(w.Findings)
	w.Statements = w.statements(m)
	if n := len(facts.Earlier); n > 0 {
		w.RetoldFrom = lastSent(w.File)
		w.Retold = plan.Retell(facts.Earlier[n-1].Text, plan.Lay(m).Text)
	}
	w.Letter = w.letter(tx.Who(), m)
	return w, nil
}

// lastSent is the round of the last filing before the present one.
func lastSent(f File) int {
	round := 0
	for _, filing := range f.Filings {
		if filing.Round < f.Case.Round {
			round = max(round, filing.Round)
		}
	}
	return round
}

// Open lists the findings that nobody set aside.
func (w Writing) Open() []Finding { return w.part(false) }

// SetAside lists the others.
func (w Writing) SetAside() []Finding { return w.part(true) }

func (w Writing) part(aside bool) []Finding {
	var found []Finding
	for _, f := range w.Findings {
		if f.Aside == aside {
			found = append(found, f)
		}
	}
	return found
}

// CheckPlan is the letter as somebody is writing it, with what is said of it.
// Nothing is saved, and what people said to each other is left out.
func (d *Desk) CheckPlan(ctx context.Context, who reinstate.Actor, ref string, in PlanEdit) (Writing, error) {
	var w Writing
	err := d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		w, err = d.writeAs(tx, c, func(f *File) { f.Plan, f.Claims = in.over(f.Plan, f.Claims) })
		return err
	})
	if err != nil {
		return w, err
	}
	w.complete(who)
	w.withhold(who)
	return w, nil
}
