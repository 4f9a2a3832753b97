package plan

import "reinstate/internal/catalog"

// hit is one place where a cue stands: words from..to, to exclusive.
type hit struct{ from, to int }

// findCues lists the hits of each cue in the order of the words: of the lists
// of words, then of the themes, then of the standards.
func (d *draft) findCues() [][]hit {
	hits := make([][]hit, int(cueCount)+len(d.checker.themes)+len(d.checker.standards))
	text := make([]catalog.Token, len(d.words))
	for i, w := range d.words {
		text[i] = catalog.Token{Text: w.text, Number: w.number, Room: catalog.WordRoom, Breaks: w.breaks}
	}
	last := func(i int) int { return d.sentences[d.words[i].sentence].last }
	d.checker.cues.Find(text, last, func(id, from, to int) { hits[id] = append(hits[id], hit{from, to}) })
	return hits
}

// themesIn counts the words of each theme in sentence range, own voice or not.
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
