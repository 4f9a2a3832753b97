package notice

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// span is one stretch of time, or one day, that a message states.
type span struct {
	from, to int // words of the quote, to exclusive
	at       int // the word of the number
	count    int
	unit     reinstate.ClockUnit
	date     string // YYYY-MM-DD, instead of count and unit
	before   int    // the word after the span before it
	after    int    // the number of the span after it
	next     int    // where the span after it begins with its lead-in, or 0
	lead     string // name of the words before it: forward, backward, ...
}

// largestCount is the largest number that is taken for a time limit.
const largestCount = 400

// spans finds every span and date, in the order of the message.
func (m *message) spans() []span {
	leads := m.leads()
	units := map[int]hit{}
	for _, h := range m.hits[aboutUnit] {
		if known, ok := units[h.from]; !ok || h.to > known.to {
			units[h.from] = h
		}
	}
	year := m.yearNamed()
	var found []span
	for i := 0; i < len(m.words); i++ {
		if d, ok := m.dateAt(i, year); ok {
			m.addLead(&d, leads)
			found = append(found, d)
			i = d.to - 1
			continue
		}
		n, next := m.numberAt(i)
		if n < 1 || n > largestCount || m.partOfID(i, next) {
			continue
		}
		unit, ok := units[next]
		if !ok || m.words[next].sentence != m.words[i].sentence {
			continue
		}
		s := span{from: i, to: unit.to, at: i, count: n, unit: m.r.lexicon.Units[unit.entry.item].Unit}
		m.addLead(&s, leads)
		if s.lead != "backward" && m.followed(s.to, "inside") {
			s.lead = "forward"
		}
		found = append(found, s)
		i = unit.to - 1
	}
	return found
}

// leads maps the word after a lead-in to where it starts and what it is.
func (m *message) leads() map[int]hit {
	leads := map[int]hit{}
	for _, h := range m.hits[aboutSpan] {
		name := m.r.lexicon.Spans[h.entry.item].Name
		if _, begins := starts[name]; begins || m.actorName(h) != "" || name == "inside" {
			continue
		}
		if known, ok := leads[h.to]; !ok || h.from < known.from {
			leads[h.to] = h
		}
	}
	return leads
}

// followed reports whether words of a named group begin at word i: Chinese and
// Japanese put their "within" after the span.
func (m *message) followed(i int, name string) bool {
	hits := m.hits[aboutSpan]
	at, _ := slices.BinarySearchFunc(hits, i, func(h hit, at int) int { return h.from - at })
	for ; at < len(hits) && hits[at].from == i; at++ {
		if m.r.lexicon.Spans[hits[at].entry.item].Name == name {
			return true
		}
	}
	return false
}

// addLead widens a span by the words that lead into it, also over a smaller
// number ("2 to 4 days") and over articles.
func (m *message) addLead(s *span, leads map[int]hit) {
	first := m.sents[m.words[s.at].sentence].first
	for back := 0; back <= 3 && s.from-back > first; back++ {
		at := s.from - back
		if h, ok := leads[at]; ok && h.from >= first {
			s.from, s.lead = h.from, m.r.lexicon.Spans[h.entry.item].Name
			return
		}
		switch m.words[at-1].text {
		case "to", "or", "the", "a", "an", "about", "around", "of", "bis", "den", "der", "dem", "los", "las", "les", "i", "dei", "full", "another", "further", "same":
		default:
			if m.words[at-1].number < 0 {
				return
			}
		}
	}
}

// numberAt reads the number that begins at word i, also a Chinese one of
// several characters, and gives the word after it. It is -1 without one.
func (m *message) numberAt(i int) (n, next int) {
	if v, ok := chineseDigits[m.words[i].text]; ok {
		return m.chineseNumber(i, v)
	}
	if m.words[i].number < 0 {
		return -1, i
	}
	next = i + 1
	// "seventeen (17) days", "two to four days" leave the last number to count.
	return m.words[i].number, next
}

var chineseDigits = map[string]int{"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}

func (m *message) chineseNumber(i, first int) (n, next int) {
	n, digit := 0, 0
	for next = i; next < len(m.words) && next-i < 4; next++ {
		v, ok := chineseDigits[m.words[next].text]
		if !ok {
			break
		}
		if v == 10 {
			n += max(digit, 1) * 10
			digit = 0
		} else {
			digit = v
		}
	}
	return n + digit, next
}

// partOfID reports whether the number belongs to an identifier, an amount or
// a fraction rather than standing for itself.
func (m *message) partOfID(i, next int) bool {
	text := m.view.text
	if start := m.words[i].start; start > 0 {
		switch text[start-1] {
		case '$', '#', '/', '.', '@', '+':
			return true
		case '-':
			return i > 0 && m.words[i-1].number < 0 && m.words[i].joined && m.words[i-1].end == start-1
		}
	}
	end := m.words[next-1].end
	if end < len(text) && text[end] == '%' {
		return true
	}
	return end+1 < len(text) && (text[end] == '.' || text[end] == ',') && text[end+1] >= '0' && text[end+1] <= '9'
}

// yearNamed is the first year after 2000 that the message writes, or 0. Dates
// without a year take it.
func (m *message) yearNamed() int {
	for i := range m.words {
		if n := m.words[i].number; n >= 2015 && n <= 2099 && len(m.words[i].text) == 4 {
			return n
		}
	}
	return 0
}

// dateAt reads a date that begins at word i.
func (m *message) dateAt(i, year int) (span, bool) {
	w := m.words
	end := m.sents[w[i].sentence].last
	at := func(k int) string {
		if i+k < end {
			return w[i+k].text
		}
		return ""
	}
	num := func(k int) int {
		if i+k < end {
			return w[i+k].number
		}
		return -1
	}
	month := func(k int) int { return m.r.lexicon.Months[at(k)] }
	switch {
	case num(0) >= 2015 && num(0) <= 2099 && num(1) >= 1 && num(2) >= 1 && w[i+1].joined && w[i+2].joined:
		return m.day(i, i+3, num(0), num(1), num(2))
	case num(0) >= 2015 && num(0) <= 2099 && at(1) == "年" && at(3) == "月" && at(5) == "日":
		return m.day(i, i+6, num(0), num(2), num(4))
	case num(0) >= 1 && at(1) == "月" && num(2) >= 1 && at(3) == "日":
		return m.dayYear(i, i+4, year, num(0), num(2))
	case num(0) >= 1 && num(0) <= 31 && num(2) >= 2015 && num(2) <= 2099 && num(1) >= 1 && num(1) <= 12 && w[i+1].joined && w[i+2].joined && strings.HasPrefix(m.view.text[w[i].end:], "."):
		return m.day(i, i+3, num(2), num(1), num(0))
	case m.slashed(i) && num(2) >= 2015 && num(2) <= 2099 && num(0) >= 1 && num(1) >= 1:
		if num(1) > 12 || num(0) <= 12 && m.monthFirst {
			return m.day(i, i+3, num(2), num(0), num(1))
		}
		return m.day(i, i+3, num(2), num(1), num(0))
	case m.ordinal(i) >= 1 && month(1) > 0 && m.wholeDay(i):
		return m.dayYear(i, i+2, year, month(1), m.ordinal(i))
	case m.ordinal(i) >= 1 && (at(1) == "de" || at(1) == "of") && month(2) > 0:
		return m.dayYear(i, i+3, year, month(2), m.ordinal(i))
	case month(0) > 0 && i+1 < end && m.ordinal(i+1) >= 1:
		return m.dayYear(i, i+2, year, month(0), m.ordinal(i+1))
	}
	return span{}, false
}

// slashed reports whether words i..i+2 are joined by slashes, as in 12/05/2026.
func (m *message) slashed(i int) bool {
	if i+2 >= len(m.words) || i > 0 && m.words[i].joined {
		return false
	}
	text := m.view.text
	return text[m.words[i].end:m.words[i+1].start] == "/" && text[m.words[i+1].end:m.words[i+2].start] == "/"
}

// wholeDay keeps "3.5 mar" and the like from being dates.
func (m *message) wholeDay(i int) bool {
	return m.words[i].start == 0 || !strings.ContainsRune("./-$", rune(m.view.text[m.words[i].start-1]))
}

// ordinal reads a day of the month, also as "1st" or "22nd". It is -1 without one.
func (m *message) ordinal(i int) int {
	text := m.words[i].text
	if n := m.words[i].number; n >= 1 && n <= 31 && len(text) <= 2 {
		return n
	}
	for _, tail := range []string{"st", "nd", "rd", "th", "er"} {
		if n, ok := digits(strings.TrimSuffix(text, tail)); ok && strings.HasSuffix(text, tail) && n >= 1 && n <= 31 {
			return n
		}
	}
	return -1
}

// dayYear takes the year that follows, or the one the message names.
func (m *message) dayYear(from, to, year, month, day int) (span, bool) {
	end := m.sents[m.words[from].sentence].last
	next := to
	if next < end && (m.words[next].text == "de" || m.words[next].text == "del") {
		next++
	}
	if next < end && m.words[next].number >= 2015 && m.words[next].number <= 2099 {
		return m.day(from, next+1, m.words[next].number, month, day)
	}
	if !m.received.IsZero() {
		year = yearAround(m.received, month, day)
	}
	return m.day(from, to, year, month, day)
}

// yearAround is the year in which a day lies nearest to a time: limits are
// set for the months ahead, and look back a few at most.
func yearAround(t time.Time, month, day int) int {
	const back = 120 * 24 * time.Hour
	if time.Date(t.Year(), time.Month(month), day, 0, 0, 0, 0, time.UTC).Before(t.Add(-back)) {
		return t.Year() + 1
	}
	return t.Year()
}

func (m *message) day(from, to, year, month, day int) (span, bool) {
	d := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year == 0 || d.Day() != day || int(d.Month()) != month {
		return span{}, false
	}
	return span{from: from, to: to, at: from, date: fmt.Sprintf("%04d-%02d-%02d", year, month, day)}, true
}
