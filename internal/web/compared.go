package web

import (
	"slices"

	"reinstate/internal/reinstate"
)

// Told says of an open demand whether the last reply asks for it again or for
// the first time; empty where no reply did.
func (p casePage) Told(d reinstate.Demand) reinstate.Sentence {
	_, compared, ok := p.File.Repeated()
	if !ok {
		return reinstate.Sentence{}
	}
	for _, again := range compared.Again {
		if again.Demand.ID == d.ID {
			return reinstate.Say("asked again")
		}
	}
	for _, found := range compared.New {
		if found.Code == d.Code && d.Code != "" {
			return reinstate.Say("new")
		}
	}
	return reinstate.Say("not answered yet")
}

// NoLonger lists the demands that were answered and that the last reply does
// not name. A reply that names nothing tells nothing of them.
func (p casePage) NoLonger() []reinstate.Demand {
	_, compared, ok := p.File.Repeated()
	if !ok || compared.Silent() {
		return nil
	}
	return compared.Gone
}

// AskedNew lists the titles of what the reply asks for the first time.
func (p checkPage) AskedNew() []string {
	var titles []string
	for _, found := range p.Check.Compared.New {
		at := slices.IndexFunc(p.Reading.Demands, func(f fact) bool { return f.Code == string(found.Code) })
		if at < 0 {
			titles = append(titles, plain(string(found.Code)))
			continue
		}
		titles = append(titles, p.Reading.Demands[at].Title)
	}
	return titles
}
