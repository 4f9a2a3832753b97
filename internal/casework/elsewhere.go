package casework

import (
	"slices"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Elsewhere is what has to happen on another account first.
type Elsewhere struct {
	Reasons  []catalog.Reason    // those of the case that depend on another account
	Cases    []store.CaseLine    // of the client's other accounts, newest first
	Accounts []reinstate.Account // the client's other accounts
}

// Depends reports whether another account comes first.
func (e Elsewhere) Depends() bool { return len(e.Reasons) > 0 }

// casesElsewhere bounds the list of other accounts' cases.
const casesElsewhere = 20

// elsewhere looks for the other accounts of the client where a reason of the
// case depends on them.
func elsewhere(tx *store.Tx, f File) (Elsewhere, error) {
	var e Elsewhere
	for _, code := range f.Case.Reasons {
		if reason, ok := f.Market.Reason(code); ok && reason.Depends != "" {
			e.Reasons = append(e.Reasons, reason)
		}
	}
	if !e.Depends() {
		return e, nil
	}
	accounts, err := tx.AccountsOf(f.Case.Client)
	if err != nil {
		return e, err
	}
	e.Accounts = slices.DeleteFunc(accounts, func(a reinstate.Account) bool { return a.ID == f.Case.Account })
	page, err := tx.Cases(store.CaseQuery{Client: f.Case.Client, Sort: "opened", Desc: true, Limit: store.MostLines})
	if err != nil {
		return e, err
	}
	e.Cases = slices.DeleteFunc(page.Lines, func(l store.CaseLine) bool { return l.Account == f.Case.Account })
	e.Cases = e.Cases[:min(len(e.Cases), casesElsewhere)]
	return e, nil
}
