package catalog

import (
	"io/fs"
	"slices"
	"strings"

	"reinstate/internal/reinstate"
)

// routeFile is catalog/routes/*.yaml.
type routeFile struct {
	Sources   map[string]sourceFile `yaml:"sources"`
	Questions []questionEntry       `yaml:"questions"`
	Documents []documentEntry       `yaml:"documents"`
	Rules     []routeEntry          `yaml:"rules"`
}

type questionEntry struct {
	Key     string         `yaml:"key"`
	Ask     string         `yaml:"ask"`
	Help    string         `yaml:"help"`
	When    conditionEntry `yaml:"when"`
	Answers []struct {
		Key  string `yaml:"key"`
		Says string `yaml:"says"`
	} `yaml:"answers"`
}

type documentEntry struct {
	Kind    reinstate.DocumentKind `yaml:"kind"`
	Name    string                 `yaml:"name"`
	Is      string                 `yaml:"is"`
	Wrong   string                 `yaml:"wrong"`
	Counsel string                 `yaml:"counsel"`
	Sources []string               `yaml:"sources"`
}

type routeEntry struct {
	ID       string                 `yaml:"id"`
	When     conditionEntry         `yaml:"when"`
	Document reinstate.DocumentKind `yaml:"document"`
	Why      string                 `yaml:"why"`
	First    string                 `yaml:"first"`
	Counsel  bool                   `yaml:"counsel"`
	Sources  []string               `yaml:"sources"`
}

type conditionEntry struct {
	Marketplaces []reinstate.Marketplace `yaml:"marketplaces"`
	Reasons      []reinstate.ReasonCode  `yaml:"reasons"`
	Levels       []reinstate.Level       `yaml:"levels"`
	Offers       []reinstate.Response    `yaml:"offers"`
	NotOffers    []reinstate.Response    `yaml:"not_offers"`
	Asks         []reinstate.DemandCode  `yaml:"asks"`
	NotAsks      []reinstate.DemandCode  `yaml:"not_asks"`
	Decisions    []reinstate.Decision    `yaml:"decisions"`
	Round        int                     `yaml:"round"`
	Waiting      *bool                   `yaml:"waiting"`
	Counsel      *bool                   `yaml:"counsel"`
	Answers      map[string][]string     `yaml:"answers"`
}

// readRoutes reads catalog/routes/*.yaml of a file system: the rules in the
// order of the files' names.
func readRoutes(fsys fs.FS, known *Catalog, m *mistakes) *RouteTable {
	names, err := fs.Glob(fsys, folder+"/routes/*.yaml")
	if err != nil || len(names) == 0 {
		m.add("routes", "there is no file of routes")
		return &RouteTable{}
	}
	var all routeFile
	sources := map[string]Source{}
	for _, name := range names {
		var file routeFile
		if !decodeFile(fsys, strings.TrimPrefix(name, folder+"/"), &file, m) {
			continue
		}
		for key, entry := range file.Sources {
			sources[key] = entry.compile(m, key)
		}
		all.Questions = append(all.Questions, file.Questions...)
		all.Documents = append(all.Documents, file.Documents...)
		all.Rules = append(all.Rules, file.Rules...)
	}
	m.file = folder + "/routes"
	table := all.compile(m, sources)
	table.check(m, known)
	return table
}

func (f routeFile) compile(m *mistakes, sources map[string]Source) *RouteTable {
	t := &RouteTable{}
	for _, e := range f.Questions {
		place := "questions." + e.Key
		m.need(place+".key", e.Key)
		m.need(place+".ask", e.Ask)
		q := Question{Key: e.Key, Ask: e.Ask, Help: strings.TrimSpace(e.Help), When: Condition(e.When)}
		for _, a := range e.Answers {
			m.need(place+".answers", a.Key)
			m.need(place+".answers."+a.Key, a.Says)
			q.Answers = append(q.Answers, QuestionAnswer(a))
		}
		t.questions = append(t.questions, q)
	}
	for _, e := range f.Documents {
		place := "documents." + string(e.Kind)
		m.need(place+".name", e.Name)
		m.need(place+".is", e.Is)
		m.need(place+".wrong", e.Wrong)
		t.kinds = append(t.kinds, KindOfDocument{
			Kind: e.Kind, Name: e.Name, Is: strings.TrimSpace(e.Is), Wrong: strings.TrimSpace(e.Wrong), Counsel: strings.TrimSpace(e.Counsel),
			Sources: findSources(m, sources, place+".sources", e.Sources),
		})
	}
	for _, e := range f.Rules {
		place := "rules." + e.ID
		m.need(place+".id", e.ID)
		m.need(place+".why", e.Why)
		t.rules = append(t.rules, RouteRule{
			ID: e.ID, When: Condition(e.When), Document: e.Document, Why: strings.TrimSpace(e.Why), First: strings.TrimSpace(e.First),
			Counsel: e.Counsel, Sources: findSources(m, sources, place+".sources", e.Sources),
		})
	}
	return t
}

// findSources are the sources with these keys, of which there is at least one.
func findSources(m *mistakes, sources map[string]Source, place string, keys []string) []Source {
	if len(keys) == 0 {
		m.add(place, "is missing")
	}
	var found []Source
	for _, key := range keys {
		found = append(found, findSource(m, sources, place, key))
	}
	return found
}

// check looks at the table as a whole: every kind is told of once, conditions
// name what there is, and the last rule always holds.
func (t *RouteTable) check(m *mistakes, known *Catalog) {
	for _, kind := range reinstate.DocumentKinds() {
		if n := count(t.kinds, func(k KindOfDocument) bool { return k.Kind == kind }); n != 1 {
			m.add("documents."+string(kind), "is told of %d times, not once", n)
		}
	}
	checkTwice(m, "questions", t.questions, func(q Question) string { return q.Key })
	checkTwice(m, "rules", t.rules, func(r RouteRule) string { return r.ID })
	for _, q := range t.questions {
		t.checkCondition(m, "questions."+q.Key, q.When, known)
		if len(q.Answers) < 2 {
			m.add("questions."+q.Key, "has fewer than two answers")
		}
	}
	for _, r := range t.rules {
		t.checkCondition(m, "rules."+r.ID, r.When, known)
		if r.Document != "" && !r.Document.Known() {
			m.add("rules."+r.ID+".document", "%q is not a kind of document", r.Document)
		}
		if r.Document == "" && r.First == "" {
			m.add("rules."+r.ID, "proposes nothing and does not say what comes first")
		}
	}
	if n := len(t.rules); n == 0 || !t.rules[n-1].When.Holds(Situation{}) {
		m.add("rules", "the last rule does not always hold")
	}
}

func (t *RouteTable) checkCondition(m *mistakes, place string, c Condition, known *Catalog) {
	for _, market := range c.Marketplaces {
		if !market.Known() {
			m.add(place+".marketplaces", "%q is not a marketplace", market)
		}
	}
	for _, code := range c.Reasons {
		if _, ok := known.Cause(code); !ok {
			m.add(place+".reasons", "%q is not a reason", code)
		}
	}
	for _, r := range slices.Concat(c.Offers, c.NotOffers) {
		if !slices.Contains(reinstate.Responses(), r) {
			m.add(place+".offers", "%q is not a way of answering", r)
		}
	}
	for _, code := range slices.Concat(c.Asks, c.NotAsks) {
		if _, ok := known.Demand(code); !ok {
			m.add(place+".asks", "%q is not a demand", code)
		}
	}
	for _, d := range c.Decisions {
		if !slices.Contains(decisions, d) {
			m.add(place+".decisions", "%q is not a decision", d)
		}
	}
	for _, level := range c.Levels {
		if !slices.Contains(reinstate.Levels(), level) {
			m.add(place+".levels", "%q is not a level", level)
		}
	}
	for question, answers := range c.Answers {
		for _, answer := range answers {
			if !t.Takes(question, answer) {
				m.add(place+".answers", "%q is no answer to %q", answer, question)
			}
		}
	}
}

func count[T any](list []T, is func(T) bool) int {
	n := 0
	for _, one := range list {
		if is(one) {
			n++
		}
	}
	return n
}
