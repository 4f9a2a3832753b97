package health

import (
	"math"
	"strconv"
	"strings"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Sentences say in words what a verdict rests on, with its arithmetic: what is
// left or missing, where the present course leads, and how much one order
// weighs where there are few.
func (v Verdict) Sentences() []reinstate.Sentence {
	var out []reinstate.Sentence
	if s, ok := v.left(); ok {
		out = append(out, s)
	}
	if v.Health == reinstate.OverLine && v.Measure.Measured && !v.Runway.Crossed {
		out = append(out, reinstate.Say("The marketplace itself calls it bad, though the figure is within its line."))
	}
	if s, ok := v.course(); ok {
		out = append(out, s)
	}
	if s, ok := v.small(); ok {
		out = append(out, s)
	}
	return out
}

// left says what is left until the line, or what is missing to be within it.
func (v Verdict) left() (reinstate.Sentence, bool) {
	m, r := v.Measure, v.Runway
	switch {
	case !m.Measured && m.Word != "":
		return reinstate.Say("The report gives a word and no figure."), true
	case v.Health == reinstate.NotMeasured:
		return reinstate.Say("Nothing was measured in this window."), true
	case v.Health == reinstate.NoLine:
		return reinstate.Say("No line is known for this."), true
	case v.Metric.Kind == catalog.CountMetric && r.Crossed:
		return reinstate.Say("To be cleared: %s.", whole(r.Fewer)), true
	case v.Metric.Kind == catalog.CountMetric:
		return reinstate.Say("%s more and it is over (%s).", whole(r.More), v.bad()), true
	case v.Metric.Kind == catalog.ScoreMetric && !r.Crossed:
		return reinstate.Say("Points above the line: %s.", whole(int64(math.Floor(v.Measure.Value-v.Line.Value)))), true
	case v.Metric.Kind == catalog.ScoreMetric:
		return reinstate.Say("Points missing to the line: %s.", whole(int64(math.Ceil(v.Line.Value-v.Measure.Value)))), true
	case r.Counted && r.Crossed && r.Good > 0:
		return reinstate.Say("%s fewer and it is back (%s): now %s of %s %s, with %s it is %s. Or %s more %s without one.", whole(r.Fewer),
			v.bad(), whole(m.Bad), whole(m.Of), v.noun(), whole(m.Bad-r.Fewer), v.rate(m.Bad-r.Fewer), whole(r.Good), v.noun()), true
	case r.Counted && r.Crossed:
		return reinstate.Say("%s fewer and it is back (%s): now %s of %s %s.", whole(r.Fewer), v.bad(), whole(m.Bad), whole(m.Of), v.noun()), true
	case r.Counted:
		return reinstate.Say("%s more and it is over (%s): now %s of %s %s, with %s it is %s.", whole(r.More),
			v.bad(), whole(m.Bad), whole(m.Of), v.noun(), whole(r.At), v.rate(r.At)), true
	case v.Metric.Kind == catalog.RateMetric && m.Counted && m.Of > 0:
		return reinstate.Say("The counts of the report do not give its rate, so nothing is counted in orders."), true
	case v.Metric.Kind == catalog.RateMetric && r.Crossed:
		return reinstate.Say("%s points over the line. The report gives no counts.", Points(math.Abs(m.Value-v.Line.Value))), true
	case v.Metric.Kind == catalog.RateMetric:
		return reinstate.Say("%s points are left. The report gives no counts.", Points(math.Abs(m.Value-v.Line.Value))), true
	}
	return reinstate.Sentence{}, false
}

// course says where the last days lead.
func (v Verdict) course() (reinstate.Sentence, bool) {
	t := v.Trend
	from, to := v.Value(t.From.Value), v.Value(t.To.Value)
	switch {
	case t.Course == CourseUnknown || v.Health == reinstate.NotMeasured:
		return reinstate.Sentence{}, false
	case v.Runway.InDays && v.Runway.Days == 1:
		return reinstate.Say("Tomorrow it is over at the present pace: from %s to %s in the last %s days.", from, to, whole(int64(t.Days))), true
	case v.Runway.InDays:
		return reinstate.Say("In %s days it is over at the present pace: from %s to %s in the last %s days.", whole(int64(v.Runway.Days)), from, to, whole(int64(t.Days))), true
	case t.Course == Worse:
		return reinstate.Say("Getting worse: from %s to %s in the last %s days.", from, to, whole(int64(t.Days))), true
	case t.Course == Better:
		return reinstate.Say("Getting better: from %s to %s in the last %s days.", from, to, whole(int64(t.Days))), true
	}
	return reinstate.Say("Steady over the last %s days.", whole(int64(t.Days))), true
}

// weighty is from which share of the line one order counts as heavy.
const weighty = 0.2

// small says how much one order weighs where that is much.
func (v Verdict) small() (reinstate.Sentence, bool) {
	m := v.Measure
	if v.Metric.Kind != catalog.RateMetric || !m.Measured || !m.Counted || m.Of <= 0 || !v.HasLine {
		return reinstate.Sentence{}, false
	}
	allowed := v.Line.Value
	if v.Metric.High {
		allowed = 1 - v.Line.Value
	}
	one := 1 / float64(m.Of)
	if one < weighty*allowed {
		return reinstate.Sentence{}, false
	}
	return reinstate.Say("Few to measure by: %s of %s %s; one is %s points.", whole(m.Bad), whole(m.Of), v.noun(), Points(one)), true
}

// ScopeWords says which part of an account a scope is.
func ScopeWords(scope string) reinstate.Sentence {
	switch scope {
	case "mfn":
		return reinstate.Say("shipped by the seller")
	case "afn":
		return reinstate.Say("shipped by Amazon")
	case projected:
		return reinstate.Say("as the marketplace expects it")
	}
	if days, ok := strings.CutSuffix(scope, " days"); ok && !strings.Contains(days, " ") {
		return reinstate.Say("last %s days", days)
	}
	return reinstate.Say("%s", scope)
}

// Title is what the figure is called, in English, with the part of the account
// that it is about.
func (v Verdict) Title() string {
	if v.Measure.Scope == "" {
		return v.Metric.Title
	}
	return v.Metric.Title + ", " + ScopeWords(v.Measure.Scope).String()
}

// noun is what is counted, as a sentence of its own so that it is translated.
func (v Verdict) noun() reinstate.Sentence { return reinstate.Say(v.Metric.Of) }

// bad is what the bad ones are called, likewise.
func (v Verdict) bad() reinstate.Sentence { return reinstate.Say(v.Metric.Bad) }

func (v Verdict) rate(bad int64) string {
	return v.Value(rateOf(bad, v.Measure.Of, v.Metric.High))
}

// Value writes a value of the metric for people: a percentage, a number, hours.
func (v Verdict) Value(value float64) string { return Value(v.Metric.Kind, value, v.Line.Value) }

// Value writes a value of a kind of metric. Rates get two digits, and more
// where two would show a rate as its line that it is not.
func Value(kind catalog.MetricKind, value, line float64) string {
	switch kind {
	case catalog.RateMetric:
		for digits := 2; digits < 5; digits++ {
			text := strconv.FormatFloat(value*100, 'f', digits, 64)
			if text != strconv.FormatFloat(line*100, 'f', digits, 64) || math.Abs(value-line) < 1e-9 {
				return trimmed(text) + "%"
			}
		}
		return trimmed(strconv.FormatFloat(value*100, 'f', 5, 64)) + "%"
	case catalog.HoursMetric:
		return trimmed(strconv.FormatFloat(value, 'f', 1, 64)) + " h"
	}
	return trimmed(strconv.FormatFloat(value, 'f', 1, 64))
}

// Points writes a difference of rates in percentage points.
func Points(d float64) string { return trimmed(strconv.FormatFloat(d*100, 'f', 2, 64)) }

func trimmed(number string) string {
	if !strings.Contains(number, ".") {
		return number
	}
	return strings.TrimSuffix(strings.TrimRight(number, "0"), ".")
}

// whole groups the digits of a count.
func whole(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return sign + digits
}

// LineWords says what the line asks, such as "below 1%", and that it is assumed
// where no marketplace says it.
func (v Verdict) LineWords() reinstate.Sentence {
	asks := v.asks()
	if v.HasLine && v.Line.Ours && v.Line.Rule.Source.Grade == catalog.GradeAssumed {
		return reinstate.Say("%s, assumed", asks)
	}
	return asks
}

// asks is what the line asks.
func (v Verdict) asks() reinstate.Sentence {
	if !v.HasLine {
		return reinstate.Sentence{}
	}
	value := v.Value(v.Line.Value)
	switch v.Line.Comparator {
	case reinstate.Below:
		return reinstate.Say("below %s", value)
	case reinstate.AtMost:
		return reinstate.Say("at most %s", value)
	case reinstate.Above:
		return reinstate.Say("above %s", value)
	case reinstate.AtLeast:
		return reinstate.Say("at least %s", value)
	}
	return reinstate.Say("exactly %s", value)
}
