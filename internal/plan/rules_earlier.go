package plan

import (
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
		for n, s := range old.sentences {
			contents[n] = unique(old.content(s.first, s.last))
			for _, stem := range contents[n] {
				if len(byStem[stem]) < mostAlike {
					byStem[stem] = append(byStem[stem], n)
				}
			}
		}
		for n, s := range d.sentences {
			own := unique(d.content(s.first, s.last))
			if at, ok := alike(own, contents, byStem); ok {
				if was, now := old.figures(at), d.figures(n); len(was) > 0 && len(now) > 0 && !slices.Equal(was, now) {
					r.sentence("", n, "name", e.Name, "was", strings.Join(was, " "), "now", strings.Join(now, " "))
				}
			}
		}
	}
}

// alike finds the earlier sentence that says nearly the same.
func alike(own []string, contents [][]string, byStem map[string][]int) (int, bool) {
	const least = 3
	if len(own) < least {
		return 0, false
	}
	votes := map[int]int{}
	best := -1
	for _, stem := range own {
		for _, n := range byStem[stem] {
			votes[n]++
			if best < 0 || votes[n] > votes[best] {
				best = n
			}
		}
	}
	if best < 0 {
		return 0, false
	}
	both := votes[best]
	return best, 4*both >= 3*(len(own)+len(contents[best])-both)
}

func unique(stems []string) []string {
	slices.Sort(stems)
	return slices.Compact(stems)
}

// figures lists the numbers of a sentence, and the months they belong to.
func (d *draft) figures(n int) []string {
	var all []string
	for _, w := range d.words[d.sentences[n].first:d.sentences[n].last] {
		if w.number || months[w.text] > 0 && w.upper {
			all = append(all, w.text)
		}
	}
	return all
}
