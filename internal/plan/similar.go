package plan

import (
	"regexp"
	"unicode"
	"unicode/utf8"

	"reinstate/internal/catalog"
)

// shingles are the hashed runs of five characters of a text, after its
// identifiers, numbers and spaces were brought to one form.
type shingles map[uint64]struct{}

// shingleLength is how many characters one shingle has.
const shingleLength = 5

var changing = regexp.MustCompile(`\b(?:B0[0-9A-Z]{8}|[0-9]{3}-[0-9]{7}-[0-9]{7}|[0-9][0-9.,/:-]*)\b`)

func shinglesOf(text string) shingles {
	text = changing.ReplaceAllString(text, "0")
	var runes []rune
	space := true
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		text = text[size:]
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || catalog.Ideograph(r):
			runes = append(runes, unicode.ToLower(r))
			space = false
		case !space:
			runes = append(runes, ' ')
			space = true
		}
	}
	set := shingles{}
	for i := 0; i+shingleLength <= len(runes); i++ {
		h := uint64(14695981039346656037)
		for _, r := range runes[i : i+shingleLength] {
			h = (h ^ uint64(r)) * 1099511628211
		}
		set[h] = struct{}{}
	}
	return set
}

// Similarity is the share of five-character runs that two texts have in
// common, from 0 to 1; identifiers and numbers do not count as different.
func Similarity(a, b string) float64 { return shinglesOf(a).like(shinglesOf(b)) }

func (s shingles) like(t shingles) float64 {
	if len(s) == 0 || len(t) == 0 {
		return 0
	}
	both := s.shared(t)
	return float64(both) / float64(len(s)+len(t)-both)
}

func (s shingles) shared(t shingles) int {
	both := 0
	for h := range t {
		if _, ok := s[h]; ok {
			both++
		}
	}
	return both
}

// inside is the share of t's runs that s holds: how much of a template stands
// in a text, however much stands around it.
func (s shingles) inside(t shingles) float64 {
	if len(t) == 0 {
		return 0
	}
	return float64(s.shared(t)) / float64(len(t))
}
