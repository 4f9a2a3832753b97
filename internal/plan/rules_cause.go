package plan

import (
	"slices"
)

// ownsFailure wants a failed process of one's own among the causes.
func ownsFailure(d *draft, r *report) {
	if !d.english || !d.headed {
		return
	}
	cause := d.part(nameCause)
	if cause == nil && (!d.complete || d.part(nameAction) == nil) || cause != nil && !d.wholePart(cause) {
		return
	}
	elsewhere := false
	sentences := d.causeSentences()
	for _, n := range sentences {
		if d.sentences[n].owned {
			return
		}
		elsewhere = elsewhere || d.has(n, platformBlame, buyerBlame, ownerBlame, thirdBlame, thirdFault, ignorance, symptom, hedge, denial, paperCause)
	}
	const telling = 25 // words in which a process can be told
	name := "unclear"
	if elsewhere || cause == nil || d.length(sentences) < telling {
		name = ""
	}
	if len(sentences) == 0 {
		r.whole(name)
		return
	}
	r.sentence(name, sentences[0])
}

// length counts the words of sentences.
func (d *draft) length(sentences []int) int {
	n := 0
	for _, s := range sentences {
		n += d.sentences[s].last - d.sentences[s].first
	}
	return n
}

// notSymptom looks for the complaint, the rate or the notice told once more in
// the place of a cause.
func notSymptom(d *draft, r *report) {
	if !d.english {
		return
	}
	sentences := d.causeSentences()
	owned := slices.ContainsFunc(sentences, func(n int) bool { return d.sentences[n].owned })
	for _, n := range sentences {
		if d.has(n, symptom) && !d.has(n, ownFailure) {
			r.sentence("", n)
			return
		}
		if d.has(n, symptomSent) && !owned && d.complete && !d.headed {
			r.sentence("", n)
			return
		}
	}
	cause := d.part(nameCause)
	if cause == nil || cause.guessed || owned {
		return
	}
	if d.repeatsNotice(cause) || d.onlySymptoms(d.sentencesOf(nameCause)) {
		r.section("", cause)
	}
}

// onlySymptoms reports whether sentences tell rates, complaints and broken
// rules, and nobody's part in them. What was mended since tells no cause.
func (d *draft) onlySymptoms(sentences []int) bool {
	told, all := 0, len(sentences)
	for _, n := range sentences {
		switch {
		case d.has(n, platformBlame, buyerBlame, ownerBlame, thirdBlame, thirdFault, ignorance, ignoranceWhy, hedge, paperCause, denial):
			return false
		case d.has(n, fixes):
			all--
		case d.has(n, symptomWord):
			told++
		}
	}
	return told > 0 && 2*told >= all
}

// repeatsNotice reports whether most of a part's meaning is in the notice.
func (d *draft) repeatsNotice(s *section) bool {
	if d.notice.d == nil {
		return false
	}
	known := map[string]bool{}
	for _, stem := range d.notice.d.content(0, len(d.notice.words)) {
		known[stem] = true
	}
	all, shared := 0, 0
	for _, n := range d.bodyOf(s) {
		for _, stem := range d.content(d.sentences[n].first, d.sentences[n].last) {
			all++
			if known[stem] {
				shared++
			}
		}
	}
	return all >= 6 && 5*shared > 3*all
}

// admitOrDispute looks for a denial inside a plan, or a denial without proof.
func admitOrDispute(d *draft, r *report) {
	if d.kind == kindCounter || d.kind == kindRetraction || d.reason("forged_documents") {
		return
	}
	proof := len(d.exhibits) > 0 || d.anywhere(attached)
	for _, h := range d.own(denial) {
		switch {
		case d.conditional(h), d.reported(h):
		case d.kind == kindPlan:
			r.clause(d.aside(h), h)
		case !proof || d.complete && len(d.exhibits) == 0 && !d.anywhere(attached):
			r.clause("bare", h)
		}
	}
}

// reasonNotPapers looks for missing papers told as the cause, and for
// headings about another reason than the notice's.
func reasonNotPapers(d *draft, r *report) {
	if d.reason("identity_verification") {
		return
	}
	for _, n := range d.causeSentences() {
		if d.has(n, paperCause) {
			r.sentence("", n)
		}
	}
	own := d.checker.own[d.primary()]
	if len(own) == 0 {
		return
	}
	for i := range d.sections {
		s := &d.sections[i]
		if s.headEnd == s.headStart || s.name != nameCause && s.name != nameAction && s.name != namePrevention {
			continue
		}
		themes := d.themesIn(d.headSentences(s))
		if len(themes) > 0 && !slices.ContainsFunc(own, func(t string) bool { return themes[t] > 0 }) {
			r.section("heading", s)
		}
	}
}

// headSentences lists the sentences of a part's heading.
func (d *draft) headSentences(s *section) []int {
	var all []int
	for n := d.blocks[s.first].first; n < d.blocks[s.first].last; n++ {
		if d.sentences[n].start < s.headEnd {
			all = append(all, n)
		}
	}
	return all
}

// specific counts what a stranger could check: days, numbers, identifiers,
// roles and tools, in a hundred words.
func specific(d *draft, r *report) {
	if !d.english || float64(d.count) < 25 || d.kind != kindPlan {
		return
	}
	tokens := len(d.dates) + len(d.exhibits)
	for n := range d.sentences {
		if d.has(n, salesRecord, pleading) {
			continue
		}
		tokens += d.sentences[n].numbers
	}
	for _, date := range d.dates {
		tokens -= max(0, d.numbersIn(date.from, date.to)) // a day is one thing to check, and counted
	}
	tokens += len(d.own(ownerRole)) + len(d.own(toolWord))
	rate := 100 * float64(max(tokens, 0)) / float64(d.count)
	switch {
	case rate < d.limit(concreteLeast):
		r.whole("")
	case rate < d.limit(concreteFew):
		r.whole("few")
	}
}

// noConfession looks for words that admit more than a failed process.
func noConfession(d *draft, r *report) {
	for _, h := range d.own(confession) {
		if !d.negated(h, 5) && !d.negatedInside(h) && !d.reported(h) && !d.conditional(h) {
			r.clause(d.aside(h), h)
		}
	}
}

// noHedging looks for causes that are only supposed.
func noHedging(d *draft, r *report) {
	for _, n := range d.causeSentences() {
		s := d.sentences[n]
		for _, h := range d.hitsBetween(hedge, s.first, s.last) {
			if !d.words[h.from].quoted && !d.reported(h) && !d.related(h) {
				r.clause("", h)
				break
			}
		}
	}
}

// related reports whether a hit stands in a clause about something, as in
// "parcels that may be late".
func (d *draft) related(h hit) bool {
	first := d.sentences[d.words[h.from].sentence].first
	if h.from == first {
		return false
	}
	switch d.words[h.from-1].text {
	case "that", "who", "which":
		return h.from-1 > first && d.words[h.from-2].text != "is" && d.words[h.from-2].text != "was" && d.words[h.from-2].text != "be"
	}
	return false
}

// shortCause measures the part that tells the cause.
func shortCause(d *draft, r *report) {
	s := d.part(nameCause)
	if s == nil || s.guessed {
		return
	}
	if n := words(d.text[d.blocks[s.first].start:d.blocks[s.last-1].end]); n > int(d.limit(causeWords)) {
		r.section("", s, "words", n)
	}
}
