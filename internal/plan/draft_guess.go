package plan

import "slices"

// splitTail cuts the paragraphs that follow the last list, or the paragraph
// beside an inline heading, off the last part: they close the letter or name
// the evidence.
func (d *draft) splitTail() {
	if len(d.sections) == 0 {
		return
	}
	s := &d.sections[len(d.sections)-1]
	if s.headEnd == s.headStart || s.name == nameEvidence {
		return
	}
	end := s.first + 1
	for b := s.first; b < s.last; b++ {
		if d.blocks[b].item && b > s.first {
			end = b + 1
		}
	}
	if end == s.first+1 && !s.inline {
		for end < s.last && !d.has(d.blocks[end].first, closing, plea, apology) && !d.opens(end, headEvidence) && !d.nameLike(&d.blocks[end]) {
			end++
		}
		end = max(end, min(s.first+2, s.last))
	}
	last := s.last
	s.last = end
	for b := end; b < last; b++ {
		name := nameClosing
		if d.opens(b, headEvidence) {
			name = nameEvidence
		}
		if tail := &d.sections[len(d.sections)-1]; tail.last == b && tail.name == name {
			tail.last = b + 1
			continue
		}
		at := d.blocks[b].start
		d.sections = append(d.sections, section{name: name, headStart: at, headEnd: at, first: b, last: b + 1})
	}
}

// opens reports whether block b begins with words of a cue.
func (d *draft) opens(b int, cues ...cue) bool {
	bl := &d.blocks[b]
	if bl.first == bl.last {
		return false
	}
	first := d.sentences[bl.first].first
	return slices.ContainsFunc(cues, func(c cue) bool { return len(d.hitsBetween(c, first, first+3)) > 0 })
}

// guess tells the parts of a text without headings from its sentences.
func (d *draft) guess() {
	d.sections = d.sections[:0]
	for b := range d.blocks {
		name := d.guessBlock(b)
		if n := len(d.sections); n > 0 && d.sections[n-1].name == name {
			d.sections[n-1].last = b + 1
			continue
		}
		at := d.blocks[b].start
		d.sections = append(d.sections, section{name: name, headStart: at, headEnd: at, first: b, last: b + 1, guessed: true})
	}
}

func (d *draft) guessBlock(b int) SectionName {
	var cause, action, prevention, end int
	for n := d.blocks[b].first; n < d.blocks[b].last; n++ {
		cause += score(d.has(n, ownFailure), 2) + score(d.has(n, causeWord), 1)
		action += score(d.weDid(n), 2) + score(d.weDid(n) && d.sentences[n].dated, 1)
		prevention += score(d.has(n, future), 1) + score(d.has(n, frequency) && d.has(n, ownerRole, toolWord), 2) + score(d.has(n, headPrevention), 1)
		end += score(d.has(n, closing, plea), 2)
	}
	switch {
	case cause+action+prevention == 0 && (end > 0 || b > len(d.blocks)/2 && b > 2):
		return nameClosing
	case cause+action+prevention == 0 || b == 0 && max(cause, action, prevention) < 2:
		return nameOpening
	case cause >= action && cause >= prevention:
		return nameCause
	case action >= prevention:
		return nameAction
	}
	return namePrevention
}

func score(holds bool, n int) int {
	if holds {
		return n
	}
	return 0
}
