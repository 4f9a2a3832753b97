package packet

import (
	"fmt"
	"io/fs"
	"time"

	"reinstate/internal/plan"
)

// Options say how a letter is drawn, besides what it says.
type Options struct {
	Paper Paper
	// Dated is written into the file as its creation time. The same document,
	// options and program give the same bytes, so callers pass a stored time;
	// without one the file is dated 1970.
	Dated time.Time
	Draft bool   // prints the document's draft word beneath the text of each page
	Seal  string // further words for the footer, such as a filing's reference
}

// Packet is a drawn letter.
type Packet struct {
	PDF      []byte
	Pages    int
	Replaced []Replacement
}

// Replacement is a character that could not be drawn as it stands.
type Replacement struct {
	Rune  rune
	Drawn string // what stands in its place, empty where it was left out
	Count int
	Where string // the words around its first place
}

// Press draws letters. It holds the fonts, is read-only after New, and may be
// used by any number of goroutines at once.
type Press struct{ fonts [faces]*font }

// New reads the fonts from the folder fonts of files. What it reads stays in
// use, and what it does not read stays open: files must not change while the
// Press lives.
func New(files fs.FS) (*Press, error) {
	p := &Press{}
	for f, name := range fontFiles {
		font, err := openFont(files, name)
		if err != nil {
			return nil, err
		}
		p.fonts[f] = font
	}
	if !p.fonts[hanFace].has(missing) {
		return nil, fmt.Errorf("read font %s: no %c for missing characters", fontFiles[hanFace], missing)
	}
	return p, nil
}

// Draw lays the document out and draws it. Characters no font has are
// replaced and reported; whatever the text holds, it either draws all of it or
// returns an error.
func (p *Press) Draw(d plan.Document, o Options) (drawn Packet, err error) {
	defer func() {
		if r := recover(); r != nil {
			drawn, err = Packet{}, fmt.Errorf("draw %q: %v", d.Title, r)
		}
	}()
	t := &typesetter{fonts: &p.fonts}
	rows := layOut(t, d, o.Paper.frame())
	sheets := newSheets(t, d, o, paginate(rows, o.Paper.frame().height))
	pdf, err := p.ink(sheets)
	if err != nil {
		return Packet{}, fmt.Errorf("draw %q: %w", d.Title, err)
	}
	return Packet{PDF: pdf, Pages: len(sheets.pages), Replaced: t.replaced()}, nil
}
