package health

import (
	"math"
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// dayKey names a SKU on a day.
type dayKey struct{ day, sku string }

// reckoner holds what is looked up for every SKU.
type reckoner struct {
	Shelf
	sold   map[skuKey]reinstate.Sold
	own    map[string]int64 // lately, from the seller's own shelf, over all accounts
	since  map[dayKey]int64 // since a count, from the seller's own shelf
	counts map[string]reinstate.StockLine
	offers map[string][]reinstate.StockLine
	bought map[string][]bought // by ASIN or SKU
	days   map[time.Time]string
}

// bought is how many units one invoice has of an item.
type bought struct {
	invoice *reinstate.Invoice
	units   int64
}

func newReckoner(shelf Shelf, overlaid []reinstate.StockLine) *reckoner {
	r := &reckoner{
		Shelf: shelf, sold: map[skuKey]reinstate.Sold{}, own: map[string]int64{}, since: map[dayKey]int64{},
		counts: map[string]reinstate.StockLine{}, offers: map[string][]reinstate.StockLine{}, bought: map[string][]bought{}, days: map[time.Time]string{},
	}
	for _, s := range shelf.Sold {
		key := keyOf(s.Account, s.SKU)
		r.sold[key] = s
		r.own[key.sku] += s.BySeller
	}
	for day, list := range shelf.Since {
		for _, s := range list {
			r.since[dayKey{day, strings.ToLower(s.SKU)}] += s.BySeller
		}
	}
	for _, l := range shelf.Lines {
		if l.Channel == reinstate.ByMarketplace {
			continue
		}
		name := strings.ToLower(l.SKU)
		if old, ok := r.counts[name]; l.Held != unsaid && (!ok || l.Taken.After(old.Taken)) {
			r.counts[name] = l
		}
	}
	for _, l := range overlaid {
		if l.Channel != reinstate.ByMarketplace && l.Listed > 0 {
			r.offers[strings.ToLower(l.SKU)] = append(r.offers[strings.ToLower(l.SKU)], l)
		}
	}
	for i := range shelf.Invoices {
		units := map[string]int64{}
		for _, l := range shelf.Invoices[i].Lines {
			units[strings.ToLower(strings.TrimSpace(l.Item))] += int64(l.Quantity)
		}
		for item, n := range units {
			if item != "" {
				r.bought[item] = append(r.bought[item], bought{&shelf.Invoices[i], n})
			}
		}
	}
	return r
}

// cover reckons how long a line lasts.
func (r *reckoner) cover(l reinstate.StockLine, key skuKey) Cover {
	c := Cover{Left: l.Held, Sold: unsaid, Days: r.Rule.Window}
	sold := r.sold[key]
	span, spanned := r.Spans[l.Account]
	own := l.Channel != reinstate.ByMarketplace
	if own {
		c.Left, c.AsListed = r.onShelf(l, key.sku)
	}
	switch {
	case spanned && own:
		c.Sold, c.Days = r.own[key.sku], r.paceDays(span)
	case spanned && sold.Recent > 0:
		c.Sold, c.Days = sold.Recent-sold.BySeller, r.paceDays(span)
	case l.Sold != unsaid && l.SoldDays > 0:
		c.Sold, c.Days = l.Sold, l.SoldDays
	case spanned:
		c.Sold, c.Days = 0, r.paceDays(span)
	}
	if c.Days == 0 {
		c.Sold = unsaid // what is on file is older than the window
	}
	c.lasts(r.Rule, r.Today)
	return c
}

// onShelf is what is left on the seller's own shelf: what was counted less what
// was sold since, else what is listed.
func (r *reckoner) onShelf(l reinstate.StockLine, name string) (left int64, asListed bool) {
	if count, ok := r.counts[name]; ok {
		return max(count.Held-r.soldSince(name, count), 0), false
	}
	return l.Listed, true
}

// soldSince is what was sold from the shelf since it was counted.
func (r *reckoner) soldSince(name string, count reinstate.StockLine) int64 {
	return r.since[dayKey{r.day(count.Taken), name}]
}

// paceDays is of how many days of the window sales are known: not before the
// first sale on file, nor after the last. Zero: of none.
func (r *reckoner) paceDays(span reinstate.SalesSpan) int {
	today := dayTime(r.Today)
	from, to := today.AddDate(0, 0, 1-r.Rule.Window), today
	if first := dayTime(span.First); first.After(from) {
		from = first
	}
	if last := dayTime(span.Last); last.Before(to) {
		to = last
	}
	return max(0, int(to.Sub(from).Hours()/24)+1)
}

// lasts reckons the days. The range is that of a count of Poisson, by Byar's
// approximation: what a few sales can tell and what they cannot.
func (c *Cover) lasts(rule catalog.StockRule, today string) {
	if c.Left == unsaid || c.Sold == unsaid || c.Days < 1 {
		return
	}
	n := float64(c.Sold)
	c.Few = c.Sold < int64(rule.Few)
	days := func(sold float64) int {
		if sold <= 0 {
			return farthest
		}
		return min(int(float64(c.Left)*float64(c.Days)/sold), farthest)
	}
	high := (n + 1) * math.Pow(1-1/(9*(n+1))+1.96/(3*math.Sqrt(n+1)), 3)
	low := 0.0
	if n > 0 {
		low = n * math.Pow(1-1/(9*n)-1.96/(3*math.Sqrt(n)), 3)
	}
	c.Lasts, c.Least, c.Most, c.Told = days(n), days(high), days(low), true
	if at, err := time.Parse(time.DateOnly, today); err == nil && c.Sold > 0 && c.Lasts < farthest {
		c.Out = at.AddDate(0, 0, c.Lasts).Format(time.DateOnly)
	}
}

// offer compares what is listed from the seller's own shelf, by all accounts,
// with what is on it.
func (r *reckoner) offer(l reinstate.StockLine, key skuKey) Offer {
	o := Offer{Counted: unsaid}
	if l.Channel == reinstate.ByMarketplace {
		return o
	}
	name := key.sku
	for _, one := range r.offers[name] {
		o.Listed += one.Listed
		o.Places = append(o.Places, r.Names[one.Account])
	}
	count, ok := r.counts[name]
	if !ok {
		return o
	}
	o.Counted, o.Since, o.Day = count.Held, r.soldSince(name, count), r.day(count.Taken)
	if at, err := time.Parse(time.DateOnly, r.Today); err == nil {
		o.Old = at.Sub(count.Taken) > time.Duration(r.Rule.Old+1)*24*time.Hour
	}
	o.Beyond = max(o.Listed-max(o.Counted-o.Since, 0), 0)
	return o
}

// papers compares the units sold with those on invoices.
func (r *reckoner) papers(l reinstate.StockLine, key skuKey) Papers {
	p := Papers{Age: r.Rule.Invoices(r.Places[l.Account].Marketplace), Sold: unsaid}
	today, err := time.Parse(time.DateOnly, r.Today)
	if err != nil {
		return p
	}
	from := today.AddDate(0, 0, -p.Age.Days).Format(time.DateOnly)
	if span, ok := r.Spans[l.Account]; ok {
		p.Sold, p.From, p.Whole = r.sold[key].Units, max(span.First, from), span.First <= from
	}
	for _, b := range r.boughtOf(l, key.sku) {
		p.Newest = max(p.Newest, b.invoice.Dated)
		if b.invoice.Dated != "" && b.invoice.Dated < from {
			p.Old += b.units
			continue
		}
		p.Covered += b.units
		p.Where = append(p.Where, b.invoice.Where)
	}
	p.Short = max(p.Sold-p.Covered, 0)
	return p
}

// boughtOf are the invoices that name the item by ASIN or by SKU, each once.
func (r *reckoner) boughtOf(l reinstate.StockLine, name string) []bought {
	if len(r.bought) == 0 {
		return nil
	}
	all := slices.Clone(r.bought[name])
	if asin := strings.ToLower(l.ASIN); asin != name {
		all = append(all, r.bought[asin]...)
	}
	return all
}

// day is the day of an instant. Most lines come from a few reports.
func (r *reckoner) day(at time.Time) string {
	day, ok := r.days[at]
	if !ok {
		day = at.Format(time.DateOnly)
		r.days[at] = day
	}
	return day
}
