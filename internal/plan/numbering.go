package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"reinstate/internal/reinstate"
)

// Numbering is how a letter counts: its claim sections from 1, and the claims
// of each from 1 within it, as in 2.1.
type Numbering struct {
	sections map[string]int
	claims   map[reinstate.ClaimID]string
}

// Numbers counts the claims of a body. A claim section without claims is not
// counted, so that the letter shows no hole.
func Numbers(b reinstate.PlanBody) Numbering {
	n := Numbering{map[string]int{}, map[reinstate.ClaimID]string{}}
	for _, s := range b.Sections {
		kind, ok := claimKinds[s.Kind]
		if !ok {
			continue
		}
		claims := inOrder(b.Claims, kind)
		if len(claims) == 0 {
			continue
		}
		n.sections[s.Key] = len(n.sections) + 1
		for i, claim := range claims {
			n.claims[claim.ID] = fmt.Sprintf("%d.%d", n.sections[s.Key], i+1)
		}
	}
	return n
}

// Section is the number of a section, empty for one that is not counted.
func (n Numbering) Section(key string) string {
	if number := n.sections[key]; number > 0 {
		return strconv.Itoa(number)
	}
	return ""
}

// Claim is the number of a claim, empty for one the letter does not carry.
func (n Numbering) Claim(id reinstate.ClaimID) string { return n.claims[id] }

var claimKinds = map[reinstate.SectionKind]reinstate.ClaimKind{
	reinstate.SectionCauses:   reinstate.RootCause,
	reinstate.SectionActions:  reinstate.CorrectiveAction,
	reinstate.SectionMeasures: reinstate.PreventiveMeasure,
}

// inOrder lists the claims of one kind by position.
func inOrder(claims []reinstate.Claim, kind reinstate.ClaimKind) []reinstate.Claim {
	var mine []reinstate.Claim
	for _, claim := range claims {
		if claim.Kind == kind {
			mine = append(mine, claim)
		}
	}
	slices.SortStableFunc(mine, func(a, b reinstate.Claim) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	return mine
}

// standing lists the exhibits that are not withdrawn, A before B before AA.
func standing(exhibits []reinstate.Exhibit) []reinstate.Exhibit {
	kept := slices.DeleteFunc(slices.Clone(exhibits), func(e reinstate.Exhibit) bool {
		return !e.Stands()
	})
	slices.SortStableFunc(kept, func(a, b reinstate.Exhibit) int {
		return cmp.Or(cmp.Compare(len(a.Letter), len(b.Letter)), cmp.Compare(a.Letter, b.Letter))
	})
	return kept
}

// lettersOf names the exhibits of ids among those that stand, in their order.
func lettersOf(exhibits []reinstate.Exhibit, ids []reinstate.ExhibitID) []string {
	var letters []string
	for _, e := range exhibits {
		if slices.Contains(ids, e.ID) {
			letters = append(letters, e.Letter)
		}
	}
	return letters
}
