package health

import (
	"maps"
	"slices"
	"strings"

	"reinstate/internal/reinstate"
)

// saleKey is what one sale is about: rows of one order and SKU are added up.
type saleKey struct{ order, sku, day string }

// readSales reads a table whose rows are lines of orders, or the units sold of
// a SKU on a day.
func (g *grid) readSales() {
	at, elsewhere, ours := map[saleKey]int{}, map[string]bool{}, false
	last := ""
	for i, row := range g.rows {
		if emptyRow(row) || !g.sound(i, row) {
			continue
		}
		if country, known := g.book.Site(g.cell(row, "site")); known && g.in.At.Store != "" && country != g.in.At.Store {
			elsewhere[clip(g.cell(row, "site"))] = true
			continue
		}
		ours = true
		sale, ok := g.saleRow(i, row)
		if !ok {
			continue
		}
		last = max(last, sale.Day)
		key := saleKey{sale.Order, strings.ToLower(sale.SKU), sale.Day}
		if n, twice := at[key]; twice {
			g.out.Sales[n].Units += sale.Units
			continue
		}
		at[key] = len(g.out.Sales)
		g.out.Sales = append(g.out.Sales, sale)
	}
	g.out.Taken = g.endOf(last)
	if len(elsewhere) == 0 {
		return
	}
	names := strings.Join(slices.Sorted(maps.Keys(elsewhere)), ", ")
	if !ours {
		g.out.refuse(0, "", reinstate.Say("This report is about %s; the account is %s.", names, strings.TrimSpace(string(g.in.At.Marketplace)+" "+g.in.At.Store)))
		return
	}
	g.out.warn("Orders of other sites are left out: %s. Import the report for those accounts as well.", names)
}

func (g *grid) saleRow(i int, row []string) (s reinstate.Sale, ok bool) {
	if s.SKU, s.ASIN, ok = g.item(i, row); !ok {
		return s, false
	}
	s.Order = clip(g.cell(row, "order"))
	role := "order_day"
	if g.cell(row, role) == "" {
		role = "day"
	}
	if s.Day, ok = g.day(i, row, role); !ok {
		return s, false
	}
	if s.Day == "" {
		g.out.refuse(g.number(i), "day", reinstate.Say("The row has no day."))
		return s, false
	}
	if s.Units, ok = g.units(i, row, "units"); !ok {
		return s, false
	}
	s.Units = max(s.Units, 0)
	s.Channel = g.book.Channel(g.cell(row, "channel"))
	s.Cancelled = g.book.Cancelled(g.cell(row, "order_state")) || g.book.Cancelled(g.cell(row, "item_state"))
	return s, true
}
