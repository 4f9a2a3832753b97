package health

import (
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// readMeasures reads a table whose rows are measures, one metric a row or one
// metric a column.
func (g *grid) readMeasures() {
	for i, row := range g.rows {
		if emptyRow(row) || !g.sound(i, row) {
			continue
		}
		before := len(g.out.Measures)
		base, ok := g.window(i, row)
		if !ok {
			continue
		}
		for column, role := range g.roles {
			if code, wide := strings.CutPrefix(role, metricRole); wide && column < len(row) && !blank(row[column]) {
				g.wide(i, column, row[column], reinstate.Metric(code), base)
			}
		}
		if g.has("rate") || g.has("bad") {
			g.long(i, row, base)
		}
		for _, m := range g.out.Measures[before:] {
			g.windows(i, m)
		}
	}
	if g.mapping.Percent {
		return
	}
	for _, m := range g.out.Measures {
		if known, _ := g.book.Metric(m.Metric); known.Kind == catalog.RateMetric && m.Value > 0.05 && !known.High {
			g.out.warn("Rates are read as fractions: %s is %s. If the table means percent, say so.", number(m.Value), Value(catalog.RateMetric, m.Value, 0))
			return
		}
	}
}

// window reads when a row is about.
func (g *grid) window(i int, row []string) (m reinstate.Measure, ok bool) {
	ok = true
	read := func(role string) string {
		cell := g.cell(row, role)
		if cell == "" {
			return ""
		}
		day, fine := parseDay(cell, g.mapping.Days)
		switch {
		case !fine:
			g.out.refuse(g.number(i), role, reinstate.Say("%s is no date.", quoted(cell)))
			ok = false
		case day > g.in.Now.AddDate(0, 0, 1).Format(time.DateOnly):
			g.out.refuse(g.number(i), role, reinstate.Say("The day %s has not come yet.", day))
			ok = false
		}
		return day
	}
	day := read("day")
	m.From, m.To = read("from"), read("to")
	if m.To == "" {
		m.To = day
	}
	if m.From != "" && m.To != "" && m.From > m.To {
		g.out.refuse(g.number(i), "from", reinstate.Say("The window begins after it ends."))
		ok = false
	}
	if day == "" {
		day = m.To
	}
	if at, err := time.Parse(time.DateOnly, day); err == nil {
		if m.Taken = at.AddDate(0, 0, 1).Add(-time.Second); m.Taken.After(g.in.Now) {
			m.Taken = g.in.Now
		}
	}
	m.Scope = clip(g.cell(row, "scope"))
	if m.Scope == "" {
		m.Scope = g.mapping.Scope
	}
	return m, ok
}

// windows refuses windows of one series that overlap and are not of the same
// length: they cannot both be its window.
func (g *grid) windows(i int, m reinstate.Measure) {
	one := span{m.From, m.To, days(m)}
	if one.days == 0 {
		return
	}
	known := g.spans[m.Key()]
	for _, other := range known {
		if other.from <= one.to && one.from <= other.to && other.days != one.days {
			g.out.refuse(g.number(i), place(m), reinstate.Say("Its window overlaps another of %s days; this one has %s.", whole(int64(other.days)), whole(int64(one.days))))
			return
		}
	}
	if len(known) >= manySpans {
		known = known[1:]
	}
	g.spans[m.Key()] = append(known, one)
}

// wide reads one cell of a column that is a metric.
func (g *grid) wide(i, column int, cell string, code reinstate.Metric, m reinstate.Measure) {
	m.Metric = code
	known, _ := g.book.Metric(code)
	value, ok := g.value(i, g.header[column], cell, known)
	if !ok {
		return
	}
	m.Value, m.Measured = value, true
	g.out.Measures = append(g.out.Measures, m)
}

// long reads a row that is one measure.
func (g *grid) long(i int, row []string, m reinstate.Measure) {
	m.Metric = g.mapping.Metric
	if name := g.cell(row, "metric"); name != "" {
		code, ok := g.book.Named(name)
		if !ok {
			g.out.refuse(g.number(i), "metric", reinstate.Say("%s is no metric that is known.", quoted(name)))
			return
		}
		m.Metric = code
	}
	if m.Metric == "" {
		g.out.refuse(g.number(i), "metric", reinstate.Say("The row does not say which metric it is about."))
		return
	}
	known, _ := g.book.Metric(m.Metric)
	if !g.counts(i, row, &m) {
		return
	}
	if cell := g.cell(row, "rate"); cell != "" {
		value, ok := g.value(i, "rate", cell, known)
		if !ok {
			return
		}
		m.Value, m.Measured = value, true
	} else if m.Counted && known.Kind == catalog.RateMetric && m.Of > 0 {
		m.Value, m.Measured = rateOf(m.Bad, m.Of, known.High), true
	} else if known.Kind == catalog.CountMetric && g.cell(row, "bad") != "" {
		m.Value, m.Measured = float64(m.Bad), true
	}
	if m.Counted && m.Of == 0 {
		m.Measured = false
	}
	if cell := g.cell(row, "target"); cell != "" {
		if value, ok := g.value(i, "target", strings.TrimLeft(cell, "<>=≤≥ "), known); ok {
			m.Target, m.Comparator = value, compare(cell, known.High)
		}
	}
	m.Word = strings.ToUpper(g.cell(row, "word"))
	if m.Measured && m.Counted && known.Kind == catalog.RateMetric && !countsFit(m, known.High) {
		g.out.warn("Row %s: the counts do not give the rate.", whole(int64(g.number(i))))
	}
	g.out.Measures = append(g.out.Measures, m)
}

// compare reads the sign before a target.
func compare(cell string, high bool) reinstate.Comparator {
	cell = strings.TrimSpace(cell)
	switch {
	case strings.HasPrefix(cell, "<=") || strings.HasPrefix(cell, "≤"):
		return reinstate.AtMost
	case strings.HasPrefix(cell, ">=") || strings.HasPrefix(cell, "≥"):
		return reinstate.AtLeast
	case strings.HasPrefix(cell, "<"):
		return reinstate.Below
	case strings.HasPrefix(cell, ">"):
		return reinstate.Above
	case high:
		return reinstate.AtLeast
	}
	return reinstate.Below
}

// counts reads the counts of a row.
func (g *grid) counts(i int, row []string, m *reinstate.Measure) bool {
	read := func(role string) (n int64, there, ok bool) {
		cell := g.cell(row, role)
		if cell == "" {
			return 0, false, true
		}
		value, _, fine := parseFigure(cell, g.mapping.Comma)
		switch {
		case !fine:
			g.out.refuse(g.number(i), role, reinstate.Say("%s is no number.", quoted(cell)))
		case value < 0:
			g.out.refuse(g.number(i), role, reinstate.Say("A count cannot be below zero."))
		case value != float64(int64(value)):
			g.out.refuse(g.number(i), role, reinstate.Say("%s is no whole number.", quoted(cell)))
		default:
			return int64(value), true, true
		}
		return 0, false, false
	}
	bad, hasBad, ok := read("bad")
	of, hasOf, ok2 := read("of")
	if !ok || !ok2 {
		return false
	}
	if hasBad && hasOf && bad > of {
		g.out.refuse(g.number(i), "bad", reinstate.Say("%s of %s is more than all.", whole(bad), whole(of)))
		return false
	}
	m.Bad, m.Of, m.Counted = bad, of, hasBad && hasOf
	return true
}

// value reads a value of a metric's kind.
func (g *grid) value(i int, where, cell string, known catalog.Metric) (float64, bool) {
	value, percent, ok := parseFigure(cell, g.mapping.Comma)
	why := reinstate.Sentence{}
	if known.Kind == catalog.RateMetric && (percent || g.mapping.Percent) {
		value = exact(value / 100)
	}
	switch {
	case !ok:
		why = reinstate.Say("%s is no number.", quoted(cell))
	case value < 0:
		why = reinstate.Say("The value cannot be below zero.")
	case known.Kind == catalog.RateMetric && value > 1:
		why = reinstate.Say("A rate cannot be above 100%%: it says %s%%.", number(value*100))
	case known.Kind == catalog.CountMetric && value != float64(int64(value)):
		why = reinstate.Say("%s is no whole number.", quoted(cell))
	default:
		return value, true
	}
	g.out.refuse(g.number(i), quoted(where), why)
	return 0, false
}
