package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// allIdentified compares what the notice names with what the text names.
func allIdentified(d *draft, r *report) {
	known := d.known()
	if known.empty() {
		d.nothingNamed(r)
		return
	}
	var missing []string
	lists := [][2][]string{{known.asins, d.ids.asins}, {known.items, d.ids.items}}
	for _, l := range lists {
		missing = append(missing, d.lacking(l[0])...)
	}
	if d.ipReason() {
		missing = append(missing, d.lacking(known.complaints)...)
	}
	for _, orders := range [][]string{known.orders, known.purchases} {
		if lack := d.lacking(orders); len(lack) == len(orders) || !d.samples() {
			missing = append(missing, lack...)
		}
	}
	if len(missing) > 0 && d.complete {
		r.whole("", "ids", listSome(missing), "count", len(missing))
	}
	if len(known.asins) == 0 {
		return
	}
	for _, m := range asinPattern.FindAllStringIndex(d.text, -1) {
		if _, ok := slices.BinarySearch(known.asins, d.text[m[0]:m[1]]); !ok {
			r.at("unknown", m[0], m[1], "id", d.text[m[0]:m[1]])
		}
	}
}

// known are the identifiers of the notice and of the case.
func (d *draft) known() idList {
	refs := d.in.Facts.References
	l := d.notice.ids
	if d.in.Marketplace == reinstate.Amazon {
		l.purchases, l.items = nil, nil
	}
	l.asins = append(slices.Clone(l.asins), identifiers(refs.ASINs)...)
	l.items = append(slices.Clone(l.items), identifiers(refs.Items)...)
	l.orders = append(slices.Clone(l.orders), identifiers(refs.Orders)...)
	l.complaints = append(slices.Clone(l.complaints), identifiers(refs.Complaints)...)
	for _, list := range []*[]string{&l.asins, &l.items, &l.orders, &l.complaints} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return l
}

// samples reports whether the matter is a rate, for which some orders do:
// notices say not to limit the plan to the orders they name.
func (d *draft) samples() bool {
	return d.reason("order_defect_rate", "late_shipment", "cancellation_rate", "valid_tracking", "on_time_delivery",
		"customer_service", "returns_rate", "review_manipulation")
}

func (d *draft) ipReason() bool {
	return d.reason("ip_trademark", "ip_copyright", "ip_patent", "ip_unspecified")
}

// lacking lists the identifiers that the text does not hold.
func (d *draft) lacking(ids []string) []string {
	var lack []string
	for _, id := range ids {
		if _, named := slices.BinarySearch(d.ids.orders, id); !named && !d.wordSet()[id] && !names(d.in.Facts.Tables, id) {
			lack = append(lack, id)
		}
	}
	return lack
}

// wordSet is every word of the text as it is written.
func (d *draft) wordSet() map[string]bool {
	if d.spelled == nil {
		d.spelled = make(map[string]bool, len(d.words))
		for _, w := range d.words {
			d.spelled[d.text[w.start:w.end]] = true
		}
	}
	return d.spelled
}

func listSome(ids []string) string {
	const most = 4
	if len(ids) > most {
		return strings.Join(ids[:most], ", ") + " and " + strconv.Itoa(len(ids)-most) + " more"
	}
	return joinWords(ids)
}

// nothingNamed speaks where a text about goods or orders names none of them
// and no notice says which they are.
func (d *draft) nothingNamed(r *report) {
	if !d.ids.empty() || d.notice.d != nil {
		return
	}
	for _, h := range d.own(refersTo) {
		r.words("none", h)
		return
	}
	goods := d.ipReason() || d.reason("inauthentic", "counterfeit", "condition_used_as_new", "product_safety", "restricted_product",
		"not_as_described", "listing_policy", "order_defect_rate", "late_shipment", "cancellation_rate", "valid_tracking",
		"on_time_delivery", "dropshipping", "pricing")
	if goods && (d.complete || float64(d.count) >= d.limit(visibleWords)) {
		r.whole("none")
	}
}

// agreesWithCase compares days and rates with what the case knows.
func agreesWithCase(d *draft, r *report) {
	today := d.in.Facts.Today
	for _, at := range d.dates {
		n := d.words[at.from].sentence
		if today.IsZero() || at.day == 0 || at.year == 0 || d.has(n, future) {
			continue
		}
		if !d.has(n, ownDeed) && (n+1 >= len(d.sentences) || d.sentences[n+1].block != d.sentences[n].block || !d.has(n+1, ownDeed)) {
			continue
		}
		if time.Date(at.year, time.Month(at.month), at.day, 0, 0, 0, 0, time.UTC).After(today) {
			r.sentence("future", n)
		}
	}
	d.ratesAgree(r)
}

var percent = regexp.MustCompile(`\b[0-9]{1,2}(?:[.,][0-9]{1,2})?\s?(?:%|percent\b)`)

// ratesAgree compares a rate in the opening with those of the notice.
func (d *draft) ratesAgree(r *report) {
	if d.notice.d == nil || len(d.sections) == 0 || d.sections[0].name != nameOpening {
		return
	}
	told := map[string]bool{}
	for _, p := range percent.FindAllString(d.notice.text, -1) {
		told[number(p)] = true
	}
	if len(told) == 0 {
		return
	}
	s := &d.sections[0]
	from, to := d.blocks[s.first].start, d.blocks[s.last-1].end
	metrics := d.metricSentences()
	for _, m := range percent.FindAllStringIndex(d.text[from:to], -1) {
		n := d.sentenceAt(from + m[0])
		if p := d.text[from+m[0] : from+m[1]]; !told[number(p)] && metrics[n] && !d.has(n, salesRecord) {
			r.at("rate", from+m[0], from+m[1], "rate", p)
		}
	}
}

func number(p string) string {
	p = strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(p, "percent"), "%"), " \u00a0")
	return strings.TrimSuffix(strings.ReplaceAll(p, ",", "."), ".0")
}

// sentenceAt finds the sentence that holds a byte, -1 without one.
func (d *draft) sentenceAt(at int) int {
	n, _ := slices.BinarySearchFunc(d.sentences, at, func(s sentence, at int) int { return s.end - at - 1 })
	if n >= len(d.sentences) || d.sentences[n].start > at {
		return -1
	}
	return n
}

// metricSentences are those that name a published rate.
func (d *draft) metricSentences() map[int]bool {
	found := map[int]bool{}
	for i := range d.checker.standards {
		for _, h := range d.hits[int(cueCount)+len(d.checker.themes)+i] {
			found[d.words[h.from].sentence] = true
		}
	}
	return found
}

// materiallyNew compares the text with what was sent before.
func materiallyNew(d *draft, r *report) {
	if len(d.in.Facts.Earlier) == 0 {
		return
	}
	set := shinglesOf(d.text)
	most, name := 0.0, ""
	for _, e := range d.in.Facts.Earlier {
		if like := set.like(shinglesOf(e.Text)); like > most {
			most, name = like, e.Name
		}
	}
	switch {
	case most > d.limit(similarBlock):
		r.whole("", "name", name)
	case most > d.limit(similarHigh):
		r.whole("near", "name", name)
	}
}

// exhibitsExist compares the labels in the text with the list of exhibits.
func exhibitsExist(d *draft, r *report) {
	listed, used := map[string]bool{}, map[string]exhibitRef{}
	for _, e := range d.exhibits {
		if e.list {
			listed[e.label] = true
		} else if _, ok := used[e.label]; !ok {
			used[e.label] = e
		}
	}
	for _, e := range standing(d.in.Facts.Exhibits) {
		listed[e.Letter] = true
	}
	for _, e := range exhibitsIn(d.in.Facts.Tables) { // the letter's own tables refer to exhibits too
		if _, ok := used[e.label]; !ok {
			used[e.label] = e
		}
	}
	if len(listed) == 0 {
		return
	}
	for _, e := range d.exhibits {
		if !e.list && !listed[e.label] {
			r.at("", e.start, e.end, "label", e.label)
		}
	}
	if !d.complete {
		return
	}
	var idle []string
	for label := range listed {
		if _, ok := used[label]; !ok {
			idle = append(idle, label)
		}
	}
	if len(idle) > 0 && len(used) > 0 {
		slices.Sort(idle)
		r.whole("idle", "labels", joinWords(idle))
	}
}

var fileNames = regexp.MustCompile(`(?i)\b[\w-]+\.(docx?|xlsx?|pptx?|csv|txt|rtf|zip|rar|heic|pages|numbers|odt|eml|msg|webp|bmp|html?|mp4|mov|avi)\b`)

// acceptedFiles are the endings that marketplaces take.
var acceptedFiles = []string{"pdf", "jpg", "jpeg", "png", "gif", "tif", "tiff"}

// fileTypes looks for files that a marketplace does not open.
func fileTypes(d *draft, r *report) {
	for _, m := range fileNames.FindAllStringIndex(d.text, -1) {
		r.at("", m[0], m[1], "file", d.text[m[0]:m[1]])
	}
	formats(d, r)
	for _, e := range standing(d.in.Facts.Exhibits) {
		if len(d.in.Facts.Files.Accepted) > 0 {
			break // the channel has said what it takes
		}
		dot := strings.LastIndexByte(e.FileName, '.')
		if dot >= 0 && !slices.Contains(acceptedFiles, strings.ToLower(e.FileName[dot+1:])) {
			r.whole("", "file", fmt.Sprintf("Exhibit %s, %s", e.Letter, e.FileName))
		}
	}
}

// confirmed lists what nobody has confirmed as true and done.
func confirmed(d *draft, r *report) {
	for _, s := range d.in.Facts.Unconfirmed {
		if at := strings.Index(d.text, s); at >= 0 && s != "" {
			r.at("", at, at+len(s))
		} else {
			r.whole("")
		}
	}
}
