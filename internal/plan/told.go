package plan

import (
	"slices"
	"strings"
)

// Retold is a sentence that says nearly what an earlier text said, with other
// days, counts or names: what a reader who has both letters will ask about.
type Retold struct {
	Was, Now []string // the words that differ
	Old, New string   // the sentences
}

// Retell lists the facts that differ between an earlier text and this one, in
// the order of this one. Sentences are held together by the words they share,
// as rule F03 does it.
func Retell(old, new string) []Retold {
	was, is := &draft{text: old}, &draft{text: new}
	was.lex()
	is.lex()
	byStem := map[string][]int{}
	contents := make([][]string, len(was.sentences))
	same := map[string]bool{} // sentences that stand as they stood tell nothing new
	for n, s := range was.sentences {
		if was.composed(n) {
			continue
		}
		same[was.said(n)] = true
		contents[n] = distinct(was.content(s.first, s.last))
		for _, stem := range contents[n] {
			if len(byStem[stem]) < mostAlike {
				byStem[stem] = append(byStem[stem], n)
			}
		}
	}
	var found []Retold
	for n, s := range is.sentences {
		if is.composed(n) || same[is.said(n)] {
			continue
		}
		at, ok := alike(distinct(is.content(s.first, s.last)), contents, byStem)
		if !ok {
			continue
		}
		before, now := was.facts(at), is.facts(n)
		gone, come := beyond(before, now), beyond(now, before)
		if len(gone) > 0 && len(come) > 0 {
			found = append(found, Retold{Was: gone, Now: come, Old: was.said(at), New: is.said(n)})
		}
	}
	return found
}

// facts are the numbers, months and names of a sentence. A word that begins
// the sentence is no name for being written with a capital.
func (d *draft) facts(n int) []string {
	s := d.sentences[n]
	var all []string
	for i, w := range d.words[s.first:s.last] {
		if w.number || w.upper && (i > 0 || months[w.text] > 0) {
			all = append(all, d.text[w.start:w.end])
		}
	}
	return all
}

func (d *draft) said(n int) string {
	from, to := d.trim(d.sentences[n].start, d.sentences[n].end)
	return d.text[from:to]
}

// beyond lists the words of a that b lacks, each once.
func beyond(a, b []string) []string {
	have := map[string]bool{}
	for _, w := range b {
		have[strings.ToLower(w)] = true
	}
	var found []string
	for _, w := range a {
		if key := strings.ToLower(w); !have[key] {
			have[key] = true
			found = append(found, w)
		}
	}
	return found
}

// distinct lists stems in order, each once.
func distinct(stems []string) []string {
	slices.Sort(stems)
	return slices.Compact(stems)
}
