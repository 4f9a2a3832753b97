package plan

import "reinstate/internal/reinstate"

// Place is the part of a case page where a gap is mended.
type Place string

// Places of a gap.
const (
	InPlan     Place = "plan"
	InClaims   Place = "claims"
	InEvidence Place = "evidence"
	InDemands  Place = "demands"
	InRoute    Place = "route" // where the person says what is true
)

// Gap is one thing a letter still lacks. Sentence says it in English; Format
// and Args are its parts, Format being the key of its translations.
type Gap struct {
	Place    Place
	Section  string             // key of the section, where the gap belongs to one
	Claim    reinstate.ClaimID  // zero when it is about no claim
	Demand   reinstate.DemandID // zero when it is about no demand
	Sentence string
	Format   string
	Args     []any
}
