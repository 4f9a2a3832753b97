package web

import (
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// samplePapers are findings about documents, one of each weight.
func samplePapers(text string, empty bool) []plan.PaperFinding {
	if empty {
		return nil
	}
	var found []plan.PaperFinding
	for i, severity := range catalog.Severities() {
		found = append(found, plan.PaperFinding{Exhibit: []string{"A", "B", ""}[i%3], Finding: plan.Finding{
			Rule: "I01", Severity: severity, Message: text, Advice: text, Source: text,
		}})
	}
	return found
}

func sampleCustody(text string, empty bool) casework.Custody {
	if empty {
		return casework.Custody{}
	}
	c := casework.Custody{Exhibits: map[reinstate.ExhibitID]reinstate.Exhibit{11: {ID: 11, Letter: "A", Title: text}}}
	for i, did := range reinstate.CustodyDeeds() {
		c.Entries = append(c.Entries, reinstate.Custody{
			Case: 1, Seq: i + 1, Exhibit: 11, At: storetest.Start.Add(time.Duration(i) * time.Hour), Actor: text, Kind: reinstate.Person,
			Address: []string{"192.0.2.7", ""}[i%2], Did: did, With: text, Hash: storetest.Digest(did),
		})
	}
	return c
}

func sampleExhibitPage(base casePage, e reinstate.Exhibit, text string) exhibitPage {
	e.Algorithm, e.Newer = reinstate.DigestAlgorithm, 12
	e.Made = reinstate.Making{Maker: text, Origin: text, Created: storetest.Start.Add(-time.Hour), Changed: storetest.Start, Encrypted: true}
	e.Record = reinstate.Record{
		Number: text, Issuer: reinstate.Contact{Name: text, Address: text, Phone: text, Email: text, Website: text}, Sensitive: true,
		Buyer: reinstate.Contact{Name: text, Address: text}, Lines: []reinstate.RecordLine{{Item: text, Words: text, Quantity: 12, Price: 3.5, Sum: 42}},
		Currency: "USD", Total: 42, Expires: "2027-01-01", From: text, Received: "2026-11-01", Reached: true, Edited: true,
	}
	known := catalog.Paper{Issuer: text, Buyer: text, Fields: []catalog.PaperField{
		catalog.FieldNumber, catalog.FieldLines, catalog.FieldTotal, catalog.FieldExpires, catalog.FieldReached,
	}}
	return exhibitPage{
		casePage: base, Exhibit: e, Kinds: reinstate.ExhibitKinds(), Form: formOfRecord(e.Record), Paper: paperView{known}, Items: []string{text},
		Findings: samplePapers(text, false), Claims: base.Leaning(11), Demands: base.Answering(11), Channels: []channelTakes{{text, true}, {text, false}},
		Older: reinstate.Exhibit{ID: 9, Letter: "Z", Title: text}, Newer: reinstate.Exhibit{ID: 12, Letter: "B", Title: text},
		Entries: sampleCustody(text, false).Entries, Others: []store.Twin{{Reference: "R-2026-0099", Letter: "C", Name: text}}, Stale: &e,
	}
}

// samplePages is an exhibit looked at page by page: with its pictures and notes
// or, empty, with none.
func samplePages(base casePage, e reinstate.Exhibit, text string, empty bool) viewPage {
	base.Who.User = 7
	page := viewPage{casePage: base, Number: 1, Zoom: "width", Look: casework.Looking{Exhibit: e, Preview: reinstate.Preview{State: reinstate.PreviewFailed, Stopped: text}}}
	if empty {
		return page
	}
	picture := reinstate.Picture{SHA256: storetest.Digest("page"), Size: 9, Width: 1130, Height: 1600}
	page.Look.Preview = reinstate.Preview{State: reinstate.PreviewWaiting, Pages: 5, Thumb: picture, Pictures: []reinstate.Picture{picture, picture}}
	page.Number, page.Zoom, page.Speaks, page.Typed, page.Chosen = 2, "150", true, text, "167,167"
	note := reinstate.PageNote{ID: 3, Exhibit: e.ID, Page: 2, Spot: reinstate.Spot{X: 400, Y: 250}, Text: text, By: text, User: 7, At: storetest.Start, Edited: storetest.Start, Version: 2}
	settled, elsewhere := note, note
	settled.ID, settled.Spot, settled.Resolved, settled.ResolvedBy = 4, reinstate.WholePage, storetest.Start, text
	elsewhere.ID, elsewhere.Page = 5, 4
	page.Look.Notes = []reinstate.PageNote{note, settled, elsewhere}
	page.number()
	page.Stale, page.Mine = &note, text
	for _, n := range ninths {
		page.Spots = append(page.Spots, spotChoice{spotValue(n.Spot), n.Name})
	}
	return page
}

func sampleCoverage(text string, empty bool) casework.Coverage {
	if empty {
		return casework.Coverage{}
	}
	some := []reinstate.Exhibit{{ID: 11, Letter: "A", Title: text}}
	return casework.Coverage{
		Columns: []casework.CoverageColumn{{Code: "supplier_invoices", Title: text, PerItem: true}, {Code: "identity_document", Title: text}},
		Rows: []casework.CoverageRow{
			{Item: text, Sold: 240, Cells: []casework.CoverageCell{{State: casework.CoverShort, Exhibits: some, Bought: 200, Short: 40}, {State: casework.NotAsked}}},
			{Item: text, Cells: []casework.CoverageCell{{State: casework.Covered, Exhibits: some, Bought: 7}, {State: casework.NotAsked}}},
			{Item: text, Cells: []casework.CoverageCell{{State: casework.Loose, Exhibits: some}, {State: casework.NotAsked}}},
			{Item: text, Cells: []casework.CoverageCell{{State: casework.CoverWeak, Exhibits: some, Why: text}, {State: casework.NotAsked}}},
			{Item: text, Cells: []casework.CoverageCell{{State: casework.Waived}, {State: casework.NotAsked}}},
			{Cells: []casework.CoverageCell{{State: casework.NotAsked}, {State: casework.Gap}}},
		},
		Gaps: 2, Weak: 2, Assumed: true,
	}
}

func sampleSold(text string, empty bool) []soldForm {
	if empty {
		return nil
	}
	return []soldForm{{text, "240"}, {text, ""}}
}

func samplePaper(text string) reinstate.Paper {
	return reinstate.Paper{
		ID: 5, Account: 4, Kind: "supplier_invoice", Title: text, FileName: text, MediaType: "application/pdf", Size: 12345, SHA256: storetest.Digest("p"),
		Algorithm: reinstate.DigestAlgorithm, Pages: 2, Dated: "2026-10-01", Record: reinstate.Record{Expires: "2027-01-01", Number: text}, Added: storetest.Start, AddedBy: text, Version: 2,
	}
}

// standingFixtures are the pages of an account's standing file.
func standingFixtures(text string) map[string]any {
	line := casework.AccountLine{Account: sampleAccount(text), ClientName: text}
	paper := samplePaper(text)
	found := samplePapers(text, false)
	for i := range found {
		found[i].Exhibit = "1"
	}
	market := catalog.Market{Code: reinstate.Amazon, Reasons: []catalog.Reason{{Code: "inauthentic", Title: text}, {Code: "counterfeit", Title: text}}}
	full := casework.Standing{
		Line: line, Market: market, Papers: []reinstate.Paper{paper}, Reason: "inauthentic", Title: text, Findings: found, Missing: 1,
		Needs: []casework.Need{{Title: text, Advice: text, Papers: []reinstate.Paper{paper}}, {Title: text, Advice: text}},
	}
	known := catalog.Paper{Issuer: text, Buyer: text, Fields: []catalog.PaperField{catalog.FieldNumber, catalog.FieldLines, catalog.FieldTotal, catalog.FieldExpires, catalog.FieldReached}}
	return map[string]any{
		"accounts/readiness":      readinessPage{page: sampleWrong(samplePage("Readiness"), text, "kind", "dated", "file"), Standing: full, Kinds: reinstate.ExhibitKinds(), Form: exhibitForm{Kind: "photo"}, Most: 100 << 20},
		"accounts/readiness bare": readinessPage{page: samplePage("Readiness"), Standing: casework.Standing{Line: line, Market: market}, Kinds: reinstate.ExhibitKinds()},
		"accounts/paper":          paperPage{page: sampleWrong(samplePage("Standing file"), text, "title", "kind", "dated", "number", "lines"), Account: line, Sheet: paper, Kinds: reinstate.ExhibitKinds(), Form: formOfRecord(paper.Record), Paper: paperView{known}, Items: []string{text}, Stale: true},
	}
}
