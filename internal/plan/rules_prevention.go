package plan

import (
	"slices"
	"strings"
)

// controls counts what sentence n says of a control: who, how often or when,
// and with what or into which record.
func (d *draft) controls(sentences ...int) int {
	n := 0
	for _, c := range [][]cue{{ownerRole, ownerWide}, {frequency}, {toolWord, toolWide}} {
		if slices.ContainsFunc(sentences, func(s int) bool { return d.has(s, c...) }) {
			n++
		}
	}
	return n
}

// controlled reports whether sentences hold two of the three, in one of them
// or all three together.
func (d *draft) controlled(sentences []int) bool {
	return d.controls(sentences...) > 2 || slices.ContainsFunc(sentences, func(n int) bool { return d.controls(n) >= 2 })
}

// measures lists the entries of the part about prevention.
func (d *draft) measures() (all []claim, part *section) {
	for i := range d.sections {
		s := &d.sections[i]
		if s.name != namePrevention {
			continue
		}
		if part == nil {
			part = s
		}
		all = append(all, d.claimsOf(s)...)
	}
	return all, part
}

// wholeControls wants two of who, when and with what at each measure; it
// speaks where at least half of the measures have less.
func wholeControls(d *draft, r *report) {
	all, _ := d.measures()
	if !d.english || len(all) == 0 {
		return
	}
	var weak []claim
	for _, c := range all {
		if !d.controlled(c.sentences) {
			weak = append(weak, c)
		}
	}
	if 2*len(weak) < len(all) {
		return
	}
	for _, c := range weak {
		r.sentence("", c.sentences[0])
	}
}

// noVagueness looks for promises without a control behind them.
func noVagueness(d *draft, r *report) {
	for _, h := range d.own(vague) {
		n := d.words[h.from].sentence
		if d.controls(n) >= 2 || d.sentences[n].dated || d.sentences[n].exhibit || d.has(n, ownFailure) || d.negated(h, 3) {
			continue
		}
		if part := d.sectionAt(d.sentences[n].start); part == nameCause {
			continue
		}
		r.words("", h)
	}
}

// realTraining looks for training without content, day, attendance or test.
func realTraining(d *draft, r *report) {
	for _, h := range d.own(training) {
		n := d.words[h.from].sentence
		if d.has(n, trainingProof) || d.sentences[n].dated && d.sentences[n].exhibit || d.sectionAt(d.sentences[n].start) == nameCause && d.has(n, ownFailure) {
			continue
		}
		if d.sentences[n].numbers > 0 && !d.sentences[n].dated {
			continue
		}
		r.sentence("", n)
	}
}

// rulesNotReading looks for reading policies without the rule learned.
func rulesNotReading(d *draft, r *report) {
	for _, h := range d.own(policyRead) {
		n := d.words[h.from].sentence
		if d.has(n, policyRule, ownFailure) || d.negated(h, 4) {
			continue
		}
		r.words("", h)
	}
}

// inForce looks for measures that wait for the reinstatement.
func inForce(d *draft, r *report) {
	for _, h := range d.own(conditional) {
		r.words("", h)
	}
}

// fitsReason weighs the words of the notice's reason against those of others
// in the measures and actions.
func fitsReason(d *draft, r *report) {
	if !d.english || d.part(namePrevention) == nil {
		return
	}
	if d.primary() == "other" {
		d.mixed(r)
		return
	}
	own := d.checker.own[d.primary()]
	if len(own) == 0 {
		return
	}
	all, part := d.measures()
	total := d.themesIn(d.sentencesOf(namePrevention))
	if slices.ContainsFunc(own, func(t string) bool { return total[t] > 0 }) {
		if d.reason("identity_verification") {
			d.foreign(r, all, own)
		}
		return
	}
	const least = 2
	for _, name := range d.checker.themes {
		if total[name] >= least || total[name] > 0 && d.reason("identity_verification") {
			r.section("", part, "theme", strings.ReplaceAll(name, "_", " "))
			return
		}
	}
}

// foreign reports measures about goods where the matter is who the seller is.
func (d *draft) foreign(r *report, all []claim, own []string) {
	for _, c := range all {
		themes := d.themesIn(c.sentences)
		if len(themes) > 0 && !slices.ContainsFunc(own, func(t string) bool { return themes[t] > 0 }) {
			r.sentence("item", c.sentences[0])
		}
	}
}

// mixed reports a plan without a known reason that has something on
// everything.
func (d *draft) mixed(r *report) {
	const many = 3
	if themes := d.themesIn(d.sentencesOf(namePrevention, nameAction)); len(themes) >= many {
		r.section("mixed", d.part(namePrevention), "count", len(themes))
	}
}

// noAbsolutes looks for promises nobody can prove.
func noAbsolutes(d *draft, r *report) {
	for _, h := range d.own(absolute) {
		if !d.has(d.words[h.from].sentence, absoluteRule) && !d.conditional(h) {
			r.words("", h)
		}
	}
}

// controlCount says where there are very few or very many measures.
func controlCount(d *draft, r *report) {
	all, part := d.measures()
	if part == nil || part.guessed || !d.wholePart(part) {
		return
	}
	if n := len(all); n < int(d.limit(controlsLeast)) || n > int(d.limit(controlsMost)) {
		r.section("", part, "count", n)
	}
}
