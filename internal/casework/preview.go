package casework

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"time"

	"reinstate/internal/blob"
	"reinstate/internal/packet"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Bounds of pictures of pages: their longer side in pixels, their quality, how
// many of a file are made, and how many of them at once, before others have
// their turn.
const (
	pageSide    = 1600
	thumbSide   = 240
	pageQuality = 82
	mostPages   = 200
	pagesAtOnce = 20
	sliceWithin = 30 * time.Second
)

// MostPages is how many pages of a file are drawn at most.
func MostPages() int { return mostPages }

// DrawFile draws the pages of an exhibit's file, a slice at a time, unless that
// was done. What cannot be drawn is kept as that, with why, and not tried again.
func (d *Desk) DrawFile(ctx context.Context, who reinstate.Actor, id reinstate.ExhibitID) error {
	var e reinstate.Exhibit
	var p reinstate.Preview
	err := d.db.View(ctx, who, func(tx *store.Tx) (err error) {
		if e, err = tx.Exhibit(id); err != nil {
			return err
		}
		p, err = tx.Preview(e.SHA256)
		return err
	})
	undone := p.State == reinstate.PreviewWaiting || p.State == reinstate.PreviewLacking
	if errors.Is(err, reinstate.ErrNotFound) || err == nil && (!undone || !e.Purged.IsZero()) {
		return nil // it is gone, or was drawn with another exhibit of the same bytes
	}
	if err == nil {
		err = d.drawFile(ctx, who, e, &p)
	}
	if err != nil {
		return fmt.Errorf("draw exhibit %d: %w", id, err)
	}
	return d.db.Update(ctx, who, func(tx *store.Tx) error {
		if err := tx.SavePreview(p); err != nil {
			if errors.Is(err, reinstate.ErrNotFound) {
				return nil // the exhibit was removed meanwhile; the round sweeps its pictures
			}
			return err
		}
		if p.State != reinstate.PreviewWaiting {
			return nil
		}
		return queueDrawing(tx, e, fmt.Sprintf(" from page %d", p.Last()+1))
	})
}

// drawFile goes on with the pictures of a file. An error is trouble of the machine.
func (d *Desk) drawFile(ctx context.Context, who reinstate.Actor, e reinstate.Exhibit, p *reinstate.Preview) error {
	err := d.blobs.Check(shelf(who), e.SHA256, e.Size)
	switch {
	case errors.Is(err, blob.ErrDamaged), errors.Is(err, blob.ErrMissing):
		p.State, p.Stopped = reinstate.PreviewFailed, "The file no longer has the bytes it was stored with."
		return nil
	case err != nil:
		return err
	}
	switch {
	case pictured(e.MediaType):
		return d.drawPicture(ctx, who, e, p)
	case e.MediaType == pdfType:
		return d.drawPDF(ctx, who, e, p)
	}
	p.State = reinstate.PreviewNone
	return nil
}

const pdfType = "application/pdf"

// pictured reports whether files of a type are drawn by our own readers.
func pictured(mediaType string) bool {
	switch mediaType {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return true
	}
	return false
}

// drawPicture draws the one page of a photo, a scan or a screenshot. Of moving
// pictures it is the first.
func (d *Desk) drawPicture(ctx context.Context, who reinstate.Actor, e reinstate.Exhibit, p *reinstate.Preview) error {
	file, size, err := d.blobs.Open(shelf(who), e.SHA256)
	if err != nil {
		return err
	}
	defer file.Close()
	picture, err := packet.Picture(file, size, pageSide)
	if err != nil {
		p.State, p.Stopped = reinstate.PreviewFailed, "This picture is damaged, or larger than is shown here."
		return nil
	}
	p.Pages, p.State = 1, reinstate.PreviewDone
	return d.keepPage(ctx, who, p, picture)
}

// drawPDF draws the next pages of a PDF, each by a program of its own that is
// ended where it takes too long.
func (d *Desk) drawPDF(ctx context.Context, who reinstate.Actor, e reinstate.Exhibit, p *reinstate.Preview) error {
	program := d.tool(drawingProgram)
	if program == "" {
		p.State = reinstate.PreviewLacking
		return nil
	}
	path, err := d.blobs.Path(shelf(who), e.SHA256)
	if err != nil {
		return err
	}
	p.Pages = e.Pages
	until := time.Now().Add(sliceWithin)
	for range pagesAtOnce {
		next := p.Last() + 1
		if next > mostPages || p.Pages > 0 && next > p.Pages {
			break
		}
		picture, err := drawPage(ctx, program, path, next)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			undrawn(e, p, err)
			return nil
		}
		if err := d.keepPage(ctx, who, p, picture); err != nil {
			return err
		}
		if time.Now().After(until) {
			break
		}
	}
	p.State = reinstate.PreviewWaiting
	if last := p.Last(); last == p.Pages || last >= mostPages {
		p.State = reinstate.PreviewDone
	}
	return nil
}

// undrawn says why the pages of a file end where they do. Where nobody knows
// how many there are, they simply end.
func undrawn(e reinstate.Exhibit, p *reinstate.Preview, err error) {
	p.State = reinstate.PreviewDone
	late := errors.Is(err, context.DeadlineExceeded)
	switch {
	case p.Last() == 0 && late:
		p.State, p.Stopped = reinstate.PreviewFailed, "Drawing its first page took too long."
	case p.Last() == 0 && e.Made.Encrypted:
		p.State = reinstate.PreviewLocked
	case p.Last() == 0:
		p.State, p.Stopped = reinstate.PreviewFailed, "Its first page cannot be drawn."
	case late:
		p.Stopped = "Drawing the page after these took too long."
	case p.Pages > 0:
		p.Stopped = "The page after these cannot be drawn."
	}
	p.Pages = max(p.Pages, p.Last())
}

// keepPage keeps the picture of the next page, and of the first a small one.
func (d *Desk) keepPage(ctx context.Context, who reinstate.Actor, p *reinstate.Preview, picture *image.RGBA) (err error) {
	if p.Last() == 0 {
		if p.Thumb, err = d.keepPicture(ctx, who, packet.Small(picture, thumbSide)); err != nil {
			return err
		}
	}
	page, err := d.keepPicture(ctx, who, picture)
	if err == nil {
		p.Pictures = append(p.Pictures, page)
	}
	return err
}

func (d *Desk) keepPicture(ctx context.Context, who reinstate.Actor, picture *image.RGBA) (reinstate.Picture, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: pageQuality}); err != nil {
		return reinstate.Picture{}, fmt.Errorf("pack the picture of a page: %w", err)
	}
	kept, err := d.blobs.Pictures().Put(ctx, shelf(who), &out, int64(out.Len()))
	if err != nil {
		return reinstate.Picture{}, fmt.Errorf("keep the picture of a page: %w", err)
	}
	return reinstate.Picture{SHA256: kept.SHA256, Size: kept.Size, Width: picture.Rect.Dx(), Height: picture.Rect.Dy()}, nil
}
