package plan

import (
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Matter is everything a letter needs to know. The sections and claims are
// those of Plan.Body, and the letter's language is Plan.Language.
type Matter struct {
	Client      reinstate.Client
	Account     reinstate.Account
	Case        reinstate.Case
	Marketplace string    // as a letter names it, such as "Amazon.com"
	Noticed     time.Time // day of the notice in the marketplace's zone; zero when unknown
	References  reinstate.References
	Plan        reinstate.Plan
	Demands     []reinstate.Demand
	Exhibits    []reinstate.Exhibit
	Answers     reinstate.Answers  // what the person confirmed about the case
	Filings     []reinstate.Filing // what was sent before, oldest first
	Lacking     []catalog.Need     // documents that the reason calls for and nobody has attached
	Speech      catalog.Speech     // by which its sentences are told apart
	Dated       time.Time          // day of the letter; zero leaves it undated
}
