package catalog

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// Connections is how marketplaces are asked by machine: where, how often and
// with which pauses.
type Connections struct {
	Amazon  AmazonAccess
	Walmart WalmartAccess
}

// AmazonAccess is how Amazon's Selling Partner API is asked.
type AmazonAccess struct {
	Token     string // address that gives access tokens
	Report    string // type of the account health report
	Every     time.Duration
	Look      time.Duration // before the first look at a report being made
	Patience  time.Duration // after which a report that is not made is given up
	Throttled time.Duration // pause after "too many requests"
	Regions   []AmazonRegion
}

// AmazonRegion is one endpoint with the stores it answers for.
type AmazonRegion struct {
	Code   string
	Host   string // https://…, without a path
	Stores []string
	Source Source
}

// WalmartAccess is how Walmart's Marketplace API is asked.
type WalmartAccess struct {
	Host      string
	Stores    []string
	Every     time.Duration
	Pace      time.Duration // between two questions of one seller
	Throttled time.Duration
	Segments  []WalmartSegment
}

// WalmartSegment is one figure among the performance endpoints.
type WalmartSegment struct {
	Name   string
	Days   int    // the window of the standard
	Filter string // further query of the summary, such as conditionType=ALL
	Orders string // the same for the list of orders, where it differs
}

// Region is the endpoint that answers for a store.
func (a AmazonAccess) Region(store string) (AmazonRegion, bool) {
	at := slices.IndexFunc(a.Regions, func(r AmazonRegion) bool { return slices.Contains(r.Stores, store) })
	if at < 0 {
		return AmazonRegion{}, false
	}
	return a.Regions[at], true
}

// Connections is how marketplaces are asked by machine.
func (c *Catalog) Connections() Connections { return c.connections }

// SiteID is a marketplace's own identifier of the site of a country.
func (b *HealthBook) SiteID(market reinstate.Marketplace, store string) (string, bool) {
	for id, country := range b.stores[market] {
		if country == store {
			return id, true
		}
	}
	return "", false
}

// connectionsFile is connections.yaml.
type connectionsFile struct {
	Reviewed string                `yaml:"reviewed"`
	Amazon   amazonAccessFile      `yaml:"amazon"`
	Walmart  walmartAccessFile     `yaml:"walmart"`
	Sources  map[string]sourceFile `yaml:"sources"`
}

type amazonAccessFile struct {
	Token        string       `yaml:"token"`
	Source       string       `yaml:"source"`
	Report       string       `yaml:"report"`
	Every        int          `yaml:"every"`
	Look         int          `yaml:"look"`
	Patience     int          `yaml:"patience"`
	Throttled    int          `yaml:"throttled"`
	ReportSource string       `yaml:"report_source"`
	Regions      []regionFile `yaml:"regions"`
	SitesSource  string       `yaml:"marketplaces_source"`
}

type regionFile struct {
	Code   string   `yaml:"code"`
	Host   string   `yaml:"host"`
	Stores []string `yaml:"stores"`
	Source string   `yaml:"source"`
}

type walmartAccessFile struct {
	Host         string        `yaml:"host"`
	Source       string        `yaml:"source"`
	Stores       []string      `yaml:"stores"`
	Every        int           `yaml:"every"`
	Pace         int           `yaml:"pace"`
	Throttled    int           `yaml:"throttled"`
	ReportSource string        `yaml:"report_source"`
	Segments     []segmentFile `yaml:"segments"`
}

type segmentFile struct {
	Name   string `yaml:"name"`
	Days   int    `yaml:"days"`
	Filter string `yaml:"filter"`
	Orders string `yaml:"orders"`
}

// Hosts that keys may be sent to. A catalog that names another is refused: a
// mistyped line must not send a seller's keys elsewhere.
const (
	amazonHosts  = "amazon.com"
	walmartHosts = "walmartapis.com"
)

func (f connectionsFile) compile(m *mistakes) Connections {
	checkDay(m, "reviewed", f.Reviewed)
	sources := compileSources(m, f.Sources)
	a, w := f.Amazon, f.Walmart
	for place, key := range map[string]string{
		"amazon.source": a.Source, "amazon.report_source": a.ReportSource, "amazon.marketplaces_source": a.SitesSource,
		"walmart.source": w.Source, "walmart.report_source": w.ReportSource,
	} {
		findSource(m, sources, place, key)
	}
	for place, n := range map[string]int{
		"amazon.every": a.Every, "amazon.look": a.Look, "amazon.patience": a.Patience, "amazon.throttled": a.Throttled,
		"walmart.every": w.Every, "walmart.pace": w.Pace, "walmart.throttled": w.Throttled,
	} {
		if n < 1 {
			m.add(place, "needs at least one")
		}
	}
	checkHost(m, "amazon.token", a.Token, amazonHosts)
	checkHost(m, "walmart.host", w.Host, walmartHosts)
	m.need("amazon.report", a.Report)
	c := Connections{
		Amazon: AmazonAccess{
			Token: a.Token, Report: a.Report, Every: time.Duration(a.Every) * time.Hour, Look: seconds(a.Look),
			Patience: time.Duration(a.Patience) * time.Hour, Throttled: seconds(a.Throttled),
		},
		Walmart: WalmartAccess{Host: w.Host, Stores: w.Stores, Every: time.Duration(w.Every) * time.Hour, Pace: seconds(w.Pace), Throttled: seconds(w.Throttled)},
	}
	for _, r := range a.Regions {
		checkHost(m, "amazon.regions."+r.Code, r.Host, amazonHosts)
		c.Amazon.Regions = append(c.Amazon.Regions, AmazonRegion{
			Code: r.Code, Host: r.Host, Stores: r.Stores, Source: findSource(m, sources, "amazon.regions."+r.Code, r.Source),
		})
	}
	for _, s := range w.Segments {
		m.need("walmart.segments.name", s.Name)
		if !slices.Contains([]int{14, 30, 60, 90}, s.Days) {
			m.add("walmart.segments."+s.Name, "%d is not 14, 30, 60 or 90 days", s.Days)
		}
		c.Walmart.Segments = append(c.Walmart.Segments, WalmartSegment(s))
	}
	return c
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// checkHost refuses an address that is not https at a host of the marketplace.
func checkHost(m *mistakes, place, written, domain string) {
	u, err := url.Parse(written)
	if err != nil || u.Scheme != "https" || !strings.HasSuffix(u.Host, "."+domain) || u.User != nil || u.RawQuery != "" {
		m.add(place, "%q is not an https address at %s", written, domain)
	}
}
