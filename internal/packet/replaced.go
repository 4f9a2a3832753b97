package packet

import (
	"strings"
	"unicode/utf8"

	"reinstate/internal/plan"
)

// around is how many bytes of text on each side say where a character was
// replaced.
const around = 30

func (t *typesetter) swap(r rune, drawn, text string, at int) {
	if one, ok := t.swaps[r]; ok {
		one.Count++
		return
	}
	if t.swaps == nil {
		t.swaps = map[rune]*Replacement{}
	}
	t.swaps[r] = &Replacement{Rune: r, Drawn: drawn, Count: 1, Where: where(text, at)}
	t.order = append(t.order, r)
}

// where is the text around a place, with what does not print left out.
func where(text string, at int) string {
	start, end := max(at-around, 0), min(at+around, len(text))
	for start > 0 && !utf8.RuneStart(text[start]) {
		start--
	}
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end++
	}
	visible := func(r rune) rune {
		if unprinted(r) {
			return -1
		}
		return r
	}
	return strings.Join(strings.Fields(strings.Map(visible, text[start:end])), " ")
}

func (t *typesetter) replaced() []Replacement {
	var all []Replacement
	for _, r := range t.order {
		all = append(all, *t.swaps[r])
	}
	return all
}

// Unprintable lists what a drawing of the document would replace or leave
// out, in reading order, without drawing it.
func (p *Press) Unprintable(d plan.Document) []Replacement {
	t := &typesetter{fonts: &p.fonts}
	layOut(t, d, A4.frame())
	newSheets(t, d, Options{}, nil)
	return t.replaced()
}
