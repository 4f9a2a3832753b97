package notice

import (
	"slices"
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
	sort.SliceStable(found, func(a, b int) bool { return found[a].best.to < found[b].best.to })
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

// planFirst puts the plan of action before the other ways of answering where
// the message asks for what only a plan can say, such as a root cause with
// what was done about it, whatever else it offers.
func (m *message) planFirst(reading *reinstate.Reading) {
	const enough = 2 // one alone may be asked for beside documents
	var told []reinstate.DemandFound
	for _, found := range reading.Demands {
		if slices.ContainsFunc(m.r.demands, func(d catalog.Demand) bool { return d.Code == found.Code && d.Narrates }) {
			told = append(told, found)
		}
	}
	if len(told) < enough {
		return
	}
	plan := reinstate.ResponseFound{Response: reinstate.RespondPlan, Quote: told[0].Quote}
	at := slices.IndexFunc(reading.Responses, func(r reinstate.ResponseFound) bool { return r.Response == reinstate.RespondPlan })
	if at >= 0 {
		plan = reading.Responses[at]
		reading.Responses = slices.Delete(reading.Responses, at, at+1)
	}
	reading.Responses = slices.Insert(reading.Responses, 0, plan)
}

// readSeverity tells whether a lawyer has to see the message before anything
// is answered, or should.
func (m *message) readSeverity(reading *reinstate.Reading) {
	if reading.Kind == reinstate.KindOther {
		return
	}
	reading.SevereQuote, reading.Severe = m.firstMeant(aboutSevere)
	reading.Advised, _ = m.firstMeant(aboutAdvised)
}

// firstMeant finds the first words of a topic that are neither spared nor in
// passing.
func (m *message) firstMeant(t topic) (reinstate.Quote, bool) {
	for _, h := range m.hits[t] {
		s := m.sents[m.words[h.from].sentence]
		const sentenceLike = 3 // words: long enough to mean what it says by itself
		if h.to-h.from < sentenceLike && (s.mood.spared || s.mood.reasons < 0.5) || m.r.lexicon.Zones[s.zone].Factor < 0.2 {
			continue
		}
		return m.quote(h.from, h.to), true
	}
	return reinstate.Quote{}, false
}
