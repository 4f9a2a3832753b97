package plan

import (
	"slices"
	"strings"
	"unicode"

	"reinstate/internal/catalog"
)

// SameName reports whether two ways of writing a name or an address mean the
// same: case, accents, punctuation, the width of characters, legal forms and
// usual shortenings make no difference. The order of words does.
func SameName(a, b string, by catalog.Naming) bool {
	x, y := nameWords(a, by), nameWords(b, by)
	return strings.Join(x, "") == strings.Join(y, "")
}

// Differing lists the words of two names that the other has not, as they are
// compared, so that a person sees at once where they part.
func Differing(a, b string, by catalog.Naming) (onlyA, onlyB []string) {
	x, y := nameWords(a, by), nameWords(b, by)
	lacks := func(in []string) func(string) bool {
		return func(w string) bool { return slices.Contains(in, w) }
	}
	return slices.DeleteFunc(slices.Clone(x), lacks(y)), slices.DeleteFunc(slices.Clone(y), lacks(x))
}

// nameWords are the words of a name that make a difference.
func nameWords(s string, by catalog.Naming) []string {
	words := strings.FieldsFunc(catalog.Fold(s), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '\'' })
	for i := range words {
		words[i] = strings.ReplaceAll(words[i], "'", "")
	}
	words = shorten(words, by)
	kept := words[:0:0]
	for i, w := range words {
		if i > 0 && slices.Contains(by.Forms, w) {
			continue
		}
		kept = append(kept, withoutForm(w, by))
	}
	return dropForms(kept, by)
}

// shorten writes the usual shortenings for long words, the longest run first.
func shorten(words []string, by catalog.Naming) []string {
	const longestRun = 5
	var out []string
	for i := 0; i < len(words); {
		run := min(longestRun, len(words)-i)
		for ; run > 0; run-- {
			if short, ok := by.Short[strings.Join(words[i:i+run], " ")]; ok {
				out = append(out, strings.Fields(short)...)
				break
			}
		}
		if run == 0 {
			out, run = append(out, words[i]), 1
		}
		i += run
	}
	return out
}

// withoutForm cuts a legal form off a name written without spaces.
func withoutForm(word string, by catalog.Naming) string {
	for _, form := range by.Forms {
		if catalog.Ideograph([]rune(form)[0]) && len(word) > len(form) {
			if rest, ok := strings.CutSuffix(word, form); ok {
				return rest
			}
			if rest, ok := strings.CutPrefix(word, form); ok {
				return rest
			}
		}
	}
	return word
}

// dropForms takes out legal forms of several words, such as "e k".
func dropForms(words []string, by catalog.Naming) []string {
	for _, form := range by.Forms {
		parts := strings.Fields(form)
		if len(parts) < 2 {
			continue
		}
		for i := 1; i+len(parts) <= len(words); i++ {
			if slices.Equal(words[i:i+len(parts)], parts) {
				words = slices.Delete(words, i, i+len(parts))
				break
			}
		}
	}
	return words
}

// samePhone compares the digits of two numbers, with or without the country.
func samePhone(a, b string) bool {
	const local = 7 // digits that tell a number within a country
	digits := func(s string) string {
		return strings.TrimLeft(strings.Map(func(c rune) rune {
			if c < '0' || c > '9' {
				return -1
			}
			return c
		}, catalog.Fold(s)), "0")
	}
	x, y := digits(a), digits(b)
	if len(x) < len(y) {
		x, y = y, x
	}
	return x == y || len(y) >= local && strings.HasSuffix(x, y)
}
