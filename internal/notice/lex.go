package notice

import (
	"unicode"
	"unicode/utf8"

	"reinstate/internal/catalog"
)

// word is one word of a message, folded for comparison.
type word struct {
	text       string
	start, end int // in the view
	sentence   int
	number     int  // its value, or -1
	joined     bool // nothing but a hyphen, dot or the like stands before it
}

// lexed is a message taken apart into words and lines.
type lexed struct {
	view  *view
	words []word
	lines []line
	sents []sentence
}

// line is one line of the view.
type line struct {
	start, end  int // without the line end
	first, last int // words, last exclusive
	quoted      bool
}

// sentence is a run of words that belong together.
type sentence struct {
	first, last int // words, last exclusive
	zone        int // index into the lexicon's zones
	mood        mood
	heading     bool // it opens a zone
}

// lex cuts the view into lines, words and sentences in one pass.
func lex(v *view, numbers map[string]int) *lexed {
	l := &lexed{view: v, words: make([]word, 0, len(v.text)/5+1)}
	text := v.text
	for start := 0; start <= len(text); {
		end := start
		for end < len(text) && text[end] != '\n' && text[end] != '\r' {
			end++
		}
		l.addLine(start, end, numbers)
		if end < len(text) && text[end] == '\r' && end+1 < len(text) && text[end+1] == '\n' {
			end++
		}
		start = end + 1
	}
	l.cutSentences()
	return l
}

func (l *lexed) addLine(start, end int, numbers map[string]int) {
	first := len(l.words)
	text := l.view.text
	quoted := false
	for i := start; i < end; i++ {
		if c := text[i]; c == '>' {
			quoted = true
		} else if c != ' ' && c != '\t' && c != '|' {
			break
		}
	}
	joined := false
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(text[i:end])
		switch {
		case catalog.Ideograph(r):
			l.addWord(i, i+size, numbers, true)
			i += size
			joined = true
		case wordRune(r) && r != utf8.RuneError:
			from := i
			for i < end {
				r, size := utf8.DecodeRuneInString(text[i:end])
				if catalog.Ideograph(r) || !wordRune(r) && !(apostrophe(r) && i > from && catalog.Contracted(text[i+size:end])) {
					break
				}
				i += size
			}
			l.addWord(from, i, numbers, joined)
			joined = true
		default:
			joined = joined && r != ' ' && r != '\t' && r != '\u00a0'
			i += size
		}
	}
	l.lines = append(l.lines, line{start: start, end: end, first: first, last: len(l.words), quoted: quoted})
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '_')
}

func apostrophe(r rune) bool { return r == '\'' || r == '\u2019' || r == '\u02bc' }

func (l *lexed) addWord(start, end int, numbers map[string]int, joined bool) {
	raw := l.view.text[start:end]
	folded := catalog.Fold(raw)
	if folded == "" { // a combining mark with nothing to stand on
		return
	}
	w := word{text: folded, start: start, end: end, number: -1, joined: joined}
	if n, ok := digits(w.text); ok {
		w.number = n
	} else if n, ok := numbers[w.text]; ok {
		w.number = n
	}
	l.words = append(l.words, w)
}

// digits reads a number of at most nine digits.
func digits(text string) (int, bool) {
	if text == "" || len(text) > 9 {
		return 0, false
	}
	n := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// wrapped is the length from which a line may have been broken by a mail
// program rather than by its author.
const wrapped = 62

// longest is the number of words after which a run is cut into sentences no
// matter what, so that work per sentence stays bounded.
const longest = 120

// cutSentences joins lines that a mail program wrapped and splits at full
// stops, at blank lines and at list items.
func (l *lexed) cutSentences() {
	first := 0
	cut := func(at int) {
		if at > first {
			l.sents = append(l.sents, sentence{first: first, last: at})
		}
		first = at
	}
	for n, ln := range l.lines {
		if n > 0 && !l.continues(n) {
			cut(ln.first)
		}
		for i := ln.first; i < ln.last; i++ {
			if i > first && (i-first >= longest || i > ln.first && l.stopBetween(i-1, i)) {
				cut(i)
			}
		}
		if ln.last > ln.first && l.endsSentence(ln) {
			cut(ln.last)
		}
	}
	cut(len(l.words))
	for n, s := range l.sents {
		for i := s.first; i < s.last; i++ {
			l.words[i].sentence = n
		}
	}
}

// continues reports whether line n goes on with the sentence of the line
// before it.
func (l *lexed) continues(n int) bool {
	before, ln := l.lines[n-1], l.lines[n]
	if before.last == before.first || ln.last == ln.first || before.quoted != ln.quoted {
		return false
	}
	text := l.view.text
	lead, _ := utf8.DecodeRuneInString(text[ln.start:ln.end])
	if ln.quoted {
		lead, _ = utf8.DecodeRuneInString(text[l.words[ln.first].start:ln.end])
	}
	if before.end-before.start < wrapped {
		return false
	}
	return unicode.IsLower(lead) || unicode.IsUpper(lead) && before.end-before.start > wrapped+6 || catalog.Ideograph(lead)
}

// stopBetween reports whether a full stop, question mark or the like stands
// between two words of one line.
func (l *lexed) stopBetween(a, b int) bool {
	gap := l.view.text[l.words[a].end:l.words[b].start]
	for i, r := range gap {
		switch r {
		case '。', '！', '？', '；', '•', '·', '…':
			return true
		case '!', '?', ';':
			return true
		case '.':
			if i+1 < len(gap) && (gap[i+1] == ' ' || gap[i+1] == '\t' || gap[i+1] == '"' || gap[i+1] == ')' || gap[i+1] >= 0x80) {
				return !l.abbreviated(a, b)
			}
		case '\u2013', '\u2014':
			// A dash stays within the sentence.
		}
	}
	return false
}

// abbreviated reports whether a full stop belongs to a short form ("no.",
// "e.g.") rather than to the end of a sentence.
func (l *lexed) abbreviated(a, b int) bool {
	switch l.words[a].text {
	case "no", "nr", "inc", "ltd", "co", "mr", "mrs", "ms", "dr", "st", "vs", "approx", "z", "bzw", "usw", "ca", "art", "abs", "p":
		next, _ := utf8.DecodeRuneInString(l.view.text[l.words[b].start:])
		return !unicode.IsUpper(next) || l.words[a].text == "mr" || l.words[a].text == "dr"
	}
	// "g" of "e.g." and the day of a German date, "12. Oktober".
	if len(l.words[a].text) == 1 && l.words[a].joined && unicode.IsLetter(rune(l.words[a].text[0])) {
		return true
	}
	return l.words[a].number >= 1 && l.words[a].number <= 31 && l.words[b].number < 0 && germanMonth(l.words[b].text)
}

func germanMonth(text string) bool {
	switch text {
	case "januar", "februar", "marz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember":
		return true
	}
	return false
}

func (l *lexed) endsSentence(ln line) bool {
	tail := l.view.text[l.words[ln.last-1].end:ln.end]
	for _, r := range tail {
		switch r {
		case '.', '!', '?', ';', ':', '。', '！', '？', '；', '：':
			return true
		}
	}
	return false
}
