package catalog

import (
	"slices"

	"reinstate/internal/reinstate"
)

// Guide is what a plan for a reason is made of: what the cause should name,
// questions that lead to it, building blocks that a person makes concrete, and
// the documents that go with it.
type Guide struct {
	Reasons      []reinstate.ReasonCode
	Marketplaces []reinstate.Marketplace // empty: on every marketplace
	Cause        string                  // what a root cause should name
	Questions    []string
	Causes       []Block
	Actions      []Block
	Measures     []Block
	Documents    []Need
	Sources      []Source
}

// Block is one claim to be made concrete: each has {blanks}, and no letter
// with a blank can be sent.
type Block struct {
	Kind      reinstate.ClaimKind
	Text      string
	Owner     string // of a measure
	Frequency string
	Tool      string
}

// Need is a document that a reason calls for. One of the kinds will do.
type Need struct {
	Kinds []reinstate.ExhibitKind
	What  string
	Must  bool // the letter is incomplete without it
}

// Of lists the blocks of one kind.
func (g Guide) Of(kind reinstate.ClaimKind) []Block {
	switch kind {
	case reinstate.RootCause:
		return g.Causes
	case reinstate.CorrectiveAction:
		return g.Actions
	case reinstate.PreventiveMeasure:
		return g.Measures
	}
	return nil
}

// Guide is what is known of a reason on a marketplace: the reason's own guide
// with what the marketplace asks for besides.
func (b *OutlineBook) Guide(m reinstate.Marketplace, reason reinstate.ReasonCode) (Guide, bool) {
	var found Guide
	for _, g := range b.guides {
		if slices.Contains(g.Reasons, reason) && (len(g.Marketplaces) == 0 || slices.Contains(g.Marketplaces, m)) {
			found = g
			break
		}
	}
	if len(found.Reasons) == 0 {
		return Guide{}, false
	}
	for _, extra := range b.extras {
		if !slices.Contains(extra.Marketplaces, m) || len(found.Causes) == 0 {
			continue
		}
		found.Questions = slices.Concat(found.Questions, extra.Questions)
		found.Documents = slices.Concat(found.Documents, extra.Documents)
		found.Sources = slices.Concat(found.Sources, extra.Sources)
	}
	return found, true
}

// Guides lists the guides of all reasons.
func (b *OutlineBook) Guides() []Guide { return slices.Clone(b.guides) }
