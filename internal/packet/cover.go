package packet

import (
	"fmt"

	"reinstate/internal/plan"
)

// factColumn is the width of the names of facts on a cover sheet, in points.
const factColumn = 76.0

// cover is the document of an exhibit's cover sheet.
func (k *binder) cover(i int) plan.Document {
	d := k.indexDocument()
	d.Title = fmt.Sprintf(k.b.Words.Exhibit, k.b.Exhibits[i].Letter)
	return d
}

// coverRows lay the cover sheet out: which exhibit it is, what it is, and what
// it shows.
func (k *binder) coverRows(i int) []row {
	e, w := k.b.Exhibits[i], k.b.Words
	l := &layout{typesetter: k.words, frame: k.b.Options.Paper.frame()}
	sign := column(cell{lines: l.lines(l.frame.width, span{text: fmt.Sprintf(w.Exhibit, e.Letter), style: &signStyle}), style: &signStyle})
	if len(sign) > 0 {
		sign[0].bookmark, sign[0].level = l.plain(fmt.Sprintf(w.Exhibit, e.Letter)+" · "+e.Title), 0
	}
	l.add(0, sign...)
	title := column(cell{lines: l.lines(l.frame.width, span{text: e.Title, style: &coverStyle}), style: &coverStyle})
	if len(title) > 0 {
		last := &title[len(title)-1]
		last.rules = append(last.rules, rule{0, last.height + 8, l.frame.width, 0.9, ink})
	}
	l.add(2, title...)
	l.space = 20
	for n, fact := range []string{e.Kind, e.Dated, e.FileName, k.where(i), k.marks(i), e.SHA256} {
		if n == 3 && k.marks(i) != "" {
			fact = k.pagesOnly(i)
		}
		if n != 3 || k.placed[i].Why == "" {
			l.fact(w.Facts[n], fact, n == 5)
		}
	}
	if why := k.placed[i].Why; why != "" {
		l.add(14, column(cell{lines: l.lines(l.frame.width, span{text: fmt.Sprintf(w.AsFile, why), style: &bodyStyle}), style: &bodyStyle})...)
	}
	k.proofs(l, e)
	return l.rows
}

// fact sets a name and what it is.
func (l *layout) fact(name, value string, code bool) {
	if value == "" {
		return
	}
	s := &cellStyle
	if code {
		s = &digestStyle
	}
	cells := []cell{
		{width: factColumn, lines: l.lines(factColumn, span{text: name, style: &factStyle}), style: &factStyle},
		{x: factColumn, width: l.frame.width - factColumn, lines: l.lines(l.frame.width-factColumn, span{text: value, style: s}), style: &factStyle},
	}
	l.add(0, beside(cells, 0, 1, l.frame.height)...)
}

// proofs sets what the exhibit shows: somebody's words, then the claims of the
// letter that point at it.
func (k *binder) proofs(l *layout, e Enclosure) {
	if e.Shows == "" && len(e.Proves) == 0 {
		return
	}
	l.heading(plan.Heading{Text: k.b.Words.Proves})
	for i := range l.rows {
		if l.rows[i].level == 1 {
			l.rows[i].bookmark = ""
		}
	}
	if e.Shows != "" {
		l.block(plan.Paragraph{Text: e.Shows}, false)
	}
	l.indent = leastIndent
	for n, proof := range e.Proves {
		l.block(plan.Item{Number: proof.Number, Text: proof.Text}, n > 0)
	}
}

// pagesOnly says where an exhibit stands without its Bates numbers.
func (k *binder) pagesOnly(i int) string {
	quiet := *k.b
	quiet.Bates = Bates{}
	plain := *k
	plain.b = &quiet
	return plain.where(i)
}
