package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"reinstate/internal/blob"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Ahead is what is known of a packet that takes too long to be made while
// somebody waits: it is made in the background, and sealed as it was made.
type Ahead struct {
	Needed bool             // the packet is too large to be made while sealing
	Ready  map[string]bool  // codes of the channels for which one is made that still fits
	Under  reinstate.Export // the one under way, if Making
	Making bool
	Failed string // why the last one could not be made; "" where it was, or none was asked for
}

// preparedListed is how many of the newest exports are looked through for a
// packet that fits.
const preparedListed = 20

// PrepareFiling has the packet of the present round made in the background,
// so that filing only has to seal it. It is made as it will be sent, and
// cannot be fetched before it is sealed.
func (d *Desk) PrepareFiling(ctx context.Context, who reinstate.Actor, ref, channel string) error {
	if err := d.mayFile(ctx, who, ref, Move{Channel: channel}); err != nil {
		return err
	}
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		f, err := d.gather(tx, c)
		if err != nil {
			return err
		}
		if !f.HasPlan {
			return reinstate.Invalid{"plan": "There is no plan in this round yet. Start the plan first."}
		}
		now, err := d.ahead(tx, f, f.sending(tx.Now()))
		if err != nil || now.Making || now.Ready[channel] {
			return err // a second click asks for nothing more
		}
		profile := d.catalog.ProfileFor(string(f.Account.Marketplace), channel)
		x := reinstate.Export{Case: c.ID, Profile: profile.Code, Sealing: true}
		return askExport(tx, &x, event("packet_asked", "profile", profile.Name))
	})
}

// ahead tells how far the packet of a round is that is made before it is
// sealed.
func (d *Desk) ahead(tx *store.Tx, f File, m plan.Matter) (Ahead, error) {
	a := Ahead{Needed: d.large(f), Ready: map[string]bool{}}
	list, err := tx.Exports(f.Case.ID, preparedListed)
	if err != nil {
		return a, err
	}
	list = slices.DeleteFunc(list, func(x reinstate.Export) bool { return !x.Sealing })
	if len(list) == 0 {
		return a, nil // the mark of the letter need not be worked out
	}
	for i, x := range list {
		switch {
		case !x.Over() && !a.Making:
			a.Under, a.Making = x, true
		case i == 0 && x.State == reinstate.ExportFailed:
			a.Failed = x.Why
		}
	}
	for _, channel := range f.Market.Channels {
		_, found := d.fitting(list, f, m, channel.Code)
		a.Ready[channel.Code] = found
	}
	return a, nil
}

// fitting finds a packet that was made of the letter and exhibits as they are
// now, for a way of sending.
func (d *Desk) fitting(list []reinstate.Export, f File, m plan.Matter, channel string) (reinstate.Export, bool) {
	mark := f.packetMark(m, d.catalog.ProfileFor(string(f.Account.Marketplace), channel), Order{})
	i := slices.IndexFunc(list, func(x reinstate.Export) bool {
		return x.Sealing && x.State == reinstate.ExportDone && x.Mark == mark
	})
	if i < 0 {
		return reinstate.Export{}, false
	}
	return list[i], true
}

// large reports whether making the packet takes longer than a person should
// wait for a page.
func (d *Desk) large(f File) bool {
	var bytes int64
	going := f.Going()
	for _, e := range going {
		bytes += e.Size
	}
	bound := d.limits.Packet
	return bound.Exhibits > 0 && (len(going) > bound.Exhibits || bytes > bound.Bytes)
}

// packetMark is a digest of all that a packet is made from. Packets of the same
// mark say and carry the same; they may differ in the second they were made.
func (f File) packetMark(m plan.Matter, profile catalog.Profile, o Order) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%q %q %d %q %v %v %+v\n", f.Mark(), m.Dated.Format(time.DateOnly), profile.Code, profile.Part, f.paper(), o.Draft, o.after, o.Bates)
	return hex.EncodeToString(h.Sum(nil))
}

// bindToSeal makes the packet as it will be sealed. What stands in the way of
// sending is looked at when it is sealed.
func (d *Desk) bindToSeal(ctx context.Context, who reinstate.Actor, ref string, o Order) (*Binding, error) {
	f, m, err := d.drawing(ctx, who, ref)
	if err != nil {
		return nil, err
	}
	if _, filed := f.Filed(); filed {
		return nil, reinstate.Invalid{"packet": "The round was filed meanwhile."}
	}
	return d.bind(ctx, who, f, m, o)
}

// sealable is a packet that can be sealed: one just made, or one that was made
// ahead.
type sealable struct {
	made  *Binding
	ahead reinstate.Export
}

// toSeal finds the packet to be sealed, or makes it where that takes no time
// or whoever asks can wait.
func (d *Desk) toSeal(ctx context.Context, who reinstate.Actor, f File, m plan.Matter, move Move) (sealable, error) {
	if d.large(f) {
		var list []reinstate.Export
		err := d.view(ctx, who, func(tx *store.Tx) (err error) {
			list, err = tx.Exports(f.Case.ID, preparedListed)
			return err
		})
		if err != nil {
			return sealable{}, err
		}
		if x, found := d.fitting(list, f, m, move.Channel); found {
			return sealable{ahead: x}, nil
		}
		if !move.Waits {
			return sealable{}, reinstate.Invalid{"packet": "This packet is large. It is made in the background before it is sealed, and what was made does not fit the letter, the exhibits, the day or the way of sending any more. Have it made, then file; nothing was filed."}
		}
	}
	made, err := d.bind(ctx, who, f, m, Order{Channel: move.Channel})
	return sealable{made: made}, err
}

// Close removes the working files of a packet just made.
func (s sealable) Close() {
	if s.made != nil {
		s.made.Close()
	}
}

// fill keeps the files in the store and says in the filing which they are. The
// caller shares the shelf.
func (s sealable) fill(ctx context.Context, d *Desk, who reinstate.Actor, filing *reinstate.Filing) (err error) {
	if s.made != nil {
		filing.Profile, filing.Pages, filing.Manifest = s.made.Profile.Code, s.made.Pages, s.made.Manifest()
		filing.Parts, err = d.keepParts(ctx, who, s.made)
		return err
	}
	filing.Profile, filing.Manifest, filing.Parts = s.ahead.Profile, s.ahead.Manifest, s.ahead.Files
	for _, part := range filing.Parts {
		filing.Pages += part.Pages
		err := d.blobs.Check(shelf(who), part.SHA256, part.Size)
		if errors.Is(err, blob.ErrDamaged) || errors.Is(err, blob.ErrMissing) {
			return errAheadDamaged
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// errAheadDamaged tells that a packet made ahead lost its bytes.
var errAheadDamaged = errors.New("the packet that was made ahead is damaged")

// discard gives up a packet that was made ahead and lost its bytes, so that it
// can be made again, and says so.
func (d *Desk) discard(ctx context.Context, who reinstate.Actor, x reinstate.Export) error {
	refused := reinstate.Invalid{"packet": "The packet that was made no longer has the bytes it was stored with. Have it made again; nothing was filed."}
	x.State, x.Why = reinstate.ExportFailed, refused["packet"]
	err := d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		profile, _ := d.catalog.Profile(x.Profile)
		return tx.EndExport(x, event("export_failed", "profile", profile.Name))
	})
	if err != nil {
		return err
	}
	return refused
}
