package catalog

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold brings a word to the form in which cues and messages are compared:
// lower case, without accents, with one kind of apostrophe.
func Fold(word string) string {
	plain := true
	for i := 0; i < len(word); i++ {
		if c := word[i]; c >= 0x80 || (c >= 'A' && c <= 'Z') {
			plain = false
			break
		}
	}
	if plain {
		return word
	}
	var b strings.Builder
	b.Grow(len(word))
	for _, r := range norm.NFKD.String(word) {
		switch {
		case unicode.Is(unicode.Mn, r) && r < 0x0600:
			// A combining accent of Latin, Greek or Cyrillic.
		case r == '\u2019' || r == '\u2018' || r == '\u02bc':
			b.WriteByte('\'')
		case r == 'ß':
			b.WriteString("ss")
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// Ideograph reports whether r belongs to a script written without spaces
// between words. Each such character counts as a word of its own.
func Ideograph(r rune) bool {
	return r >= 0x2E80 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r) || r == 'ー')
}

// Contracted reports whether the letters after an apostrophe belong to the
// word before it, as in "don't" and "we'll". Longer ones are a word of their
// own, as in "l'article".
func Contracted(after string) bool {
	const longest = 2
	letters := 0
	for _, r := range after {
		if !unicode.IsLetter(r) || letters > longest {
			break
		}
		letters++
	}
	return letters > 0 && letters <= longest
}
