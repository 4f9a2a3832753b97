package casework

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"reinstate/internal/blob"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Arriving is an upload that comes in pieces, and how much of it has come.
type Arriving struct {
	store.Upload
	Arrived int64
}

// mostUnfinished is how many uploads of one person into one case may be under
// way; the oldest are given up for new ones.
const mostUnfinished = 50

// keptUnfinished is how long an upload that nobody goes on with is kept.
const keptUnfinished = 24 * time.Hour

// BeginUpload makes room for a file that comes in pieces, or finds the room of
// one that was cut off: by its mark, which tells the same file of the same
// person again.
func (d *Desk) BeginUpload(ctx context.Context, who reinstate.Actor, ref string, u store.Upload) (Arriving, error) {
	u.Name, u.Mark = fileName(u.Name), line(u.Mark)
	switch {
	case u.Size <= 0:
		return Arriving{}, refusedFile(blob.ErrEmpty, d.limits.File)
	case u.Size > d.limits.File:
		return Arriving{}, refusedFile(&blob.TooLarge{}, d.limits.File)
	case len(u.Mark) > maxLine:
		return Arriving{}, reinstate.Invalid{"file": "This is too long."}
	}
	if err := d.mayAttach(ctx, who, ref); err != nil {
		return Arriving{}, err
	}
	if had, ok, err := d.cutOff(ctx, who, ref, u); err != nil || ok {
		return had, err
	}
	ticket, err := d.blobs.Begin()
	if err != nil {
		return Arriving{}, err
	}
	u.Ticket = ticket
	var old []store.Upload
	err = d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) (err error) {
		u.Case = c.ID
		if old, err = tx.Uploads(c.ID, ""); err != nil {
			return err
		}
		old = old[min(len(old), mostUnfinished-1):]
		for _, o := range old {
			if err := tx.EndUpload(c.ID, o.Ticket); err != nil {
				return err
			}
		}
		return tx.AddUpload(&u)
	})
	if err != nil {
		return Arriving{}, errors.Join(err, d.blobs.Abandon(ticket))
	}
	for _, o := range old {
		if err := d.blobs.Abandon(o.Ticket); err != nil {
			return Arriving{}, err
		}
	}
	return Arriving{Upload: u}, nil
}

// cutOff looks for an upload of the same file that was not finished.
func (d *Desk) cutOff(ctx context.Context, who reinstate.Actor, ref string, u store.Upload) (had Arriving, ok bool, err error) {
	if u.Mark == "" {
		return had, false, nil
	}
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		all, err := tx.Uploads(c.ID, u.Mark)
		for _, one := range all {
			if one.Size == u.Size {
				had.Upload, ok = one, true
				break
			}
		}
		return err
	})
	if err != nil || !ok {
		return had, false, err
	}
	had.Arrived, err = d.blobs.Arrived(had.Ticket)
	if errors.Is(err, blob.ErrMissing) {
		return had, false, nil
	}
	return had, err == nil, err
}

// Arriving is how much of an upload of the actor's has come.
func (d *Desk) Arriving(ctx context.Context, who reinstate.Actor, ref, ticket string) (a Arriving, err error) {
	if err := who.Need(reinstate.Contribute); err != nil {
		return a, err
	}
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		a.Upload, err = tx.Upload(c.ID, ticket)
		return err
	})
	if err != nil {
		return a, err
	}
	a.Arrived, err = d.blobs.Arrived(ticket)
	if errors.Is(err, blob.ErrMissing) {
		return a, fmt.Errorf("upload %s: %w", ticket, reinstate.ErrNotFound)
	}
	return a, err
}

// ContinueUpload adds the next piece of an upload. What has come of a piece
// that is cut off is kept. A piece that does not follow is ErrConflict.
func (d *Desk) ContinueUpload(ctx context.Context, who reinstate.Actor, ref, ticket string, at int64, piece io.Reader) (Arriving, error) {
	a, err := d.Arriving(ctx, who, ref, ticket)
	if err != nil {
		return a, err
	}
	a.Arrived, err = d.blobs.Append(ctx, ticket, at, piece, a.Size)
	var large *blob.TooLarge
	switch {
	case errors.Is(err, blob.ErrOffset), errors.Is(err, blob.ErrBusy):
		return a, fmt.Errorf("continue an upload: %w: %w", err, reinstate.ErrConflict)
	case errors.As(err, &large):
		return a, reinstate.Invalid{"file": "More bytes came than the file has. Send it again."}
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, context.Canceled):
		return a, reinstate.Invalid{"file": "The upload was cut off. It goes on where it stopped."}
	}
	return a, err
}

// FinishUpload makes a file that has come whole an exhibit; an archive becomes
// as many exhibits as it has files, unless it is to be kept as it is. A digest
// that the sender counted must be that of what has come.
func (d *Desk) FinishUpload(ctx context.Context, who reinstate.Actor, ref, ticket string, u Upload, digest string, unpack bool) (added []Attached, err error) {
	u.Name = "file"
	if _, err := describeUpload(u); err != nil {
		return nil, err // before anything is lost: a kind or a date that is none
	}
	a, err := d.Arriving(ctx, who, ref, ticket)
	if err != nil {
		return nil, err
	}
	if a.Arrived != a.Size {
		return nil, reinstate.Invalid{"file": "The file has not come whole yet."}
	}
	if err := d.mayAttach(ctx, who, ref); err != nil {
		return nil, err
	}
	u.Name = a.Name
	e, err := describeUpload(u)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err == nil || ctx.Err() == nil && forGood(err) {
			d.forget(who, a.Upload)
		}
	}()
	if unpack && IsArchive(u.Name) {
		return d.unpackPartial(ctx, who, ref, ticket, u)
	}
	if err := d.scanned(ctx, func() (*os.File, error) { return d.blobs.Partial(ticket) }); err != nil {
		return nil, err
	}
	var one Attached
	err = d.blobs.Share(ctx, func() error {
		kept, err := d.blobs.Finish(ctx, shelf(who), ticket, d.limits.File)
		if err != nil {
			return refusedFile(err, d.limits.File)
		}
		if digest != "" && digest != kept.SHA256 {
			return reinstate.Invalid{"file": "What arrived is not what was sent: the digests differ. Nothing was kept as evidence; send the file again."}
		}
		if one, err = d.admit(ctx, who, ref, u, e, kept); err != nil && !forGood(err) {
			err = errors.Join(err, d.blobs.Unfinish(shelf(who), ticket, kept.SHA256))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return []Attached{one}, nil
}

// forGood reports whether an upload was refused for what it is. After any other
// error, such as a scanner that is away or a database that is busy, what has
// come is kept, and finishing it can be tried again.
func forGood(err error) bool {
	var refused reinstate.Invalid
	return (errors.As(err, &refused) || errors.Is(err, reinstate.ErrNotFound) || errors.Is(err, reinstate.ErrForbidden)) && !errors.Is(err, errForNow)
}

// forget ends an upload that was finished or refused, whatever became of the
// request. What it leaves behind is swept after a day.
func (d *Desk) forget(who reinstate.Actor, u store.Upload) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error { return tx.EndUpload(u.Case, u.Ticket) })
	_ = d.blobs.Abandon(u.Ticket)
}

// CancelUpload gives an upload of the actor's up and removes what has come.
func (d *Desk) CancelUpload(ctx context.Context, who reinstate.Actor, ref, ticket string) error {
	a, err := d.Arriving(ctx, who, ref, ticket)
	if err != nil {
		return err
	}
	d.forget(who, a.Upload)
	return nil
}

// SweepUploads removes what is left of uploads that were never finished and of
// which nothing has come for a day.
func (d *Desk) SweepUploads(ctx context.Context, who reinstate.Actor) error {
	var tickets []string
	err := d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) (err error) {
		before := tx.Now().Add(-keptUnfinished)
		tickets, err = tx.SweepUploads(before, func(ticket string) bool { return d.blobs.Touched(ticket).Before(before) })
		return err
	})
	for _, ticket := range tickets {
		err = errors.Join(err, d.blobs.Abandon(ticket))
	}
	return err
}
