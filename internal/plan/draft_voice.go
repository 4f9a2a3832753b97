package plan

import (
	"strings"
	"unicode/utf8"
)

// markVoices finds words that are not the seller's own: quoted mail, words in
// quotation marks, what "your notice says", and runs of the notice itself.
func (d *draft) markVoices() {
	at := 0
	for b := range d.blocks {
		bl := &d.blocks[b]
		if bl.quoted {
			d.quote(&at, bl.start, bl.end)
			continue
		}
		d.quoteMarks(&at, bl)
	}
	for _, h := range d.hits[attributed] {
		s := d.sentences[d.words[h.from].sentence]
		for i := h.to; i < s.last; i++ {
			d.words[i].quoted = true
		}
	}
	d.markEcho()
}

// quote marks the words between two bytes. at is a word before them, from
// which the search goes on.
func (d *draft) quote(at *int, from, to int) {
	for *at < len(d.words) && d.words[*at].start < from {
		*at++
	}
	for i := *at; i < len(d.words) && d.words[i].end <= to; i++ {
		d.words[i].quoted = true
	}
}

// longestInQuotes bounds what a pair of quotation marks can hold, in bytes; a
// mark that is closed later is a typing error or an inch.
const longestInQuotes = 600

// quoteMarks marks what stands in quotation marks within a block.
func (d *draft) quoteMarks(at *int, b *block) {
	opened, closer := -1, ""
	for i := b.body; i < b.end; {
		r, size := utf8.DecodeRuneInString(d.text[i:b.end])
		switch {
		case opened < 0:
			if closer = closerOf(r); closer != "" {
				opened = i
			}
		case strings.ContainsRune(closer, r):
			if i-opened <= longestInQuotes {
				d.quote(at, opened, i)
			}
			opened = -1
		}
		i += size
	}
}

// closerOf lists the marks that close what r opens.
func closerOf(r rune) string {
	switch r {
	case '"':
		return `"`
	case '“', '„':
		return `”“"`
	case '«':
		return "»"
	case '「':
		return "」"
	}
	return ""
}

// markEcho marks runs of words that stand in the notice in the same order.
func (d *draft) markEcho() {
	n := int(d.limit(echoWords))
	if n < 2 || len(d.words) < n || len(d.notice.words) < n {
		return
	}
	known := map[uint64]bool{}
	for i := 0; i+n <= len(d.notice.words); i++ {
		known[hashWords(d.notice.words[i:i+n])] = true
	}
	for i := 0; i+n <= len(d.words); i++ {
		if known[hashWords(d.words[i:i+n])] {
			for k := i; k < i+n; k++ {
				d.words[k].quoted = true
			}
		}
	}
}

// hashWords is FNV-1a over words with a gap between them.
func hashWords(words []word) uint64 {
	h := uint64(14695981039346656037)
	for i := range words {
		for k := 0; k < len(words[i].text); k++ {
			h = (h ^ uint64(words[i].text[k])) * 1099511628211
		}
		h = (h ^ ' ') * 1099511628211
	}
	return h
}
