package notice

import (
	"slices"
	"strings"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Weights from which a kind is taken.
const (
	otherFound = 3.0
	replyFound = 2.0
	later      = 0.45 // what words far down still count for a reply
	replyClear = 4.5  // from here a message is a reply though it says what was restricted
	possible   = 0.2  // what words count for a reply in a sentence of what may be
)

// readKind tells a notice from a reply and from what is neither.
func (m *message) readKind(reading *reinstate.Reading) {
	var notice, reply score
	for _, s := range m.scores(aboutKind, m.saidPlainly) {
		if s.item == kindNotice {
			notice = s
		} else {
			reply = s
		}
	}
	reading.Kind = reinstate.KindNotice
	if other, ok := m.other(reading, notice, reply); ok {
		reading.Kind = reinstate.KindOther
		kind := m.r.lexicon.Others[other.item]
		reading.Other = kind.Sort
		reading.KindQuote = m.quote(other.best.from, other.best.to)
		if kind.Anonymous {
			reading.Marketplace, reading.Market = reinstate.UnknownMarketplace, reinstate.Quote{}
			reading.Store, reading.StoreQuote = "", reinstate.Quote{}
		}
		return
	}
	if reply.total >= replyFound && (reply.total >= replyClear || !m.restrictsBefore(reply.best.from)) && (reply.total >= plainly || m.decides() || !m.accuses()) {
		reading.Kind = reinstate.KindReply
		reading.KindQuote = m.quote(reply.best.from, reply.best.to)
		m.readDecision(reading)
		return
	}
	reading.KindQuote = m.quote(notice.best.from, notice.best.to)
}

// saidPlainly is how much a word tells of the kind of a message: less far down,
// where notices say what may still come, and in what is only possible.
func (m *message) saidPlainly(h hit) float64 {
	s := m.sents[m.words[h.from].sentence]
	zone := m.r.lexicon.Zones[s.zone].Name
	switch {
	case zone == "quoted":
		return 0.1
	case h.entry.weight < 0:
		return 1
	case h.entry.item == kindReply && (zone == "otherwise" || s.mood.levels == 0):
		return possible
	case m.early(h.from):
		return 1
	}
	return later
}

// restrictsBefore reports whether a message says outright, before word i, that
// something has been restricted. Replies seldom do, and then say first that
// they are an answer.
func (m *message) restrictsBefore(i int) bool {
	return slices.ContainsFunc(m.hits[aboutKind], func(h hit) bool {
		s := m.sents[m.words[h.from].sentence]
		return h.from < i && h.entry.item == kindNotice && h.entry.weight >= plainly && s.mood.levels > 0 && m.zoneName(h.from) != "quoted"
	})
}

// decides reports whether a message says what became of something.
func (m *message) decides() bool {
	return slices.ContainsFunc(m.hits[aboutDecision], func(h hit) bool {
		asks := m.r.lexicon.Decisions[h.entry.item].Decision == reinstate.MoreInformation
		return h.entry.weight > catalog.FoundAt && (!asks || h.entry.weight >= plainly) && m.zoneName(h.from) != "quoted"
	})
}

// accuses reports whether a message says plainly what the seller did wrong.
func (m *message) accuses() bool {
	return slices.ContainsFunc(m.hits[aboutReason], func(h hit) bool {
		s := m.sents[m.words[h.from].sentence]
		return h.entry.weight > catalog.FoundAt && s.mood.reasons > 0.6 && m.zoneName(h.from) != "quoted"
	})
}

// unrelated makes a message that says nothing of what notices say one that is
// none: no restriction, no reason, no demand, no time limit.
func unrelated(reading *reinstate.Reading) {
	told := slices.ContainsFunc(reading.Reasons, func(r reinstate.ReasonFound) bool { return r.Confidence > suspicion })
	if reading.Kind == reinstate.KindNotice && !reading.KindQuote.Found() && reading.LevelSure <= guessSure && !told &&
		len(reading.Demands)+len(reading.Clocks) == 0 && reading.References.Empty() {
		reading.Kind, reading.Reasons, reading.Level, reading.LevelSure = reinstate.KindOther, nil, reinstate.UnknownLevel, 0
	}
}

// early reports whether word i stands where a reply says that it is one: in
// the title or in the first sentences of the text.
func (m *message) early(i int) bool {
	const sentences, words = 5, 70
	return m.words[i].sentence < sentences+m.heads && i < words+m.headWords
}

// other finds the sort of message that is no enforcement, if it is one.
func (m *message) other(reading *reinstate.Reading, notice, reply score) (score, bool) {
	best := score{}
	said := func(h hit) float64 {
		if m.zoneName(h.from) == "quoted" {
			return 0
		}
		return 1
	}
	for _, s := range m.scores(aboutOther, said) {
		if m.r.lexicon.Others[s.item].Sort == reinstate.OtherPhishing && m.impostor(reading) {
			s.total += hostWeight
		}
		if s.total > best.total {
			best = s
		}
	}
	return best, best.total >= otherFound && best.total > m.enforcement(notice)
}

// enforcement is the weight of what only a real notice says: a statement that
// something was restricted.
func (m *message) enforcement(notice score) float64 {
	return min(notice.total, 3)
}

// impostor reports whether a host borrows the name of a marketplace without
// belonging to it, such as amazon-verify.example.
func (m *message) impostor(reading *reinstate.Reading) bool {
	for i := range m.words {
		if !m.words[i].joined && i+1 < len(m.words) && !m.words[i+1].joined {
			continue
		}
		start, end := m.hostAround(i)
		name := strings.ToLower(m.view.text[start:end])
		if !strings.Contains(name, ".") {
			continue
		}
		if _, ours := m.r.hostOf(name); ours {
			continue
		}
		for _, market := range m.r.markets {
			if borrowed(name, market) {
				return true
			}
		}
	}
	return false
}

// borrowed reports whether a label of a host holds the marketplace's name
// with more around it, also spelt with digits.
func borrowed(name string, market catalog.Market) bool {
	plain := strings.NewReplacer("0", "o", "1", "l", "3", "e").Replace(name)
	own := strings.ToLower(strings.ReplaceAll(market.Name, " ", ""))
	for _, label := range strings.Split(plain, ".") {
		if label != own && strings.Contains(label, own) && strings.Contains(label, "-") {
			return true
		}
	}
	return false
}

// hostAround is the run of letters, digits, dots and hyphens around word i.
func (m *message) hostAround(i int) (start, end int) {
	const longestHost = 253
	text := m.view.text
	start, end = m.words[i].start, m.words[i].end
	for start > 0 && m.words[i].start-start < longestHost && hostByte(text[start-1]) {
		start--
	}
	for end < len(text) && end-m.words[i].end < longestHost && hostByte(text[end]) {
		end++
	}
	return start, end
}

func hostByte(c byte) bool {
	return c == '.' || c == '-' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
