package catalog

import (
	"maps"
	"slices"
	"strings"

	"reinstate/internal/reinstate"
)

// TableKind says what the rows of a table are.
type TableKind string

// Kinds of tables besides those of figures and of the orders behind them.
const (
	StockTable    TableKind = "stock"    // SKUs
	SalesTable    TableKind = "sales"    // orders, or days
	MessageTable  TableKind = "messages" // messages of buyers
	ClaimTable    TableKind = "claims"   // claims of buyers
	FeedbackTable TableKind = "feedback" // ratings
)

// Layout is a table whose header is known.
type Layout struct {
	Code        string
	Title       string
	Marketplace reinstate.Marketplace
	Kind        TableKind
	Channel     reinstate.Channel // of rows that do not say it
	SoldDays    int               // of how many days its count of units sold is
	Source      Source

	knows   []string          // folded cells that tell it
	columns map[string]string // folded cell -> role
}

// Role is what a column of the layout means; empty for one that says nothing.
func (l Layout) Role(header string) string { return l.columns[foldHeader(header)] }

// layouts is what is known of tables of stock, sales and service.
type layouts struct {
	list      []Layout
	channels  map[string]reinstate.Channel
	closed    []string
	cancelled []string
	sites     map[string]string
}

// Layout is the layout that a header has, the one that asks most of it.
func (b *HealthBook) Layout(header []string) (best Layout, ok bool) {
	folded := map[string]bool{}
	for _, cell := range header {
		folded[foldHeader(cell)] = true
	}
	for _, l := range b.layouts.list {
		all := !slices.ContainsFunc(l.knows, func(cell string) bool { return !folded[cell] })
		if all && len(l.knows) > len(best.knows) {
			best, ok = l, true
		}
	}
	return best, ok
}

// Layouts lists the tables that are known.
func (b *HealthBook) Layouts() []Layout { return slices.Clone(b.layouts.list) }

// Channel is the channel that a table calls so. AnyChannel: nobody knows it.
func (b *HealthBook) Channel(word string) reinstate.Channel {
	return b.layouts.channels[foldHeader(word)]
}

// OffSale reports whether a word says that an offer is not for sale.
func (b *HealthBook) OffSale(word string) bool {
	return slices.Contains(b.layouts.closed, foldHeader(word))
}

// Cancelled reports whether a word says that an order was cancelled.
func (b *HealthBook) Cancelled(word string) bool {
	return slices.Contains(b.layouts.cancelled, foldHeader(word))
}

// Site is the country of a site that order reports call so.
func (b *HealthBook) Site(name string) (string, bool) {
	country, ok := b.layouts.sites[strings.ToLower(strings.TrimSpace(name))]
	return country, ok
}

type layoutsFile struct {
	Reviewed  string                         `yaml:"reviewed"`
	Sources   map[string]sourceFile          `yaml:"sources"`
	Layouts   []layoutFile                   `yaml:"layouts"`
	Channels  map[reinstate.Channel][]string `yaml:"channels"`
	Closed    []string                       `yaml:"closed_offers"`
	Cancelled []string                       `yaml:"cancelled"`
	Sites     map[string]string              `yaml:"sites"`
}

type layoutFile struct {
	Code        string                `yaml:"code"`
	Title       string                `yaml:"title"`
	Marketplace reinstate.Marketplace `yaml:"marketplace"`
	Kind        TableKind             `yaml:"kind"`
	Channel     reinstate.Channel     `yaml:"channel"`
	Knows       []string              `yaml:"knows"`
	SoldDays    int                   `yaml:"sold_days"`
	Columns     map[string]string     `yaml:"columns"`
	Source      string                `yaml:"source"`
}

func (f layoutsFile) compile(m *mistakes, b *HealthBook) {
	checkDay(m, "reviewed", f.Reviewed)
	sources := compileSources(m, f.Sources)
	known := layouts{closed: each(f.Closed, foldHeader), cancelled: each(f.Cancelled, foldHeader), channels: map[string]reinstate.Channel{}, sites: f.Sites}
	for _, channel := range slices.Sorted(maps.Keys(f.Channels)) {
		if channel != reinstate.BySeller && channel != reinstate.ByMarketplace {
			m.add("channels", "%q is neither seller nor marketplace", channel)
		}
		for _, word := range f.Channels[channel] {
			known.channels[foldHeader(word)] = channel
		}
	}
	for _, one := range f.Layouts {
		known.list = append(known.list, one.compile(m, sources))
	}
	checkTwice(m, "layouts", known.list, func(l Layout) string { return l.Code })
	b.layouts = known
}

func (f layoutFile) compile(m *mistakes, sources map[string]Source) Layout {
	place := "layouts." + f.Code
	m.need(place+".title", f.Title)
	if !f.Marketplace.Known() {
		m.add(place+".marketplace", "%q is not a marketplace", f.Marketplace)
	}
	if !slices.Contains([]TableKind{StockTable, SalesTable, MessageTable, ClaimTable, FeedbackTable}, f.Kind) {
		m.add(place+".kind", "%q is not a kind of table", f.Kind)
	}
	if len(f.Knows) < 2 {
		m.add(place+".knows", "needs at least two columns, or other tables would be taken for it")
	}
	l := Layout{
		Code: f.Code, Title: f.Title, Marketplace: f.Marketplace, Kind: f.Kind, Channel: f.Channel, SoldDays: f.SoldDays,
		Source: findSource(m, sources, place+".source", f.Source), knows: each(f.Knows, foldHeader), columns: map[string]string{},
	}
	for _, cell := range slices.Sorted(maps.Keys(f.Columns)) {
		role := f.Columns[cell]
		if !slices.Contains(ColumnRoles(), role) {
			m.add(place+".columns", "%q is not a role of a column", role)
		}
		l.columns[foldHeader(cell)] = role
	}
	return l
}
