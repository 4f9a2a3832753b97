package plan

import (
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// unsure stands at the end of a cause that nobody confirmed yet: a root cause
// admits something, and the person has to say that it is so.
const unsure = " {confirm that this is true, then take these words out}"

// FromBlock makes a claim of a building block. The blanks that the matter
// answers are filled in, the others wait for a person. A cause carries one
// blank more unless the person has confirmed that the notice is right, and an
// action is under way until the person says that it is done.
func FromBlock(b catalog.Block, m Matter) reinstate.Claim {
	claim := reinstate.Claim{
		Kind: b.Kind, Text: fills(m).Replace(b.Text), Owner: b.Owner, Frequency: b.Frequency, Tool: b.Tool,
	}
	if b.Kind == reinstate.RootCause && !m.Answers.Admits() {
		claim.Text += unsure
	}
	return claim
}
