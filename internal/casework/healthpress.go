package casework

import (
	"maps"
	"slices"
	"time"

	"reinstate/internal/health"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Pressure is what presses on an account beside its figures.
type Pressure struct {
	Stock  bool // a SKU that somebody has to act on now
	Claims int  // of buyers, whose limit passed in the last month
	Issues int  // open, that were due before today
}

// Presses reports whether there is any.
func (p Pressure) Presses() bool { return p.Stock || p.Claims+p.Issues > 0 }

// pressure gathers what presses on the accounts that the actor sees.
func (d *Desk) pressure(tx *store.Tx) (map[reinstate.AccountID]Pressure, error) {
	of := map[reinstate.AccountID]Pressure{}
	press := func(id reinstate.AccountID, add func(*Pressure)) {
		p := of[id]
		add(&p)
		of[id] = p
	}
	for _, badge := range health.Pressing() {
		stock, err := tx.StockAtRisk(string(badge))
		if err != nil {
			return nil, err
		}
		for _, id := range stock {
			press(id, func(p *Pressure) { p.Stock = true })
		}
	}
	late, err := tx.LateIssues(tx.Now().Format(time.DateOnly))
	if err != nil {
		return nil, err
	}
	for id, n := range late {
		press(id, func(p *Pressure) { p.Issues = n })
	}
	claims, err := d.claimsDue(tx, claimsPress)
	for _, c := range claims {
		if c.Limit.Before(tx.Now()) {
			press(c.Account.ID, func(p *Pressure) { p.Claims++ })
		}
	}
	return of, err
}

// pressed are the accounts on which something presses.
func pressed(of map[reinstate.AccountID]Pressure) []reinstate.AccountID {
	return slices.Sorted(maps.Keys(of))
}
