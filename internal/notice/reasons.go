package notice

import (
	"slices"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// labelWeight is what a "complaint type" line weighs: more than any heading.
const labelWeight = 4.0

// besideBest is the share of the heaviest reason's weight from which another
// one is a reason too rather than mentioned in passing.
const besideBest = 0.38

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
	found = m.addLabels(found)
	found = m.withoutWrappers(found)
	for _, s := range found {
		if s.total < catalog.FoundAt || s.total < found[0].total*besideBest {
			continue
		}
		reading.Reasons = append(reading.Reasons, reinstate.ReasonFound{
			Code: m.r.causes[s.item].Code, Confidence: confidence(s.total), Quote: m.quote(s.best.from, s.best.to),
		})
	}
}

// addLabels adds what "complaint type" and "infringement type" lines say.
func (m *message) addLabels(found []score) []score {
	for _, h := range m.hits[aboutLabel] {
		if !m.labelled(h.from) {
			continue
		}
		at := slices.IndexFunc(found, func(s score) bool { return s.item == h.entry.item })
		if at < 0 {
			found = append(found, score{item: h.entry.item, first: h.from})
			at = len(found) - 1
		}
		found[at].total += labelWeight
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
	return found
}

// labelWords are the words that stand before the colon of such a line.
var labelWords = []string{"type", "reason", "violation", "kind", "art", "tipo", "motivo", "motif", "grund", "类型", "型", "種", "由", "因", "category", "issue", "claim"}

// labelled reports whether word i follows the colon of a line whose first
// words name a type, such as "Complaint type: ...".
func (m *message) labelled(i int) bool {
	const before, after = 5, 6 // words
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
				for k := max(0, at-before); k < at; k++ {
					if m.words[k].sentence == m.words[at-1].sentence && slices.Contains(labelWords, m.words[k].text) && k >= at-2 {
						return true
					}
				}
				return false
			}
		}
	}
	return false
}

// withoutWrappers drops reasons that are only the wider word or the contract
// heading of another one that was found.
func (m *message) withoutWrappers(found []score) []score {
	heavy := map[reinstate.ReasonCode]bool{}
	for _, s := range found {
		if s.total >= catalog.FoundAt {
			heavy[m.r.causes[s.item].Code] = true
		}
	}
	return slices.DeleteFunc(found, func(s score) bool {
		return slices.ContainsFunc(m.r.causes[s.item].YieldsTo, func(code reinstate.ReasonCode) bool { return heavy[code] })
	})
}
