package casework

import (
	"context"
	"errors"
	"fmt"

	"reinstate/internal/blob"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// ReadingFiles is the round that takes the text of files and makes what was
// changed findable.
const ReadingFiles = "read-files"

// filesAtOnce is how many files are fetched from the list at a time.
const filesAtOnce = 20

// ReadFiles takes the text of every file of a firm that was not read yet, and
// makes everything findable. Off the path of any request: a scan is read by
// OCR, which takes seconds a page.
func (d *Desk) ReadFiles(ctx context.Context, who reinstate.Actor) error {
	if err := d.IndexTexts(ctx, who); err != nil {
		return err
	}
	for {
		var files []reinstate.Exhibit
		err := d.db.View(ctx, who, func(tx *store.Tx) (err error) {
			files, err = tx.FilesToRead(filesAtOnce)
			return err
		})
		if err != nil || len(files) == 0 {
			return err
		}
		for _, e := range files {
			if err := d.readFile(ctx, who, e); err != nil {
				return fmt.Errorf("read exhibit %d: %w", e.ID, err)
			}
		}
		if err := d.IndexTexts(ctx, who); err != nil {
			return err
		}
	}
}

// readFile takes the text of one file and keeps it. What cannot be read is
// kept as that, and not tried again.
func (d *Desk) readFile(ctx context.Context, who reinstate.Actor, e reinstate.Exhibit) error {
	t := reinstate.FileText{SHA256: e.SHA256}
	err := d.blobs.Check(shelf(who), e.SHA256, e.Size)
	switch {
	case errors.Is(err, blob.ErrDamaged), errors.Is(err, blob.ErrMissing):
		t.State, t.Why = reinstate.TextFailed, "The file no longer has the bytes it was stored with."
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil: // it must not keep the others from being read
		t.State, t.Why = reinstate.TextFailed, "The file could not be opened."
	default:
		path, err := d.blobs.Path(shelf(who), e.SHA256)
		if err != nil {
			return err
		}
		t.Pages, t.Way, err = textOf(ctx, path, e)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		t.State, t.Why = stateOf(t.Pages, err)
	}
	return d.db.Update(ctx, who, func(tx *store.Tx) error { return tx.SaveFileText(t) })
}

// FileText says how far the text of an exhibit's file is.
func (d *Desk) FileText(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID) (t reinstate.FileText, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		e, err := exhibitOf(tx, c, id)
		if err != nil {
			return err
		}
		t, err = tx.FileText(e.SHA256)
		return err
	})
	return t, err
}
