package catalog

import "slices"

// Token is one word of a text, folded, as an Index looks at it.
type Token struct {
	Text   string
	Number bool
	Room   int // what it takes up of a gap; a whole word takes WordRoom
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
	rest []Element // all but the first
	id   int
}

// NewIndex makes an empty index.
func NewIndex() *Index { return &Index{exact: map[string][]indexed{}, stems: map[string][]indexed{}} }

// Add puts a phrase into the index; Find names it by the id.
func (x *Index) Add(p Phrase, id int) {
	if len(p.Elements) == 0 {
		return
	}
	first, e := p.Elements[0], indexed{p.Elements[1:], id}
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

// match matches elements from word i on. Gaps are short, so the backtracking
// is bounded.
func match(text []Token, i int, elements []Element) (to int, ok bool) {
	for n, e := range elements {
		if e.Gap > 0 {
			return matchGap(text, i, e.Gap*WordRoom, elements[n+1:])
		}
		if i < len(text) && e.matches(text[i]) {
			if !e.Optional {
				i++
				continue
			}
			if to, ok := match(text, i+1, elements[n+1:]); ok {
				return to, true
			}
			continue
		}
		if !e.Optional {
			return 0, false
		}
	}
	return i, true
}

func matchGap(text []Token, i, room int, elements []Element) (to int, ok bool) {
	for skipped := 0; i < len(text); i++ {
		if to, ok := match(text, i, elements); ok {
			return to, true
		}
		if skipped += text[i].Room; skipped > room {
			return 0, false
		}
	}
	return 0, false
}

func (e Element) matches(t Token) bool {
	if e.Number {
		return t.Number
	}
	for _, w := range e.Words {
		if w.Text == t.Text || w.Stem && len(t.Text) > len(w.Text) && t.Text[:len(w.Text)] == w.Text {
			return true
		}
	}
	return false
}
