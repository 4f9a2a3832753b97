package catalog

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Phrase is a compiled cue: words that a message holds in this order within
// one sentence.
type Phrase struct {
	Source   string
	Elements []Element
}

// Element is one place of a phrase: a word out of several, or a gap.
type Element struct {
	Words    []Word
	Optional bool // the word may be missing
	Gap      int  // greater than zero: up to this many words of any kind
	Clause   bool // the gap stays within one clause and passes no other subject
	Not      bool // any word but these
	Number   bool // a number, in digits or in words
}

// Word is one alternative of an element, already folded.
type Word struct {
	Text string
	Stem bool // only the beginning of a word has to match
}

// Widths of the gaps in words. The short one bridges an article or an
// adjective, the long one a clause.
const (
	shortGap  = 3
	longGap   = 9
	clauseGap = 8
)

// maxElements bounds the work of matching one phrase at one place.
const maxElements = 24

// ParsePhrase reads the small language cues are written in:
//
//	forged|fake document*   a word, alternatives, a stem
//	rights owner .. report  a gap of up to three words
//	funds ... days          a gap of up to nine words
//	courier ~ lost          a gap that leaves neither the clause nor its subject
//	did not !know|mean      any word but these
//	the? supplier           a word that may be missing
//	within NUM day*         a number
//	invoice* & forged        two parts in either order, up to nine words apart
//	<account> & <closed>     classes of words, spelt out in words.yaml
//	营业执照                  characters of Chinese and Japanese, one word each
func ParsePhrase(source string) (Phrase, error) {
	p := Phrase{Source: source}
	for _, field := range strings.Fields(source) {
		elements, err := parseField(field)
		if err != nil {
			return Phrase{}, err
		}
		p.Elements = append(p.Elements, elements...)
	}
	switch {
	case len(p.Elements) == 0:
		return Phrase{}, fmt.Errorf("a cue is empty")
	case len(p.Elements) > maxElements:
		return Phrase{}, fmt.Errorf("the cue %q has more than %d words", source, maxElements)
	}
	for i, end := range []Element{p.Elements[0], p.Elements[len(p.Elements)-1]} {
		if end.Gap > 0 || end.Optional || end.Not && i == 0 {
			return Phrase{}, fmt.Errorf("the cue %q must begin and end with a word that has to be there", source)
		}
	}
	return p, nil
}

func parseField(field string) ([]Element, error) {
	switch field {
	case "..":
		return []Element{{Gap: shortGap}}, nil
	case "...":
		return []Element{{Gap: longGap}}, nil
	case "~":
		return []Element{{Gap: clauseGap, Clause: true}}, nil
	case "NUM":
		return []Element{{Number: true}}, nil
	}
	if first, _ := utf8.DecodeRuneInString(field); Ideograph(first) && !strings.Contains(field, "|") {
		return parseIdeographs(field), nil
	}
	if before, after, ok := strings.Cut(field, "'"); ok && before != "" && !Contracted(after) && !strings.Contains(field, "|") {
		first, err := parseField(before)
		if err != nil {
			return nil, err
		}
		rest, err := parseField(after)
		return append(first, rest...), err
	}
	e := Element{}
	if cut, ok := strings.CutPrefix(field, "!"); ok {
		field, e.Not = cut, true
	}
	if cut, ok := strings.CutSuffix(field, "?"); ok {
		field, e.Optional = cut, true
	}
	for _, alternative := range strings.Split(field, "|") {
		text, stem := strings.CutSuffix(alternative, "*")
		if text == "" || strings.ContainsAny(text, "*?.,;:!-/()") {
			return nil, fmt.Errorf("the word %q of a cue is not one word, stem or gap", field)
		}
		e.Words = append(e.Words, Word{Text: Fold(text), Stem: stem})
	}
	return []Element{e}, nil
}

// parseIdeographs makes one element of every character, and lets Latin words
// and digits between them stand as words.
func parseIdeographs(field string) []Element {
	var elements []Element
	var latin strings.Builder
	flush := func() {
		if latin.Len() > 0 {
			elements = append(elements, Element{Words: []Word{{Text: Fold(latin.String())}}})
			latin.Reset()
		}
	}
	for _, r := range field {
		if !Ideograph(r) {
			latin.WriteRune(r)
			continue
		}
		flush()
		elements = append(elements, Element{Words: []Word{{Text: Fold(string(r))}}})
	}
	flush()
	return elements
}
