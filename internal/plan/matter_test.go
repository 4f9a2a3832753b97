package plan_test

import (
	"testing"
	"time"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// matter is a small complete case: two causes, each with an action and a
// measure, four exhibits, one demand, and both items named.
func matter() plan.Matter {
	return plan.Matter{
		Client:      reinstate.Client{LegalName: "深圳市海岚科技有限公司", OtherName: "Shenzhen Hailan Technology Co., Ltd.", Address: "Nanshan District\n\nShenzhen 518057, China\n", Contact: "Lin Wei"},
		Account:     reinstate.Account{Marketplace: reinstate.Amazon, Store: "US", SellerID: "A1EXAMPLE9", StoreName: "Hailan Direct"},
		Case:        reinstate.Case{Reference: "R-2026-0041"},
		Marketplace: "Amazon.com",
		Noticed:     time.Date(2026, 11, 18, 0, 0, 0, 0, time.UTC),
		Dated:       time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC),
		References:  reinstate.References{ASINs: references("B0TESTA1X7", "B0TESTB2Y8")},
		Plan: reinstate.Plan{Round: 2, Language: "en", Body: reinstate.PlanBody{
			Title: "Plan of action: product authenticity",
			Sections: []reinstate.Section{
				{Key: "opening", Kind: reinstate.SectionText, Text: "We sell kitchen goods: B0TESTA1X7 and b0testb2y8."},
				{Key: "causes", Kind: reinstate.SectionCauses, Title: "Root causes"},
				{Key: "actions", Kind: reinstate.SectionActions, Title: "What we have done"},
				{Key: "measures", Kind: reinstate.SectionMeasures, Title: "How we prevent it"},
				{Key: "demands", Kind: reinstate.SectionDemands, Title: "What you asked for"},
				{Key: "exhibits", Kind: reinstate.SectionExhibits, Title: "Exhibits"},
			},
			Claims: []reinstate.Claim{
				{ID: 12, Kind: reinstate.RootCause, Position: 2, Text: "No papers were asked for.", Exhibits: []reinstate.ExhibitID{1}},
				{ID: 11, Kind: reinstate.RootCause, Position: 1, Text: "Cartons were counted, not units.", Exhibits: []reinstate.ExhibitID{2}},
				{ID: 21, Kind: reinstate.CorrectiveAction, Cause: 11, Position: 1, Done: true, Date: "2026-11-03", Text: "All 94 units were removed.", Exhibits: []reinstate.ExhibitID{4, 3}},
				{ID: 22, Kind: reinstate.CorrectiveAction, Cause: 12, Position: 2, Date: "2026-12-01", Text: "Suppliers are asked for papers.", NoExhibit: "Still under way."},
				{ID: 31, Kind: reinstate.PreventiveMeasure, Cause: 11, Position: 1, Owner: "warehouse lead", Frequency: "Every delivery", Tool: "Hand scanner", Date: "2026-11-06", Text: "Units are scanned.", Exhibits: []reinstate.ExhibitID{2}},
				{ID: 32, Kind: reinstate.PreventiveMeasure, Cause: 12, Position: 2, Owner: "purchasing manager", Frequency: "Before each new supplier", Text: "Papers on file, or no order.", Exhibits: []reinstate.ExhibitID{1}},
			},
		}},
		Demands: []reinstate.Demand{{ID: 5, Text: "Invoices", State: reinstate.DemandMet, Why: "Four invoices", Exhibits: []reinstate.ExhibitID{1}}},
		Exhibits: []reinstate.Exhibit{
			{ID: 4, Letter: "AA", Title: "Receipt", Dated: "2026-11-03", Pages: 2, SHA256: "58c0e2b714f9aaaa"},
			{ID: 1, Letter: "A", Title: "Supplier file", Dated: "2026-09-02", Pages: 4, SHA256: "9f2c41d077ab0000"},
			{ID: 2, Letter: "B", FileName: "log.pdf", SHA256: "03be5a19c2e40000"},
			{ID: 3, Letter: "C", Title: "Removal order", Dated: "autumn", Pages: 1, SHA256: "d11790fa3b600000"},
			{ID: 9, Letter: "D", Title: "Withdrawn", Withdrawn: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)},
		},
	}
}

func references(ids ...string) []reinstate.Reference {
	var all []reinstate.Reference
	for _, id := range ids {
		all = append(all, reinstate.Reference{ID: id})
	}
	return all
}

func outline(t *testing.T, m reinstate.Marketplace, r reinstate.Response) catalog.Outline {
	t.Helper()
	book, err := catalog.Outlines(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	return book.Outline(m, r)
}
