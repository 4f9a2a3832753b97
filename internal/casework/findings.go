package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Finding is a finding of the checker at its place in the plan.
type Finding struct {
	plan.Finding
	Key     string            // digest of the rule, its words and their place
	Place   string            // key of the section; empty: the letter as a whole
	Claim   reinstate.ClaimID // zero: the section's own text
	Exhibit string            // letter of the document that it is about; empty: none
	Papers  bool              // it is about the evidence
	Aside   bool              // a person set it aside
	Dropped reinstate.Dismissal
}

// Field is the name of the text that the finding is about, as forms call it;
// empty for the letter as a whole.
func (f Finding) Field() string {
	switch {
	case f.Claim != 0:
		return claimPlace(f.Claim)
	case f.Place != "":
		return sectionPlace(f.Place)
	}
	return ""
}

func sectionPlace(key string) string         { return "section_" + key }
func claimPlace(id reinstate.ClaimID) string { return "claim_" + strconv.FormatInt(int64(id), 10) }
func (f Finding) blocks() bool               { return f.Severity == catalog.SeverityBlock && !f.Aside }
func findingKey(parts ...string) string      { return sumOf(parts)[:24] }
func sumOf(parts []string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// check runs the checker over the letter of a matter and puts each finding at
// its place, and over the documents as the page of the evidence does. The
// findings that somebody set aside are marked. Heaviest come first.
func (d *Desk) check(f File, m plan.Matter, facts *plan.Facts) []Finding {
	if !f.HasPlan {
		return nil
	}
	laid, known := plan.Lay(m), *facts
	known.Tables, known.Words = laid.Tables, plan.Words(plan.Compose(m))
	in := plan.CheckInput{Reasons: f.Case.Reasons, Marketplace: f.Account.Marketplace, Route: f.Case.Response, Facts: &known}
	if n, ok := f.Answered(); ok {
		in.Notice = n.Text
	}
	var found []Finding
	for _, one := range d.checker.Check(laid.Text, in) {
		if one.OfPapers() {
			continue // said of each document by itself
		}
		at := Finding{Finding: one}
		said := one.Quote
		if one.Quote == "" {
			said = one.Message
		} else if part, ok := laid.At(one.Start); ok {
			at.Place, at.Claim = part.Section, part.Claim
		}
		if one.Rule == "P01" && f.controlled(at.Claim) {
			continue // its fields say what its sentence does not
		}
		at.Key = findingKey(one.Rule, one.Case, said, at.Field())
		found = append(found, at)
	}
	found = append(found, d.fit(f, facts.Today)...)
	order := catalog.Severities()
	slices.SortStableFunc(found, func(a, b Finding) int { return slices.Index(order, a.Severity) - slices.Index(order, b.Severity) })
	return judged(found, f.Aside)
}

// controlled reports whether the fields of a measure name two of who, how often
// and with what, which the letter prints beside its sentence.
func (f File) controlled(id reinstate.ClaimID) bool {
	named := 0
	for _, c := range f.Claims {
		for _, field := range []string{c.Owner, c.Frequency, c.Tool} {
			if c.ID == id && id != 0 && strings.TrimSpace(field) != "" {
				named++
			}
		}
	}
	return named >= 2
}

// judged marks the findings that somebody set aside.
func judged(found []Finding, aside []reinstate.Dismissal) []Finding {
	dropped := map[string]reinstate.Dismissal{}
	for _, a := range aside {
		dropped[a.Key] = a
	}
	for i, f := range found {
		found[i].Dropped, found[i].Aside = dropped[f.Key]
	}
	return found
}

// fit is what the rules about documents find in the evidence of a case.
func (d *Desk) fit(f File, now time.Time) []Finding {
	var found []Finding
	for _, one := range d.fitness(f, now) {
		found = append(found, Finding{Finding: one.Finding, Exhibit: one.Exhibit, Papers: true, Key: paperKey(one)})
	}
	return found
}

// othersChecked bounds the letters of other clients that a letter is held
// against.
const othersChecked = 25

// facts are what the case knows beyond the text of its letter.
func (d *Desk) facts(tx *store.Tx, f File) (*plan.Facts, error) {
	facts := &plan.Facts{
		Exhibits: f.Going(), Demands: f.Demands, References: f.References(), Clocks: f.Clocks, Today: tx.Now(), Silent: f.Case.Waiting,
		Account: plan.Holder{Name: f.Client.LegalName, Address: f.Client.Address, Phone: f.Client.Phone, Email: f.Client.Email},
	}
	if n, ok := f.Answered(); ok {
		facts.Noticed = n.Received.In(f.Zone())
	}
	for _, demand := range f.Demands {
		if known, ok := d.catalog.Demand(demand.Code); ok && demand.State == reinstate.DemandOpen && len(known.Exhibits) == 1 {
			facts.Required = append(facts.Required, known.Exhibits[0])
		}
	}
	var err error
	if facts.Earlier, err = sentBefore(tx, f); err != nil {
		return nil, err
	}
	others, err := tx.FiledTexts(f.Case.Client, othersChecked)
	if err != nil {
		return nil, err
	}
	for _, o := range others {
		facts.Others = append(facts.Others, plan.Earlier{Name: o.Reference, Text: written(o.Body)})
	}
	return facts, nil
}

// sentBefore are the letters of the case's earlier rounds, oldest first.
func sentBefore(tx *store.Tx, f File) ([]plan.Earlier, error) {
	var sent []plan.Earlier
	for _, filing := range f.Filings {
		if filing.Round >= f.Case.Round {
			continue
		}
		body, err := sentIn(tx, f.Case.ID, filing)
		if errors.Is(err, reinstate.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		m := f.matter(time.Time{})
		m.Plan.Body = body
		sent = append(sent, plan.Earlier{Name: fmt.Sprintf("round %d", filing.Round), Text: plan.Lay(m).Text})
	}
	return sent, nil
}

// sentIn is the text that was filed.
func sentIn(tx *store.Tx, id reinstate.CaseID, filing reinstate.Filing) (reinstate.PlanBody, error) {
	p, err := tx.Plan(id, filing.Round)
	if err != nil {
		return reinstate.PlanBody{}, err
	}
	r, err := tx.Revision(p.ID, filing.Revision)
	return r.Body, err
}

// Dismiss sets a finding of the letter as it stands aside, for a reason that
// stays on the timeline. One that blocks is set aside by somebody who may
// approve.
func (d *Desk) Dismiss(ctx context.Context, who reinstate.Actor, ref, key, why string) error {
	why = text(why)
	refused := reinstate.Invalid{}
	if why == "" {
		refused.Refuse("why", "Say in writing why this is set aside.")
	}
	bounded(refused, maxText, map[string]string{"why": why})
	if err := refused.Err(); err != nil {
		return err
	}
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		if err := mayEdit(tx, c); err != nil {
			return err
		}
		found, err := d.findingOf(tx, c, key)
		if err != nil {
			return err
		}
		did := "finding_dismissed"
		if found.Severity == catalog.SeverityBlock {
			if err := who.Need(reinstate.Approve); err != nil {
				return reinstate.Invalid{"why": "A finding that blocks is set aside by somebody who may approve. Ask one of them, or mend it."}
			}
			did = "finding_overridden"
		}
		return tx.Dismiss(reinstate.Dismissal{
			Case: c.ID, Round: c.Round, Key: key, Rule: found.Rule, Severity: string(found.Severity), Quote: found.Quote, Message: found.Message, Why: why,
		}, event(did, "rule", found.Rule, "quote", excerpt(found.Quote), "message", found.Message, "why", why))
	})
}

// findingOf is the finding of the letter as it stands under a key.
func (d *Desk) findingOf(tx *store.Tx, c reinstate.Case, key string) (Finding, error) {
	w, err := d.write(tx, c)
	if err != nil {
		return Finding{}, err
	}
	for _, f := range w.Findings {
		if f.Key == key && !f.Aside {
			return f, nil
		}
	}
	return Finding{}, fmt.Errorf("the finding is there no more: %w", reinstate.ErrConflict)
}

// Recall brings a finding back that was set aside in the present round.
func (d *Desk) Recall(ctx context.Context, who reinstate.Actor, ref, key string) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		if err := mayEdit(tx, c); err != nil {
			return err
		}
		aside, err := tx.Dismissals(c.ID, c.Round)
		if err != nil {
			return err
		}
		for _, a := range aside {
			if a.Key == key {
				return tx.Recall(c.ID, c.Round, key, event("finding_recalled", "rule", a.Rule, "quote", excerpt(a.Quote)))
			}
		}
		return reinstate.ErrNotFound
	})
}
