package casework

import (
	"slices"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// follow starts the time limits that a step brings with it by the catalog, such
// as when an answer can be expected after a filing. One that the marketplace has
// stated itself, and that still runs, stands instead.
func (d *Desk) follow(tx *store.Tx, c reinstate.Case, do reinstate.Action, started time.Time) error {
	account, err := tx.Account(c.Account)
	if err != nil {
		return err
	}
	market, _ := d.catalog.Market(account.Marketplace)
	rules := market.Following(do, account.Store)
	if len(rules) == 0 {
		return nil
	}
	present, err := tx.Clocks(c.ID)
	if err != nil {
		return err
	}
	var clocks []reinstate.Clock
	for _, rule := range rules {
		if slices.ContainsFunc(present, func(p reinstate.Clock) bool { return p.Running() && p.Kind == rule.Kind }) {
			continue
		}
		found := reinstate.ClockFound{Kind: rule.Kind, Count: rule.Count, Unit: rule.Unit, From: rule.From}
		clock, ok := countClock(found, started, d.venueOf(account))
		if !ok {
			continue
		}
		clock.Basis, clock.Quote, clock.Round = rule.Source.Basis(), rule.Says, c.Round
		clocks = append(clocks, clock)
	}
	return openClocks(tx, c, clocks)
}

// decided is when a decision came: with its reply, else when it is recorded.
func decided(tx *store.Tx, m Move) time.Time {
	if n, err := tx.Notice(m.Reply); m.Reply != 0 && err == nil {
		return n.Received
	}
	return tx.Now()
}
