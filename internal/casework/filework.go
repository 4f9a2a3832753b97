package casework

import (
	"context"
	"errors"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// The kinds of background work on a file that came: its text is taken and its
// pages are drawn. Both wait in the line of slow work, pictures first.
const (
	ReadingFile = "read-file"
	DrawingFile = "draw-file"
)

// FileWork are the arguments of work on a file.
type FileWork struct {
	Exhibit reinstate.ExhibitID `json:"exhibit"`
}

// triesOfFile is how often work on a file is tried: what is wrong with a file
// is no error, so only trouble of the machine makes it fail.
const triesOfFile = 4

// addExhibit makes a document an exhibit and queues the work on its file, so
// that it is there if and only if the exhibit is.
func addExhibit(tx *store.Tx, e *reinstate.Exhibit, did reinstate.Event) error {
	if err := tx.AddExhibit(e, did); err != nil {
		return err
	}
	return errors.Join(queueDrawing(tx, *e, ""), queueReading(tx, *e))
}

// queueDrawing queues the drawing of a file's pages, once for the same bytes.
// A slice that follows one that is just drawn needs a key of its own.
func queueDrawing(tx *store.Tx, e reinstate.Exhibit, slice string) error {
	return tx.Queue(store.Job{Kind: DrawingFile, Args: FileWork{e.ID}, Key: e.SHA256 + slice, Tries: triesOfFile, Slow: true})
}

func queueReading(tx *store.Tx, e reinstate.Exhibit) error {
	return tx.Queue(store.Job{Kind: ReadingFile, Args: FileWork{e.ID}, Key: e.SHA256, Tries: triesOfFile, Slower: true})
}

// netted is how many files of each kind of work a round queues at most.
const netted = 200

// QueueFiles queues the work on files for which none is queued: those that were
// there before this program knew of it, and those whose work was lost. It makes
// what was changed findable too. What is queued already is not queued again.
func (d *Desk) QueueFiles(ctx context.Context, who reinstate.Actor) error {
	if err := d.IndexTexts(ctx, who); err != nil {
		return err
	}
	var unread, undrawn []reinstate.Exhibit
	err := d.db.View(ctx, who, func(tx *store.Tx) (err error) {
		if unread, err = tx.FilesToRead(netted); err != nil {
			return err
		}
		undrawn, err = tx.PreviewsWanted(netted, d.tool(drawingProgram) != "")
		return err
	})
	if err != nil || len(unread)+len(undrawn) == 0 {
		return err
	}
	return d.db.Update(ctx, who, func(tx *store.Tx) error {
		for _, e := range undrawn {
			if err := queueDrawing(tx, e, ""); err != nil {
				return err
			}
		}
		for _, e := range unread {
			if err := queueReading(tx, e); err != nil {
				return err
			}
		}
		return nil
	})
}
