package health

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Risk says how soon somebody should look at the stock of a SKU.
type Risk string

// Risks, the most pressing first. RiskUnknown says that too little is known.
const (
	RiskNow     Risk = "now"
	RiskSoon    Risk = "soon"
	RiskNone    Risk = "none"
	RiskUnknown Risk = "unknown"
)

// Badge says in a word what presses most about a SKU.
type Badge string

// Badges, the most pressing first.
const (
	BadgeOversold   Badge = "oversold"   // more is listed than is held
	BadgeGone       Badge = "gone"       // nothing is left, or within days
	BadgeSoon       Badge = "soon"       // it runs out soon
	BadgeUnsellable Badge = "unsellable" // some units cannot be bought
	BadgeInvoices   Badge = "invoices"   // invoices are missing
	BadgeUncounted  Badge = "uncounted"  // listed in several places, counted in none
	BadgeUnknown    Badge = "unknown"
	BadgeFine       Badge = "fine"
)

// badges are those in order.
var badges = []Badge{BadgeOversold, BadgeGone, BadgeSoon, BadgeUnsellable, BadgeInvoices, BadgeUncounted, BadgeUnknown, BadgeFine}

// Pressing are the badges about which somebody has to act now.
func Pressing() []Badge { return []Badge{BadgeOversold, BadgeGone} }

// Badge is what presses most.
func (s SKU) Badge() Badge {
	switch {
	case s.Has(FlagOversold):
		return BadgeOversold
	case s.Has(FlagOut) && s.Risk == RiskNow:
		return BadgeGone
	case s.Has(FlagOut):
		return BadgeSoon
	case s.Has(FlagUnsellable):
		return BadgeUnsellable
	case s.Has(FlagInvoices):
		return BadgeInvoices
	case s.Has(FlagUncounted):
		return BadgeUncounted
	case s.Risk == RiskUnknown:
		return BadgeUnknown
	}
	return BadgeFine
}

// Held is how many units are held. Every account that sells from a shelf has
// those that were counted on it.
func (s SKU) Held() int64 {
	if s.Line.Channel != reinstate.ByMarketplace && s.Offer.Counted != reinstate.NotSaid {
		return s.Offer.Counted
	}
	return s.Line.Held
}

// Flag names one risk of a SKU, for filters.
type Flag string

// Flags.
const (
	FlagOut        Flag = "out"        // nothing is left, or it is soon gone
	FlagOversold   Flag = "oversold"   // more is listed than is held
	FlagUnsellable Flag = "unsellable" // units that nobody can buy
	FlagInvoices   Flag = "invoices"   // units sold that no invoice covers
	FlagUncounted  Flag = "uncounted"  // listed in several places, counted in none
)

// Flags lists them in the order of a page.
func Flags() []Flag {
	return []Flag{FlagOversold, FlagOut, FlagUnsellable, FlagInvoices, FlagUncounted}
}

// Shelf is all that is known of the stock of a client: several accounts can
// sell from one shelf.
type Shelf struct {
	Today    string // YYYY-MM-DD
	Rule     catalog.StockRule
	Places   map[reinstate.AccountID]Place
	Names    map[reinstate.AccountID]string // what accounts are called
	Lines    []reinstate.StockLine          // of the newest report of each kind of each account
	Sold     []reinstate.Sold               // in the window of invoices of its account; the recent ones in that of the pace
	Since    map[string][]reinstate.Sold    // after each day on which the shelf was counted
	Spans    map[reinstate.AccountID]reinstate.SalesSpan
	Invoices []reinstate.Invoice
}

// SKU is the stock of one SKU on one account, from one shelf.
type SKU struct {
	Account reinstate.AccountID
	Line    reinstate.StockLine
	Cover   Cover
	Offer   Offer
	Papers  Papers
	Papered bool // Papers are of this row: a SKU with two shelves has them once, and none has where no invoice is on record
	Again   bool // a row above tells of the same shelf
	Risk    Risk
	Flags   []Flag
}

// Has reports whether the SKU has a risk.
func (s SKU) Has(f Flag) bool { return slices.Contains(s.Flags, f) }

// Cover says how long the units that can be sent last at the present pace.
type Cover struct {
	Left        int64 // units that can be sent; NotSaid: nobody says
	AsListed    bool  // nobody counted: what is listed stands in
	Sold        int64 // in so many days; NotSaid: unknown
	Days        int   // of sales that the pace is from
	Lasts       int   // days, where Told
	Least, Most int   // the days between which it lies with nineteen chances in twenty
	Told        bool  // the pace is known
	Few         bool  // too few were sold to say one figure
	Out         string
}

// Offer says whether more is listed than is held.
type Offer struct {
	Listed  int64 // by all accounts that sell from the shelf
	Places  []string
	Counted int64 // units on the shelf when they were counted; NotSaid: never
	Since   int64 // sold from the shelf since
	Day     string
	Old     bool  // the count is old
	Beyond  int64 // units that can be bought and are not there
}

// Papers says whether invoices cover what was sold.
type Papers struct {
	Age     catalog.InvoiceAge
	Sold    int64 // in the days of the window that are known; NotSaid: no sales are known
	Whole   bool  // sales are known for the whole window
	From    string
	Covered int64    // units on invoices of the window
	Where   []string // those invoices
	Old     int64    // units on older ones, which no longer count
	Newest  string   // day of the newest invoice of any age
	Short   int64    // units sold beyond those covered
}

// skuKey names a SKU of one account.
type skuKey struct {
	account reinstate.AccountID
	sku     string
}

func keyOf(account reinstate.AccountID, sku string) skuKey {
	return skuKey{account, strings.ToLower(sku)}
}

// Counts are the days on which the shelf was counted, the newest first.
func (s Shelf) Counts() []string {
	var days []string
	for _, l := range s.Lines {
		if day := l.Taken.Format(time.DateOnly); l.Channel != reinstate.ByMarketplace && l.Held != unsaid && !slices.Contains(days, day) {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	slices.Reverse(days)
	return days
}

// Reckon judges every SKU of the shelf, the most pressing first.
func Reckon(shelf Shelf) []SKU {
	lines := overlay(shelf.Lines)
	r := newReckoner(shelf, lines)
	papered, onRecord := make(map[skuKey]bool, len(lines)), shelf.OnRecord()
	all := make([]SKU, len(lines))
	order := make([]*SKU, len(lines))
	for i, line := range lines {
		s := &all[i]
		s.Account, s.Line = line.Account, line
		key := keyOf(line.Account, line.SKU)
		s.Cover, s.Offer = r.cover(line, key), r.offer(line, key)
		if onRecord && !papered[key] {
			papered[key], s.Papered = true, true
			s.Papers = r.papers(line, key)
		}
		s.judge(shelf.Rule)
		order[i] = s
	}
	slices.SortFunc(order, pressing)
	out := make([]SKU, len(order))
	for i, s := range order {
		out[i] = *s
	}
	return out
}

// pressing orders SKUs: by what presses most, by units that can be sold and are
// not there, by units sold; then by name.
func pressing(a, b *SKU) int {
	return cmp.Or(cmp.Compare(slices.Index(badges, a.Badge()), slices.Index(badges, b.Badge())), cmp.Compare(b.Offer.Beyond, a.Offer.Beyond), cmp.Compare(b.Cover.Sold, a.Cover.Sold),
		strings.Compare(a.Line.SKU, b.Line.SKU), cmp.Compare(a.Account, b.Account), strings.Compare(string(a.Line.Channel), string(b.Line.Channel)))
}

// OnRecord reports whether any invoice says how many of which item: without one
// nothing can be said of a single SKU.
func (s Shelf) OnRecord() bool {
	return slices.ContainsFunc(s.Invoices, func(i reinstate.Invoice) bool {
		return slices.ContainsFunc(i.Lines, func(l reinstate.RecordLine) bool { return l.Item != "" })
	})
}

// overlay makes one line of each SKU, account and channel: what newer reports
// say goes before what older ones say, count by count.
func overlay(lines []reinstate.StockLine) []reinstate.StockLine {
	sorted := lines
	byTime := func(a, b reinstate.StockLine) int { return a.Taken.Compare(b.Taken) }
	if !slices.IsSortedFunc(lines, byTime) {
		sorted = slices.Clone(lines)
		slices.SortStableFunc(sorted, byTime)
	}
	type key struct {
		skuKey
		channel reinstate.Channel
	}
	at := make(map[key]int, len(sorted))
	out := make([]reinstate.StockLine, 0, len(sorted))
	for _, l := range sorted {
		k := key{keyOf(l.Account, l.SKU), l.Channel}
		n, ok := at[k]
		if !ok {
			at[k] = len(out)
			out = append(out, l)
			continue
		}
		o := &out[n]
		for _, one := range []struct{ into, from *int64 }{
			{&o.Held, &l.Held}, {&o.Listed, &l.Listed}, {&o.Reserved, &l.Reserved}, {&o.Inbound, &l.Inbound}, {&o.Unsellable, &l.Unsellable}, {&o.Stranded, &l.Stranded},
		} {
			if *one.from != unsaid {
				*one.into = *one.from
			}
		}
		if l.Sold != unsaid {
			o.Sold, o.SoldDays = l.Sold, l.SoldDays
		}
		o.ASIN, o.Title, o.Taken = cmp.Or(l.ASIN, o.ASIN), cmp.Or(l.Title, o.Title), l.Taken
	}
	return out
}
