package plan

import (
	"slices"
	"strings"
)

// doneNotPlanned looks for actions that are still to come: in the part about
// actions, or anywhere where a plan has none.
func doneNotPlanned(d *draft, r *report) {
	sentences, planned := d.sentencesOf(nameAction), true
	if a := d.part(nameAction); a == nil || a.guessed {
		sentences, planned = nil, false
		for n := range d.sentences {
			sentences = append(sentences, n)
		}
	}
	for _, n := range sentences {
		if !d.has(n, future) && !(planned && d.has(n, futureAny)) || d.reports(n) {
			continue
		}
		name := ""
		if d.has(n, inProgress) && d.sentences[n].dated {
			name = "due"
		}
		r.sentence(name, n)
	}
}

// reports reports whether a sentence tells a deed first, and the promise only
// as what was said or arranged: "told the courier that we will".
func (d *draft) reports(n int) bool {
	s := d.sentences[n]
	deed, promise := d.hitsBetween(ownDeed, s.first, s.last), d.hitsBetween(future, s.first, s.last)
	promise = append(promise[:len(promise):len(promise)], d.hitsBetween(futureAny, s.first, s.last)...)
	if len(deed) == 0 || len(promise) == 0 || deed[0].from > promise[0].from {
		return false
	}
	for i := deed[0].to; i < promise[0].from; i++ {
		switch d.words[i].text {
		case "that", "so", "whether", "if", "which", "who":
			return true
		}
	}
	return false
}

// deeds lists the entries of the part about actions that tell a deed. Without
// such a part it lists the sentences elsewhere that do.
func (d *draft) deeds() (all []claim, part *section) {
	part = d.part(nameAction)
	tells := func(n int) bool { return d.has(n, ownDeed) }
	if part != nil && !part.guessed {
		for i := range d.sections {
			if s := &d.sections[i]; s.name == nameAction {
				for _, c := range d.claimsOf(s) {
					if slices.ContainsFunc(c.sentences, tells) {
						all = append(all, c)
					}
				}
			}
		}
		return all, part
	}
	for n := range d.sentences {
		if d.weDid(n) && d.sectionAt(d.sentences[n].start) != namePrevention {
			all = append(all, claim{sentences: []int{n}})
		}
	}
	return all, nil
}

// weDid reports whether a sentence says that we did something, rather than
// that something was done or is the case.
func (d *draft) weDid(n int) bool {
	if !d.has(n, ownDeed) {
		return false
	}
	s := d.sentences[n]
	const near = 4
	for _, h := range d.hitsBetween(ownDeed, s.first, s.last) {
		for i := h.from - 1; i >= s.first && h.from-i <= near; i-- {
			switch d.words[i].text {
			case "was", "were", "to", "be", "been", "not":
				i = s.first
			case "we", "i":
				return true
			}
		}
	}
	return false
}

// datedActions wants a day at every action.
func datedActions(d *draft, r *report) {
	if !d.english {
		return
	}
	all, part := d.deeds()
	if part != nil && len(all) == 0 && !d.wholePart(part) {
		return
	}
	dated := func(c claim) bool {
		return slices.ContainsFunc(c.sentences, func(n int) bool { return d.sentences[n].dated })
	}
	none := true
	for _, n := range d.actionSentences(part, all) {
		none = none && !d.sentences[n].dated
	}
	switch {
	case none && part != nil:
		r.section("", part)
	case none && len(all) > 0:
		r.sentence("", all[0].sentences[0])
	case none:
	case part != nil && d.leadDated(part):
	default:
		for i, c := range all {
			if !dated(c) && !(i > 0 && len(c.sentences) == 1 && dated(all[i-1]) && part != nil && !d.blocks[d.sentences[c.sentences[0]].block].item) {
				r.sentence("some", c.sentences[0])
			}
		}
	}
}

// leadDated reports whether a dated line with a colon stands before the list,
// as in "By 3 October 2026 we had:".
func (d *draft) leadDated(s *section) bool {
	for b := s.first; b < s.last && !d.blocks[b].item; b++ {
		bl := &d.blocks[b]
		if bl.last > bl.first && d.sentences[bl.last-1].dated && strings.HasSuffix(d.text[bl.start:bl.end], ":") {
			return true
		}
	}
	return false
}

// actionSentences are those among which a day counts for the actions.
func (d *draft) actionSentences(part *section, all []claim) []int {
	if part != nil {
		return d.sentencesOf(nameAction)
	}
	var sentences []int
	for _, c := range all {
		sentences = append(sentences, c.sentences...)
	}
	return sentences
}

// stockAccounted wants to read what became of the stock, with a count.
func stockAccounted(d *draft, r *report) {
	part := d.part(nameAction)
	if !d.english || part == nil || part.guessed || !d.wholePart(part) {
		return
	}
	for b := range d.blocks {
		bl := &d.blocks[b]
		switch d.sectionAt(bl.start) {
		case nameAction, nameEvidence, nameOpening, nameOther:
			if d.tellsStock(bl) {
				return
			}
		}
	}
	r.section("", part)
}

// tellsStock reports whether a block says what became of how many goods.
func (d *draft) tellsStock(b *block) bool {
	var sure, deed, thing, number, planned bool
	for n := b.first; n < b.last; n++ {
		if d.has(n, stockNone) {
			return true
		}
		sure, deed, thing = sure || d.has(n, stockDeedSure), deed || d.has(n, stockDeed), thing || d.has(n, stockThing)
		number, planned = number || d.quantity(n), planned || d.has(n, future)
	}
	return number && !planned && (sure || deed && thing)
}

// buyersPutRight wants to read what was done for the buyers, with a count.
func buyersPutRight(d *draft, r *report) {
	part := d.part(nameAction)
	if !d.english || part == nil || part.guessed || !d.wholePart(part) {
		return
	}
	for _, n := range d.sentencesOf(nameAction) {
		if d.has(n, buyerDeed) && !d.has(n, future) {
			return
		}
	}
	r.section("", part)
}

// listingState wants to read what became of the listing that is named.
func listingState(d *draft, r *report) {
	part := d.part(nameAction)
	if !d.english || part == nil || part.guessed || !d.wholePart(part) || len(d.ids.asins) == 0 {
		return
	}
	if !slices.ContainsFunc(d.sentencesOf(nameAction), func(n int) bool { return d.has(n, listingDeed) }) {
		r.section("", part)
	}
}

// widerCheck wants more than the named items looked at.
func widerCheck(d *draft, r *report) {
	for _, h := range d.own(narrowClaim) {
		if !d.conditional(h) {
			r.words("narrow", h)
		}
	}
	if !d.english || !d.complete {
		return
	}
	for n := range d.sentences {
		if d.has(n, wideCheck) && (!d.headed || d.sectionAt(d.sentences[n].start) != namePrevention) {
			return
		}
	}
	if part := d.part(nameAction); part != nil {
		r.section("", part)
	} else if len(d.blocks) > 0 {
		r.whole("")
	}
}

// actionsProven wants each action to point at its evidence.
func actionsProven(d *draft, r *report) {
	all, part := d.deeds()
	if part == nil || len(all) == 0 {
		return
	}
	bare := 0
	for _, c := range all {
		if !slices.ContainsFunc(c.sentences, func(n int) bool { return d.sentences[n].exhibit || d.has(n, attached) }) {
			bare++
		}
	}
	const enough = 3 // so many actions without any evidence are no accident of a cut text
	switch {
	case bare < len(all):
		if 2*bare > len(all) {
			r.section("some", part, "bare", bare, "all", len(all))
		}
	case len(d.exhibits) > 0 && d.complete && d.part(nameEvidence) != nil && len(all) < enough:
	case d.wholePart(part) || bare >= enough:
		r.section("", part)
	}
}

// moreThanClosing wants an action beyond closing, refunding and replacing.
func moreThanClosing(d *draft, r *report) {
	part := d.part(nameAction)
	if part == nil || part.guessed || !d.wholePart(part) {
		return
	}
	all := d.claimsOf(part)
	for _, c := range all {
		closes := false
		for _, n := range c.sentences {
			if d.has(n, otherDeed) {
				return
			}
			closes = closes || d.has(n, closingDeed)
		}
		if !closes {
			return // it tells something else
		}
	}
	if len(all) > 0 {
		r.section("", part)
	}
}
