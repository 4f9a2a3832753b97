package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"reinstate/internal/blob"
	"reinstate/internal/catalog"
	"reinstate/internal/packet"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Export is the letter of the present round as a PDF: drawn afresh, or the
// sealed bytes once the round is filed.
type Export struct {
	Name     string
	PDF      []byte
	Pages    int
	SHA256   string
	Sealed   bool
	Draft    bool                 // it is marked as a draft: something is not proven, confirmed or approved
	Replaced []packet.Replacement // characters no font has, and what stands for them
}

// Readiness is what a person should know before filing.
type Readiness struct {
	Seen     string // mark of the letter as it stands, for Move.Seen
	Gaps     []plan.Gap
	Replaced []packet.Replacement
	Words    int
	Pages    int
	Channels []catalog.Channel
	Resent   Echo             // the last filing, where this letter is nearly the same
	Letter   reinstate.Letter // what is still in the way of sending it
	Blocking []Finding        // findings that block, set aside by nobody
	Found    Tally            // all that the checker finds
	Counsel  Gate             // what calls for counsel and was not answered
	Ahead    Ahead            // of a packet that is made before it is sealed
	Filing   reinstate.Filing // set once the round is filed
	Filed    bool
}

// Packet gives the letter of the present round, or the first file of what was
// sealed once the round is filed. It needs a plan.
func (d *Desk) Packet(ctx context.Context, who reinstate.Actor, ref string) (Export, error) {
	f, drawing, err := d.drawing(ctx, who, ref)
	if err != nil {
		return Export{}, err
	}
	out := Export{Name: fmt.Sprintf("%s round %d.pdf", ref, f.Case.Round)}
	if filing, ok := f.Filed(); ok {
		sealed, err := d.open(who, Download{Name: out.Name, MediaType: "application/pdf", Size: filing.Size, SHA256: filing.SHA256})
		if err != nil {
			return out, err
		}
		defer sealed.Body.Close()
		out.PDF, err = io.ReadAll(sealed.Body)
		out.Pages, out.SHA256, out.Sealed = filing.Files()[0].Pages, filing.SHA256, true
		return out, err
	}
	if out.Draft, err = d.unsound(ctx, who, ref); err != nil {
		return out, err
	}
	drawn, err := d.draw(drawing, f, out.Draft)
	if err != nil {
		return out, err
	}
	sum := sha256.Sum256(drawn.PDF)
	out.PDF, out.Pages, out.Replaced, out.SHA256 = drawn.PDF, drawn.Pages, drawn.Replaced, hex.EncodeToString(sum[:])
	return out, nil
}

// CheckPacket says what the letter lacks, how long it is, and how it can be
// sent.
func (d *Desk) CheckPacket(ctx context.Context, who reinstate.Actor, ref string) (Readiness, error) {
	f, m, err := d.drawing(ctx, who, ref)
	if err != nil {
		return Readiness{}, err
	}
	r := Readiness{Seen: f.Mark(), Words: plan.Words(plan.Compose(m)), Channels: f.Market.Channels}
	if r.Filing, r.Filed = f.Filed(); r.Filed {
		r.Pages = r.Filing.Pages
		return r, nil
	}
	err = d.view(ctx, who, func(tx *store.Tx) (err error) {
		if r.Resent, err = d.resent(tx, f); err != nil {
			return err
		}
		w, err := d.write(tx, f.Case)
		if err != nil {
			return err
		}
		r.Letter, r.Blocking, r.Found, r.Gaps = w.Letter, w.blocking(), w.Found, plan.Missing(w.matter(time.Time{}))
		if r.Ahead, err = d.ahead(tx, f, m); err != nil {
			return err
		}
		r.Counsel, err = d.callsAtFiling(tx, w.File)
		return err
	})
	if err != nil {
		return r, err
	}
	drawn, err := d.draw(m, f, false)
	r.Replaced, r.Pages = drawn.Replaced, drawn.Pages
	return r, err
}

// drawing gathers a case whose plan can be drawn: as it stands, or as it was
// filed once the round is.
func (d *Desk) drawing(ctx context.Context, who reinstate.Actor, ref string) (f File, m plan.Matter, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		if f, err = d.gather(tx, c); err != nil {
			return err
		}
		if !f.HasPlan {
			return reinstate.Invalid{"plan": "There is no plan in this round yet. Start the plan first."}
		}
		m = f.sending(tx.Now())
		if filing, ok := f.Filed(); ok {
			m = asFiled(m, f, filing)
		}
		return nil
	})
	return f, m, err
}

// sending is what the letter of the present round says, with the exhibits that
// go with it.
func (f File) sending(now time.Time) plan.Matter {
	m := f.matter(now)
	m.Exhibits = f.Going()
	return m
}

// draw draws the letter, with the word for a draft across its pages where it
// must not be sent as it stands.
func (d *Desk) draw(m plan.Matter, f File, draft bool) (packet.Packet, error) {
	drawn, err := d.press.Draw(plan.Compose(m), packet.Options{Paper: f.paper(), Dated: m.Dated, Draft: draft})
	if err != nil {
		return drawn, fmt.Errorf("draw the letter of %s: %w", f.Case.Reference, err)
	}
	return drawn, nil
}

// file draws the letter, seals it with its exhibits and files the appeal. The
// drawing and storing happen before the transaction, which refuses when the
// plan or the case changed meanwhile; a second click finds the round filed
// and changes nothing.
func (d *Desk) file(ctx context.Context, who reinstate.Actor, ref string, m Move) (reinstate.Case, error) {
	if err := d.mayFile(ctx, who, ref, m); err != nil {
		return reinstate.Case{}, err
	}
	if err := d.maySend(ctx, who, ref, m); err != nil {
		return reinstate.Case{}, err
	}
	f, matter, err := d.drawing(ctx, who, ref)
	if err != nil {
		return reinstate.Case{}, err
	}
	if err := d.whole(who, f); err != nil {
		return reinstate.Case{}, err
	}
	source, err := d.toSeal(ctx, who, f, matter, m)
	if err != nil {
		return reinstate.Case{}, err
	}
	defer source.Close()
	var c reinstate.Case
	err = d.blobs.Share(ctx, func() error {
		filing, err := d.keep(ctx, who, f, source, m)
		if err != nil {
			return err
		}
		return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
			if c, err = caseAt(tx, ref, m.Version); err != nil {
				return err
			}
			if err := d.unchanged(tx, c, f.Mark()); err != nil {
				return err
			}
			return d.seal(tx, &c, filing, m)
		})
	})
	if errors.Is(err, errAheadDamaged) {
		return c, d.discard(ctx, who, source.ahead)
	}
	return c, err
}

// mayFile refuses what the flow table would refuse, before anything is drawn.
func (d *Desk) mayFile(ctx context.Context, who reinstate.Actor, ref string, m Move) error {
	return d.view(ctx, who, func(tx *store.Tx) error {
		c, err := caseAt(tx, ref, m.Version)
		if err != nil {
			return err
		}
		if _, err = c.Step(who, reinstate.FileAppeal); err != nil {
			return err
		}
		if m.Channel == "" {
			return reinstate.Invalid{"channel": "Say how the appeal is sent."}
		}
		return nil
	})
}

// whole refuses to file while an exhibit's bytes are damaged.
func (d *Desk) whole(who reinstate.Actor, f File) error {
	for _, e := range f.Going() {
		err := d.blobs.Check(shelf(who), e.SHA256, e.Size)
		if errors.Is(err, blob.ErrDamaged) || errors.Is(err, blob.ErrMissing) {
			return reinstate.Invalid{"packet": fmt.Sprintf("Exhibit %s no longer has the bytes it was stored with. Withdraw it and add the file again; nothing was filed.", e.Letter)}
		}
		if err != nil {
			return fmt.Errorf("exhibit %s of %s: %w", e.Letter, f.Case.Reference, err)
		}
	}
	return nil
}

// Mark is a digest of everything that the packet of the present round prints and
// carries, or printed and carried once it is filed, so that what is filed is what
// somebody looked at and approved.
func (f File) Mark() string {
	h := sha256.New()
	m := f.matter(time.Time{})
	if filing, ok := f.Filed(); ok {
		m = asFiled(m, f, filing)
		m.Dated = time.Time{}
	}
	fmt.Fprintf(h, "%d %d %s\n", f.Case.ID, f.Case.Round, plan.Text(plan.Compose(m)))
	for _, e := range f.Going() { // what the index and the cover sheets print
		fmt.Fprintf(h, "%s %s %q %q %q %q %q %q %q\n", e.Letter, e.SHA256, e.Title, e.FileName, e.Kind, e.Dated, e.MediaType, e.Shows, plan.Proofs(m, e.ID))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// unchanged refuses to file a letter that is no longer the case's.
func (d *Desk) unchanged(tx *store.Tx, c reinstate.Case, drawn string) error {
	f, err := d.gather(tx, c)
	if err == nil && f.Mark() != drawn {
		return fmt.Errorf("file %s: the letter changed while it was drawn: %w", c.Reference, reinstate.ErrConflict)
	}
	return err
}

// seal files the packet. The letter is judged as it stands before it is filed:
// what its sections tell the marketplace is recorded as answered afterwards.
func (d *Desk) seal(tx *store.Tx, c *reinstate.Case, filing reinstate.Filing, m Move) error {
	w, err := d.write(tx, *c)
	if err != nil {
		return err
	}
	filing.Filed = tx.Now()
	did := event("packet_sealed", "sha256", filing.SHA256, "round", strconv.Itoa(filing.Round), "exhibits", strconv.Itoa(len(filing.Manifest)), "channel", filing.Channel)
	switch err := tx.AddFiling(&filing, did); {
	case errors.Is(err, reinstate.ErrConflict):
		return fmt.Errorf("file round %d twice: %w", filing.Round, err)
	case err != nil:
		return err
	}
	for _, m := range filing.Manifest {
		if err := tx.Handle(reinstate.Exhibit{ID: m.Exhibit, Case: c.ID}, reinstate.CustodySealed, filing.SHA256, 0); err != nil {
			return err
		}
	}
	from := c.State
	if err := c.Take(tx.Who(), reinstate.FileAppeal, w.sending(m)); err != nil {
		return err
	}
	if err := d.noteCounsel(tx, w.File, m); err != nil {
		return err
	}
	if err := tellDemands(tx, w.File); err != nil {
		return err
	}
	m.Override = w.overridden(m)
	c.Held = reinstate.Hold{} // somebody has taken it up
	return tx.SaveCase(c, event(string(reinstate.FileAppeal), "from", string(from), "to", string(c.State), "channel", filing.Channel, "note", m.Note, "override", m.Override, "rule", cmp.Or(string(w.Rule), "none")))
}

// keep keeps the files of the packet that is filed.
func (d *Desk) keep(ctx context.Context, who reinstate.Actor, f File, s sealable, m Move) (_ reinstate.Filing, err error) {
	filing := reinstate.Filing{
		Case: f.Case.ID, Round: f.Case.Round, Revision: f.Plan.Revision,
		Channel: d.channelName(f, m.Channel), Note: m.Note, FiledBy: who.Name,
	}
	if err := s.fill(ctx, d, who, &filing); err != nil {
		return filing, fmt.Errorf("keep the packet of %s: %w", f.Case.Reference, err)
	}
	filing.SHA256, filing.Size = filing.Parts[0].SHA256, filing.Parts[0].Size
	return filing, nil
}

// keepParts puts the files of a packet into the store, for a caller who shares
// the shelf until what refers to them is written down.
func (d *Desk) keepParts(ctx context.Context, who reinstate.Actor, made *Binding) ([]reinstate.PacketPart, error) {
	var parts []reinstate.PacketPart
	for i, part := range made.Parts {
		if _, err := part.File.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		kept, err := d.blobs.Put(ctx, shelf(who), part.File, part.Size)
		if err != nil {
			return nil, err
		}
		parts = append(parts, reinstate.PacketPart{
			Name: made.FileName(i), MediaType: "application/pdf", SHA256: kept.SHA256, Size: kept.Size, Pages: part.Pages,
		})
	}
	return parts, nil
}

// channelName is the name of a catalog channel, or the person's own words.
func (d *Desk) channelName(f File, channel string) string {
	for _, c := range f.Market.Channels {
		if c.Code == channel {
			return c.Name
		}
	}
	return channel
}
