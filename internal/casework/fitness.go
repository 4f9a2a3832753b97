package casework

import (
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// Fitness is what the rules about documents find in the evidence of a case and
// nobody set aside, beside each exhibit and, with an empty letter, in the
// evidence as a whole. It needs no letter. Without a checker nothing is found.
func (d *Desk) Fitness(f File, now time.Time) []plan.PaperFinding {
	return slices.DeleteFunc(d.fitness(f, now), func(one plan.PaperFinding) bool {
		return slices.ContainsFunc(f.Aside, func(a reinstate.Dismissal) bool { return a.Key == paperKey(one) })
	})
}

// paperKey is the key of a finding about a document.
func paperKey(f plan.PaperFinding) string {
	return findingKey(f.Rule, f.Case, f.Message, "exhibit "+f.Exhibit)
}

// fitness is the same with those that somebody set aside.
func (d *Desk) fitness(f File, now time.Time) []plan.PaperFinding {
	if d.checker == nil {
		return nil
	}
	in := plan.CheckInput{Reasons: f.Case.Reasons, Marketplace: f.Account.Marketplace, Route: f.Case.Response, Facts: &plan.Facts{}}
	if n, ok := f.Enforced(); ok {
		in.Notice = n.Text
	}
	d.Evidence(f, now, in.Facts)
	return d.checker.Papers(in)
}

// Enforced is the newest notice of the case: the message from whose day the
// age of documents is counted.
func (f File) Enforced() (reinstate.Notice, bool) {
	for _, n := range slices.Backward(f.Notices) {
		if n.Kind == reinstate.KindNotice {
			return n, true
		}
	}
	return f.Answered()
}

// Evidence tells the checker what the case knows of its documents.
func (d *Desk) Evidence(f File, now time.Time, facts *plan.Facts) {
	facts.Exhibits, facts.Demands, facts.Today = f.Present(), f.Demands, now
	facts.Account = plan.Holder{
		Name: f.Client.LegalName, Other: f.Client.OtherName, Address: f.Client.Address, Phone: f.Client.Phone, Email: f.Client.Email,
	}
	facts.Naming, facts.Files = d.catalog.Naming(), d.files(f)
	if n, ok := f.Enforced(); ok {
		facts.Noticed = day(n.Received.In(f.Zone()))
	}
	for _, e := range f.Present() {
		p := d.paper(f, e)
		facts.Papers = append(facts.Papers, p)
		if p.Invoice && !p.Blank {
			facts.Invoices = append(facts.Invoices, invoice(f, e, p))
		}
	}
	facts.Required = d.required(f)
}

// day is the calendar day of an instant, as days of documents are written.
func day(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// dayOf reads a day written YYYY-MM-DD; zero for none.
func dayOf(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s)
	return t
}

// paper is what is known of one document.
func (d *Desk) paper(f File, e reinstate.Exhibit) plan.Paper {
	known := d.catalog.Paper(e.Kind)
	p := plan.Paper{
		Label: e.Letter, Kind: e.Kind, FileName: e.FileName, MediaType: e.MediaType, Dated: dayOf(e.Dated), Expires: dayOf(e.Record.Expires),
		Window: d.window(f, known), Made: e.Made, Edited: e.Record.Edited, Invoice: e.Kind == "supplier_invoice",
	}
	p.Blank = p.Invoice && e.Dated == "" && e.Record.Issuer == (reinstate.Contact{}) && len(e.Record.Lines) == 0
	return p
}

func invoice(f File, e reinstate.Exhibit, p plan.Paper) plan.Invoice {
	r := e.Record
	v := plan.Invoice{
		Label: e.Letter, Words: e.Title + "\n" + e.FileName, Kind: e.Kind, Issued: p.Dated, Window: p.Window,
		Supplier: plan.Holder{Name: r.Issuer.Name, Address: r.Issuer.Address, Phone: r.Issuer.Phone, Email: r.Issuer.Email, Website: r.Issuer.Website},
		Buyer:    plan.Holder{Name: r.Buyer.Name, Address: r.Buyer.Address, Phone: r.Buyer.Phone, Email: r.Buyer.Email},
		Total:    r.Total, Reached: r.Reached,
	}
	if strings.EqualFold(r.Currency, "INR") {
		v.Amount = r.Total
	}
	for _, l := range r.Lines {
		v.Lines = append(v.Lines, plan.InvoiceLine{ASIN: l.Item, Quantity: l.Quantity, Sold: f.Sold(l.Item), Price: l.Price, Sum: l.Sum})
	}
	return v
}

// Sold is how many units of an item were sold, as far as a person said.
func (f File) Sold(item string) int {
	for _, s := range f.Sales {
		if s.Item == item {
			return s.Sold
		}
	}
	return 0
}

// window is how old a kind of document may be: as the confirmed reading of the
// notice states, else by the marketplace's rule for the reason, else by what
// the catalog knows of the kind.
func (d *Desk) window(f File, p catalog.Paper) plan.Window {
	if len(p.Words) == 0 {
		return plan.Window{}
	}
	for _, n := range slices.Backward(f.Notices) {
		for _, c := range n.Checked.Clocks {
			if c.Kind == reinstate.ClockDocumentAge && c.Count > 0 && d.about(p, around(n.Text, c.Quote)) {
				return plan.Window{Count: c.Count, Unit: c.Unit, Stated: true}
			}
		}
	}
	for _, code := range f.Case.Reasons {
		for _, c := range f.Market.Clocks(code) {
			if c.Kind == reinstate.ClockDocumentAge && c.HoldsAt(f.Case.Level) && d.about(p, c.Says) {
				return plan.Window{Count: c.Count, Unit: c.Unit, Whose: c.Source.Title}
			}
		}
	}
	return plan.Window{Count: p.Window.Count, Unit: p.Window.Unit, Whose: p.Window.Source.Title}
}

// about reports whether a sentence about an age is about a kind of document:
// it names the kind, or no kind at all.
func (d *Desk) about(p catalog.Paper, sentence string) bool {
	folded := catalog.Fold(sentence)
	names := func(p catalog.Paper) bool {
		return slices.ContainsFunc(p.Words, func(w string) bool { return strings.Contains(folded, w) })
	}
	if names(p) {
		return true
	}
	return !slices.ContainsFunc(reinstate.ExhibitKinds(), func(k reinstate.ExhibitKind) bool { return names(d.catalog.Paper(k)) })
}

// around is the line in which a quote stands.
func around(text string, q reinstate.Quote) string {
	if q.Start < 0 || q.End > len(text) || q.Start >= q.End {
		return q.Words
	}
	from := strings.LastIndexByte(text[:q.Start], '\n') + 1
	to := strings.IndexByte(text[q.End:], '\n')
	if to < 0 {
		return text[from:]
	}
	return text[from : q.End+to]
}

// files is which files the way of answering takes: that of the first channel
// of the marketplace that says so.
func (d *Desk) files(f File) plan.Files {
	files := plan.Files{Editable: d.catalog.Editable(), Expiring: d.catalog.Expiring()}
	for _, c := range f.Market.Channels {
		if len(c.Formats) > 0 {
			files.Channel, files.Accepted = c.Name, c.Formats
			if slices.Contains(c.Formats, "jpg") && !slices.Contains(c.Formats, "jpeg") {
				files.Accepted = append(slices.Clone(c.Formats), "jpeg") // another spelling of the same
			}
			break
		}
	}
	return files
}

// required lists the first kind of each document that is asked for and of
// which no kind is there.
func (d *Desk) required(f File) []reinstate.ExhibitKind {
	var kinds []reinstate.ExhibitKind
	for _, demand := range f.Demands {
		asked, ok := d.catalog.Demand(demand.Code)
		if !ok || asked.Narrates || len(asked.Exhibits) == 0 || demand.State == reinstate.DemandWaived {
			continue
		}
		there := slices.ContainsFunc(f.Present(), func(e reinstate.Exhibit) bool { return slices.Contains(asked.Exhibits, e.Kind) })
		if !there && !slices.Contains(kinds, asked.Exhibits[0]) {
			kinds = append(kinds, asked.Exhibits[0])
		}
	}
	return kinds
}
