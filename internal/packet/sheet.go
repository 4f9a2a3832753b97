package packet

import (
	"cmp"
	"slices"
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
	bound                   bool // the sheets are to be bound with others
}

// sheet is one page in the order it is drawn, placed from the sheet's left
// top corner.
type sheet struct {
	draft     []piece // beneath everything, turned
	pieces    []piece
	rules     []rule
	bookmarks []bookmark
	links     []area
}

// area is a place on a sheet that leads to an exhibit, by its index from 0.
type area struct {
	x, y, width, height float64
	exhibit             int
}

type bookmark struct {
	text  string
	level int
	y     float64
}

func newSheets(t *typesetter, d plan.Document, o Options, pages []page) *sheets {
	s := frontOf(t, d, o)
	s.pages = dress(t, d, o, pages, func(i int) string { return counted(d.PageOf, i+1, len(pages)) })
	return s
}

// frontOf is a file without sheets, named by a document.
func frontOf(t *typesetter, d plan.Document, o Options) *sheets {
	l := &layout{typesetter: t, frame: o.Paper.frame()}
	s := &sheets{language: cmp.Or(d.Language, "en"), dated: o.Dated, title: l.plain(d.Title), author: l.plain(d.Author)}
	if s.dated.IsZero() {
		s.dated = time.Unix(0, 0) // gofpdf would take the present, and no two files would be the same
	}
	s.width, s.height = o.Paper.size()
	return s
}

// counted puts a page's number and how many there are into words.
func counted(words string, page, pages int) string {
	return strings.NewReplacer("{page}", strconv.Itoa(page), "{pages}", strconv.Itoa(pages)).Replace(words)
}

// dress puts pages on sheets, each with its footer; of says what stands at the
// right of the footer of the ith.
func dress(t *typesetter, d plan.Document, o Options, pages []page, of func(i int) string) []sheet {
	l := &layout{typesetter: t, frame: o.Paper.frame()}
	width, height := o.Paper.size()
	var draft []piece
	if o.Draft && d.Draft != "" {
		draft = l.draft(d.Draft, width, height)
	}
	footer := l.footer(d, o)
	var all []sheet
	for i, p := range pages {
		one := sheet{draft: draft}
		for _, r := range p.rows {
			one.add(r.row, top+r.y)
		}
		one.add(row{rules: []rule{{0, 0, l.frame.width, 0.45, hair}}}, height-footRule)
		one.add(row{pieces: append(slices.Clone(footer), l.pageNumber(of(i))...)}, height-footWords)
		all = append(all, one)
	}
	return all
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
	if r.link > 0 {
		s.links = append(s.links, area{side, y, r.across, r.height, r.link - 1})
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
func (l *layout) draft(word string, width, height float64) []piece {
	glyphs := l.set(span{text: word, style: &draftStyle})
	return pieces(glyphs, (width-advance(glyphs))/2, height/2+draftStyle.size*0.34)
}
