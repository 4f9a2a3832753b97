package health

import (
	"strings"

	"reinstate/internal/reinstate"
)

// stockKey is what one line of stock is about.
type stockKey struct {
	sku     string
	channel reinstate.Channel
}

// readStock reads a table whose rows are SKUs. Rows of the same SKU, such as
// those of several warehouses, are added up.
func (g *grid) readStock() {
	at, last := map[stockKey]int{}, ""
	for i, row := range g.rows {
		if emptyRow(row) || !g.sound(i, row) {
			continue
		}
		line, ok := g.stockRow(i, row)
		day, fine := g.day(i, row, "day")
		if !ok || !fine {
			continue
		}
		last = max(last, day)
		for _, one := range apart(line) {
			key := stockKey{strings.ToLower(one.SKU), one.Channel}
			if n, twice := at[key]; twice {
				g.out.Stock[n] = together(g.out.Stock[n], one)
				continue
			}
			at[key] = len(g.out.Stock)
			g.out.Stock = append(g.out.Stock, one)
		}
	}
	g.out.Taken = g.endOf(last)
	for i := range g.out.Stock {
		g.out.Stock[i].Taken = g.out.Taken
	}
}

func (g *grid) stockRow(i int, row []string) (line reinstate.StockLine, ok bool) {
	line = reinstate.StockLine{Title: clip(g.cell(row, "title")), Channel: g.channel(row), SoldDays: g.layout.SoldDays}
	if line.SKU, line.ASIN, ok = g.item(i, row); !ok {
		return line, false
	}
	for _, one := range []struct {
		role string
		into *int64
	}{
		{"held", &line.Held}, {"listed", &line.Listed}, {"reserved", &line.Reserved}, {"inbound", &line.Inbound},
		{"unsellable", &line.Unsellable}, {"stranded", &line.Stranded}, {"sold", &line.Sold},
	} {
		n, fine := g.units(i, row, one.role)
		*one.into, ok = n, ok && fine
	}
	if line.Sold != reinstate.NotSaid && line.SoldDays == 0 {
		line.SoldDays = g.book.Stock.Window
	}
	if word := g.cell(row, "offer_state"); word != "" && g.book.OffSale(word) && line.Listed != reinstate.NotSaid {
		line.Listed = 0
	}
	return line, ok
}

// channel is from whose shelf a row's units are sent. A table that never says
// it is of the seller's own shelf.
func (g *grid) channel(row []string) reinstate.Channel {
	if known := g.book.Channel(g.cell(row, "channel")); known != reinstate.AnyChannel {
		return known
	}
	if g.layout.Channel != reinstate.AnyChannel {
		return g.layout.Channel
	}
	return reinstate.BySeller
}

// apart makes two lines of a row that tells both of the marketplace's warehouse
// and of what the seller itself offers.
func apart(line reinstate.StockLine) []reinstate.StockLine {
	if line.Channel != reinstate.ByMarketplace || line.Listed == reinstate.NotSaid || line.Held == reinstate.NotSaid {
		return []reinstate.StockLine{line}
	}
	own := reinstate.StockLine{SKU: line.SKU, ASIN: line.ASIN, Title: line.Title, Channel: reinstate.BySeller, Listed: line.Listed}
	own.Held, own.Reserved, own.Inbound, own.Unsellable, own.Stranded, own.Sold = unsaid, unsaid, unsaid, unsaid, unsaid, unsaid
	line.Listed = unsaid
	if own.Listed == 0 {
		return []reinstate.StockLine{line}
	}
	return []reinstate.StockLine{line, own}
}

const unsaid = reinstate.NotSaid

// together adds up two lines of one SKU.
func together(a, b reinstate.StockLine) reinstate.StockLine {
	a.Held, a.Listed, a.Reserved, a.Inbound = plus(a.Held, b.Held), plus(a.Listed, b.Listed), plus(a.Reserved, b.Reserved), plus(a.Inbound, b.Inbound)
	a.Unsellable, a.Stranded, a.Sold = plus(a.Unsellable, b.Unsellable), plus(a.Stranded, b.Stranded), plus(a.Sold, b.Sold)
	return a
}

// plus adds counts; what is not said adds nothing.
func plus(a, b int64) int64 {
	switch {
	case a == unsaid:
		return b
	case b == unsaid:
		return a
	}
	return a + b
}
