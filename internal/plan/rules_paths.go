package plan

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"reinstate/internal/reinstate"
)

var windowPattern = regexp.MustCompile(`(?i)\b(?:last|past|than|within)\s+([0-9]{2,3})\s+days`)

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// rightKind compares the kind of document with what the notice takes.
func rightKind(d *draft, r *report) {
	if d.kind != kindPlan || d.reason("restricted_product") {
		return
	}
	switch {
	case d.in.Route == reinstate.RespondDispute, d.in.Route == reinstate.RespondDocuments && d.part(nameCause) != nil:
		r.whole("")
	case d.in.Route == "" && d.notice.says(noticeNoPlan):
		r.whole("")
	case d.in.Route == "" && d.notice.says(noticeUnneeded):
		r.whole("unneeded")
	}
}

// ownerAsked wants the complaint named and its owner asked, or papers from
// the owner.
func ownerAsked(d *draft, r *report) {
	if d.kind == kindCounter || d.kind == kindRetraction {
		return
	}
	for _, h := range d.hits[ownerContact] {
		if !d.negated(h, 4) {
			return
		}
	}
	if d.complete || d.anywhere(denial) {
		r.whole("")
	}
}

// counterNoticeParts looks for each part that the statute asks for.
func counterNoticeParts(d *draft, r *report) {
	if !d.complete {
		return
	}
	var missing []string
	for _, part := range []struct {
		cue  cue
		name string
	}{
		{counterMaterial, "the material and where it was"}, {counterBelief, "the good-faith belief of a mistake"},
		{counterPerjury, "under penalty of perjury"}, {counterContact, "name, address and telephone"},
		{counterConsent, "consent to the jurisdiction of a federal court and to service of process"}, {counterSignature, "a signature"},
	} {
		if !d.anywhere(part.cue) && !(part.cue == counterSignature && d.signedOff()) && !(part.cue == counterContact && anyPhone.MatchString(d.text)) {
			missing = append(missing, part.name)
		}
	}
	if len(missing) > 0 {
		r.whole("", "parts", joinWords(missing))
	}
}

var anyPhone = regexp.MustCompile(`\+?[0-9]{1,4}[ .-]\(?[0-9]{2,4}\)?[ .-][0-9]{3,4}[ .-]?[0-9]{2,4}`)

var slashSignature = regexp.MustCompile(`(?m)/s/|^\s*/[^/\n]+/\s*$`)

// signedOff reports whether a text ends with a name or an electronic
// signature.
func (d *draft) signedOff() bool {
	return slashSignature.MatchString(d.text)
}

// identityByPapers speaks where a check of identity is answered with causes.
func identityByPapers(d *draft, r *report) {
	if s := d.part(nameCause); s != nil && !s.guessed {
		r.section("", s)
	} else if d.kind == kindPlan && d.headed {
		r.whole("")
	}
}

// otherAccountFirst wants the other account repaired, or the link explained
// with proof.
func otherAccountFirst(d *draft, r *report) {
	for _, h := range d.own(otherAccountOpen) {
		r.sentence("", d.words[h.from].sentence)
		return
	}
	if !d.complete || d.anywhere(otherAccountMended) || d.anywhere(linkExplained) && len(d.exhibits) > 0 {
		return
	}
	r.whole("proof")
}

// proofNotPlan speaks where the notice takes proof only.
func proofNotPlan(d *draft, r *report) {
	if d.notice.says(noticeProofOnly, noticeNoPlan) {
		r.whole("")
	}
}

func safetyPapers(d *draft, r *report) {
	if d.complete && !slices.ContainsFunc(d.outside(namePrevention), func(n int) bool { return d.has(n, safetyProof) }) {
		r.whole("")
	}
}

// inTime looks at the seller's own clocks.
func inTime(d *draft, r *report) {
	today := d.in.Facts.Today
	for _, c := range d.in.Facts.Clocks {
		if today.IsZero() || !c.Kind.Sellers() || !c.Running() || c.Due.IsZero() {
			continue
		}
		const soon = 48 * time.Hour
		switch left := c.Due.Sub(today); {
		case left < 0:
			r.whole("", "kind", string(c.Kind), "due", dueDay(c))
		case left < soon:
			r.whole("soon", "kind", string(c.Kind), "due", dueDay(c))
		}
	}
}

// dueDay is the day on which a time limit ends, in the zone that it is counted in.
func dueDay(c reinstate.Clock) string {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		zone = time.UTC
	}
	return c.Due.In(zone).Format("2 January 2006")
}

// escalateWithNew wants a new plan with an escalation, and patience before it.
func escalateWithNew(d *draft, r *report) {
	if since, today := d.in.Facts.Silent, d.in.Facts.Today; !since.IsZero() && !today.IsZero() && today.Sub(since) < time.Duration(d.limit(followUpDays))*24*time.Hour {
		r.whole("early", "days", int(today.Sub(since)/(24*time.Hour)))
	}
	if d.kind == kindEscalation && d.complete && !d.anywhere(escalationPlan) {
		r.whole("")
	}
}

// walmartEnded speaks where Walmart ended the agreement and takes no appeal.
func walmartEnded(d *draft, r *report) {
	if d.notice.says(noticeEnded) && d.notice.says(noticeClosed) {
		r.whole("")
	}
}

// sellerOfRecord wants slips, closed accounts and own stock, two at least.
func sellerOfRecord(d *draft, r *report) {
	if !d.complete {
		return
	}
	told := 0
	for _, c := range []cue{dropPapers, dropClosed, dropStock} {
		if slices.ContainsFunc(d.outside(nameCause), func(n int) bool { return d.has(n, c) }) {
			told++
		}
	}
	if told < 2 {
		r.whole("")
	}
}

// reviewFacts wants persons and orders named.
func reviewFacts(d *draft, r *report) {
	if !d.complete {
		return
	}
	who, which := false, false
	for _, n := range d.outside(namePrevention) {
		if part := d.sectionAt(d.sentences[n].start); d.headed && (part == nameClosing || part == nameOpening) {
			continue
		}
		sure := d.sentences[n].exhibit || d.has(n, attached)
		who = who || d.has(n, reviewWho, thirdNoun, ownerRole) && (sure || d.names(n))
		which = which || d.has(n, reviewWhich) && d.quantity(n)
	}
	if !who || !which {
		r.whole("")
	}
}

// names reports whether sentence n holds a name: a capital after its first word.
func (d *draft) names(n int) bool {
	s := d.sentences[n]
	for i := s.first + 1; i < s.last; i++ {
		if w := d.words[i]; w.upper && months[w.text] == 0 && w.text != "i" && !marketNames[w.text] {
			return true
		}
	}
	return false
}

// marketNames are names that nobody is charged with.
var marketNames = map[string]bool{
	"amazon": true, "walmart": true, "ebay": true, "etsy": true, "tiktok": true, "asin": true, "asins": true, "fba": true,
}

// outside lists the sentences of all parts but those of a name.
func (d *draft) outside(part SectionName) []int {
	var all []int
	for n := range d.sentences {
		if d.sectionAt(d.sentences[n].start) != part {
			all = append(all, n)
		}
	}
	return all
}

// forgedPapers wants either the story of the papers or proof that they are
// real, and a lawyer for both.
func forgedPapers(d *draft, r *report) {
	proof := slices.ContainsFunc(d.hits[forgedProof], func(h hit) bool { return !d.negated(h, 4) })
	for _, h := range d.own(forgedDenial) {
		if !proof {
			r.sentence("", d.words[h.from].sentence)
			return
		}
	}
	switch {
	case d.complete && !proof && !d.anywhere(forgedWhy):
		r.whole("neither")
	case !proof:
		r.whole("counsel")
	}
}
