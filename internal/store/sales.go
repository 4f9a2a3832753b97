package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type salesRow struct {
	OrgID  reinstate.OrgID
	CaseID reinstate.CaseID
	Item   string
	Sold   int
}

// Sales lists how many units of each item of a case were sold, by item.
func (tx *Tx) Sales(id reinstate.CaseID) ([]reinstate.Sales, error) {
	return find(tx.mine("case_sales").Where("case_id = ?", id).Order("item"), func(r salesRow) reinstate.Sales {
		return reinstate.Sales{Item: r.Item, Sold: r.Sold}
	})
}

// SaveSales replaces what is known of the units sold in a case.
func (tx *Tx) SaveSales(id reinstate.CaseID, sales []reinstate.Sales, e reinstate.Event) error {
	err := tx.record(id, e, func() error {
		if err := tx.g.Exec("DELETE FROM case_sales WHERE org_id = ? AND case_id = ?", tx.who.Org, id).Error; err != nil {
			return err
		}
		for _, s := range sales {
			if err := tx.insert("case_sales", &salesRow{OrgID: tx.who.Org, CaseID: id, Item: s.Item, Sold: s.Sold}); err != nil {
				return duplicate(err, "item", "This item is there twice.")
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("save the units sold: %w", err)
	}
	return nil
}
