package casework

import (
	"math"
	"slices"
	"strings"

	"reinstate/internal/reinstate"
)

// Bounds of a record: lines of goods, units of a line, and an amount.
const (
	maxLines  = 500
	maxUnits  = 100_000_000
	maxAmount = 1e12
)

// tidyRecord tidies what was copied from a document; empty lines are dropped.
func tidyRecord(r reinstate.Record) reinstate.Record {
	r.Number, r.Expires, r.From, r.Received = line(r.Number), line(r.Expires), line(r.From), line(r.Received)
	r.Currency = strings.ToUpper(line(r.Currency))
	r.Issuer, r.Buyer = tidyContact(r.Issuer), tidyContact(r.Buyer)
	lines := make([]reinstate.RecordLine, 0, len(r.Lines))
	for _, l := range r.Lines {
		l.Item, l.Words = line(l.Item), line(l.Words)
		if l != (reinstate.RecordLine{}) {
			lines = append(lines, l)
		}
	}
	if r.Lines = lines; len(lines) == 0 {
		r.Lines = nil
	}
	return r
}

func tidyContact(c reinstate.Contact) reinstate.Contact {
	return reinstate.Contact{Name: line(c.Name), Address: text(c.Address), Phone: line(c.Phone), Email: line(c.Email), Website: line(c.Website)}
}

// checkRecord refuses what cannot be on a document.
func checkRecord(refused reinstate.Invalid, r reinstate.Record) {
	for field, day := range map[string]string{"expires": r.Expires, "received": r.Received} {
		if !calendarDate(day) {
			refused.Refuse(field, "This is not a date.")
		}
	}
	if r.Currency != "" && (len(r.Currency) != 3 || strings.Trim(r.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		refused.Refuse("currency", "Give the currency in three letters, such as USD.")
	}
	if !amount(r.Total) {
		refused.Refuse("total", "This is not an amount.")
	}
	if len(r.Lines) > maxLines {
		refused.Refuse("lines", "These are too many lines. Write one for each item.")
	}
	if slices.ContainsFunc(r.Lines, func(l reinstate.RecordLine) bool { return l.Quantity < 0 || l.Quantity > maxUnits }) {
		refused.Refuse("lines", "Give quantities as whole numbers.")
	}
	if slices.ContainsFunc(r.Lines, func(l reinstate.RecordLine) bool { return !amount(l.Price) || !amount(l.Sum) }) {
		refused.Refuse("lines", "Give prices as numbers.")
	}
	bounded(refused, maxLine, map[string]string{
		"number": r.Number, "from": r.From, "issuer_name": r.Issuer.Name, "issuer_phone": r.Issuer.Phone, "issuer_email": r.Issuer.Email,
		"issuer_website": r.Issuer.Website, "buyer_name": r.Buyer.Name, "buyer_phone": r.Buyer.Phone, "buyer_email": r.Buyer.Email,
	})
	bounded(refused, 5*maxLine, map[string]string{"issuer_address": r.Issuer.Address, "buyer_address": r.Buyer.Address})
	for _, l := range r.Lines {
		bounded(refused, maxLine, map[string]string{"lines": l.Item + l.Words})
	}
}

func amount(x float64) bool { return x >= 0 && x <= maxAmount && !math.IsNaN(x) }
