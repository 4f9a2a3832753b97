package plan

import (
	"fmt"
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
	case len(missing) > 0 && d.complete:
		r.whole("", "parts", joinWords(missing))
	case at[namePrevention] >= 0 && at[nameCause] < 0 && at[nameAction] < 0:
		r.section("order", &d.sections[at[namePrevention]])
	case len(missing) == 0 && at[namePrevention] < at[nameCause]:
		r.section("order", &d.sections[at[namePrevention]])
	}
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
	name := strings.TrimSpace(d.in.Facts.Account.Name)
	if name == "" {
		name = d.notice.addressee()
	}
	return name != "" && strings.Contains(d.text, name)
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
	n := d.count
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
	case !d.complete:
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

// causesAnswered links each cause to actions and measures by the words they
// share, or by the numbers the measures name.
func causesAnswered(d *draft, r *report) {
	cause, action, prevention := d.part(nameCause), d.part(nameAction), d.part(namePrevention)
	if cause == nil || !d.english || cause.guessed || !d.wholePart(prevention) || !d.wholePart(action) {
		return
	}
	in := func(part SectionName) map[string]bool {
		stems := map[string]bool{}
		for _, n := range d.sentencesOf(part) {
			for _, s := range d.content(d.sentences[n].first, d.sentences[n].last) {
				stems[s] = true
			}
		}
		return stems
	}
	fixed, kept := in(nameAction), in(namePrevention)
	deeds, _ := d.deeds()
	refs := d.causeNumbers(d.sentencesOf(namePrevention))
	for _, c := range d.claimsOf(cause) {
		content := map[string]bool{}
		for _, n := range c.sentences {
			for _, s := range d.content(d.sentences[n].first, d.sentences[n].last) {
				content[s] = true
			}
		}
		if len(content) < 3 {
			continue
		}
		if !shares(content, kept) && !d.linkedBy(deeds, content, kept) && !slices.Contains(refs, c.label) {
			r.sentence("", c.sentences[0])
		} else if !shares(content, fixed) && len(refs) == 0 {
			r.sentence("action", c.sentences[0])
		}
	}
}

// linkedBy reports whether one of the deeds shares words both with a cause and
// with the measures.
func (d *draft) linkedBy(deeds []claim, cause, kept map[string]bool) bool {
	return slices.ContainsFunc(deeds, func(c claim) bool {
		content := map[string]bool{}
		for _, n := range c.sentences {
			for _, s := range d.content(d.sentences[n].first, d.sentences[n].last) {
				content[s] = true
			}
		}
		return shares(content, cause) && shares(content, kept)
	})
}

func shares(a, b map[string]bool) bool {
	for s := range a {
		if b[s] {
			return true
		}
	}
	return false
}

// claim is one entry of a part, or one paragraph where it has no list.
type claim struct {
	label     string
	sentences []int
}

// claimsOf lists the entries of a part in order.
func (d *draft) claimsOf(s *section) []claim {
	listed := slices.ContainsFunc(d.blocks[s.first:s.last], func(b block) bool { return b.item && b.end > s.headEnd })
	var claims []claim
	for b := s.first; b < s.last; b++ {
		bl := &d.blocks[b]
		var own []int
		for n := bl.first; n < bl.last; n++ {
			if d.sentences[n].end > s.headEnd {
				own = append(own, n)
			}
		}
		switch {
		case len(own) == 0:
		case listed && !bl.item && len(claims) > 0 && !bl.gap:
			claims[len(claims)-1].sentences = append(claims[len(claims)-1].sentences, own...)
		case listed && !bl.item && b > s.first:
		default:
			claims = append(claims, claim{bl.label, own})
		}
	}
	return claims
}

var causeNumber = regexp.MustCompile(`(?i)(?:cause|causes|covers|covers cause|item|items|point|points|\()\s*((?:[0-9](?:\.[0-9])?|[a-h])(?:(?:,| and| to|\)\()\s*(?:[0-9](?:\.[0-9])?|[a-h]))*)\b`)

// causeNumbers lists the numbers of causes that sentences name, as in
// "(covers 1.1)" or "(1)(2)".
func (d *draft) causeNumbers(sentences []int) []string {
	var all []string
	for _, n := range sentences {
		for _, m := range causeNumber.FindAllStringSubmatch(d.text[d.sentences[n].start:d.sentences[n].end], -1) {
			all = append(all, strings.FieldsFunc(strings.ToLower(m[1]), func(r rune) bool { return strings.ContainsRune(" ,()", r) })...)
		}
	}
	return all
}

// noBleed looks for deeds and promises in the cause, and for measures that
// are nothing but deeds.
func noBleed(d *draft, r *report) {
	if !d.headed {
		return
	}
	for _, n := range d.sentencesOf(nameCause) {
		if d.has(n, fixes) {
			r.sentence("", n)
		}
	}
}

// placeholderPatterns are forms of a blank that nobody filled in.
var placeholderPatterns = []*regexp.Regexp{
	regexp.MustCompile(`\[[^\]\[\n]{2,60}\]`),
	regexp.MustCompile(`\{[^{}\n]{1,80}\}`),
	regexp.MustCompile(`<[A-Za-z][A-Za-z' ]{2,40}>`),
	regexp.MustCompile(`(?i)\((?:your|insert|enter|add|name of)\s[a-z' ]{2,40}\)`),
	regexp.MustCompile(`(?i)\bX{3,}\b`),
	regexp.MustCompile(`(?i)\b(?:asin|title|order|order id|sku|date|id)s?\s*[:#]\s*XX\b`),
	regexp.MustCompile(`_{3,}`),
	regexp.MustCompile(`\.{6,}|…{2,}`),
	regexp.MustCompile(`(?im)^\s*(?:your (?:full )?name|store name|company name|your (?:store|company|title))\s*$`),
	regexp.MustCompile(`(?i)\b(?:lorem ipsum|tbd|to be (?:added|completed|filled in)|insert (?:here|asin|date|name|order|your [a-z]+))\b`),
}

// notBlank are brackets that are meant: exhibits, remarks, and data that was
// hidden on purpose.
var notBlank = regexp.MustCompile(`(?i)^[\[<{(]\s*(?:exhibit|annex|appendix|attachment|enclosure|see |sic\b|[0-9 ,.:–-]+[\])}>]|[A-Z][0-9]?[\])}>]|cause |covers )|redact|withheld|masked|hidden|removed for|blacked out|anonymi|\b[0-9]{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)`)

func noPlaceholders(d *draft, r *report) {
	type span struct{ from, to int }
	var all []span
	for _, p := range placeholderPatterns {
		for _, m := range p.FindAllStringIndex(d.text, -1) {
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

// signedBy looks for a name and an account at the end.
func signedBy(d *draft, r *report) {
	if !d.complete || len(d.blocks) < 3 || d.anywhere(signed) {
		return
	}
	for b := len(d.blocks) - 1; b >= 0 && b >= len(d.blocks)-3; b-- {
		if d.nameLike(&d.blocks[b]) {
			return
		}
	}
	last := &d.blocks[len(d.blocks)-1]
	r.at("", last.start, last.end)
}

// nameLike reports whether a block looks like a name with what belongs to it.
func (d *draft) nameLike(b *block) bool {
	if b.item || b.first == b.last {
		return false
	}
	upper, all := 0, 0
	for n := b.first; n < b.last; n++ {
		for _, w := range d.words[d.sentences[n].first:d.sentences[n].last] {
			all++
			if w.upper || w.start < w.end && w.number {
				upper++
			}
		}
	}
	const longest = 14
	return all <= longest && (upper >= 2 || all == 1 && upper == 1) && 5*upper >= 2*all
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
