package store

import "reinstate/internal/reinstate"

// StockAtRisk lists the accounts of whose stock the most pressing risk is so.
func (tx *Tx) StockAtRisk(risk string) ([]reinstate.AccountID, error) {
	var accounts []reinstate.AccountID
	err := tx.mine("stock_standings").Where("risk = ?", risk).Order("account_id").Pluck("account_id", &accounts).Error
	return accounts, err
}

// LateIssues counts the open issues of each account that were due before a day.
func (tx *Tx) LateIssues(day string) (map[reinstate.AccountID]int, error) {
	var rows []struct {
		AccountID reinstate.AccountID
		N         int
	}
	err := tx.mine("health_issues").Where("closed_at = 0 AND due > '' AND due < ?", day).Select("account_id, count(*) AS n").Group("account_id").Find(&rows).Error
	late := map[reinstate.AccountID]int{}
	for _, r := range rows {
		late[r.AccountID] = r.N
	}
	return late, err
}
