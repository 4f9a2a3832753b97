package notice

import "reinstate/internal/catalog"

// topic says what a cue tells about.
type topic uint8

// Topics. item of an entry is an index within its topic.
const (
	aboutReason topic = iota
	aboutLabel
	aboutTopic
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
	aboutAdvised
	aboutGreeting
	aboutClosing
	aboutLabelWord
	aboutConcept
	topics
)

// entry is one cue of the index.
type entry struct {
	topic  topic
	item   int
	weight float64
}

// hit is one place where a cue stands: words from..to, to exclusive.
type hit struct {
	entry    *entry
	from, to int
}

// index finds every cue of the catalog in one pass over the words.
type index struct {
	cues    *catalog.Index
	entries []*entry
}

func newIndex() *index { return &index{cues: catalog.NewIndex()} }

func (x *index) add(p catalog.Phrase, t topic, item int, weight float64) {
	x.cues.Add(p, len(x.entries))
	x.entries = append(x.entries, &entry{topic: t, item: item, weight: weight})
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

// find lists every hit, by topic, in the order of the words.
func (x *index) find(l *lexed, hits *[topics][]hit) {
	text := make([]catalog.Token, len(l.words))
	for i, w := range l.words {
		text[i] = catalog.Token{Text: w.text, Number: w.number >= 0, Room: w.room()}
	}
	last := func(i int) int { return l.sents[l.words[i].sentence].last }
	x.cues.Find(text, last, func(id, from, to int) {
		e := x.entries[id]
		hits[e.topic] = append(hits[e.topic], hit{entry: e, from: from, to: to})
	})
}

// room is what a word takes up of a gap. A character of Chinese or Japanese is
// about a third of a word; the further parts of a host name or a number
// ("Amazon.co.uk", "1-2") take nothing.
func (w word) room() int {
	switch {
	case w.text[0] >= 0xe2: // the first byte of every ideograph
		return 1
	case w.joined:
		return 0
	}
	return catalog.WordRoom
}
