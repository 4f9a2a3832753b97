package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// wording is every fixed word of a letter in one language. A format takes its
// parts in the order its comment names.
type wording struct {
	months, shortMonths [12]string
	day                 string // day, month, year
	and                 string // joins the last two of a list

	answering      string // date of the notice
	concerning     string // what the notice is about
	asins, items   [2]string
	orders         [2]string
	complaints     [2]string
	account, store string // marketplace, store
	sellerID       map[reinstate.Marketplace]string
	complaint      string // number
	order          string // number

	inProgress, inProgressDue string // the latter: date
	inForce, tool             string // date; tool
	answers, prevents         string // number of the cause
	done                      string
	exhibit, exhibits         string // letters

	exhibitHeads [5]string
	itemHeads    [3]string
	demandHeads  [2]string
	itemKinds    [4][2]string // ASIN, item, order, complaint: one, and several
	inAllText    string
	waived, open string // reason

	page  string
	round string // footer: document, case, round
	draft string
}

// wordings are the languages a letter can be written in. A language is added
// by one more entry; nothing else knows their names.
var wordings = map[string]wording{
	"en": {
		months: [12]string{"January", "February", "March", "April", "May", "June", "July",
			"August", "September", "October", "November", "December"},
		shortMonths: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		day:         "%d %s %d",
		and:         "%s and %s",
		answering:   "In answer to the notice of %s",
		concerning:  "%s concerning %s",
		asins:       [2]string{"ASIN %s", "ASINs %s"},
		items:       [2]string{"item %s", "items %s"},
		orders:      [2]string{"order %s", "orders %s"},
		complaints:  [2]string{"complaint %s", "complaints %s"},
		account:     "%s",
		store:       "%s, store %s",
		sellerID: map[reinstate.Marketplace]string{
			reinstate.Amazon: "Merchant token %s", reinstate.Walmart: "Partner ID %s", "": "Seller ID %s",
		},
		complaint:     "Complaint %s",
		order:         "Order %s",
		inProgress:    "In progress.",
		inProgressDue: "In progress, due %s.",
		inForce:       "In force since %s.",
		tool:          "Tool and record: %s.",
		answers:       "Answers %s.",
		prevents:      "Prevents %s.",
		done:          "Done.",
		exhibit:       "Exhibit %s",
		exhibits:      "Exhibits %s",
		exhibitHeads:  [5]string{"No.", "Document", "Date", "Pages", "SHA-256"},
		itemHeads:     [3]string{"Identifier", "Kind", "Dealt with in"},
		demandHeads:   [2]string{"Asked for", "Our answer"},
		itemKinds:     [4][2]string{{"ASIN", "ASINs"}, {"Item", "Items"}, {"Order", "Orders"}, {"Complaint", "Complaints"}},
		inAllText:     "whole letter",
		waived:        "Not applicable: %s",
		open:          "{answer still to come}",
		page:          "Page {page} of {pages}",
		round:         "%s · %s · round %d",
		draft:         "DRAFT",
	},
}

// Languages lists the languages a letter can be written in, as BCP 47 tags.
func Languages() []string { return slices.Sorted(maps.Keys(wordings)) }

// wordingOf finds the words of a language by its first subtag. A language
// without words of its own gets English ones, and the document says so by its
// Language.
func wordingOf(tag string) (wording, string) {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if w, ok := wordings[base]; ok {
		return w, tag
	}
	return wordings["en"], "en"
}

func (w wording) longDate(t time.Time) string {
	return fmt.Sprintf(w.day, t.Day(), w.months[t.Month()-1], t.Year())
}

// long writes a stored day (YYYY-MM-DD) out; what is no day stays as it is.
func (w wording) long(day string) string {
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		return w.longDate(t)
	}
	return day
}

func (w wording) short(day string) string {
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		return fmt.Sprintf(w.day, t.Day(), w.shortMonths[t.Month()-1], t.Year())
	}
	return day
}

// list joins words as a sentence does.
func (w wording) list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return fmt.Sprintf(w.and, strings.Join(words[:last], ", "), words[last])
}
