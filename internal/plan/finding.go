package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"reinstate/internal/catalog"
)

// Finding is one thing the checker found in a text. Start and End are byte
// offsets into the text, so that text[Start:End] == Quote. A finding about
// something that is not there has no quote where no heading can stand for it.
type Finding struct {
	Rule       string
	Case       string // which case of the rule, empty for the usual one
	Severity   catalog.Severity
	Section    SectionName
	Quote      string
	Start, End int
	Count      int // how often it stands in this section, at least 1
	Message    string
	Advice     string
	Source     string // whose rule it is, with addresses
}

// report collects findings while the rules run. A rule speaks once in each
// section; further places only count.
type report struct {
	d        *draft
	rule     *catalog.CheckRule
	seen     map[seenKey]int
	places   map[place]bool // where each rule has spoken
	findings []Finding
	apart    bool // findings are kept apart by exhibit, in papers
	papers   []PaperFinding
}

type seenKey struct {
	rule, name string
	section    SectionName
}

// place is where a rule has spoken, so that two cues of one list count once.
type place struct {
	rule string
	from int
}

// longestQuote bounds a quote, in bytes; longer ones are cut at a word.
const longestQuote = 240

// at reports the bytes from..to of the text. args are pairs of a name in
// braces and what stands for it.
func (r *report) at(name string, from, to int, args ...any) {
	from, to = r.d.trim(from, to)
	if to-from > longestQuote {
		to = r.d.cutAtWord(from, from+longestQuote)
	}
	r.add(name, r.d.sectionAt(from), from, to, args)
}

// words reports the words of a hit.
func (r *report) words(name string, h hit, args ...any) {
	r.at(name, r.d.words[h.from].start, r.d.words[h.to-1].end, args...)
}

// longSentence is how many words a sentence may have to be quoted whole.
const longSentence = 18

// clause reports the sentence of a hit, or of a long one the clause alone.
func (r *report) clause(name string, h hit, args ...any) {
	d := r.d
	s := d.sentences[d.words[h.from].sentence]
	if s.last-s.first <= longSentence {
		r.sentence(name, d.words[h.from].sentence, args...)
		return
	}
	from, to := h.from, h.to
	for from > s.first && !d.parted(from) {
		from--
	}
	for to < s.last && !d.parted(to) {
		to++
	}
	r.at(name, d.words[from].start, d.words[to-1].end, args...)
}

// parted reports whether a mark that parts clauses stands before word i.
func (d *draft) parted(i int) bool {
	if i == 0 || d.words[i].start < d.words[i-1].end { // a contraction stands for two
		return false
	}
	return strings.ContainsAny(d.text[d.words[i-1].end:d.words[i].start], ",;:()–—")
}

// sentence reports sentence n whole.
func (r *report) sentence(name string, n int, args ...any) {
	r.at(name, r.d.sentences[n].start, r.d.sentences[n].end, args...)
}

// section reports something missing from a section: its heading is the place.
func (r *report) section(name string, s *section, args ...any) {
	r.add(name, s.name, s.headStart, s.headEnd, args)
}

// whole reports something about the text as such.
func (r *report) whole(name string, args ...any) {
	r.add(name, nameOther, 0, 0, args)
}

func (r *report) add(name string, in SectionName, from, to int, args []any) {
	saying, ok := r.rule.Sayings[name]
	if !ok {
		saying = r.rule.Sayings[""]
	}
	if at := (place{r.rule.ID, from}); to > from {
		if r.places[at] {
			return
		}
		r.places[at] = true
	}
	if r.apart {
		r.papers = append(r.papers, PaperFinding{exhibitNamed(args), Finding{
			Rule: r.rule.ID, Case: name, Severity: saying.Severity, Section: in, Count: 1,
			Message: fill(saying.Message, args), Advice: fill(saying.Advice, args), Source: sourcesOf(r.rule),
		}})
		return
	}
	key := seenKey{r.rule.ID, name, in}
	if at, ok := r.seen[key]; ok {
		r.findings[at].Count++
		return
	}
	r.seen[key] = len(r.findings)
	r.findings = append(r.findings, Finding{
		Rule: r.rule.ID, Case: name, Severity: saying.Severity, Section: in,
		Quote: r.d.text[from:to], Start: from, End: to, Count: 1,
		Message: fill(saying.Message, args), Advice: fill(saying.Advice, args), Source: sourcesOf(r.rule),
	})
}

// fill writes the pairs of args for the {names} of a sentence.
func fill(format string, args []any) string {
	if len(args) == 0 {
		return format
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", args[i]), fmt.Sprint(args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(format)
}

func sourcesOf(rule *catalog.CheckRule) string {
	parts := make([]string, len(rule.Sources))
	for i, s := range rule.Sources {
		parts[i] = s.Title
		if s.URL != "" {
			parts[i] += " (" + s.URL + ", seen " + s.Seen + ")"
		}
	}
	return strings.Join(parts, "; ")
}

// sorted closes the report: one finding a rule and section, heaviest first,
// then in the order of the text.
func (r *report) sorted() []Finding {
	all := r.onePerSection()
	for i := range all {
		if n := all[i].Count; n > 1 {
			all[i].Message += others(n - 1)
		}
	}
	order := catalog.Severities()
	slices.SortStableFunc(all, func(a, b Finding) int {
		return cmp.Or(
			slices.Index(order, a.Severity)-slices.Index(order, b.Severity),
			a.Start-b.Start, strings.Compare(a.Rule, b.Rule),
		)
	})
	return all
}

// others says how many more of the same a section has.
func others(more int) string {
	if more == 1 {
		return " There is one more like it in this part of the letter."
	}
	return " There are " + strconv.Itoa(more) + " more like it in this part of the letter."
}

// onePerSection keeps the heaviest case of a rule in each section, with the
// count of all.
func (r *report) onePerSection() []Finding {
	order := catalog.Severities()
	at := map[seenKey]int{}
	var kept []Finding
	for _, f := range r.findings {
		key := seenKey{rule: f.Rule, section: f.Section}
		i, ok := at[key]
		if !ok {
			at[key] = len(kept)
			kept = append(kept, f)
			continue
		}
		if slices.Index(order, f.Severity) < slices.Index(order, kept[i].Severity) {
			kept[i] = f
		}
	}
	return kept
}
