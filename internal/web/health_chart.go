package web

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
)

// chart is a line chart, drawn by a template as SVG. It is readable in grey:
// the values are a solid line, the marketplace's line is dashed and named, and
// title and description say in words what is to be seen.
type chart struct {
	Width, Height int
	Title, Desc   string
	Path          string  // of the values
	Last          []pin   // the newest value
	LineY         float64 // of the marketplace's line
	HasLine       bool
	LineLabel     string
	Rows          []tick // horizontal, with the values they stand for
	Columns       []tick // vertical, with the days
	Pins          []pin  // what happened, by number
	Left, Right   float64
	Top, Bottom   float64
}

// tick is one mark of an axis.
type tick struct {
	At    float64
	Label string
	Minor bool // left out on a telephone
}

// pin is a point in a chart.
type pin struct {
	X, Y  float64
	Label string
}

// frame turns days and values into places of a chart.
type frame struct {
	from, to    time.Time
	least, most float64
	chart       *chart
}

func (f frame) x(at time.Time) float64 {
	span := f.to.Sub(f.from).Hours()
	if span <= 0 {
		return f.chart.Right
	}
	return tenth(f.chart.Left + (f.chart.Right-f.chart.Left)*at.Sub(f.from).Hours()/span)
}

func (f frame) y(value float64) float64 {
	span := f.most - f.least
	if span <= 0 {
		span = 1
	}
	return tenth(f.chart.Bottom - (f.chart.Bottom-f.chart.Top)*(value-f.least)/span)
}

func tenth(f float64) float64 { return math.Round(f*10) / 10 }

// frameOf makes room for the values and the line. Rates that have to stay low
// start at zero; for those that have to stay high, zero would flatten all.
func frameOf(c *chart, v health.Verdict, points []health.Point) frame {
	f := frame{chart: c, from: points[0].At, to: points[len(points)-1].At, least: math.Inf(1)}
	for _, p := range points {
		f.least, f.most = min(f.least, p.Value), max(f.most, p.Value)
	}
	if v.HasLine {
		f.least, f.most = min(f.least, v.Line.Value), max(f.most, v.Line.Value)
	}
	if !v.Metric.High {
		f.least = 0
	}
	room := (f.most - f.least) * 0.1
	if room == 0 {
		room = max(f.most*0.1, 0.001)
	}
	f.most += room
	if v.Metric.High {
		f.least -= room
	}
	return f
}

func (f frame) path(points []health.Point) string {
	var path strings.Builder
	for i, p := range points {
		sign := "L"
		if i == 0 {
			sign = "M"
		}
		path.WriteString(sign + short(f.x(p.At)) + " " + short(f.y(p.Value)))
	}
	return path.String()
}

func short(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// spark is the small chart of a card: the days before the newest value.
func (v *voice) spark(card casework.HealthCard) chart {
	c := chart{Width: 260, Height: 64, Left: 4, Right: 252, Top: 6, Bottom: 58}
	if len(card.Points) < 2 {
		return chart{}
	}
	f := frameOf(&c, card.Verdict, card.Points)
	last := card.Points[len(card.Points)-1]
	c.Path, c.Last = f.path(card.Points), []pin{{X: f.x(last.At), Y: f.y(last.Value)}}
	if card.HasLine {
		c.HasLine, c.LineY = true, f.y(card.Line.Value)
	}
	c.Title = v.metricTitle(card.Verdict)
	c.Desc = v.describe(card.Verdict, card.Points)
	return c
}

// describe says in words what a chart shows.
func (v *voice) describe(of health.Verdict, points []health.Point) string {
	first, last := points[0], points[len(points)-1]
	lowest, highest := first.Value, first.Value
	for _, p := range points {
		lowest, highest = min(lowest, p.Value), max(highest, p.Value)
	}
	words := v.t("From %[1]s on %[2]s to %[3]s on %[4]s, between %[5]s and %[6]s.", of.Value(first.Value), v.date(first.At), of.Value(last.Value), v.date(last.At), of.Value(lowest), of.Value(highest))
	if of.HasLine {
		words += " " + v.t("The line is %s.", v.say(of.LineWords()))
	}
	return words
}

// bigChart is the chart of a figure's own page.
func (v *voice) bigChart(file casework.MetricHealth, events []happening) chart {
	c := chart{Width: 1000, Height: 320, Left: 64, Right: 966, Top: 16, Bottom: 280}
	if len(file.Points) < 2 {
		return chart{}
	}
	of := file.Verdict
	f := frameOf(&c, of, file.Points)
	last := file.Points[len(file.Points)-1]
	c.Path, c.Last = f.path(file.Points), []pin{{X: f.x(last.At), Y: f.y(last.Value), Label: of.Value(last.Value)}}
	c.Title, c.Desc = v.metricTitle(of), v.describe(of, file.Points)
	if of.HasLine {
		c.HasLine, c.LineY, c.LineLabel = true, f.y(of.Line.Value), v.say(of.LineWords())
	}
	for _, share := range []float64{0, 0.25, 0.5, 0.75, 1} {
		value := f.least + (f.most-f.least)*share
		c.Rows = append(c.Rows, tick{f.y(value), of.Value(math.Round(value*1e4) / 1e4), share == 0.25 || share == 0.75})
	}
	c.Columns = v.dayTicks(f)
	for _, e := range events {
		at, err := time.Parse(time.DateOnly, e.Day)
		if err == nil && e.Mark > 0 && !at.Before(f.from.AddDate(0, 0, -1)) && !at.After(f.to) {
			c.Pins = append(c.Pins, pin{X: max(f.x(at), c.Left), Y: c.Top, Label: strconv.Itoa(e.Mark)})
		}
	}
	return c
}

// mostTicks is how many days an axis names.
const mostTicks = 6

func (v *voice) dayTicks(f frame) []tick {
	days := max(int(f.to.Sub(f.from).Hours()/24), 1)
	step := max((days+mostTicks-1)/mostTicks, 1)
	var ticks []tick
	for at := f.from; !at.After(f.to); at = at.AddDate(0, 0, step) {
		local := at.In(v.zone)
		ticks = append(ticks, tick{f.x(at), v.t("%[1]s %[2]s", local.Format("2"), v.t(months[local.Month()-1])), len(ticks)%2 == 1})
	}
	return ticks
}

// happenings are the notes, the cases and the issues of a figure by day, the
// newest first; those within the chart have a number.
func happenings(file casework.MetricHealth) []happening {
	var all []happening
	for _, n := range file.Notes {
		all = append(all, happening{Day: n.Day, Text: n.Text, By: n.By})
	}
	for _, line := range file.Cases {
		all = append(all, happening{Day: line.Opened.Format(time.DateOnly), Text: line.Reference, Path: casePath(line.Reference), Case: true})
	}
	slices.SortStableFunc(all, func(a, b happening) int { return strings.Compare(a.Day, b.Day) })
	if len(file.Points) > 0 {
		first, mark := file.Points[0].At.AddDate(0, 0, -1).Format(time.DateOnly), 0
		for i := range all {
			if all[i].Day >= first {
				mark++
				all[i].Mark = mark
			}
		}
	}
	slices.Reverse(all)
	return all
}

// reversed lists the newest measure first, for a table.
func (metricHealthPage) reversed(list []reinstate.Measure) []reinstate.Measure {
	out := slices.Clone(list)
	slices.Reverse(out)
	return out
}

// Rows are the measures of the table, the newest first.
func (p metricHealthPage) Rows() []reinstate.Measure { return p.reversed(p.File.Series) }
