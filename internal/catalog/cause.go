package catalog

import "reinstate/internal/reinstate"

// Cause is a reason as all marketplaces share it: its name and the words
// that tell it.
type Cause struct {
	Code     reinstate.ReasonCode
	Title    string
	YieldsTo []reinstate.ReasonCode // reasons beside which this one is only the wrapper or the wider word
	Cues     []Cue
	Labels   []Phrase // what a "complaint type" line calls it
	Topic    []Phrase // words that are usual where it is told, which prove nothing
}

// Demand is one thing that marketplaces ask for.
type Demand struct {
	Code     reinstate.DemandCode
	Title    string                  // what it is, for a list
	Advice   string                  // what makes it acceptable
	Exhibits []reinstate.ExhibitKind // the kinds of evidence that answer it
	Narrates bool                    // answered by the plan's text rather than by a document
	Cues     []Cue
	Source   Source
}

type reasonsFile struct {
	Reviewed string      `yaml:"reviewed"`
	Reasons  []causeFile `yaml:"reasons"`
}

type causeFile struct {
	Code     reinstate.ReasonCode   `yaml:"code"`
	Title    string                 `yaml:"title"`
	YieldsTo []reinstate.ReasonCode `yaml:"yields_to"`
	Labels   []string               `yaml:"labels"`
	Topic    []string               `yaml:"topic"`
	Cues     cueFile                `yaml:"cues"`
}

func (f reasonsFile) compile(m *mistakes) []Cause {
	checkDay(m, "reviewed", f.Reviewed)
	seen := map[reinstate.ReasonCode]bool{}
	causes := make([]Cause, 0, len(f.Reasons))
	for _, r := range f.Reasons {
		place := "reasons." + string(r.Code)
		m.need(place+".code", string(r.Code))
		m.need(place+".title", r.Title)
		if seen[r.Code] {
			m.add(place, "is there twice")
		}
		seen[r.Code] = true
		causes = append(causes, Cause{
			Code: r.Code, Title: r.Title, YieldsTo: r.YieldsTo,
			Cues:   r.Cues.compile(m, place+".cues"),
			Labels: compilePhrases(m, place+".labels", r.Labels),
			Topic:  compilePhrases(m, place+".topic", r.Topic),
		})
	}
	for _, c := range causes {
		for _, other := range c.YieldsTo {
			if !seen[other] || other == c.Code {
				m.add("reasons."+string(c.Code)+".yields_to", "%q is not another reason", other)
			}
		}
	}
	return causes
}

type demandsFile struct {
	Reviewed string                `yaml:"reviewed"`
	Sources  map[string]sourceFile `yaml:"sources"`
	Demands  []demandFile          `yaml:"demands"`
}

type demandFile struct {
	Code     reinstate.DemandCode    `yaml:"code"`
	Title    string                  `yaml:"title"`
	Advice   string                  `yaml:"advice"`
	Exhibits []reinstate.ExhibitKind `yaml:"exhibits"`
	Narrates bool                    `yaml:"narrates"`
	Source   string                  `yaml:"source"`
	Cues     cueFile                 `yaml:"cues"`
}

func (f demandsFile) compile(m *mistakes) []Demand {
	checkDay(m, "reviewed", f.Reviewed)
	sources := compileSources(m, f.Sources)
	kinds := map[reinstate.ExhibitKind]bool{}
	for _, kind := range reinstate.ExhibitKinds() {
		kinds[kind] = true
	}
	seen := map[reinstate.DemandCode]bool{}
	demands := make([]Demand, 0, len(f.Demands))
	for _, d := range f.Demands {
		place := "demands." + string(d.Code)
		m.need(place+".code", string(d.Code))
		m.need(place+".title", d.Title)
		m.need(place+".advice", d.Advice)
		if seen[d.Code] {
			m.add(place, "is there twice")
		}
		seen[d.Code] = true
		for _, kind := range d.Exhibits {
			if !kinds[kind] {
				m.add(place+".exhibits", "%q is not a kind of exhibit", kind)
			}
		}
		demands = append(demands, Demand{
			Code: d.Code, Title: d.Title, Advice: d.Advice, Exhibits: d.Exhibits, Narrates: d.Narrates,
			Cues:   d.Cues.compile(m, place+".cues"),
			Source: findSource(m, sources, place+".source", d.Source),
		})
	}
	return demands
}
