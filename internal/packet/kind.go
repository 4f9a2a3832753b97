package packet

import (
	"strings"
	"unicode"
)

// kind is how a character behaves at the end of a line. The rules follow the
// classes of Unicode Annex 14 as far as letters need them.
type kind uint8

const (
	space  kind = 1 << iota // a line may end after it, and it is not drawn there
	turn                    // a line must end here
	glue                    // no line ends on either side
	opens                   // no line ends after it
	closes                  // no line begins with it
	mark                    // belongs to the character before
	han                     // a line may end on either side
	hyphen                  // a line may end after it, between letters
)

const (
	opening = "([{“‘«‹¿¡「『（【《〈〔［｛〖〘〚｢"
	closing = ")]}”’»›,.:;!?%°℃‰、。，．：；！？％…‥」』）】》〉〕］｝〗〙〛｣・ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)

// ascii holds the kinds of the characters most letters are made of.
var ascii = func() (table [128]kind) {
	for r := range table {
		table[r] = classify(rune(r))
	}
	return table
}()

func kindOf(r rune) kind {
	switch {
	case r >= 0 && r < 128:
		return ascii[r]
	case r >= 0x4E00 && r <= 0x9FFF:
		return han
	}
	return classify(r)
}

func classify(r rune) kind {
	switch r {
	case '\n':
		return turn
	case 0xA0, 0x2007, 0x202F, 0x2060, 0x2011:
		return glue
	case '-', 0x2010, '–', '—', '/':
		return hyphen
	}
	var k kind
	if unicode.IsSpace(r) && r != 0x3000 {
		k |= space
	}
	if unicode.In(r, unicode.Mn, unicode.Me) {
		k |= mark
	}
	if ideographic(r) {
		k |= han
	}
	if strings.ContainsRune(opening, r) {
		k |= opens
	}
	if strings.ContainsRune(closing, r) {
		k |= closes
	}
	return k
}

// ideographic reports whether lines may end on either side of a character:
// Chinese and kana, their punctuation, enclosed and full-width forms.
func ideographic(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo) ||
		r >= 0x3000 && r <= 0x33FF || r >= 0xFF00 && r <= 0xFFEF || r >= 0x2460 && r <= 0x24FF
}

// mayBreak reports whether a line may end before the glyph at i.
func mayBreak(glyphs []glyph, i int) bool {
	before, after := glyphs[i-1], glyphs[i]
	b, a := before.kind, after.kind
	switch {
	case a&(mark|space|turn|glue) != 0, b&glue != 0:
		return false
	case b&space != 0:
		return true
	case b&opens != 0, a&closes != 0:
		return false
	case b&han != 0, a&han != 0:
		return true
	}
	return b&hyphen != 0 && i > 1 && unicode.IsLetter(glyphs[i-2].r) && unicode.IsLetter(after.r)
}
