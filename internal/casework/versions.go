package casework

import (
	"context"
	"slices"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// replace ties a new version to the exhibit that it came for. Where the person
// said so, everything that leans on the old one leans on the new one and the
// old one leaves the case; both are kept, and sealed filings keep theirs.
func replace(tx *store.Tx, c reinstate.Case, newer reinstate.Exhibit, moves bool) error {
	old, err := exhibitOf(tx, c, newer.Replaces)
	if err != nil {
		return err
	}
	if !old.Stands() || old.Newer != 0 {
		return reinstate.Invalid{"file": "This exhibit was withdrawn or has a newer version already. Look at the evidence again."}
	}
	old.Newer = newer.ID
	if moves {
		if err := moveLinks(tx, c, old.ID, newer.ID); err != nil {
			return err
		}
		old.Replaced = tx.Now()
	}
	if err := inherit(tx, c, old, newer, moves); err != nil {
		return err
	}
	if err := tx.SaveExhibit(&old, event("exhibit_replaced", "letter", old.Letter, "newer", newer.Letter, "title", newer.Title)); err != nil {
		return err
	}
	return tx.Handle(old, reinstate.CustodyReplaced, newer.Letter, 0)
}

// MoveToNewer has everything that leans on an exhibit lean on its newer
// version, which then stands in its place.
func (d *Desk) MoveToNewer(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID, version int) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		old, err := exhibitOf(tx, c, id)
		if err != nil {
			return err
		}
		if old.Newer == 0 || !old.Stands() {
			return reinstate.Invalid{"file": "There is no newer version of this exhibit to move to."}
		}
		newer, err := exhibitOf(tx, c, old.Newer)
		if err != nil {
			return err
		}
		if !newer.Stands() {
			return reinstate.Invalid{"file": "The newer version was withdrawn. Take it back first."}
		}
		if err := moveLinks(tx, c, old.ID, newer.ID); err != nil {
			return err
		}
		if err := inherit(tx, c, old, newer, true); err != nil {
			return err
		}
		old.Replaced, old.Version = tx.Now(), version
		if err := tx.SaveExhibit(&old, event("exhibit_replaced", "letter", old.Letter, "newer", newer.Letter, "title", newer.Title)); err != nil {
			return err
		}
		return tx.Handle(old, reinstate.CustodyReplaced, newer.Letter, 0)
	})
}

// inherit passes on to a newer version what was decided about the old one: that
// it is privileged and, where it stands in its place, whether it goes with the
// letter. What was decided about the newer one itself stays.
func inherit(tx *store.Tx, c reinstate.Case, old, newer reinstate.Exhibit, moves bool) error {
	was, err := handlingOf(tx, c, reinstate.ThingExhibit, int64(old.ID))
	if err != nil {
		return err
	}
	h, err := handlingOf(tx, c, reinstate.ThingExhibit, int64(newer.ID))
	if err != nil {
		return err
	}
	if was.Privileged && !h.Privileged {
		h.Privileged = true
		if err := tx.SaveHandling(h, event("privilege_claimed", "what", newer.Letter+" "+newer.Title)); err != nil {
			return err
		}
	}
	if !moves || h.Goes != "" || was.Goes == "" {
		return nil
	}
	h.Goes = was.Goes
	did := "exhibit_left_out"
	if h.Goes == reinstate.GoesWith {
		did = "exhibit_put_in"
	}
	return tx.SaveHandling(h, event(did, "letter", newer.Letter, "title", newer.Title))
}

// moveLinks puts one exhibit in the place of another on claims and demands.
func moveLinks(tx *store.Tx, c reinstate.Case, from, to reinstate.ExhibitID) error {
	moved := func(list []reinstate.ExhibitID) []reinstate.ExhibitID {
		list = slices.DeleteFunc(slices.Clone(list), func(id reinstate.ExhibitID) bool { return id == from || id == to })
		return append(list, to)
	}
	claims, err := tx.Claims(c.ID)
	if err != nil {
		return err
	}
	for _, claim := range claims {
		if !slices.Contains(claim.Exhibits, from) {
			continue
		}
		claim.Exhibits = moved(claim.Exhibits)
		if err := tx.SaveClaim(&claim, event("claim_changed", "text", excerpt(claim.Text))); err != nil {
			return err
		}
	}
	demands, err := tx.Demands(c.ID)
	if err != nil {
		return err
	}
	for _, demand := range demands {
		if !slices.Contains(demand.Exhibits, from) {
			continue
		}
		demand.Exhibits = moved(demand.Exhibits)
		if err := tx.SaveDemand(&demand, event("demand_moved", "text", excerpt(demand.Text))); err != nil {
			return err
		}
	}
	return nil
}
