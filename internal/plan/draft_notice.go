package plan

import (
	"slices"
	"strings"
	"unicode"

	"reinstate/internal/catalog"
)

// notice is what the checker takes from the message that is answered.
type notice struct {
	text  string
	words []word
	d     *draft // its blocks and cues; nil without a notice
	ids   idList
	asks  []ask
}

// ask is one entry of a list in which the notice asks for something.
type ask struct {
	text    string
	part    SectionName // the part of a plan it asks for, empty for something else
	papers  bool        // it is something to send, not to tell
	content []string    // its words that carry meaning, stemmed
}

// readNotice takes the notice apart. Its own parts and kind do not matter.
func (c *Checker) readNotice(text string) notice {
	if strings.TrimSpace(text) == "" {
		return notice{}
	}
	d := &draft{text: text, limits: &c.limits, checker: c}
	d.lex()
	d.hits = d.findCues()
	d.fillSentences()
	n := notice{text: text, words: d.words, d: d, ids: idsIn(text)}
	n.asks = d.asks()
	return n
}

// says reports whether the notice says something of a cue.
func (n notice) says(cues ...cue) bool {
	return n.d != nil && slices.ContainsFunc(cues, func(c cue) bool { return len(n.d.hits[c]) > 0 })
}

// asks lists the entries of lists that follow a sentence which asks for
// something.
func (d *draft) asks() []ask {
	var all []ask
	asking := false
	for b := range d.blocks {
		bl := &d.blocks[b]
		if bl.first == bl.last {
			continue
		}
		if !bl.item {
			asking = d.has(bl.last-1, noticeAsks) || d.has(bl.first, noticeAsks)
			continue
		}
		if !asking {
			continue
		}
		first, last := d.sentences[bl.first].first, d.sentences[bl.first].last
		part, _ := d.headName(first, last, nameAction)
		all = append(all, ask{text: d.text[bl.body:bl.end], part: part, papers: d.has(bl.first, noticePapers), content: d.content(first, last)})
	}
	return all
}

// content lists the words between first and last that carry meaning, by
// their stems.
func (d *draft) content(first, last int) []string {
	var stems []string
	for i := first; i < last && i < len(d.words); i++ {
		if s := stem(d.words[i].text); s != "" {
			stems = append(stems, s)
		}
	}
	return stems
}

// commonStems say little about what a sentence is about in a plan.
var commonStems = stemSet(`about above after again against also although always among another back because been
	before being below between both cause check checked could date does done down during each either every exhibit
	first follow following form from give given have having here into item items just keep kept last like made make
	many month more most must need never next number once only order other ours over part place plan please policy
	problem procedure process product products provide reason received record review reviewed rule same send sent set
	several shall should show since some sheet such sure take taken than that their them then there these they thing
	this those three through time today under until used very want week well were what when where which while will
	with within without would year your account amazon walmart action actions step steps store seller selling`)

func stemSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[stemOf(w)] = true
	}
	return set
}

// stem brings a word that carries meaning to a common form; empty for words
// that carry none: short ones, numbers, and those every plan has.
func stem(w string) string {
	const shortest = 4
	r := firstRune(w)
	if catalog.Ideograph(r) || unicode.IsDigit(r) || len(w) < shortest || stopWords[w] {
		return ""
	}
	s := stemOf(w)
	if commonStems[s] {
		return ""
	}
	return s
}

// stemOf cuts English endings off.
func stemOf(w string) string {
	for _, ending := range []string{"ations", "ation", "ities", "ings", "ing", "ied", "ies", "ers", "ed", "es", "er", "ly", "s", "e", "y"} {
		if cut, ok := strings.CutSuffix(w, ending); ok && len(cut) >= 3 {
			w = cut
			break
		}
	}
	const longest = 7
	if len(w) > longest {
		w = w[:longest]
	}
	if n := len(w); n > 3 && w[n-1] == w[n-2] {
		w = w[:n-1]
	}
	return w
}
