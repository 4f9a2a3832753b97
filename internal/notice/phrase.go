package notice

import "reinstate/internal/catalog"

// topic says what a cue tells about.
type topic uint8

// Topics. item of an entry is an index within its topic.
const (
	aboutReason topic = iota
	aboutLabel
	aboutDemand
	aboutLevel
	aboutDecision
	aboutKind
	aboutOther
	aboutResponse
	aboutMood
	aboutHeading
	aboutMarket
	aboutStore
	aboutClock
	aboutSpan
	aboutUnit
	aboutSevere
	topics
)

// entry is one cue of the index.
type entry struct {
	elements []catalog.Element
	topic    topic
	item     int
	weight   float64
}

// hit is one place where a cue stands: words from..to, to exclusive.
type hit struct {
	entry    *entry
	from, to int
}

// index finds every cue of the catalog in one pass over the words. Cues are
// kept by their first word, so the work per word does not grow with the size
// of the catalog.
type index struct {
	exact  map[string][]*entry
	stems  map[string][]*entry
	number []*entry
	stemAt []int // the lengths of stems, ascending
}

func newIndex() *index {
	return &index{exact: map[string][]*entry{}, stems: map[string][]*entry{}}
}

func (x *index) add(p catalog.Phrase, t topic, item int, weight float64) {
	if len(p.Elements) == 0 {
		return
	}
	e := &entry{elements: p.Elements, topic: t, item: item, weight: weight}
	first := p.Elements[0]
	if first.Number {
		x.number = append(x.number, e)
	}
	for _, w := range first.Words {
		if !w.Stem {
			x.exact[w.Text] = append(x.exact[w.Text], e)
			continue
		}
		if _, ok := x.stems[w.Text]; !ok {
			x.stemAt = insertOnce(x.stemAt, len(w.Text))
		}
		x.stems[w.Text] = append(x.stems[w.Text], e)
	}
}

func (x *index) addCues(cues []catalog.Cue, t topic, item int) {
	for _, cue := range cues {
		x.add(cue.Phrase, t, item, cue.Weight)
	}
}

func (x *index) addPhrases(phrases []catalog.Phrase, t topic, item int) {
	for _, p := range phrases {
		x.add(p, t, item, 1)
	}
}

func insertOnce(sorted []int, n int) []int {
	at := 0
	for at < len(sorted) && sorted[at] < n {
		at++
	}
	if at < len(sorted) && sorted[at] == n {
		return sorted
	}
	sorted = append(sorted, 0)
	copy(sorted[at+1:], sorted[at:])
	sorted[at] = n
	return sorted
}

// find lists every hit, by topic, in the order of the words.
func (x *index) find(l *lexed, hits *[topics][]hit) {

	known := map[string][]*entry{}
	for i := range l.words {
		text := l.words[i].text
		candidates, ok := known[text]
		if !ok {
			candidates = x.candidates(text)
			known[text] = candidates
		}
		x.tryAll(l, i, candidates, hits)
		if l.words[i].number >= 0 {
			x.tryAll(l, i, x.number, hits)
		}
	}

}

func (x *index) tryAll(l *lexed, i int, candidates []*entry, hits *[topics][]hit) {
	last := l.sents[l.words[i].sentence].last
	for _, e := range candidates {
		if to, ok := matchRest(l.words, i+1, last, e.elements[1:]); ok {
			hits[e.topic] = append(hits[e.topic], hit{entry: e, from: i, to: to})
		}
	}

}

func (x *index) candidates(text string) []*entry {
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

// matchRest matches elements from word i on within one sentence. Gaps are
// short, so the backtracking is bounded.
func matchRest(words []word, i, last int, elements []catalog.Element) (to int, ok bool) {
	for n, e := range elements {
		if e.Gap > 0 {
			for skipped := 0; i < last; i++ {
				if to, ok := matchRest(words, i, last, elements[n+1:]); ok {
					return to, true
				}
				if skipped += words[i].weight(); skipped > e.Gap*wordRoom {
					return 0, false
				}
			}
			return 0, false
		}
		if i < last && matches(words[i], e) {
			if e.Optional {
				if to, ok := matchRest(words, i+1, last, elements[n+1:]); ok {
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

// wordRoom is what one word takes up of a gap. A character of Chinese or
// Japanese is about a third of a word.
const wordRoom = 3

// weight is what a word takes up of a gap: the further parts of a host name or
// a number ("Amazon.co.uk", "1-2") take nothing.
func (w word) weight() int {
	switch {
	case w.text[0] >= 0xe2: // the first byte of every ideograph
		return 1
	case w.joined:
		return 0
	}
	return wordRoom
}

func matches(w word, e catalog.Element) bool {
	if e.Number {
		return w.number >= 0
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
