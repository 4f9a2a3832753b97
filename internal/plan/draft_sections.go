package plan

import (
	"slices"
	"strings"
	"unicode"
)

// SectionName is the part of a text that a finding belongs to.
type SectionName string

// Parts of a plan.
const (
	nameOpening    SectionName = "opening"
	nameCause      SectionName = "root_cause"
	nameAction     SectionName = "corrective_action"
	namePrevention SectionName = "preventive_measure"
	nameEvidence   SectionName = "evidence"
	nameClosing    SectionName = "closing"
	nameOther      SectionName = "other"
)

// section is one part of the text: blocks first..last, last exclusive.
type section struct {
	name               SectionName
	headStart, headEnd int // bytes of its heading; equal without one
	first, last        int
	inline             bool // the heading stands before the first sentence
	guessed            bool // told from its sentences, without a heading
}

// bare reports whether the section is nothing but its heading, b.
func (s *section) bare(b *block) bool {
	return s.headEnd > s.headStart && s.headEnd >= b.end && s.last-s.first == 1
}

// Bounds of a heading, in words.
const (
	headWords   = 16 // on a line of its own
	fewWords    = 7  // where a single everyday word makes it one
	leadWords   = 32 // a line that ends with a colon, before a list
	inlineWords = 12 // before the colon or dot of a first sentence
)

// divide tells which part of a plan each block is: by headings where there
// are some, else by what the paragraphs say.
func (d *draft) divide() {
	open := section{name: nameOpening}
	for b := range d.blocks {
		head, ok := d.heading(b, open.name)
		if !ok {
			continue
		}
		open.last = b
		d.keep(open)
		open = head
		open.first = b
		if head.name != nameOther {
			d.headed = true
		}
	}
	open.last = len(d.blocks)
	d.keep(open)
	if !d.headed {
		d.guess()
		return
	}
	d.splitTail()
}

func (d *draft) keep(s section) {
	if s.last > s.first {
		d.sections = append(d.sections, s)
	}
}

// heading tells whether block b opens a part, and which.
func (d *draft) heading(b int, now SectionName) (section, bool) {
	bl := &d.blocks[b]
	if bl.quoted && !d.answersQuoted(b) || bl.first == bl.last {
		return section{}, false
	}
	end, inline := d.headExtent(b)
	if end == 0 {
		return section{}, false
	}
	if !inline && lastRune(d.text[:end]) == '?' && (b+1 == len(d.blocks) || d.blocks[b+1].gap && d.nameLike(&d.blocks[b+1])) {
		return section{}, false // a question that nothing answers
	}
	first := d.sentences[bl.first].first
	last := first
	for last < len(d.words) && d.words[last].end <= end {
		last++
	}
	n := last - first
	colon := strings.HasSuffix(strings.TrimRight(d.text[bl.start:end], " *"), ":") || strings.HasPrefix(d.text[end:], ":")
	name, at := d.headName(first, last, now)
	if b == 0 && len(d.hitsBetween(titlePlan, first, last)) > 0 {
		name = ""
	}
	s := section{name: name, headStart: bl.start, headEnd: end, inline: inline}
	if name == "" {
		s.name = nameOther
		return s, !inline && d.plainHeading(b, n, colon)
	}
	return s, d.headHolds(b, first, n, at, colon, inline)
}

// answersQuoted reports whether block b is a question that was quoted from a
// form or a message, and the seller answers beneath it.
func (d *draft) answersQuoted(b int) bool {
	end := lastRune(d.text[d.blocks[b].start:d.blocks[b].end])
	return (end == '?' || end == ':') && b+1 < len(d.blocks) && !d.blocks[b+1].quoted
}

// refersBack reports whether the words of what may be a heading name the cause
// that an entry answers, as in "for cause 2:".
func (d *draft) refersBack(first, n int) bool {
	for i := first; i+1 < first+n; i++ {
		switch d.words[i].text {
		case "for", "to", "re", "ad", "on", "regarding", "concerning", "answers", "against":
			after := d.words[i+1].text
			return strings.HasPrefix(after, "cause") || strings.HasPrefix(after, "root") || strings.HasPrefix(after, "point") || d.words[i+1].number
		}
	}
	return false
}

// headHolds judges a line with words of a heading n words long, the words
// standing at the at-th of them.
func (d *draft) headHolds(b, first, n, at int, colon, inline bool) bool {
	bl := &d.blocks[b]
	bullet := bl.item && bl.label == ""
	dashes := strings.HasPrefix(d.text[bl.start:], "--")
	lists := b+1 < len(d.blocks) && d.blocks[b+1].item
	switch {
	case inline && d.refersBack(first, n):
		return false
	case inline:
		return n <= inlineWords && at <= 6 && (at == 0 || !d.words[first+at].breaks) && (!bullet || dashes) && !d.states(first, n)
	case colon && lists && n <= leadWords:
		return true
	case colon && n <= headWords:
		return at <= 8
	case lists && n <= inlineWords && !bullet:
		return true
	case d.has(bl.first, headVerb) && !bl.item && at > 0 && d.states(first, n):
		return false
	case bullet:
		return n <= fewWords && at <= 2 && !d.states(first, n) && !lists
	case n > headWords:
		return false
	}
	return at <= 5 && !d.states(first, n) || bl.label != "" && n <= inlineWords && !d.states(first, n)
}

// states reports whether words say that something is or was so, which
// headings do not, unless they begin with a question word.
func (d *draft) states(first, n int) bool {
	if n == 0 || questionWords[d.words[first].text] {
		return false
	}
	for i := first; i < first+n; i++ {
		switch d.words[i].text {
		case "is", "was", "are", "were", "am":
			if i == first || d.words[i-1].text != "that" && d.words[i-1].text != "which" {
				return true
			}
		}
	}
	return false
}

// asksFor reports whether a sentence of one line reads like a heading or like
// the question of a form.
func (d *draft) asksFor(b int) bool {
	first := d.words[d.sentences[d.blocks[b].first].first].text
	return formOpeners[first] || headOpeners[first] && d.opens(b, headCause, headAction, headPrevention)
}

// formOpeners begin the questions of forms.
var formOpeners = map[string]bool{"describe": true, "explain": true, "list": true, "please": true, "provide": true, "state": true}

// headOpeners begin headings that end with a full stop like a sentence.
var headOpeners = map[string]bool{
	"the": true, "main": true, "root": true, "cause": true, "causes": true, "corrective": true, "preventive": true, "preventative": true,
	"action": true, "actions": true, "steps": true, "measures": true, "what": true, "how": true, "why": true, "greater": true,
	"my": true, "our": true,
}

var questionWords = map[string]bool{"what": true, "why": true, "how": true, "which": true, "when": true}

// headExtent gives the end of what may be a heading in block b, and whether
// sentences follow it on the same line. Zero: nothing can be one.
func (d *draft) headExtent(b int) (end int, inline bool) {
	bl := &d.blocks[b]
	s := d.sentences[bl.first]
	n := s.last - s.first
	if bl.last == bl.first+1 {
		switch lastRune(d.text[bl.start:bl.end]) {
		case '.':
			if bl.item && bl.label == "" || n > headWords || d.states(s.first, n) || !d.asksFor(b) {
				return 0, false
			}
		case '!', ',':
			return 0, false
		}
		if !bl.oneLine {
			return 0, false
		}
		return bl.end, false
	}
	switch end := s.end; {
	case strings.HasSuffix(d.text[s.start:end], ":") && n <= inlineWords:
		return end, true
	case strings.HasSuffix(d.text[s.start:end], ".") && n <= 10, strings.HasSuffix(d.text[s.start:end], "?") && n <= inlineWords:
		return end, true
	}
	if bl.oneLine && n <= headWords && lastRune(d.text[bl.start:bl.end]) == ':' {
		return bl.end, false
	}
	return 0, false
}

// headName tells the part that the words of a heading name, and how many
// words stand before them. Prevention outranks action, and both outrank what
// only a cause shares with them.
func (d *draft) headName(first, last int, now SectionName) (SectionName, int) {
	best, at := SectionName(""), 0
	for _, part := range []struct {
		cue  cue
		name SectionName
	}{{headPrevention, namePrevention}, {headAction, nameAction}, {headCause, nameCause}, {headEvidence, nameEvidence}, {headChanged, headChangedName(now)},
		{headPreventionWord, namePrevention}, {headActionWord, nameAction}, {headCauseWord, nameCause}} {
		if part.cue >= headCauseWord && part.cue <= headPreventionWord && (last-first > fewWords || first == 0 && d.isTitle(last)) {
			continue
		}
		for _, h := range d.hitsBetween(part.cue, first, last) {
			if best == "" || h.from-first < at && !(best == namePrevention && part.name == nameAction) {
				best, at = part.name, h.from-first
			}
		}
	}
	return best, at
}

// isTitle reports whether the words up to last, the first of the text, are
// rather its title than the heading of a part.
func (d *draft) isTitle(last int) bool {
	const short = 3
	b := &d.blocks[0]
	return b.label == "" && (last > short || b.last > b.first && d.sentences[b.last-1].last > last)
}

// headChangedName places "what we changed": prevention after the actions,
// else an action.
func headChangedName(now SectionName) SectionName {
	if now == nameAction {
		return namePrevention
	}
	return nameAction
}

func (d *draft) hitsBetween(c cue, first, last int) []hit {
	hits := d.hits[c]
	at, _ := slices.BinarySearchFunc(hits, first, func(h hit, first int) int { return h.from - first })
	end := at
	for end < len(hits) && hits[end].from < last {
		end++
	}
	return hits[at:end]
}

// plainHeading tells a heading that names no part of a plan: numbered, in
// capitals, ending with a colon, or a short line on its own, and followed by
// other text.
func (d *draft) plainHeading(b, n int, colon bool) bool {
	bl := &d.blocks[b]
	const longest = 9
	if n == 0 || n > longest || b == 0 || b+1 >= len(d.blocks) || bl.item && bl.label == "" {
		return false
	}
	next := &d.blocks[b+1]
	if bl.label != "" {
		return !next.item && !d.blocks[b-1].item || next.item && next.label == ""
	}
	text := d.text[bl.body:bl.end]
	if strings.HasSuffix(text, "?") && bl.gap && !next.gap {
		return true
	}
	shouts := n > 1 && strings.ToUpper(text) == text && strings.IndexFunc(text, unicode.IsLetter) >= 0 && strings.ToLower(text) != text
	last := lastRune(text)
	bare := unicode.IsLetter(last) && !d.nameLike(bl) && (next.item || d.wordsIn(next) > longest)
	return (shouts || colon || bare) && bl.gap && !next.gap
}
