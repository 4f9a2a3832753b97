package catalog

import (
	"fmt"
	"strings"
	"testing"
)

func TestFindingPhrases(t *testing.T) {
	phrases := []string{"account* .. closed", "within NUM day|days", "not", "rights owner ... report*", "courier ~ lost|late", "did not !know|mean"}
	for _, tt := range []struct{ text, want string }{
		{"your accounts were finally closed", "account* .. closed@1-5"},
		{"your account was for no reason closed", ""},
		{"your account / closed", ""},
		{"within 17 days", "within NUM day|days@0-3"},
		{"within seventeen days", ""},
		{"a rights owner of some brand has now sent us a report", "rights owner ... report*@1-12"},
		{"not and not", "not@0-1 not@2-3"},
		{"the courier with the red van lost it", "courier ~ lost|late@1-7"},
		{"the courier came and we lost it", ""},
		{"the courier was in time because roads were late", ""},
		{"we did check", ""},
		{"we did not know / we did not check", "not@2-3 did not !know|mean@5-8 not@6-7"},
	} {
		t.Run(tt.text, func(t *testing.T) {
			if got := findAll(t, phrases, tt.text); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

// findAll writes what an index of phrases finds in a text whose sentences are
// parted by slashes.
func findAll(t *testing.T, phrases []string, text string) string {
	t.Helper()
	x := NewIndex()
	for n, source := range phrases {
		p, err := ParsePhrase(source)
		if err != nil {
			t.Fatal(err)
		}
		x.Add(p, n)
	}
	var words []Token
	var ends []int
	for _, sentence := range strings.Split(text, " / ") {
		first := len(words)
		for _, w := range strings.Fields(sentence) {
			words = append(words, Token{Text: Fold(w), Number: w[0] <= '9', Room: WordRoom})
		}
		for range words[first:] {
			ends = append(ends, len(words))
		}
	}
	var found []string
	x.Find(words, func(i int) int { return ends[i] }, func(id, from, to int) {
		found = append(found, fmt.Sprintf("%s@%d-%d", phrases[id], from, to))
	})
	return strings.Join(found, " ")
}
