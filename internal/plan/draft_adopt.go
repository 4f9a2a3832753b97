package plan

import "slices"

// adopt names parts whose headings say nothing that is known, by what stands
// in them: a plan with unusual headings has its parts all the same.
func (d *draft) adopt() {
	if len(d.sections) < 2 {
		return
	}
	for _, missing := range []SectionName{nameAction, namePrevention, nameCause} {
		if d.part(missing) != nil {
			continue
		}
		best, most := -1, 0
		for i := range d.sections {
			s := &d.sections[i]
			if s.name != nameOther || s.headEnd == s.headStart || s.guessed {
				continue
			}
			if n := d.resembles(s, missing); n > most && d.inOrder(i, missing) {
				best, most = i, n
			}
		}
		if best >= 0 {
			d.sections[best].name = missing
			d.headed = true
		}
	}
}

// resembles counts the sentences of a part that read like those of a named
// one, and says nothing where they are few.
func (d *draft) resembles(s *section, name SectionName) int {
	like, all := 0, 0
	for _, c := range d.claimsOf(s) {
		all++
		var control, deed, dated, failed bool
		for _, n := range c.sentences {
			deed = deed || d.has(n, ownDeed)
			dated = dated || d.sentences[n].dated
			failed = failed || d.has(n, ownFailure) || d.negative(n)
		}
		control = d.controls(c.sentences...) >= 2
		switch name {
		case nameAction:
			like += score(deed && dated, 1)
		case namePrevention:
			like += score(control && !(deed && dated), 1)
		case nameCause:
			like += score(failed && !dated || failed && !deed, 1)
		}
	}
	if 2*like < all {
		return 0
	}
	return like
}

// inOrder reports whether part i stands where a part of this name belongs:
// the cause before the actions, the actions before the measures.
func (d *draft) inOrder(i int, name SectionName) bool {
	for k := range d.sections {
		other := d.sections[k].name
		switch {
		case k < i && name == nameCause && (other == nameAction || other == namePrevention),
			k < i && name == nameAction && other == namePrevention,
			k > i && name == namePrevention && (other == nameCause || other == nameAction),
			k > i && name == nameAction && other == nameCause:
			return false
		}
	}
	return true
}

// negative reports whether sentence n says that something was not there, not
// done, or done in part only.
func (d *draft) negative(n int) bool {
	s := d.sentences[n]
	for i := s.first; i < s.last; i++ {
		switch d.words[i].text {
		case "not", "no", "never", "nobody", "none", "nothing", "without", "only", "missing", "lacked", "lacking", "limited", "forgot", "forgotten",
			"overlooked", "omitted", "instead", "rather", "left", "unread", "unanswered", "unchecked", "alone", "wrong", "too", "gap":
			if i > s.first && (d.words[i-1].text == "could" || d.words[i-1].text == "can") {
				continue
			}
			return true
		}
	}
	return false
}

// markOwned notes the sentences that tell a failure of one's own: those with
// words for it, and in the cause others that deny or limit something one's
// own while they charge, excuse or suppose nothing.
func (d *draft) markOwned() {
	for n := range d.sentences {
		s := &d.sentences[n]
		s.owned = d.has(n, ownFailure)
		if s.owned || !d.negative(n) || d.has(n, platformBlame, buyerBlame, buyerFault, ownerBlame, thirdBlame, thirdFault,
			ignorance, ignoranceWhy, denial, hedge, paperCause, confession, symptom, absolute, pleading, criticism, threat, salesRecord, future,
			conditional, urgency) || d.aboutThird(n) {
			continue
		}
		switch d.words[s.first].text {
		case "that", "this", "they", "he", "she", "it", "these", "those":
			continue // about whatever the sentence before is about
		}
		s.owned = d.ours(n)
	}
}

// aboutThird reports whether a third party is what sentence n is about.
func (d *draft) aboutThird(n int) bool {
	s := d.sentences[n]
	return slices.ContainsFunc(d.hitsBetween(thirdNoun, s.first, s.last), d.leads)
}

// ours reports whether a sentence speaks of the seller or of the seller's
// process.
func (d *draft) ours(n int) bool {
	s := d.sentences[n]
	for i := s.first; i < s.last; i++ {
		switch d.words[i].text {
		case "we", "our", "us", "i", "my", "nobody", "none":
			return true
		}
	}
	return d.has(n, ownProcess)
}

// owns reports whether one of sentences from..to tells a failure of one's own.
func (d *draft) owns(from, to int) bool {
	for n := max(from, 0); n <= to && n < len(d.sentences); n++ {
		if d.sentences[n].owned {
			return true
		}
	}
	return false
}
