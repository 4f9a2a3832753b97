package plan

import (
	"strings"
	"unicode"

	"reinstate/internal/catalog"
)

// Alike is the share, 0 to 1, of all runs of so many words that two texts have
// in common. A word with a digit in it is as good as any other, so that the
// same text with another date or number is still the same. Texts shorter than
// a run are compared as a whole; with an empty one nothing is alike.
func Alike(a, b string, run int) float64 {
	of, in := wordRuns(a, run), wordRuns(b, run)
	both := 0
	for r := range of {
		if in[r] {
			both++
		}
	}
	all := len(of) + len(in) - both
	if all == 0 {
		return 0
	}
	return float64(both) / float64(all)
}

// wordRuns are the runs of words of a text, each once.
func wordRuns(text string, run int) map[string]bool {
	words := plainWords(text)
	if len(words) == 0 {
		return nil
	}
	run = min(max(run, 1), len(words))
	set := make(map[string]bool, len(words))
	for i := 0; i+run <= len(words); i++ {
		set[strings.Join(words[i:i+run], " ")] = true
	}
	return set
}

// plainWords are the words of a text without case, accents, punctuation and
// figures. Each character of Chinese and Japanese is a word.
func plainWords(text string) []string {
	var found []string
	var word strings.Builder
	figure := false
	end := func() {
		switch {
		case figure:
			found = append(found, "#")
		case word.Len() > 0:
			found = append(found, catalog.Fold(word.String()))
		}
		word.Reset()
		figure = false
	}
	for _, r := range text {
		switch {
		case catalog.Ideograph(r):
			end()
			found = append(found, string(r))
		case unicode.IsDigit(r):
			figure = true
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			word.WriteRune(r)
		default:
			end()
		}
	}
	end()
	return found
}
