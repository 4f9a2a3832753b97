package web

import (
	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// sampleGate calls for counsel by its words and by a reason.
func sampleGate(text string) casework.Gate {
	return casework.Gate{Notice: 7, Quote: reinstate.Quote{Words: text, End: len(text)}, Reasons: []catalog.Reason{{Code: "forged_documents", Title: text, Counsel: text}}}
}

// sampleCompared is a reply that repeats, asks anew, drops and leaves open.
func sampleCompared(text string) notice.Compared {
	demand := func(id reinstate.DemandID, state reinstate.DemandState) reinstate.Demand {
		return reinstate.Demand{ID: id, Code: "supplier_invoices", Text: text, State: state, Why: text}
	}
	return notice.Compared{
		Again: []notice.Repeated{{Demand: demand(31, reinstate.DemandMet)}, {Demand: demand(32, reinstate.DemandWaived)}, {Demand: demand(33, reinstate.DemandOpen)}},
		New:   []reinstate.DemandFound{{Code: "root_cause"}, {Code: "made_up"}},
		Gone:  []reinstate.Demand{demand(34, reinstate.DemandMet)}, Open: []reinstate.Demand{demand(35, reinstate.DemandOpen)},
	}
}

func sampleElsewhere(text string) casework.Elsewhere {
	return casework.Elsewhere{
		Reasons:  []catalog.Reason{{Code: "related_account", Title: text, Depends: text}},
		Cases:    []store.CaseLine{{Reference: "R-2026-0035", Marketplace: reinstate.Amazon, Store: "DE", State: reinstate.StateReinstated}},
		Accounts: []reinstate.Account{sampleAccount(text)},
	}
}

// heldFixtures are the pages of a case that calls for counsel and depends on
// another account.
func heldFixtures(text string) map[string]any {
	file := sampleFile(text)
	file.Case.State, file.Case.Counsel, file.Case.Round = reinstate.ReasonIdentified, reinstate.Counsel{}, 1
	file.Market.Reasons = []catalog.Reason{{Code: "counterfeit", Title: text, Counsel: text}}
	file.Elsewhere = sampleElsewhere(text)
	file.Steps = file.Case.Steps(samplePage("").Who)
	file.Next = casework.NextStep{Text: reinstate.Say("Refer to counsel"), Do: reinstate.ReferToCounsel, URL: "steps"}
	base := casePage{page: samplePage(text), File: file, Tab: "work", Work: true}
	steps := stepsPage{casePage: base, Move: casework.Move{Do: reinstate.StartCorrecting, WithoutCounsel: text}}
	steps.page = sampleWrong(base.page, text, "without_counsel")
	steps.Forms, steps.Later = stepForms(file, reinstate.StartCorrecting)
	alone, lonely := base, base
	alone.File.Elsewhere.Cases, lonely.File.Elsewhere.Cases, lonely.File.Elsewhere.Accounts = nil, nil, nil
	return map[string]any{
		"case/work held": workPage{casePage: base}, "case/work no case elsewhere": workPage{casePage: alone},
		"case/work no account elsewhere": workPage{casePage: lonely}, "case/steps held": steps,
	}
}
