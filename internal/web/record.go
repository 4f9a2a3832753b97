package web

import (
	"math"
	"slices"
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

// mostLines is how many lines of a form are read; the use case takes fewer.
const mostLines = 1000

// formOfRecord fills a form from what is on record.
func formOfRecord(r reinstate.Record) recordForm {
	f := recordForm{Record: r, Total: figure(r.Total)}
	for _, l := range r.Lines {
		f.Lines = append(f.Lines, lineForm{l.Item, l.Words, count(l.Quantity), figure(l.Price), figure(l.Sum)})
	}
	return f
}

// Rows are the lines of the form with a few empty ones.
func (f recordForm) Rows() []lineForm {
	return append(f.Lines[:len(f.Lines):len(f.Lines)], make([]lineForm, spareLines)...)
}

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

// readRecord reads the fields of a record that the form has and keeps the
// others as they were: another kind of document has other fields. A figure that
// is none is kept as an impossible one, so that the use case refuses it.
func readRecord(c *gin.Context, was reinstate.Record) recordForm {
	f := formOfRecord(was)
	r := &f.Record
	for name, into := range map[string]*string{
		"number": &r.Number, "currency": &r.Currency, "expires": &r.Expires, "from": &r.From, "received": &r.Received, "total": &f.Total,
		"issuer_name": &r.Issuer.Name, "issuer_address": &r.Issuer.Address, "issuer_phone": &r.Issuer.Phone, "issuer_email": &r.Issuer.Email,
		"issuer_website": &r.Issuer.Website, "buyer_name": &r.Buyer.Name, "buyer_address": &r.Buyer.Address, "buyer_phone": &r.Buyer.Phone,
		"buyer_email": &r.Buyer.Email,
	} {
		if value, ok := c.GetPostForm(name); ok {
			*into = strings.TrimSpace(value)
		}
	}
	r.Total = parsed(f.Total)
	for name, into := range map[string]*bool{"sensitive": &r.Sensitive, "edited": &r.Edited, "reached": &r.Reached} {
		if slices.Contains(c.PostFormArray("asks"), name) {
			*into = c.PostForm(name) != ""
		}
	}
	if _, ok := c.GetPostForm("line_item"); ok {
		f.Lines, r.Lines = readLines(c)
	}
	return f
}

// readLines reads the lines of goods, one from each place of five lists.
func readLines(c *gin.Context) (typed []lineForm, lines []reinstate.RecordLine) {
	items := c.PostFormArray("line_item")
	at := func(name string, i int) string {
		if list := c.PostFormArray(name); i < len(list) {
			return strings.TrimSpace(list[i])
		}
		return ""
	}
	for i := range min(len(items), mostLines) {
		l := lineForm{at("line_item", i), at("line_words", i), at("line_quantity", i), at("line_price", i), at("line_sum", i)}
		if l == (lineForm{}) {
			continue
		}
		typed = append(typed, l)
		lines = append(lines, reinstate.RecordLine{
			Item: l.Item, Words: l.Words, Quantity: whole(l.Quantity), Price: parsed(l.Price), Sum: parsed(l.Sum),
		})
	}
	return typed, lines
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
