package casework

import (
	"slices"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// todaysHealth lists the accounts whose health presses.
func (d *Desk) todaysHealth(tx *store.Tx, today *Today) error {
	lines, err := tx.Portfolio(store.Pressed{}, 0, healthLines)
	if err != nil {
		return err
	}
	lines = slices.DeleteFunc(lines, func(l store.HealthLine) bool { return l.Over+l.Near == 0 })
	if len(lines) > 0 {
		if today.Health, err = d.portfolioLines(tx, lines); err != nil {
			return err
		}
	}
	connections, err := tx.Connections()
	if err != nil {
		return err
	}
	for _, c := range connections {
		if c.State() != reinstate.ConnectionNeeds || len(today.Cut) == healthLines {
			continue
		}
		account, err := tx.Account(c.Account)
		if err != nil {
			return err
		}
		c.Keys, c.HookKey = "", ""
		today.Cut = append(today.Cut, ConnectionLine{account, c})
	}
	return nil
}
