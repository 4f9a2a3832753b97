package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

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
	var drawn reinstate.Preview
	err := d.update(ctx, who, reinstate.Delete, func(tx *store.Tx) error {
		gone, drawn = "", reinstate.Preview{}
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
		if drawn, err = tx.DropPreview(e.SHA256); err != nil {
			return err
		}
		return tx.Handle(e, reinstate.CustodyPurged, e.SHA256, 0)
	})
	if err == nil {
		err = d.dropPictures(ctx, who, drawn)
	}
	if err != nil || gone == "" {
		return err
	}
	return d.blobs.Remove(shelf(who), gone)
}

// keptUnnamed is how long bytes are kept that nothing refers to.
const keptUnnamed = 24 * time.Hour

// SweepBytes removes the firm's bytes that came more than a day ago and that
// nothing refers to: what was refused after it had come, and what was left
// where the program was cut off.
func (d *Desk) SweepBytes(ctx context.Context, who reinstate.Actor) error {
	unnamed, err := d.unnamed(ctx, who)
	if err != nil {
		return fmt.Errorf("look for files that nothing refers to: %w", err)
	}
	for _, sum := range unnamed {
		err = errors.Join(err, d.blobs.Alone(ctx, func() error { return d.dropUnnamed(ctx, who, sum) }))
	}
	return err
}

// unnamed lists the hashes of what may be swept.
func (d *Desk) unnamed(ctx context.Context, who reinstate.Actor) ([]string, error) {
	if err := who.Need(reinstate.Delete); err != nil {
		return nil, err
	}
	var before time.Time
	err := d.view(ctx, who, func(tx *store.Tx) error {
		before = tx.Now().Add(-keptUnnamed)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var old []string
	for f, err := range d.blobs.Walk() {
		if err != nil {
			return nil, err
		}
		if f.Org == shelf(who) && f.Kept.Before(before) {
			old = append(old, f.SHA256)
		}
	}
	named := map[string]bool{}
	for b, err := range d.db.Blobs(ctx) {
		if err != nil {
			return nil, err
		}
		if b.Shelf == shelf(who) {
			named[b.SHA256] = true
		}
	}
	return slices.DeleteFunc(old, func(sum string) bool { return named[sum] }), nil
}

// dropUnnamed removes bytes unless something has come to refer to them.
func (d *Desk) dropUnnamed(ctx context.Context, who reinstate.Actor, sha256 string) error {
	var held int
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		held, err = tx.Held(sha256)
		return err
	})
	if err != nil || held > 0 {
		return err
	}
	return d.blobs.Remove(shelf(who), sha256)
}
