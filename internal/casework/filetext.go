package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"reinstate/internal/blob"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// ReadingFiles is the round that queues the work on files and makes what was
// changed findable.
const ReadingFiles = "read-files"

// readWithin is how long taking the text of one file may last. Of a scan the
// pages that were read by then are kept.
const readWithin = 2 * time.Minute

// ReadFile takes the text of an exhibit's file, unless that was done, and makes
// it findable. Off the path of any request: a scan is read by OCR, which takes
// seconds a page.
func (d *Desk) ReadFile(ctx context.Context, who reinstate.Actor, id reinstate.ExhibitID) error {
	var e reinstate.Exhibit
	var t reinstate.FileText
	err := d.db.View(ctx, who, func(tx *store.Tx) (err error) {
		if e, err = tx.Exhibit(id); err != nil {
			return err
		}
		t, err = tx.FileText(e.SHA256)
		return err
	})
	if errors.Is(err, reinstate.ErrNotFound) || err == nil && (t.State != reinstate.TextWaiting || !e.Purged.IsZero()) {
		return nil // it is gone, or was read with another exhibit of the same bytes
	}
	if err != nil {
		return err
	}
	if err := d.readFile(ctx, who, e); err != nil {
		return fmt.Errorf("read exhibit %d: %w", e.ID, err)
	}
	return d.IndexTexts(ctx, who)
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
		within, cancel := context.WithTimeout(ctx, readWithin)
		defer cancel()
		t.Pages, t.Way, err = textOf(within, path, e)
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
