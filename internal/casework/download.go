package casework

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"strings"
	"time"

	"reinstate/internal/blob"
	"reinstate/internal/packet"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Download is a stored file whose bytes were checked against their digest a
// moment ago. The caller closes Body.
type Download struct {
	Name      string
	MediaType string
	Size      int64
	SHA256    string
	Body      io.ReadSeekCloser
}

// Damaged says that a stored file no longer has the bytes it came with. Such
// a file is never served.
type Damaged struct{ Name, SHA256 string }

// Error names the file.
func (e *Damaged) Error() string {
	return fmt.Sprintf("%s no longer has the bytes it was stored with (SHA-256 %s)", e.Name, e.SHA256)
}

// OpenExhibit opens an exhibit for download, withdrawn ones included, and puts
// on record who took it. No bytes leave without that.
func (d *Desk) OpenExhibit(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID) (Download, error) {
	return d.handOut(ctx, who, ref, id, reinstate.CustodyDownloaded)
}

// ViewExhibit opens an exhibit for a page that shows it.
func (d *Desk) ViewExhibit(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID) (Download, error) {
	return d.handOut(ctx, who, ref, id, reinstate.CustodyViewed)
}

// ShowExhibit opens a PDF for the viewer that browsers have. They run what a
// PDF carries, so only one that was read through and in which nothing acts is
// shown; any other is to be downloaded.
func (d *Desk) ShowExhibit(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID) (Download, error) {
	file, err := d.ViewExhibit(ctx, who, ref, id)
	if err != nil {
		return file, err
	}
	path, err := d.blobs.Path(shelf(who), file.SHA256)
	if err != nil || file.MediaType != "application/pdf" {
		return Download{}, errors.Join(file.Body.Close(), err, reinstate.ErrNotFound)
	}
	if look, err := packet.LookAt(ctx, path); err != nil || look.Acts {
		return Download{}, errors.Join(file.Body.Close(), reinstate.Invalid{"file": "This PDF is locked, damaged, or carries scripts or actions. It is not shown here; download the original to look at it."})
	}
	return file, nil
}

// How long looking at a document, or taking it, counts as one time: a viewer
// asks for pieces of the same file again and again.
var handedWithin = map[string]time.Duration{reinstate.CustodyViewed: time.Hour, reinstate.CustodyDownloaded: time.Minute}

func (d *Desk) handOut(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID, did string) (Download, error) {
	e, err := d.exhibit(ctx, who, ref, id)
	if err != nil {
		return Download{}, err
	}
	if !e.Purged.IsZero() {
		return Download{}, reinstate.Invalid{"file": "The file of this exhibit is gone: it was withdrawn more than 30 days ago."}
	}
	file, err := d.open(who, Download{Name: e.FileName, MediaType: e.MediaType, Size: e.Size, SHA256: e.SHA256})
	if err != nil {
		return file, err
	}
	err = d.update(ctx, who, reinstate.Read, func(tx *store.Tx) error { return tx.Handle(e, did, "", handedWithin[did]) })
	if err != nil {
		return Download{}, errors.Join(fmt.Errorf("record who took %s: %w", file.Name, err), file.Body.Close())
	}
	return file, nil
}

// OpenNotice opens a message's original bytes.
func (d *Desk) OpenNotice(ctx context.Context, who reinstate.Actor, id reinstate.NoticeID) (Download, error) {
	var n reinstate.Notice
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		n, err = tx.Notice(id)
		return err
	})
	if err != nil {
		return Download{}, err
	}
	name := n.FileName
	if name == "" {
		name = fmt.Sprintf("message-%d.txt", n.ID)
	}
	return d.open(who, Download{Name: name, MediaType: n.MediaType, Size: n.Size, SHA256: n.SHA256})
}

// OpenFiling opens one file of the packet that a round filed, counted from 0,
// and puts on record who took the exhibits in it.
func (d *Desk) OpenFiling(ctx context.Context, who reinstate.Actor, ref string, round, part int) (Download, error) {
	var f reinstate.Filing
	err := d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		f, err = tx.Filing(c.ID, round)
		return err
	})
	if err != nil {
		return Download{}, err
	}
	files := f.Files()
	if part < 0 || part >= len(files) {
		return Download{}, reinstate.ErrNotFound
	}
	name := partName(fmt.Sprintf("%s round %d filed %s", ref, round, f.Filed.Format("2006-01-02")), part, len(files))
	file, err := d.open(who, Download{Name: name, MediaType: "application/pdf", Size: files[part].Size, SHA256: files[part].SHA256})
	if err != nil {
		return file, err
	}
	return d.taken(ctx, who, file, func(*store.Tx) ([]reinstate.Exhibit, error) {
		var all []reinstate.Exhibit
		for _, m := range f.Manifest {
			all = append(all, reinstate.Exhibit{ID: m.Exhibit, Case: f.Case})
		}
		return all, nil
	})
}

// open checks the bytes first and hands them out only if they are whole.
func (d *Desk) open(who reinstate.Actor, file Download) (Download, error) {
	body, err := d.blobs.Verified(shelf(who), file.SHA256, file.Size)
	switch {
	case errors.Is(err, blob.ErrDamaged), errors.Is(err, blob.ErrMissing):
		return Download{}, &Damaged{Name: file.Name, SHA256: file.SHA256}
	case err != nil:
		return Download{}, fmt.Errorf("open %s: %w", file.Name, err)
	}
	file.Body = body
	return file, nil
}

func (d *Desk) exhibit(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID) (e reinstate.Exhibit, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		e, err = exhibitOf(tx, c, id)
		return err
	})
	return e, err
}

// previewSide is the longer side of an image preview, in pixels.
const previewSide = 1400

// PreviewExhibit draws an image exhibit anew as a PNG of ours, so that no
// uploaded byte reaches the page. Other kinds of file have no preview.
func (d *Desk) PreviewExhibit(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID) ([]byte, error) {
	file, err := d.ViewExhibit(ctx, who, ref, id)
	if err != nil {
		return nil, err
	}
	defer file.Body.Close()
	if !strings.HasPrefix(file.MediaType, "image/") || file.MediaType == "image/svg+xml" {
		return nil, reinstate.ErrNotFound
	}
	picture, err := packet.Picture(file.Body, file.Size, previewSide)
	if err != nil {
		return nil, reinstate.Invalid{"file": "This image cannot be shown here. Download it to look at it."}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("preview %s: %w", file.Name, err)
	}
	return out.Bytes(), nil
}
