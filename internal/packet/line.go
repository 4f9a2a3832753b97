package packet

import "strings"

// breakLines parts glyphs into lines no wider than the width. A line ends
// where mayBreak allows; a word wider than a line is cut at its edge. Every
// glyph is on exactly one line: spaces at an end stay there unseen, and a
// newline is the last of its line. The lines are slices of glyphs, in order.
func breakLines(glyphs []glyph, width float64) [][]glyph {
	var lines [][]glyph
	start, chance, used := 0, 0, 0.0
	for i := 0; i < len(glyphs); i++ {
		g := glyphs[i]
		if i > start && mayBreak(glyphs, i) {
			chance = i
		}
		if g.kind&turn != 0 {
			lines = append(lines, glyphs[start:i+1])
			start, chance, used = i+1, i+1, 0
			continue
		}
		if used+g.width > width+hairbreadth && g.kind&space == 0 && i > start {
			cut := chance
			if cut <= start {
				cut = emergency(glyphs, start, i)
			}
			lines = append(lines, glyphs[start:cut])
			start, chance = cut, cut
			used = advance(glyphs[start:i])
			i--
			continue
		}
		used += g.width
	}
	if start < len(glyphs) {
		lines = append(lines, glyphs[start:])
	}
	return lines
}

// hairbreadth forgives the rounding of sums, in points.
const hairbreadth = 0.001

// emergency finds where to cut a word that is wider than a line: at a space
// that was to be kept, else before the glyph that no longer fits, but not
// between a letter and its marks, unless the marks alone fill the line.
func emergency(glyphs []glyph, start, i int) int {
	for cut := i; cut > start; cut-- {
		if glyphs[cut-1].r == ' ' && glyphs[cut].kind&(mark|space|glue|turn) == 0 {
			return cut
		}
	}
	for cut := i; cut > start; cut-- {
		if glyphs[cut].kind&mark == 0 {
			return cut
		}
	}
	return i
}

func advance(glyphs []glyph) float64 {
	sum := 0.0
	for _, g := range glyphs {
		sum += g.width
	}
	return sum
}

// trimmed drops what is not drawn at the end of a line.
func trimmed(line []glyph) []glyph {
	for n := len(line); n > 0; n-- {
		if last := line[n-1]; last.kind&(space|turn) == 0 && last.r != ' ' {
			return line[:n]
		}
	}
	return nil
}

// piece is a stretch of one line in one face and style, drawn at once.
type piece struct {
	text  string
	face  face
	style *style
	x, y  float64 // baseline, from the row's left and top
	runes []rune
}

// pieces places a line's glyphs from x on at the baseline y.
func pieces(line []glyph, x, y float64) []piece {
	line = trimmed(line)
	var placed []piece
	for i := 0; i < len(line); {
		j := i
		var text strings.Builder
		var runes []rune
		at := x
		for ; j < len(line) && line[j].face == line[i].face && line[j].style == line[i].style; j++ {
			text.WriteRune(line[j].r)
			runes = append(runes, line[j].r)
			x += line[j].width
		}
		placed = append(placed, piece{text: text.String(), face: line[i].face, style: line[i].style, x: at, y: y, runes: runes})
		i = j
	}
	return placed
}
