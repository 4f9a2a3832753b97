package plan

import (
	"fmt"
	"slices"
	"strings"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Checker finds what weakens or harms an answer before it is sent: gaps
// against the notice and against what advisers and marketplaces say. It never
// says how likely an answer is to succeed, for nobody publishes that. A
// Checker may be used by many goroutines at once.
type Checker struct {
	rules     []boundRule
	cues      *catalog.Index
	limits    [limitCount]float64
	themes    []string
	own       map[reinstate.ReasonCode][]string
	standards []catalog.Standard
	templates []shingles
}

// boundRule is a rule of the catalog with the function that decides it.
type boundRule struct {
	rule  catalog.CheckRule
	check func(*draft, *report)
}

// CheckInput is what is known beside the text. Everything may be left out;
// the fewer facts, the fewer rules can speak.
type CheckInput struct {
	Reasons     []reinstate.ReasonCode // the primary reason first
	Marketplace reinstate.Marketplace
	Route       reinstate.Response // empty: told from the text
	Notice      string             // the message that is answered
	Partial     bool               // the text is known to be a part of a longer one
	Facts       *Facts             // what the case knows
}

// NewChecker joins the rules of the catalog with the functions that decide
// them. It fails where one side lacks the other.
func NewChecker(known *catalog.Checks) (*Checker, error) {
	c := &Checker{own: map[reinstate.ReasonCode][]string{}, standards: known.Standards()}
	var lacks []string
	rules := known.Rules()
	for _, r := range rules {
		check, ok := checks[r.ID]
		if !ok {
			lacks = append(lacks, "nothing decides rule "+r.ID)
			continue
		}
		c.rules = append(c.rules, boundRule{r, check})
	}
	for id := range checks {
		if !slices.ContainsFunc(rules, func(r catalog.CheckRule) bool { return r.ID == id }) {
			lacks = append(lacks, "the catalog has no words for rule "+id)
		}
	}
	for i, name := range limitNames {
		l, ok := known.Limit(name)
		if !ok {
			lacks = append(lacks, "the catalog has no limit "+name)
		}
		c.limits[i] = l.Value
	}
	lacks = append(lacks, c.indexCues(known)...)
	if len(lacks) > 0 {
		slices.Sort(lacks)
		return nil, fmt.Errorf("the plan checker does not fit its catalog: %s", strings.Join(lacks, "; "))
	}
	for _, text := range known.Templates() {
		c.templates = append(c.templates, shinglesOf(text))
	}
	return c, nil
}

// indexCues puts every list of words and every theme into one index, so that
// a text is searched once whatever the number of rules.
func (c *Checker) indexCues(known *catalog.Checks) (lacks []string) {
	c.cues = catalog.NewIndex()
	for i, name := range cueNames {
		cues, ok := known.Words(name)
		if !ok {
			lacks = append(lacks, "the catalog has no words "+name)
		}
		for _, p := range cues {
			c.cues.Add(p, i)
		}
	}
	themes := known.Themes()
	for name := range themes {
		c.themes = append(c.themes, name)
	}
	slices.Sort(c.themes)
	for i, name := range c.themes {
		for _, p := range themes[name] {
			c.cues.Add(p, int(cueCount)+i)
		}
	}
	for i, s := range c.standards {
		for _, p := range s.Metric {
			c.cues.Add(p, int(cueCount)+len(c.themes)+i)
		}
	}
	for _, code := range known.ReasonsWithThemes() {
		c.own[code] = known.ThemesOf(code)
	}
	return lacks
}

// Check lists what it found, heaviest first, then in the order of the text.
// It takes any bytes and its work grows linearly with them.
func (c *Checker) Check(text string, in CheckInput) []Finding {
	if in.Facts == nil {
		in.Facts = &Facts{}
	}
	d := c.newDraft(text, in)
	r := &report{d: d, seen: map[seenKey]int{}, places: map[place]bool{}}
	for i := range c.rules {
		b := &c.rules[i]
		if !d.within(&b.rule) {
			continue
		}
		r.rule = &b.rule
		b.check(d, r)
	}
	return r.sorted()
}

// WordsOf counts the words of a text as findings count them.
func WordsOf(text string) int { return words(text) }

// within reports whether a rule applies to this kind of document, reason and
// marketplace. What is not known narrows nothing but rules of one reason.
func (d *draft) within(r *catalog.CheckRule) bool {
	if len(r.Kinds) > 0 && !slices.Contains(r.Kinds, string(d.kind)) {
		return false
	}
	if len(r.Marketplaces) > 0 && !slices.Contains(r.Marketplaces, d.in.Marketplace) {
		return false
	}
	if len(r.Reasons) == 0 {
		return true
	}
	return slices.ContainsFunc(d.in.Reasons, func(code reinstate.ReasonCode) bool { return slices.Contains(r.Reasons, code) })
}
