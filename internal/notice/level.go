package notice

import (
	"slices"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// levelOrder settles a draw: what restricts less is said more deliberately.
var levelOrder = map[reinstate.Level]int{
	reinstate.WarningLevel: 0, reinstate.FulfilmentLevel: 1, reinstate.ListingLevel: 2,
	reinstate.FundsLevel: 3, reinstate.AccountLevel: 4,
}

// Shares with which levels count against each other. A message that says
// that nothing happened yet names what may happen next much more often, so
// its few plain words outweigh; a word about seller-fulfilled offers narrows
// what "listings" and "account" mean.
var levelLean = map[reinstate.Level]float64{
	reinstate.WarningLevel: 1.5, reinstate.FulfilmentLevel: 1.3, reinstate.ListingLevel: 1,
	reinstate.FundsLevel: 0.75, reinstate.AccountLevel: 1.3,
}

// readLevel tells how much of the business a message restricts.
func (m *message) readLevel(reading *reinstate.Reading) {
	reading.Level = reinstate.UnknownLevel
	if reading.Kind == reinstate.KindOther {
		return
	}
	found := m.scores(aboutLevel, func(h hit) float64 {
		level := m.r.lexicon.Levels[h.entry.item].Level
		s := m.sents[m.words[h.from].sentence]
		factor := levelLean[level]
		switch m.r.lexicon.Zones[s.zone].Name {
		case "quoted":
			return 0
		case "otherwise", "funds", "about", "error":
			factor *= 0.15
		case "ask":
			factor *= 0.5
		case "signature", "items":
			factor *= 0.4
		case "subject":
			factor *= 1.2
		}
		if h.entry.weight < 0 || level == reinstate.WarningLevel {
			return factor
		}
		return factor * s.mood.levels
	})
	if len(found) == 0 || found[0].total < levelFound {
		if threat, ok := m.threatened(); ok {
			reading.Level, reading.LevelSure = reinstate.WarningLevel, confidence(threat.total)
			reading.LevelQuote = m.quote(threat.best.from, threat.best.to)
			return
		}
	}
	if len(found) == 0 {
		return
	}
	best := found[0]
	for _, s := range found[1:] {
		if s.total == best.total && levelOrder[m.r.lexicon.Levels[s.item].Level] < levelOrder[m.r.lexicon.Levels[best.item].Level] {
			best = s
		}
	}
	rest := 0.0
	if len(found) > 1 {
		rest = found[1].total
	}
	reading.Level = m.r.lexicon.Levels[best.item].Level
	reading.LevelQuote = m.quote(best.best.from, best.best.to)
	reading.LevelSure = confidence(best.total - rest/2)
}

// levelFound is the weight from which a statement of what is restricted needs
// no threat beside it.
const levelFound = 2.0

// threatened finds what a message says may or will be restricted. Where it
// says nothing of what is restricted already, that makes it a warning.
func (m *message) threatened() (score, bool) {
	found := m.scores(aboutLevel, func(h hit) float64 {
		s := m.sents[m.words[h.from].sentence]
		if h.entry.weight < plainly || s.mood.levels > 0 || m.r.lexicon.Zones[s.zone].Name == "quoted" {
			return 0
		}
		return 1
	})
	if len(found) == 0 {
		return score{}, false
	}
	return found[0], true
}

// guessSure is the confidence of a level that no words say: it is the one the
// catalog has for the reason, and a page asks rather than states it.
const guessSure = 0.3

// guess fills a level that no words say from the primary reason.
func (m *message) guess(reading *reinstate.Reading) {
	if reading.Kind == reinstate.KindOther || reading.Level != reinstate.UnknownLevel || len(reading.Reasons) == 0 {
		return
	}
	known := m.r.markets
	if market, ok := m.market(reading.Marketplace); ok {
		known = []catalog.Market{market}
	}
	if !slices.ContainsFunc(known, func(market catalog.Market) bool { _, ok := market.Reason(reading.Reasons[0].Code); return ok }) {
		known = m.r.markets // what others do is the next best guess
	}
	for _, market := range known {
		if reason, ok := market.Reason(reading.Reasons[0].Code); ok {
			reading.Level, reading.LevelSure = reason.Level, guessSure
			return
		}
	}
}
