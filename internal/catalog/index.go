package catalog

import (
	"fmt"
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
	// Classes are elements with many alternatives, by their words; members
	// lists them by the words and stems that belong to them.
	classes         map[string]int
	members, rooted map[string][]int
}

// indexed is one phrase with the caller's number for it.
type indexed struct {
	rest []step // all but the first
	id   int
}

// step is an element with its place among the classes, or -1.
type step struct {
	Element
	class int
}

// classSize is the number of alternatives from which an element counts as a
// class: whether a word is one of them is then looked up once for each word
// of a text, not at each place where a phrase may stand.
const classSize = 6

// clauseWords end a clause, or bring another subject or a negation into it. A
// gap that stays within a clause passes none of them.
var clauseWords = map[string]bool{
	"we": true, "i": true, "our": true, "my": true, "us": true, "me": true, "because": true, "since": true, "although": true,
	"though": true, "while": true, "whereas": true, "if": true, "unless": true, "but": true, "not": true, "no": true,
	"never": true, "none": true, "nobody": true, "neither": true, "nor": true, "so": true, "until": true,
}

// NewIndex makes an empty index.
func NewIndex() *Index {
	return &Index{
		exact: map[string][]indexed{}, stems: map[string][]indexed{},
		classes: map[string]int{}, members: map[string][]int{}, rooted: map[string][]int{},
	}
}

// Add puts a phrase into the index; Find names it by the id.
func (x *Index) Add(p Phrase, id int) {
	if len(p.Elements) == 0 {
		return
	}
	e := indexed{id: id}
	for _, element := range p.Elements[1:] {
		e.rest = append(e.rest, step{element, x.class(element)})
	}
	first := p.Elements[0]
	if first.Number {
		x.numbers = append(x.numbers, e)
	}
	for _, w := range first.Words {
		if !w.Stem {
			x.exact[w.Text] = append(x.exact[w.Text], e)
			continue
		}
		x.noteStem(w.Text)
		x.stems[w.Text] = append(x.stems[w.Text], e)
	}
}

func (x *Index) noteStem(stem string) {
	if at, known := slices.BinarySearch(x.stemAt, len(stem)); !known {
		x.stemAt = slices.Insert(x.stemAt, at, len(stem))
	}
}

func (x *Index) class(e Element) int {
	if len(e.Words) < classSize {
		return -1
	}
	key := fmt.Sprint(e.Words)
	at, known := x.classes[key]
	if known {
		return at
	}
	at = len(x.classes)
	x.classes[key] = at
	for _, w := range e.Words {
		if w.Stem {
			x.noteStem(w.Text)
			x.rooted[w.Text] = append(x.rooted[w.Text], at)
		} else {
			x.members[w.Text] = append(x.members[w.Text], at)
		}
	}
	return at
}

// word is what an index knows of one word of a text.
type word struct {
	Token
	entry *known
}

// known is what holds wherever the same word stands.
type known struct {
	candidates []indexed
	classes    []uint64 // a bit for each class
}

// Find reports every place where a phrase stands, words from..to with to
// exclusive, in the order of the words. No phrase goes beyond the end of the
// sentence it begins in; last tells that end for a word.
func (x *Index) Find(text []Token, last func(word int) int, found func(id, from, to int)) {
	words := make([]word, len(text))
	seen := map[string]*known{}
	for i, t := range text {
		entry := seen[t.Text]
		if entry == nil {
			entry = x.look(t.Text)
			seen[t.Text] = entry
		}
		words[i] = word{t, entry}
	}
	for i, w := range words {
		x.findAt(words[:last(i)], i, w.entry.candidates, found)
		if w.Number {
			x.findAt(words[:last(i)], i, x.numbers, found)
		}
	}
}

func (x *Index) findAt(words []word, i int, candidates []indexed, found func(id, from, to int)) {
	for _, e := range candidates {
		if to, ok := match(words, i+1, e.rest); ok {
			found(e.id, i, to)
		}
	}
}

// look tells which phrases may begin with a word and which classes it is of.
func (x *Index) look(text string) *known {
	k := &known{candidates: x.exact[text]}
	k.belong(x.members[text])
	for _, n := range x.stemAt {
		if n > len(text) {
			break
		}
		if found := x.stems[text[:n]]; len(found) > 0 {
			k.candidates = append(k.candidates[:len(k.candidates):len(k.candidates)], found...)
		}
		k.belong(x.rooted[text[:n]])
	}
	return k
}

func (k *known) belong(classes []int) {
	for _, c := range classes {
		for len(k.classes) <= c/64 {
			k.classes = append(k.classes, 0)
		}
		k.classes[c/64] |= 1 << (c % 64)
	}
}

// match matches elements from word i on. Gaps are short, so the backtracking
// is bounded.
func match(words []word, i int, steps []step) (to int, ok bool) {
	for n, e := range steps {
		if e.Gap > 0 {
			return matchGap(words, i, e.Element, steps[n+1:])
		}
		if i < len(words) && e.fits(words[i]) {
			if !e.Optional {
				i++
				continue
			}
			if to, ok := match(words, i+1, steps[n+1:]); ok {
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

func matchGap(words []word, i int, gap Element, steps []step) (to int, ok bool) {
	for skipped := 0; i < len(words); i++ {
		if gap.Clause && words[i].Breaks {
			return 0, false
		}
		if to, ok := match(words, i, steps); ok {
			return to, true
		}
		if gap.Clause && clauseWords[words[i].Text] {
			return 0, false
		}
		if skipped += words[i].Room; skipped > gap.Gap*WordRoom {
			return 0, false
		}
	}
	return 0, false
}

func (s step) fits(w word) bool {
	if s.class >= 0 {
		k := w.entry.classes
		in := s.class/64 < len(k) && k[s.class/64]&(1<<(s.class%64)) != 0
		return in != s.Not
	}
	return s.matches(w.Token)
}

func (e Element) matches(t Token) bool {
	if e.Number {
		return t.Number
	}
	for _, w := range e.Words {
		if w.Text == t.Text || w.Stem && strings.HasPrefix(t.Text, w.Text) {
			return !e.Not
		}
	}
	return e.Not
}
