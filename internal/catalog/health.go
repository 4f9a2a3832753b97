package catalog

import (
	"slices"

	"reinstate/internal/reinstate"
)

// HealthBook is what account health goes by: what marketplaces measure, where
// their lines run and since when, and how their reports call it. It does not
// change once loaded and may be read from many goroutines.
type HealthBook struct {
	Near  Nearness
	Trend TrendRule
	Every int // days between two reviews of an account

	Stock   StockRule
	Service ServiceRule

	steps   []ReviewStep
	metrics []Metric
	lines   []Line
	stores  map[reinstate.Marketplace]map[string]string
	fields  map[reinstate.Marketplace]map[string]reinstate.Metric
	columns map[string]string // folded header -> role
	marks   map[string]string // folded header -> part of a defect
	names   map[string]reinstate.Metric
	layouts layouts
}

// MetricKind says what a metric's value is.
type MetricKind string

// Kinds of metrics.
const (
	RateMetric  MetricKind = "rate"  // a fraction
	CountMetric MetricKind = "count" // how many stand open
	ScoreMetric MetricKind = "score" // points
	HoursMetric MetricKind = "hours"
)

// Metric is one thing that marketplaces measure.
type Metric struct {
	Code   reinstate.Metric
	Title  string
	Group  string // service, shipping, policy or account
	Kind   MetricKind
	High   bool   // higher is better
	Bad    string // what the bad ones are called, in the plural
	Of     string // what they are a part of, in the plural
	Reason reinstate.ReasonCode
}

// Groups of metrics in the order of a page.
var metricGroups = []string{"account", "service", "shipping", "policy"}

// Line is where a metric's line runs on one marketplace.
type Line struct {
	Metric      reinstate.Metric
	Marketplace reinstate.Marketplace
	Stores      []string // country codes; empty: all
	Scope       string   // empty: any part of the account
	From, Until string   // first and last day it holds, YYYY-MM-DD; empty: open
	Comparator  reinstate.Comparator
	Value       float64
	Near        float64 // where at-risk begins, where the marketplace says so; else 0
	Window      int     // days, 0: not said
	Delay       int     // days between the window's end and the report
	Consequence string  // level that is restricted, or none
	Says        string  // what else belongs to the rule
	Source      Source
}

// Nearness says when a value counts as close to its line.
type Nearness struct {
	Share  float64 // of what is allowed
	Days   int     // until the present rise reaches it
	Source Source
}

// TrendRule says how a rise is looked for.
type TrendRule struct {
	Days   int // how far back
	Points int // how many reports must lie there
	Span   int // how many days they must span
	Source Source
}

// ReviewStep is one thing to look at in the review of an account.
type ReviewStep struct {
	Text         string
	Marketplaces []reinstate.Marketplace // empty: all
	Source       Source
}

// Review lists what to look at on an account of a marketplace.
func (b *HealthBook) Review(market reinstate.Marketplace) []ReviewStep {
	var steps []ReviewStep
	for _, s := range b.steps {
		if len(s.Marketplaces) == 0 || slices.Contains(s.Marketplaces, market) {
			steps = append(steps, s)
		}
	}
	return steps
}

// Metrics lists every metric by group.
func (b *HealthBook) Metrics() []Metric {
	sorted := slices.Clone(b.metrics)
	slices.SortStableFunc(sorted, func(x, y Metric) int {
		return slices.Index(metricGroups, x.Group) - slices.Index(metricGroups, y.Group)
	})
	return sorted
}

// Metric finds a metric by its code.
func (b *HealthBook) Metric(code reinstate.Metric) (Metric, bool) {
	for _, m := range b.metrics {
		if m.Code == code {
			return m, true
		}
	}
	return Metric{Code: code, Title: string(code)}, false
}

// Lines lists every line of a marketplace.
func (b *HealthBook) Lines(market reinstate.Marketplace) []Line {
	var lines []Line
	for _, l := range b.lines {
		if l.Marketplace == market {
			lines = append(lines, l)
		}
	}
	return lines
}

// Line is the line that holds for a metric on a day (YYYY-MM-DD), the most
// particular first: one for the store and the scope goes before one for all.
func (b *HealthBook) Line(metric reinstate.Metric, market reinstate.Marketplace, store, scope, day string) (Line, bool) {
	var best Line
	rank := -1
	for _, l := range b.lines {
		if l.Metric != metric || l.Marketplace != market || !l.holds(store, scope, day) {
			continue
		}
		r := 0
		if len(l.Stores) > 0 {
			r += 2
		}
		if l.Scope != "" {
			r++
		}
		if r > rank {
			best, rank = l, r
		}
	}
	return best, rank >= 0
}

func (l Line) holds(store, scope, day string) bool {
	switch {
	case len(l.Stores) > 0 && store != "" && !slices.Contains(l.Stores, store):
		return false
	case l.Scope != "" && l.Scope != scope:
		return false
	}
	return (l.From == "" || day >= l.From) && (l.Until == "" || day <= l.Until)
}

// Store is the country of a marketplace's own identifier of a site.
func (b *HealthBook) Store(market reinstate.Marketplace, id string) (string, bool) {
	country, ok := b.stores[market][id]
	return country, ok
}

// Field is the metric that a marketplace's reports call so.
func (b *HealthBook) Field(market reinstate.Marketplace, name string) (reinstate.Metric, bool) {
	metric, ok := b.fields[market][name]
	return metric, ok
}

// Column is the role of a table's column by its header; empty where nobody
// knows it.
func (b *HealthBook) Column(header string) string { return b.columns[foldHeader(header)] }

// Mark is the part of a defect that a column of marks stands for.
func (b *HealthBook) Mark(header string) (string, bool) {
	part, ok := b.marks[foldHeader(header)]
	return part, ok
}

// Named is the metric that a person or a page calls so: by its code, its title
// or one of its names.
func (b *HealthBook) Named(name string) (reinstate.Metric, bool) {
	metric, ok := b.names[foldHeader(name)]
	return metric, ok
}
