package packet

// row is what stands on one page together: a line of text, a table row, a
// heading's line. Its pieces are placed from its own left top corner.
type row struct {
	height   float64
	space    float64 // above it, unless it begins a page
	keep     int     // how many of the following rows stay on its page
	pieces   []piece
	rules    []rule
	bookmark string
	level    int
	head     []row   // table head to repeat where the row begins a page
	link     int     // exhibit to which the row leads, from 1; 0: nowhere
	across   float64 // width of a row that leads somewhere
}

// rule is a horizontal line.
type rule struct {
	x, y, width, weight float64
	colour              colour
}

// baseline is how far under a line's top its letters stand: the leading's
// spare room above and below, then the ascent of most letters.
func (s *style) baseline() float64 { return s.leading/2 + s.size*0.34 }

// cell is text in one column of a row. All its lines stand on the baselines of
// one style, so that cells beside each other agree.
type cell struct {
	lines [][]glyph
	x     float64
	width float64
	right bool // flush right
	style *style
}

func (c cell) pieces(lines [][]glyph, y float64) []piece {
	var placed []piece
	for i, line := range lines {
		if len(trimmed(line)) == 0 {
			continue
		}
		x := c.x
		if c.right {
			x += c.width - advance(trimmed(line))
		}
		placed = append(placed, pieces(line, x, y+float64(i)*c.style.leading+c.style.baseline())...)
	}
	return placed
}

// beside sets cells side by side as one row, or as several where it would not
// fit the given height. Above and below are the row's inner margins.
func beside(cells []cell, above, below, height float64) []row {
	count := 1
	leading := cells[0].style.leading
	for _, c := range cells {
		count, leading = max(count, len(c.lines)), max(leading, c.style.leading)
	}
	fit := max(int((height-above-below)/leading), 1)
	var rows []row
	for from := 0; from < count; from += fit {
		r := row{}
		for _, c := range cells {
			part := c.lines[min(from, len(c.lines)):min(from+fit, len(c.lines))]
			r.pieces = append(r.pieces, c.pieces(part, above)...)
			r.height = max(r.height, above+float64(len(part))*c.style.leading+below)
		}
		rows = append(rows, r)
	}
	return rows
}

// column sets lines one under the other, each a row of its own, and keeps the
// first two and the last two together.
func column(c cell) []row {
	rows := make([]row, len(c.lines))
	for i, line := range c.lines {
		rows[i] = row{height: c.style.leading, pieces: c.pieces([][]glyph{line}, 0)}
	}
	if n := len(rows); n > 1 {
		rows[0].keep, rows[n-2].keep = 1, 1
	}
	return rows
}
