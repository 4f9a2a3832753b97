package catalog

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"reinstate/internal/reinstate"
)

// checksFile is one file of catalog/checks.
type checksFile struct {
	Reviewed  string                            `yaml:"reviewed"`
	Sources   map[string]sourceFile             `yaml:"sources"`
	Limits    map[string]limitFile              `yaml:"limits"`
	Classes   map[string]string                 `yaml:"classes"`
	Words     map[string][]string               `yaml:"words"`
	Themes    map[string][]string               `yaml:"themes"`
	Reasons   map[reinstate.ReasonCode][]string `yaml:"reasons"`
	Standards []standardFile                    `yaml:"standards"`
	Templates []string                          `yaml:"templates"`
	Rules     []ruleFile                        `yaml:"rules"`
}

type limitFile struct {
	Value  *float64 `yaml:"value"`
	Source string   `yaml:"source"`
}

type standardFile struct {
	Marketplace reinstate.Marketplace `yaml:"marketplace"`
	Metric      []string              `yaml:"metric"`
	Below       float64               `yaml:"below"`
	AtLeast     float64               `yaml:"at_least"`
	Source      string                `yaml:"source"`
}

type ruleFile struct {
	ID           string                  `yaml:"id"`
	Title        string                  `yaml:"title"`
	Kinds        []string                `yaml:"kinds"`
	Reasons      []reinstate.ReasonCode  `yaml:"reasons"`
	Marketplaces []reinstate.Marketplace `yaml:"marketplaces"`
	Severity     Severity                `yaml:"severity"`
	Message      string                  `yaml:"message"`
	Advice       string                  `yaml:"advice"`
	Sources      []string                `yaml:"sources"`
	Cases        map[string]sayingFile   `yaml:"cases"`
}

// sayingFile is one case of a rule; what it leaves out is the rule's own.
type sayingFile struct {
	Severity Severity `yaml:"severity"`
	Message  string   `yaml:"message"`
	Advice   string   `yaml:"advice"`
}

var (
	ruleID   = regexp.MustCompile(`^[SRCPTFIX][0-9]{2}$`)
	fillable = regexp.MustCompile(`\{[a-z]+\}`)
)

func (f checksFile) addSources(m *mistakes, sources map[string]Source) {
	checkDay(m, "reviewed", f.Reviewed)
	for _, key := range slices.Sorted(maps.Keys(f.Sources)) {
		if _, twice := sources[key]; twice {
			m.add("sources."+key, "stands twice")
		}
		sources[key] = f.Sources[key].compile(m, key)
	}
}

// className is a class of words as a cue names it.
var className = regexp.MustCompile(`<([a-z_]+)>`)

// addClasses collects the classes of words that cues name, such as <buyer>.
func (f checksFile) addClasses(m *mistakes, classes map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(f.Classes)) {
		if _, twice := classes[name]; twice {
			m.add("classes."+name, "stands twice")
		}
		m.need("classes."+name, f.Classes[name])
		classes[name] = strings.Join(strings.FieldsFunc(f.Classes[name], func(r rune) bool { return r == '|' || r == ' ' || r == '\n' }), "|")
	}
}

// spell writes the classes of a cue out; a class may name others.
func spell(m *mistakes, place, cue string, classes map[string]string) string {
	const deepest = 4
	for range deepest {
		if !strings.ContainsRune(cue, '<') {
			break
		}
		cue = className.ReplaceAllStringFunc(cue, func(name string) string {
			words, ok := classes[name[1:len(name)-1]]
			if !ok {
				m.add(place, "there is no class of words %s", name)
				return "x"
			}
			return words
		})
	}
	return cue
}

// compileCues reads a list of cues, which may name classes of words.
func compileCues(m *mistakes, place string, cues []string, classes map[string]string) []Phrase {
	spelled := make([]string, len(cues))
	for i, cue := range cues {
		spelled[i] = spell(m, place, cue, classes)
	}
	return parsePhrases(m, place, spelled)
}

func (f checksFile) compile(m *mistakes, c *Checks, sources map[string]Source, classes map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(f.Words)) {
		place := "words." + name
		if _, twice := c.words[name]; twice {
			m.add(place, "stands twice")
		}
		if len(f.Words[name]) == 0 {
			m.add(place, "is missing")
		}
		c.words[name] = compileCues(m, place, f.Words[name], classes)
	}
	for _, name := range slices.Sorted(maps.Keys(f.Themes)) {
		if _, twice := c.themes[name]; twice {
			m.add("themes."+name, "stands twice")
		}
		c.themes[name] = compileCues(m, "themes."+name, f.Themes[name], classes)
	}
	for _, name := range slices.Sorted(maps.Keys(f.Limits)) {
		f.Limits[name].compile(m, name, c, sources)
	}
	for _, code := range slices.Sorted(maps.Keys(f.Reasons)) {
		if _, twice := c.reasons[code]; twice {
			m.add("reasons."+string(code), "stands twice")
		}
		c.reasons[code] = f.Reasons[code]
	}
	for i, s := range f.Standards {
		c.standards = append(c.standards, s.compile(m, fmt.Sprintf("standards[%d]", i), sources))
	}
	for i, text := range f.Templates {
		m.need(fmt.Sprintf("templates[%d]", i), text)
		c.templates = append(c.templates, text)
	}
	for i, r := range f.Rules {
		place := fmt.Sprintf("rules[%d]", i)
		if ruleID.MatchString(r.ID) {
			place = "rules." + r.ID
		} else {
			m.add(place+".id", "%q is not an ID such as R02", r.ID)
		}
		c.rules = append(c.rules, r.compile(m, place, sources))
	}
}

func (f limitFile) compile(m *mistakes, name string, c *Checks, sources map[string]Source) {
	place := "limits." + name
	if _, twice := c.limits[name]; twice {
		m.add(place, "stands twice")
	}
	if f.Value == nil {
		m.add(place+".value", "is missing")
		return
	}
	c.limits[name] = Limit{Value: *f.Value, Source: sourceOf(m, place+".source", f.Source, sources)}
}

func (f standardFile) compile(m *mistakes, place string, sources map[string]Source) Standard {
	if !f.Marketplace.Known() {
		m.add(place+".marketplace", "%q is not a marketplace", f.Marketplace)
	}
	if (f.Below > 0) == (f.AtLeast > 0) {
		m.add(place, "needs either below or at_least, in percent")
	}
	return Standard{
		Marketplace: f.Marketplace, Metric: compilePhrases(m, place+".metric", f.Metric),
		Below: f.Below > 0, Percent: max(f.Below, f.AtLeast), Source: sourceOf(m, place+".source", f.Source, sources),
	}
}

func (f ruleFile) compile(m *mistakes, place string, sources map[string]Source) CheckRule {
	r := CheckRule{
		ID: f.ID, Title: f.Title, Kinds: f.Kinds, Reasons: f.Reasons, Marketplaces: f.Marketplaces,
		Sayings: map[string]Saying{},
	}
	m.need(place+".title", f.Title)
	for _, kind := range f.Kinds {
		if !slices.Contains(DocumentKinds(), kind) {
			m.add(place+".kinds", "%q is not a kind of document", kind)
		}
	}
	for _, market := range f.Marketplaces {
		if !market.Known() {
			m.add(place+".marketplaces", "%q is not a marketplace", market)
		}
	}
	if len(f.Sources) == 0 {
		m.add(place+".sources", "is missing")
	}
	for _, key := range f.Sources {
		r.Sources = append(r.Sources, sourceOf(m, place+".sources", key, sources))
	}
	usual := sayingFile{f.Severity, f.Message, f.Advice}
	r.Sayings[""] = usual.compile(m, place, usual)
	for _, name := range slices.Sorted(maps.Keys(f.Cases)) {
		r.Sayings[name] = f.Cases[name].compile(m, place+".cases."+name, usual)
	}
	return r
}

func (f sayingFile) compile(m *mistakes, place string, usual sayingFile) Saying {
	s := Saying{Severity: f.Severity, Message: strings.TrimSpace(f.Message), Advice: strings.TrimSpace(f.Advice)}
	if s.Severity == "" {
		s.Severity = usual.Severity
	}
	if s.Message == "" {
		s.Message = strings.TrimSpace(usual.Message)
	}
	if s.Advice == "" {
		s.Advice = strings.TrimSpace(usual.Advice)
	}
	if !slices.Contains(Severities(), s.Severity) {
		m.add(place+".severity", "%q is not block, high, medium, low or info", s.Severity)
	}
	m.need(place+".message", s.Message)
	m.need(place+".advice", s.Advice)
	for name, text := range map[string]string{"message": s.Message, "advice": s.Advice} {
		if strings.ContainsAny(fillable.ReplaceAllString(text, ""), "{}") {
			m.add(place+"."+name, "has a brace that belongs to no {name}")
		}
	}
	return s
}

func sourceOf(m *mistakes, place, key string, sources map[string]Source) Source {
	s, ok := sources[key]
	if !ok {
		m.add(place, "%q is not among the sources", key)
	}
	return s
}
