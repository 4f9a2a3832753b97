package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// AddClaim puts a root cause, a corrective action or a preventive measure on
// the case. As long as the round is filed, its claims stay as they were sent.
func (d *Desk) AddClaim(ctx context.Context, who reinstate.Actor, ref string, c reinstate.Claim) (reinstate.Claim, error) {
	err := d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, file reinstate.Case) error {
		if err := mayEdit(tx, file); err != nil {
			return err
		}
		c.ID, c.Case = 0, file.ID
		if err := checkClaim(tx, &c); err != nil {
			return err
		}
		if err := tx.AddClaim(&c, event("claim_added", "kind", string(c.Kind), "text", excerpt(c.Text))); err != nil {
			return err
		}
		return d.planFollows(tx, file)
	})
	return c, err
}

// SaveClaim changes a claim, its exhibits included, unless somebody changed
// it first.
func (d *Desk) SaveClaim(ctx context.Context, who reinstate.Actor, ref string, c reinstate.Claim) (reinstate.Claim, error) {
	err := d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, file reinstate.Case) error {
		if err := mayEdit(tx, file); err != nil {
			return err
		}
		old, err := claimOf(tx, file, c.ID)
		if err != nil {
			return err
		}
		c.Case, c.Kind, c.Position = old.Case, old.Kind, old.Position
		if err := checkClaim(tx, &c); err != nil {
			return err
		}
		if err := tx.SaveClaim(&c, event("claim_changed", "kind", string(c.Kind), "text", excerpt(c.Text))); err != nil {
			return err
		}
		return d.planFollows(tx, file)
	})
	return c, err
}

// RemoveClaim takes a claim off the case. A root cause that still has actions
// or measures is refused. Revisions that held the claim keep it.
func (d *Desk) RemoveClaim(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ClaimID, version int) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, file reinstate.Case) error {
		if err := mayEdit(tx, file); err != nil {
			return err
		}
		old, err := claimOf(tx, file, id)
		if err != nil {
			return err
		}
		claims, err := tx.Claims(file.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(claims, func(c reinstate.Claim) bool { return c.Cause == id }) {
			return reinstate.Invalid{"claim": "This root cause still has actions or measures. Move or remove them first."}
		}
		if err := tx.RemoveClaim(id, version, event("claim_removed", "kind", string(old.Kind), "text", excerpt(old.Text))); err != nil {
			return err
		}
		return d.planFollows(tx, file)
	})
}

// MoveClaim changes places with the neighbour of the same kind, and of the
// same cause where it has one. At the end of the row it does nothing.
func (d *Desk) MoveClaim(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ClaimID, up bool) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, file reinstate.Case) error {
		if err := mayEdit(tx, file); err != nil {
			return err
		}
		claims, err := tx.Claims(file.ID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(claims, func(c reinstate.Claim) bool { return c.ID == id })
		if at < 0 {
			return reinstate.ErrNotFound
		}
		moved := claims[at]
		row := slices.DeleteFunc(slices.Clone(claims), func(c reinstate.Claim) bool {
			return c.Kind != moved.Kind || c.Cause != moved.Cause
		})
		to := slices.IndexFunc(row, func(c reinstate.Claim) bool { return c.ID == id }) + 1
		if up {
			to -= 2
		}
		if to < 0 || to >= len(row) {
			return nil
		}
		other := row[to]
		moved.Position, other.Position = other.Position, moved.Position
		did := event("claim_moved", "kind", string(moved.Kind), "text", excerpt(moved.Text))
		if err := tx.SaveClaim(&moved, did); err != nil {
			return err
		}
		if err := tx.SaveClaim(&other, event("claim_moved", "kind", string(other.Kind), "text", excerpt(other.Text))); err != nil {
			return err
		}
		return d.planFollows(tx, file)
	})
}

// PlaceClaim puts a claim before another of the same kind and cause, or with
// zero at the end of their row.
func (d *Desk) PlaceClaim(ctx context.Context, who reinstate.Actor, ref string, id, before reinstate.ClaimID) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, file reinstate.Case) error {
		if err := mayEdit(tx, file); err != nil {
			return err
		}
		claims, err := tx.Claims(file.ID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(claims, func(c reinstate.Claim) bool { return c.ID == id })
		if at < 0 {
			return reinstate.ErrNotFound
		}
		moved := claims[at]
		row := slices.DeleteFunc(slices.Clone(claims), func(c reinstate.Claim) bool { return c.Kind != moved.Kind || c.Cause != moved.Cause })
		places := make([]int, len(row))
		for i, c := range row {
			places[i] = c.Position
		}
		row = slices.DeleteFunc(row, func(c reinstate.Claim) bool { return c.ID == id })
		to := slices.IndexFunc(row, func(c reinstate.Claim) bool { return c.ID == before })
		if to < 0 {
			to = len(row)
		}
		changed := false
		for i, c := range slices.Insert(row, to, moved) {
			if c.Position == places[i] {
				continue
			}
			c.Position, changed = places[i], true
			if err := tx.SaveClaim(&c, event("claim_moved", "kind", string(c.Kind), "text", excerpt(c.Text))); err != nil {
				return err
			}
		}
		if !changed {
			return nil
		}
		return d.planFollows(tx, file)
	})
}

// checkClaim tidies a claim and refuses what cannot stand in a plan. Dates,
// owners and frequencies may still be missing: the case page says so.
func checkClaim(tx *store.Tx, c *reinstate.Claim) error {
	c.Text, c.NoExhibit = text(c.Text), text(c.NoExhibit)
	c.Owner, c.Frequency, c.Tool, c.Date = line(c.Owner), line(c.Frequency), line(c.Tool), line(c.Date)
	refused := reinstate.Invalid{}
	if c.Text == "" {
		refused.Refuse("text", "Write what the claim says.")
	}
	if !calendarDate(c.Date) {
		refused.Refuse("date", "This is not a date.")
	}
	// A day of grace, for it may be tomorrow where the seller is.
	if c.Kind == reinstate.CorrectiveAction && c.Done && c.Date > tx.Now().AddDate(0, 0, 1).Format(time.DateOnly) {
		refused.Refuse("date", "This day has not come yet. Give the day it was done, or say that it is still in progress.")
	}
	bounded(refused, maxText, map[string]string{"text": c.Text, "no_exhibit": c.NoExhibit})
	bounded(refused, maxLine, map[string]string{"owner": c.Owner, "frequency": c.Frequency, "tool": c.Tool})
	switch c.Kind {
	case reinstate.RootCause:
		c.Cause = 0
	case reinstate.CorrectiveAction, reinstate.PreventiveMeasure:
		cause, err := claimOf(tx, reinstate.Case{ID: c.Case}, c.Cause)
		if err != nil || cause.Kind != reinstate.RootCause {
			refused.Refuse("cause", "Choose the root cause that this answers.")
		}
	default:
		refused.Refuse("kind", "Choose whether this is a root cause, a corrective action or a preventive measure.")
	}
	if err := refused.Err(); err != nil {
		return err
	}
	return standing(tx, reinstate.Case{ID: c.Case}, c.Exhibits)
}

// claimOf finds a claim of this case; a claim of another case does not exist.
func claimOf(tx *store.Tx, file reinstate.Case, id reinstate.ClaimID) (reinstate.Claim, error) {
	c, err := tx.Claim(id)
	if err == nil && c.Case != file.ID {
		return c, fmt.Errorf("claim %d of %s: %w", id, file.Reference, reinstate.ErrNotFound)
	}
	return c, err
}

// excerpt is the beginning of a text, for the timeline.
func excerpt(s string) string {
	runes := []rune(line(s))
	if len(runes) > 80 {
		return string(runes[:79]) + "…"
	}
	return string(runes)
}
