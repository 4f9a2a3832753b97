package casework

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"reinstate/internal/health"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Lengths of what the health pages show.
const (
	portfolioLines = 50
	unreportedMost = 100
	sparkDays      = 60
	seriesDays     = 365
	orderRows      = 200
	shownReports   = 12
)

// stale is after how many days without a report somebody should look.
const stale = 4

// Portfolio is where all accounts stand, the one that presses most first.
type Portfolio struct {
	Lines      []PortfolioLine
	Next       int // where the next page begins, 0: this is the last
	Counts     map[reinstate.Health]int
	Unreported []reinstate.Account
	Issues     []reinstate.Issue                   // open ones, the earliest due first
	Accounts   map[reinstate.AccountID]AccountLine // of the issues
	Today      string                              // YYYY-MM-DD
}

// Late reports whether an issue was due before today.
func (p Portfolio) Late(i reinstate.Issue) bool { return i.Due != "" && i.Due < p.Today }

// PortfolioLine is one account with its worst metrics.
type PortfolioLine struct {
	store.HealthLine
	Worst []health.Verdict // those that warn, at most a few; else the closest one
	Stale bool             // no report for some days
	Pressure
}

// fewWorst is how many metrics a line of the portfolio names.
const fewWorst = 3

// Portfolio lists the accounts by risk, after the first so many.
func (d *Desk) Portfolio(ctx context.Context, who reinstate.Actor, after int) (Portfolio, error) {
	p := Portfolio{Accounts: map[reinstate.AccountID]AccountLine{}}
	after = max(after, 0)
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		p.Today = tx.Now().Format(time.DateOnly)
		pressure, err := d.pressure(tx)
		if err != nil {
			return err
		}
		lines, err := tx.Portfolio(store.Pressed{Accounts: pressed(pressure), Floor: health.PressingRisk}, after, portfolioLines+1)
		if err != nil {
			return err
		}
		if len(lines) > portfolioLines {
			lines, p.Next = lines[:portfolioLines], after+portfolioLines
		}
		if p.Counts, err = tx.HealthCounts(); err != nil {
			return err
		}
		if p.Unreported, err = tx.Unreported(unreportedMost); err != nil {
			return err
		}
		if p.Issues, err = tx.OpenIssues(10); err != nil {
			return err
		}
		for _, i := range p.Issues {
			if p.Accounts[i.Account], err = accountLine(tx, i.Account); err != nil {
				return err
			}
		}
		p.Lines, err = d.portfolioLines(tx, lines)
		for i, l := range p.Lines {
			p.Lines[i].Pressure = pressure[l.Account]
		}
		return err
	})
	return p, err
}

func (d *Desk) portfolioLines(tx *store.Tx, lines []store.HealthLine) ([]PortfolioLine, error) {
	out := make([]PortfolioLine, len(lines))
	ids := make([]reinstate.AccountID, len(lines))
	var newest time.Time
	for i, l := range lines {
		ids[i] = l.Account
		if l.Taken.After(newest) {
			newest = l.Taken
		}
	}
	latest, err := tx.LatestMeasures(ids...)
	if err != nil {
		return nil, err
	}
	history, err := d.history(tx, newest, ids...)
	if err != nil {
		return nil, err
	}
	of := map[reinstate.AccountID][]reinstate.Measure{}
	for _, m := range latest {
		of[m.Account] = append(of[m.Account], m)
	}
	for i, l := range lines {
		out[i] = PortfolioLine{HealthLine: l, Stale: !l.Taken.IsZero() && tx.Now().Sub(l.Taken) > stale*24*time.Hour}
		bySeries := map[reinstate.SeriesKey][]health.Point{}
		for _, p := range history[l.Account] {
			bySeries[p.Series] = append(bySeries[p.Series], health.Point{At: p.At, Value: p.Value})
		}
		at := health.Place{Marketplace: l.Marketplace, Store: l.Store}
		var verdicts []health.Verdict
		for _, m := range of[l.Account] {
			verdicts = append(verdicts, health.Judge(d.catalog.Health(), at, m, bySeries[m.Key()]))
		}
		health.Sort(verdicts)
		out[i].Worst = pressing(verdicts)
	}
	return out, nil
}

// pressing are the few verdicts that a line names.
func pressing(sorted []health.Verdict) []health.Verdict {
	n := 0
	for n < len(sorted) && n < fewWorst && sorted[n].Warns() {
		n++
	}
	return sorted[:min(max(n, 1), len(sorted))]
}

// AccountHealth is one account's health page.
type AccountHealth struct {
	Account AccountLine
	Health  reinstate.AccountHealth
	Cards   []HealthCard
	Reports []reinstate.Snapshot // the newest, newest first
	Issues  []reinstate.Issue    // open ones first
	Stale   bool
	Review  ReviewState
	Told    reinstate.Standing      // what the newest report calls the account, where that differs from what is kept
	Stock   reinstate.StockStanding // zero: nothing is known
	Service ServiceFile

	Possible   bool                 // its reports can be fetched by machine
	Connection reinstate.Connection // how they are fetched; zero: they are not, or the reader is not to know
}

// ReviewState says when an account was last reviewed and when it is to be
// reviewed next.
type ReviewState struct {
	Open reinstate.Issue // the review that is under way; zero: none
	Last time.Time       // when the last one was closed; zero: never
	Next time.Time       // when the next one is due
	Due  bool            // it is due now
}

func (d *Desk) reviewState(issues []reinstate.Issue, now time.Time) ReviewState {
	var s ReviewState
	for _, i := range issues {
		switch {
		case !i.Review():
		case i.Open():
			s.Open = i
		case i.Closed.After(s.Last):
			s.Last = i.Closed
		}
	}
	if !s.Last.IsZero() {
		s.Next = s.Last.AddDate(0, 0, d.catalog.Health().Every)
	}
	s.Due = s.Open.ID == 0 && !now.Before(s.Next)
	return s
}

// HealthCard is one metric of an account: the newest verdict and the days
// before it.
type HealthCard struct {
	health.Verdict
	Points []health.Point
}

// AccountHealth is where one account stands. Before its first report, it has no
// cards.
func (d *Desk) AccountHealth(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) (AccountHealth, error) {
	var f AccountHealth
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		if f.Account, err = accountLine(tx, id); err != nil {
			return err
		}
		f.Health, err = tx.AccountHealth(id)
		if err != nil && !errors.Is(err, reinstate.ErrNotFound) {
			return err
		}
		f.Stale = !f.Health.Taken.IsZero() && tx.Now().Sub(f.Health.Taken) > stale*24*time.Hour
		if f.Reports, err = tx.Snapshots(id, shownReports); err != nil {
			return err
		}
		for _, r := range f.Reports {
			if r.Standing != "" {
				if r.Standing != f.Account.Standing {
					f.Told = r.Standing
				}
				break
			}
		}
		if f.Issues, err = tx.Issues(id); err != nil {
			return err
		}
		f.Review = d.reviewState(f.Issues, tx.Now())
		f.Possible = d.reachable(f.Account.Account)
		f.Connection, err = tx.ConnectionOf(id)
		if err != nil && !errors.Is(err, reinstate.ErrNotFound) {
			return err
		}
		f.Connection.Keys, f.Connection.HookKey = "", ""
		if f.Cards, err = d.cards(tx, f.Account.Account, f.Health.Taken); err != nil {
			return err
		}
		if f.Stock, err = tx.StockStanding(id); err != nil && !errors.Is(err, reinstate.ErrNotFound) {
			return err
		}
		f.Service.Account = f.Account
		f.Service.Known, err = d.serviceOf(tx, &f.Service)
		return err
	})
	return f, err
}

func (d *Desk) cards(tx *store.Tx, account reinstate.Account, newest time.Time) ([]HealthCard, error) {
	latest, err := tx.LatestMeasures(account.ID)
	if err != nil || len(latest) == 0 {
		return nil, err
	}
	points, err := tx.Points(newest.AddDate(0, 0, -sparkDays), account.ID)
	if err != nil {
		return nil, err
	}
	of := map[reinstate.SeriesKey][]health.Point{}
	for _, p := range points {
		of[p.Series] = append(of[p.Series], health.Point{At: p.At, Value: p.Value})
	}
	order := map[reinstate.Metric]int{}
	for i, m := range d.catalog.Health().Metrics() {
		order[m.Code] = i
	}
	cards := make([]HealthCard, len(latest))
	for i, m := range latest {
		series := health.Daily(of[m.Key()])
		cards[i] = HealthCard{Verdict: health.Judge(d.catalog.Health(), placeOf(account), m, series), Points: series}
	}
	slices.SortStableFunc(cards, func(a, b HealthCard) int {
		if d := order[a.Metric.Code] - order[b.Metric.Code]; d != 0 {
			return d
		}
		return strings.Compare(b.Measure.Scope, a.Measure.Scope) // the seller's own orders first
	})
	return cards, nil
}

// MetricHealth is the page of one metric of an account.
type MetricHealth struct {
	Account   AccountLine
	Verdict   health.Verdict
	Series    []reinstate.Measure // oldest first; of a day with several, all
	Points    []health.Point      // one a day, the newest of each
	Parts     []health.Bar        // what the newest figure consists of
	Orders    []reinstate.Defect
	Dominant  []health.Dominance
	Notes     []reinstate.HealthNote
	Cases     []store.CaseLine
	Issues    []reinstate.Issue
	Corrected map[reinstate.MeasureID]bool // a later report speaks of the same instant
}

// MetricHealth is one metric of an account with its history of a year.
func (d *Desk) MetricHealth(ctx context.Context, who reinstate.Actor, id reinstate.AccountID, key reinstate.SeriesKey) (MetricHealth, error) {
	f := MetricHealth{Corrected: map[reinstate.MeasureID]bool{}}
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		if f.Account, err = accountLine(tx, id); err != nil {
			return err
		}
		if f.Series, err = tx.Measures(id, key, tx.Now().AddDate(0, 0, -seriesDays)); err != nil {
			return err
		}
		if len(f.Series) == 0 {
			return reinstate.ErrNotFound
		}
		newest := f.Series[len(f.Series)-1]
		var points []health.Point
		for i, m := range f.Series {
			f.Corrected[m.ID] = i+1 < len(f.Series) && f.Series[i+1].Taken.Equal(m.Taken)
			if m.Measured {
				points = append(points, health.Point{At: m.Taken, Value: m.Value})
			}
		}
		f.Points = health.Daily(points)
		f.Verdict = health.Judge(d.catalog.Health(), placeOf(f.Account.Account), newest, f.Points)
		f.Parts = health.Pareto(newest.Parts)
		if f.Orders, err = tx.Defects(id, key.Metric, newest.Taken.AddDate(0, 0, -90).Format(time.DateOnly), orderRows); err != nil {
			return err
		}
		f.Dominant = health.Dominant(f.Orders)
		return d.metricEvents(tx, key, &f)
	})
	return f, err
}

// metricEvents gathers what happened beside a metric.
func (d *Desk) metricEvents(tx *store.Tx, key reinstate.SeriesKey, f *MetricHealth) error {
	notes, err := tx.HealthNotes(f.Account.ID)
	if err != nil {
		return err
	}
	for _, n := range notes {
		if n.Metric == "" || n.Metric == key.Metric {
			f.Notes = append(f.Notes, n)
		}
	}
	issues, err := tx.Issues(f.Account.ID)
	if err != nil {
		return err
	}
	for _, i := range issues {
		if i.Metric == key.Metric && i.Scope == key.Scope {
			f.Issues = append(f.Issues, i)
		}
	}
	page, err := tx.Cases(store.CaseQuery{Account: f.Account.ID, Sort: "opened", Limit: 50})
	f.Cases = page.Lines
	return err
}

// AddHealthNote writes a note beside the charts of an account.
func (d *Desk) AddHealthNote(ctx context.Context, who reinstate.Actor, n reinstate.HealthNote) (reinstate.HealthNote, error) {
	n.Text, n.Day = text(n.Text), line(n.Day)
	refused := reinstate.Invalid{}
	if n.Text == "" {
		refused.Refuse("text", "Write what happened.")
	}
	if n.Day == "" || !calendarDate(n.Day) {
		refused.Refuse("day", "Give the day it happened.")
	}
	bounded(refused, maxText, map[string]string{"text": n.Text})
	if err := refused.Err(); err != nil {
		return n, err
	}
	err := d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error { return tx.AddHealthNote(&n) })
	return n, err
}

// OpenReport opens the original bytes of a report.
func (d *Desk) OpenReport(ctx context.Context, who reinstate.Actor, account reinstate.AccountID, id reinstate.SnapshotID) (Download, error) {
	var s reinstate.Snapshot
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		if s, err = tx.Snapshot(id); err == nil && (s.Account != account || s.SHA256 == "") {
			err = reinstate.ErrNotFound
		}
		return err
	})
	if err != nil {
		return Download{}, err
	}
	return d.open(who, Download{Name: s.FileName, MediaType: s.MediaType, Size: s.Size, SHA256: s.SHA256})
}
