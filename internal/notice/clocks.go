package notice

import (
	"slices"

	"reinstate/internal/reinstate"
)

// readClocks tells every span and date a message states, and whose it is.
func (m *message) readClocks(reading *reinstate.Reading) {
	m.monthFirst = reading.Store == "US" || reading.Store == "" && reading.Marketplace != reinstate.EBay
	var kept []span
	var kinds []reinstate.ClockKind
	all := m.spans()
	for n, s := range all {
		if n > 0 {
			s.before = all[n-1].to
		}
		s.after = len(m.words)
		if n+1 < len(all) {
			s.after, s.next = all[n+1].at, all[n+1].from
		}
		kind, ok := m.owner(s, reading)
		if ok {
			kept, kinds = append(kept, s), append(kinds, kind)
		}
	}
	dated := map[int]bool{} // sentences that state the seller's limit as a date
	for n, s := range kept {
		if s.date != "" && kinds[n].Sellers() {
			dated[m.words[s.at].sentence] = true
		}
	}
	seen := map[reinstate.ClockFound]bool{}
	for n, s := range kept {
		if s.date == "" && kinds[n].Sellers() && dated[m.words[s.at].sentence] {
			continue // the date is the more exact of the two
		}
		found := reinstate.ClockFound{Kind: kinds[n], Count: s.count, Unit: s.unit, Date: s.date, From: m.startOf(s)}
		if seen[found] {
			continue
		}
		seen[found] = true
		found.Quote = m.quote(s.from, s.to)
		reading.Clocks = append(reading.Clocks, found)
	}
}

// owner tells whose time a span is, or that it is no time limit at all.
func (m *message) owner(s span, reading *reinstate.Reading) (reinstate.ClockKind, bool) {
	zone := m.zoneName(s.at)
	if zone == "header" || zone == "quoted" {
		return "", false
	}
	weights := m.clockWeights(s)
	if zone == "funds" {
		weights[reinstate.ClockFunds] += 2
	}
	switch m.actor(s) {
	case "they":
		weights[reinstate.ClockReplyExpected] += actorWeight
	case "you":
		weights[reinstate.ClockAppeal] += actorWeight
	case "please", "await":
		// What is asked for is nobody else's time, whatever it is called.
		delete(weights, reinstate.ClockReplyExpected)
		delete(weights, reinstate.ClockReview)
		if s.lead == "until" && zone != "funds" {
			delete(weights, reinstate.ClockFunds)
		}
		if _, weight := heaviest(weights); weight == 0 {
			weights[reinstate.ClockAppeal] = actorWeight
		}
	}
	if s.unit == reinstate.UnitAttempt {
		return reinstate.ClockAttempts, weights[reinstate.ClockAttempts] > 0
	}
	delete(weights, reinstate.ClockAttempts)
	if s.date != "" {
		return m.dateOwner(s, weights, reading)
	}
	if s.lead == "backward" {
		return reinstate.ClockDocumentAge, weights[reinstate.ClockDocumentAge] >= 0.5 && weights[reinstate.ClockDocumentAge] >= weights[""]/4
	}
	kind, weight := heaviest(weights)
	if kind == "" && weight > 0 {
		return "", false
	}
	if !kind.Sellers() && weight >= theirs || weight >= plainly {
		return kind, true
	}
	if s.lead == "forward" || s.lead == "until" || m.fromNow(s) || s.lead == "since" && m.awaited(s) {
		return m.sellersKind(weights, reading), true
	}
	return kind, !kind.Sellers() && weight >= 1
}

// actorWeight is what it weighs who is to act within a span.
const actorWeight = 1.6

// actorName tells whether a span cue names who acts: "they", "you", "please"
// for a request, or "await" for what the marketplace waits to receive. It is empty for others.
func (m *message) actorName(h hit) string {
	switch name := m.r.lexicon.Spans[h.entry.item].Name; name {
	case "they", "you", "please", "await":
		return name
	}
	return ""
}

// actor tells who is to act within a span: the one named last before it in
// its sentence.
func (m *message) actor(s span) string {
	name, end, width := "", -1, 0
	for _, h := range m.spanHits(s) {
		actor := m.actorName(h)
		if actor == "" || h.to > s.at {
			continue
		}
		if h.to > end || h.to == end && h.to-h.from > width {
			name, end, width = actor, h.to, h.to-h.from
		}
	}
	return name
}

// awaited reports whether a sentence says before the span that something from
// the seller is waited for: "if there is no plan from you after 17 days".
func (m *message) awaited(s span) bool {
	for _, h := range m.spanHits(s) {
		if h.to <= s.at && m.actorName(h) == "await" {
			return true
		}
	}
	return false
}

// spanHits lists the cues about spans that stand before one in its sentence.
func (m *message) spanHits(s span) []hit {
	hits := m.hits[aboutSpan]
	before := func(h hit, at int) int { return h.from - at }
	first, _ := slices.BinarySearchFunc(hits, m.sents[m.words[s.at].sentence].first, before)
	last, _ := slices.BinarySearchFunc(hits, s.at, before)
	return hits[first:last]
}

// dateOwner tells what a date is: only one that something leads up to is a
// limit.
func (m *message) dateOwner(s span, weights map[reinstate.ClockKind]float64, reading *reinstate.Reading) (reinstate.ClockKind, bool) {
	if weights[reinstate.ClockMeeting] >= 2 {
		return reinstate.ClockMeeting, true
	}
	if s.lead != "until" {
		return "", false
	}
	kind, weight := heaviest(weights)
	if weight >= 2 && kind != "" && !kind.Sellers() {
		return kind, true
	}
	return m.sellersKind(weights, reading), kind != ""
}

// moreCues is the share with which every further cue of a kind counts, for
// the kinds that are not the seller's: their words come in numbers.
const moreCues = 0.5

// theirs is the weight from which a span is somebody else's than the seller's.
const theirs = 1.5

// plainly is the weight of a near cue that leaves no doubt.
const plainly = 4.0

// clockWeights sums the cues around a span by kind.
func (m *message) clockWeights(s span) map[reinstate.ClockKind]float64 {
	weights := map[reinstate.ClockKind]float64{}
	sentence := m.words[s.at].sentence
	hits := m.hits[aboutClock]
	first, _ := slices.BinarySearchFunc(hits, m.sents[sentence].first, func(h hit, at int) int { return h.from - at })
	for _, h := range hits[first:] {
		if h.from >= m.sents[sentence].last {
			break
		}
		item, far := h.entry.item&^farClock, h.entry.item&farClock != 0
		kind := m.r.lexicon.Clocks[item].Kind
		w := h.entry.weight
		switch {
		case far:
			w *= 0.5
		case !m.touches(h, s):
			continue
		}
		if kind.Sellers() || kind == "" {
			weights[kind] = max(weights[kind], w)
		} else {
			weights[kind] = max(weights[kind], w) + min(weights[kind], w)*moreCues
		}
	}
	return weights
}

// touches reports whether a near cue overlaps the span or stands beside it,
// with no other span between them.
func (m *message) touches(h hit, s span) bool {
	const beside = 2 // words
	if h.to <= s.before || h.from > s.after || s.next > 0 && h.from >= s.to && h.to > s.next {
		return false
	}
	return h.from <= s.to+beside && h.to >= s.from-beside
}

// kindOrder makes the choice between equal weights the same every time: what
// is not the seller's limit comes first.
var kindOrder = []reinstate.ClockKind{
	"", reinstate.ClockFunds, reinstate.ClockDocumentAge, reinstate.ClockInventory, reinstate.ClockReview,
	reinstate.ClockReplyExpected, reinstate.ClockRecord, reinstate.ClockMeeting, reinstate.ClockCertification,
	reinstate.ClockCall, reinstate.ClockCure, reinstate.ClockDocuments, reinstate.ClockAppeal,
}

func heaviest(weights map[reinstate.ClockKind]float64) (reinstate.ClockKind, float64) {
	best, weight := reinstate.ClockKind(""), 0.0
	for _, kind := range kindOrder {
		if weights[kind] > weight {
			best, weight = kind, weights[kind]
		}
	}
	return best, weight
}

// sellersKind tells which of the seller's own limits it is: by the words
// around it, else by what the message asks for.
func (m *message) sellersKind(weights map[reinstate.ClockKind]float64, reading *reinstate.Reading) reinstate.ClockKind {
	best, weight := reinstate.ClockKind(""), 0.0
	for _, kind := range kindOrder {
		if kind.Sellers() && weights[kind] > weight {
			best, weight = kind, weights[kind]
		}
	}
	if weight > 0 {
		return best
	}
	if reading.Level == reinstate.WarningLevel {
		return reinstate.ClockCure
	}
	narrates, papers := false, false
	for _, d := range reading.Demands {
		for _, known := range m.r.demands {
			if known.Code == d.Code {
				narrates = narrates || known.Narrates
				papers = papers || len(known.Exhibits) > 0
			}
		}
	}
	if papers && !narrates {
		return reinstate.ClockDocuments
	}
	return reinstate.ClockAppeal
}

// fromNow reports whether the words after a span count it from the message:
// "14 days from this e-mail", "21 days from today".
func (m *message) fromNow(s span) bool {
	if s.to+1 >= len(m.words) || m.words[s.to+1].sentence != m.words[s.at].sentence {
		return false
	}
	switch m.words[s.to].text {
	case "from", "of", "ab", "desde", "a", "dalla", "à":
		switch m.words[s.to+1].text {
		case "today", "now", "this", "the", "receipt", "heute", "hoy", "ce", "partir", "questa", "receiving":
			return s.lead != "since" && s.lead != "lasting"
		}
	}
	return false
}
