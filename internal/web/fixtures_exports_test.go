package web

import (
	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
	"reinstate/internal/storetest"
)

// exportsFixture has an export in every state.
func exportsFixture(base casePage, text string) exportsPage {
	p := exportsPage{casePage: base, Form: exportForm{"counsel", text, "1"}, Running: true}
	if len(base.File.Exhibits) == 0 {
		return p
	}
	p.Profiles = []profileChoice{{catalog.Profile{Code: "counsel", Name: text, About: text}, true}, {catalog.Profile{Code: "email", Name: text}, false}}
	for i, state := range []reinstate.ExportState{reinstate.ExportWaiting, reinstate.ExportRunning, reinstate.ExportDone, reinstate.ExportFailed, reinstate.ExportGone} {
		x := reinstate.Export{ID: reinstate.ExportID(i + 1), State: state, Done: 3, Of: 7 * i, Notes: []string{text}, Why: text, AskedBy: text, Asked: storetest.Start}
		part := reinstate.PacketPart{Name: text, SHA256: storetest.Digest("p"), Size: 99_000, Pages: 12}
		p.Exports = append(p.Exports, exportView{x, text, []exportedFile{{part, "/cases/R-2026-0036/exports/1/files/1"}}})
	}
	return p
}

// searchFixture has a hit of every kind, in a case and in a message that waits.
func searchFixture(text string) searchPage {
	p := searchPage{page: samplePage("Search"), Asked: true, Found: casework.Searched{Query: text, More: true}}
	pieces := []casework.Piece{{Text: "…"}, {Text: text}, {Text: text, Word: true}, {Text: "…"}}
	found := casework.FoundCase{Reference: "R-2026-0036", Client: text}
	for _, thing := range []reinstate.Thing{reinstate.ThingCase, reinstate.ThingNotice, reinstate.ThingPlan, reinstate.ThingClaim, reinstate.ThingExhibit} {
		found.Hits = append(found.Hits, casework.FoundHit{Hit: reinstate.Hit{Thing: thing, ID: 7, Page: 3, Reference: found.Reference}, Title: pieces, Around: pieces})
	}
	waits := casework.FoundCase{Hits: []casework.FoundHit{{Hit: reinstate.Hit{Thing: reinstate.ThingNotice, ID: 8}}}}
	p.Found.Cases = []casework.FoundCase{found, waits}
	return p
}
