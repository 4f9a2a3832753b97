package casework

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Text is one text that a plan had: a revision, what was filed, or the text as
// it stands.
type Text struct {
	ID       string // such as 2.7: round and revision; "now" for the text as it stands
	Round    int
	Revision int // zero: the text as it stands
	Filed    bool
	By       string
	At       time.Time
}

// Comparison is what became of a plan between two of its texts.
type Comparison struct {
	File
	Texts    []Text // all of the case, the newest first
	From, To Text
	Changes  []plan.Change
	Retold   []plan.Retold // facts that differ, sentence by sentence
}

// asItStands names the text of the present round with what is being written.
const asItStands = "now"

// Compare compares two texts of a case by words, named by their IDs. Without
// names it compares the last filing with the text as it stands or, where
// nothing was filed, the revision before.
func (d *Desk) Compare(ctx context.Context, who reinstate.Actor, ref, from, to string) (Comparison, error) {
	var out Comparison
	err := d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		if out.File, err = d.gather(tx, c); err != nil {
			return err
		}
		if out.Texts, err = textsOf(tx, out.File); err != nil {
			return err
		}
		if len(out.Texts) == 0 {
			return fmt.Errorf("%s has no plan: %w", ref, reinstate.ErrNotFound)
		}
		if out.To, err = textNamed(out.Texts, to, 0); err != nil {
			return err
		}
		new, err := bodyOf(tx, out.File, out.To)
		if err != nil {
			return err
		}
		old, err := out.against(tx, from, new)
		if err != nil {
			return err
		}
		out.Changes = plan.Changes(old, new)
		out.Retold = plan.Retell(out.running(old), out.running(new))
		return nil
	})
	if err == nil {
		out.complete(who)
	}
	return out, err
}

// against chooses the text that the comparison starts from, and gives its body.
// Unless somebody named one, revisions that say the same are passed over: who
// compares wants to see what changed.
func (out *Comparison) against(tx *store.Tx, named string, with reinstate.PlanBody) (old reinstate.PlanBody, err error) {
	at := earlier(out.Texts, out.To)
	if out.From, err = textNamed(out.Texts, named, at); err != nil {
		return old, err
	}
	old, err = bodyOf(tx, out.File, out.From)
	for err == nil && named == "" && !out.From.Filed && at+1 < len(out.Texts) && out.running(old) == out.running(with) {
		at++
		out.From = out.Texts[at]
		old, err = bodyOf(tx, out.File, out.From)
	}
	return old, err
}

// running is the letter of a body as running text.
func (f File) running(body reinstate.PlanBody) string {
	m := f.matter(time.Time{})
	m.Plan.Body = body
	return plan.Lay(m).Text
}

// textsOf lists the texts of a case, the newest first.
func textsOf(tx *store.Tx, f File) ([]Text, error) {
	var texts []Text
	if f.HasPlan {
		texts = append(texts, Text{ID: asItStands, Round: f.Plan.Round, By: f.Plan.SavedBy, At: f.Plan.Saved})
	}
	for round := f.Case.Round; round > 0; round-- {
		p, err := tx.Plan(f.Case.ID, round)
		if err != nil {
			continue // a round that had no plan
		}
		revisions, err := tx.Revisions(p.ID)
		if err != nil {
			return nil, err
		}
		for _, r := range revisions {
			texts = append(texts, Text{
				ID: fmt.Sprintf("%d.%d", round, r.Number), Round: round, Revision: r.Number, By: r.By, At: r.At,
				Filed: slices.ContainsFunc(f.Filings, func(x reinstate.Filing) bool { return x.Round == round && x.Revision == r.Number }),
			})
		}
	}
	return texts, nil
}

// earlier is the place of what a text is held against unless somebody says:
// the last filing before it, else the text before it.
func earlier(texts []Text, of Text) int {
	at := slices.IndexFunc(texts, func(t Text) bool { return t.ID == of.ID })
	for i := at + 1; i < len(texts); i++ {
		if texts[i].Filed && texts[i].Round < of.Round {
			return i
		}
	}
	return min(at+1, len(texts)-1)
}

func textNamed(texts []Text, id string, usual int) (Text, error) {
	if id == "" {
		return texts[usual], nil
	}
	for _, t := range texts {
		if t.ID == id {
			return t, nil
		}
	}
	return Text{}, fmt.Errorf("text %q: %w", id, reinstate.ErrNotFound)
}

func bodyOf(tx *store.Tx, f File, t Text) (reinstate.PlanBody, error) {
	if t.ID == asItStands {
		return f.matterBody(), nil
	}
	round, _, _ := strings.Cut(t.ID, ".")
	n, err := strconv.Atoi(round)
	if err != nil {
		return reinstate.PlanBody{}, reinstate.ErrNotFound
	}
	p, err := tx.Plan(f.Case.ID, n)
	if err != nil {
		return reinstate.PlanBody{}, err
	}
	r, err := tx.Revision(p.ID, t.Revision)
	return r.Body, err
}
