package catalog

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"reinstate/internal/reinstate"
)

// guideFile is catalog/blocks/*.yaml.
type guideFile struct {
	Sources map[string]sourceFile `yaml:"sources"`
	Guides  []guideEntry          `yaml:"guides"`
	Extras  []guideEntry          `yaml:"extras"` // what a marketplace asks for with every plan
}

type guideEntry struct {
	Reasons      []reinstate.ReasonCode  `yaml:"reasons"`
	Marketplaces []reinstate.Marketplace `yaml:"marketplaces"`
	Cause        string                  `yaml:"cause"`
	Questions    []string                `yaml:"questions"`
	Causes       []string                `yaml:"causes"`
	Actions      []string                `yaml:"actions"`
	Measures     []struct {
		Text      string `yaml:"text"`
		Owner     string `yaml:"owner"`
		Frequency string `yaml:"frequency"`
		Tool      string `yaml:"tool"`
	} `yaml:"measures"`
	Documents []struct {
		Kinds []reinstate.ExhibitKind `yaml:"kinds"`
		What  string                  `yaml:"what"`
		Must  bool                    `yaml:"must"`
	} `yaml:"documents"`
	Sources []string `yaml:"sources"`
}

// readGuides adds catalog/blocks/*.yaml to the book.
func (b *OutlineBook) readGuides(files fs.FS, m *mistakes) {
	names, err := fs.Glob(files, folder+"/blocks/*.yaml")
	if err != nil {
		m.add("", "cannot be listed: %v", err)
	}
	for _, name := range names {
		var file guideFile
		if !decodeFile(files, strings.TrimPrefix(name, folder+"/"), &file, m) {
			continue
		}
		sources := map[string]Source{}
		for key, entry := range file.Sources {
			sources[key] = entry.compile(m, key)
		}
		for i, entry := range file.Guides {
			place := fmt.Sprintf("guides[%d]", i)
			if len(entry.Reasons) > 0 {
				place = "guides." + string(entry.Reasons[0])
			}
			m.need(place+".cause", entry.Cause)
			if len(entry.Reasons) == 0 {
				m.add(place+".reasons", "is missing")
			}
			b.guides = append(b.guides, entry.compile(m, place, sources))
		}
		for i, entry := range file.Extras {
			b.extras = append(b.extras, entry.compile(m, fmt.Sprintf("extras[%d]", i), sources))
		}
	}
	b.checkGuides(m)
}

func (e guideEntry) compile(m *mistakes, place string, sources map[string]Source) Guide {
	g := Guide{
		Reasons: e.Reasons, Marketplaces: e.Marketplaces, Cause: strings.TrimSpace(e.Cause), Questions: e.Questions,
		Sources: findSources(m, sources, place+".sources", e.Sources),
	}
	for _, text := range e.Causes {
		g.Causes = append(g.Causes, Block{Kind: reinstate.RootCause, Text: text})
	}
	for _, text := range e.Actions {
		g.Actions = append(g.Actions, Block{Kind: reinstate.CorrectiveAction, Text: text})
	}
	for i, measure := range e.Measures {
		at := fmt.Sprintf("%s.measures[%d]", place, i)
		m.need(at+".owner", measure.Owner)
		m.need(at+".frequency", measure.Frequency)
		m.need(at+".tool", measure.Tool)
		g.Measures = append(g.Measures, Block{
			Kind: reinstate.PreventiveMeasure, Text: measure.Text, Owner: measure.Owner, Frequency: measure.Frequency, Tool: measure.Tool,
		})
	}
	for i, block := range slices.Concat(g.Causes, g.Actions, g.Measures) {
		at := fmt.Sprintf("%s.blocks[%d]", place, i)
		checkBlanks(m, at, block.Text)
		if !Blank.MatchString(block.Text) {
			m.add(at, "has no {blank}, so nobody would have to make it concrete: %s", block.Text)
		}
		if block.Kind == reinstate.CorrectiveAction && strings.HasPrefix(block.Text, "On {") {
			m.add(at, "begins with its day, which the letter puts before every action: %s", block.Text)
		}
	}
	for i, need := range e.Documents {
		at := fmt.Sprintf("%s.documents[%d]", place, i)
		m.need(at+".what", need.What)
		if len(need.Kinds) == 0 {
			m.add(at+".kinds", "is missing")
		}
		for _, kind := range need.Kinds {
			if !slices.Contains(reinstate.ExhibitKinds(), kind) {
				m.add(at+".kinds", "%q is not a kind of exhibit", kind)
			}
		}
		g.Documents = append(g.Documents, Need{Kinds: need.Kinds, What: need.What, Must: need.Must})
	}
	return g
}

// checkGuides looks at all files together: a reason has one guide on each
// marketplace.
func (b *OutlineBook) checkGuides(m *mistakes) {
	seen := map[string]bool{}
	for _, g := range b.guides {
		for _, reason := range g.Reasons {
			for _, market := range append(slices.Clone(g.Marketplaces), "") {
				if market == "" && len(g.Marketplaces) > 0 {
					continue
				}
				at := string(reason) + " " + string(market)
				if seen[at] {
					m.add("guides."+string(reason), "stands twice")
				}
				seen[at] = true
			}
		}
	}
}
