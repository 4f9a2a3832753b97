package casework

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"time"

	"reinstate/internal/blob"
	"reinstate/internal/catalog"
	"reinstate/internal/packet"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Background work of exports: the kind of the job that makes one, and of the
// round that removes the files of old ones.
const (
	MakingExports   = "export"
	SweepingExports = "sweep-exports"
)

// Bounds of exports: how long their files are kept, how many a page lists, and
// how often it is told how far one is.
const (
	exportsKept    = 7 * 24 * time.Hour
	exportsListed  = 10
	exportAdvances = time.Second
	exportTries    = 3
)

// exportArgs is what the job is queued with.
type exportArgs struct {
	Export reinstate.ExportID `json:"export"`
}

var batesPrefix = regexp.MustCompile(`^[A-Za-z0-9._-]{0,24}$`)

// AskExport asks for a packet or a pack to be made in the background.
func (d *Desk) AskExport(ctx context.Context, who reinstate.Actor, ref string, x reinstate.Export) (reinstate.Export, error) {
	profile, ok := d.catalog.Profile(x.Profile)
	switch {
	case !ok:
		return x, reinstate.Invalid{"profile": "Choose how the packet is made."}
	case !batesPrefix.MatchString(x.Prefix):
		return x, reinstate.Invalid{"prefix": "A prefix has at most 24 letters, digits, dots and hyphens."}
	case x.Start < 0 || x.Start > 99_999_999:
		return x, reinstate.Invalid{"start": "The first number is from 1 to 99999999."}
	}
	x.Sealing = false
	err := d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		if _, err := tx.Plan(c.ID, c.Round); errors.Is(err, reinstate.ErrNotFound) && x.Profile != catalog.ProfileCounsel {
			return reinstate.Invalid{"plan": "There is no plan in this round yet. Start the plan first."}
		}
		x.Case = c.ID
		return askExport(tx, &x, event("export_asked", "profile", profile.Name))
	})
	return x, err
}

// askExport keeps that an export was asked for and queues its making.
func askExport(tx *store.Tx, x *reinstate.Export, e reinstate.Event) error {
	x.State = reinstate.ExportWaiting
	if err := tx.AddExport(x, e); err != nil {
		return err
	}
	return tx.Queue(store.Job{Kind: MakingExports, Args: exportArgs{x.ID}, Key: fmt.Sprint(x.ID), Tries: exportTries})
}

// Exports lists the newest exports of a case.
func (d *Desk) Exports(ctx context.Context, who reinstate.Actor, ref string) (list []reinstate.Export, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		list, err = tx.Exports(c.ID, exportsListed)
		return err
	})
	return list, err
}

// Export is one export of a case.
func (d *Desk) Export(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExportID) (x reinstate.Export, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		if x, err = tx.Export(id); err == nil && x.Case != c.ID {
			err = reinstate.ErrNotFound
		}
		return err
	})
	return x, err
}

// OpenExport opens one file of an export, counted from 0.
func (d *Desk) OpenExport(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExportID, n int) (Download, error) {
	if err := who.Need(reinstate.Contribute); err != nil {
		return Download{}, err
	}
	x, err := d.Export(ctx, who, ref, id)
	if err != nil {
		return Download{}, err
	}
	if x.Sealing || x.State != reinstate.ExportDone || n < 0 || n >= len(x.Files) {
		return Download{}, reinstate.ErrNotFound
	}
	if err := d.stillOpen(ctx, who, ref, x); err != nil {
		return Download{}, err
	}
	f := x.Files[n]
	file, err := d.open(who, Download{Name: f.Name, MediaType: f.MediaType, Size: f.Size, SHA256: f.SHA256})
	if err != nil {
		return file, err
	}
	return d.taken(ctx, who, file, func(tx *store.Tx) ([]reinstate.Exhibit, error) { return exportedWith(tx, x) })
}

// exportedWith are the exhibits that left with an export, as their custody
// tells.
func exportedWith(tx *store.Tx, x reinstate.Export) ([]reinstate.Exhibit, error) {
	entries, err := tx.Custody(x.Case)
	var all []reinstate.Exhibit
	for _, e := range entries {
		one := reinstate.Exhibit{ID: e.Exhibit, Case: x.Case}
		known := slices.ContainsFunc(all, func(have reinstate.Exhibit) bool { return have.ID == one.ID })
		if e.Did == reinstate.CustodyExported && e.With == x.Files[0].SHA256 && !known {
			all = append(all, one)
		}
	}
	return all, err
}

// taken puts on record that somebody took the exhibits in a file that was
// opened. No bytes leave without that.
func (d *Desk) taken(ctx context.Context, who reinstate.Actor, file Download, in func(tx *store.Tx) ([]reinstate.Exhibit, error)) (Download, error) {
	err := d.update(ctx, who, reinstate.Read, func(tx *store.Tx) error {
		exhibits, err := in(tx)
		if err != nil {
			return err
		}
		for _, e := range exhibits {
			if err := tx.Handle(e, reinstate.CustodyDownloaded, file.SHA256, handedWithin[reinstate.CustodyDownloaded]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Download{}, errors.Join(fmt.Errorf("record who took %s: %w", file.Name, err), file.Body.Close())
	}
	return file, nil
}

// MakeExport makes an export that was asked for. That it was made stands on
// record in the name of whoever asked for it. One that is over stays as it is.
func (d *Desk) MakeExport(ctx context.Context, who reinstate.Actor, id reinstate.ExportID) error {
	var x reinstate.Export
	var ref string
	err := d.db.Update(ctx, who, func(tx *store.Tx) (err error) {
		if x, err = tx.Export(id); err != nil || x.Over() {
			return err
		}
		c, err := tx.Case(x.Case)
		if err != nil {
			return err
		}
		ref, x.State = c.Reference, reinstate.ExportRunning
		return tx.AdvanceExport(x)
	})
	if err != nil || x.Over() {
		return err
	}
	made, err := d.makeExport(ctx, who, ref, &x)
	if err != nil {
		return d.failExport(ctx, who, x, err)
	}
	defer made.Close()
	return d.blobs.Share(ctx, func() error {
		if err := d.keepExport(ctx, who, &x, made); err != nil {
			return fmt.Errorf("keep the export of %s: %w", ref, err)
		}
		return d.db.Update(ctx, x.Asker(who), func(tx *store.Tx) error {
			x.State, x.Ended = reinstate.ExportDone, tx.Now()
			if x.Sealing { // it leaves when it is sealed, if ever
				return tx.EndExport(x, event("packet_made", "profile", made.Profile.Name, "sha256", x.Files[0].SHA256))
			}
			if err := tx.EndExport(x, made.event()); err != nil {
				return err
			}
			return made.handed(tx, x.Case)
		})
	})
}

// event is what the timeline says of a packet that left.
func (k *Binding) event() reinstate.Event {
	return event("export_made", "profile", k.Profile.Name, "sha256", k.Parts[0].SHA256)
}

// handed puts on record that the exhibits left with a packet.
func (k *Binding) handed(tx *store.Tx, id reinstate.CaseID) error {
	for _, e := range k.Enclosed {
		if e.Entry.Exhibit == 0 {
			continue
		}
		if err := tx.Handle(reinstate.Exhibit{ID: e.Entry.Exhibit, Case: id}, reinstate.CustodyExported, k.Parts[0].SHA256, 0); err != nil {
			return err
		}
	}
	return nil
}

// Exported puts on record that a packet was written to a file, as the command
// line does.
func (d *Desk) Exported(ctx context.Context, who reinstate.Actor, ref string, made *Binding) error {
	return d.update(ctx, who, reinstate.Read, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		if err := tx.Note(c.ID, made.event()); err != nil {
			return err
		}
		return made.handed(tx, c.ID)
	})
}

// makeExport binds the packet and tells how far it is.
func (d *Desk) makeExport(ctx context.Context, who reinstate.Actor, ref string, x *reinstate.Export) (*Binding, error) {
	told := time.Now()
	o := Order{Profile: x.Profile, Bates: packet.Bates{Prefix: x.Prefix, Start: x.Start}, Progress: func(done, of int) {
		if x.Done, x.Of = done, of; done < of && time.Since(told) < exportAdvances {
			return
		}
		told = time.Now()
		// How far it is serves the person who waits; that it cannot be told must
		// not stop the export.
		_ = d.db.Update(ctx, who, func(tx *store.Tx) error { return tx.AdvanceExport(*x) })
	}}
	if x.Sealing {
		return d.bindToSeal(ctx, who, ref, o)
	}
	return d.ordered(ctx, who, ref, o)
}

// keepExport puts the files of a packet and its zip into the store.
func (d *Desk) keepExport(ctx context.Context, who reinstate.Actor, x *reinstate.Export, made *Binding) (err error) {
	if x.Files, err = d.keepParts(ctx, who, made); err != nil {
		return err
	}
	x.Notes = made.Notes
	if x.Sealing {
		x.Mark, x.Manifest = made.mark, made.Manifest()
		return nil
	}
	zipped, err := d.keepZip(ctx, who, made)
	x.Files = append(x.Files, zipped)
	return err
}

// ordered makes the pack for counsel or the packet for a channel.
func (d *Desk) ordered(ctx context.Context, who reinstate.Actor, ref string, o Order) (*Binding, error) {
	if o.Profile == catalog.ProfileCounsel {
		return d.Pack(ctx, who, ref, o)
	}
	return d.Bind(ctx, who, ref, o)
}

func (d *Desk) keepZip(ctx context.Context, who reinstate.Actor, made *Binding) (reinstate.PacketPart, error) {
	file, err := d.blobs.Scratch()
	if err != nil {
		return reinstate.PacketPart{}, err
	}
	defer file.Close()
	if err := made.Zip(file); err != nil {
		return reinstate.PacketPart{}, err
	}
	size, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return reinstate.PacketPart{}, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return reinstate.PacketPart{}, err
	}
	kept, err := d.blobs.Put(ctx, shelf(who), file, size)
	return reinstate.PacketPart{Name: made.name + ".zip", MediaType: "application/zip", SHA256: kept.SHA256, Size: kept.Size}, err
}

// failExport says why an export failed where a person can mend it, and gives
// other failures back to be tried again.
func (d *Desk) failExport(ctx context.Context, who reinstate.Actor, x reinstate.Export, why error) error {
	var refused reinstate.Invalid
	if !errors.As(why, &refused) && !errors.Is(why, reinstate.ErrNotFound) {
		return why
	}
	profile, _ := d.catalog.Profile(x.Profile)
	return d.db.Update(ctx, who, func(tx *store.Tx) error {
		x.State, x.Ended, x.Why = reinstate.ExportFailed, tx.Now(), "The case changed while it was made. Ask again."
		if refused != nil {
			x.Why = refused.Error()
		}
		return tx.EndExport(x, event("export_failed", "profile", profile.Name))
	})
}

// GiveUpExport says that an export failed for good, after its last try. One
// that is over stays as it is.
func (d *Desk) GiveUpExport(ctx context.Context, who reinstate.Actor, id reinstate.ExportID) error {
	return d.db.Update(ctx, who, func(tx *store.Tx) error {
		x, err := tx.Export(id)
		if err != nil || x.Over() {
			return err
		}
		profile, _ := d.catalog.Profile(x.Profile)
		x.State, x.Ended = reinstate.ExportFailed, tx.Now()
		x.Why = fmt.Sprintf("It could not be made: %d tries failed. Ask again, or have whoever looks after Reinstate read its log.", exportTries)
		return tx.EndExport(x, event("export_failed", "profile", profile.Name))
	})
}

// SweepExports removes the files of a firm's exports that were made more than
// a week ago, unless something else refers to them.
func (d *Desk) SweepExports(ctx context.Context, who reinstate.Actor) error {
	var old []reinstate.Export
	err := d.db.View(ctx, who, func(tx *store.Tx) (err error) {
		old, err = tx.ExportsEnded(tx.Now().Add(-exportsKept), 100)
		return err
	})
	if err != nil {
		return err
	}
	for _, x := range old {
		if err := d.blobs.Alone(ctx, func() error { return d.sweepExport(ctx, who, x.ID) }); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) sweepExport(ctx context.Context, who reinstate.Actor, id reinstate.ExportID) error {
	var gone []string
	err := d.db.Update(ctx, who, func(tx *store.Tx) error {
		gone = nil
		x, err := tx.Export(id)
		if err != nil || x.State == reinstate.ExportGone { // swept meanwhile
			return err
		}
		for _, f := range x.Files {
			held, err := tx.Held(f.SHA256)
			if err != nil {
				return err
			}
			if held <= 1 { // by this export only
				gone = append(gone, f.SHA256)
			}
		}
		x.State = reinstate.ExportGone
		return tx.AdvanceExport(x)
	})
	if err != nil {
		return err
	}
	for _, sum := range gone {
		if err := d.blobs.Remove(shelf(who), sum); err != nil && !errors.Is(err, blob.ErrMissing) {
			return fmt.Errorf("remove a file of export %d: %w", id, err)
		}
	}
	return nil
}
