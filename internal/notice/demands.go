package notice

import (
	"sort"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// readDemands tells what a message asks for, in the order it asks.
func (m *message) readDemands(reading *reinstate.Reading) {
	found := m.scores(aboutDemand, func(h hit) float64 {
		s := m.sents[m.words[h.from].sentence]
		if h.entry.weight < 0 {
			return 1
		}
		return m.r.lexicon.Zones[s.zone].Asks * s.mood.demands
	})
	sort.SliceStable(found, func(a, b int) bool { return found[a].best.from < found[b].best.from })
	for _, s := range found {
		if s.total < catalog.FoundAt {
			continue
		}
		reading.Demands = append(reading.Demands, reinstate.DemandFound{
			Code: m.r.demands[s.item].Code, Quote: m.quote(s.best.from, s.best.to),
		})
	}
}

// readResponses tells which ways of answering a message offers.
func (m *message) readResponses(reading *reinstate.Reading) {
	if reading.Kind == reinstate.KindOther {
		return
	}
	found := m.scores(aboutResponse, func(h hit) float64 {
		s := m.sents[m.words[h.from].sentence]
		if m.r.lexicon.Responses[h.entry.item].Response == reinstate.RespondNone {
			return 1
		}
		if s.mood.spared || m.r.lexicon.Zones[s.zone].Name == "quoted" {
			return 0
		}
		return 1
	})
	for _, s := range found {
		if s.total < catalog.FoundAt {
			continue
		}
		reading.Responses = append(reading.Responses, reinstate.ResponseFound{
			Response: m.r.lexicon.Responses[s.item].Response, Quote: m.quote(s.best.from, s.best.to),
		})
	}
}

// readSeverity tells whether a lawyer should see the message before anything
// is answered.
func (m *message) readSeverity(reading *reinstate.Reading) {
	if reading.Kind == reinstate.KindOther {
		return
	}
	for _, h := range m.hits[aboutSevere] {
		s := m.sents[m.words[h.from].sentence]
		const sentenceLike = 3 // words: long enough to mean what it says by itself
		if h.to-h.from < sentenceLike && (s.mood.spared || s.mood.reasons < 0.5) || m.r.lexicon.Zones[s.zone].Factor < 0.2 {
			continue
		}
		reading.Severe, reading.SevereQuote = true, m.quote(h.from, h.to)
		return
	}
}
