package plan

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// causesAnswered links each cause to actions and measures by the words they
// share, or by the numbers the measures name.
func causesAnswered(d *draft, r *report) {
	cause, action, prevention := d.part(nameCause), d.part(nameAction), d.part(namePrevention)
	if cause == nil || !d.english || cause.guessed || !d.wholePart(prevention) || !d.wholePart(action) {
		return
	}
	fixed, kept := d.contentOf(d.sentencesOf(nameAction)), d.contentOf(d.sentencesOf(namePrevention))
	bridge := d.bridge(kept)
	refs := d.causeNumbers(d.sentencesOf(namePrevention))
	causes := d.causes(cause)
	deeds, _ := d.deeds()
	for _, c := range causes {
		content := d.contentOf(c.sentences)
		if len(content) < 3 {
			continue
		}
		if !shares(content, kept) && !shares(content, bridge) && !refs[c.label] {
			r.sentence("", c.sentences[0])
		} else if !shares(content, fixed) && len(refs) == 0 && len(deeds) < len(causes) {
			r.sentence("action", c.sentences[0])
		}
	}
}

// bridge holds the words of those actions that the measures take up: a cause
// that shares words with one of them is taken up by way of it.
func (d *draft) bridge(kept map[string]bool) map[string]bool {
	words := map[string]bool{}
	deeds, _ := d.deeds()
	for _, deed := range deeds {
		if content := d.contentOf(deed.sentences); shares(content, kept) {
			maps.Copy(words, content)
		}
	}
	return words
}

// contentOf is the set of words of sentences that carry meaning.
func (d *draft) contentOf(sentences []int) map[string]bool {
	content := map[string]bool{}
	for _, n := range sentences {
		for _, s := range d.content(d.sentences[n].first, d.sentences[n].last) {
			content[s] = true
		}
	}
	return content
}

// causes lists the causes of a part: its list, or all of it as one.
func (d *draft) causes(s *section) []claim {
	if slices.ContainsFunc(d.blocks[s.first:s.last], func(b block) bool { return b.item && b.end > s.headEnd }) {
		return d.claimsOf(s)
	}
	if all := d.bodyOf(s); len(all) > 0 {
		return []claim{{sentences: all}}
	}
	return nil
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
func (d *draft) causeNumbers(sentences []int) map[string]bool {
	all := map[string]bool{}
	for _, n := range sentences {
		for _, m := range causeNumber.FindAllStringSubmatch(d.text[d.sentences[n].start:d.sentences[n].end], -1) {
			for _, label := range strings.FieldsFunc(strings.ToLower(m[1]), func(r rune) bool { return strings.ContainsRune(" ,()", r) }) {
				all[label] = true
			}
		}
	}
	return all
}

// prescribed reports whether a hit stands in what a paper or person says, as
// in "the sheet says that we will do it".
func (d *draft) prescribed(h hit) bool {
	first := d.sentences[d.words[h.from].sentence].first
	for i := h.from - 1; i >= first && h.from-i <= 4; i-- {
		switch d.words[i].text {
		case "says", "said", "states", "stated", "requires", "required", "promised", "although", "told":
			return true
		}
	}
	return false
}

// noBleed looks for deeds and promises in the cause, and for measures that
// are nothing but deeds.
func noBleed(d *draft, r *report) {
	if !d.headed {
		return
	}
	for _, n := range d.sentencesOf(nameCause) {
		s := d.sentences[n]
		for _, h := range d.hitsBetween(fixes, s.first, s.last) {
			if !d.words[h.from].quoted && !d.prescribed(h) {
				r.clause("", h)
				break
			}
		}
	}
}
