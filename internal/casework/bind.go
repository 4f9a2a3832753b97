package casework

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"reinstate/internal/catalog"
	"reinstate/internal/packet"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// Order says which packet is made.
type Order struct {
	Profile string // code of the catalog; empty: the one that suits the channel
	Channel string // code of the channel, where it is known
	Bates   packet.Bates
	Draft   bool // prints the draft word on our sheets
	after   bool // the round is filed: what is made says that it is not as filed
	// Progress is told how many exhibits are done; nil: nobody asks.
	Progress func(done, of int)
}

// Binding is a packet that was made. The caller closes it.
type Binding struct {
	packet.Bound
	Profile  catalog.Profile
	Enclosed []Enclosed
	Notes    []string   // what the person should know, in English
	name     string     // of the files, without ending
	mark     string     // digest of all it was made from
	messages []Enclosed // originals that a zip carries beside the exhibits
	extras   []extra    // further files of a zip
}

// Enclosed is a file of the case that goes with a packet.
type Enclosed struct {
	Entry reinstate.ManifestEntry
	open  func() (io.ReadSeekCloser, error)
}

// Bind makes the packet of the present round: the letter, an index, and the
// exhibits that go with it, as the way of sending needs it. Where the letter is
// not proven, confirmed and approved it says on itself that it is a draft; once
// the round is filed, it says in its name and on each of its sheets that it is
// not what was filed.
func (d *Desk) Bind(ctx context.Context, who reinstate.Actor, ref string, o Order) (*Binding, error) {
	f, m, err := d.drawing(ctx, who, ref)
	if err != nil {
		return nil, err
	}
	if _, o.after = f.Filed(); !o.after && !o.Draft {
		if o.Draft, err = d.unsound(ctx, who, ref); err != nil {
			return nil, err
		}
	}
	return d.bind(ctx, who, f, m, o)
}

func (d *Desk) bind(ctx context.Context, who reinstate.Actor, f File, m plan.Matter, o Order) (*Binding, error) {
	profile := d.catalog.ProfileFor(string(f.Account.Marketplace), o.Channel)
	if o.Profile != "" {
		known, ok := d.catalog.Profile(o.Profile)
		if !ok {
			return nil, reinstate.Invalid{"profile": "Choose how the packet is made."}
		}
		profile = known
	}
	m.Plan.Body = plan.WithoutExhibits(m.Plan.Body)
	letter := plan.Compose(m)
	if o.after {
		o.Draft, letter.Footer = true, "Made after filing, not as filed · "+letter.Footer
	}
	b := packet.Bundle{
		Front: []plan.Document{letter}, Words: plan.Sheets(m.Plan.Language), PartBytes: profile.Part,
		Options: packet.Options{Paper: f.paper(), Dated: m.Dated, Draft: o.Draft}, Bates: o.Bates, Progress: o.Progress,
	}
	k := &Binding{Profile: profile, name: fmt.Sprintf("%s round %d", f.Case.Reference, f.Case.Round), mark: f.packetMark(m, profile, o)}
	if o.after {
		k.name += " after filing, not as filed"
	}
	for _, e := range f.Going() {
		one, id := d.enclosure(who, m, e)
		k.enclose(&b, one, id)
	}
	return k, d.make(ctx, f, b, k)
}

// enclose adds an exhibit to what is bound.
func (k *Binding) enclose(b *packet.Bundle, e packet.Enclosure, id reinstate.ExhibitID) {
	b.Exhibits = append(b.Exhibits, e)
	k.Enclosed = append(k.Enclosed, Enclosed{
		Entry: reinstate.ManifestEntry{Exhibit: id, Letter: e.Letter, Title: e.Title, FileName: e.FileName, Size: e.Size, SHA256: e.SHA256},
		open:  e.Open,
	})
}

// enclosure is an exhibit as a packet takes it.
func (d *Desk) enclosure(who reinstate.Actor, m plan.Matter, e reinstate.Exhibit) (packet.Enclosure, reinstate.ExhibitID) {
	return packet.Enclosure{
		Letter: e.Letter, Title: e.Title, Kind: plan.KindName(e.Kind), Dated: plan.LongDate(m.Plan.Language, e.Dated), FileName: e.FileName,
		MediaType: e.MediaType, SHA256: e.SHA256, Size: e.Size, Shows: e.Shows, Proves: plan.Proofs(m, e.ID),
		Open: func() (io.ReadSeekCloser, error) { return d.original(who, "Exhibit "+e.Letter, e.SHA256, e.Size) },
	}, e.ID
}

// original opens a stored file whose bytes were checked.
func (d *Desk) original(who reinstate.Actor, name, sha256 string, size int64) (io.ReadSeekCloser, error) {
	file, err := d.open(who, Download{Name: name, Size: size, SHA256: sha256})
	if err != nil {
		return nil, err
	}
	return file.Body, nil
}

// make binds what was put together and says what came of it.
func (d *Desk) make(ctx context.Context, f File, b packet.Bundle, k *Binding) (err error) {
	b.Scratch = d.blobs.Scratch
	k.Bound, err = d.press.Bind(ctx, b)
	var damaged *Damaged
	if errors.As(err, &damaged) {
		return reinstate.Invalid{"packet": fmt.Sprintf("%s no longer has the bytes it was stored with. Withdraw it and add the file again; nothing was made.", damaged.Name)}
	}
	if err != nil {
		return fmt.Errorf("make the packet of %s: %w", f.Case.Reference, err)
	}
	for i, p := range k.Placed {
		k.Enclosed[i].Entry.Place = reinstate.Place{Part: p.Part, From: p.From, To: p.To, Why: p.Why}
		k.Notes = append(k.Notes, k.noted(i, p)...)
	}
	k.Notes = append(k.Notes, k.overfull()...)
	return nil
}

// overfull names the parts that letter, index and cover sheets make too large.
// Of an exhibit that does so alone it is said already.
func (k *Binding) overfull() []string {
	var notes []string
	for n, part := range k.Parts {
		alone := slices.ContainsFunc(k.Placed, func(p packet.Placed) bool { return p.Over && p.Part == n+1 })
		if part.Over && !alone {
			notes = append(notes, fmt.Sprintf("Part %d is larger than %d MB with the letter, the index and the cover sheets in it. Leave an exhibit out, or send one as a file.", n+1, k.Profile.Part>>20))
		}
	}
	return notes
}

// noted says what the person should know of an exhibit.
func (k *Binding) noted(i int, p packet.Placed) []string {
	entry := k.Enclosed[i].Entry
	var notes []string
	if p.Why != "" {
		notes = append(notes, fmt.Sprintf("Exhibit %s is attached as a file: %s.", entry.Letter, p.Why))
		if !k.Profile.Takes(entry.FileName) {
			notes = append(notes, fmt.Sprintf("%s does not take a file such as %s.", k.Profile.Name, entry.FileName))
		}
	}
	if p.Over {
		notes = append(notes, fmt.Sprintf("Exhibit %s alone makes part %d larger than %d MB. Export it smaller if the form refuses it.", entry.Letter, p.Part, k.Profile.Part>>20))
	}
	return notes
}

// FileName is what a part is called: numbered where there are several.
func (k *Binding) FileName(part int) string { return partName(k.name, part, len(k.Parts)) }

func partName(name string, part, of int) string {
	if of > 1 {
		name = fmt.Sprintf("%s part %d of %d", name, part+1, of)
	}
	return name + ".pdf"
}

// Manifest lists the exhibits with their places.
func (k *Binding) Manifest() []reinstate.ManifestEntry {
	var entries []reinstate.ManifestEntry
	for _, e := range k.Enclosed {
		entries = append(entries, e.Entry)
	}
	return entries
}

// paper is the sheet of the marketplace's country.
func (f File) paper() packet.Paper { return packet.Paper(strings.ToLower(string(f.page()))) }
