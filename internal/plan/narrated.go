package plan

import (
	"slices"

	"reinstate/internal/reinstate"
)

// narrated are the demands that the sections of a plan answer by themselves,
// and what has to stand in those.
var narrated = map[reinstate.DemandCode]reinstate.ClaimKind{
	"root_cause":         reinstate.RootCause,
	"corrective_actions": reinstate.CorrectiveAction,
	"preventive_actions": reinstate.PreventiveMeasure,
}

// Narrated reports whether a demand is one that a plan of action tells in its
// sections, rather than one that a document answers.
func Narrated(code reinstate.DemandCode) bool {
	_, ok := narrated[code]
	return ok
}

// Narrates names the section that answers a demand by what is told there. ok
// is false for what a document has to answer, and while the plan has no such
// section or nothing stands in it. What a reply asks for again is not answered
// by the copy of the last letter: somebody has to work on it first.
func Narrates(p reinstate.Plan, d reinstate.Demand) (section reinstate.Section, ok bool) {
	kind, told := narrated[d.Code]
	if !told || !slices.ContainsFunc(p.Body.Claims, func(c reinstate.Claim) bool { return c.Kind == kind }) {
		return section, false
	}
	if copied := p.Revision <= 1 && p.Drafted.IsZero(); copied && p.Round > 1 && d.Round == p.Round {
		return section, false
	}
	at := slices.IndexFunc(p.Body.Sections, func(s reinstate.Section) bool { return claimKinds[s.Kind] == kind })
	if at < 0 {
		return section, false
	}
	return p.Body.Sections[at], true
}
