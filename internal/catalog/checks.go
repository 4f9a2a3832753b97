package catalog

import (
	"io/fs"
	"maps"
	"path"
	"slices"

	"reinstate/internal/reinstate"
)

// Checks is what the plan checker goes by: its rules with their wording, the
// words and thresholds they look for, and where each comes from. It does not
// change once loaded and may be read from many goroutines.
type Checks struct {
	rules     []CheckRule
	words     map[string][]Phrase
	limits    map[string]Limit
	themes    map[string][]Phrase
	reasons   map[reinstate.ReasonCode][]string
	standards []Standard
	templates []string
}

// Severity says how much a finding weighs.
type Severity string

// Severities, heaviest first. Block means that a letter is not sent without a
// written override.
const (
	SeverityBlock  Severity = "block"
	SeverityHigh   Severity = "high"
	SeverityMedium Severity = "medium"
	SeverityLow    Severity = "low"
	SeverityInfo   Severity = "info"
)

// Severities lists them, heaviest first.
func Severities() []Severity {
	return []Severity{SeverityBlock, SeverityHigh, SeverityMedium, SeverityLow, SeverityInfo}
}

// CheckRule is one rule of the plan checker. An empty list of kinds, reasons
// or marketplaces applies to all.
type CheckRule struct {
	ID           string // such as R02
	Title        string // what it looks for, in a few words
	Kinds        []string
	Reasons      []reinstate.ReasonCode
	Marketplaces []reinstate.Marketplace
	Sayings      map[string]Saying // by case; "" is the usual one
	Sources      []Source
}

// Saying is what a finding says: how much it weighs, why in one sentence, and
// what to write instead. {names} in braces are filled in by the checker.
type Saying struct {
	Severity Severity
	Message  string
	Advice   string
}

// Limit is one threshold of a rule.
type Limit struct {
	Value  float64
	Source Source
}

// Standard is a performance target as a marketplace publishes it.
type Standard struct {
	Marketplace reinstate.Marketplace
	Metric      []Phrase
	Below       bool    // the rate has to stay below Percent, else reach it
	Percent     float64 // such as 1 for 1 %
	Source      Source
}

// DocumentKinds are the kinds of document that rules tell apart.
func DocumentKinds() []string {
	return []string{
		"plan", "dispute", "cover_note", "counter_notice", "retraction_request", "follow_up", "escalation",
		"demand_letter", "complaint",
	}
}

// Rules lists the rules in the order of their IDs within each family.
func (c *Checks) Rules() []CheckRule { return slices.Clone(c.rules) }

// Words is the list of cues of a name; ok is false for a name nobody wrote.
func (c *Checks) Words(name string) (cues []Phrase, ok bool) {
	cues, ok = c.words[name]
	return cues, ok
}

// Limit is the threshold of a name; ok is false for a name nobody wrote.
func (c *Checks) Limit(name string) (l Limit, ok bool) {
	l, ok = c.limits[name]
	return l, ok
}

// Themes are the subjects a plan can be about, with the words that tell them.
func (c *Checks) Themes() map[string][]Phrase { return maps.Clone(c.themes) }

// ThemesOf are the themes that belong to a reason; none for a reason that
// fits any.
func (c *Checks) ThemesOf(code reinstate.ReasonCode) []string { return slices.Clone(c.reasons[code]) }

// ReasonsWithThemes lists the reasons that have themes of their own, sorted.
func (c *Checks) ReasonsWithThemes() []reinstate.ReasonCode {
	return slices.Sorted(maps.Keys(c.reasons))
}

// Standards are the published performance targets.
func (c *Checks) Standards() []Standard { return slices.Clone(c.standards) }

// Templates are texts in the manner of those that circulate, in our words.
func (c *Checks) Templates() []string { return slices.Clone(c.templates) }

// LoadChecks reads catalog/checks/*.yaml of files. The files share one
// namespace: sources, words and limits of one may be used by another. Its
// error is Mistakes, every one of every file.
func LoadChecks(files fs.FS) (*Checks, error) {
	m := &mistakes{}
	c := &Checks{
		words: map[string][]Phrase{}, limits: map[string]Limit{}, themes: map[string][]Phrase{},
		reasons: map[reinstate.ReasonCode][]string{},
	}
	names, err := fs.Glob(files, folder+"/checks/*.yaml")
	if err != nil {
		return nil, err
	}
	parsed := make([]checksFile, len(names))
	sources, classes := map[string]Source{}, map[string]string{}
	for i, name := range names {
		m.file = path.Join("checks", path.Base(name))
		if decodeFile(files, m.file, &parsed[i], m) {
			parsed[i].addSources(m, sources)
			parsed[i].addClasses(m, classes)
		}
	}
	for i, name := range names {
		m.file = path.Join("checks", path.Base(name))
		parsed[i].compile(m, c, sources, classes)
	}
	m.file = "checks"
	c.check(m)
	if err := m.err(); err != nil {
		return nil, err
	}
	return c, nil
}

// check looks at all files together.
func (c *Checks) check(m *mistakes) {
	if len(c.rules) == 0 {
		m.add("rules", "is missing")
	}
	seen := map[string]bool{}
	for _, r := range c.rules {
		if seen[r.ID] {
			m.add("rules."+r.ID, "stands twice")
		}
		seen[r.ID] = true
	}
	for _, code := range slices.Sorted(maps.Keys(c.reasons)) {
		for _, theme := range c.reasons[code] {
			if _, ok := c.themes[theme]; !ok {
				m.add("reasons."+string(code), "%q is not a theme", theme)
			}
		}
	}
}
