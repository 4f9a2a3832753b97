package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"reinstate/internal/catalog"
)

// placeholderPatterns are forms of a blank that nobody filled in, each with
// what a text must hold for it to be worth a search.
var placeholderPatterns = []struct {
	needs   string
	pattern *regexp.Regexp
}{
	{"[", regexp.MustCompile(`\[[^\]\[\n]{2,60}\]`)},
	{"{", regexp.MustCompile(`\{[^{}\n]{1,80}\}`)},
	{"<", regexp.MustCompile(`<[A-Za-z][A-Za-z' ]{2,40}>`)},
	{"(", regexp.MustCompile(`\((?i:your|insert|enter|add|name of)\s[A-Za-z' ]{2,40}\)`)},
	{"xx", regexp.MustCompile(`(?i)\bX{3,}\b`)},
	{"xx", regexp.MustCompile(`(?i)\b(?:asin|title|order|order id|sku|date|id)s?\s*[:#]\s*XX\b`)},
	{"___", regexp.MustCompile(`_{3,}`)},
	{"......", regexp.MustCompile(`\.{6,}`)},
	{"……", regexp.MustCompile(`…{2,}`)},
	{" name", regexp.MustCompile(`(?im)^\s*(?:your (?:full )?name|store name|company name)\s*$`)},
	{"your ", regexp.MustCompile(`(?im)^\s*your (?:store|company|title)\s*$`)},
	{"lorem", regexp.MustCompile(`(?i)\blorem ipsum\b`)},
	{"tb", regexp.MustCompile(`\b(?:TBD|TBC|TBA|tbd|tbc|T\.B\.D\.)(?:\W|$)`)},
	{"to be ", regexp.MustCompile(`(?i)\bto be (?:added|completed|filled(?: in| out)?|inserted|determined|advised|supplied later)\b`)},
	{"insert", regexp.MustCompile(`(?i)\binsert (?:here|asins?|dates?|name|order|your [a-z]+|details|text)\b`)},
	{"here", regexp.MustCompile(`(?i)\(?\b(?:explain|describe|insert|enter|write|add|put|list|type|fill in|specify|state|give|paste)(?: [a-z']+){0,4} here\b[^)\n]{0,40}\)?`)},
	{"/", regexp.MustCompile(`(?:_{1,}/_{1,}(?:/\S*)?|\b(?:DD|dd|MM|mm)/(?:DD|dd|MM|mm)/(?:YY|yy)+\b)`)},
	{"yyyy", regexp.MustCompile(`(?i)\byyyy[-/.]mm[-/.]dd\b`)},
	{"?", regexp.MustCompile(`\?{3,}`)},
}

// notBlank are brackets that are meant: exhibits, remarks, and data that was
// hidden on purpose.
var notBlank = regexp.MustCompile(`(?i)^[\[<{(]\s*(?:exhibit|annex|appendix|attach|attachment|enclos|see |sic\b|target|[0-9 ,.:–-]+[\])}>]|[A-Z][0-9]?[\])}>]|(?-i:[A-WYZ]{2,3})[\])}>]|cause |covers )|redact|withheld|masked|hidden|removed for|blacked out|anonymi|\b[0-9]{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)`)

func noPlaceholders(d *draft, r *report) {
	type span struct{ from, to int }
	var all []span
	lower := strings.ToLower(d.text)
	for _, p := range placeholderPatterns {
		if !strings.Contains(lower, p.needs) {
			continue
		}
		for _, m := range p.pattern.FindAllStringIndex(d.text, -1) {
			if notBlank.MatchString(d.text[m[0]:m[1]]) || d.masked(m[0], m[1]) {
				continue
			}
			all = append(all, span{m[0], m[1]})
		}
	}
	slices.SortFunc(all, func(a, b span) int { return a.from - b.from })
	for _, s := range all {
		r.at("", s.from, s.to)
	}
}

// masked reports whether a run of X belongs to a number of which a part was
// hidden on purpose, such as 112-XXXXXXX-1234567.
func (d *draft) masked(from, to int) bool {
	if text := d.text[from:to]; strings.Trim(strings.ToUpper(text), "X") != "" {
		return false
	}
	before, after := strings.TrimRight(d.text[:from], "-*"), strings.TrimLeft(d.text[to:], "-*")
	return len(before) < from && before != "" && before[len(before)-1] >= '0' && before[len(before)-1] <= '9' ||
		len(after) < len(d.text)-to && after != "" && after[0] >= '0' && after[0] <= '9'
}

var signatureLine = regexp.MustCompile(`(?im)^\W*signed\b`)

// signedBy looks for a name at the end.
func signedBy(d *draft, r *report) {
	if !d.complete || len(d.blocks) < 3 || signatureLine.MatchString(d.text) {
		return
	}
	const deepest = 6 // lines that a signature takes, with role, store, ID and address
	for b := len(d.blocks) - 1; b >= 0 && b >= len(d.blocks)-deepest; b-- {
		if d.nameLike(&d.blocks[b]) {
			return
		}
	}
	last := &d.blocks[len(d.blocks)-1]
	r.at("", last.start, last.end)
}

// farewells are words of a closing formula that is no name.
var farewells = map[string]bool{
	"best": true, "kind": true, "regards": true, "sincerely": true, "yours": true, "faithfully": true, "thank": true, "thanks": true,
	"the": true, "management": true, "team": true, "partner": true, "respectfully": true, "please": true, "dear": true, "and": true,
	"you": true, "your": true, "seller": true, "truly": true, "greetings": true, "hello": true, "hi": true, "amazon": true, "walmart": true,
	"support": true, "performance": true, "customer": true, "service": true, "a": true, "nice": true, "day": true, "with": true, "warm": true,
	"wishes": true, "we": true, "i": true, "our": true, "my": true, "this": true, "it": true,
}

// nameLike reports whether a block looks like a name with what belongs to it.
func (d *draft) nameLike(b *block) bool {
	if b.item || b.first == b.last {
		return false
	}
	upper, all, said := 0, 0, 0
	for n := b.first; n < b.last; n++ {
		for _, w := range d.words[d.sentences[n].first:d.sentences[n].last] {
			all++
			switch {
			case farewells[w.text]:
				said++
			case w.upper || w.start < w.end && w.number || catalog.Ideograph(firstRune(w.text)):
				upper++
			}
		}
	}
	const longest = 14
	all -= said
	return all > 0 && all <= longest && said <= 2 && (upper >= 2 || all == 1 && upper == 1) && 5*upper >= 2*all
}

// asksOnce counts pleas and looks for verdicts.
func asksOnce(d *draft, r *report) {
	for _, h := range d.own(mustReinstate) {
		r.words("", h)
	}
	sentences := map[int]bool{}
	for _, h := range d.own(plea) {
		n := d.words[h.from].sentence
		if !sentences[n] && len(sentences) == 1 {
			r.words("twice", h)
		}
		sentences[n] = true
	}
}

var fileTitlePattern = regexp.MustCompile(`(?i)^(?:poa|plan[ _-]of[ _-]action|dispute|cover[ _-]note|counter[ _-]?notice|appeal)[ _-]+.*[0-9]{4}`)

// fileTitle wants a name by which a reviewer finds the file.
func fileTitle(d *draft, r *report) {
	if name := d.in.Facts.FileName; name != "" && !fileTitlePattern.MatchString(name) {
		r.whole("", "name", fmt.Sprintf("%q", name))
	}
}
