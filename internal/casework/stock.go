package casework

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// addRows keeps what a report says of stock, sales and customer service.
func addRows(tx *store.Tx, s reinstate.Snapshot, r health.Report) error {
	for _, add := range []func() error{
		func() error { return some(len(r.Stock), func() error { return tx.AddStock(s, r.Stock) }) },
		func() error { return some(len(r.Sales), func() error { return tx.AddSales(s, r.Sales) }) },
		func() error { return some(len(r.Messages), func() error { return tx.AddBuyerMessages(s, r.Messages) }) },
		func() error { return some(len(r.Claims), func() error { return tx.AddBuyerClaims(s, r.Claims) }) },
		func() error { return some(len(r.Feedback), func() error { return tx.AddFeedback(s, r.Feedback) }) },
	} {
		if err := add(); err != nil {
			return err
		}
	}
	return nil
}

func some(n int, add func() error) error {
	if n == 0 {
		return nil
	}
	return add()
}

// StockQuery says which SKUs a page of stock shows.
type StockQuery struct {
	Flag   health.Flag // only SKUs with this risk; empty: all
	Search string      // words of SKU, ASIN or title; all must occur
	After  int         // so many SKUs come before
}

// StockPage is the stock of an account, or of a client over all its accounts.
type StockPage struct {
	Account  AccountLine // of one account; else zero
	Client   reinstate.Client
	Accounts map[reinstate.AccountID]reinstate.Account
	Rule     catalog.StockRule
	SKUs     []health.SKU // of this page
	Found    int          // that fit
	Total    int
	Counts   map[health.Flag]int
	Next     int // where the next page begins, 0: this is the last
	Spans    map[reinstate.AccountID]reinstate.SalesSpan
	Invoices int  // of the client, whatever their age
	OnRecord bool // one of them says how many of which item
	Taken    time.Time
}

// stockLines is how many SKUs a page of stock shows.
const stockLines = 50

// AccountStock is the stock of one account. What other accounts of the client
// sell from the same shelf counts.
func (d *Desk) AccountStock(ctx context.Context, who reinstate.Actor, id reinstate.AccountID, q StockQuery) (StockPage, error) {
	var p StockPage
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		if p.Account, err = accountLine(tx, id); err != nil {
			return err
		}
		return d.stock(tx, p.Account.Client, id, q, &p)
	})
	return p, err
}

// ClientStock is the stock of a client over all its accounts.
func (d *Desk) ClientStock(ctx context.Context, who reinstate.Actor, id reinstate.ClientID, q StockQuery) (StockPage, error) {
	var p StockPage
	err := d.view(ctx, who, func(tx *store.Tx) error { return d.stock(tx, id, 0, q, &p) })
	return p, err
}

// stock reckons the stock of a client and picks what a query asks for, of one
// account or of all.
func (d *Desk) stock(tx *store.Tx, client reinstate.ClientID, only reinstate.AccountID, q StockQuery, p *StockPage) error {
	shelf, err := d.shelf(tx, client, p)
	if err != nil {
		return err
	}
	p.Rule, p.Counts, p.Spans, p.Invoices = shelf.Rule, map[health.Flag]int{}, shelf.Spans, len(shelf.Invoices)
	p.OnRecord = shelf.OnRecord()
	words := strings.Fields(catalog.Fold(q.Search))
	var fit []health.SKU
	for _, s := range health.Reckon(shelf) {
		if only != 0 && s.Account != only {
			continue
		}
		p.Total++
		for _, f := range s.Flags {
			p.Counts[f]++
		}
		if s.Line.Taken.After(p.Taken) {
			p.Taken = s.Line.Taken
		}
		if (q.Flag == "" || s.Has(q.Flag)) && goodsNamed(s.Line, words) {
			fit = append(fit, s)
		}
	}
	p.Found = len(fit)
	if q.After < 0 { // all of them, for an export
		p.SKUs = fit
		return nil
	}
	fit = fit[min(q.After, len(fit)):]
	if len(fit) > stockLines {
		fit, p.Next = fit[:stockLines], q.After+stockLines
	}
	p.SKUs = fit
	if only == 0 {
		onceAShelf(p.SKUs)
	}
	return nil
}

// onceAShelf marks the rows whose shelf is told of above.
func onceAShelf(skus []health.SKU) {
	seen := map[string]bool{}
	for i := range skus {
		if skus[i].Line.Channel == reinstate.ByMarketplace {
			continue
		}
		name := strings.ToLower(skus[i].Line.SKU)
		skus[i].Again, seen[name] = seen[name], true
	}
}

// goodsNamed reports whether all words occur in the names of a line's goods.
func goodsNamed(l reinstate.StockLine, words []string) bool {
	if len(words) == 0 {
		return true
	}
	text := catalog.Fold(l.SKU + " " + l.ASIN + " " + l.Title)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// mostCounts is after how many days of counting sales are summed up.
const mostCounts = 5

// shelf gathers what is known of a client's stock.
func (d *Desk) shelf(tx *store.Tx, client reinstate.ClientID, p *StockPage) (health.Shelf, error) {
	today := tx.Now().Format(time.DateOnly)
	shelf := health.Shelf{
		Today: today, Rule: d.catalog.Health().Stock, Places: map[reinstate.AccountID]health.Place{}, Names: map[reinstate.AccountID]string{},
		Spans: map[reinstate.AccountID]reinstate.SalesSpan{}, Since: map[string][]reinstate.Sold{},
	}
	var err error
	if p.Client, err = tx.Client(client); err != nil {
		return shelf, err
	}
	accounts, err := tx.AccountsOf(client)
	if err != nil {
		return shelf, err
	}
	p.Accounts = map[reinstate.AccountID]reinstate.Account{}
	var ids []reinstate.AccountID
	for _, a := range accounts {
		ids = append(ids, a.ID)
		p.Accounts[a.ID], shelf.Places[a.ID], shelf.Names[a.ID] = a, placeOf(a), a.Key
		switch span, err := tx.SalesSpan(a.ID); {
		case err == nil:
			shelf.Spans[a.ID] = span
		case !errors.Is(err, reinstate.ErrNotFound):
			return shelf, err
		}
	}
	if shelf.Lines, err = tx.StockLines(ids...); err != nil {
		return shelf, err
	}
	return shelf, d.sold(tx, client, ids, &shelf)
}

// sold adds what was sold and what invoices say.
func (d *Desk) sold(tx *store.Tx, client reinstate.ClientID, ids []reinstate.AccountID, shelf *health.Shelf) (err error) {
	ago := func(days int) string { return tx.Now().AddDate(0, 0, -days).Format(time.DateOnly) }
	for _, day := range atMost(shelf.Counts(), mostCounts) {
		if shelf.Since[day], err = tx.SoldAfter(day, day, ids...); err != nil {
			return err
		}
	}
	windows := map[int][]reinstate.AccountID{}
	for _, id := range ids {
		days := max(shelf.Rule.Invoices(shelf.Places[id].Marketplace).Days, shelf.Rule.Window)
		windows[days] = append(windows[days], id)
	}
	for days, of := range windows {
		sold, err := tx.SoldAfter(ago(days), ago(shelf.Rule.Window), of...)
		if err != nil {
			return err
		}
		shelf.Sold = append(shelf.Sold, sold...)
	}
	shelf.Invoices, err = tx.Invoices(client)
	return err
}

// atMost are the first few of a list.
func atMost[T any](list []T, few int) []T { return list[:min(len(list), few)] }

// restock sums the stock of the client's accounts up anew, where a report says
// anything of it, and gives that of the account.
func (d *Desk) restock(tx *store.Tx, account reinstate.Account, r health.Report) (of reinstate.StockStanding, err error) {
	if len(r.Stock)+len(r.Sales) == 0 {
		return of, nil
	}
	shelf, err := d.shelf(tx, account.Client, &StockPage{})
	if err != nil {
		return of, err
	}
	sums := map[reinstate.AccountID]*reinstate.StockStanding{}
	for _, s := range health.Reckon(shelf) { // the most pressing first
		sum := sums[s.Account]
		if sum == nil {
			sum = &reinstate.StockStanding{Account: s.Account, Risk: string(s.Badge()), Counts: map[string]int{}}
			sums[s.Account] = sum
		}
		sum.SKUs++
		for _, f := range s.Flags {
			sum.Counts[string(f)]++
		}
	}
	for _, sum := range sums {
		if err := tx.SaveStockStanding(*sum); err != nil {
			return of, err
		}
		if sum.Account == account.ID {
			of = *sum
		}
	}
	return of, nil
}
