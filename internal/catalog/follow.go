package catalog

import (
	"slices"

	"reinstate/internal/reinstate"
)

// Follow is a time limit that an event of the case starts rather than a
// message: an appeal is filed, a decision comes.
type Follow struct {
	Clock
	When   []reinstate.Action // the steps after which it runs
	Stores []string           // country codes where it holds; empty: everywhere
}

type followFile struct {
	When   []reinstate.Action  `yaml:"when"`
	Kind   reinstate.ClockKind `yaml:"kind"`
	Count  int                 `yaml:"count"`
	Unit   reinstate.ClockUnit `yaml:"unit"`
	From   reinstate.Start     `yaml:"from"`
	Stores []string            `yaml:"stores"`
	Says   string              `yaml:"says"`
	Source string              `yaml:"source"`
}

func (f followFile) compile(m *mistakes, sources map[string]Source, market Market) Follow {
	place := "follow." + string(f.Kind)
	clock := clockFile{Kind: f.Kind, Count: f.Count, Unit: f.Unit, From: f.From, Says: f.Says, Source: f.Source}
	if len(f.When) == 0 {
		m.add(place+".when", "is missing")
	}
	for _, do := range f.When {
		if !slices.ContainsFunc(reinstate.Flow(), func(s reinstate.Step) bool { return s.Do == do }) {
			m.add(place+".when", "%q is not a step of the flow", do)
		}
	}
	for _, code := range f.Stores {
		if _, ok := market.Store(code); !ok {
			m.add(place+".stores", "%q is not a store of this file", code)
		}
	}
	return Follow{Clock: clock.compile(m, sources, place), When: f.When, Stores: f.Stores}
}

// Following lists the time limits that a step starts for an account of a store.
func (m Market) Following(do reinstate.Action, store string) []Clock {
	var found []Clock
	for _, f := range m.Follow {
		if slices.Contains(f.When, do) && (len(f.Stores) == 0 || slices.Contains(f.Stores, store)) {
			found = append(found, f.Clock)
		}
	}
	return found
}

// Expected is what the marketplace itself, or failing that others, say about
// how long a decision takes at a store.
func (m Market) Expected(store string) (Clock, bool) {
	for _, c := range m.Following(reinstate.ConfirmReceipt, store) {
		if c.Kind == reinstate.ClockReplyExpected {
			return c, true
		}
	}
	return Clock{}, false
}
