package health

import (
	"slices"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// readOrders reads a table whose rows are the orders behind a metric, as the
// marketplaces offer them for download.
func (g *grid) readOrders() {
	said := g.in.Metric != "" || g.in.Mapping != nil && g.in.Mapping.Metric != ""
	metric := g.mapping.Metric
	if !said {
		// What was remembered of the header is the last to ask: downloads of
		// different metrics can look alike.
		if told := g.metricOfOrders(); told != "" {
			metric = told
		} else if metric != "" {
			known, _ := g.book.Metric(metric)
			g.out.warn("The table does not say what its orders are about. They are taken for %s, as in the last table with this header.", reinstate.Say(known.Title))
		}
	}
	if metric == "" {
		g.out.Table.Asks = AsksMetric
		return
	}
	g.mapping.Metric, g.out.Table.Mapping.Metric = metric, metric
	for i, row := range g.rows {
		if emptyRow(row) || !g.sound(i, row) {
			continue
		}
		g.order(i, row, metric)
	}
}

// metricOfOrders is what the file's name or its columns say the orders are
// about.
func (g *grid) metricOfOrders() reinstate.Metric {
	if slices.ContainsFunc(g.roles, func(r string) bool { return strings.HasPrefix(r, "mark:") }) {
		return "order_defect_rate"
	}
	if metric := segmentOf(g.book, g.in.Name); metric != "" {
		return metric
	}
	words := strings.FieldsFunc(strings.ToLower(g.in.Name), func(r rune) bool { return strings.ContainsRune("-_. ()", r) })
	for n := len(words); n > 0; n-- {
		for i := 0; i+n <= len(words); i++ {
			if metric, ok := g.book.Named(strings.Join(words[i:i+n], " ")); ok {
				return metric
			}
		}
	}
	return ""
}

func (g *grid) order(i int, row []string, metric reinstate.Metric) {
	d := reinstate.Defect{
		Metric: metric, Order: clip(g.cell(row, "order")), ASIN: clip(g.cell(row, "asin")), SKU: clip(g.cell(row, "sku")),
		Carrier: clip(g.cell(row, "carrier")), Part: clip(g.cell(row, "part")), Reason: clip(g.cell(row, "reason")),
	}
	if d.Order == "" {
		g.out.refuse(g.number(i), "order", reinstate.Say("The row has no order number."))
		return
	}
	cell := g.cell(row, "order_day")
	if cell == "" {
		cell = g.cell(row, "day")
	}
	if cell != "" {
		day, ok := parseDay(cell, g.mapping.Days)
		switch {
		case !ok:
			g.out.refuse(g.number(i), "order_day", reinstate.Say("%s is no date.", quoted(cell)))
			return
		case day > g.in.Now.AddDate(0, 0, 1).Format(time.DateOnly):
			g.out.refuse(g.number(i), "order_day", reinstate.Say("The day %s has not come yet.", day))
			return
		}
		d.Day = day
	}
	marked := false
	for column, role := range g.roles {
		part, is := strings.CutPrefix(role, "mark:")
		if is && column < len(row) && isMarked(row[column]) {
			one := d
			one.Part, marked = part, true
			g.out.Defects = append(g.out.Defects, one)
		}
	}
	if !marked {
		g.out.Defects = append(g.out.Defects, d)
	}
}

// isMarked reports whether a cell says that the order has this defect.
func isMarked(cell string) bool {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "no", "n", "false", "0", "否", "nein":
		return false
	}
	return !blank(cell)
}
