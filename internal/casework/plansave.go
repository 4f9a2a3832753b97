package casework

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// workingCopy is how long one person's writing is held together before a
// revision is kept of it: long enough that a history can be read, short enough
// that a text of ten minutes ago can be found.
const workingCopy = 10 * time.Minute

// SavePlan saves the plan and the claims that flow into it: as a new revision,
// or while somebody is still writing as the working copy. A text that changes
// nothing makes no revision. Fields that somebody else changed meanwhile are
// left alone and told in a *Stale; all others are saved.
func (d *Desk) SavePlan(ctx context.Context, who reinstate.Actor, ref string, in PlanEdit) (reinstate.Plan, error) {
	var p reinstate.Plan
	var stale *Stale
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
		a, faster := amendment{in: in, fresh: p.Version == in.Version, refused: reinstate.Invalid{}}, p.SavedBy
		if err := settle(tx, &p); err != nil {
			return err
		}
		changed := a.amend(&p)
		reworded := a.claims(claims)
		if err := a.refused.Err(); err != nil {
			return err
		}
		if len(a.stale) > 0 {
			stale = &Stale{By: faster, Fields: a.stale}
		}
		if err := d.keepEdit(tx, c, &p, claims, reworded, changed, in.Working); err != nil {
			return err
		}
		if stale != nil {
			stale.Theirs, err = tx.Plan(c.ID, c.Round)
			stale.TheirsClaims, _ = tx.Claims(c.ID)
		}
		return err
	})
	if err == nil && stale != nil {
		return p, stale
	}
	return p, err
}

// keepEdit stores what an edit made of the plan and of some of its claims.
func (d *Desk) keepEdit(tx *store.Tx, c reinstate.Case, p *reinstate.Plan, claims []reinstate.Claim, reworded []int, changed, working bool) error {
	if !changed && len(reworded) == 0 {
		if working {
			return nil
		}
		return keepCopy(tx, p)
	}
	var edited []reinstate.Claim
	for _, i := range reworded {
		if err := checkClaim(tx, &claims[i]); err != nil {
			return refusedIn(err, claims[i].ID)
		}
		edited = append(edited, claims[i])
	}
	if working {
		p.Body.Claims = claims
		if err := tx.WritePlan(p, edited, event("plan_written", "round", strconv.Itoa(p.Round), "after", strconv.Itoa(p.Revision))); err != nil {
			return err
		}
		if tx.Now().Sub(p.Drafted) >= workingCopy {
			if err := keepCopy(tx, p); err != nil {
				return err
			}
		}
		return d.lapse(tx, c)
	}
	for i := range edited {
		e := &edited[i]
		if err := tx.SaveClaim(e, event("claim_changed", "kind", string(e.Kind), "text", excerpt(e.Text))); err != nil {
			return err
		}
		claims[reworded[i]] = *e
	}
	p.Body.Claims = claims
	if err := savePlan(tx, p, "plan_saved"); err != nil {
		return err
	}
	return d.lapse(tx, c)
}

// refusedIn says of a refused claim in which field of the plan's form it stands.
func refusedIn(err error, id reinstate.ClaimID) error {
	refused, ok := err.(reinstate.Invalid)
	if !ok {
		return err
	}
	told := reinstate.Invalid{}
	for field, sentence := range refused {
		name := claimPlace(id)
		if field != "text" {
			name += "_" + field
		}
		told[name] = sentence
	}
	return told
}

// settle keeps what somebody else was writing as a revision of theirs, before
// the actor's own changes come on top.
func settle(tx *store.Tx, p *reinstate.Plan) error {
	if p.Drafted.IsZero() || p.SavedID == tx.Who().User && p.SavedBy == tx.Who().Name {
		return nil
	}
	return keepCopy(tx, p)
}

// keepCopy keeps the working copy as the next revision, with who wrote it.
func keepCopy(tx *store.Tx, p *reinstate.Plan) error {
	return tx.KeepPlan(p, event("plan_saved", "revision", strconv.Itoa(p.Revision+1), "round", strconv.Itoa(p.Round), "writer", p.SavedBy))
}

// RestoreRevision saves an earlier text again as a new revision: its sections
// in their order, its language, and its claims with all their fields. Claims that were
// removed since are written again; those that were added since stay.
func (d *Desk) RestoreRevision(ctx context.Context, who reinstate.Actor, ref string, number, version int) (reinstate.Plan, error) {
	var p reinstate.Plan
	err := d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) (err error) {
		if p, err = tx.Plan(c.ID, c.Round); err != nil {
			return err
		}
		if err := mayEdit(tx, c); err != nil {
			return err
		}
		if p.Version != version {
			return reinstate.ErrConflict
		}
		old, err := tx.Revision(p.ID, number)
		if err != nil {
			return err
		}
		if err := keepCopy(tx, &p); err != nil {
			return err
		}
		claims, err := restoreClaims(tx, c, old.Body.Claims)
		if err != nil {
			return err
		}
		p.Title, p.Body, p.Language = old.Body.Title, old.Body, cmp.Or(old.Language, p.Language)
		p.Body.Claims = claims
		if err := savePlan(tx, &p, "plan_restored"); err != nil {
			return err
		}
		return d.lapse(tx, c)
	})
	return p, err
}

// restoreClaims gives the claims of a case the fields that they had. Exhibits
// that were withdrawn since stay away.
func restoreClaims(tx *store.Tx, c reinstate.Case, old []reinstate.Claim) ([]reinstate.Claim, error) {
	present, err := tx.Claims(c.ID)
	if err != nil {
		return nil, err
	}
	exhibits, err := tx.Exhibits(c.ID)
	if err != nil {
		return nil, err
	}
	again := map[reinstate.ClaimID]reinstate.ClaimID{} // a cause that is written again has a new number
	for _, was := range old {
		was.Exhibits = slices.DeleteFunc(slices.Clone(was.Exhibits), func(id reinstate.ExhibitID) bool {
			return !slices.ContainsFunc(exhibits, func(e reinstate.Exhibit) bool { return e.ID == id && e.Withdrawn.IsZero() })
		})
		if id, ok := again[was.Cause]; ok {
			was.Cause = id
		}
		at := slices.IndexFunc(present, func(p reinstate.Claim) bool { return p.ID == was.ID })
		if at >= 0 {
			if SumOfClaim(present[at]) == SumOfClaim(was) && present[at].Cause == was.Cause && present[at].Position == was.Position {
				continue
			}
			was.Version, was.Case = present[at].Version, c.ID
			if err := tx.SaveClaim(&was, event("claim_changed", "kind", string(was.Kind), "text", excerpt(was.Text))); err != nil {
				return nil, err
			}
			continue
		}
		gone := was.ID
		was.ID, was.Case = 0, c.ID
		if err := tx.AddClaim(&was, event("claim_added", "kind", string(was.Kind), "text", excerpt(was.Text))); err != nil {
			return nil, err
		}
		again[gone] = was.ID
	}
	return tx.Claims(c.ID)
}
