package packet

import (
	"fmt"
	"strings"

	"reinstate/internal/plan"
)

// Columns of the index in points: the letters to the left, the pages to the
// right, the documents between them.
const (
	indexLetter = 34.0
	indexPages  = 92.0
	indexMarks  = 132.0 // with Bates numbers beneath the pages
	indexGap    = 12.0
)

// indexDocument is what the index shares with the documents before it.
func (k *binder) indexDocument() plan.Document {
	d := plan.Document{Title: k.b.Words.Index, PageOf: k.b.Words.PageOf, Language: "en"}
	if len(k.b.Front) > 0 {
		first := k.b.Front[0]
		d.Footer, d.Language, d.Draft = first.Footer, first.Language, first.Draft
	}
	return d
}

// index lays the index out: each exhibit with its letter, what it is, its
// digest and its pages; each row leads to the exhibit.
func (k *binder) index() []page {
	if k.b.Bare || len(k.b.Exhibits) == 0 {
		return nil
	}
	f := k.b.Options.Paper.frame()
	l := &layout{typesetter: k.words, frame: f}
	l.title(plan.Document{Title: k.b.Words.Index})
	l.space = afterHead
	head := k.indexHead(l)
	l.add(0, head...)
	for i := range k.b.Exhibits {
		for _, r := range k.indexRow(l, i) {
			r.head, r.link, r.across = head, i+1, f.width
			l.add(0, r)
		}
	}
	return paginate(l.rows, f.height)
}

func (k *binder) indexHead(l *layout) []row {
	titles := k.b.Words.IndexHeads
	cells := k.indexCells(l, span{text: titles[0], style: &headStyle}, []span{{text: titles[1], style: &headStyle}}, span{text: titles[2], style: &headStyle}, &headStyle)
	rows := beside(cells, 0, cellBelow, l.frame.height)
	last := &rows[len(rows)-1]
	last.keep = 1
	last.rules = append(last.rules, rule{0, last.height, l.frame.width, 0.7, ink})
	return rows
}

func (k *binder) indexRow(l *layout, i int) []row {
	e := k.b.Exhibits[i]
	about := strings.Join(present(e.Kind, e.Dated), ", ")
	if k.placed[i].Why != "" {
		about = strings.Join(present(about, e.FileName), " · ")
	}
	said := []span{{text: e.Title, style: &cellStyle}}
	if about != "" {
		said = append(said, span{text: "\n" + about, style: &aboutStyle})
	}
	if e.SHA256 != "" {
		said = append(said, span{text: "\n" + e.SHA256, style: &digestStyle})
	}
	cells := k.indexCells(l, span{text: e.Letter, style: &leadCell}, said, span{text: k.where(i), style: &cellStyle}, &cellStyle)
	rows := beside(cells, cellAbove, cellBelow, l.frame.height/2)
	last := &rows[len(rows)-1]
	last.rules = append(last.rules, rule{0, last.height, l.frame.width, 0.45, hair})
	return rows
}

func (k *binder) indexCells(l *layout, letter span, said []span, where span, s *style) []cell {
	pages := indexPages
	if k.b.Bates.On() {
		pages = indexMarks
	}
	middle := l.frame.width - indexLetter - pages - 2*indexGap
	return []cell{
		{width: indexLetter, lines: l.lines(indexLetter, letter), style: s},
		{x: indexLetter + indexGap, width: middle, lines: l.lines(middle, said...), style: s},
		{x: l.frame.width - pages, width: pages, right: true, lines: l.lines(pages, where), style: s},
	}
}

// where says on which pages an exhibit stands, and its Bates numbers.
func (k *binder) where(i int) string {
	p, w := k.placed[i], k.b.Words
	if p.Why != "" {
		return w.Attached
	}
	pages := fmt.Sprintf(w.Range, p.From, p.To)
	if p.From == p.To {
		pages = fmt.Sprintf(w.One, p.From)
	}
	if len(k.parts) > 1 {
		pages = fmt.Sprintf(w.InPart, p.Part, pages)
	}
	if marks := k.marks(i); marks != "" {
		pages += "\n" + marks
	}
	return pages
}

// marks are the Bates numbers of an exhibit's pages, cover sheet not counted.
func (k *binder) marks(i int) string {
	p := k.placed[i]
	if !k.b.Bates.On() || p.Why != "" {
		return ""
	}
	before := 0
	for n := range p.Part - 1 {
		before += k.counts[n]
	}
	first, last := k.b.Bates.Mark(before+p.From-1), k.b.Bates.Mark(before+p.To-1)
	if first == last {
		return first
	}
	return fmt.Sprintf(k.b.Words.Marks, first, last)
}

// present keeps the words that say something.
func present(words ...string) []string {
	var kept []string
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" {
			kept = append(kept, w)
		}
	}
	return kept
}
