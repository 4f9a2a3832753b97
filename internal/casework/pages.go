package casework

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"reinstate/internal/blob"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Looking is an exhibit looked at page by page.
type Looking struct {
	Exhibit reinstate.Exhibit
	Preview reinstate.Preview
	Notes   []reinstate.PageNote // of all its pages; none for a client, whose firm's they are
}

// Pages is the number of the last page that there is something to show or to
// say of: 1 where nobody could count.
func (l Looking) Pages() int { return max(1, l.Exhibit.Pages, l.Preview.Pages, l.Preview.Last()) }

// Preview is what was drawn of an exhibit's file. One whose pictures nobody
// has asked for yet waits.
func (d *Desk) Preview(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID) (p reinstate.Preview, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		_, p, err = previewOf(tx, ref, id)
		return err
	})
	return p, err
}

func previewOf(tx *store.Tx, ref string, id reinstate.ExhibitID) (e reinstate.Exhibit, p reinstate.Preview, err error) {
	c, err := tx.CaseByReference(ref)
	if err != nil {
		return e, p, err
	}
	if e, err = exhibitOf(tx, c, id); err != nil {
		return e, p, err
	}
	p, err = tx.Preview(e.SHA256)
	if errors.Is(err, reinstate.ErrNotFound) && e.Purged.IsZero() {
		p, err = reinstate.Preview{SHA256: e.SHA256, State: reinstate.PreviewWaiting}, nil
	}
	return e, p, err
}

// Look opens an exhibit for the page on which it is looked at page by page: its
// bytes are checked and it is put on record who looked, as if it were shown
// itself.
func (d *Desk) Look(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID) (l Looking, err error) {
	file, err := d.ViewExhibit(ctx, who, ref, id)
	if err != nil {
		return l, err
	}
	if err := file.Body.Close(); err != nil {
		return l, err
	}
	err = d.view(ctx, who, func(tx *store.Tx) error {
		if l.Exhibit, l.Preview, err = previewOf(tx, ref, id); err != nil {
			return err
		}
		l.Notes, err = tx.PageNotes(id)
		return err
	})
	return l, err
}

// Thumbs are what was drawn of the files of a case, by their digests, each
// with its small picture only, and how many open notes each exhibit has.
func (d *Desk) Thumbs(ctx context.Context, who reinstate.Actor, f File) (thumbs map[string]reinstate.Preview, noted map[reinstate.ExhibitID]int, err error) {
	thumbs = map[string]reinstate.Preview{}
	err = d.view(ctx, who, func(tx *store.Tx) error {
		all, err := tx.Thumbs(f.Case.ID)
		if err != nil {
			return err
		}
		for _, p := range all {
			thumbs[p.SHA256] = p
		}
		noted, err = tx.OpenPageNotes(f.Case.ID)
		return err
	})
	return thumbs, noted, err
}

// Thumb opens the small picture of an exhibit, if its digest begins with mark.
// Passing it in a list is no looking at the document.
func (d *Desk) Thumb(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID, mark string) (Download, error) {
	e, p, err := d.drawnOf(ctx, who, ref, id)
	if err != nil {
		return Download{}, err
	}
	return d.openPicture(ctx, who, e, p.Thumb, mark)
}

// Page opens the picture of a page of an exhibit, counted from 1, if its digest
// begins with mark, and puts on record who looked.
func (d *Desk) Page(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID, page int, mark string) (Download, error) {
	e, p, err := d.drawnOf(ctx, who, ref, id)
	if err != nil {
		return Download{}, err
	}
	picture, _ := p.Picture(page)
	file, err := d.openPicture(ctx, who, e, picture, mark)
	if err != nil {
		return file, err
	}
	err = d.update(ctx, who, reinstate.Read, func(tx *store.Tx) error {
		return tx.Handle(e, reinstate.CustodyViewed, "", handedWithin[reinstate.CustodyViewed])
	})
	if err != nil {
		return Download{}, errors.Join(fmt.Errorf("record who looked at %s: %w", e.FileName, err), file.Body.Close())
	}
	return file, nil
}

// drawnOf is an exhibit whose file is still there, with what was drawn of it.
func (d *Desk) drawnOf(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID) (e reinstate.Exhibit, p reinstate.Preview, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		e, p, err = previewOf(tx, ref, id)
		return err
	})
	if err == nil && !e.Purged.IsZero() {
		err = reinstate.ErrNotFound
	}
	return e, p, err
}

// markLength is how many digits of a picture's digest its address has.
const markLength = 16

// Mark is what names a picture in its address, so that a browser may keep it
// for ever.
func Mark(p reinstate.Picture) string { return p.SHA256[:min(markLength, len(p.SHA256))] }

// openPicture opens a picture of ours. One that was lost or changed is made
// again in the background, with the others of its file.
func (d *Desk) openPicture(ctx context.Context, who reinstate.Actor, e reinstate.Exhibit, p reinstate.Picture, mark string) (Download, error) {
	if p.SHA256 == "" || len(mark) != markLength || !strings.HasPrefix(p.SHA256, mark) {
		return Download{}, fmt.Errorf("picture %q of exhibit %d: %w", mark, e.ID, reinstate.ErrNotFound)
	}
	body, err := d.blobs.Pictures().Verified(shelf(who), p.SHA256, p.Size)
	if errors.Is(err, blob.ErrMissing) || errors.Is(err, blob.ErrDamaged) {
		return Download{}, errors.Join(reinstate.ErrNotFound, d.redraw(ctx, who, e))
	}
	if err != nil {
		return Download{}, err
	}
	return Download{Name: "page.jpg", MediaType: "image/jpeg", Size: p.Size, SHA256: p.SHA256, Body: body}, nil
}

// redraw has the pictures of a file made anew, on behalf of nobody: whoever
// came across the loss changes nothing by that.
func (d *Desk) redraw(ctx context.Context, who reinstate.Actor, e reinstate.Exhibit) error {
	us := reinstate.Actor{Org: who.Org, Name: "Reinstate", Kind: reinstate.System, Role: reinstate.RoleManager}
	return d.db.Update(ctx, us, func(tx *store.Tx) error {
		if err := tx.SavePreview(reinstate.Preview{SHA256: e.SHA256, State: reinstate.PreviewWaiting}); err != nil {
			return err
		}
		return queueDrawing(tx, e, "")
	})
}
