package plan

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"reinstate/internal/catalog"
)

// shortLine is how many words a farewell has, or what belongs to it.
const shortLine = 8

// looksComplete reports whether the text ends as texts end: with the end of a
// sentence, a list like the rest of the list, or a signature.
func (d *draft) looksComplete() bool {
	text := strings.TrimRightFunc(d.text, unicode.IsSpace)
	if text == "" || strings.HasSuffix(text, "...") || strings.HasSuffix(text, "…") || len(d.blocks) == 0 {
		return false
	}
	last := &d.blocks[len(d.blocks)-1]
	if n := len(d.sections); n > 0 && d.sections[n-1].bare(last) {
		return false // a heading with nothing beneath
	}
	if d.endsSentence(text) {
		return true
	}
	if last.item {
		return len(d.blocks) > 1 && d.blocks[len(d.blocks)-2].item && !d.endsSentence(d.text[:d.blocks[len(d.blocks)-2].end])
	}
	if d.signature(last) || len(d.blocks) > 1 && d.has(last.last-1, closing, thanks) && d.wordsIn(last) <= shortLine {
		return true
	}
	if n := len(d.blocks); n > 1 && d.wordsIn(last) <= shortLine {
		before := &d.blocks[n-2]
		return d.has(before.last-1, closing, thanks)
	}
	return false
}

func (d *draft) wordsIn(b *block) int {
	if b.first == b.last {
		return 0
	}
	return d.sentences[b.last-1].last - d.sentences[b.first].first
}

func (d *draft) endsSentence(text string) bool {
	text = strings.TrimRightFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"'”’»)]*_`, r) })
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!?;。！？", r) || r > 0x1F000
}

// signature reports whether a block reads like a name, a title or an address
// at the end of a letter: short, and mostly capitalised.
func (d *draft) signature(b *block) bool {
	names, all := 0, 0
	for n := b.first; n < b.last; n++ {
		for _, w := range d.words[d.sentences[n].first:d.sentences[n].last] {
			all++
			if w.upper || w.number || catalog.Ideograph(firstRune(w.text)) {
				names++
			}
		}
	}
	const longest = 14
	return all <= longest && 2*names >= all && d.blocks[0].start != b.start
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
