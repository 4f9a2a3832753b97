package catalog

import (
	"maps"
	"slices"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

type marketFile struct {
	Marketplace reinstate.Marketplace         `yaml:"marketplace"`
	Name        string                        `yaml:"name"`
	Reviewed    string                        `yaml:"reviewed"`
	Zone        string                        `yaml:"zone"`
	ZoneName    string                        `yaml:"zone_name"`
	Calendar    string                        `yaml:"calendar"`
	Page        Page                          `yaml:"page"`
	Hosts       []string                      `yaml:"hosts"`
	KnownBy     cueFile                       `yaml:"known_by"`
	Stores      []storeFile                   `yaml:"stores"`
	Channels    []channelFile                 `yaml:"channels"`
	Next        map[reinstate.Decision]string `yaml:"next"`
	Follow      []followFile                  `yaml:"follow"`
	Sources     map[string]sourceFile         `yaml:"sources"`
	Reasons     []reasonFile                  `yaml:"reasons"`
}

type storeFile struct {
	Code     string   `yaml:"code"`
	Name     string   `yaml:"name"`
	Hosts    []string `yaml:"hosts"`
	Words    []string `yaml:"words"`
	Zone     string   `yaml:"zone"`
	ZoneName string   `yaml:"zone_name"`
	Calendar string   `yaml:"calendar"`
	Page     Page     `yaml:"page"`
	Language string   `yaml:"language"`
}

type channelFile struct {
	Code    string   `yaml:"code"`
	Name    string   `yaml:"name"`
	How     string   `yaml:"how"`
	Reply   string   `yaml:"reply"`
	Formats []string `yaml:"formats"`
	Limit   struct {
		Characters int    `yaml:"characters"`
		Says       string `yaml:"says"`
		Source     string `yaml:"source"`
	} `yaml:"limit"`
	Source string `yaml:"source"`
}

type reasonFile struct {
	Code      reinstate.ReasonCode          `yaml:"code"`
	Title     string                        `yaml:"title"`
	Meaning   string                        `yaml:"meaning"`
	Level     reinstate.Level               `yaml:"level"`
	Demands   []reinstate.DemandCode        `yaml:"demands"`
	Responses []reinstate.Response          `yaml:"responses"`
	Clocks    []clockFile                   `yaml:"clocks"`
	Counsel   string                        `yaml:"counsel"`
	Required  bool                          `yaml:"counsel_required"`
	Depends   string                        `yaml:"depends"`
	Next      map[reinstate.Decision]string `yaml:"next"`
	Cues      cueFile                       `yaml:"cues"`
	Sources   []string                      `yaml:"sources"`
	Reviewed  string                        `yaml:"reviewed"`
}

type clockFile struct {
	Kind   reinstate.ClockKind `yaml:"kind"`
	Count  int                 `yaml:"count"`
	Unit   reinstate.ClockUnit `yaml:"unit"`
	From   reinstate.Start     `yaml:"from"`
	Levels []reinstate.Level   `yaml:"levels"`
	Says   string              `yaml:"says"`
	Source string              `yaml:"source"`
}

func compileSources(m *mistakes, files map[string]sourceFile) map[string]Source {
	sources := map[string]Source{}
	for _, key := range slices.Sorted(maps.Keys(files)) {
		sources[key] = files[key].compile(m, key)
	}
	return sources
}

func findSource(m *mistakes, sources map[string]Source, place, key string) Source {
	s, ok := sources[key]
	if !ok {
		m.add(place, "%q is not a source of this file", key)
	}
	return s
}

func (f marketFile) compile(m *mistakes, c *Catalog) Market {
	if !f.Marketplace.Known() {
		m.add("marketplace", "%q is not a marketplace", f.Marketplace)
	}
	m.need("name", f.Name)
	checkDay(m, "reviewed", f.Reviewed)
	sources := compileSources(m, f.Sources)
	market := Market{
		Code: f.Marketplace, Name: f.Name, Reviewed: f.Reviewed, Hosts: f.Hosts, Next: f.Next,
		Zone:     compileZone(m, "zone", f.Zone, f.ZoneName),
		Calendar: f.Calendar,
		Page:     f.Page,
		Known:    f.KnownBy.compile(m, "known_by"),
		Sources:  slices.Collect(maps.Values(sources)),
	}
	slices.SortFunc(market.Sources, func(a, b Source) int { return strings.Compare(a.Key, b.Key) })
	checkPage(m, "page", f.Page)
	c.checkCalendar(m, "calendar", f.Calendar)
	checkDecisions(m, "next", f.Next)
	if len(f.Hosts) == 0 {
		m.add("hosts", "is missing")
	}
	for _, s := range f.Stores {
		market.Stores = append(market.Stores, s.compile(m, c, market))
	}
	for _, ch := range f.Channels {
		place := "channels." + ch.Code
		m.need(place+".code", ch.Code)
		m.need(place+".name", ch.Name)
		m.need(place+".how", ch.How)
		market.Channels = append(market.Channels, Channel{
			Code: ch.Code, Name: ch.Name, How: ch.How, Reply: ch.Reply, Formats: ch.Formats,
			Limit: ch.limit(m, place+".limit", sources), Source: findSource(m, sources, place+".source", ch.Source),
		})
	}
	for _, one := range f.Follow {
		market.Follow = append(market.Follow, one.compile(m, sources, market))
	}
	for _, r := range f.Reasons {
		market.Reasons = append(market.Reasons, r.compile(m, c, sources, f.Reviewed))
	}
	checkTwice(m, "stores", market.Stores, func(s Store) string { return s.Code })
	checkTwice(m, "channels", market.Channels, func(ch Channel) string { return ch.Code })
	checkTwice(m, "reasons", market.Reasons, func(r Reason) string { return string(r.Code) })
	return market
}

// limit is how much the box of a channel takes, where somebody says so.
func (f channelFile) limit(m *mistakes, place string, sources map[string]Source) BoxLimit {
	if f.Limit.Characters == 0 && f.Limit.Says == "" && f.Limit.Source == "" {
		return BoxLimit{}
	}
	if f.Limit.Characters <= 0 {
		m.add(place+".characters", "%d is no number of characters", f.Limit.Characters)
	}
	m.need(place+".says", f.Limit.Says)
	return BoxLimit{Characters: f.Limit.Characters, Says: f.Limit.Says, Source: findSource(m, sources, place+".source", f.Limit.Source)}
}

func (f storeFile) compile(m *mistakes, c *Catalog, market Market) Store {
	place := "stores." + f.Code
	if len(f.Code) != 2 {
		m.add(place+".code", "%q is not an ISO country code", f.Code)
	}
	m.need(place+".name", f.Name)
	c.checkCalendar(m, place+".calendar", f.Calendar)
	s := Store{
		Code: f.Code, Name: f.Name, Hosts: f.Hosts, Page: f.Page, Language: f.Language, Zone: market.Zone, Calendar: f.Calendar,
		Words: compilePhrases(m, place+".words", f.Words),
	}
	if f.Zone != "" {
		s.Zone = compileZone(m, place+".zone", f.Zone, f.ZoneName)
	}
	if s.Page == "" {
		s.Page = market.Page
	}
	if s.Language == "" {
		s.Language = "en"
	}
	checkPage(m, place+".page", s.Page)
	return s
}

func (f reasonFile) compile(m *mistakes, c *Catalog, sources map[string]Source, reviewed string) Reason {
	place := "reasons." + string(f.Code)
	cause, ok := c.Cause(f.Code)
	if !ok && len(c.causes) > 0 {
		m.add(place, "is not a reason of reasons.yaml")
	}
	r := Reason{
		Code: f.Code, Title: f.Title, Meaning: f.Meaning, Level: f.Level, Demands: f.Demands,
		Responses: f.Responses, Counsel: f.Counsel, Stops: f.Required, Depends: f.Depends, Next: f.Next, Reviewed: f.Reviewed,
		Cues: f.Cues.compile(m, place+".cues"),
	}
	if r.Title == "" {
		r.Title = cause.Title
	}
	if r.Reviewed == "" {
		r.Reviewed = reviewed
	}
	checkDay(m, place+".reviewed", r.Reviewed)
	m.need(place+".meaning", f.Meaning)
	if f.Required {
		m.need(place+".counsel", f.Counsel)
	}
	if !slices.Contains(reinstate.Levels(), f.Level) {
		m.add(place+".level", "%q is not a level", f.Level)
	}
	for _, d := range f.Demands {
		if _, ok := c.Demand(d); !ok && len(c.demands) > 0 {
			m.add(place+".demands", "%q is not a demand of demands.yaml", d)
		}
	}
	if len(f.Responses) == 0 {
		m.add(place+".responses", "is missing")
	}
	for _, response := range f.Responses {
		if !slices.Contains(reinstate.Responses(), response) {
			m.add(place+".responses", "%q is not a way of answering", response)
		}
	}
	checkDecisions(m, place+".next", f.Next)
	if len(f.Sources) == 0 {
		m.add(place+".sources", "is missing")
	}
	for _, key := range f.Sources {
		r.Sources = append(r.Sources, findSource(m, sources, place+".sources", key))
	}
	for _, clock := range f.Clocks {
		r.Clocks = append(r.Clocks, clock.compile(m, sources, place+".clocks"))
	}
	return r
}

func (f clockFile) compile(m *mistakes, sources map[string]Source, place string) Clock {
	if f.Count <= 0 {
		m.add(place, "a count of %d is no time limit", f.Count)
	}
	if !slices.Contains(clockKinds, f.Kind) {
		m.add(place, "%q is not a kind of clock", f.Kind)
	}
	if !slices.Contains(clockUnits, f.Unit) {
		m.add(place, "%q is not a unit", f.Unit)
	}
	for _, level := range f.Levels {
		if !slices.Contains(reinstate.Levels(), level) {
			m.add(place+".levels", "%q is not a level", level)
		}
	}
	if !f.From.Valid() {
		m.add(place+".from", "%q is not receipt, date, click or filing", f.From)
	}
	m.need(place+".says", f.Says)
	return Clock{Kind: f.Kind, Count: f.Count, Unit: f.Unit, From: f.From, Levels: f.Levels, Says: f.Says, Source: findSource(m, sources, place+".source", f.Source)}
}

func compileZone(m *mistakes, place, iana, name string) Zone {
	if _, err := time.LoadLocation(iana); err != nil || iana == "" || iana == "Local" {
		m.add(place, "%q is not a time zone such as America/Los_Angeles", iana)
	}
	m.need(place+"_name", name)
	return Zone{IANA: iana, Name: name}
}

func checkPage(m *mistakes, place string, page Page) {
	if page != A4 && page != Letter {
		m.add(place, "%q is not A4 or Letter", page)
	}
}

func checkDecisions(m *mistakes, place string, next map[reinstate.Decision]string) {
	for _, d := range slices.Sorted(maps.Keys(next)) {
		if !slices.Contains(decisions, d) {
			m.add(place, "%q is not a decision", d)
		}
		m.need(place+"."+string(d), next[d])
	}
}

func checkTwice[T any](m *mistakes, place string, all []T, name func(T) string) {
	seen := map[string]bool{}
	for _, one := range all {
		if seen[name(one)] {
			m.add(place+"."+name(one), "is there twice")
		}
		seen[name(one)] = true
	}
}

// checkCalendar refuses the code of a calendar that is not there.
func (c *Catalog) checkCalendar(m *mistakes, place, code string) {
	if code != "" && !slices.ContainsFunc(c.calendars, func(one Calendar) bool { return one.Code == code }) {
		m.add(place, "%q is not a calendar of calendars.yaml", code)
	}
}
