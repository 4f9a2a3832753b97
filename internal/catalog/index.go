package catalog

import (
	"slices"
	"strings"
)

// Token is one word of a text, folded, as an Index looks at it.
type Token struct {
	Text   string
	Number bool
	Room   int  // what it takes up of a gap; a whole word takes WordRoom
	Breaks bool // a mark stands before it that parts clauses
}

// WordRoom is what one word takes up of a gap. Texts whose characters are
// words of their own give each a part of it.
const WordRoom = 3

// Index finds every phrase that was added to it in one pass over a text.
// Phrases are kept by their first word, so the work per word does not grow
// with their number. Once built it may be used from many goroutines.
type Index struct {
	exact, stems map[string][]indexed
	numbers      []indexed
	stemAt       []int // the lengths of stems, ascending
}

// indexed is one phrase with the caller's number for it.
type indexed struct {
	rest []slot // all but the first
	id   int
}

// slot is one element of a phrase, made quick to compare with.
type slot struct {
	exact                         map[string]bool
	stems                         []string
	gap                           int // in room
	clause, not, optional, number bool
}

func slotsOf(elements []Element) []slot {
	slots := make([]slot, len(elements))
	for i, e := range elements {
		s := slot{gap: e.Gap * WordRoom, clause: e.Clause, not: e.Not, optional: e.Optional, number: e.Number, exact: map[string]bool{}}
		for _, w := range e.Words {
			if w.Stem {
				s.stems = append(s.stems, w.Text)
			} else {
				s.exact[w.Text] = true
			}
		}
		slots[i] = s
	}
	return slots
}

// clauseWords end a clause, or bring another subject or a negation into it. A
// gap that stays within a clause passes none of them.
var clauseWords = map[string]bool{
	"we": true, "i": true, "our": true, "my": true, "us": true, "me": true, "because": true, "since": true, "although": true,
	"though": true, "while": true, "whereas": true, "if": true, "unless": true, "but": true, "not": true, "no": true,
	"never": true, "none": true, "nobody": true, "neither": true, "nor": true, "so": true, "until": true,
}

// NewIndex makes an empty index.
func NewIndex() *Index { return &Index{exact: map[string][]indexed{}, stems: map[string][]indexed{}} }

// Add puts a phrase into the index; Find names it by the id.
func (x *Index) Add(p Phrase, id int) {
	if len(p.Elements) == 0 {
		return
	}
	first, e := p.Elements[0], indexed{slotsOf(p.Elements[1:]), id}
	if first.Number {
		x.numbers = append(x.numbers, e)
	}
	for _, w := range first.Words {
		if !w.Stem {
			x.exact[w.Text] = append(x.exact[w.Text], e)
			continue
		}
		if at, known := slices.BinarySearch(x.stemAt, len(w.Text)); !known {
			x.stemAt = slices.Insert(x.stemAt, at, len(w.Text))
		}
		x.stems[w.Text] = append(x.stems[w.Text], e)
	}
}

// Find reports every place where a phrase stands, words from..to with to
// exclusive, in the order of the words. No phrase goes beyond the end of the
// sentence it begins in; last tells that end for a word.
func (x *Index) Find(text []Token, last func(word int) int, found func(id, from, to int)) {
	known := map[string][]indexed{}
	for i := range text {
		candidates, ok := known[text[i].Text]
		if !ok {
			candidates = x.candidates(text[i].Text)
			known[text[i].Text] = candidates
		}
		numbers := x.numbers
		if !text[i].Number {
			numbers = nil
		}
		if len(candidates)+len(numbers) == 0 {
			continue
		}
		end := last(i)
		for _, list := range [][]indexed{candidates, numbers} {
			for _, e := range list {
				if to, ok := match(text[:end], i+1, e.rest); ok {
					found(e.id, i, to)
				}
			}
		}
	}
}

// candidates lists the phrases that may begin with a word.
func (x *Index) candidates(word string) []indexed {
	candidates := x.exact[word]
	for _, n := range x.stemAt {
		if n > len(word) {
			break
		}
		if found := x.stems[word[:n]]; len(found) > 0 {
			candidates = append(candidates[:len(candidates):len(candidates)], found...)
		}
	}
	return candidates
}

// match matches slots from word i on. Gaps are short, so the backtracking is
// bounded.
func match(text []Token, i int, slots []slot) (to int, ok bool) {
	for n := range slots {
		e := &slots[n]
		if e.gap > 0 {
			return matchGap(text, i, e, slots[n+1:])
		}
		if i < len(text) && e.matches(text[i]) {
			if !e.optional {
				i++
				continue
			}
			if to, ok := match(text, i+1, slots[n+1:]); ok {
				return to, true
			}
			continue
		}
		if !e.optional {
			return 0, false
		}
	}
	return i, true
}

func matchGap(text []Token, i int, gap *slot, slots []slot) (to int, ok bool) {
	for skipped := 0; i < len(text); i++ {
		if gap.clause && text[i].Breaks {
			return 0, false
		}
		if to, ok := match(text, i, slots); ok {
			return to, true
		}
		if gap.clause && clauseWords[text[i].Text] {
			return 0, false
		}
		if skipped += text[i].Room; skipped > gap.gap {
			return 0, false
		}
	}
	return 0, false
}

func (e *slot) matches(t Token) bool {
	if e.number {
		return t.Number
	}
	if e.exact[t.Text] {
		return !e.not
	}
	for _, stem := range e.stems {
		if strings.HasPrefix(t.Text, stem) {
			return !e.not
		}
	}
	return e.not
}
