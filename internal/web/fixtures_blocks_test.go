package web

import (
	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// sampleBlocks is a guide with a block of each kind, and documents of which one
// is missing.
func sampleBlocks(base casePage, text string) blocksPage {
	guide := casework.ReasonGuide{Reason: "inauthentic", Guide: catalog.Guide{
		Cause: text, Questions: []string{text, text}, Causes: []catalog.Block{{Kind: reinstate.RootCause, Text: text + " {date} " + text}},
		Actions:  []catalog.Block{{Kind: reinstate.CorrectiveAction, Text: "{number} " + text}},
		Measures: []catalog.Block{{Kind: reinstate.PreventiveMeasure, Text: text, Owner: text, Frequency: text, Tool: text}},
		Sources:  []catalog.Source{{Title: text, URL: "https://example.com/", Seen: "2026-11-22"}},
	}}
	return blocksPageOf(base, casework.Blocks{Guides: []casework.ReasonGuide{guide}, Needs: []casework.Needed{
		{Need: catalog.Need{What: text, Must: true}}, {Need: catalog.Need{What: text}, Have: base.File.Exhibits},
	}}, "x")
}
