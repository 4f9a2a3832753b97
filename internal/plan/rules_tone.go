package plan

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

func noPleading(d *draft, r *report) {
	for _, h := range d.own(pleading) {
		if !d.negated(h, 2) {
			r.words(d.aside(h), h)
		}
	}
}

func noThreats(d *draft, r *report) {
	for _, h := range d.own(threat) {
		n := d.words[h.from].sentence
		if d.negated(h, 3) || d.has(n, counselHelps) && !d.has(n, future) && !d.threatens(n) {
			continue
		}
		r.clause(d.aside(h), h)
	}
}

// threatens reports whether a sentence sets a condition.
func (d *draft) threatens(n int) bool {
	s := d.sentences[n]
	return slices.ContainsFunc(d.words[s.first:s.last], func(w word) bool {
		return w.text == "if" || w.text == "unless" || w.text == "otherwise" || w.text == "should"
	})
}

// oneApology counts apologies, a deep one for two, and looks for flattery.
func oneApology(d *draft, r *report) {
	said := 0.0
	sentences := map[int]bool{}
	for _, h := range d.own(apology) {
		n := d.words[h.from].sentence
		if d.sectionAt(d.words[h.from].start) == nameAction {
			continue // an apology to buyers is a deed
		}
		said++
		if d.has(n, deepApology) && !sentences[n] {
			said++
		}
		sentences[n] = true
		if said > d.limit(apologiesMost) {
			r.sentence("", n)
		}
	}
	for _, h := range d.own(flattery) {
		if !d.negated(h, 3) {
			r.words("flattery", h)
		}
	}
	thanked := d.own(thanks)
	if most := int(d.limit(thanksMost)); len(thanked) >= most {
		r.words("flattery", thanked[most-1])
	}
}

func noSalesRecord(d *draft, r *report) {
	for _, h := range d.own(salesRecord) {
		r.words("", h)
	}
}

// noUrgency looks for chasing. That nothing was heard is what a follow-up is
// about; it presses no more than others do.
func noUrgency(d *draft, r *report) {
	for _, h := range d.own(urgency) {
		silence := d.words[h.from].text == "no" || d.words[h.from].text == "not"
		if !d.negated(h, 3) && !(silence && d.kind == kindFollowUp) {
			r.words("", h)
		}
	}
}

func noCriticism(d *draft, r *report) {
	for _, h := range d.own(criticism) {
		n := d.words[h.from].sentence
		if d.negated(h, 3) || d.conditional(h) || d.sectionAt(d.words[h.from].start) == nameCause && d.sentences[n].owned && !d.reproaches(h) {
			continue
		}
		r.words(d.aside(h), h)
	}
}

// reproaches reports whether a hit calls something unjust, which nobody says of
// one's own work.
func (d *draft) reproaches(h hit) bool {
	return slices.ContainsFunc(d.words[h.from:h.to], func(w word) bool {
		return strings.HasPrefix(w.text, "unfair") || strings.HasPrefix(w.text, "unjust")
	})
}

func noInsults(d *draft, r *report) {
	for _, h := range d.own(insult) {
		r.words("", h)
	}
}

var (
	shouting = regexp.MustCompile(`!{2,}|\?!|!\?`)
	midCaps  = regexp.MustCompile(`\b(?:to|will|and|we|never|this|that) (?:Never|Always|Very|Please|Must|Will|Not)\b`)
)

// cleanEnglish looks for capitals, marks, pictures, mistakes, and another
// language than the marketplace's.
func cleanEnglish(d *draft, r *report) {
	if strings.Contains(d.text, "!") {
		for _, m := range shouting.FindAllStringIndex(d.text, -1) {
			r.at("marks", m[0], m[1])
		}
	}
	d.capitals(r)
	for i, c := range d.text {
		if emoji(c) {
			r.at("marks", i, i+len(string(c)))
		}
	}
	for _, h := range d.own(badEnglish) {
		r.words("", h)
	}
	for _, m := range midCaps.FindAllStringIndex(d.text, -1) {
		r.at("", m[0], m[1])
	}
	if !d.english && d.count > 40 && d.notice.d != nil && d.notice.english() {
		r.whole("language")
	}
}

// english reports whether the notice is in English.
func (n notice) english() bool { return n.d.looksEnglish() }

// emoji reports whether a character is a picture rather than writing.
func emoji(c rune) bool {
	return c >= 0x1F300 && c <= 0x1FAFF || c == 0x2764 || c == 0x2B50 || c >= 0x1F1E6 && c <= 0x1F1FF
}

// capitals reports running text in capitals; titles and short forms are not.
func (d *draft) capitals(r *report) {
	const shortest, longest = 4, 5
	for n := range d.sentences {
		s := &d.sentences[n]
		upper, all := 0, 0
		for _, w := range d.words[s.first:s.last] {
			raw := d.text[w.start:w.end]
			if w.number || w.end-w.start < 2 || strings.IndexFunc(raw, unicode.IsDigit) >= 0 {
				continue
			}
			all++
			if strings.ToUpper(raw) == raw && strings.ToLower(raw) != raw {
				upper++
			}
		}
		bl := &d.blocks[s.block]
		title := bl.last == bl.first+1 && !strings.ContainsRune("!.", lastRune(d.text[bl.start:bl.end]))
		if all >= shortest && upper >= longest-1 && float64(upper) >= d.limit(capitalsShare)*float64(all) && !title {
			r.sentence("marks", n)
		}
	}
}

// ownWords looks for texts that circulate: whole ones, and their phrases.
func ownWords(d *draft, r *report) {
	for _, h := range d.own(templateLine) {
		r.sentence("", d.words[h.from].sentence)
		return
	}
	set := shinglesOf(d.text)
	for _, t := range d.checker.templates {
		if set.inside(t) > d.limit(similarTemplate) {
			r.whole("")
			return
		}
	}
	for _, other := range d.in.Facts.Others {
		if set.like(shinglesOf(other.Text)) > d.limit(similarTemplate) {
			r.whole("own", "name", other.Name)
			return
		}
	}
	phrases := d.own(stockPhrase)
	if most := int(d.limit(stockPhrases)); len(phrases) > most {
		r.words("phrases", phrases[most], "count", len(phrases))
	}
}

var addressPattern = regexp.MustCompile(`(?i)\b(?:https?://|www\.)?[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|net|org|co|uk|de|io|shop|store|example|eu|fr|it|es|cn|jp|ca|be|tv|me|ly|gl|link|app|cc|info|biz|nl|pl|ch|us)(?:\.[a-z]{2})?(?:/[^\s)"”]*)?`)

// onTheCase looks for questions, outside links, other cases and history.
func onTheCase(d *draft, r *report) {
	for n := range d.sentences {
		s := &d.sentences[n]
		bl := &d.blocks[s.block]
		form := bl.last == bl.first+1 && (bl.item || !bl.gap && bl.oneLine) && d.headed || d.words[s.first].quoted
		if s.question && !form && !d.inHeading(n) && d.kind != kindFollowUp {
			r.sentence("", n)
		}
	}
	for _, m := range addressesIn(d.text) {
		if m[0] > 0 && d.text[m[0]-1] == '@' || m[1] < len(d.text) && d.text[m[1]] == '@' || d.marketplaceLink(d.text[m[0]:m[1]]) {
			continue
		}
		r.at("link", m[0], m[1])
	}
	if d.kind != kindEscalation && d.kind != kindFollowUp {
		for _, h := range d.own(otherCase) {
			r.words("case", h)
		}
	}
	for _, h := range d.own(history) {
		r.words("history", h)
	}
}

// addressesIn finds addresses of the web, where a dot stands before a letter
// at all.
func addressesIn(text string) [][]int {
	for i := 1; i+1 < len(text); i++ {
		if text[i] == '.' && letter(text[i+1]) && !isSpace(text[i-1]) {
			return addressPattern.FindAllStringIndex(text, -1)
		}
	}
	return nil
}

func (d *draft) inHeading(n int) bool {
	s := d.partAt(d.sentences[n].start)
	return s != nil && d.sentences[n].start >= s.headStart && d.sentences[n].end <= s.headEnd
}

// marketplaceLink reports whether an address is a marketplace's own, or only
// the marketplace's name.
func (d *draft) marketplaceLink(address string) bool {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(strings.ToLower(address))
	if err != nil {
		return false
	}
	for _, name := range []string{"amazon", "walmart", "ebay", "etsy", "tiktok", "cpsc.gov", "uspto.gov"} {
		if strings.Contains(u.Host, name) {
			return true
		}
	}
	return false
}
