package packet

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/jung-kurt/gofpdf"
)

// draftAngle is how far the draft word is turned, in degrees.
const draftAngle = 54

// thicken is the outline, in parts of the size, that makes the one Chinese
// weight bold.
const thicken = 0.026

// ink draws the sheets with gofpdf and finishes the file.
func (p *Press) ink(s *sheets) ([]byte, error) {
	pdf := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: s.width, Ht: s.height}})
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCellMargin(0)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(s.dated.UTC())
	pdf.SetModificationDate(s.dated.UTC())
	pdf.SetTitle(s.title, true)
	pdf.SetAuthor(s.author, true)
	pdf.SetProducer("Reinstate", true)
	for f, used := range s.used() {
		if len(used) > 0 {
			pdf.AddUTF8FontFromBytes(fontNames[f], "", p.fonts[f].cut(used))
		}
	}
	pen := pen{pdf: pdf}
	for _, one := range s.pages {
		pen.sheet(one, s)
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("write the PDF: %w", err)
	}
	return finish(out.Bytes(), s.language)
}

// used lists the runes each face draws, in ascending order.
func (s *sheets) used() [faces][]rune {
	var sets [faces]map[rune]bool
	for _, one := range s.pages {
		for _, pieces := range [][]piece{one.draft, one.pieces} {
			for _, p := range pieces {
				if sets[p.face] == nil {
					sets[p.face] = map[rune]bool{}
				}
				for _, r := range p.text {
					sets[p.face][r] = true
				}
			}
		}
	}
	var used [faces][]rune
	for f, set := range sets {
		used[f] = slices.Sorted(maps.Keys(set))
	}
	return used
}

// pen writes one page after the other and says only what changes.
type pen struct {
	pdf    *gofpdf.Fpdf
	face   face
	size   float64
	colour colour
	heavy  bool
}

func (p *pen) sheet(one sheet, s *sheets) {
	p.pdf.AddPage()
	p.size, p.heavy, p.colour = 0, false, colour{-1}
	if len(one.draft) > 0 {
		p.pdf.TransformBegin()
		p.pdf.TransformRotate(draftAngle, s.width/2, s.height/2)
		for _, piece := range one.draft {
			p.write(piece)
		}
		p.pdf.TransformEnd()
		p.size, p.heavy, p.colour = 0, false, colour{-1}
	}
	for _, line := range one.rules {
		p.pdf.SetDrawColor(line.colour[0], line.colour[1], line.colour[2])
		p.pdf.SetLineWidth(line.weight)
		p.pdf.Line(line.x, line.y, line.x+line.width, line.y)
	}
	for _, piece := range one.pieces {
		p.write(piece)
	}
	for _, b := range one.bookmarks {
		if !s.bound { // a packet's bookmarks are written with the whole
			p.pdf.Bookmark(b.text, b.level, b.y)
		}
	}
	if p.heavy {
		p.weight(false, 0)
	}
}

func (p *pen) write(one piece) {
	if p.size != one.style.size || p.face != one.face {
		p.pdf.SetFont(fontNames[one.face], "", one.style.size)
		p.face, p.size = one.face, one.style.size
	}
	if c := one.style.colour; p.colour != c {
		// The fill is what letters are painted with; as long as text and fill
		// agree, gofpdf does not repeat the colour for each piece.
		p.pdf.SetTextColor(c[0], c[1], c[2])
		p.pdf.SetFillColor(c[0], c[1], c[2])
		p.pdf.SetDrawColor(c[0], c[1], c[2])
		p.colour = c
	}
	if heavy := one.face == hanFace && one.style.face == boldFace; heavy != p.heavy {
		p.weight(heavy, one.style.size)
	}
	p.pdf.Text(one.x, one.y, one.text)
}

// weight turns the outline of letters on or off.
func (p *pen) weight(heavy bool, size float64) {
	mode := 0
	if heavy {
		mode = 2
		p.pdf.SetLineWidth(size * thicken)
	}
	p.pdf.SetTextRenderingMode(mode)
	p.heavy = heavy
}

// fontNames are the names the fonts have within the file.
var fontNames = [faces]string{"sourceserif4", "sourceserif4semibold", "sourcecodepro", "notoserifsc"}
