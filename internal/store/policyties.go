package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type tieRow struct {
	ID        reinstate.PolicyTieID `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	Entry     reinstate.PolicyKey
	AccountID *reinstate.AccountID
	ExhibitID *reinstate.ExhibitID
	PaperID   *reinstate.PaperID
	By        string
	TiedAt    int64
}

func (r tieRow) domain() reinstate.PolicyTie {
	t := reinstate.PolicyTie{ID: r.ID, Entry: r.Entry, By: r.By, Tied: moment(r.TiedAt)}
	if r.AccountID != nil {
		t.Account = *r.AccountID
	}
	if r.ExhibitID != nil {
		t.Exhibit = *r.ExhibitID
	}
	if r.PaperID != nil {
		t.Paper = *r.PaperID
	}
	return t
}

// PolicyTies lists what an entry is about, in the order it was tied.
func (tx *Tx) PolicyTies(entry reinstate.PolicyKey) ([]reinstate.PolicyTie, error) {
	return find(tx.mine("policy_ties").Where("entry = ?", entry).Order("id"), tieRow.domain)
}

// PoliciesOf lists the ties of an account.
func (tx *Tx) PoliciesOf(account reinstate.AccountID) ([]reinstate.PolicyTie, error) {
	return find(tx.mine("policy_ties").Where("account_id = ?", account).Order("id"), tieRow.domain)
}

// AddPolicyTie ties an entry to an account, an exhibit or a paper of the firm.
// What is tied already stays tied.
func (tx *Tx) AddPolicyTie(t reinstate.PolicyTie) error {
	if err := tx.wide(); err != nil {
		return err
	}
	row := tieRow{OrgID: tx.who.Org, Entry: t.Entry, By: tx.who.Name, TiedAt: micros(tx.now)}
	column, table, id := "", "", int64(0)
	switch {
	case t.Account != 0:
		row.AccountID, column, table, id = &t.Account, "account_id", "accounts", int64(t.Account)
	case t.Exhibit != 0:
		row.ExhibitID, column, table, id = &t.Exhibit, "exhibit_id", "exhibits", int64(t.Exhibit)
	default:
		row.PaperID, column, table, id = &t.Paper, "paper_id", "papers", int64(t.Paper)
	}
	if err := tx.has(table, "id = ?", id); err != nil {
		return err
	}
	if tx.has("policy_ties", "entry = ? AND "+column+" = ?", t.Entry, id) == nil {
		return nil
	}
	if err := tx.insert("policy_ties", &row); err != nil {
		return fmt.Errorf("tie a policy: %w", err)
	}
	return nil
}

// RemovePolicyTie takes a tie off.
func (tx *Tx) RemovePolicyTie(id reinstate.PolicyTieID) error {
	if err := tx.has("policy_ties", "id = ?", id); err != nil {
		return err
	}
	return tx.mine("policy_ties").Where("id = ?", id).Delete(&tieRow{}).Error
}

// mostProcedures bounds the documents that are offered.
const mostProcedures = 200

// Procedures lists the firm's documents of one kind that stand: exhibits of
// cases and papers of standing files, the newest first.
func (tx *Tx) Procedures(kind reinstate.ExhibitKind) ([]reinstate.Exhibit, []reinstate.Paper, error) {
	exhibits, err := find(tx.mine("exhibits").Where("kind = ? AND withdrawn_at = 0 AND replaced_at = 0", kind).Order("id DESC").Limit(mostProcedures), exhibitRow.domain)
	if err != nil {
		return nil, nil, err
	}
	papers, err := find(tx.mine("papers").Where("kind = ? AND removed_at = 0", kind).Order("id DESC").Limit(mostProcedures), paperRow.domain)
	return exhibits, papers, err
}
