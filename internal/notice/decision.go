package notice

import (
	"slices"

	"reinstate/internal/reinstate"
)

// readDecision tells what a reply decides. A reply that refuses and asks is a
// request for more; one that refuses for good is final; a plain receipt only
// counts where nothing was decided.
func (m *message) readDecision(reading *reinstate.Reading) {
	weights := map[reinstate.Decision]score{}
	for _, s := range m.scores(aboutDecision, func(h hit) float64 {
		if m.zoneName(h.from) == "quoted" {
			return 0
		}
		return 1
	}) {
		weights[m.r.lexicon.Decisions[s.item].Decision] = s
	}
	decide := func(d reinstate.Decision) {
		reading.Decision = d
		reading.DecidedBy = m.quote(weights[d].best.from, weights[d].best.to)
	}
	has := func(d reinstate.Decision, least float64) bool { return weights[d].total >= least }
	const sure, some = 4.0, 2.0
	won, more, no, final := weights[reinstate.Reinstated].total, weights[reinstate.MoreInformation].total, weights[reinstate.Denied].total, weights[reinstate.FinalDenial].total
	switch {
	case final >= sure && final > more && final > won:
		decide(reinstate.FinalDenial)
	case has(reinstate.Reinstated, sure) && won > more && won > no:
		decide(reinstate.Reinstated)
	case has(reinstate.Acknowledged, sure) && weights[reinstate.Acknowledged].total > max(no, more) && (more < some || !m.asks()):
		decide(reinstate.Acknowledged)
	case no >= sure && (no > more || !m.asks()):
		decide(reinstate.Denied)
	case more >= some:
		decide(reinstate.MoreInformation)
	case no >= some:
		decide(reinstate.Denied)
	case has(reinstate.Acknowledged, some):
		decide(reinstate.Acknowledged)
	case won >= some:
		decide(reinstate.Reinstated)
	}
}

// asks reports whether a message asks for something outright. What it misses in
// a plan it may only be giving as the reason why it refuses.
func (m *message) asks() bool {
	return slices.ContainsFunc(m.hits[aboutMood], func(h hit) bool {
		return m.r.lexicon.Moods[h.entry.item].Name == asking && m.zoneName(h.from) != "quoted" && !m.sents[m.words[h.from].sentence].mood.spared
	})
}

// asking is the mood of a sentence that asks for something.
const asking = "asking"

// nothingAsked drops what a reply seems to ask for that has given back what
// was taken, only says thank you, or is the last word: it names what was sent
// or promised, and waits for nothing.
func nothingAsked(reading *reinstate.Reading) {
	switch reading.Decision {
	case reinstate.Reinstated, reinstate.Acknowledged, reinstate.FinalDenial:
		reading.Demands = nil
	}
}

// notAwaited makes the time that a reply names which waits for nothing the
// marketplace's own: it says by when something will be read or seen. Days in a
// reply that gives back what was taken may be a condition, and stay.
func notAwaited(reading *reinstate.Reading) {
	for n, c := range reading.Clocks {
		soon := reading.Decision == reinstate.Reinstated && c.Unit == reinstate.UnitHour
		if c.Kind.Sellers() && c.Date == "" && (soon || reading.Decision == reinstate.Acknowledged) {
			reading.Clocks[n].Kind = reinstate.ClockReplyExpected
		}
	}
}

// undecided fills in a reply that decides nothing in words but asks for
// something: that is a request for more.
func undecided(reading *reinstate.Reading) {
	if reading.Kind == reinstate.KindReply && reading.Decision == reinstate.NoDecision && len(reading.Demands) > 0 {
		reading.Decision, reading.DecidedBy = reinstate.MoreInformation, reading.Demands[0].Quote
	}
}
