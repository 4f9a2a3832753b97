package packet

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/plan"
)

// sheets are the pages of a letter with all that is drawn on them, and what
// the file says about itself.
type sheets struct {
	width, height           float64
	pages                   []sheet
	title, author, language string
	dated                   time.Time
}

// sheet is one page in the order it is drawn, placed from the sheet's left
// top corner.
type sheet struct {
	draft     []piece // beneath everything, turned
	pieces    []piece
	rules     []rule
	bookmarks []bookmark
}

type bookmark struct {
	text  string
	level int
	y     float64
}

func newSheets(t *typesetter, d plan.Document, o Options, pages []page) *sheets {
	l := &layout{typesetter: t, frame: o.Paper.frame()}
	s := &sheets{language: cmp.Or(d.Language, "en"), dated: o.Dated, title: l.plain(d.Title), author: l.plain(d.Author)}
	if s.dated.IsZero() {
		s.dated = time.Unix(0, 0) // gofpdf would take the present, and no two files would be the same
	}
	s.width, s.height = o.Paper.size()
	var draft []piece
	if o.Draft && d.Draft != "" {
		draft = l.draft(d.Draft, s)
	}
	footer := l.footer(d, o)
	for i, p := range pages {
		one := sheet{draft: draft}
		for _, r := range p.rows {
			one.add(r.row, top+r.y)
		}
		of := strings.NewReplacer("{page}", strconv.Itoa(i+1), "{pages}", strconv.Itoa(len(pages))).Replace(d.PageOf)
		one.add(row{rules: []rule{{0, 0, l.frame.width, 0.45, hair}}}, s.height-footRule)
		one.add(row{pieces: append(footer, l.pageNumber(of)...)}, s.height-footWords)
		s.pages = append(s.pages, one)
	}
	return s
}

// add places a row of the frame on the sheet.
func (s *sheet) add(r row, y float64) {
	for _, p := range r.pieces {
		p.x, p.y = p.x+side, p.y+y
		s.pieces = append(s.pieces, p)
	}
	for _, line := range r.rules {
		line.x, line.y = line.x+side, line.y+y
		s.rules = append(s.rules, line)
	}
	if r.bookmark != "" {
		s.bookmarks = append(s.bookmarks, bookmark{r.bookmark, r.level, y})
	}
}

// footer is one line: what does not fit beside the page number is left out,
// for the letter itself says it all.
func (l *layout) footer(d plan.Document, o Options) []piece {
	words := d.Footer
	if o.Seal != "" {
		words += " · " + o.Seal
	}
	lines := l.lines(l.frame.width*0.8, span{text: words, style: &footStyle})
	if len(lines) == 0 {
		return nil
	}
	return pieces(lines[0], 0, 0)
}

func (l *layout) pageNumber(text string) []piece {
	glyphs := l.set(span{text: text, style: &footStyle})
	return pieces(glyphs, l.frame.width-advance(glyphs), 0)
}

// draft is the draft word around the middle of the sheet.
func (l *layout) draft(word string, s *sheets) []piece {
	glyphs := l.set(span{text: word, style: &draftStyle})
	return pieces(glyphs, (s.width-advance(glyphs))/2, s.height/2+draftStyle.size*0.34)
}
