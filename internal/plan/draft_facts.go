package plan

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// dateAt is one day the text names. Year or Day is zero where it does not say.
type dateAt struct {
	from, to         int // words, to exclusive
	year, month, day int
}

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
	"october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
	"sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

// findDates notes every day, and every month with its year, in one pass.
func (d *draft) findDates() {
	for i := 0; i < len(d.words); i++ {
		if at, ok := d.dateFrom(i); ok || d.ordinalDay(i, &at) {
			d.dates = append(d.dates, at)
			d.sentences[d.words[i].sentence].dated = true
			i = at.to - 1
		}
	}
}

// ordinalDay reads "the 6th", which is a day where another was named before.
func (d *draft) ordinalDay(i int, at *dateAt) bool {
	text := d.words[i].text
	if len(d.dates) == 0 || i == 0 || d.words[i-1].text != "the" || !d.words[i].number || text[len(text)-1] < 'a' {
		return false
	}
	n := d.value(i, d.words[i].sentence)
	if n < 1 || n > 31 {
		return false
	}
	*at = dateAt{i, i + 1, 0, d.dates[len(d.dates)-1].month, n}
	return true
}

// value reads word i as a number, also with the tail of an ordinal; -1 for
// what is none or lies outside the sentence.
func (d *draft) value(i, sentence int) int {
	if i < 0 || i >= len(d.words) || d.words[i].sentence != sentence || !d.words[i].number {
		return -1
	}
	text := d.words[i].text
	for _, tail := range []string{"st", "nd", "rd", "th"} {
		if cut, ok := strings.CutSuffix(text, tail); ok {
			text = cut
		}
	}
	if n, err := strconv.Atoi(text); err == nil && len(text) <= 4 {
		return n
	}
	return -1
}

func (d *draft) dateFrom(i int) (dateAt, bool) {
	s := d.words[i].sentence
	at := func(k int) string {
		if i+k < len(d.words) && d.words[i+k].sentence == s {
			return d.words[i+k].text
		}
		return ""
	}
	num := func(k int) int { return d.value(i+k, s) }
	isDay := func(n int) bool { return n >= 1 && n <= 31 }
	isYear := func(n int) bool { return n >= 2000 && n <= 2099 }
	joined := i+2 < len(d.words) && d.words[i+1].joined && d.words[i+2].joined
	if month := months[at(0)]; month > 0 && d.words[i].upper {
		switch {
		case isDay(num(1)) && isYear(num(2)):
			return dateAt{i, i + 3, num(2), month, num(1)}, true
		case isDay(num(1)):
			return dateAt{i, i + 2, 0, month, num(1)}, true
		case isYear(num(1)):
			return dateAt{i, i + 2, num(1), month, 0}, true
		}
		return dateAt{}, false
	}
	n := num(0)
	if isDay(n) {
		k := 1
		if at(1) == "of" {
			k = 2
		}
		if month := months[at(k)]; month > 0 && i+k < len(d.words) && (d.words[i+k].upper || month != 5) {
			if isYear(num(k + 1)) {
				return dateAt{i, i + k + 2, num(k + 1), month, n}, true
			}
			return dateAt{i, i + k + 1, 0, month, n}, true
		}
	}
	switch {
	case isYear(n) && joined && num(1) >= 1 && num(1) <= 12 && isDay(num(2)):
		return dateAt{i, i + 3, n, num(1), num(2)}, true
	case isYear(n) && at(1) == "年" && at(3) == "月":
		return dateAt{i, i + 4, n, num(2), max(num(4), 0)}, true
	case n >= 1 && n <= 12 && at(1) == "月" && isDay(num(2)):
		return dateAt{i, i + 4, 0, n, num(2)}, true
	case isDay(n) && joined && isYear(num(2)) && num(1) >= 1 && num(1) <= 12:
		return dateAt{i, i + 3, num(2), num(1), n}, true
	case isDay(n) && joined && isYear(num(2)) && isDay(num(1)) && n <= 12:
		return dateAt{i, i + 3, num(2), n, num(1)}, true
	}
	return dateAt{}, false
}

// numbersIn counts the numbers among words; 08/05/2026 and 1,204 are one each.
func (d *draft) numbersIn(from, to int) (n int) {
	for i := from; i < to; i++ {
		if w := &d.words[i]; w.number && !(w.joined && i > 0 && d.words[i-1].number) {
			n++
		}
	}
	return n
}

// quantity reports whether a sentence holds a number that is no part of a day.
func (d *draft) quantity(n int) bool {
	dates := 0
	at, _ := slices.BinarySearchFunc(d.dates, d.sentences[n].first, func(a dateAt, first int) int { return a.from - first })
	for ; at < len(d.dates) && d.dates[at].from < d.sentences[n].last; at++ {
		dates += d.numbersIn(d.dates[at].from, d.dates[at].to)
	}
	return d.sentences[n].numbers > dates
}

// idList holds the identifiers of a text, each kind sorted and once.
type idList struct{ asins, orders, purchases, complaints, items []string }

func (l idList) empty() bool {
	return len(l.asins)+len(l.orders)+len(l.purchases)+len(l.complaints)+len(l.items) == 0
}

var (
	asinPattern      = regexp.MustCompile(`\bB0[0-9A-Z]{8}\b`)
	orderPattern     = regexp.MustCompile(`\b[0-9]{3}-[0-9]{7}-[0-9]{7}\b`)
	purchasePattern  = regexp.MustCompile(`\b[0-9]{13,15}\b`)
	itemPattern      = regexp.MustCompile(`(?i)\bitems?:?\s+(?:ids?:?\s+|numbers?:?\s+)?([0-9]{8,12})\b(?:(?:,| and|;)\s+([0-9]{8,12})\b)?`)
	complaintPattern = regexp.MustCompile(`(?i)\b(?:complaint|claim|report|notice)\s+(?:id|number|no\.?)s?\s*[:#]?\s*([0-9]{8,12})\b`)
)

// idsIn runs each pattern only where the text has digits enough for it.
func idsIn(text string) idList {
	var l idList
	if strings.Contains(text, "B0") {
		l.asins = found(asinPattern, text, 0)
	}
	digits := longestDigits(text)
	if digits >= 7 {
		l.orders = found(orderPattern, text, 0)
	}
	if digits >= 8 {
		l.complaints = found(complaintPattern, text, 1)
		l.items = append(found(itemPattern, text, 1), found(itemPattern, text, 2)...)
	}
	if digits >= 13 {
		l.purchases = found(purchasePattern, text, 0)
	}
	return l
}

// longestDigits is the length of the longest run of digits.
func longestDigits(text string) int {
	longest, run := 0, 0
	for i := 0; i < len(text); i++ {
		run++
		if text[i] < '0' || text[i] > '9' {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

func found(p *regexp.Regexp, text string, group int) []string {
	var all []string
	for _, m := range p.FindAllStringSubmatch(text, -1) {
		if m[group] != "" {
			all = append(all, m[group])
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
