package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/text/language"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// PlanEdit is a person's changes to the plan of the present round: whole
// texts, by section key and by claim. What is not named stays as it is.
type PlanEdit struct {
	Version  int
	Title    string
	Language string
	Sections map[string]string
	Claims   map[reinstate.ClaimID]string
}

// Stale is the conflict of a plan that somebody else saved first. It carries
// their text; the caller still holds its own, so nothing is lost.
type Stale struct {
	Theirs       reinstate.Plan
	TheirsClaims []reinstate.Claim
}

// Error says who was faster.
func (s *Stale) Error() string {
	return "the plan was saved by " + s.Theirs.SavedBy + " in the meantime"
}

// Is makes a Stale an ErrConflict.
func (s *Stale) Is(target error) bool { return target == reinstate.ErrConflict }

// StartPlan lays out the plan of the present round. Where it is laid out
// already, it returns that one.
func (d *Desk) StartPlan(ctx context.Context, who reinstate.Actor, ref string) (reinstate.Plan, error) {
	var p reinstate.Plan
	err := d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) (err error) {
		p, err = tx.Plan(c.ID, c.Round)
		if !errors.Is(err, reinstate.ErrNotFound) {
			return err
		}
		if c.State == reinstate.NoticeLogged {
			return reinstate.Invalid{"reasons": "Confirm the reason and how to answer first: the plan is laid out for it."}
		}
		p, err = d.startPlan(tx, c)
		return err
	})
	return p, err
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

// SavePlan saves the plan and the claims that flow into it as a new revision.
// A text that changes nothing makes no revision.
func (d *Desk) SavePlan(ctx context.Context, who reinstate.Actor, ref string, in PlanEdit) (reinstate.Plan, error) {
	var p reinstate.Plan
	err := d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) (err error) {
		if p, err = tx.Plan(c.ID, c.Round); err != nil {
			return err
		}
		claims, err := tx.Claims(c.ID)
		if err != nil {
			return err
		}
		if err := mayEdit(tx, c); err != nil {
			return err
		}
		before := p
		changed, err := amend(&p, in)
		if err != nil {
			return err
		}
		if before.Version != in.Version {
			// Saving twice what stands already, as a double click does, is no conflict.
			if !changed && !differ(claims, in.Claims) {
				return nil
			}
			p = before
			return &Stale{Theirs: before, TheirsClaims: claims}
		}
		reworded, err := reword(tx, claims, in.Claims)
		if err != nil || !changed && !reworded {
			return err
		}
		p.Body.Claims = claims
		return savePlan(tx, &p, "plan_saved")
	})
	return p, err
}

// amend applies the edit to the plan's own texts and reports whether any changed.
func amend(p *reinstate.Plan, in PlanEdit) (changed bool, err error) {
	refused := reinstate.Invalid{}
	title := line(in.Title)
	if in.Title != "" && title != p.Title {
		p.Title, p.Body.Title, changed = title, title, true
	}
	if in.Language != "" && in.Language != p.Language {
		if _, err := language.Parse(in.Language); err != nil {
			refused.Refuse("language", "Choose the language of the letter.")
		}
		p.Language, changed = in.Language, true
	}
	sections := slices.Clone(p.Body.Sections)
	for i, s := range sections {
		words, given := in.Sections[s.Key]
		if !given {
			continue
		}
		bounded(refused, maxText, map[string]string{"section_" + s.Key: words})
		if words = text(words); words != s.Text {
			sections[i].Text, changed = words, true
		}
	}
	bounded(refused, maxLine, map[string]string{"title": title})
	p.Body.Sections = sections
	return changed, refused.Err()
}

// differ reports whether any text is not what its claim says.
func differ(claims []reinstate.Claim, texts map[reinstate.ClaimID]string) bool {
	return slices.ContainsFunc(claims, func(c reinstate.Claim) bool {
		words, given := texts[c.ID]
		return given && text(words) != c.Text
	})
}

// reword changes the texts of claims in place and reports whether any did.
func reword(tx *store.Tx, claims []reinstate.Claim, texts map[reinstate.ClaimID]string) (changed bool, err error) {
	for i := range claims {
		words, given := texts[claims[i].ID]
		if words = text(words); !given || words == claims[i].Text {
			continue
		}
		if words == "" {
			return false, reinstate.Invalid{fmt.Sprintf("claim_%d", claims[i].ID): "Write what the claim says, or remove it on the claims page."}
		}
		claims[i].Text, changed = words, true
		if err := tx.SaveClaim(&claims[i], event("claim_changed", "kind", string(claims[i].Kind), "text", excerpt(words))); err != nil {
			return false, err
		}
	}
	return changed, nil
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

// RestoreRevision saves an earlier text again as a new revision. Claims that
// still exist get their text of that time back; the others stay as they are.
func (d *Desk) RestoreRevision(ctx context.Context, who reinstate.Actor, ref string, number, version int) (reinstate.Plan, error) {
	old, err := d.presentRevision(ctx, who, ref, number)
	if err != nil {
		return reinstate.Plan{}, err
	}
	edit := PlanEdit{Version: version, Title: old.Body.Title, Sections: map[string]string{}, Claims: map[reinstate.ClaimID]string{}}
	for _, s := range old.Body.Sections {
		edit.Sections[s.Key] = s.Text
	}
	for _, c := range old.Body.Claims {
		edit.Claims[c.ID] = c.Text
	}
	return d.SavePlan(ctx, who, ref, edit)
}

func (d *Desk) presentRevision(ctx context.Context, who reinstate.Actor, ref string, number int) (r reinstate.Revision, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		p, err := tx.Plan(c.ID, c.Round)
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
func planFollows(tx *store.Tx, c reinstate.Case) error {
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
	if p.Body.Claims, err = tx.Claims(c.ID); err != nil {
		return err
	}
	return savePlan(tx, &p, "plan_followed")
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
