package plan

import (
	"slices"
	"strings"

	"reinstate/internal/catalog"
)

// hit is one place where a cue stands: words from..to, to exclusive.
type hit struct{ from, to int }

// cueEntry is one phrase of the index: what has to follow its first word.
type cueEntry struct {
	rest []slot
	id   int
}

// slot is one element of a phrase, made quick to compare with.
type slot struct {
	exact                         map[string]bool
	stems                         []string
	gap                           int
	clause, not, optional, number bool
}

func slotsOf(elements []catalog.Element) []slot {
	slots := make([]slot, len(elements))
	for i, e := range elements {
		s := slot{gap: e.Gap, clause: e.Clause, not: e.Not, optional: e.Optional, number: e.Number, exact: map[string]bool{}}
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

// cueIndex finds every phrase in one pass over the words. Phrases are kept by
// their first word, so the work per word does not grow with their number.
type cueIndex struct {
	exact  map[string][]*cueEntry
	stems  map[string][]*cueEntry
	number []*cueEntry
	stemAt []int // lengths of stems, ascending
	ids    int   // one more than the largest
}

func newCueIndex() *cueIndex {
	return &cueIndex{exact: map[string][]*cueEntry{}, stems: map[string][]*cueEntry{}}
}

func (x *cueIndex) add(p catalog.Phrase, id int) {
	x.ids = max(x.ids, id+1)
	if len(p.Elements) == 0 {
		return
	}
	e := &cueEntry{slotsOf(p.Elements[1:]), id}
	if p.Elements[0].Number {
		x.number = append(x.number, e)
	}
	for _, w := range p.Elements[0].Words {
		if !w.Stem {
			x.exact[w.Text] = append(x.exact[w.Text], e)
			continue
		}
		if !slices.Contains(x.stemAt, len(w.Text)) {
			x.stemAt = append(x.stemAt, len(w.Text))
			slices.Sort(x.stemAt)
		}
		x.stems[w.Text] = append(x.stems[w.Text], e)
	}
}

// find lists the hits of each cue in the order of the words.
func (x *cueIndex) find(d *draft) [][]hit {
	hits := make([][]hit, max(x.ids, int(cueCount)+len(d.checker.themes)+len(d.checker.standards)))
	known := map[string][]*cueEntry{}
	for i := range d.words {
		w := &d.words[i]
		candidates, ok := known[w.text]
		if !ok {
			candidates = x.candidates(w.text)
			known[w.text] = candidates
		}
		x.try(d, i, candidates, hits)
		if w.number {
			x.try(d, i, x.number, hits)
		}
	}
	return hits
}

func (x *cueIndex) try(d *draft, i int, candidates []*cueEntry, hits [][]hit) {
	last := d.sentences[d.words[i].sentence].last
	for _, e := range candidates {
		if to, ok := matchFrom(d.words, i+1, last, e.rest); ok {
			hits[e.id] = append(hits[e.id], hit{i, to})
		}
	}
}

func (x *cueIndex) candidates(text string) []*cueEntry {
	candidates := x.exact[text]
	for _, n := range x.stemAt {
		if n > len(text) {
			break
		}
		if found := x.stems[text[:n]]; len(found) > 0 {
			candidates = append(candidates[:len(candidates):len(candidates)], found...)
		}
	}
	return candidates
}

// clauseWords end a clause, or bring another subject or a negation into it.
var clauseWords = map[string]bool{
	"we": true, "i": true, "our": true, "my": true, "us": true, "me": true, "because": true, "since": true, "although": true,
	"though": true, "while": true, "whereas": true, "if": true, "unless": true, "but": true, "not": true, "no": true,
	"never": true, "none": true, "nobody": true, "neither": true, "nor": true, "so": true, "until": true,
}

// matchFrom matches slots from word i on within one sentence. Gaps are short,
// so the backtracking is bounded.
func matchFrom(words []word, i, last int, slots []slot) (to int, ok bool) {
	for n := range slots {
		e := &slots[n]
		if e.gap > 0 {
			for skip := 0; skip <= e.gap && i+skip < last; skip++ {
				if e.clause && words[i+skip].breaks {
					return 0, false
				}
				if to, ok := matchFrom(words, i+skip, last, slots[n+1:]); ok {
					return to, true
				}
				if e.clause && clauseWords[words[i+skip].text] {
					return 0, false
				}
			}
			return 0, false
		}
		if i < last && e.fits(words[i]) {
			if e.optional {
				if to, ok := matchFrom(words, i+1, last, slots[n+1:]); ok {
					return to, true
				}
				continue
			}
			i++
			continue
		}
		if !e.optional {
			return 0, false
		}
	}
	return i, true
}

func (e *slot) fits(w word) bool {
	if e.number {
		return w.number
	}
	if e.exact[w.text] {
		return !e.not
	}
	for _, stem := range e.stems {
		if strings.HasPrefix(w.text, stem) {
			return !e.not
		}
	}
	return e.not
}

// themesOf counts the words of each theme in sentence range, own voice or not.
func (d *draft) themesIn(sentences []int) map[string]int {
	found := map[string]int{}
	if len(sentences) == 0 {
		return found
	}
	inside := make(map[int]bool, len(sentences))
	for _, n := range sentences {
		inside[n] = true
	}
	for i, name := range d.checker.themes {
		for _, h := range d.hits[int(cueCount)+i] {
			if inside[d.words[h.from].sentence] {
				found[name]++
			}
		}
	}
	return found
}

// fillSentences notes in each sentence what it says in the seller's voice.
func (d *draft) fillSentences() {
	for c := cue(0); c < cueCount; c++ {
		for _, h := range d.hits[c] {
			if w := &d.words[h.from]; !w.quoted {
				d.sentences[w.sentence].cues[c/64] |= 1 << (c % 64)
			}
		}
	}
	for i := range d.words {
		if w := &d.words[i]; w.number && !(w.joined && i > 0 && d.words[i-1].number) {
			d.sentences[w.sentence].numbers++
		}
	}
}
