package plan

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"reinstate/internal/reinstate"
)

var (
	mailPattern  = regexp.MustCompile(`(?i)[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}\b`)
	phonePattern = regexp.MustCompile(`(?:[Pp]hone|[Tt]el|[Mm]obile|[Cc]all)[a-z.:]*\s*(?:no\.?|number)?\s*\+?[0-9][0-9 ().-]{6,}[0-9]`)
	abroad       = regexp.MustCompile(`\+[0-9][0-9 ().-]{7,18}[0-9]`)
	homePhone    = regexp.MustCompile(`\b0[0-9]{3,4} [0-9]{3} ?[0-9]{3,4}\b|\b[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{4}\b`)
	zipPattern   = regexp.MustCompile(`\b[0-9]{1,5} [A-Z][a-z]+ (?:[A-Z][a-z]+ )?(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Way|Boulevard|Blvd|Close|Terrace|Place|Crescent|Square|Gardens)\b`)
)

// secretPatterns are a password with its value, a login with its name, and the
// number of a card.
var secretPatterns = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\bpass(?:word|code)s?(?:\s+(?:is|are|was))?\s*[:=]?\s*["“]?(?:[^\s"”,.]*[0-9!@#$%][^\s"”,]*)`),
	regexp.MustCompile(`(?i)\b(?:login|user ?name)(?:\s+is|\s*[:=])\s*["“]?[a-z0-9][^\s"”,]*`),
	regexp.MustCompile(`\b[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4}\b`),
}

// noPersonalData looks for addresses, numbers and passwords of others. The
// seller's own, in a signature or an opening, are meant to be there.
func noPersonalData(d *draft, r *report) {
	for _, p := range secretPatterns {
		for _, m := range p.FindAllStringIndex(d.text, -1) {
			r.at("secret", m[0], m[1])
		}
	}
	for _, h := range d.own(secret) {
		if !d.negated(h, 4) {
			r.words("secret", h)
		}
	}
	if !d.anywhere(personalOf) {
		return
	}
	patterns := []*regexp.Regexp{phonePattern, zipPattern, homePhone}
	if strings.Contains(d.text, "+") {
		patterns = append(patterns, abroad)
	}
	if strings.Contains(d.text, "@") {
		patterns = append(patterns, mailPattern)
	}
	for _, p := range patterns {
		for _, m := range p.FindAllStringIndex(d.text, -1) {
			n := d.sentenceAt(m[0])
			if n < 0 || !d.aboutOthers(n) || d.text[m[0]:m[1]] == d.in.Facts.Account.Email {
				continue
			}
			r.at("", m[0], m[1])
		}
	}
}

// aboutOthers reports whether a sentence, or the one before it in the same
// block, is about buyers or other persons.
func (d *draft) aboutOthers(n int) bool {
	return d.has(n, personalOf) || n > 0 && d.sentences[n-1].block == d.sentences[n].block && d.has(n-1, personalOf)
}

// rightMarketplace looks for words of another marketplace.
func rightMarketplace(d *draft, r *report) {
	if !d.in.Marketplace.Known() {
		return
	}
	for _, words := range []struct {
		of  reinstate.Marketplace
		cue cue
	}{
		{reinstate.Amazon, foreignAmazon}, {reinstate.Walmart, foreignWalmart}, {reinstate.EBay, foreignEbay},
		{reinstate.Etsy, foreignEtsy}, {reinstate.TikTok, foreignTiktok},
	} {
		if words.of == d.in.Marketplace {
			continue
		}
		for _, h := range d.own(words.cue) {
			r.words("", h)
		}
	}
}

var target = regexp.MustCompile(`(?i)(<=|>=|≤|≥|<|>|below|under|less than|above|over|at least|more than|no more than|(?:target|standard|limit|threshold|minimum|maximum)(?: rate)?(?: is| of| at|:)?)\s*([0-9]{1,2}(?:\.[0-9]{1,2})?)\s?(?:%|percent)`)

// rightStandards compares targets that the text states with published ones:
// looser than the real one, or the wrong way round.
func rightStandards(d *draft, r *report) {
	for i, s := range d.checker.standards {
		if d.in.Marketplace.Known() && s.Marketplace != d.in.Marketplace {
			continue
		}
		for _, h := range d.hits[int(cueCount)+len(d.checker.themes)+i] {
			d.standard(r, i, d.words[h.from].sentence)
		}
	}
}

func (d *draft) standard(r *report, which, n int) {
	s := d.checker.standards[which]
	from, to := d.sentences[n].start, d.sentences[n].end
	if n+1 < len(d.sentences) && d.sentences[n+1].block == d.sentences[n].block && strings.HasSuffix(strings.TrimSpace(d.text[from:to]), ":") {
		to = d.sentences[n+1].end
	}
	m := target.FindStringSubmatchIndex(d.text[from:to])
	if m == nil {
		return
	}
	value, err := strconv.ParseFloat(d.text[from+m[4]:from+m[5]], 64)
	if err != nil {
		return
	}
	word := strings.ToLower(d.text[from+m[2] : from+m[3]])
	upward := slices.Contains([]string{">", ">=", "≥", "above", "over", "at least", "more than"}, word)
	if s.Below != upward && strings.ContainsAny(word, "<>≤≥") && value == s.Percent && d.has(n, statedMetric) && !d.has(n, standardWord) {
		r.at("round", from+m[0], from+m[1], "said", d.text[from+m[0]:from+m[1]], "standard", standardText(s.Below, s.Percent))
		return
	}
	if !d.asTarget(n, from, from+m[0]) {
		return
	}
	names := []any{"said", d.text[from+m[0] : from+m[1]], "standard", standardText(s.Below, s.Percent)}
	switch {
	case word != "below" && strings.ContainsAny(word[:1], "tsml") && word != "less than" && word != "more than":
		if value != s.Percent {
			r.at("", from+m[0], from+m[1], names...)
		}
	case s.Below == upward:
		if !strings.Contains(d.text[from+m[0]:to], "target") && d.has(n, standardWord) && (strings.ContainsAny(word, "<>≤≥") || d.has(n, duty)) {
			r.at("round", from+m[0], from+m[1], names...)
		}
	case s.Below && value > s.Percent, !s.Below && value < s.Percent:
		r.at("", from+m[0], from+m[1], names...)
	}
}

// asTarget reports whether a rate stands as what the marketplace asks for:
// the sentence says so, or it is a bare line "metric: < 4%".
func (d *draft) asTarget(n, start, at int) bool {
	return d.has(n, standardWord) || at-start < 60 && d.blocks[d.sentences[n].block].oneLine && len(strings.Fields(d.text[start:at])) <= 6
}

func standardText(below bool, percent float64) string {
	word := "at least "
	if below {
		word = "below "
	}
	return word + strconv.FormatFloat(percent, 'f', -1, 64) + " %"
}
