package notice

import (
	"slices"
	"strings"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// labelWeight is what a "complaint type" line weighs: more than any heading.
const labelWeight = 4.0

// besideBest is the share of the heaviest reason's weight from which another
// one is a reason too rather than mentioned in passing. A long message mentions
// more in passing than a short one.
func (m *message) besideBest() float64 {
	const short, inShort, inLong = 90, 0.38, 0.6
	if len(m.words) <= short {
		return inShort
	}
	return inLong
}

// heaviestCounted caps the heaviest reason in that comparison: a message may
// say one thing many times and another once.
const heaviestCounted = 5.0

// guessedAt is the weight from which a lone reason is offered as a guess,
// with the low confidence it has, so that a page can ask.
const guessedAt = 0.5

// readReasons tells why the marketplace acted, the primary reason first.
func (m *message) readReasons(reading *reinstate.Reading) {
	if reading.Kind == reinstate.KindOther {
		return
	}
	found := m.scores(aboutReason, func(h hit) float64 {
		s := m.sents[m.words[h.from].sentence]
		if h.entry.weight < 0 {
			return 1
		}
		return m.r.lexicon.Zones[s.zone].Factor * s.mood.reasons
	})
	found, labelled := m.addLabels(found)
	found = m.withoutWrappers(found, labelled)
	if len(found) == 0 || found[0].total < catalog.FoundAt {
		m.suspect(reading)
	}
	if len(found) == 0 || len(reading.Reasons) > 0 {
		return
	}
	floor := min(found[0].total, heaviestCounted) * m.besideBest()
	var primary hit
	var primaryTotal float64
	for n, s := range m.firstSaidFirst(found) {
		if n == 0 {
			primary, primaryTotal = s.best, s.total
		}
		if s.total < floor || s.total < catalog.FoundAt && len(reading.Reasons) > 0 || s.total < guessedAt {
			continue
		}
		if n > 0 && !labelled[s.item] && overlap(s.best, primary) && s.total < primaryTotal {
			continue // it reads the same words another way
		}
		reading.Reasons = append(reading.Reasons, reinstate.ReasonFound{
			Code: m.r.causes[s.item].Code, Confidence: confidence(s.total), Quote: m.quote(s.best.from, s.best.to),
		})
	}
}

// overlap reports whether two cues stand on the same words.
func overlap(a, b hit) bool { return a.from < b.to && b.from < a.to }

// firstSaidFirst moves the reason to the front that is named first among
// those that weigh about the same as the heaviest.
func (m *message) firstSaidFirst(found []score) []score {
	const about = 0.8
	primary := 0
	for n, s := range found {
		if s.total >= found[0].total*about && s.first < found[primary].first {
			primary = n
		}
	}
	first := found[primary]
	return slices.Insert(slices.Delete(slices.Clone(found), primary, primary+1), 0, first)
}

// addLabels adds what "complaint type" and "infringement type" lines say.
func (m *message) addLabels(found []score) ([]score, map[int]bool) {
	labelled := map[int]bool{}
	for _, h := range m.hits[aboutLabel] {
		if !m.labelled(h.from) {
			continue
		}
		at := slices.IndexFunc(found, func(s score) bool { return s.item == h.entry.item })
		if at < 0 {
			found = append(found, score{item: h.entry.item, first: h.from})
			at = len(found) - 1
		}
		if !labelled[h.entry.item] {
			found[at].total += labelWeight
			labelled[h.entry.item] = true
		}
		found[at].best = h
	}
	slices.SortStableFunc(found, func(a, b score) int {
		switch {
		case a.total > b.total:
			return -1
		case a.total < b.total:
			return 1
		}
		return a.first - b.first
	})
	return found, labelled
}

// labelled reports whether word i follows the colon of a line whose first
// words name a type, such as "Complaint type: ...".
func (m *message) labelled(i int) bool {
	const after = 6 // words
	if i == 0 || !strings.ContainsAny(m.view.text[m.words[i-1].end:m.words[i].start], ":：,/;|(，、") {
		return false
	}
	for at := i; at > 0 && i-at < after; at-- {
		gap := m.view.text[m.words[at-1].end:m.words[at].start]
		for _, r := range gap {
			if r == '\n' {
				return false
			}
			if r == ':' || r == '：' {
				if i != at && m.words[i].sentence != m.words[at].sentence {
					return false
				}
				return m.namesType(at)
			}
		}
	}
	return false
}

// withoutWrappers drops reasons that are only the wider word or the contract
// heading of another one that was found.
func (m *message) withoutWrappers(found []score, labelled map[int]bool) []score {
	weight := map[reinstate.ReasonCode]float64{}
	for _, s := range found {
		weight[m.r.causes[s.item].Code] = s.total
	}
	return slices.DeleteFunc(found, func(s score) bool {
		return !labelled[s.item] && slices.ContainsFunc(m.r.causes[s.item].YieldsTo, func(code reinstate.ReasonCode) bool {
			return weight[code] >= catalog.FoundAt && weight[code] >= s.total/4
		})
	})
}

// namesType reports whether one of the two words before word i, in their
// sentence, names a type.
func (m *message) namesType(i int) bool {
	hits := m.hits[aboutLabelWord]
	at, _ := slices.BinarySearchFunc(hits, i-2, func(h hit, at int) int { return h.from - at })
	for ; at < len(hits) && hits[at].from < i; at++ {
		if m.words[hits[at].from].sentence == m.words[i-1].sentence {
			return true
		}
	}
	return false
}
