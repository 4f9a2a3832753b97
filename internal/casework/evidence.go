package casework

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"reinstate/internal/blob"
	"reinstate/internal/packet"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Upload is one file on its way into a case.
type Upload struct {
	Name  string
	Kind  reinstate.ExhibitKind // empty: other
	Title string                // empty: made from the name
	Dated string                // YYYY-MM-DD or empty
	Shows string
	Body  io.Reader

	Record   reinstate.Record    // what is known of it already
	Replaces reinstate.ExhibitID // the older version that it comes for, zero: none
	Moves    bool                // what leans on the older version leans on it from now on
	Packed   string              // name of the archive it came in, empty: none
}

// Attached is a file that is now an exhibit.
type Attached struct {
	Exhibit reinstate.Exhibit
	Twin    *reinstate.Exhibit // an exhibit of this case with the same bytes, if there was one
	Others  []store.Twin       // exhibits of other clients' cases with the same bytes, as far as the actor sees those
}

// Attach stores a file and makes it an exhibit. The bytes are streamed to
// disk while they are hashed; a file that is empty, too large or cut off is
// refused and leaves nothing behind.
func (d *Desk) Attach(ctx context.Context, who reinstate.Actor, ref string, u Upload) (Attached, error) {
	var done Attached
	e, err := describeUpload(u)
	if err != nil {
		return done, err
	}
	if err := d.mayAttach(ctx, who, ref); err != nil {
		return done, err
	}
	came, err := d.takeIn(ctx, who, u.Body)
	if err != nil {
		return done, err
	}
	err = d.shelve(ctx, came, func(kept blob.Blob) error {
		done, err = d.admit(ctx, who, ref, u, e, kept)
		return err
	})
	return done, err
}

// takeIn receives a file that nothing refers to yet and lets the scanner look at
// it. That may last as long as its sender likes, so nobody waits for it.
func (d *Desk) takeIn(ctx context.Context, who reinstate.Actor, body io.Reader) (*blob.Received, error) {
	came, err := d.blobs.Receive(ctx, shelf(who), body, d.limits.File)
	if err != nil {
		return nil, refusedFile(err, d.limits.File)
	}
	if err := d.scanned(ctx, came.Open); err != nil {
		return nil, errors.Join(err, came.Drop())
	}
	return came, nil
}

// shelve keeps a file that has come and has f write down what refers to it.
// Nobody removes bytes in between.
func (d *Desk) shelve(ctx context.Context, came *blob.Received, f func(blob.Blob) error) error {
	err := d.blobs.Share(ctx, func() error {
		kept, err := came.Keep()
		if err != nil {
			return refusedFile(err, d.limits.File)
		}
		return f(kept)
	})
	return errors.Join(err, came.Drop()) // unless it was kept
}

// admit makes bytes that are kept an exhibit of a case.
func (d *Desk) admit(ctx context.Context, who reinstate.Actor, ref string, u Upload, e reinstate.Exhibit, kept blob.Blob) (done Attached, err error) {
	e.SHA256, e.Size = kept.SHA256, kept.Size
	if err := d.inspect(ctx, who, &e); err != nil {
		return done, err
	}
	err = d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		e.Case, e.Added, e.AddedBy, e.Replaces = c.ID, tx.Now(), who.Name, u.Replaces
		twins, err := tx.ExhibitsByDigest(c.ID, e.SHA256)
		if err != nil {
			return err
		}
		if len(twins) > 0 {
			done.Twin = &twins[0]
		}
		if done.Others, err = strangers(tx, c, e.SHA256); err != nil {
			return err
		}
		did := event("exhibit_added", "title", e.Title, "file", e.FileName, "sha256", e.SHA256, "archive", u.Packed)
		if err := addExhibit(tx, &e, did); err != nil || u.Replaces == 0 {
			return err
		}
		return replace(tx, c, e, u.Moves)
	})
	done.Exhibit = e
	return done, err
}

// strangers are the exhibits with the same bytes in cases of other clients.
func strangers(tx *store.Tx, c reinstate.Case, sha256 string) ([]store.Twin, error) {
	twins, err := tx.Twins(sha256, c.ID)
	return slices.DeleteFunc(twins, func(t store.Twin) bool { return t.Client == c.Client }), err
}

// mayAttach refuses before a byte is read, so that nobody waits for an upload
// that cannot be kept.
func (d *Desk) mayAttach(ctx context.Context, who reinstate.Actor, ref string) error {
	if err := who.Need(reinstate.Contribute); err != nil {
		return err
	}
	return d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err == nil && !c.State.Open() {
			return reinstate.Invalid{"file": "This case is finished. Reopen it before adding evidence."}
		}
		return err
	})
}

// inspect finds out the type and the pages of a stored file from its bytes.
func (d *Desk) inspect(ctx context.Context, who reinstate.Actor, e *reinstate.Exhibit) error {
	path, err := d.blobs.Path(shelf(who), e.SHA256)
	if err != nil {
		return fmt.Errorf("look into an upload: %w", err)
	}
	kind, err := mimetype.DetectFile(path)
	if err != nil {
		return fmt.Errorf("tell an upload's type: %w", err)
	}
	e.MediaType, _, _ = strings.Cut(kind.String(), ";")
	if e.MediaType != "application/pdf" {
		return nil
	}
	// A PDF whose pages cannot be counted (encrypted, broken) is evidence all
	// the same; it is listed without pages.
	look, err := packet.LookAt(ctx, path)
	if err == nil {
		e.Pages = look.Pages
	}
	e.Made = look.Made
	return nil
}

func describeUpload(u Upload) (reinstate.Exhibit, error) {
	e := reinstate.Exhibit{
		Kind: u.Kind, Title: line(u.Title), FileName: fileName(u.Name), Dated: line(u.Dated), Shows: text(u.Shows),
		Record: tidyRecord(u.Record),
	}
	if e.Kind == "" {
		e.Kind = "other"
	}
	if e.Title == "" {
		e.Title = strings.TrimSpace(strings.NewReplacer("_", " ", "-", " ").Replace(strings.TrimSuffix(e.FileName, path.Ext(e.FileName))))
	}
	if e.Title == "" {
		e.Title = e.FileName
	}
	return e, checkExhibit(e)
}

func checkExhibit(e reinstate.Exhibit) error {
	refused := reinstate.Invalid{}
	if !slices.Contains(reinstate.ExhibitKinds(), e.Kind) {
		refused.Refuse("kind", "Choose what kind of document this is.")
	}
	if e.Title == "" {
		refused.Refuse("title", "Give the document a title.")
	}
	if !calendarDate(e.Dated) {
		refused.Refuse("dated", "This is not a date.")
	}
	bounded(refused, maxLine, map[string]string{"title": e.Title})
	bounded(refused, maxText, map[string]string{"shows": e.Shows})
	checkRecord(refused, e.Record)
	return refused.Err()
}

// refusedFile puts a failed upload into words.
func refusedFile(err error, limit int64) error {
	var large *blob.TooLarge
	switch {
	case errors.As(err, &large):
		return reinstate.Invalid{"file": fmt.Sprintf("This file is larger than %d MB. Split it or export it smaller; nothing was kept.", limit>>20)}
	case errors.Is(err, blob.ErrEmpty):
		return reinstate.Invalid{"file": "This file is empty. Nothing was kept."}
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, context.Canceled):
		return reinstate.Invalid{"file": "The upload was cut off before the end. Nothing was kept; send the file again."}
	}
	return fmt.Errorf("keep an upload: %w", err)
}

// DescribeExhibit changes what an exhibit is called, what it shows and what is
// on record of it, never its bytes, unless somebody changed it first.
func (d *Desk) DescribeExhibit(ctx context.Context, who reinstate.Actor, ref string, in reinstate.Exhibit) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		e, err := exhibitOf(tx, c, in.ID)
		if err != nil {
			return err
		}
		e.Kind, e.Title, e.Dated, e.Shows, e.Version = in.Kind, line(in.Title), line(in.Dated), text(in.Shows), in.Version
		e.Record = tidyRecord(in.Record)
		if err := checkExhibit(e); err != nil {
			return err
		}
		if err := tx.SaveExhibit(&e, event("exhibit_described", "letter", e.Letter, "title", e.Title)); err != nil {
			return err
		}
		return d.lapse(tx, c)
	})
}

// WithdrawExhibit takes an exhibit out of the case and off its claims and
// demands, into the trash. It can be taken back for 30 days; sealed filings
// keep it for good.
func (d *Desk) WithdrawExhibit(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID, version int) error {
	return d.work(ctx, who, reinstate.Delete, ref, func(tx *store.Tx, c reinstate.Case) error {
		e, err := exhibitOf(tx, c, id)
		if err != nil {
			return err
		}
		if !e.Withdrawn.IsZero() {
			return nil
		}
		if err := unlink(tx, c, id); err != nil {
			return err
		}
		e.Withdrawn, e.Version = tx.Now(), version
		if err := tx.SaveExhibit(&e, event("exhibit_withdrawn", "letter", e.Letter, "title", e.Title)); err != nil {
			return err
		}
		return tx.Handle(e, reinstate.CustodyWithdrawn, "", 0)
	})
}

// unlink takes an exhibit off every claim and demand that leans on it.
func unlink(tx *store.Tx, c reinstate.Case, id reinstate.ExhibitID) error {
	gone := func(e reinstate.ExhibitID) bool { return e == id }
	claims, err := tx.Claims(c.ID)
	if err != nil {
		return err
	}
	for _, claim := range claims {
		if !slices.Contains(claim.Exhibits, id) {
			continue
		}
		claim.Exhibits = slices.DeleteFunc(claim.Exhibits, gone)
		if err := tx.SaveClaim(&claim, event("claim_lost_exhibit", "text", excerpt(claim.Text))); err != nil {
			return err
		}
	}
	demands, err := tx.Demands(c.ID)
	if err != nil {
		return err
	}
	for _, demand := range demands {
		if !slices.Contains(demand.Exhibits, id) {
			continue
		}
		demand.Exhibits = slices.DeleteFunc(demand.Exhibits, gone)
		if len(demand.Exhibits) == 0 && demand.Why == "" {
			demand.State = reinstate.DemandOpen
		}
		if err := tx.SaveDemand(&demand, event("demand_lost_exhibit", "text", excerpt(demand.Text))); err != nil {
			return err
		}
	}
	return nil
}

// standing refuses exhibits that are not of the case, or were withdrawn or
// replaced.
func standing(tx *store.Tx, c reinstate.Case, ids []reinstate.ExhibitID) error {
	for _, id := range ids {
		e, err := exhibitOf(tx, c, id)
		if err != nil {
			return err
		}
		if !e.Stands() {
			return reinstate.Invalid{"exhibits": "One of these exhibits was withdrawn or has a newer version. Choose among those that stand."}
		}
	}
	return nil
}

func exhibitOf(tx *store.Tx, c reinstate.Case, id reinstate.ExhibitID) (reinstate.Exhibit, error) {
	e, err := tx.Exhibit(id)
	if err == nil && e.Case != c.ID {
		return e, reinstate.ErrNotFound
	}
	return e, err
}
