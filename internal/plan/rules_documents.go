package plan

import (
	"math"
	"slices"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// Rules about supplier documents. They read what the case knows of them; two
// of them also read what the letter says.

// window is how old an invoice may be at the notice, in days.
func (d *draft) window() int {
	const longest = 400
	if d.notice.d != nil {
		for _, m := range windowPattern.FindAllStringSubmatch(d.notice.text, -1) {
			if n := atoi(m[1]); n >= 30 && n <= longest {
				return n
			}
		}
	}
	return int(d.limit(invoiceDays))
}

func invoiceAge(d *draft, r *report) {
	paperAge(d, r)
	noticed := d.in.Facts.Noticed
	if noticed.IsZero() {
		return
	}
	for _, v := range d.in.Facts.Invoices {
		if v.Issued.IsZero() {
			r.whole("undated", "label", v.Label)
			continue
		}
		if since, ok := v.Window.Since(noticed); ok {
			switch {
			case v.Issued.Before(since):
				r.whole(v.Window.saying("late"), "label", v.Label, "since", since.Format(time.DateOnly), "dated", v.Issued.Format(time.DateOnly), "whose", v.Window.Whose)
			case v.Issued.After(noticed):
				r.whole("after", "label", v.Label)
			}
			continue
		}
		age := int(noticed.Sub(v.Issued) / (24 * time.Hour))
		switch {
		case age > d.window():
			r.whole("", "label", v.Label, "days", age, "window", d.window())
		case age < 0:
			r.whole("after", "label", v.Label)
		}
	}
}

// invoiceQuantity compares bought and sold units of each ASIN.
func invoiceQuantity(d *draft, r *report) {
	bought, sold := map[string]int{}, map[string]int{}
	var order []string
	for _, v := range d.in.Facts.Invoices {
		if since, ok := v.Window.Since(d.in.Facts.Noticed); ok && v.Issued.Before(since) {
			continue // too old to count
		}
		for _, l := range v.Lines {
			if l.ASIN == "" {
				continue
			}
			if !slices.Contains(order, l.ASIN) {
				order = append(order, l.ASIN)
			}
			bought[l.ASIN] += l.Quantity
			sold[l.ASIN] = max(sold[l.ASIN], l.Sold)
		}
	}
	const wild = 10
	for _, asin := range order {
		b, s := bought[asin], sold[asin]
		switch {
		case s > 0 && b < s:
			r.whole("", "asin", asin, "bought", b, "sold", s)
		case s > 0 && (b == s || b > wild*s):
			r.whole("odd", "asin", asin, "bought", b, "sold", s)
		}
	}
}

// supplierNamed wants four data of each supplier, or in a letter that leans on
// invoices at least a name.
func supplierNamed(d *draft, r *report) {
	blankPapers(d, r)
	for _, v := range d.in.Facts.Invoices {
		if lacks := v.Supplier.lacks(); len(lacks) > 0 {
			r.whole("", "label", v.Label, "missing", strings.Join(lacks, ", "))
		}
	}
	if len(d.in.Facts.Invoices) > 0 || !d.reason("inauthentic", "counterfeit") || len(d.exhibits) > 0 || d.anywhere(supplierData) {
		return
	}
	for _, h := range d.own(invoiceWord) {
		if part := d.sectionAt(d.words[h.from].start); part != nameCause && part != namePrevention {
			r.words("letter", h)
			return
		}
	}
}

// lacks names what the marketplace needs to reach a supplier and is not there.
func (h Holder) lacks() []string {
	var missing []string
	for _, field := range [][2]string{{"name", h.Name}, {"address", h.Address}, {"phone", h.Phone}, {"website", h.Website}} {
		if field[1] == "" {
			missing = append(missing, field[0])
		}
	}
	return missing
}

// buyerMatches compares the buyer of each invoice with the account's holder,
// and says in which words they part.
func buyerMatches(d *draft, r *report) {
	account, by := d.in.Facts.Account, d.in.Facts.Naming
	differs := func(label, printed, registered string) {
		only, lacks := Differing(printed, registered, by)
		r.whole("", "label", label, "invoice", oneLine(printed), "account", oneLine(registered), "differs", parting(only, lacks))
	}
	for _, v := range d.in.Facts.Invoices {
		if b := v.Buyer.Name; b != "" && account.Name != "" && !SameName(b, account.Name, by) && (account.Other == "" || !SameName(b, account.Other, by)) {
			differs(v.Label, b, account.Name)
		}
		if b := v.Buyer.Address; b != "" && account.Address != "" && !SameName(b, account.Address, by) {
			differs(v.Label, b, account.Address)
		}
		if b := v.Buyer.Phone; b != "" && account.Phone != "" && !samePhone(b, account.Phone) {
			differs(v.Label, b, account.Phone)
		}
		if b := v.Buyer.Email; b != "" && account.Email != "" && !strings.EqualFold(b, account.Email) {
			differs(v.Label, b, account.Email)
		}
	}
}

// parting puts into words where two names part.
func parting(only, lacks []string) string {
	switch {
	case len(only) == 0 && len(lacks) == 0:
		return "the order of the words"
	case len(lacks) == 0:
		return "it adds “" + strings.Join(only, " ") + "”"
	case len(only) == 0:
		return "it lacks “" + strings.Join(lacks, " ") + "”"
	}
	return "“" + strings.Join(only, " ") + "” for “" + strings.Join(lacks, " ") + "”"
}

// oneLine writes an address of several lines in one.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func productTied(d *draft, r *report) {
	for _, v := range d.in.Facts.Invoices {
		if !slices.ContainsFunc(v.Lines, func(l InvoiceLine) bool { return l.ASIN != "" }) && len(v.Lines) > 0 {
			r.whole("", "label", v.Label)
		}
	}
}

// editors are programs that change papers rather than issue them.
var editors = []string{"photoshop", "gimp", "illustrator", "canva", "word", "pages", "sejda", "smallpdf", "ilovepdf", "pdfescape", "paint"}

// unaltered warns the person about signs of editing; it accuses nobody.
func unaltered(d *draft, r *report) {
	traces(d, r)
	for _, v := range d.in.Facts.Invoices {
		maker := strings.ToLower(v.Maker)
		switch {
		case v.Edited:
			r.whole("", "label", v.Label)
		case v.Changed, slices.ContainsFunc(editors, func(e string) bool { return strings.Contains(maker, e) }):
			r.whole("signs", "label", v.Label, "sign", "it was made or changed by a program for editing")
		}
	}
}

// completedSale looks for papers that are no invoice of a finished sale.
func completedSale(d *draft, r *report) {
	screenshots(d, r)
	for _, h := range d.own(weakPaper) {
		if !d.negated(h, 5) {
			r.words("", h)
		}
	}
	for _, v := range d.in.Facts.Invoices {
		lower := strings.ToLower(v.Words)
		for _, w := range []string{"pro forma", "proforma", "order confirmation", "quotation", "packing slip", "packing list", "alibaba", "aliexpress"} {
			if strings.Contains(lower, w) {
				r.whole("paper", "label", v.Label, "word", w)
				break
			}
		}
	}
}

// arithmetic adds the lines up again.
func arithmetic(d *draft, r *report) {
	const cent = 0.011
	for _, v := range d.in.Facts.Invoices {
		sum, wrong := 0.0, false
		for _, l := range v.Lines {
			sum += l.Sum
			wrong = wrong || l.Sum != 0 && l.Price != 0 && math.Abs(l.Price*float64(l.Quantity)-l.Sum) > cent
		}
		if wrong || v.Total > 0 && sum > v.Total+cent {
			r.whole("", "label", v.Label)
		}
	}
}

// authorisation looks for papers that the reason calls for.
func authorisation(d *draft, r *report) {
	have := standing(d.in.Facts.Exhibits)
	for _, kind := range d.in.Facts.Required {
		if !slices.ContainsFunc(have, func(e reinstate.Exhibit) bool { return e.Kind == kind }) {
			r.whole("", "kind", strings.ReplaceAll(string(kind), "_", " "))
		}
	}
}

func supplierWarned(d *draft, r *report) {
	for _, v := range d.in.Facts.Invoices {
		if !v.Reached {
			r.whole("", "label", v.Label)
		}
	}
}

// wayBill reminds of the paper that goes with goods in India.
func wayBill(d *draft, r *report) {
	const rupees = 50000
	india := strings.Contains(d.notice.text, "amazon.in") || strings.Contains(d.notice.text, "Amazon.in")
	for _, v := range d.in.Facts.Invoices {
		if india && v.Amount > rupees {
			r.whole("", "label", v.Label)
		}
	}
}
