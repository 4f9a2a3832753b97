package casework

import (
	"context"
	"slices"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// stillOpen refuses an export that holds what was called privileged after it was
// asked for: one of its exhibits, or a file with the same bytes. A counsel pack
// holds the correspondence too, so there any mark on a part of it counts.
func (d *Desk) stillOpen(ctx context.Context, who reinstate.Actor, ref string, x reinstate.Export) error {
	return d.view(ctx, who, func(tx *store.Tx) error {
		exhibits, err := tx.Exhibits(x.Case)
		if err != nil {
			return err
		}
		handlings, err := tx.Handlings(x.Case)
		if err != nil {
			return err
		}
		f := File{Exhibits: exhibits, Handlings: handlings}
		secret := f.withheld(nil, nil)
		inside, err := exportedWith(tx, x)
		if err != nil {
			return err
		}
		held := slices.ContainsFunc(inside, func(one reinstate.Exhibit) bool {
			return slices.ContainsFunc(exhibits, func(e reinstate.Exhibit) bool { return e.ID == one.ID && secret.digests[e.SHA256] })
		})
		if !held && x.Profile == catalog.ProfileCounsel {
			held, err = markedSince(tx, handlings, x)
		}
		if err == nil && held {
			err = reinstate.Invalid{"file": "This export holds something that was marked as privileged after it was made. Make it anew."}
		}
		return err
	})
}

// markedSince reports whether a part of the correspondence that is privileged
// may have been marked only after an export was asked for.
func markedSince(tx *store.Tx, handlings []reinstate.Handling, x reinstate.Export) (bool, error) {
	if !slices.ContainsFunc(handlings, func(h reinstate.Handling) bool { return h.Privileged && h.Thing != reinstate.ThingExhibit }) {
		return false, nil
	}
	entries, err := tx.Timeline(x.Case)
	return slices.ContainsFunc(entries, func(e reinstate.Entry) bool {
		return e.Event.Did == "privilege_claimed" && e.At.After(x.Asked)
	}), err
}
