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

// Narrates names the section that answers a demand by what is told there. ok
// is false for what a document has to answer, and while the plan has no such
// section or nothing stands in it.
func Narrates(b reinstate.PlanBody, code reinstate.DemandCode) (section reinstate.Section, ok bool) {
	kind, told := narrated[code]
	if !told || !slices.ContainsFunc(b.Claims, func(c reinstate.Claim) bool { return c.Kind == kind }) {
		return section, false
	}
	at := slices.IndexFunc(b.Sections, func(s reinstate.Section) bool { return claimKinds[s.Kind] == kind })
	if at < 0 {
		return section, false
	}
	return b.Sections[at], true
}
