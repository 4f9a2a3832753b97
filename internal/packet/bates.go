package packet

import "fmt"

// Bates is how the pages of a copy are numbered: a prefix and a number of six
// digits or more on each page, never on an original. The zero value numbers
// nothing.
type Bates struct {
	Prefix string // printable ASCII
	Start  int    // the first number, from 1; 0: no numbers
}

// On reports whether pages are numbered.
func (b Bates) On() bool { return b.Start > 0 }

// Mark is the number of the nth page, counted from 0.
func (b Bates) Mark(n int) string { return fmt.Sprintf("%s%06d", b.Prefix, b.Start+n) }

const (
	stampFont = "ReinstateBates"
	stampSize = 9
	stampSide = 18 // from the right edge
	stampFoot = 9  // from the foot
)

// stamp draws a text at the right end of a page's foot as viewers show it, on
// white, so that it can be read on any scan.
func stamp(text string, seen box, turned int) []byte {
	w, h := seen[2]-seen[0], seen[3]-seen[1]
	m := [6]float64{1, 0, 0, 1, seen[0], seen[1]}
	switch turned {
	case 90:
		m, w = [6]float64{0, 1, -1, 0, seen[2], seen[1]}, h
	case 180:
		m = [6]float64{-1, 0, 0, -1, seen[2], seen[3]}
	case 270:
		m, w = [6]float64{0, -1, 1, 0, seen[0], seen[3]}, h
	}
	width := float64(len(text)) * stampSize * 0.6 // Courier is 600 units wide
	x := w - stampSide - width
	return fmt.Appendf(nil, "q %s %s %s %s %s %s cm 1 g %s %s %s %s re f 0 g BT /%s %d Tf %s %d Td (%s) Tj ET Q\n",
		num(m[0]), num(m[1]), num(m[2]), num(m[3]), num(m[4]), num(m[5]),
		num(x-3), num(stampFoot-3), num(width+6), num(stampSize+4),
		stampFont, stampSize, num(x), stampFoot, escaped(text))
}

// escaped keeps a text within the brackets of a PDF string.
func escaped(text string) string {
	var out []byte
	for i := range len(text) {
		switch ch := text[i]; {
		case ch == '(' || ch == ')' || ch == '\\':
			out = append(out, '\\', ch)
		case ch >= ' ' && ch <= '~':
			out = append(out, ch)
		}
	}
	return string(out)
}
