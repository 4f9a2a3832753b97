package casework

import (
	"context"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Custody is a case's record of who handled its documents, with the exhibits
// it speaks of.
type Custody struct {
	Entries  []reinstate.Custody // oldest first
	Exhibits map[reinstate.ExhibitID]reinstate.Exhibit
}

// Custody gathers who handled the documents of a case.
func (d *Desk) Custody(ctx context.Context, who reinstate.Actor, ref string) (c Custody, err error) {
	c.Exhibits = map[reinstate.ExhibitID]reinstate.Exhibit{}
	err = d.view(ctx, who, func(tx *store.Tx) error {
		k, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		exhibits, err := tx.Exhibits(k.ID)
		if err != nil {
			return err
		}
		for _, e := range exhibits {
			c.Exhibits[e.ID] = e
		}
		c.Entries, err = tx.Custody(k.ID)
		return err
	})
	return c, err
}

// CustodyOf is who handled one document, and which other clients' cases hold
// the same bytes, as far as the actor may see those.
func (d *Desk) CustodyOf(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID) (entries []reinstate.Custody, others []store.Twin, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		e, err := exhibitOf(tx, c, id)
		if err != nil {
			return err
		}
		if others, err = strangers(tx, c, e.SHA256); err != nil {
			return err
		}
		entries, err = tx.CustodyOf(id)
		return err
	})
	return entries, others, err
}
