package health

import (
	"math"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Runway is how much is left until the line is crossed, or how much is missing
// to be within it again. Counts are about a window with as many orders as now.
type Runway struct {
	Counted bool  // the report gives counts that fit its rate
	Crossed bool  // the line is crossed already
	More    int64 // within: how many more bad ones cross it
	At      int64 // within: how many bad ones there would be then
	Fewer   int64 // crossed: how many fewer bad ones are within again
	Good    int64 // crossed: or how many more good ones would do it

	InDays bool // the present rise reaches the line
	Days   int  // in so many days
}

// farthest is how many days ahead a rise is followed.
const farthest = 365

// fits is how far a rate may be from its counts before the counts are not
// believed. Reports round rates to three digits of a fraction at worst.
const fits = 0.0006

// runwayOf counts what is left of a verdict that has a line and a value.
func runwayOf(v Verdict) Runway {
	m, line := v.Measure, v.Line
	r := Runway{Crossed: !line.Comparator.Holds(m.Value, line.Value)}
	switch v.Metric.Kind {
	case catalog.RateMetric:
		if countsFit(m, v.Metric.High) {
			r.countRate(m.Bad, m.Of, line, v.Metric.High)
		}
	case catalog.CountMetric:
		r.countOpen(int64(math.Round(m.Value)), line)
	}
	if t := v.Trend; !r.Crossed && t.Course == Worse {
		r.Days, r.InDays = daysLeft(m.Value, t.Daily, line)
	}
	return r
}

// countsFit reports whether the counts give the rate.
func countsFit(m reinstate.Measure, high bool) bool {
	if !m.Counted || m.Of <= 0 || m.Bad < 0 || m.Bad > m.Of {
		return false
	}
	return math.Abs(rateOf(m.Bad, m.Of, high)-m.Value) <= fits
}

// rateOf is the rate that bad ones among so many give.
func rateOf(bad, of int64, high bool) float64 {
	if high {
		return float64(of-bad) / float64(of)
	}
	return float64(bad) / float64(of)
}

// countRate counts in orders. The closed form finds the neighbourhood, the
// comparator itself decides, so that rounding never moves the answer.
func (r *Runway) countRate(bad, of int64, line Line, high bool) {
	holds := func(bad, of int64) bool { return line.Comparator.Holds(rateOf(bad, of, high), line.Value) }
	allowed := line.Value
	if high {
		allowed = 1 - line.Value
	}
	at := min(max(int64(allowed*float64(of))-1, 0), of)
	for at < of && holds(at+1, of) {
		at++
	}
	for at >= 0 && !holds(at, of) {
		at--
	}
	// at is now the most bad ones that are within, -1 if none is.
	if !r.Crossed {
		r.More, r.At, r.Counted = at+1-bad, at+1, at < of
		return
	}
	r.Counted = true
	r.Fewer = bad - max(at, 0)
	if allowed > 0 {
		total := max(int64(float64(bad)/allowed)-1, of)
		for !holds(bad, total) {
			total++
		}
		r.Good = total - of
	}
}

// countOpen counts what stands open, such as complaints.
func (r *Runway) countOpen(open int64, line Line) {
	at := int64(line.Value) + 1
	for at >= 0 && !line.Comparator.Holds(float64(at), line.Value) {
		at--
	}
	r.Counted = true
	if r.Crossed {
		r.Fewer = open - max(at, 0)
		return
	}
	r.More, r.At = at+1-open, at+1
}

// daysLeft is the first day on which a steady change crosses the line.
func daysLeft(value, daily float64, line Line) (days int, ok bool) {
	if daily == 0 {
		return 0, false
	}
	crosses := func(d int) bool { return !line.Comparator.Holds(value+daily*float64(d), line.Value) }
	guess := (line.Value - value) / daily
	if math.IsNaN(guess) || guess < 0 || guess > farthest {
		return 0, false
	}
	d := max(int(guess)-1, 1)
	for d > 1 && crosses(d-1) {
		d--
	}
	for d <= farthest && !crosses(d) {
		d++
	}
	return d, d <= farthest
}
