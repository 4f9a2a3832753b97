package plan

import (
	"fmt"
	"slices"
	"strings"
)

// mostAlike bounds how many sentences of an earlier text are weighed against
// one of this, so that the work stays linear.
const mostAlike = 6

// agreesWithEarlier looks for sentences that were sent before with other
// days, counts or names.
func agreesWithEarlier(d *draft, r *report) {
	for _, e := range d.in.Facts.Earlier {
		old := &draft{text: e.Text, limits: d.limits, checker: d.checker}
		old.lex()
		byStem := map[string][]int{}
		contents := make([][]string, len(old.sentences))
		same := map[string]bool{} // sentences that stand as they stood change nothing
		for n := range old.sentences {
			if old.composed(n) {
				continue
			}
			same[fmt.Sprint(old.said(n), old.figures(n))] = true
			contents[n] = old.subject(n)
			for _, stem := range contents[n] {
				if len(byStem[stem]) < mostAlike {
					byStem[stem] = append(byStem[stem], n)
				}
			}
		}
		for n := range d.sentences {
			if d.composed(n) || same[fmt.Sprint(d.said(n), d.figures(n))] {
				continue
			}
			own := d.subject(n)
			if at, ok := alike(own, contents, byStem); ok {
				was, now := changed(old.figures(at), d.figures(n))
				if len(was) == 0 {
					was, now = changed(old.namesIn(at), d.namesIn(n))
				}
				if len(was) > 0 {
					r.sentence("", n, "name", e.Name, "was", strings.Join(was, " "), "now", strings.Join(now, " "))
				}
			}
		}
	}
}

// composed reports whether a sentence is one of the fixed ones that a letter
// puts beside its claims, such as since when a measure is in force: those of two
// claims say the same words, and contradict nothing.
func (d *draft) composed(n int) bool {
	said := d.said(n)
	for _, w := range wordings {
		for _, format := range []string{w.inForce, w.inProgressDue} {
			if fixed, _, _ := strings.Cut(format, "%"); fixed != "" && strings.HasPrefix(said, fixed) {
				return true
			}
		}
	}
	return false
}

// alike finds the earlier sentence that says nearly the same.
func alike(own []string, contents [][]string, byStem map[string][]int) (int, bool) {
	const least = 2
	if len(own) < least {
		return 0, false
	}
	votes := map[int]int{}
	best := -1
	for _, stem := range own {
		for _, n := range byStem[stem] {
			votes[n]++
			if best < 0 || votes[n] > votes[best] || votes[n] == votes[best] && len(contents[n]) < len(contents[best]) {
				best = n
			}
		}
	}
	if best < 0 {
		return 0, false
	}
	both := votes[best]
	if len(own) == least && (both < least || len(contents[best]) != least) {
		return 0, false // so short a sentence has to be the same
	}
	return best, 4*both >= 3*(len(own)+len(contents[best])-both)
}

// changed gives both lists where each holds something and they differ.
func changed(was, now []string) (before, after []string) {
	if len(was) == 0 || len(now) == 0 || slices.Equal(was, now) {
		return nil, nil
	}
	return was, now
}

// namesIn lists the names in a sentence: capitals after its first word that
// are no month and no word of evidence.
func (d *draft) namesIn(n int) []string {
	var all []string
	s := d.sentences[n]
	for i := s.first + 1; i < s.last; i++ {
		if w := d.words[i]; d.named(i) && !evidenceWords[w.text] && !marketNames[w.text] {
			all = append(all, d.text[w.start:w.end])
		}
	}
	return all
}

// named reports whether word i is written as names are: one capital, then
// small letters.
func (d *draft) named(i int) bool {
	w := d.words[i]
	raw := d.text[w.start:w.end]
	return w.upper && months[w.text] == 0 && len(raw) > 2 && strings.ToUpper(raw[1:2]) != raw[1:2]
}

// evidenceWords are written with a capital and name no supplier.
var evidenceWords = map[string]bool{
	"exhibit": true, "exhibits": true, "annex": true, "appendix": true, "attachment": true, "order": true, "sku": true, "skus": true,
}

// subject lists what sentence n is about, sorted and once, without the names
// in it: another supplier makes no other sentence.
func (d *draft) subject(n int) []string {
	s := d.sentences[n]
	var stems []string
	for i := s.first; i < s.last; i++ {
		if i > s.first && d.named(i) {
			continue
		}
		if stem := stem(d.words[i].text); stem != "" {
			stems = append(stems, stem)
		}
	}
	slices.Sort(stems)
	return slices.Compact(stems)
}

// figures lists the numbers of a sentence, and the months they belong to. A
// day that leads a line, as in "6 August: shipped", belongs to what follows.
func (d *draft) figures(n int) []string {
	var all []string
	first := d.sentences[n].first
	if n > 0 && d.sentences[n-1].block == d.sentences[n].block && strings.HasSuffix(d.text[d.sentences[n-1].start:d.sentences[n-1].end], ":") {
		first = d.sentences[n-1].first
	}
	for _, w := range d.words[first:d.sentences[n].last] {
		if w.number || months[w.text] > 0 && w.upper {
			all = append(all, w.text)
		}
	}
	return all
}
