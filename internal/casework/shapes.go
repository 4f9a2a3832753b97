package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/docx"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// Shape is a form in which a letter leaves the house. All shapes are made from
// one document tree, so they say the same.
type Shape string

// Shapes of a letter.
const (
	ShapePDF    Shape = "pdf"
	ShapeText   Shape = "text"
	ShapeWord   Shape = "docx"
	ShapeMail   Shape = "email"
	ShapeFields Shape = "fields"
)

// Shapes lists every shape in the order pages show them.
func Shapes() []Shape { return []Shape{ShapePDF, ShapeWord, ShapeText, ShapeMail, ShapeFields} }

// endings are the file endings of shapes, and the types of their bytes.
var endings = map[Shape]struct{ ending, mediaType string }{
	ShapePDF:    {".pdf", "application/pdf"},
	ShapeWord:   {".docx", docx.MediaType},
	ShapeText:   {".txt", "text/plain"},
	ShapeMail:   {" e-mail.txt", "text/plain"},
	ShapeFields: {" fields.txt", "text/plain"},
}

// Letter is the letter of the present round ready to be copied: composed, and
// cut into the answers of a form.
type Letter struct {
	Document plan.Document
	Fields   []plan.Field
	Mail     plan.Mail
	Blanks   []string // {blanks} nobody has filled: with any, only a draft leaves
	Limits   []catalog.Channel
	Sealed   bool // the round is filed: this is what was filed, in other shapes
	Draft    bool // it must not be sent as it stands: something is not proven, confirmed or approved

	file   File
	matter plan.Matter
}

// Written is a letter as the bytes of a file.
type Written struct {
	Name      string
	MediaType string
	Content   []byte
	SHA256    string
	Sealed    bool
	Draft     bool
	Fields    []plan.Field // of the shape fields
	Export    Export       // of the shape PDF: pages and replaced characters
}

// Letter composes the letter of the present round. It needs a plan.
func (d *Desk) Letter(ctx context.Context, who reinstate.Actor, ref string) (Letter, error) {
	f, m, err := d.drawing(ctx, who, ref)
	if err != nil {
		return Letter{}, err
	}
	_, sealed := f.Filed()
	l := Letter{Document: plan.Compose(m), Sealed: sealed, file: f, matter: m}
	l.Fields, l.Mail, l.Blanks = plan.Fields(l.Document), plan.MailOf(l.Document), plan.Blanks(l.Document)
	if !sealed {
		unsound, err := d.unsound(ctx, who, ref)
		if err != nil {
			return l, err
		}
		l.Draft = unsound || len(l.Blanks) > 0
	}
	for _, channel := range f.Market.Channels {
		if channel.Limit.Characters > 0 {
			l.Limits = append(l.Limits, channel)
		}
	}
	return l, nil
}

// asFiled takes a matter back to what was sealed: the claims of the revision,
// the exhibits of the manifest, the demands that were answered, the day of
// filing.
func asFiled(m plan.Matter, f File, filing reinstate.Filing) plan.Matter {
	m.Plan.Body.Claims = f.Plan.Body.Claims
	m.Exhibits, m.Demands = f.sealed(filing), f.answeredThen()
	m.Dated = filing.Filed.In(f.Zone())
	return m
}

// sealed lists the exhibits that went with a filing, those withdrawn or
// replaced since too.
func (f File) sealed(filing reinstate.Filing) []reinstate.Exhibit {
	var went []reinstate.Exhibit
	for _, e := range f.Exhibits {
		if slices.ContainsFunc(filing.Manifest, func(x reinstate.ManifestEntry) bool { return x.Exhibit == e.ID }) {
			e.Withdrawn, e.Replaced = time.Time{}, time.Time{}
			went = append(went, e)
		}
	}
	return went
}

// answeredThen are the demands of a filed round as its letter answers them. No
// letter is filed with an open one, so what is open came later; what a final
// reply asks for again stands among them with the answer that it had.
func (f File) answeredThen() []reinstate.Demand {
	var were []reinstate.Demand
	for _, x := range f.Demands {
		if x.State != reinstate.DemandOpen {
			were = append(were, x)
		}
	}
	for _, x := range f.Repealed {
		if slices.ContainsFunc(f.Demands, func(again reinstate.Demand) bool {
			return again.State == reinstate.DemandOpen && again.Code == x.Code && again.Text == x.Text
		}) {
			x.State = reinstate.DemandMet
			were = append(were, x)
		}
	}
	slices.SortFunc(were, func(a, b reinstate.Demand) int { return cmp.Compare(a.ID, b.ID) })
	return were
}

// Write makes the letter of the present round as a file. A letter that still
// has blanks is refused unless a draft is asked for, which says on itself that
// it is one; so does one that is not proven, confirmed and approved.
func (d *Desk) Write(ctx context.Context, who reinstate.Actor, ref string, as Shape, draft bool) (Written, error) {
	kind, known := endings[as]
	if !known {
		return Written{}, reinstate.ErrNotFound
	}
	if as == ShapePDF {
		export, err := d.Packet(ctx, who, ref)
		return Written{Name: export.Name, MediaType: kind.mediaType, Content: export.PDF, SHA256: export.SHA256, Sealed: export.Sealed, Draft: export.Draft, Export: export}, err
	}
	l, err := d.Letter(ctx, who, ref)
	if err != nil {
		return Written{}, err
	}
	if len(l.Blanks) > 0 && !draft && !l.Sealed {
		return Written{}, reinstate.Invalid{"packet": fmt.Sprintf("“%s” is still to be filled in, so this is a draft: fill it in, or take it as a draft.", l.Blanks[0])}
	}
	w := Written{MediaType: kind.mediaType, Sealed: l.Sealed, Draft: l.Draft || draft && !l.Sealed, Fields: l.Fields}
	w.Name = fmt.Sprintf("%s round %d%s", ref, l.file.Case.Round, kind.ending)
	if w.Content, err = l.written(as, w.Draft); err != nil {
		return w, err
	}
	sum := sha256.Sum256(w.Content)
	w.SHA256 = hex.EncodeToString(sum[:])
	return w, nil
}

func (l Letter) written(as Shape, draft bool) ([]byte, error) {
	if as == ShapeWord {
		return docx.Write(l.Document, docx.Options{Letter: l.file.page() == catalog.Letter, Dated: l.matter.Dated, Draft: draft})
	}
	var text string
	switch as {
	case ShapeMail:
		text = "Subject: " + l.Mail.Subject + "\n\n" + l.Mail.Body
	case ShapeFields:
		text = fieldPack(l.Fields)
	default:
		text = plan.Text(l.Document)
	}
	if draft {
		text = l.Document.Draft + "\n\n" + text
	}
	return []byte(text), nil
}

// fieldPack lists the answers of a form, each under its name and its length.
func fieldPack(fields []plan.Field) string {
	var b strings.Builder
	for _, f := range fields {
		name := cmp.Or(f.Question, f.Title, strings.ReplaceAll(f.Key, "_", " "))
		fmt.Fprintf(&b, "=== %s (%d characters, %d bytes)\n\n%s\n\n", strings.TrimSpace(name), f.Characters, f.Bytes, f.Text)
	}
	return b.String()
}

// page is the paper of the store's country.
func (f File) page() catalog.Page {
	site, _ := f.Market.Store(f.Account.Store)
	return cmp.Or(site.Page, f.Market.Page)
}
