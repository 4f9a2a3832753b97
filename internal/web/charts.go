package web

import (
	"fmt"
	"strings"
	"time"

	"reinstate/internal/ledger"
)

// Charts are drawn by us, as SVG in the page: black enough to print, sized by
// their view box, with their words in title and desc and their figures in the
// table beneath.

// The view box of a chart, in its own units: as wide as a telephone.
const (
	chartWidth = 360
	rowHeight  = 40
)

// intervalChart shows shares with the range in which the true ones lie.
type intervalChart struct {
	Title, Desc string
	Height      int
	Rows        []intervalRow
	Ticks       []chartTick
}

// intervalRow is one share: a dot on its range.
type intervalRow struct {
	Name, Figure   string
	Text, Line     int // heights of the words and of the range
	From, To, Here int // places of the range's ends and of the dot
}

// chartTick is one line of a scale.
type chartTick struct {
	X, Y int
	Name string
}

// intervalChart draws the groups that have enough decisions. Without any it is empty.
func (v *voice) intervalChart(name string, lines []groupLine) intervalChart {
	chart := intervalChart{Title: v.t("%s: share of decisions that reinstated", name)}
	var says []string
	for _, l := range lines {
		if !l.Enough() {
			continue
		}
		top, i := len(chart.Rows)*rowHeight, l.Interval()
		chart.Rows = append(chart.Rows, intervalRow{
			Name: l.Name, Figure: v.t("%[1]s of %[2]s", v.percent(l.Group.Share()), v.num(l.Decided)), Text: top + 14, Line: top + 26,
			From: across(i.Low), To: across(i.High), Here: across(l.Group.Share()),
		})
		says = append(says, v.t("%[1]s: %[2]s", l.Name, l.Share))
	}
	chart.Desc = strings.Join(says, "; ")
	bottom := len(chart.Rows) * rowHeight
	chart.Height = bottom + 20
	for share := range 5 {
		chart.Ticks = append(chart.Ticks, chartTick{X: across(float64(share) / 4), Y: bottom, Name: v.percent(float64(share) / 4)})
	}
	return chart
}

// across is the place of a share on the scale.
func across(share float64) int {
	const margin = 22
	return margin + int(share*(chartWidth-2*margin)+0.5)
}

// curveChart shows which share of filings was decided after how long.
type curveChart struct {
	Title, Desc string
	Path        string // of the curve
	Across      []chartTick
	Up          []chartTick
}

// The plot of a curve inside its chart.
const (
	plotLeft, plotRight = 40, 350
	plotTop, plotBottom = 10, 150
	curveHeight         = 190
)

// Height of the chart's view box.
func (curveChart) Height() int { return curveHeight }

// curveChart draws a curve of enough decisions. Otherwise it is empty.
func (v *voice) curveChart(curve ledger.Curve) curveChart {
	if !curve.Enough() {
		return curveChart{}
	}
	const day = 24 * time.Hour
	last := int(curve.Steps[len(curve.Steps)-1].Span/day) + 1
	step := max(1, (last+4)/5)
	most := 5 * step
	x := func(span time.Duration) int {
		return plotLeft + int(float64(plotRight-plotLeft)*float64(span)/float64(time.Duration(most)*day))
	}
	y := func(decided float64) int { return plotBottom - int(decided*(plotBottom-plotTop)+0.5) }
	c := curveChart{
		Title: v.t("Share of filings decided, by days since they were filed"),
		Desc:  v.t("Half were decided by %[1]s, nine in ten by %[2]s.", v.by(curve, 0.5), v.by(curve, 0.9)),
	}
	var path strings.Builder
	fmt.Fprintf(&path, "M%d %d", plotLeft, plotBottom)
	for _, s := range curve.Steps {
		fmt.Fprintf(&path, "H%dV%d", x(s.Span), y(1-s.Share))
	}
	fmt.Fprintf(&path, "H%d", plotRight)
	c.Path = path.String()
	for days := 0; days <= most; days += step {
		c.Across = append(c.Across, chartTick{X: x(time.Duration(days) * day), Y: plotBottom, Name: v.num(days)})
	}
	for _, share := range []float64{0, 0.5, 0.9} {
		c.Up = append(c.Up, chartTick{X: plotLeft, Y: y(share), Name: v.percent(share)})
	}
	return c
}
