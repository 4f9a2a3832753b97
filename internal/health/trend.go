package health

import (
	"math"
	"time"

	"reinstate/internal/catalog"
)

// Point is one value of a series.
type Point struct {
	At    time.Time
	Value float64
}

// Course says where a series is going.
type Course string

// Courses. Unknown says that too little is known to tell.
const (
	CourseUnknown Course = ""
	Steady        Course = "steady"
	Worse         Course = "worse"
	Better        Course = "better"
)

// Trend is how a value moved over the days that the catalog looks back.
type Trend struct {
	Course Course
	From   Point
	To     Point
	Days   int     // between the two
	Daily  float64 // change a day; negative when the value falls
}

// tiny is the smallest change a day that counts as one, as a share of the value;
// of a rate that has to stay high, as a share of what is missing to all.
const tiny = 0.002

// trendOf compares the newest value with the oldest within the days of the rule.
// It says nothing where too few reports lie there or they are too close together.
func trendOf(history []Point, newest Point, metric catalog.Metric, rule catalog.TrendRule) Trend {
	start := newest.At.AddDate(0, 0, -rule.Days)
	points, first := 1, newest
	for _, p := range history {
		if p.At.Before(start) || !p.At.Before(newest.At) {
			continue
		}
		points++
		if p.At.Before(first.At) {
			first = p
		}
	}
	days := int(math.Round(newest.At.Sub(first.At).Hours() / 24))
	if points < rule.Points || days < rule.Span {
		return Trend{}
	}
	t := Trend{From: first, To: newest, Days: days, Daily: (newest.Value - first.Value) / float64(days), Course: Steady}
	size := func(p Point) float64 {
		if metric.High && metric.Kind == catalog.RateMetric {
			return math.Abs(1 - p.Value)
		}
		return math.Abs(p.Value)
	}
	if math.Abs(t.Daily) > tiny*math.Max(size(first), size(newest)) {
		t.Course = Worse
		if (t.Daily > 0) == metric.High {
			t.Course = Better
		}
	}
	return t
}

// Daily keeps the last point of each day, so that a report that was fetched
// several times a day counts once and a correction goes before what it corrects.
func Daily(points []Point) []Point {
	var out []Point
	for _, p := range points {
		if n := len(out); n > 0 && out[n-1].At.Format(time.DateOnly) == p.At.Format(time.DateOnly) {
			out[n-1] = p
			continue
		}
		out = append(out, p)
	}
	return out
}
