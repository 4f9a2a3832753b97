package plan

import (
	"slices"
	"strings"
)

// Rules about who is to blame. Each reads the seller's own voice only, and
// stays quiet where the sentence denies, supposes or owns.

// noPlatformBlame looks for the marketplace or its tools as the one in error.
func noPlatformBlame(d *draft, r *report) {
	if d.kind == kindDispute {
		return
	}
	for _, h := range d.own(platformBlame) {
		if !d.denied(h) {
			r.clause(d.aside(h), h)
		}
	}
}

// aside names the lighter case of a rule for what stands in the parts about
// actions and measures: there a word is more often meant in another way.
func (d *draft) aside(h hit) string {
	s := d.partAt(d.words[h.from].start)
	if s != nil && !s.guessed && d.headed && (s.name == nameAction || s.name == namePrevention) {
		return "aside"
	}
	return ""
}

// denied reports whether a sentence takes a charge back: "we do not say that
// ...", "if ...".
func (d *draft) denied(h hit) bool { return d.negated(h, 5) || d.conditional(h) || d.reported(h) }

func noBuyerBlame(d *draft, r *report) {
	for _, h := range d.own(buyerBlame) {
		if !d.denied(h) && !d.purchaser(h) {
			r.clause(d.aside(h), h)
		}
	}
	for _, h := range d.own(buyerFault) {
		n := d.words[h.from].sentence
		if !d.denied(h) && !d.purchaser(h) && !d.has(n, ownFailure) && !d.owns(n+1, n+1) {
			r.clause("mild", h)
		}
	}
}

// purchaser reports whether "our buyer" is the one who buys for the firm.
func (d *draft) purchaser(h hit) bool {
	return d.words[h.from].text == "buyer" && h.from > 0 && (d.words[h.from-1].text == "our" || d.words[h.from-1].text == "my")
}

func noOwnerBlame(d *draft, r *report) {
	for _, h := range d.own(ownerBlame) {
		if !d.denied(h) {
			r.clause("", h)
		}
	}
}

// noThirdBlame looks for a third party as the cause. A charge in so many words
// counts as it stands; a third party that merely did something counts only
// where no failed control of one's own is told beside it.
func noThirdBlame(d *draft, r *report) {
	cause := map[int]bool{}
	for _, n := range d.causeSentences() {
		cause[n] = true
	}
	for _, h := range d.own(thirdBlame) {
		n := d.words[h.from].sentence
		if cause[n] && !d.denied(h) && !d.has(n, ownFailure) {
			r.clause("", h)
		}
	}
	for _, h := range d.own(thirdFault) {
		n := d.words[h.from].sentence
		if cause[n] && !d.conditional(h) && !d.passive(h) && !d.owns(n, n+2) {
			r.clause("", h)
		}
	}
	for _, h := range d.own(thirdNoun) {
		n := d.words[h.from].sentence
		if cause[n] && d.leads(h) && !d.denied(h) && !d.passive(hit{h.from, h.to + 2}) && !d.owns(n-1, n+3) {
			r.clause("mention", h)
		}
	}
}

// leads reports whether a hit is the one that a sentence is about: among its
// first words, with nobody of one's own before it.
func (d *draft) leads(h hit) bool {
	const early = 6
	first := d.sentences[d.words[h.from].sentence].first
	if h.from-first > early {
		return false
	}
	for i := first; i < h.from; i++ {
		switch d.words[i].text {
		case "we", "i", "nobody", "by", "from", "to", "with", "for", "no", "of":
			return false
		}
	}
	return true
}

// noIgnorance looks for not knowing as the cause. It is no cause at all where
// it is given as the reason; elsewhere a failed control of one's own, told in
// the same or the next two sentences, makes it mere background.
func noIgnorance(d *draft, r *report) {
	for _, h := range d.own(ignoranceWhy) {
		r.clause("", h)
	}
	for _, h := range d.own(ignorance) {
		n := d.words[h.from].sentence
		if s := d.partAt(d.sentences[n].start); s != nil && s.name == namePrevention && !s.guessed || d.conditional(h) {
			continue
		}
		if !d.ownsBeside(n, h) && !d.owns(n+1, n+2) {
			r.clause("", h)
		}
	}
}

// ownsBeside reports whether sentence n tells a failed control in other words
// than those of a hit.
func (d *draft) ownsBeside(n int, h hit) bool {
	s := d.sentences[n]
	return slices.ContainsFunc(d.hitsBetween(ownFailure, s.first, s.last), func(own hit) bool {
		return own.to <= h.from || own.from >= h.to
	})
}

// passive reports whether something was done to the one that a hit begins
// with, as in "the supplier was approved".
func (d *draft) passive(h hit) bool {
	switch last := d.words[h.to-1].text; {
	case last == "delayed", last == "confused", last == "mistaken":
		return false
	case strings.HasSuffix(last, "ed"), last == "sent", last == "put", last == "made", last == "told", last == "given", last == "taken", last == "chosen":
	default:
		return false
	}
	for i := h.to - 2; i > h.from && i >= h.to-3; i-- {
		switch d.words[i].text {
		case "was", "were", "been", "is", "are":
			return true
		}
	}
	return false
}
