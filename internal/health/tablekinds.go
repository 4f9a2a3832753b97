package health

import (
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// sources are what a snapshot of such a table without a known layout is called.
var sources = map[catalog.TableKind]string{
	catalog.StockTable: "stock_table", catalog.SalesTable: "sales_table", catalog.MessageTable: "message_log",
	catalog.ClaimTable: "claim_log", catalog.FeedbackTable: "feedback_log",
}

// kind is what the rows of the table are, besides figures and the orders behind
// them; empty for those.
func (g *grid) kind() catalog.TableKind {
	named := g.has("sku") || g.has("asin")
	switch {
	case g.in.Metric != "" || g.mapping.Metric != "" && !g.guessed || g.hasRates():
		return ""
	case g.layout.Kind != "":
		return g.layout.Kind
	case g.has("stars") && g.has("day"):
		return catalog.FeedbackTable
	case g.has("received"):
		return catalog.MessageTable
	case g.has("claim") || g.has("claim_kind"):
		return catalog.ClaimTable
	case named && slices.ContainsFunc([]string{"held", "listed", "unsellable", "stranded"}, g.has):
		return catalog.StockTable
	case named && g.has("units"):
		return catalog.SalesTable
	}
	return ""
}

// readKind reads a table whose rows are neither figures nor the orders behind
// them. It returns false for those.
func (g *grid) readKind() bool {
	kind := g.kind()
	if kind == "" {
		return false
	}
	g.out.Source = sources[kind]
	if g.layout.Kind == kind {
		g.out.Source = g.layout.Code
		if !g.in.is(g.layout.Marketplace, g.out) {
			return true
		}
	}
	switch kind {
	case catalog.StockTable:
		g.readStock()
	case catalog.SalesTable:
		g.readSales()
	case catalog.MessageTable:
		g.readMessages()
	case catalog.ClaimTable:
		g.readClaims()
	case catalog.FeedbackTable:
		g.readFeedback()
	}
	return true
}

// mostUnits bounds a count of units: above it, a column was taken for another.
const mostUnits = 100_000_000

// units reads a count of a row. A blank cell is NotSaid.
func (g *grid) units(i int, row []string, role string) (n int64, ok bool) {
	cell := g.cell(row, role)
	if cell == "" {
		return reinstate.NotSaid, true
	}
	value, percent, fine := parseFigure(cell, g.mapping.Comma)
	switch {
	case !fine || percent:
		g.out.refuse(g.number(i), role, reinstate.Say("%s is no number.", quoted(cell)))
	case value < 0:
		g.out.refuse(g.number(i), role, reinstate.Say("A count cannot be below zero."))
	case value > mostUnits:
		g.out.refuse(g.number(i), role, reinstate.Say("%s units are more than anybody holds.", quoted(cell)))
	case value != float64(int64(value)):
		g.out.refuse(g.number(i), role, reinstate.Say("%s is no whole number.", quoted(cell)))
	default:
		return int64(value), true
	}
	return 0, false
}

// item reads the names of a row's goods. One of them has to be there.
func (g *grid) item(i int, row []string) (sku, asin string, ok bool) {
	sku, asin = clip(g.cell(row, "sku")), clip(g.cell(row, "asin"))
	if sku == "" {
		sku = asin
	}
	if sku == "" {
		g.out.refuse(g.number(i), "sku", reinstate.Say("The row names no SKU."))
	}
	return sku, asin, sku != ""
}

// day reads the day of a row; a blank cell is no day. What has not come yet is
// refused.
func (g *grid) day(i int, row []string, role string) (day string, ok bool) {
	cell := g.cell(row, role)
	if cell == "" {
		return "", true
	}
	day, fine := parseDay(cell, g.mapping.Days)
	switch {
	case !fine:
		g.out.refuse(g.number(i), role, reinstate.Say("%s is no date.", quoted(cell)))
	case day > g.tomorrow():
		g.out.refuse(g.number(i), role, reinstate.Say("The day %s has not come yet.", day))
	default:
		return day, true
	}
	return "", false
}

func (g *grid) tomorrow() string { return g.in.Now.AddDate(0, 0, 1).Format(time.DateOnly) }

// clocked are the ways in which logs write a day with its hour.
var clocked = []string{"15:04:05", "15:04", "3:04:05 PM", "3:04 PM", "3:04PM"}

// moment reads an instant of a row, of which the hour matters. A blank cell is
// the zero time. Without a zone it is taken for UTC.
func (g *grid) moment(i int, row []string, role string) (at time.Time, ok bool) {
	cell := g.cell(row, role)
	if cell == "" {
		return time.Time{}, true
	}
	at, timed, fine := parseMoment(cell, g.mapping.Days)
	switch {
	case !fine:
		g.out.refuse(g.number(i), role, reinstate.Say("%s is no date.", quoted(cell)))
	case !timed:
		g.out.refuse(g.number(i), role, reinstate.Say("%s has no time of day, so nobody can tell how long the answer took.", quoted(cell)))
	case at.After(g.in.Now.AddDate(0, 0, 1)):
		g.out.refuse(g.number(i), role, reinstate.Say("The day %s has not come yet.", at.Format(time.DateOnly)))
	default:
		return at, true
	}
	return time.Time{}, false
}

// parseMoment reads a day with its hour. timed is false where only the day is
// written.
func parseMoment(cell, order string) (at time.Time, timed, ok bool) {
	cell = strings.TrimSpace(cell)
	if at, ok := instant(cell); ok {
		return at, strings.Contains(cell, ":"), true
	}
	date, hour, found := strings.Cut(strings.Replace(cell, "T", " ", 1), " ")
	day, fine := parseDay(strings.TrimSuffix(date, ","), order)
	if !fine {
		day, fine = parseDay(cell, order)
		return dayTime(day), false, fine
	}
	if !found {
		return dayTime(day), false, true
	}
	for _, shape := range clocked {
		if clock, err := time.Parse(shape, strings.ToUpper(strings.TrimSpace(hour))); err == nil {
			return dayTime(day).Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute + time.Duration(clock.Second())*time.Second), true, true
		}
	}
	return time.Time{}, false, false
}

// dayTime is the beginning of a day that was read.
func dayTime(day string) time.Time {
	at, _ := time.Parse(time.DateOnly, day)
	return at
}

// endOf is the end of a day, at most the present.
func (g *grid) endOf(day string) time.Time {
	if end := dayTime(day).AddDate(0, 0, 1).Add(-time.Second); day != "" && end.Before(g.in.Now) {
		return end
	}
	return g.in.Now
}
