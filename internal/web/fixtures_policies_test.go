package web

import (
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

func sampleReason(text string) catalog.Reason {
	source := catalog.Source{Key: "own", Title: text, URL: "https://example.com/page", Grade: catalog.GradeOfficial, Seen: "2026-11-22"}
	return catalog.Reason{
		Code: "inauthentic", Title: text, Meaning: text, Level: reinstate.AccountLevel, Demands: []reinstate.DemandCode{"supplier_invoices"},
		Responses: []reinstate.Response{reinstate.RespondPlan, reinstate.RespondDispute},
		Clocks:    []catalog.Clock{{Kind: reinstate.ClockAppeal, Count: 17, Unit: reinstate.UnitDay, Levels: []reinstate.Level{reinstate.AccountLevel}, Says: text, Source: source}},
		Counsel:   text, Depends: text, Sources: []catalog.Source{source}, Reviewed: "2026-11-22",
	}
}

func sampleMarket(text string) catalog.Market {
	return catalog.Market{Code: reinstate.Amazon, Name: text, Reviewed: "2026-11-22", Reasons: []catalog.Reason{sampleReason(text)}}
}

func samplePolicies(text string) policiesPage {
	market := sampleMarket(text)
	return policiesPage{
		page: samplePage("Policies"), Query: text, Market: "amazon", Found: 1, Choices: []choice{{Code: "amazon", Title: text, Chosen: true}},
		Markets: []marketPolicies{{market, market.Reasons}},
	}
}

func samplePolicy(text string) policyPage {
	reason := sampleReason(text)
	return policyPage{
		page: samplePage(text), Market: sampleMarket(text), Policy: reason, Signs: []string{text, "forged"},
		Asks:    []catalog.Demand{{Code: "supplier_invoices", Title: text, Advice: text, Source: catalog.Source{Title: text, Grade: catalog.GradeAssumed, Seen: "2026-11-22"}}},
		After:   []afterReply{{reinstate.Denied, text}},
		Same:    []policyRef{{"/policies/walmart/inauthentic", text}},
		Sources: append(reason.Sources, catalog.Source{Title: text, Grade: catalog.GradeAssumed, Seen: "2026-11-22"}),
	}
}
