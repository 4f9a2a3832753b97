package store

import (
	"fmt"
	"slices"

	"reinstate/internal/reinstate"
)

// Case is one case.
func (tx *Tx) Case(id reinstate.CaseID) (reinstate.Case, error) {
	return take(tx.mine("cases").Where("id = ?", id), caseRow.domain)
}

// CaseByReference is the case with a reference such as R-2026-0001.
func (tx *Tx) CaseByReference(ref string) (reinstate.Case, error) {
	return take(tx.mine("cases").Where("reference = ?", ref), caseRow.domain)
}

// AddCase opens a case on an account, with its first round. It gives it its
// ID, client, reference (numbered within the firm and the year it was opened
// in) and version, and an opening instant unless it has one.
func (tx *Tx) AddCase(c *reinstate.Case, e reinstate.Event) error {
	added := *c
	err := tx.atomic(func() error {
		if err := tx.place(&added); err != nil {
			return err
		}
		added.ID, added.Round, added.Version = 0, max(c.Round, 1), 1
		added.Changed = tx.now
		if added.Opened.IsZero() {
			added.Opened = tx.now
		}
		var err error
		if added.Reference, err = tx.nextReference(added.Opened.UTC().Year()); err != nil {
			return err
		}
		row := rowOfCase(added)
		row.OrgID = tx.who.Org
		if err := tx.insert("cases", &row); err != nil {
			return err
		}
		added.ID = row.ID
		round := roundRow{OrgID: row.OrgID, CaseID: row.ID, Number: added.Round, OpenedAt: row.OpenedAt}
		if err := tx.insert("rounds", &round); err != nil {
			return err
		}
		if err := tx.index(added.ID); err != nil {
			return err
		}
		if err := tx.reason(added.ID, added.Reasons); err != nil {
			return err
		}
		return tx.enter(added.ID, e)
	})
	if err != nil {
		return fmt.Errorf("open a case: %w", err)
	}
	*c = added
	return nil
}

// SaveCase changes a case and moves it in lists. Its reference stays, and so
// does Next, which follows the clocks; both are read back into c.
func (tx *Tx) SaveCase(c *reinstate.Case, e reinstate.Event) error {
	saved := *c
	err := tx.record(c.ID, e, func() error {
		was, err := tx.Case(c.ID)
		if err != nil {
			return err
		}
		if err := tx.place(&saved); err != nil {
			return err
		}
		saved.Reference, saved.Next, saved.Changed = was.Reference, was.Next, tx.now
		saved.Version++
		row := rowOfCase(saved)
		if err := tx.replace("cases", c.ID, c.Version, &row, "head_seq", "head_hash"); err != nil {
			return err
		}
		if !slices.Equal(saved.Reasons, was.Reasons) {
			if err := tx.reason(c.ID, saved.Reasons); err != nil {
				return err
			}
		}
		if saved.Account == was.Account {
			return nil
		}
		return tx.rename("c.id = ?", c.ID)
	})
	if err != nil {
		return fmt.Errorf("save case %d: %w", c.ID, err)
	}
	*c = saved
	return nil
}

// place checks that a case's account and owner are the firm's, and gives it
// the account's client.
func (tx *Tx) place(c *reinstate.Case) error {
	account, err := tx.Account(c.Account)
	if err != nil {
		return fmt.Errorf("account %d: %w", c.Account, err)
	}
	c.Client = account.Client
	if c.Owner == 0 {
		return nil
	}
	var one int
	res := tx.all("users").Select("1").Where("org_id = ? AND id = ?", tx.who.Org, c.Owner).Scan(&one)
	if res.Error == nil && res.RowsAffected == 0 {
		return fmt.Errorf("owner %d: %w", c.Owner, reinstate.ErrNotFound)
	}
	return res.Error
}

// reason makes a case findable by its reasons.
func (tx *Tx) reason(id reinstate.CaseID, reasons []reinstate.ReasonCode) error {
	if err := tx.g.Exec("DELETE FROM case_reasons WHERE org_id = ? AND case_id = ?", tx.who.Org, id).Error; err != nil {
		return err
	}
	for _, code := range reasons {
		if err := tx.g.Exec("INSERT OR IGNORE INTO case_reasons (org_id, reason, case_id) VALUES (?, ?, ?)", tx.who.Org, code, id).Error; err != nil {
			return err
		}
	}
	return nil
}

// nextReference counts the firm's cases of a year.
func (tx *Tx) nextReference(year int) (string, error) {
	var last int
	err := tx.g.Raw(`INSERT INTO case_numbers (org_id, year, last) VALUES (?, ?, 1)
		ON CONFLICT (org_id, year) DO UPDATE SET last = last + 1 RETURNING last`, tx.who.Org, year).Scan(&last).Error
	return fmt.Sprintf("R-%d-%04d", year, last), err
}
