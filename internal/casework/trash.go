package casework

import (
	"context"
	"fmt"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// RestoreExhibit takes an exhibit back from the trash. What leaned on it has
// to be linked again.
func (d *Desk) RestoreExhibit(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID, version int) error {
	return d.work(ctx, who, reinstate.Delete, ref, func(tx *store.Tx, c reinstate.Case) error {
		e, err := exhibitOf(tx, c, id)
		if err != nil {
			return err
		}
		if e.Withdrawn.IsZero() {
			return nil
		}
		if !e.Purged.IsZero() {
			return reinstate.Invalid{"file": "The file of this exhibit is gone: it was withdrawn more than 30 days ago. Add the document again."}
		}
		e.Withdrawn, e.Version = reinstate.Exhibit{}.Withdrawn, version
		if err := tx.SaveExhibit(&e, event("exhibit_restored", "letter", e.Letter, "title", e.Title)); err != nil {
			return err
		}
		return tx.Handle(e, reinstate.CustodyRestored, "", 0)
	})
}

// EmptyTrash removes the bytes of exhibits that were withdrawn 30 days ago or
// longer. The rows stay, with an entry on the timeline; what a sealed filing
// holds, its proof of submission too, stays whole. It may run again at any time.
func (d *Desk) EmptyTrash(ctx context.Context, who reinstate.Actor) error {
	var trash []reinstate.Exhibit
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		trash, err = tx.Trash(tx.Now().Add(-reinstate.TrashFor))
		return err
	})
	if err != nil {
		return fmt.Errorf("look into the trash: %w", err)
	}
	for _, e := range trash {
		if err := d.blobs.Alone(ctx, func() error { return d.purge(ctx, who, e.ID) }); err != nil {
			return fmt.Errorf("empty the trash, exhibit %d: %w", e.ID, err)
		}
	}
	return d.emptyPapers(ctx, who)
}

// purge notes first that an exhibit's bytes go, then removes them, unless
// something else of the firm holds the same. Cut off in between, bytes are left
// that nothing refers to, never the other way round.
func (d *Desk) purge(ctx context.Context, who reinstate.Actor, id reinstate.ExhibitID) error {
	var gone string
	err := d.update(ctx, who, reinstate.Delete, func(tx *store.Tx) error {
		gone = ""
		still, err := tx.InTrash(id, tx.Now().Add(-reinstate.TrashFor))
		if err != nil || !still { // taken back or filed meanwhile
			return err
		}
		e, err := tx.Exhibit(id)
		if err != nil {
			return err
		}
		held, err := tx.Held(e.SHA256)
		if err != nil {
			return err
		}
		did := event("exhibit_purged", "letter", e.Letter, "title", e.Title, "sha256", e.SHA256)
		if held > 1 { // not only by this exhibit
			did = event("exhibit_emptied", "letter", e.Letter, "title", e.Title)
		} else {
			gone = e.SHA256
		}
		e.Purged = tx.Now()
		if err := tx.SaveExhibit(&e, did); err != nil {
			return err
		}
		return tx.Handle(e, reinstate.CustodyPurged, e.SHA256, 0)
	})
	if err != nil || gone == "" {
		return err
	}
	return d.blobs.Remove(shelf(who), gone)
}
