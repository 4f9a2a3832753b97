package catalog

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	"reinstate/internal/reinstate"
)

const (
	healthFolder = "health"
	metricsName  = "metrics.yaml"
	columnsName  = "columns.yaml"
	reviewName   = "review.yaml"
	layoutsName  = "layouts.yaml"
	stockName    = "stock.yaml"
	serviceName  = "service.yaml"
)

type metricsFile struct {
	Reviewed string                `yaml:"reviewed"`
	Near     nearFile              `yaml:"near"`
	Trend    trendFile             `yaml:"trend"`
	Sources  map[string]sourceFile `yaml:"sources"`
	Metrics  []metricFile          `yaml:"metrics"`
}

type nearFile struct {
	Share  float64 `yaml:"share"`
	Days   int     `yaml:"days"`
	Source string  `yaml:"source"`
}

type trendFile struct {
	Days   int    `yaml:"days"`
	Points int    `yaml:"points"`
	Span   int    `yaml:"span"`
	Source string `yaml:"source"`
}

type metricFile struct {
	Code   reinstate.Metric     `yaml:"code"`
	Title  string               `yaml:"title"`
	Group  string               `yaml:"group"`
	Kind   MetricKind           `yaml:"kind"`
	Better string               `yaml:"better"`
	Bad    string               `yaml:"bad"`
	Of     string               `yaml:"of"`
	Reason reinstate.ReasonCode `yaml:"reason"`
	Names  []string             `yaml:"names"`
}

type linesFile struct {
	Marketplace reinstate.Marketplace       `yaml:"marketplace"`
	Reviewed    string                      `yaml:"reviewed"`
	Stores      map[string]string           `yaml:"stores"`
	Fields      map[string]reinstate.Metric `yaml:"fields"`
	Lines       []lineFile                  `yaml:"lines"`
	Sources     map[string]sourceFile       `yaml:"sources"`
}

type lineFile struct {
	Metric      reinstate.Metric `yaml:"metric"`
	Stores      []string         `yaml:"stores"`
	Scope       string           `yaml:"scope"`
	From        string           `yaml:"from"`
	Until       string           `yaml:"until"`
	Below       *float64         `yaml:"below"`
	AtMost      *float64         `yaml:"at_most"`
	Above       *float64         `yaml:"above"`
	AtLeast     *float64         `yaml:"at_least"`
	Near        float64          `yaml:"near"`
	Window      int              `yaml:"window"`
	Delay       int              `yaml:"delay"`
	Consequence string           `yaml:"consequence"`
	Says        string           `yaml:"says"`
	Source      string           `yaml:"source"`
}

type columnsFile struct {
	Reviewed string              `yaml:"reviewed"`
	Columns  map[string][]string `yaml:"columns"`
	Marks    map[string][]string `yaml:"marks"`
}

type reviewFile struct {
	Reviewed string                `yaml:"reviewed"`
	Every    int                   `yaml:"every"`
	Sources  map[string]sourceFile `yaml:"sources"`
	Steps    []reviewStepFile      `yaml:"steps"`
}

type reviewStepFile struct {
	Text         string                  `yaml:"text"`
	Marketplaces []reinstate.Marketplace `yaml:"marketplaces"`
	Source       string                  `yaml:"source"`
}

func (f reviewFile) compile(m *mistakes, b *HealthBook) {
	checkDay(m, "reviewed", f.Reviewed)
	if f.Every < 1 {
		m.add("every", "needs at least one day")
	}
	sources := compileSources(m, f.Sources)
	b.Every = f.Every
	for _, s := range f.Steps {
		m.need("steps", s.Text)
		for _, market := range s.Marketplaces {
			if !market.Known() {
				m.add("steps", "%q is not a marketplace", market)
			}
		}
		b.steps = append(b.steps, ReviewStep{Text: s.Text, Marketplaces: s.Marketplaces, Source: findSource(m, sources, "steps.source", s.Source)})
	}
	if len(b.steps) == 0 {
		m.add("steps", "is missing")
	}
}

// ColumnRoles are what a column of a table can mean, in the order of a page.
func ColumnRoles() []string {
	return []string{
		"day", "from", "to", "metric", "scope", "rate", "bad", "of", "target", "word", "seller",
		"order", "order_day", "asin", "sku", "carrier", "part", "reason",
		"title", "held", "listed", "reserved", "inbound", "unsellable", "stranded", "sold", "channel", "offer_state",
		"units", "order_state", "item_state", "site",
		"message", "received", "answered", "claim", "claim_kind", "claim_state", "opened", "answer_by", "amount", "currency", "stars",
	}
}

// loadHealth reads catalog/health/*.yaml, if there is such a folder. Reasons
// that a metric names must be reasons of the catalog.
func loadHealth(files fs.FS, known *Catalog, m *mistakes) *HealthBook {
	b := &HealthBook{
		stores: map[reinstate.Marketplace]map[string]string{}, fields: map[reinstate.Marketplace]map[string]reinstate.Metric{},
		columns: map[string]string{}, marks: map[string]string{}, names: map[string]reinstate.Metric{},
	}
	names, err := fs.Glob(files, folder+"/"+healthFolder+"/*.yaml")
	if err != nil || len(names) == 0 {
		return b
	}
	var metrics metricsFile
	if decodeFile(files, path.Join(healthFolder, metricsName), &metrics, m) {
		metrics.compile(m, b, known)
	}
	for _, name := range names {
		file := path.Join(healthFolder, path.Base(name))
		switch path.Base(name) {
		case metricsName:
		case columnsName:
			var columns columnsFile
			if decodeFile(files, file, &columns, m) {
				columns.compile(m, b)
			}
		case reviewName:
			var review reviewFile
			if decodeFile(files, file, &review, m) {
				review.compile(m, b)
			}
		case layoutsName:
			compileFile(files, file, &layoutsFile{}, b, m)
		case stockName:
			compileFile(files, file, &stockFile{}, b, m)
		case serviceName:
			compileFile(files, file, &serviceFile{}, b, m)
		default:
			var lines linesFile
			if decodeFile(files, file, &lines, m) {
				lines.compile(m, b)
			}
		}
	}
	return b
}

// compileFile reads one file into the book.
func compileFile[F interface{ compile(*mistakes, *HealthBook) }](files fs.FS, name string, f F, b *HealthBook, m *mistakes) {
	if decodeFile(files, name, f, m) {
		f.compile(m, b)
	}
}

func (f metricsFile) compile(m *mistakes, b *HealthBook, known *Catalog) {
	checkDay(m, "reviewed", f.Reviewed)
	sources := compileSources(m, f.Sources)
	if f.Near.Share <= 0 || f.Near.Share >= 1 || f.Near.Days < 1 {
		m.add("near", "needs a share between 0 and 1 and at least one day")
	}
	if f.Trend.Days < 2 || f.Trend.Points < 2 || f.Trend.Span < 1 || f.Trend.Span > f.Trend.Days {
		m.add("trend", "needs days, at least two points, and a span within the days")
	}
	b.Near = Nearness{f.Near.Share, f.Near.Days, findSource(m, sources, "near.source", f.Near.Source)}
	b.Trend = TrendRule{f.Trend.Days, f.Trend.Points, f.Trend.Span, findSource(m, sources, "trend.source", f.Trend.Source)}
	for _, one := range f.Metrics {
		b.metrics = append(b.metrics, one.compile(m, b, known))
	}
	checkTwice(m, "metrics", b.metrics, func(x Metric) string { return string(x.Code) })
}

func (f metricFile) compile(m *mistakes, b *HealthBook, known *Catalog) Metric {
	place := "metrics." + string(f.Code)
	m.need(place+".title", f.Title)
	if !slices.Contains(metricGroups, f.Group) {
		m.add(place+".group", "%q is not one of %s", f.Group, strings.Join(metricGroups, ", "))
	}
	if !slices.Contains([]MetricKind{RateMetric, CountMetric, ScoreMetric, HoursMetric}, f.Kind) {
		m.add(place+".kind", "%q is not a kind of metric", f.Kind)
	}
	if f.Better != "low" && f.Better != "high" {
		m.add(place+".better", "%q is neither low nor high", f.Better)
	}
	if f.Kind == RateMetric {
		m.need(place+".bad", f.Bad)
		m.need(place+".of", f.Of)
	}
	if f.Reason != "" && len(known.causes) > 0 {
		if _, ok := known.Cause(f.Reason); !ok {
			m.add(place+".reason", "%q is not a reason of reasons.yaml", f.Reason)
		}
	}
	for _, name := range slices.Concat([]string{string(f.Code), f.Title}, f.Names) {
		folded := foldHeader(name)
		if other, taken := b.names[folded]; taken && other != f.Code {
			m.add(place+".names", "%q is a name of %s already", name, other)
		}
		b.names[folded] = f.Code
	}
	return Metric{Code: f.Code, Title: f.Title, Group: f.Group, Kind: f.Kind, High: f.Better == "high", Bad: f.Bad, Of: f.Of, Reason: f.Reason}
}

func (f linesFile) compile(m *mistakes, b *HealthBook) {
	if !f.Marketplace.Known() {
		m.add("marketplace", "%q is not a marketplace", f.Marketplace)
	}
	checkDay(m, "reviewed", f.Reviewed)
	sources := compileSources(m, f.Sources)
	b.stores[f.Marketplace] = f.Stores
	for _, name := range slices.Sorted(maps.Keys(f.Fields)) {
		if _, ok := b.Metric(f.Fields[name]); !ok && f.Fields[name] != "" {
			m.add("fields."+name, "%q is not a metric of metrics.yaml", f.Fields[name])
		}
	}
	b.fields[f.Marketplace] = f.Fields
	first := len(b.lines)
	for _, one := range f.Lines {
		b.lines = append(b.lines, one.compile(m, b, f.Marketplace, sources))
	}
	checkOverlaps(m, b.lines[first:])
}

func (f lineFile) compile(m *mistakes, b *HealthBook, market reinstate.Marketplace, sources map[string]Source) Line {
	place := "lines." + string(f.Metric)
	metric, ok := b.Metric(f.Metric)
	if !ok {
		m.add(place, "is not a metric of metrics.yaml")
	}
	line := Line{
		Metric: f.Metric, Marketplace: market, Stores: f.Stores, Scope: f.Scope, From: f.From, Until: f.Until, Near: f.Near,
		Window: f.Window, Delay: f.Delay, Consequence: f.Consequence, Says: f.Says, Source: findSource(m, sources, place+".source", f.Source),
	}
	set := 0
	for _, one := range []struct {
		value *float64
		as    reinstate.Comparator
	}{{f.Below, reinstate.Below}, {f.AtMost, reinstate.AtMost}, {f.Above, reinstate.Above}, {f.AtLeast, reinstate.AtLeast}} {
		if one.value != nil {
			set++
			line.Comparator, line.Value = one.as, *one.value
		}
	}
	upward := line.Comparator == reinstate.Above || line.Comparator == reinstate.AtLeast
	switch {
	case set != 1:
		m.add(place, "needs exactly one of below, at_most, above and at_least")
	case ok && upward != metric.High:
		m.add(place, "runs against what is better for the metric")
	case metric.Kind == RateMetric && (line.Value < 0 || line.Value > 1):
		m.add(place, "%v is not a fraction", line.Value)
	}
	for _, day := range []string{f.From, f.Until} {
		if day != "" {
			checkDay(m, place, day)
		}
	}
	if f.Window < 0 || f.Delay < 0 {
		m.add(place, "has a window or a delay below zero")
	}
	if f.Consequence != "none" && !slices.Contains(reinstate.Levels(), reinstate.Level(f.Consequence)) {
		m.add(place+".consequence", "%q is neither a level nor none", f.Consequence)
	}
	return line
}

// checkOverlaps refuses two lines that hold for the same thing on one day.
func checkOverlaps(m *mistakes, lines []Line) {
	for i, a := range lines {
		for _, b := range lines[i+1:] {
			if a.Metric != b.Metric || a.Scope != b.Scope || !sameStores(a.Stores, b.Stores) {
				continue
			}
			if (a.Until == "" || b.From <= a.Until) && (b.Until == "" || a.From <= b.Until) {
				m.add("lines."+string(a.Metric), "two lines hold on the same day")
			}
		}
	}
}

// sameStores reports whether a store is in both lists, or both are for all.
func sameStores(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

func (f columnsFile) compile(m *mistakes, b *HealthBook) {
	checkDay(m, "reviewed", f.Reviewed)
	for _, role := range slices.Sorted(maps.Keys(f.Columns)) {
		if !slices.Contains(ColumnRoles(), role) {
			m.add("columns."+role, "is not a role of a column")
		}
		take(m, "columns."+role, f.Columns[role], role, b.columns)
	}
	for _, part := range slices.Sorted(maps.Keys(f.Marks)) {
		take(m, "marks."+part, f.Marks[part], part, b.marks)
	}
}

func take(m *mistakes, place string, names []string, as string, into map[string]string) {
	for _, name := range names {
		folded := foldHeader(name)
		if other, taken := into[folded]; taken {
			m.add(place, "%q stands for %s already", name, other)
		}
		into[folded] = as
	}
}

// foldHeader writes a header so that spelling does not matter: small letters,
// single spaces, and nothing but letters, digits and #.
func foldHeader(s string) string {
	return strings.Join(strings.FieldsFunc(Fold(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '#'
	}), " ")
}
