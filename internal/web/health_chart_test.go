package web

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/health"
	"reinstate/internal/storetest"
	"reinstate/templates"
)

// yearly is the page of a figure with a year of daily values and two events.
func yearly(t *testing.T) metricHealthPage {
	t.Helper()
	verdict, _ := sampleFigure(sampleBook(), "order_defect_rate", "mfn", "GOOD")
	file := casework.MetricHealth{Account: casework.AccountLine{Account: sampleAccount("Shop")}, Verdict: verdict}
	for d := 364; d >= 0; d-- {
		file.Points = append(file.Points, health.Point{At: storetest.Start.AddDate(0, 0, -d), Value: 0.004 + 0.003*float64(d%17)/17})
	}
	for _, ago := range []int{20, 200} {
		file.Notes = append(file.Notes, noteOn(storetest.Start.AddDate(0, 0, -ago), "x"))
	}
	p := metricHealthPage{page: samplePage("Order defect rate"), File: file, Happens: happenings(file), CSV: "/x"}
	p.Chart = quietVoice(t).bigChart(file, p.Happens)
	return p
}

func TestAChartOfAYearIsSmallAndSaysInWordsWhatItShows(t *testing.T) {
	t.Parallel()
	stage, err := newStage(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	body, err := stage.render(quietVoice(t), "health/metric", yearly(t))
	if err != nil {
		t.Fatal(err)
	}
	_, svg, _ := strings.Cut(body.String(), `<svg class="bigchart"`)
	svg, _, found := strings.Cut(svg, "</svg>")
	if !found || len(svg) > 10_000 {
		t.Errorf("the chart has %d bytes, at most 10,000 are allowed", len(svg))
	}
	for _, want := range []string{"<title>", "<desc>From ", "The line is below 1%.", `class="limit"`, ">below 1%</text>", `class="mark"`, ">2</text>"} {
		if !strings.Contains(svg, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	decoder := xml.NewDecoder(strings.NewReader("<svg " + svg[strings.Index(svg, "viewBox"):] + "</svg>"))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the chart is no XML: %v", err)
		}
	}
}

func TestPlacesOfAChartAreWithinIt(t *testing.T) {
	t.Parallel()
	c := yearly(t).Chart
	for _, p := range append(c.Pins, c.Last...) {
		if p.X < c.Left || p.X > c.Right || p.Y < 0 || p.Y > c.Bottom {
			t.Errorf("a pin at %v, %v", p.X, p.Y)
		}
	}
	if c.LineY < c.Top || c.LineY > c.Bottom || len(c.Columns) < 3 || len(c.Pins) != 2 {
		t.Errorf("the line is at %v, there are %d days and %d pins", c.LineY, len(c.Columns), len(c.Pins))
	}
	if len(quietVoice(t).bigChart(casework.MetricHealth{Points: []health.Point{{At: time.Now()}}}, nil).Path) != 0 {
		t.Error("one report makes a chart")
	}
}
