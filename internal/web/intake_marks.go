package web

import (
	"slices"
	"unicode/utf8"

	"reinstate/internal/reinstate"
)

// longestShown is how many bytes of a message a page shows. The longest real
// notices run to some ten thousand; what is cut here stays in the original,
// which can be downloaded.
const longestShown = 200_000

// span is a piece of a message's text. Facts lists the numbers of the facts it
// says, Starts those of them that begin here and so carry the place to link to.
type span struct {
	Text   string
	Facts  []int
	Starts []int
}

// Marked reports whether the span says a fact.
func (s span) Marked() bool { return len(s.Facts) > 0 }

// Leads is the fact that a click on the span leads to: the one that began last,
// so that a quote inside another is reached.
func (s span) Leads() int { return s.Facts[len(s.Facts)-1] }

// spans cuts a text wherever a quote begins or ends. Quotes may overlap; those
// that do not fit the text say nothing. The number of a fact is its place in
// quotes, from 1.
func spans(text string, quotes []reinstate.Quote) []span {
	type edge struct{ fact, start, end int }
	var edges []edge
	cuts := []int{0, len(text)}
	for i, q := range quotes {
		if !q.Found() || q.Start < 0 || q.End > len(text) || !boundary(text, q.Start) || !boundary(text, q.End) {
			continue
		}
		edges = append(edges, edge{i + 1, q.Start, q.End})
		cuts = append(cuts, q.Start, q.End)
	}
	slices.SortStableFunc(edges, func(a, b edge) int { return a.start - b.start })
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	pieces := make([]span, 0, len(cuts))
	for i := 1; i < len(cuts); i++ {
		piece := span{Text: text[cuts[i-1]:cuts[i]]}
		for _, e := range edges {
			if e.start > cuts[i-1] {
				break
			}
			if e.end < cuts[i] {
				continue
			}
			piece.Facts = append(piece.Facts, e.fact)
			if e.start == cuts[i-1] {
				piece.Starts = append(piece.Starts, e.fact)
			}
		}
		pieces = append(pieces, piece)
	}
	return pieces
}

func boundary(text string, at int) bool { return at == len(text) || utf8.RuneStart(text[at]) }

// shown cuts a text to what a page shows, and reports whether it did.
func shown(text string) (string, bool) {
	if len(text) <= longestShown {
		return text, false
	}
	at := longestShown
	for at > 0 && !utf8.RuneStart(text[at]) {
		at--
	}
	return text[:at], true
}
