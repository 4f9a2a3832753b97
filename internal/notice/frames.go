package notice

import (
	"slices"
	"strings"

	"reinstate/internal/catalog"
)

// frame is one frame of the catalog with what it tells.
type frame struct {
	entry      *entry
	parts, not []int // concepts
}

// frameSpan is the number of words within which the parts of a frame stand;
// characters of Chinese and Japanese take a third of a word.
const frameSpan = 26

// indexFrames puts the words of every concept into the index, and the frames
// under the first concept they need.
func (r *Reader) indexFrames(frames catalog.Frames) {
	for n, c := range frames.Concepts {
		r.index.addPhrases(c.Phrases, aboutConcept, n)
	}
	r.frames = make([][]frame, len(frames.Concepts))
	for n, cause := range r.causes {
		r.addFrames(frames.Reasons[cause.Code], aboutReason, n)
	}
	for n, d := range r.demands {
		r.addFrames(frames.Demands[d.Code], aboutDemand, n)
	}
	for n, l := range r.lexicon.Levels {
		r.addFrames(frames.Levels[l.Level], aboutLevel, n)
	}
	for n, d := range r.lexicon.Decisions {
		r.addFrames(frames.Decisions[d.Decision], aboutDecision, n)
	}
	for n, o := range r.lexicon.Others {
		r.addFrames(frames.Others[o.Sort], aboutOther, n)
	}
	r.addFrames(frames.Notice, aboutKind, kindNotice)
	r.addFrames(frames.Reply, aboutKind, kindReply)
	r.carried = frames.Carried
	r.percent = &entry{topic: aboutConcept, item: frames.Percent, weight: 1}
	r.shareConcepts(frames)
}

// share is what a concept by itself says of a reason.
type share struct {
	item   int
	weight float64
}

// conceptShare is what a concept that only one reason has says of it.
const conceptShare = 0.8

// shareConcepts lets every concept of a frame speak a little for its reason,
// the less the more reasons have it, so that a message can be guessed at that
// fills no frame.
func (r *Reader) shareConcepts(frames catalog.Frames) {
	r.shares = make([][]share, len(frames.Concepts))
	for n, cause := range r.causes {
		for _, f := range frames.Reasons[cause.Code] {
			for _, c := range f.Parts {
				known := slices.ContainsFunc(r.shares[c], func(s share) bool { return s.item == n })
				if f.Weight > 0 && !known && !slices.Contains(frames.Common, c) {
					r.shares[c] = append(r.shares[c], share{item: n})
				}
			}
		}
	}
	for c, shares := range r.shares {
		for n := range shares {
			r.shares[c][n].weight = conceptShare / float64(len(shares))
		}
	}
}

func (r *Reader) addFrames(frames []catalog.Frame, t topic, item int) {
	for _, f := range frames {
		first := f.Parts[0]
		r.frames[first] = append(r.frames[first], frame{
			entry: &entry{topic: t, item: item, weight: f.Weight}, parts: f.Parts[1:], not: f.Not,
		})
	}
}

// readFrames finds every frame and adds it to the hits of its topic. The
// concepts of a sentence are looked at once; a frame is only tried where its
// first concept stands.
func (m *message) readFrames() {
	m.addPercents()
	hits := m.hits[aboutConcept]
	inSentence := make([][]hit, len(m.r.frames)) // by concept
	var named []int
	added := [topics]bool{}
	lists := m.carry(hits)
	for at := 0; at < len(hits); {
		sentence := m.words[hits[at].from].sentence
		note := func(h hit) {
			c := h.entry.item
			if len(inSentence[c]) == 0 {
				named = append(named, c)
			}
			if len(inSentence[c]) < mostOfConcept {
				inSentence[c] = append(inSentence[c], h)
			}
		}
		for ; at < len(hits) && m.words[hits[at].from].sentence == sentence; at++ {
			note(hits[at])
		}
		for _, h := range lists[sentence] {
			first := m.sents[sentence].first
			note(hit{entry: h.entry, from: first, to: first})
		}
		for _, c := range named {
			for _, f := range m.r.frames[c] {
				if found, ok := m.frameAt(f, c, inSentence); ok {
					m.hits[f.entry.topic] = append(m.hits[f.entry.topic], found)
					added[f.entry.topic] = true
				}
			}
		}
		for _, c := range named {
			inSentence[c] = inSentence[c][:0]
		}
		named = named[:0]
	}
	for t, more := range added {
		if more {
			slices.SortStableFunc(m.hits[t], func(a, b hit) int { return a.from - b.from })
		}
	}
}

// addPercents adds the numbers with a percent sign to the hits of the concept
// that they express.
func (m *message) addPercents() {
	text, added := m.view.text, false
	for i, w := range m.words {
		if after := strings.TrimLeft(text[w.end:min(w.end+len("\u00a0%"), len(text))], " \u00a0"); w.number >= 0 && strings.HasPrefix(after, "%") {
			m.hits[aboutConcept] = append(m.hits[aboutConcept], hit{entry: m.r.percent, from: i, to: i + 1})
			added = true
		}
	}
	if added {
		slices.SortStableFunc(m.hits[aboutConcept], func(a, b hit) int { return a.from - b.from })
	}
}

// mostOfConcept is how many places of one concept in a sentence are looked at,
// so that the work stays linear in a text that repeats one word.
const mostOfConcept = 6

// frameAt finds the first place of a sentence where all parts of a frame stand
// near each other, each on words of its own.
func (m *message) frameAt(f frame, first int, in [][]hit) (hit, bool) {
	for _, c := range f.parts {
		if len(in[c]) == 0 {
			return hit{}, false
		}
	}
	for _, c := range f.not {
		if len(in[c]) > 0 {
			return hit{}, false
		}
	}
	for _, start := range in[first] {
		if found, ok := m.gather(f, start, in); ok {
			return found, true
		}
	}
	return hit{}, false
}

// gather takes the nearest free place of each part after another.
func (m *message) gather(f frame, start hit, in [][]hit) (hit, bool) {
	found := hit{entry: f.entry, from: start.from, to: start.to}
	taken := make([]hit, 1, len(f.parts)+1)
	taken[0] = start
	for _, c := range f.parts {
		best, width := hit{}, 0
		for _, h := range in[c] {
			if slices.ContainsFunc(taken, func(t hit) bool { return h.from < t.to && t.from < h.to }) {
				continue
			}
			w := m.width(min(found.from, h.from), max(found.to, h.to))
			if best.entry == nil || w < width {
				best, width = h, w
			}
		}
		if best.entry == nil || width > frameSpan*catalog.WordRoom {
			return hit{}, false
		}
		taken = append(taken, best)
		found.from, found.to = min(found.from, best.from), max(found.to, best.to)
	}
	return found, true
}

// width is the room that words from..to take up.
func (m *message) width(from, to int) int {
	if m.room == nil {
		m.room = make([]int, len(m.words)+1)
		for i, w := range m.words {
			m.room[i+1] = m.room[i] + w.room()
		}
	}
	return m.room[to] - m.room[from]
}

// carry finds the sentences that go on with what one before them began, and the
// concepts they take over: the lines of a list from its introduction, the parts
// of an enumeration from its first. The answer is by sentence.
func (m *message) carry(hits []hit) map[int][]hit {
	lent := map[int][]hit{}
	var intro []hit // of the list that is open
	inList := false
	at, line := 0, 0
	for n, s := range m.sents {
		var own []hit
		for ; at < len(hits) && hits[at].from < s.last; at++ {
			if slices.Contains(m.r.carried, hits[at].entry.item) {
				own = append(own, hits[at])
			}
		}
		for m.lines[line].last <= s.first {
			line++
		}
		begins := m.lines[line].first == s.first
		item := begins && m.listItem(m.lines[line])
		switch {
		case n > 0 && !begins && m.enumerates(s.first):
			lent[n] = append(slices.Clip(lent[n-1]), own...)
			if own == nil && lent[n-1] == nil {
				lent[n] = m.carriedIn(hits, m.sents[n-1])
			}
		case len(own) > 0 && m.introduces(s):
			intro, inList = own, false
		case len(intro) > 0 && (item || !begins || !inList):
			lent[n] = intro
			inList = inList || item
		default:
			intro = nil
		}
	}
	return lent
}

// carriedIn lists the concepts of a sentence that the next may take over.
func (m *message) carriedIn(hits []hit, s sentence) []hit {
	first, _ := slices.BinarySearchFunc(hits, s.first, func(h hit, at int) int { return h.from - at })
	var own []hit
	for _, h := range hits[first:] {
		if h.from >= s.last {
			break
		}
		if slices.Contains(m.r.carried, h.entry.item) {
			own = append(own, h)
		}
	}
	return own
}

// enumerates reports whether a semicolon stands before word i.
func (m *message) enumerates(i int) bool {
	return strings.ContainsAny(m.view.text[m.words[i-1].end:m.words[i].start], ";；")
}

// introduces reports whether a sentence ends with the colon that ends its line.
func (m *message) introduces(s sentence) bool {
	end := m.words[s.last-1].end
	line, _, _ := strings.Cut(m.view.text[end:min(end+longestTail, len(m.view.text))], "\n")
	line = strings.TrimSpace(line)
	return line == ":" || line == "："
}

// longestTail is how far behind the last word of a line its colon is looked for.
const longestTail = 12
