package health

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Input is one file to be read, with what is known of the account it is for.
type Input struct {
	Name    string // of the file; may tell which metric it is about
	Body    []byte
	At      Place
	Seller  string             // the account's seller id, empty: not known
	Now     time.Time          // what lies after it is refused
	Metric  reinstate.Metric   // of a file that does not say it; empty: not chosen
	Mapping *reinstate.Mapping // of a table; nil: by its headers alone
	Mapped  func(fingerprint string) (reinstate.Mapping, bool)
}

// Report is what a file says.
type Report struct {
	Source   string    // the shape it came in
	Taken    time.Time // the instant it speaks of
	Standing reinstate.Standing
	Measures []reinstate.Measure
	Defects  []reinstate.Defect
	Stock    []reinstate.StockLine
	Sales    []reinstate.Sale
	Messages []reinstate.BuyerMessage
	Claims   []reinstate.BuyerClaim
	Feedback []reinstate.Feedback
	Unknown  []reinstate.UnknownField
	Warnings []reinstate.Sentence
	Refused  []Refusal
	Table    *Table // of a file that is a table
}

// Refusal says why a place of a file cannot be taken. Any refusal means that
// nothing of the file is stored.
type Refusal struct {
	Row   int // of a table, from 1 with its header; 0: not of a row
	Place string
	Why   reinstate.Sentence
}

// String is the refusal in English.
func (r Refusal) String() string {
	switch {
	case r.Row > 0 && r.Place != "":
		return fmt.Sprintf("Row %d, %s: %s", r.Row, r.Place, r.Why)
	case r.Row > 0:
		return fmt.Sprintf("Row %d: %s", r.Row, r.Why)
	case r.Place != "":
		return fmt.Sprintf("%s: %s", r.Place, r.Why)
	}
	return r.Why.String()
}

// Bounds of a file.
const (
	MostBytes    = 32 << 20
	mostRows     = 200_000
	mostDepth    = 64
	mostUnknown  = 200
	mostRefusals = 100
	longestText  = 300
)

// projected is the scope of what a marketplace expects, whose window may end
// after the present.
const projected = "projected"

func (r *Report) warn(text string, args ...any) {
	s := reinstate.Say(text, args...)
	if !slices.ContainsFunc(r.Warnings, func(w reinstate.Sentence) bool { return w.String() == s.String() }) {
		r.Warnings = append(r.Warnings, s)
	}
}

func (r *Report) refuse(row int, place string, why reinstate.Sentence) {
	if len(r.Refused) < mostRefusals {
		r.Refused = append(r.Refused, Refusal{row, place, why})
	}
}

// Empty reports whether the file says nothing that can be stored.
func (r Report) Empty() bool { return len(r.Measures)+len(r.Defects)+r.Rows() == 0 }

// Rows is how many rows of stock, sales and customer service the file has.
func (r Report) Rows() int {
	return len(r.Stock) + len(r.Sales) + len(r.Messages) + len(r.Claims) + len(r.Feedback)
}

// check looks at what every shape must keep, and finishes the measures.
func (r *Report) check(book *catalog.HealthBook, in Input) {
	tomorrow := in.Now.AddDate(0, 0, 1).Format(time.DateOnly)
	for i := range r.Measures {
		m := &r.Measures[i]
		if m.Scope != projected && max(m.To, m.From) > tomorrow {
			r.refuse(0, place(*m), reinstate.Say("Its window ends on %s, which has not come yet.", max(m.To, m.From)))
		}
		if m.From != "" && m.To != "" && m.From > m.To {
			r.warn("The window of %s begins after it ends; its beginning is left out.", place(*m))
			m.From = ""
		}
		m.Word = clip(m.Word)
	}
	if r.Taken.IsZero() {
		r.Taken = newest(r.Measures, in.Now)
	}
	if r.Taken.After(in.Now.AddDate(0, 0, 1)) {
		r.refuse(0, "", reinstate.Say("The report is dated %s, which has not come yet.", r.Taken.Format(time.DateOnly)))
	}
	for i := range r.Measures {
		if r.Measures[i].Taken.IsZero() {
			r.Measures[i].Taken = r.Taken
		}
	}
	r.same()
	r.inOrder(book)
	if len(r.Unknown) > 0 {
		r.warn("The report has fields that are not known; they are kept: %s.", named(r.Unknown))
	}
	if r.Empty() && len(r.Refused) == 0 && (r.Table == nil || r.Table.Asks == "") {
		r.refuse(0, "", reinstate.Say("The file says nothing that can be stored."))
	}
}

// inOrder sorts the measures as pages show them.
func (r *Report) inOrder(book *catalog.HealthBook) {
	order := map[reinstate.Metric]int{}
	for i, m := range book.Metrics() {
		order[m.Code] = i
	}
	slices.SortStableFunc(r.Measures, func(a, b reinstate.Measure) int {
		return cmp.Or(cmp.Compare(order[a.Metric], order[b.Metric]), strings.Compare(scopeOrder(a.Scope), scopeOrder(b.Scope)), a.Taken.Compare(b.Taken))
	})
}

// same refuses two statements about one thing at one time that differ, and
// drops those that repeat one.
func (r *Report) same() {
	type key struct {
		series   reinstate.SeriesKey
		from, to string
		taken    time.Time
	}
	seen := map[key]int{}
	kept := r.Measures[:0]
	for _, m := range r.Measures {
		k := key{m.Key(), m.From, m.To, m.Taken}
		at, twice := seen[k]
		switch {
		case !twice:
			seen[k] = len(kept)
			kept = append(kept, m)
		case kept[at].Value != m.Value || kept[at].Measured != m.Measured || kept[at].Bad != m.Bad || kept[at].Of != m.Of:
			r.refuse(0, place(m), reinstate.Say("The file says two different things about the same window."))
		}
	}
	r.Measures = kept
}

// newest is the end of the newest window, else the present: when the report
// speaks of. It never lies after the present.
func newest(measures []reinstate.Measure, now time.Time) time.Time {
	last := ""
	for _, m := range measures {
		last = max(last, m.To)
	}
	day, err := time.Parse(time.DateOnly, last)
	if err != nil {
		return now
	}
	if end := day.AddDate(0, 0, 1).Add(-time.Second); end.Before(now) {
		return end
	}
	return now
}

func place(m reinstate.Measure) string {
	return strings.TrimSpace(string(m.Metric) + " " + m.Scope)
}

// named lists the first few fields.
func named(fields []reinstate.UnknownField) string {
	const few = 5
	var names []string
	for _, f := range fields[:min(few, len(fields))] {
		names = append(names, f.Path)
	}
	if len(fields) > few {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// clip keeps a text short.
func clip(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	if r := []rune(s); len(r) > longestText {
		return string(r[:longestText-1]) + "…"
	}
	return s
}
