package plan

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"reinstate/internal/catalog"
)

// word is one word, folded for comparison. "didn't" is two: did, not.
type word struct {
	text       string
	start, end int
	sentence   int
	upper      bool // begins with a capital
	number     bool
	joined     bool // nothing but a hyphen, dot, comma or slash before it
	breaks     bool // a dash, bracket, colon or semicolon stands before it
	quoted     bool // not the seller's own voice
}

// sentence is a run of words within one block.
type sentence struct {
	first, last int // words, last exclusive
	start, end  int // bytes
	block       int
	question    bool
	cues        [(cueCount + 63) / 64]uint64 // what it says in the seller's own voice
	dated       bool
	exhibit     bool
	owned       bool // tells a failure of one's own
	numbers     int
}

// block is a paragraph, a line of its own, or one entry of a list.
type block struct {
	start, end  int // bytes, without the space around
	body        int // byte after the list mark
	first, last int // sentences, last exclusive
	item        bool
	label       string // the number or letter of an entry, without dots
	gap         bool   // an empty line stands before it
	quoted      bool   // marked with > as quoted mail
	oneLine     bool
}

// longestSentence bounds the words of a sentence, so that cues with gaps stay
// cheap on text without full stops.
const longestSentence = 120

// lex cuts the text into blocks, sentences and words in one pass.
func (d *draft) lex() {
	d.words = make([]word, 0, len(d.text)/5+1)
	var open *block
	gap, lastLine := false, ""
	flush := func() {
		if open != nil {
			d.addBlock(*open)
			open = nil
		}
	}
	for start := 0; start < len(d.text); {
		end, next := lineEnd(d.text, start)
		from, to := d.trim(start, end)
		line := d.text[from:to]
		switch {
		case from == to:
			flush()
			gap = true
		case open != nil && continues(lastLine, line, open):
			open.end, open.oneLine = to, false
		default:
			flush()
			open = &block{start: from, end: to, gap: gap, quoted: line[0] == '>', oneLine: true}
			open.label, open.body, open.item = listMark(d.text[from:to])
			open.body += from
			gap = false
		}
		lastLine = line
		start = next
	}
	flush()
}

// lineEnd gives the end of the line that begins at start, and of its break.
func lineEnd(text string, start int) (end, next int) {
	at := strings.IndexAny(text[start:], "\r\n")
	if at < 0 {
		return len(text), len(text)
	}
	end = start + at
	if strings.HasPrefix(text[end:], "\r\n") {
		return end, end + 2
	}
	return end, end + 1
}

// wrapped is how long a line must be for the next to go on with it.
const wrapped = 55

// continues reports whether a line goes on with the block of the line before.
func continues(before, line string, open *block) bool {
	if len(before) < wrapped || strings.ContainsRune(before, '|') || (line[0] == '>') != open.quoted {
		return false
	}
	if _, _, item := listMark(line); item {
		return false
	}
	if strings.ContainsRune(".!?:;。！？：", lastRune(before)) {
		return false
	}
	r := firstRune(line)
	return unicode.IsLower(r) || unicode.IsDigit(r) || len(before) > wrapped+10 && unicode.IsLetter(r)
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// addBlock cuts a block into sentences and words.
func (d *draft) addBlock(b block) {
	b.first = len(d.sentences)
	first, from := len(d.words), b.body
	cut := func(end int, question bool) {
		if len(d.words) > first {
			n := len(d.sentences)
			for i := first; i < len(d.words); i++ {
				d.words[i].sentence = n
			}
			d.sentences = append(d.sentences, sentence{
				first: first, last: len(d.words), start: max(from, b.body), end: end, block: len(d.blocks), question: question,
			})
		}
		first, from = len(d.words), end
	}
	joined, broken := false, false
	for i := b.body; i < b.end; {
		r, size := utf8.DecodeRuneInString(d.text[i:b.end])
		switch {
		case catalog.Ideograph(r):
			d.addWord(i, i+size, true)
			joined, broken = true, false
			i += size
		case wordRune(r):
			from := i
			for i < b.end {
				r, size := utf8.DecodeRuneInString(d.text[i:b.end])
				if catalog.Ideograph(r) || !wordRune(r) && !(apostrophe(r) && i > from && letterAt(d.text[i+size:b.end])) {
					break
				}
				i += size
			}
			n := len(d.words)
			d.addWord(from, i, joined)
			d.words[n].breaks = broken
			joined, broken = true, false
		default:
			joined = joined && strings.ContainsRune("-./,:'’–", r)
			broken = broken || strings.ContainsRune(";():–—", r) || r == '-' && !joined
			if d.ends(i, size, r, b.end, len(d.words)-first) {
				i = d.afterStop(i+size, b.end)
				cut(i, r == '?' || r == '？')
				joined = false
				continue
			}
			i += size
		}
		if len(d.words)-first >= longestSentence {
			cut(i, false)
		}
	}
	cut(b.end, false)
	b.last = len(d.sentences)
	d.blocks = append(d.blocks, b)
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

func apostrophe(r rune) bool { return r == '\'' || r == '\u2019' || r == '\u02bc' }

func letterAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// afterStop takes quotation marks and brackets that close with the sentence.
func (d *draft) afterStop(i, end int) int {
	for i < end {
		r, size := utf8.DecodeRuneInString(d.text[i:end])
		if !strings.ContainsRune(`.!?"”’»)]`, r) {
			break
		}
		i += size
	}
	return i
}

// ends reports whether the mark at i ends a sentence of n words so far.
func (d *draft) ends(i, size int, r rune, end, n int) bool {
	switch r {
	case '。', '！', '？', '；':
		return true
	case '!', '?':
		return true
	case ':':
		const lead = 12
		return n > 0 && n <= lead && i+size < end && isSpace(d.text[i+size])
	case '.':
	default:
		return false
	}
	if i+size < end && !strings.ContainsRune(" \t\r\n\"”’»)]", firstRune(d.text[i+size:])) {
		return false
	}
	if n == 0 || i+size >= end {
		return n > 0
	}
	last := d.words[len(d.words)-1]
	if last.end == i && (shortForms[last.text] || last.end-last.start == 1 && last.upper) {
		return false
	}
	next := strings.TrimLeft(d.text[i+size:end], " \t\"“”’»)]('")
	return next == "" || !unicode.IsLower(firstRune(next))
}

// shortForms end with a dot that ends no sentence.
var shortForms = map[string]bool{
	"no": true, "nr": true, "inc": true, "ltd": true, "co": true, "mr": true, "mrs": true, "ms": true, "dr": true, "st": true,
	"vs": true, "approx": true, "e": true, "g": true, "i": true, "jan": true, "feb": true, "mar": true, "apr": true, "jun": true,
	"jul": true, "aug": true, "sep": true, "sept": true, "oct": true, "nov": true, "dec": true, "str": true,
}

// addWord folds one word, and makes two of a contraction.
func (d *draft) addWord(start, end int, joined bool) {
	raw := d.text[start:end]
	r := firstRune(raw)
	w := word{start: start, end: end, upper: unicode.IsUpper(r), number: unicode.IsDigit(r), joined: joined}
	w.text = catalog.Fold(raw)
	if strings.IndexByte(w.text, '\'') >= 0 {
		if head, tail, ok := contraction(w.text); ok {
			w.text = head
			d.words = append(d.words, w)
			w.text, w.upper, w.joined = tail, false, true
		}
	} else if w.text == "cannot" {
		w.text = "can"
		d.words = append(d.words, w)
		w.text, w.joined = "not", true
	}
	d.words = append(d.words, w)
}

// contraction splits what an apostrophe joins.
func contraction(text string) (head, tail string, ok bool) {
	switch text {
	case "won't":
		return "will", "not", true
	case "can't":
		return "can", "not", true
	}
	for suffix, full := range map[string]string{"n't": "not", "'ve": "have", "'ll": "will", "'re": "are", "'m": "am"} {
		if head, ok := strings.CutSuffix(text, suffix); ok {
			return head, full, true
		}
	}
	if head, ok := strings.CutSuffix(text, "'s"); ok {
		switch head {
		case "it", "that", "there", "what", "who", "how", "where", "here", "he", "she":
			return head, "is", true
		}
		return head, "s", head != ""
	}
	return "", "", false
}
