package plan

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// draft is a text taken apart for the checker: blocks, sentences, words, what
// the cues found in them, and which part of a plan each block is.
type draft struct {
	text      string
	in        CheckInput
	limits    *[limitCount]float64
	checker   *Checker
	kind      documentKind
	blocks    []block
	sentences []sentence
	words     []word
	sections  []section
	hits      [][]hit // by cue, then themes, then standards
	dates     []dateAt
	ids       idList
	exhibits  []exhibitRef
	notice    notice
	english   bool
	complete  bool            // the text does not look cut off
	headed    bool            // at least one part has a heading
	count     int             // words as people count them
	spelled   map[string]bool // see wordSet
}

func (c *Checker) newDraft(text string, in CheckInput) *draft {
	d := &draft{text: text, in: in, limits: &c.limits, checker: c, count: words(text)}
	d.lex()
	d.hits = d.findCues()
	d.english = d.looksEnglish()
	d.notice = c.readNotice(in.Notice)
	d.markVoices()
	d.fillSentences()
	d.findDates()
	d.ids = idsIn(text)
	d.exhibits = exhibitsIn(text)
	d.markEvidence()
	d.divide()
	d.adopt()
	d.markOwned()
	d.complete = !in.Partial && d.looksComplete()
	d.kind = d.tellKind()
	return d
}

func (d *draft) limit(l limit) float64 { return d.limits[l] }

// own lists the hits of a cue in the seller's own voice.
func (d *draft) own(c cue) []hit {
	var found []hit
	for _, h := range d.hits[c] {
		if !d.words[h.from].quoted && !d.words[h.to-1].quoted {
			found = append(found, h)
		}
	}
	return found
}

// has reports whether sentence n says something of these cues in the
// seller's own voice.
func (d *draft) has(n int, cues ...cue) bool {
	if n < 0 || n >= len(d.sentences) {
		return false
	}
	for _, c := range cues {
		if d.sentences[n].cues[c/64]&(1<<(c%64)) != 0 {
			return true
		}
	}
	return false
}

// anywhere reports whether the text says something of these cues.
func (d *draft) anywhere(cues ...cue) bool {
	for _, c := range cues {
		for _, h := range d.hits[c] {
			if !d.words[h.from].quoted {
				return true
			}
		}
	}
	return false
}

// negations turn what follows them round.
var negations = map[string]bool{
	"not": true, "no": true, "never": true, "without": true, "nor": true, "neither": true, "none": true, "nobody": true,
	"stopped": true, "longer": true,
}

// negated reports whether a negation stands up to n words before a hit.
func (d *draft) negated(h hit, n int) bool {
	first := d.sentences[d.words[h.from].sentence].first
	for i := h.from - 1; i >= first && h.from-i <= n; i-- {
		if negations[d.words[i].text] {
			return true
		}
	}
	return false
}

// negatedInside reports whether a negation stands within a hit.
func (d *draft) negatedInside(h hit) bool {
	return slices.ContainsFunc(d.words[h.from:h.to], func(w word) bool { return negations[w.text] && w.text != "without" })
}

// reported reports whether a sentence tells what buyers or others thought or
// said before it comes to a hit.
func (d *draft) reported(h hit) bool {
	first := d.sentences[d.words[h.from].sentence].first
	for i := h.from - 1; i >= first; i-- {
		switch d.words[i].text {
		case "suspected", "thought", "concluded", "believed", "complained", "reported", "doubted", "said", "claimed", "told", "wrote", "feared", "felt":
			for k := i - 1; k >= first; k-- {
				switch d.words[k].text {
				case "buyer", "buyers", "customer", "customers", "notice", "you", "they", "brand", "owner":
					return true
				}
			}
		}
	}
	return false
}

// conditional reports whether a hit stands in a clause that begins with "if".
func (d *draft) conditional(h hit) bool {
	first := d.sentences[d.words[h.from].sentence].first
	for i := h.from - 1; i >= first && h.from-i <= 6; i-- {
		if d.words[i].text == "if" || d.words[i].text == "whether" {
			return true
		}
	}
	return false
}

// within lists the sentences of the parts of these names, in order.
func (d *draft) sentencesOf(parts ...SectionName) []int {
	var found []int
	for i := range d.sections {
		s := &d.sections[i]
		if slices.Contains(parts, s.name) {
			found = append(found, d.bodyOf(s)...)
		}
	}
	return found
}

// bodyOf lists the sentences of a part without its heading.
func (d *draft) bodyOf(s *section) []int {
	var found []int
	for b := s.first; b < s.last; b++ {
		for n := d.blocks[b].first; n < d.blocks[b].last; n++ {
			if d.sentences[n].end > s.headEnd {
				found = append(found, n)
			}
		}
	}
	return found
}

// part finds the first section of a name, nil without one.
func (d *draft) part(name SectionName) *section {
	for i := range d.sections {
		if d.sections[i].name == name {
			return &d.sections[i]
		}
	}
	return nil
}

// sectionAt tells which part the byte belongs to.
func (d *draft) sectionAt(at int) SectionName {
	if s := d.partAt(at); s != nil {
		return s.name
	}
	return nameOther
}

// partAt finds the part that holds a byte, nil before the first.
func (d *draft) partAt(at int) *section {
	i, found := slices.BinarySearchFunc(d.sections, at, func(s section, at int) int { return d.blocks[s.first].start - at })
	if !found {
		i--
	}
	if i < 0 {
		return nil
	}
	return &d.sections[i]
}

// trim narrows from..to to what is not space.
func (d *draft) trim(from, to int) (int, int) {
	for from < to && isSpace(d.text[from]) {
		from++
	}
	for to > from && isSpace(d.text[to-1]) {
		to--
	}
	return from, to
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// cutAtWord is the end of the last whole word before to.
func (d *draft) cutAtWord(from, to int) int {
	for to > from && !utf8.RuneStart(d.text[to]) {
		to--
	}
	if at := strings.LastIndexAny(d.text[from:to], " \t\n"); at > 0 {
		to = from + at
	}
	_, to = d.trim(from, to)
	return to
}

// stopWords are the commonest English words; a text without them is not
// English, and rules that look for English words have nothing to say on it.
var stopWords = map[string]bool{
	"the": true, "and": true, "of": true, "to": true, "we": true, "in": true, "our": true, "is": true, "a": true, "for": true,
	"i": true, "my": true, "that": true, "on": true, "was": true, "with": true, "were": true, "this": true, "are": true, "it": true,
	"by": true, "not": true, "have": true, "you": true, "each": true,
}

// looksEnglish reports whether enough of the words are everyday English ones.
func (d *draft) looksEnglish() bool {
	const least = 0.08
	letters, common := 0, 0
	for _, w := range d.words {
		if w.number {
			continue
		}
		letters++
		if stopWords[w.text] {
			common++
		}
	}
	return letters < 12 || float64(common) >= least*float64(letters)
}
