package packet

import (
	"unicode/utf8"

	"reinstate/internal/plan"
)

// Distances of a letter in points.
const (
	afterRule   = 22
	afterTitle  = 3
	afterHead   = 16
	aboveHead   = 17
	belowHead   = 5
	betweenPara = 7
	betweenItem = 4
	numberGap   = 6
	leastIndent = 24
	solidUpTo   = 28 // characters of a reference that are kept on one line
)

// layOut makes the rows of a document for a frame. What it says about the
// text does not depend on the frame.
func layOut(t *typesetter, d plan.Document, f frame) []row {
	l := &layout{typesetter: t, frame: f}
	l.letterhead(d.Letterhead)
	l.title(d)
	l.indent = l.widestNumber(d.Blocks)
	for i, block := range d.Blocks {
		l.block(block, i > 0 && sameList(d.Blocks[i-1], block))
	}
	return l.rows
}

type layout struct {
	*typesetter
	frame  frame
	rows   []row
	indent float64
	space  float64 // owed above the next row
}

func (l *layout) add(space float64, rows ...row) {
	if len(rows) == 0 {
		return
	}
	rows[0].space = max(space, l.space)
	l.space = 0
	l.rows = append(l.rows, rows...)
}

// lines breaks spans into lines of a width.
func (l *layout) lines(width float64, spans ...span) [][]glyph {
	return breakLines(l.set(spans...), width)
}

func (l *layout) letterhead(h plan.Letterhead) {
	left := cell{width: l.frame.width * 0.56, style: &senderStyle}
	for i, text := range h.Left {
		s := &senderStyle
		if i == 0 {
			s = &nameStyle
		}
		left.lines = append(left.lines, l.lines(left.width, span{text: text, style: s})...)
	}
	right := cell{x: l.frame.width * 0.6, width: l.frame.width * 0.4, style: &senderStyle, right: true}
	for _, text := range h.Right {
		right.lines = append(right.lines, l.lines(right.width, span{text: text, style: &senderStyle})...)
	}
	if len(left.lines)+len(right.lines) == 0 {
		return
	}
	rows := beside([]cell{left, right}, 0, 10, l.frame.height)
	last := &rows[len(rows)-1]
	last.rules = append(last.rules, rule{0, last.height, l.frame.width, 0.9, ink})
	l.add(0, rows...)
	l.space = afterRule
}

func (l *layout) title(d plan.Document) {
	title := column(cell{lines: l.lines(l.frame.width, span{text: d.Title, style: &titleStyle}), style: &titleStyle})
	for i := range title {
		title[i].keep = 2
	}
	if len(title) > 0 {
		title[0].bookmark = l.plain(d.Title)
	}
	l.add(0, title...)
	l.add(afterTitle, column(cell{lines: l.lines(l.frame.width, span{text: d.Subtitle, style: &subStyle}), style: &subStyle})...)
	l.space = afterHead
}

func (l *layout) block(block plan.Block, continued bool) {
	switch b := block.(type) {
	case plan.Heading:
		l.heading(b)
	case plan.Paragraph:
		l.add(betweenPara, column(cell{lines: l.lines(l.frame.width, span{text: b.Text, style: &bodyStyle}), style: &bodyStyle})...)
	case plan.Item:
		l.item(b, continued)
	case plan.Table:
		l.table(b)
	}
}

// heading keeps with the two rows that follow it.
func (l *layout) heading(h plan.Heading) {
	spans := []span{{text: h.Text, style: &headingStyle}}
	if h.Number != "" {
		spans = []span{{text: h.Number + "\u2002", style: &headingStyle, solid: true}, spans[0]}
	}
	rows := column(cell{lines: l.lines(l.frame.width, spans...), style: &headingStyle})
	for i := range rows {
		rows[i].keep = 2
	}
	if len(rows) > 0 {
		rows[0].bookmark, rows[0].level = l.plain(joined(h.Number, h.Text)), 1
	}
	l.add(aboveHead, rows...)
	l.space = belowHead
}

// item hangs its number beside its text.
func (l *layout) item(b plan.Item, continued bool) {
	var spans []span
	for _, s := range []span{
		{b.Lead, &leadStyle, false},
		{b.Text, &bodyStyle, false},
		{b.Answers, &bodyStyle, short(b.Answers)},
		{b.Exhibits, &exhibitStyle, short(b.Exhibits)},
	} {
		if s.text == "" {
			continue
		}
		if len(spans) > 0 {
			spans = append(spans, span{text: " ", style: &bodyStyle})
		}
		spans = append(spans, s)
	}
	text := cell{x: l.indent, lines: l.lines(l.frame.width-l.indent, spans...), style: &bodyStyle}
	if len(text.lines) == 0 {
		text.lines = [][]glyph{nil}
	}
	rows := column(text)
	number := cell{lines: l.lines(l.indent, span{text: b.Number, style: &numberStyle}), style: &bodyStyle}
	rows[0].pieces = append(number.pieces(number.lines[:min(1, len(number.lines))], 0), rows[0].pieces...)
	above := float64(betweenPara)
	if continued {
		above = betweenItem
	}
	l.add(above, rows...)
}

// widestNumber is the indent that clears every number of the letter.
func (l *layout) widestNumber(blocks []plan.Block) float64 {
	widest := float64(leastIndent)
	quiet := &typesetter{fonts: l.fonts}
	for _, block := range blocks {
		if item, ok := block.(plan.Item); ok {
			widest = max(widest, advance(quiet.set(span{text: item.Number, style: &numberStyle}))+numberGap)
		}
	}
	return min(widest, l.frame.width/4)
}

// plain is a text as a bookmark can hold it.
func (l *layout) plain(text string) string {
	quiet := &typesetter{fonts: l.fonts}
	var runes []rune
	for _, g := range quiet.set(span{text: text, style: &bodyStyle}) {
		if g.kind&turn != 0 {
			g.r = ' '
		}
		runes = append(runes, g.r)
	}
	return string(runes)
}

func sameList(before, block plan.Block) bool {
	_, was := before.(plan.Item)
	_, is := block.(plan.Item)
	return was && is
}

func short(reference string) bool { return utf8.RuneCountInString(reference) <= solidUpTo }

func joined(number, text string) string {
	if number == "" {
		return text
	}
	return number + " " + text
}
