package plan

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// threeParts looks for cause, actions and prevention, in this order. A text
// that is cut off can still be out of order.
func threeParts(d *draft, r *report) {
	if !d.english || d.asksOnlyPart() {
		return
	}
	at := map[SectionName]int{nameCause: -1, nameAction: -1, namePrevention: -1}
	for i := range d.sections {
		if k, ok := at[d.sections[i].name]; ok && k < 0 && (!d.sections[i].guessed || d.strong(&d.sections[i])) {
			at[d.sections[i].name] = i
		}
	}
	var missing []string
	for _, part := range []struct {
		name  SectionName
		words string
	}{{nameCause, "a root cause"}, {nameAction, "corrective actions taken"}, {namePrevention, "preventive measures"}} {
		if at[part.name] < 0 {
			missing = append(missing, part.words)
		}
	}
	switch {
	case len(missing) == 1 && d.complete && (d.unnamed() || at[nameCause] < 0 && d.toldBefore(at[nameAction])):
		r.whole("unclear", "parts", missing[0])
	case len(missing) > 0 && d.complete:
		r.whole("", "parts", joinWords(missing))
	case at[namePrevention] >= 0 && at[nameCause] < 0 && at[nameAction] < 0:
		r.section("order", &d.sections[at[namePrevention]])
	case len(missing) == 0 && at[namePrevention] < at[nameCause]:
		r.section("order", &d.sections[at[namePrevention]])
	}
}

// toldBefore reports whether a failure of one's own is told before a part,
// though no heading says that it is the cause.
func (d *draft) toldBefore(part int) bool {
	for n := range d.sentences {
		s := d.sectionAt(d.sentences[n].start)
		if part >= 0 && d.sentences[n].start < d.sections[part].headStart && d.sentences[n].owned && (s == nameOpening || s == nameOther) {
			return true
		}
	}
	return false
}

// unnamed reports whether a part with a heading of its own could be any.
func (d *draft) unnamed() bool {
	return slices.ContainsFunc(d.sections, func(s section) bool {
		return s.name == nameOther && s.headEnd > s.headStart && s.last-s.first > 1
	})
}

// strong reports whether a guessed part shows by its sentences what it is.
func (d *draft) strong(s *section) bool {
	return slices.ContainsFunc(d.bodyOf(s), func(n int) bool {
		switch s.name {
		case nameCause:
			return d.has(n, ownFailure)
		case nameAction:
			return d.has(n, ownDeed) && (d.sentences[n].dated || d.sentences[n].exhibit)
		}
		return d.controls(n) >= 2
	})
}

// asksOnlyPart reports whether the message asks again for some parts only.
func (d *draft) asksOnlyPart() bool {
	parts := map[SectionName]bool{}
	for _, a := range d.notice.asks {
		parts[a.part] = true
	}
	delete(parts, "")
	return len(parts) > 0 && len(parts) < 3 && strings.Contains(strings.ToLower(d.notice.text), "greater detail")
}

func joinWords(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// asksAnswered maps each entry of the notice's list to the text.
func asksAnswered(d *draft, r *report) {
	if !d.complete || !d.english {
		return
	}
	stems := map[string]bool{}
	for _, s := range d.content(0, len(d.words)) {
		stems[s] = true
	}
	tables := &draft{text: d.in.Facts.Tables}
	tables.lex()
	for _, s := range tables.content(0, len(tables.words)) {
		stems[s] = true
	}
	var open, papers []string
	for _, a := range d.notice.asks {
		if a.part != "" && a.part != nameEvidence && d.part(a.part) != nil || len(a.content) < 2 {
			continue
		}
		if !slices.ContainsFunc(a.content, func(s string) bool { return stems[s] }) {
			if a.papers {
				papers = append(papers, a.text)
			} else {
				open = append(open, a.text)
			}
		}
	}
	if len(papers) > 0 {
		r.whole("papers", "count", len(papers), "ask", strings.TrimRight(clip(papers[0], 90), ".,; "))
	}
	if len(open) > 0 {
		r.whole("", "count", len(open), "ask", strings.TrimRight(clip(open[0], 90), ".,; "))
	}
}

func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + " …"
}

// shortOpening counts the words before the first heading and looks for who
// writes.
func shortOpening(d *draft, r *report) {
	if len(d.sections) == 0 {
		return
	}
	if s := &d.sections[0]; d.headed && s.name == nameOpening {
		n := words(d.text[d.blocks[s.first].start:d.blocks[s.last-1].end])
		from, to := d.blocks[s.first].start, d.blocks[s.last-1].end
		switch {
		case n > int(d.limit(openingWordsMost)):
			r.at("long", from, to, "words", n)
			return
		case n > int(d.limit(openingWords)):
			r.at("", from, to, "words", n)
			return
		}
	}
	if d.english && d.count > 40 && !d.identified(0, len(d.blocks)) {
		r.at("anonymous", d.blocks[0].start, d.blocks[0].end)
	}
}

// identified reports whether blocks first..last say which account writes.
func (d *draft) identified(first, last int) bool {
	for b := first; b < last; b++ {
		for n := d.blocks[b].first; n < d.blocks[b].last; n++ {
			if d.has(n, storeIdentity) {
				return true
			}
		}
	}
	if labelled.MatchString(d.text) || d.signedFor() {
		return true
	}
	name := strings.TrimSpace(d.in.Facts.Account.Name)
	if name == "" {
		name = d.notice.addressee()
	}
	return name != "" && strings.Contains(d.text, name)
}

var labelled = regexp.MustCompile(`(?im)^\W*(?:store|shop|account|seller|company|matter)(?: name)?\s*:`)

// signedFor reports whether the last line names a person and a firm.
func (d *draft) signedFor() bool {
	last := &d.blocks[len(d.blocks)-1]
	upper := 0
	for _, w := range d.words[d.sentences[last.first].first:d.sentences[last.last-1].last] {
		upper += score(w.upper, 1)
	}
	return d.nameLike(last) && upper >= 4
}

var greeting = regexp.MustCompile(`(?m)^\s*(?:Hello|Dear|Hi)\s+([A-Z][^\n,:(]{3,60}?)\s*[,:(]`)

// addressee is the name the notice greets, unless it greets just anyone.
func (n notice) addressee() string {
	m := greeting.FindStringSubmatch(n.text)
	if m == nil || strings.Contains(m[1], "Seller") || strings.Contains(m[1], "Partner") || strings.Contains(m[1], "from") {
		return ""
	}
	return m[1]
}

// shortParagraphs measures paragraphs, sentences and parts without a list.
func shortParagraphs(d *draft, r *report) {
	for b := range d.blocks {
		bl := &d.blocks[b]
		if n := words(d.text[bl.start:bl.end]); n > int(d.limit(paragraphWords)) {
			r.at("", bl.start, bl.end, "words", n)
			continue
		}
		for n := bl.first; n < bl.last; n++ {
			if s := d.sentences[n]; s.last-s.first > int(d.limit(sentenceWords)) {
				if k := words(d.text[s.start:s.end]); k > int(d.limit(sentenceWords)) {
					r.sentence("sentence", n, "words", k)
				}
			}
		}
	}
	for i := range d.sections {
		s := &d.sections[i]
		if s.name == nameOpening || s.name == nameClosing || s.guessed {
			continue
		}
		n := words(d.text[d.blocks[s.first].start:d.blocks[s.last-1].end])
		items := 0
		for _, b := range d.blocks[s.first:s.last] {
			items += score(b.item, 1)
		}
		if n > int(d.limit(plainSection)) && items < 2 {
			r.section("list", s, "words", n)
		}
	}
}

// rightLength measures the whole text; each kind of document has its own bounds.
func rightLength(d *draft, r *report) {
	n := cmp.Or(d.in.Facts.Words, d.count)
	switch d.kind {
	case kindCover:
		if n > int(d.limit(coverWords))*2 {
			r.whole("cover", "words", n)
		}
		return
	case kindEscalation:
		if n > int(d.limit(letterWords)) {
			r.whole("letter", "words", n)
		}
		return
	case kindPlan:
	default:
		return
	}
	switch {
	case n > int(d.limit(wordsMost)):
		r.whole("most", "words", n)
	case n > int(d.limit(wordsMore)):
		r.whole("more", "words", n)
	case n > int(d.limit(wordsMany)):
		r.whole("many", "words", n)
	case !d.complete, d.reason("related_account", "identity_verification", "forged_documents", "account_compromised", "payment_or_fees", "deceptive_activity"):
	case n < int(d.limit(wordsLeast)):
		r.whole("", "words", n)
	case n < int(d.limit(wordsFew)):
		r.whole("few", "words", n)
	}
}

// allReasons looks for each reason's own words.
func allReasons(d *draft, r *report) {
	if len(d.in.Reasons) < 2 || !d.complete || !d.english {
		return
	}
	all := make([]int, len(d.sentences))
	for n := range all {
		all[n] = n
	}
	themes := d.themesIn(all)
	for _, code := range d.in.Reasons[1:] {
		own := d.checker.own[code]
		if len(own) > 0 && !slices.ContainsFunc(own, func(t string) bool { return themes[t] > 0 }) {
			r.whole("", "reason", strings.ReplaceAll(string(code), "_", " "))
		}
	}
}
