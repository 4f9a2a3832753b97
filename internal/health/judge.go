package health

import (
	"math"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Place is where an account sells: which lines hold for it.
type Place struct {
	Marketplace reinstate.Marketplace
	Store       string
}

// Line is what a measure is held against.
type Line struct {
	Comparator reinstate.Comparator
	Value      float64
	Near       float64      // where at-risk begins by the marketplace's own word; 0: it has none
	Ours       bool         // the catalog's, because the report gives none
	Rule       catalog.Line // what the catalog says of it; zero where it says nothing
}

// Verdict is one measure judged.
type Verdict struct {
	Metric  catalog.Metric
	Measure reinstate.Measure
	Line    Line
	HasLine bool
	Health  reinstate.Health
	Used    float64 // share of what is allowed, 1 at the line; 0 where nothing can be said
	Trend   Trend
	Runway  Runway
}

// Judge says how a measure stands. History is the same series before it, oldest
// first; it may hold the measure itself.
func Judge(book *catalog.HealthBook, at Place, m reinstate.Measure, history []Point) Verdict {
	metric, _ := book.Metric(m.Metric)
	v := Verdict{Metric: metric, Measure: m}
	v.Line, v.HasLine = lineOf(book, at, m)
	if !m.Measured {
		v.Health = byWord(m.Word)
		return v
	}
	v.Trend = trendOf(history, Point{m.Taken, m.Value}, metric, book.Trend)
	if !v.HasLine {
		v.Health = reinstate.NoLine
		return v
	}
	v.Used = used(m.Value, v.Line, metric.High)
	v.Runway = runwayOf(v)
	v.Health = v.stands(book.Near)
	return v
}

// byWord judges what has a word of the marketplace and no figure.
func byWord(word string) reinstate.Health {
	switch {
	case condemned(word):
		return reinstate.OverLine
	case warned(word):
		return reinstate.NearLine
	case word == "GREAT" || word == "HEALTHY":
		return reinstate.WithinLine
	}
	return reinstate.NotMeasured
}

// lineOf prefers the report's own target.
func lineOf(book *catalog.HealthBook, at Place, m reinstate.Measure) (Line, bool) {
	day := m.To
	if day == "" {
		day = m.Taken.Format(time.DateOnly)
	}
	rule, known := book.Line(m.Metric, at.Marketplace, at.Store, m.Scope, day)
	switch {
	case m.Comparator.Known():
		return Line{Comparator: m.Comparator, Value: m.Target, Near: rule.Near, Rule: rule}, true
	case known:
		return Line{Comparator: rule.Comparator, Value: rule.Value, Near: rule.Near, Ours: true, Rule: rule}, true
	}
	return Line{}, false
}

// stands decides the health of a measured value that has a line.
func (v Verdict) stands(near catalog.Nearness) reinstate.Health {
	value := v.Measure.Value
	switch {
	case !v.Line.Comparator.Holds(value, v.Line.Value), condemned(v.Measure.Word):
		return reinstate.OverLine
	case v.Line.Near != 0 && v.Metric.High && value < v.Line.Near:
		return reinstate.NearLine
	case v.Line.Near != 0:
		return reinstate.WithinLine
	case warned(v.Measure.Word):
		return reinstate.NearLine
	case v.Metric.Kind == catalog.CountMetric || v.Metric.Kind == catalog.ScoreMetric:
		if v.Runway.InDays && v.Runway.Days <= near.Days {
			return reinstate.NearLine
		}
		return reinstate.WithinLine
	case v.Used >= near.Share-1e-9 && v.Used > 0, v.Runway.InDays && v.Runway.Days <= near.Days:
		return reinstate.NearLine
	}
	return reinstate.WithinLine
}

// used is which share of what is allowed a value takes: for a rate that has to
// stay low, the rate over its line; for one that has to stay high, what is
// missing to all over what may be missing.
func used(value float64, line Line, high bool) float64 {
	if high {
		switch {
		case line.Value > 0 && line.Value < 1:
			return (1 - value) / (1 - line.Value)
		case value > 0:
			return line.Value / value
		}
		return math.Inf(1)
	}
	switch {
	case line.Value > 0:
		return value / line.Value
	case value > 0:
		return math.Inf(1)
	}
	return 0
}

// condemned reports whether the marketplace's own word calls a value bad.
func condemned(word string) bool {
	switch word {
	case "BAD", "URGENT", "URGENT REVIEW", "BELOW_STANDARD", "POOR", "AT_RISK_OF_DEACTIVATION":
		return true
	}
	return false
}

// warned reports whether it calls a value one to watch.
func warned(word string) bool {
	switch word {
	case "WARNED", "MONITOR", "NEEDS ATTENTION", "FAIR", "AT_RISK":
		return true
	}
	return false
}
