package packet

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// missing stands for a character that no font has.
const missing = '□'

// span is a stretch of text in one style. A solid span is not broken at its
// spaces as long as it fits a line.
type span struct {
	text  string
	style *style
	solid bool
}

// glyph is one character ready to be placed.
type glyph struct {
	r     rune
	face  face
	kind  kind
	style *style
	width float64 // points
}

// typesetter turns text into glyphs and keeps account of what it replaced.
type typesetter struct {
	fonts *[faces]*font
	swaps map[rune]*Replacement
	order []rune
}

// set turns spans into glyphs. A newline stays as a glyph of kind turn.
func (t *typesetter) set(spans ...span) []glyph {
	var glyphs []glyph
	for _, s := range spans {
		from := len(glyphs)
		text := s.text
		if !norm.NFC.IsNormalString(text) {
			text = norm.NFC.String(text)
		}
		for at, r := range text {
			glyphs = t.put(glyphs, r, s.style, text, at)
		}
		if s.solid {
			for i := from; i < len(glyphs); i++ {
				if glyphs[i].kind&space != 0 {
					glyphs[i].kind = glue
				}
			}
		}
	}
	chinesePunctuation(glyphs, t.fonts[hanFace])
	shortNumbers(glyphs)
	return glyphs
}

// shortNumbers keeps a number of one or two digits on the line of the word
// that follows it, as in "6 November" and "12 units".
func shortNumbers(glyphs []glyph) {
	digits, word := 0, 0
	for i := range glyphs {
		g := &glyphs[i]
		switch {
		case g.kind&(space|turn|glue) == 0:
			word++
			if g.r >= '0' && g.r <= '9' {
				digits++
			}
			continue
		case g.kind&space != 0 && digits > 0 && digits == word && word <= 2 && i+1 < len(glyphs) && unicode.IsLetter(glyphs[i+1].r):
			g.kind = glue
		}
		digits, word = 0, 0
	}
}

// put appends the glyphs of one rune: usually one, none for what does not
// print, several where only the parts of a character have glyphs.
func (t *typesetter) put(glyphs []glyph, r rune, s *style, text string, at int) []glyph {
	switch {
	case r == '\n' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
		return append(glyphs, glyph{r: '\n', kind: turn, style: s})
	case r == '\t':
		r = ' '
	case r == '\r':
		return glyphs
	case unprinted(r):
		t.swap(r, "", text, at)
		return glyphs
	}
	if f, ok := t.faceOf(r, s.face); ok {
		return append(glyphs, t.glyph(r, f, s))
	}
	if unicode.IsSpace(r) {
		g := t.glyph(' ', s.face, s)
		if kindOf(r)&glue != 0 {
			g.kind = glue
		}
		return append(glyphs, g)
	}
	parts := t.parts(r, s.face)
	t.swap(r, string(parts), text, at)
	for _, part := range parts {
		f, _ := t.faceOf(part, s.face)
		glyphs = append(glyphs, t.glyph(part, f, s))
	}
	return glyphs
}

func (t *typesetter) glyph(r rune, f face, s *style) glyph {
	return glyph{r: r, face: f, kind: kindOf(r), style: s, width: t.fonts[f].width(r) * s.size}
}

func (t *typesetter) faceOf(r rune, f face) (face, bool) {
	for _, candidate := range fallbacks[f] {
		if t.fonts[candidate].has(r) {
			return candidate, true
		}
	}
	return f, false
}

// parts finds something equal in meaning for a character without a glyph: its
// compatibility form, then its base and marks, else the box.
func (t *typesetter) parts(r rune, f face) []rune {
	for _, form := range []norm.Form{norm.NFKC, norm.NFKD} {
		parts := []rune(form.String(string(r)))
		known := len(parts) > 0
		for _, part := range parts {
			_, ok := t.faceOf(part, f)
			known = known && ok
		}
		if known {
			return parts
		}
	}
	return []rune{missing}
}

// unprinted reports whether a character has no picture of its own: controls,
// marks of direction, joiners, soft hyphens, variation selectors, tags.
func unprinted(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector)
}

// chinesePunctuation gives quotes, dashes and dots that Latin and Chinese
// share their full width where they stand beside Chinese: an opening quote
// before it, a closing one after it, the others on either side.
func chinesePunctuation(glyphs []glyph, han *font) {
	widen := func(i, beside int) {
		if beside < 0 || beside >= len(glyphs) || glyphs[beside].face != hanFace || !han.has(glyphs[i].r) {
			return
		}
		glyphs[i].face, glyphs[i].width = hanFace, han.width(glyphs[i].r)*glyphs[i].style.size
	}
	for i := range glyphs {
		switch glyphs[i].r {
		case '”', '’', '…', '—', '·':
			widen(i, i-1)
		}
	}
	for i := len(glyphs) - 1; i >= 0; i-- {
		switch glyphs[i].r {
		case '“', '‘', '…', '—', '·':
			widen(i, i+1)
		}
	}
}
