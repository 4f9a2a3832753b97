package plan

import (
	"slices"
	"strings"

	"reinstate/internal/catalog"
)

// Blanks lists the {blanks} of a document that nobody has filled, each once
// and without its braces, in reading order. A letter that has any is not fit
// to be sent.
func Blanks(d Document) []string { return blanksIn(Text(d)) }

// BlanksIn lists the {blanks} of a text, as Blanks does for a document.
func BlanksIn(text string) []string { return blanksIn(text) }

func blanksIn(text string) []string {
	var found []string
	for _, blank := range catalog.Blank.FindAllString(text, -1) {
		if blank = strings.Trim(blank, "{}"); !slices.Contains(found, blank) {
			found = append(found, blank)
		}
	}
	return found
}
