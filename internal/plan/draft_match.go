package plan

import (
	"slices"

	"reinstate/internal/catalog"
)

// hit is one place where a cue stands: words from..to, to exclusive.
type hit struct{ from, to int }

// cueEntry is one phrase of the index.
type cueEntry struct {
	elements []catalog.Element
	id       int
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
	e := &cueEntry{p.Elements, id}
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
		if to, ok := matchFrom(d.words, i+1, last, e.elements[1:]); ok {
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

// matchFrom matches elements from word i on within one sentence. Gaps are
// short, so the backtracking is bounded.
func matchFrom(words []word, i, last int, elements []catalog.Element) (to int, ok bool) {
	for n, e := range elements {
		if e.Gap > 0 {
			for skip := 0; skip <= e.Gap && i+skip < last; skip++ {
				if to, ok := matchFrom(words, i+skip, last, elements[n+1:]); ok {
					return to, true
				}
			}
			return 0, false
		}
		if i < last && fits(words[i], e) {
			if e.Optional {
				if to, ok := matchFrom(words, i+1, last, elements[n+1:]); ok {
					return to, true
				}
				continue
			}
			i++
			continue
		}
		if !e.Optional {
			return 0, false
		}
	}
	return i, true
}

func fits(w word, e catalog.Element) bool {
	if e.Number {
		return w.number
	}
	for _, alternative := range e.Words {
		if alternative.Stem {
			if len(w.text) >= len(alternative.Text) && w.text[:len(alternative.Text)] == alternative.Text {
				return true
			}
		} else if w.text == alternative.Text {
			return true
		}
	}
	return false
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
