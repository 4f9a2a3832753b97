package packet

import "reinstate/internal/plan"

// Inner margins of a table, in points.
const (
	cellGap    = 10.0 // between columns, less where there are very many
	cellAbove  = 4.0
	cellBelow  = 4.6
	tableAbove = 4.0
	afterTable = 16.0
)

// table sets a head and one row for each row of the table. A row moves to the
// next page whole unless it is taller than a page; the head goes with it.
func (l *layout) table(t plan.Table) {
	if len(t.Columns) == 0 {
		return
	}
	columns := l.columns(t)
	head := l.tableHead(t, columns)
	l.add(tableAbove, head...)
	room := l.frame.height
	for _, r := range head {
		room -= r.height
	}
	if room < l.frame.height/2 { // a head this tall is not worth repeating
		head, room = nil, l.frame.height
	}
	for n, texts := range t.Rows {
		cells := make([]cell, len(columns))
		for i, c := range columns {
			cells[i] = l.cell(c, textAt(texts, i), c.style)
			cells[i].style = &cellStyle
		}
		rows := beside(cells, cellAbove, cellBelow, room)
		for i := range rows {
			rows[i].head = head
		}
		last := &rows[len(rows)-1]
		last.rules = append(last.rules, rule{0, last.height, l.frame.width, 0.45, hair})
		if len(rows) == 1 && len(t.Rows) > 1 && (n == 0 || n == len(t.Rows)-2) {
			last.keep = 1 // neither the first nor the last row stands alone
		}
		l.add(0, rows...)
	}
	l.space = afterTable
}

func (l *layout) tableHead(t plan.Table, columns []tableColumn) []row {
	cells := make([]cell, len(columns))
	for i, c := range columns {
		cells[i] = l.cell(c, t.Columns[i].Title, &headStyle)
	}
	rows := beside(cells, 0, cellBelow, l.frame.height)
	for i := range rows {
		rows[i].keep = 1
	}
	last := &rows[len(rows)-1]
	last.rules = append(last.rules, rule{0, last.height, l.frame.width, 0.7, ink})
	return rows
}

func (l *layout) cell(c tableColumn, text string, s *style) cell {
	return cell{x: c.x, width: c.width, lines: l.lines(c.width, span{text: text, style: s}), style: s}
}

type tableColumn struct {
	x, width float64
	style    *style
}

// columns shares the width out by the columns' shares.
func (l *layout) columns(t plan.Table) []tableColumn {
	sum := 0.0
	for _, c := range t.Columns {
		sum += max(c.Share, 1)
	}
	gap := min(cellGap, l.frame.width/5/float64(max(len(t.Columns), 1)))
	room := l.frame.width - gap*float64(len(t.Columns)-1)
	columns, x := make([]tableColumn, len(t.Columns)), 0.0
	for i, c := range t.Columns {
		columns[i] = tableColumn{x: x, width: room * max(c.Share, 1) / sum, style: &cellStyle}
		if c.Code {
			columns[i].style = &codeStyle
		}
		x += columns[i].width + gap
	}
	return columns
}

func textAt(texts []string, i int) string {
	if i < len(texts) {
		return texts[i]
	}
	return ""
}
