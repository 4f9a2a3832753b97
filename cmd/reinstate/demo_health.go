package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// demoHealth is health.yaml.
type demoHealth struct {
	Accounts []demoFigures `yaml:"accounts"`
}

// demoFigures are how the figures of one account went.
type demoFigures struct {
	Account string           `yaml:"account"`
	By      string           `yaml:"by"`
	Days    int              `yaml:"days"`   // since when there are reports
	Orders  int              `yaml:"orders"` // a day
	Rating  curve            `yaml:"rating"`
	Bad     map[string]curve `yaml:"bad"`  // by metric, how many a day
	Open    map[string]curve `yaml:"open"` // by metric, how many stand open
	Behind  []demoOrders     `yaml:"orders_behind"`
	Notes   []demoHealthNote `yaml:"notes"`
	Issues  []demoIssue      `yaml:"issues"`
}

// demoOrders are the rows of a download, one for each bad order of the last days.
type demoOrders struct {
	Metric   string   `yaml:"metric"`
	Days     int      `yaml:"days"`
	Carriers []string `yaml:"carriers"`
	Reasons  []string `yaml:"reasons"`
	Parts    []string `yaml:"parts"`
	ASINs    []string `yaml:"asins"`
}

type demoHealthNote struct {
	Ago    int    `yaml:"ago"`
	Metric string `yaml:"metric"`
	Text   string `yaml:"text"`
}

// curve is a list of (days ago, value), the oldest first.
type curve [][2]float64

// at is the value so many days ago, between two points on the straight line.
func (c curve) at(ago float64) float64 {
	for i, p := range c {
		switch {
		case ago >= p[0] && i == 0:
			return p[1]
		case ago >= p[0]:
			before := c[i-1]
			return before[1] + (p[1]-before[1])*(before[0]-ago)/(before[0]-p[0])
		}
	}
	if len(c) == 0 {
		return 0
	}
	return c[len(c)-1][1]
}

// step is the value of the last point that is past.
func (c curve) step(ago float64) int {
	value := 0.0
	for _, p := range c {
		if p[0] >= ago {
			value = p[1]
		}
	}
	return int(value)
}

// beginning is how many days ago counting starts: before any window.
const beginning = 150

// on is how many bad ones there were on a day: the whole ones that the curve
// has added up to since the beginning, less those of the days before.
func (c curve) on(ago int) int {
	sum := func(until int) (total float64) {
		for d := beginning; d >= until; d-- {
			total += c.at(float64(d))
		}
		return math.Floor(total)
	}
	return int(sum(ago) - sum(ago+1))
}

// within is how many there were in a window that ended so many days ago.
func (c curve) within(ago, days int) int {
	n := 0
	for d := ago; d < ago+days; d++ {
		n += c.on(d)
	}
	return n
}

// demoHealthScript reads health.yaml; a demonstration without one has no reports.
func demoHealthScript(files fs.FS, now time.Time) (h demoHealth, err error) {
	if _, err := fs.Stat(files, "health.yaml"); errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	err = readScript(files, "health.yaml", now, &h)
	return h, err
}

// playHealth imports the reports of every account as they came: daily in the
// last two weeks, less often before.
func (p *player) playHealth(ctx context.Context) error {
	last := 0
	for _, a := range p.wellbeing.Accounts {
		last = max(last, a.Days)
	}
	for ago := last; ago >= 0; ago-- {
		if ago > 14 && ago%3 != 0 || ago > 42 && ago%6 != 0 {
			continue
		}
		for _, a := range p.wellbeing.Accounts {
			if err := p.playDay(ctx, a, ago); err != nil {
				return fmt.Errorf("%s, %d days ago: %w", a.Account, ago, err)
			}
		}
	}
	return nil
}

// playDay is what happened about one account on one day.
func (p *player) playDay(ctx context.Context, a demoFigures, ago int) error {
	who, account := p.people[a.By], p.seller[a.Account]
	day := p.now.AddDate(0, 0, -ago)
	p.clock.set(day.Add(-90 * time.Minute))
	if ago <= a.Days {
		body, name, err := a.report(account, day, ago)
		if err != nil {
			return err
		}
		if err := p.importReport(ctx, who, account, name, body, ""); err != nil {
			return err
		}
	}
	for _, n := range a.Notes {
		if n.Ago == ago {
			note := reinstate.HealthNote{Account: account.ID, Metric: reinstate.Metric(n.Metric), Day: day.Format(time.DateOnly), Text: n.Text}
			if _, err := p.desk.AddHealthNote(ctx, who, note); err != nil {
				return err
			}
		}
	}
	for _, i := range a.Issues {
		if err := p.playIssue(ctx, who, account, i, ago); err != nil {
			return fmt.Errorf("issue %s: %w", i.Metric, err)
		}
	}
	if ago > 0 {
		return nil
	}
	for _, rows := range a.Behind {
		body := rows.table(a, p.now)
		if err := p.importReport(ctx, who, account, rows.Metric+"-orders.csv", body, reinstate.Metric(rows.Metric)); err != nil {
			return err
		}
	}
	return nil
}

func (p *player) importReport(ctx context.Context, who reinstate.Actor, account reinstate.Account, name string, body []byte, metric reinstate.Metric) error {
	_, err := p.desk.ImportHealth(ctx, who, casework.HealthIn{Account: account.ID, Name: name, Body: bytes.NewReader(body), Metric: metric})
	return err
}
