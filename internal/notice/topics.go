package notice

import (
	"math"

	"reinstate/internal/reinstate"
)

// indexTopics puts the words that are usual for each reason into the index. A
// word that several reasons share says the less of each.
func (r *Reader) indexTopics() {
	shared := map[string]int{}
	for _, cause := range r.causes {
		for _, p := range cause.Topic {
			shared[p.Source]++
		}
	}
	for n, cause := range r.causes {
		for _, p := range cause.Topic {
			r.index.add(p, aboutTopic, n, 1/math.Sqrt(float64(shared[p.Source])))
		}
	}
}

// What a reason has to weigh by its usual words to be suspected, how much it
// has to weigh more than the next one, and the confidence it then has: it is a
// guess, which a page asks about.
const (
	suspectedAt   = 1.0
	suspectedLead = 1.2
	suspicion     = 0.5
)

// suspect names the reason whose usual words a notice holds, where no cue tells
// one. Each word counts once, most in the sentence that holds most. Replies
// often name no reason; theirs is the case's.
func (m *message) suspect(reading *reinstate.Reading) {
	if reading.Kind != reinstate.KindNotice {
		return
	}
	sums, best := m.topicSums()
	first, second := -1, 0.0
	for item, total := range sums {
		switch {
		case first < 0 || total > sums[first]:
			if first >= 0 {
				second = sums[first]
			}
			first = item
		case total > second:
			second = total
		}
	}
	if first < 0 || sums[first] < suspectedAt || sums[first] < second*suspectedLead {
		return
	}
	reading.Reasons = []reinstate.ReasonFound{{
		Code: m.r.causes[first].Code, Confidence: suspicion, Quote: m.quote(best[first].from, best[first].to),
	}}
}

// topicSums weighs each reason by its usual words, with the hit that weighs
// most.
func (m *message) topicSums() (sums []float64, best []hit) {
	sums, best = make([]float64, len(m.r.causes)), make([]hit, len(m.r.causes))
	inSentence := map[[2]int]float64{} // by item and sentence
	fullest := make([]float64, len(m.r.causes))
	type use struct {
		entry *entry
		text  string
	}
	seen := map[use]bool{}
	heaviest := make([]float64, len(m.r.causes))
	note := func(item int, w float64, h hit) {
		if w > heaviest[item] {
			best[item], heaviest[item] = h, w
		}
		sums[item] += w / 2
		key := [2]int{item, m.words[h.from].sentence}
		inSentence[key] += w / 2
		fullest[item] = max(fullest[item], inSentence[key])
	}
	for _, h := range m.hits[aboutTopic] {
		s := m.sents[m.words[h.from].sentence]
		w := h.entry.weight * m.r.lexicon.Zones[s.zone].Factor * s.mood.reasons
		if u := (use{h.entry, m.words[h.from].text}); w <= 0 || seen[u] {
			continue
		} else {
			seen[u] = true
		}
		note(h.entry.item, w, h)
	}
	for _, h := range m.hits[aboutConcept] {
		s := m.sents[m.words[h.from].sentence]
		factor := m.r.lexicon.Zones[s.zone].Factor * s.mood.reasons
		if u := (use{h.entry, ""}); factor <= 0 || seen[u] {
			continue
		} else {
			seen[u] = true
		}
		for _, share := range m.r.shares[h.entry.item] {
			note(share.item, share.weight*factor, h)
		}
	}
	for item := range sums {
		sums[item] += fullest[item]
	}
	return sums, best
}
