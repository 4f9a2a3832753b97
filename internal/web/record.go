package web

import (
	"math"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// recordForm is what was typed about a document, as it was typed.
type recordForm struct {
	Record reinstate.Record
	Total  string
	Lines  []lineForm
}

// lineForm is one line of goods as it was typed.
type lineForm struct{ Item, Words, Quantity, Price, Sum string }

// spareLines is how many empty lines a form offers.
const spareLines = 2

// formOfRecord fills a form from what is on record.
func formOfRecord(r reinstate.Record) recordForm {
	f := recordForm{Record: r, Total: figure(r.Total)}
	for _, l := range r.Lines {
		f.Lines = append(f.Lines, lineForm{l.Item, l.Words, count(l.Quantity), figure(l.Price), figure(l.Sum)})
	}
	return f
}

// Rows are the lines of the form with a few empty ones.
func (f recordForm) Rows() []lineForm { return append(f.Lines[:len(f.Lines):len(f.Lines)], make([]lineForm, spareLines)...) }

func figure(x float64) string {
	if x == 0 {
		return ""
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// readRecord reads the fields of a record that the form has. A figure that is
// none is kept as an impossible one, so that the use case refuses it.
func readRecord(c *gin.Context) recordForm {
	value := func(name string) string { return c.PostForm(name) }
	contact := func(of string) reinstate.Contact {
		return reinstate.Contact{
			Name: value(of + "_name"), Address: value(of + "_address"), Phone: value(of + "_phone"), Email: value(of + "_email"), Website: value(of + "_website"),
		}
	}
	f := recordForm{Total: value("total"), Record: reinstate.Record{
		Number: value("number"), Issuer: contact("issuer"), Buyer: contact("buyer"), Currency: value("currency"), Total: parsed(value("total")),
		Expires: strings.TrimSpace(value("expires")), Sensitive: value("sensitive") != "", From: value("from"),
		Received: strings.TrimSpace(value("received")), Reached: value("reached") != "", Edited: value("edited") != "",
	}}
	columns := map[string][]string{}
	rows := 0
	for _, name := range []string{"line_item", "line_words", "line_quantity", "line_price", "line_sum"} {
		columns[name] = c.PostFormArray(name)
		rows = max(rows, len(columns[name]))
	}
	at := func(name string, i int) string {
		if i < len(columns[name]) {
			return strings.TrimSpace(columns[name][i])
		}
		return ""
	}
	for i := range rows {
		l := lineForm{at("line_item", i), at("line_words", i), at("line_quantity", i), at("line_price", i), at("line_sum", i)}
		if l == (lineForm{}) {
			continue
		}
		f.Lines = append(f.Lines, l)
		f.Record.Lines = append(f.Record.Lines, reinstate.RecordLine{
			Item: l.Item, Words: l.Words, Quantity: whole(l.Quantity), Price: parsed(l.Price), Sum: parsed(l.Sum),
		})
	}
	return f
}

// parsed reads an amount as people write it, with separators of thousands.
func parsed(s string) float64 {
	s = strings.NewReplacer(" ", "", ",", "", "\u00a0", "", "'", "").Replace(strings.TrimSpace(s))
	if s == "" {
		return 0
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(x) {
		return -1
	}
	return x
}

// whole reads a number of units.
func whole(s string) int {
	s = strings.NewReplacer(" ", "", ",", "").Replace(s)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// paperView is what a form shows of a kind of document.
type paperView struct{ catalog.Paper }

// Number reports whether documents of the kind have one.
func (p paperView) Number() bool { return p.Has(catalog.FieldNumber) }

// Lines reports whether documents of the kind have lines of goods.
func (p paperView) Lines() bool { return p.Has(catalog.FieldLines) }

// Total reports whether documents of the kind have a sum.
func (p paperView) Total() bool { return p.Has(catalog.FieldTotal) }

// Expires reports whether documents of the kind can expire.
func (p paperView) Expires() bool { return p.Has(catalog.FieldExpires) }

// Reached reports whether the issuer of such documents may be called.
func (p paperView) Reached() bool { return p.Has(catalog.FieldReached) }
