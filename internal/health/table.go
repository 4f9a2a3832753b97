package health

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"unicode"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Table is what a file of rows looked like, for a person to say what its
// columns mean.
type Table struct {
	Header  []string
	Sample  [][]string // the first few rows
	Rows    int        // without the header
	Mapping reinstate.Mapping
	Asks    string // what nobody knows yet: columns, or metric; empty: nothing
}

// What a table can still be asked.
const (
	AsksColumns = "columns"
	AsksMetric  = "metric"
)

// Roles of columns that name a metric by themselves begin so.
const metricRole = "metric:"

// fewRows is how many rows a person is shown.
const fewRows = 5

// grid is a table with what its columns mean.
type grid struct {
	book    *catalog.HealthBook
	in      Input
	header  []string
	rows    [][]string
	first   int // index of the first row of data in the file
	roles   []string
	layout  catalog.Layout // of a header that is known; else zero
	guessed bool           // nobody said what the columns mean
	mapping reinstate.Mapping
	formula func(row, column int) bool // of a workbook; nil: text only
	out     *Report
	spans   map[reinstate.SeriesKey][]span
}

// span is one window of a series.
type span struct {
	from, to string
	days     int
}

// manySpans is how many windows of a series are remembered: more than a rolling
// window has days.
const manySpans = 100

// readTable reads measures, or the orders behind them, from rows of cells.
func readTable(book *catalog.HealthBook, in Input, rows [][]string, formula func(row, column int) bool, r *Report) {
	at := headerRow(book, rows)
	if at < 0 || len(rows) < at+2 {
		r.refuse(0, "", reinstate.Say("This is neither a report that is known nor a table with a header and rows."))
		return
	}
	g := grid{book: book, in: in, header: tidyHeader(rows[at]), rows: rows[at+1:], first: at + 1, formula: formula, out: r, spans: map[reinstate.SeriesKey][]span{}}
	if twice, ok := repeated(g.header); ok {
		r.refuse(at+1, quoted(twice), reinstate.Say("The header has this column twice."))
		return
	}
	g.choose()
	r.Table = &Table{Header: g.header, Sample: sample(g.rows), Rows: len(g.rows), Mapping: g.mapping}
	switch {
	case g.readKind():
	case g.has("order") && !g.hasRates():
		g.readOrders()
	case g.hasRates():
		g.readMeasures()
	default:
		r.Table.Asks = AsksColumns
	}
}

// headerRow is the first row that names columns which are known, else the first
// with several cells.
func headerRow(book *catalog.HealthBook, rows [][]string) int {
	first := -1
	for i, row := range rows[:min(len(rows), 25)] {
		known, filled := 0, 0
		for _, cell := range row {
			if strings.TrimSpace(cell) == "" {
				continue
			}
			filled++
			if roleOf(book, cell) != "" {
				known++
			}
		}
		if filled >= 2 && known*2 >= filled {
			return i
		}
		if filled >= 2 && first < 0 {
			first = i
		}
	}
	return first
}

func tidyHeader(row []string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		out[i] = clip(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return ' '
			}
			return r
		}, cell))
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

func repeated(header []string) (string, bool) {
	seen := map[string]bool{}
	for _, cell := range header {
		folded := strings.ToLower(cell)
		if folded != "" && seen[folded] {
			return cell, true
		}
		seen[folded] = true
	}
	return "", false
}

func sample(rows [][]string) [][]string {
	var out [][]string
	for _, row := range rows[:min(len(rows), fewRows)] {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = clip(cell)
		}
		out = append(out, cells)
	}
	return out
}

// roleOf is what a header means by itself.
func roleOf(book *catalog.HealthBook, header string) string {
	if role := book.Column(header); role != "" {
		return role
	}
	if metric, ok := book.Named(strings.TrimRight(strings.TrimSpace(header), "% ()")); ok {
		return metricRole + string(metric)
	}
	if part, ok := book.Mark(header); ok {
		return "mark:" + part
	}
	return ""
}

// Fingerprint names a header, so that what its columns mean is remembered.
func Fingerprint(header []string) string {
	folded := make([]string, len(header))
	for i, cell := range header {
		folded[i] = strings.ToLower(strings.Join(strings.Fields(cell), " "))
	}
	sum := sha256.Sum256([]byte(strings.Join(folded, "\x1f")))
	return hex.EncodeToString(sum[:])
}

// choose settles what each column means: what a person said now, what was said
// of this header before, else what the headers say by themselves.
func (g *grid) choose() {
	m := reinstate.Mapping{}
	switch {
	case g.in.Mapping != nil:
		m = *g.in.Mapping
	case g.in.Mapped != nil:
		if old, ok := g.in.Mapped(Fingerprint(g.header)); ok {
			m = old
		}
	}
	guess := m.Columns == nil
	g.guessed = guess
	g.layout, _ = g.book.Layout(g.header)
	m.Fingerprint = Fingerprint(g.header)
	m.Columns = maps.Clone(m.Columns)
	if m.Columns == nil {
		m.Columns = map[string]string{}
	}
	g.roles = make([]string, len(g.header))
	for i, cell := range g.header {
		role, said := m.Columns[cell]
		if !said && guess && g.layout.Code != "" {
			role = g.layout.Role(cell)
		} else if !said && guess {
			role = roleOf(g.book, cell)
		}
		if role != "" && slices.Contains(g.roles[:i], role) {
			role = "" // the first column of a role has it
		}
		g.roles[i] = role
		if role != "" {
			m.Columns[cell] = role
		}
	}
	if g.in.Metric != "" {
		m.Metric = g.in.Metric
	}
	g.mapping = m
	if guess {
		g.guessFormats()
	}
}

// guessFormats looks at the cells for the decimal sign, the order of dates and
// whether rates are written in percent.
func (g *grid) guessFormats() {
	var figures, days []string
	for i, role := range g.roles {
		switch {
		case role == "rate" || strings.HasPrefix(role, metricRole):
			figures = append(figures, g.column(i)...)
			g.mapping.Percent = g.mapping.Percent || strings.Contains(g.header[i], "%")
		case slices.Contains([]string{"day", "from", "to", "order_day", "received", "opened"}, role):
			days = append(days, g.column(i)...)
		}
	}
	g.mapping.Comma = commaDecimals(figures)
	g.mapping.Days = dayOrder(days, g.in.At)
	for _, cell := range figures {
		if value, percent, ok := parseFigure(cell, g.mapping.Comma); ok && !percent && value > 1 {
			g.mapping.Percent = true
		}
	}
}

// column lists the cells of a column, as many as a guess needs.
func (g *grid) column(i int) []string {
	var cells []string
	for _, row := range g.rows[:min(len(g.rows), 500)] {
		if i < len(row) && !blank(row[i]) {
			cells = append(cells, row[i])
		}
	}
	return cells
}

func (g *grid) has(role string) bool { return slices.Contains(g.roles, role) }

func (g *grid) hasRates() bool {
	if slices.ContainsFunc(g.roles, func(r string) bool { return strings.HasPrefix(r, metricRole) }) {
		return true
	}
	named := g.has("metric") || g.mapping.Metric != ""
	return named && !g.has("order") && (g.has("rate") || g.has("bad") && g.has("of") || g.has("metric") && g.has("bad"))
}

// cell is the cell of a role in a row; blank cells are empty.
func (g *grid) cell(row []string, role string) string {
	i := slices.Index(g.roles, role)
	if i < 0 || i >= len(row) || blank(row[i]) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

// number is the row's number in the file, from 1.
func (g *grid) number(row int) int { return g.first + row + 1 }

// sound refuses formulas in cells that mean something, and rows of another
// seller.
func (g *grid) sound(i int, row []string) bool {
	ok := true
	for column, role := range g.roles {
		if role == "" || column >= len(row) {
			continue
		}
		if g.layout.Code != "" && (role == "title" || role == "reason") {
			continue // words of a marketplace's own file, such as a title that begins with a sign
		}
		if formula(row[column]) || g.formula != nil && row[column] != "" && g.formula(g.first+i, column) {
			g.out.refuse(g.number(i), quoted(g.header[column]), reinstate.Say("The cell holds a formula. Save the table with its values."))
			ok = false
		}
	}
	if seller := g.cell(row, "seller"); seller != "" && g.in.Seller != "" && !strings.EqualFold(seller, g.in.Seller) {
		g.out.refuse(g.number(i), "", reinstate.Say("The row is about the seller %s; the account is %s.", quoted(seller), quoted(g.in.Seller)))
		return false
	}
	return ok
}

func emptyRow(row []string) bool {
	return !slices.ContainsFunc(row, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}
