package web

import (
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
