package plan

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// exhibitRef is one mention of an exhibit by its label.
type exhibitRef struct {
	label      string
	start, end int
	list       bool // in a line that only lists the exhibits
}

var (
	exhibitPattern = regexp.MustCompile(`\b(?:[Ee]xhibits?|EXHIBITS?|[Ee]xh?\.|[Aa]nnex(?:es)?|[Aa]ppendi(?:x|ces)|[Aa]ttachments?|[Ee]nclosures?|[Dd]ocuments?|[Ff]iles?)(\s+(?:attached|enclosed)\s*:|\s*:)?\s+(?:[Nn]o\.?\s*)?((?:[A-Z]{1,2}|[0-9]{1,2})\b(?:(?:\s*,\s*and\s+|\s*[,&–-]\s*|\s+and\s+|\s+to\s+)(?:[A-Z]{1,2}|[0-9]{1,2})\b)*)`)
	labelPattern   = regexp.MustCompile(`([A-Z]{1,2}|[0-9]{1,2})\b(?:\s*(?:to|–|-)\s*([A-Z]|[0-9]{1,2})\b)?`)
	sentFile       = regexp.MustCompile(`(?i)\.(?:pdf|jpe?g|png|gif)\b`)
	inBrackets     = regexp.MustCompile(`\(\s*(?:see\s+)?([A-Za-z.]{2,14})\s+(?:no\.?\s*)?(?:[0-9]{1,2}|[A-Z])(?:\s*(?:,|and|to|-|–|&)\s*(?:[0-9]{1,2}|[A-Z]))*(?:[,:;][^()]{0,60})?\s*\)`)
	shortLabel     = regexp.MustCompile(`\b[A-Z]{1,3}-?[0-9]{1,2}\b`)
)

// exhibitsIn lists the labels of exhibits, ranges written out.
func exhibitsIn(text string) []exhibitRef {
	var refs []exhibitRef
	for _, m := range exhibitPattern.FindAllStringSubmatchIndex(text, -1) {
		after := strings.TrimLeft(text[m[5]:], " \t")
		list := m[2] >= 0 && (after == "" || after[0] == '.' || after[0] == '\n' || after[0] == '\r') &&
			strings.LastIndexByte(text[:m[0]], '\n') == len(strings.TrimRight(text[:m[0]], " \t"))-1
		for _, l := range labelPattern.FindAllStringSubmatch(text[m[4]:m[5]], -1) {
			for _, label := range labelRange(l[1], l[2]) {
				refs = append(refs, exhibitRef{label, m[0], m[5], list})
			}
		}
	}
	return append(refs, listedIn(text)...)
}

var (
	listOpens = regexp.MustCompile(`(?im)^[ \t]*(?:list of )?(?:exhibits?|attachments?|annex(?:es)?|enclosures?|appendi(?:x|ces))(?: attached| enclosed)?[ \t]*(:[^\n]*)?$`)
	inLine    = regexp.MustCompile(`(?:^:?|[,;.]|\band)\s*([A-Z]|[0-9]{1,2})(?:\s+(?:to|–|-)\s+([A-Z]|[0-9]{1,2}))?(?:[:.)=]|\s+[–-])?\s+[\pL(]`)
	listEntry = regexp.MustCompile(`^[ \t]*[-•*]?[ \t]*(?:[Ee]xhibit )?([A-Z]|[0-9]{1,2})(?:[.:)=]|[ \t]+[–-])?[ \t]+\S`)
)

// listedIn reads lists such as "Exhibits: A tracking list, B screenshot", or
// one entry a line. A single label is no list.
func listedIn(text string) []exhibitRef {
	var refs []exhibitRef
	for _, m := range listOpens.FindAllStringSubmatchIndex(text, -1) {
		var own []exhibitRef
		add := func(from, to string) {
			for _, label := range labelRange(from, to) {
				own = append(own, exhibitRef{label, m[0], m[1], true})
			}
		}
		if m[2] >= 0 && strings.TrimSpace(text[m[2]+1:m[3]]) != "" {
			for _, l := range inLine.FindAllStringSubmatch(text[m[2]:m[3]], -1) {
				add(l[1], l[2])
			}
		} else {
			for line := range strings.Lines(strings.TrimPrefix(text[m[1]:], "\n")) {
				l := listEntry.FindStringSubmatch(line)
				if l == nil {
					break
				}
				add(l[1], "")
			}
		}
		if len(own) > 1 {
			refs = append(refs, own...)
		}
	}
	return refs
}

// markEvidence notes which sentences point at evidence: by a label, by the
// name of a file, or by a short label such as E1 that stands twice.
func (d *draft) markEvidence() {
	point := func(at int) {
		if n := d.sentenceAt(at); n >= 0 {
			d.sentences[n].exhibit = true
		}
	}
	for _, e := range d.exhibits {
		point(e.start)
	}
	for _, m := range sentFile.FindAllStringIndex(d.text, -1) {
		point(m[0])
	}
	for _, m := range inBrackets.FindAllStringSubmatchIndex(d.text, -1) {
		if !causeLabels[strings.ToLower(d.text[m[2]:m[3]])] {
			point(m[0])
		}
	}
	short := shortLabel.FindAllStringIndex(d.text, -1)
	times := map[string]int{}
	for _, m := range short {
		times[d.text[m[0]:m[1]]]++
	}
	for _, m := range short {
		if times[d.text[m[0]:m[1]]] > 1 {
			point(m[0])
		}
	}
}

// causeLabels are words beside which a number in brackets names a cause, a
// day or a quantity, and no evidence.
var causeLabels = map[string]bool{
	"cause": true, "causes": true, "covers": true, "point": true, "points": true, "item": true, "items": true, "reason": true, "step": true,
	"jan": true, "feb": true, "mar": true, "apr": true, "may": true, "jun": true, "jul": true, "aug": true, "sep": true, "sept": true, "oct": true,
	"nov": true, "dec": true, "january": true, "february": true, "march": true, "april": true, "june": true, "july": true, "august": true,
	"september": true, "october": true, "november": true, "december": true, "size": true, "about": true, "approx.": true, "of": true, "issue": true,
	"problem": true, "lot": true, "lots": true, "class": true, "page": true, "day": true, "week": true, "all": true, "only": true, "section": true,
}

// longestRange bounds "A to G": beyond it the dash means something else.
const longestRange = 40

func labelRange(from, to string) []string {
	if to == "" {
		return []string{from}
	}
	if len(from) == 1 && len(to) == 1 && from < to && from[0] >= 'A' {
		var all []string
		for c := from[0]; c <= to[0]; c++ {
			all = append(all, string(c))
		}
		return all
	}
	a, errA := strconv.Atoi(from)
	b, errB := strconv.Atoi(to)
	if errA != nil || errB != nil || b <= a || b-a > longestRange {
		return []string{from, to}
	}
	var all []string
	for n := a; n <= b; n++ {
		all = append(all, strconv.Itoa(n))
	}
	return slices.Clip(all)
}
