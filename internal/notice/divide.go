package notice

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mood is how much the cues of a sentence count, from 0 to 1.
type mood struct {
	reasons, levels, demands float64
	denied, spared           bool
}

// divide gives every sentence the zone of the message it stands in.
func (m *message) divide() {
	headings := m.headingsByLine()
	zoneOf := make([]int, len(m.lines))
	zone := m.r.zones["body"]
	firstText := true
	quotedIsMessage := m.mostlyQuoted()
	m.earlier = make([]bool, len(m.lines))
	for n, ln := range m.lines {
		switch kind := m.lineKind(n); {
		case kind == lineHeader:
			zoneOf[n] = m.r.zones["header"]
			continue
		case kind == lineSubject:
			zoneOf[n] = m.r.zones["subject"]
			firstText = false
			continue
		}
		if ln.first == ln.last {
			zoneOf[n] = zone
			m.earlier[n] = n > 0 && m.earlier[n-1]
			continue
		}
		if ln.quoted != quotedIsMessage && (quotedIsMessage || m.quotesBefore(n)) {
			zoneOf[n] = m.r.zones["quoted"]
			continue
		}
		if h, ok := headings[n]; ok {
			zone = h
			m.isHeading(ln)
		} else if m.closing(n) {
			zone = m.r.zones["signature"]
		} else if m.identifiers(n) && zone != m.r.zones["cause"] {
			zone = m.r.zones["items"]
		} else if zone == m.r.zones["items"] && !m.identifiers(n) && ln.last-ln.first > 6 {
			zone = m.r.zones["body"]
		} else if m.plainHeading(n) {
			zone = m.r.zones["body"]
		}
		zoneOf[n] = zone
		if firstText && m.title(n) {
			zoneOf[n] = m.r.zones["subject"]
		}
		firstText = false
	}
	line := 0
	for i := range m.sents {
		for line < len(m.lines)-1 && m.lines[line].last <= m.sents[i].first {
			line++
		}
		m.sents[i].zone = zoneOf[line]
		if m.sents[i].zone == m.r.zones["header"] && i == m.heads {
			m.heads, m.headWords = i+1, m.sents[i].last
		}
	}
}

// lineWords is the number of words up to which a line may be a heading.
const lineWords = 12

// headingsByLine finds the lines that open a zone.
func (m *message) headingsByLine() map[int]int {
	found := map[int]int{}
	line := 0
	for _, h := range m.hits[aboutHeading] {
		for line < len(m.lines)-1 && m.lines[line].last <= h.from {
			line++
		}
		ln := m.lines[line]
		if _, ok := found[line]; ok || h.from-ln.first > 1 || h.to > ln.last || !m.headingLine(line) {
			continue
		}
		found[line] = h.entry.item
	}
	return found
}

// headingLine reports whether a line looks like a heading: short, and either
// a question, ending in a colon, or without a full stop and alone.
func (m *message) headingLine(n int) bool {
	ln := m.lines[n]
	if m.listItem(ln) {
		return false
	}
	if size := ln.last - ln.first; size == 0 || size > lineWords*2 || size > lineWords && !m.ideographic(ln.first) {
		return false
	}
	switch m.tail(ln) {
	case '?', ':', '？', '：':
		return true
	case '.', '!', '。', ',', '，', ';':
		return false
	}
	return n+1 >= len(m.lines) || m.lines[n+1].first == m.lines[n+1].last || n == 0 || m.lines[n-1].first == m.lines[n-1].last
}

// listItem reports whether a line begins with a bullet, a number or a letter
// in brackets.
func (m *message) listItem(ln line) bool {
	text := strings.TrimSpace(m.view.text[ln.start:ln.end])
	text = strings.TrimLeft(text, "> ")
	r, size := utf8.DecodeRuneInString(text)
	switch r {
	case '-', '*', '•', '·', '–', '—', '(', '▪', '●', '（', '+':
		return true
	}
	if r == utf8.RuneError || !unicode.IsDigit(r) && !unicode.IsLetter(r) {
		return false
	}
	for size < len(text) && text[size] >= '0' && text[size] <= '9' {
		size++
	}
	return size < len(text) && (text[size] == '.' || text[size] == ')') || strings.HasPrefix(text[size:], "、")
}

// isHeading marks the sentences of a heading: they name what follows and ask
// for nothing.
func (m *message) isHeading(ln line) {
	for i := m.words[ln.first].sentence; i < len(m.sents) && m.sents[i].first < ln.last; i++ {
		m.sents[i].heading = true
	}
}

// plainHeading reports whether an unknown question stands alone on a line.
func (m *message) plainHeading(n int) bool {
	tail := m.tail(m.lines[n])
	return (tail == '?' || tail == '？') && m.headingLine(n)
}

func (m *message) ideographic(i int) bool {
	r, _ := utf8.DecodeRuneInString(m.words[i].text)
	return r >= 0x2E80
}

// tail is the last sign of a line that is not a space.
func (m *message) tail(ln line) rune {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(m.view.text[ln.start:ln.end], unicode.IsSpace))
	return r
}

type lineSort int

const (
	lineText lineSort = iota
	lineHeader
	lineSubject
)

// lineKind tells the lines of mail headers, also forwarded and quoted ones.
func (m *message) lineKind(n int) lineSort {
	ln := m.lines[n]
	if ln.first == ln.last {
		return lineText
	}
	after := m.view.text[m.words[ln.first].end:ln.end]
	switch m.words[ln.first].text {
	case "subject", "betreff", "asunto", "objet", "oggetto", "件名", "主题":
		if strings.HasPrefix(after, ":") || strings.HasPrefix(after, "：") {
			return lineSubject
		}
	case "from", "to", "cc", "bcc", "date", "sent", "von", "an", "gesendet", "datum", "de", "para", "a", "fecha", "envoye", "da", "inviato":
		if strings.HasPrefix(after, ":") {
			return lineHeader
		}
	case "mime", "content", "return", "message", "x", "received", "delivered", "dkim", "list":
		if end := strings.IndexByte(after, ':'); strings.HasPrefix(after, "-") && end > 0 && !strings.Contains(after[:end], " ") {
			return lineHeader
		}
	case "发", "收":
		if ln.last-ln.first > 3 && m.words[ln.first+1].text == "件" && m.words[ln.first+2].text == "人" {
			return lineHeader
		}
	case "主":
		if ln.last-ln.first > 2 && m.words[ln.first+1].text == "题" {
			return lineSubject
		}
	case "reply":
		if ln.last-ln.first > 1 && m.words[ln.first+1].text == "to" && strings.HasPrefix(after, "-") {
			return lineHeader
		}
	}
	return lineText
}

// title reports whether the first line of a message is its title rather than
// a greeting or a sentence.
func (m *message) title(n int) bool {
	ln := m.lines[n]
	if m.beginsWith(aboutGreeting, ln) {
		return false
	}
	switch m.tail(ln) {
	case '.', ',', '。', '，', '!':
		return false
	}
	return ln.last-ln.first <= lineWords*2 && n+1 < len(m.lines) && m.lines[n+1].first == m.lines[n+1].last
}

// closing reports whether a line is the complimentary close.
func (m *message) closing(n int) bool {
	const most = 5 // words
	ln := m.lines[n]
	return ln.last-ln.first <= most && m.beginsWith(aboutClosing, ln)
}

// beginsWith reports whether a line begins with words of a topic.
func (m *message) beginsWith(t topic, ln line) bool {
	at, _ := slices.BinarySearchFunc(m.hits[t], ln.first, func(h hit, at int) int { return h.from - at })
	return at < len(m.hits[t]) && m.hits[t][at].from == ln.first
}

// identifiers reports whether a line holds hardly anything but identifiers.
func (m *message) identifiers(n int) bool {
	ln := m.lines[n]
	if ln.first == ln.last {
		return false
	}
	ids := 0
	for i := ln.first; i < ln.last; i++ {
		if asinShape(m.words[i].text) || len(m.words[i].text) >= 10 && m.words[i].text[0] >= '0' && m.words[i].text[0] <= '9' {
			ids++
		}
	}
	return ids > 0 && ln.last-ln.first <= ids*7 && asinShape(m.words[ln.first].text)
}

// mostlyQuoted reports whether the message itself is what stands behind
// angle brackets, as in a forwarded mail.
func (m *message) mostlyQuoted() bool {
	quoted, all := 0, 0
	for _, ln := range m.lines {
		if ln.quoted {
			quoted += ln.last - ln.first
		}
		all += ln.last - ln.first
	}
	return quoted*2 > all
}

// quotesBefore reports whether a quoted line quotes an earlier mail: somebody
// "wrote" what is quoted, in the line before or in its first lines.
func (m *message) quotesBefore(n int) bool {
	if !m.lines[n].quoted {
		return false
	}
	if n > 0 && (m.lines[n-1].quoted || m.lines[n-1].first == m.lines[n-1].last) && m.earlier[n-1] {
		m.earlier[n] = true
		return true
	}
	for _, at := range []int{n - 2, n - 1, n, n + 1} {
		if at < 0 || at >= len(m.lines) || m.lines[at].first == m.lines[at].last {
			continue
		}
		switch m.words[m.lines[at].last-1].text {
		case "wrote", "schrieb", "escribio", "ecrit", "scritto", "写道":
			m.earlier[n] = true
			return true
		}
	}
	return false
}

// feel gives every sentence its mood.
func (m *message) feel() {
	for i := range m.sents {
		m.sents[i].mood = mood{reasons: 1, levels: 1, demands: 1}
		if m.sents[i].heading {
			m.sents[i].mood.demands = 0
		}
	}
	for _, h := range m.hits[aboutMood] {
		kind := m.r.lexicon.Moods[h.entry.item]
		s := &m.sents[m.words[h.from].sentence].mood
		s.reasons = min(s.reasons, kind.Reasons)
		s.levels = min(s.levels, kind.Levels)
		s.demands = min(s.demands, kind.Demands)
		s.denied = s.denied || kind.Name == "denied"
		s.spared = s.spared || kind.Name == "spared"
	}
}

func (m *message) zoneName(i int) string {
	return m.r.lexicon.Zones[m.sents[m.words[i].sentence].zone].Name
}
