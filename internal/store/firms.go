package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type installationRow struct {
	ID        int64 `gorm:"primaryKey"`
	SetupHash string
}

type orgRow struct {
	ID       reinstate.OrgID `gorm:"primaryKey"`
	Name     string
	Demo     bool
	OpenedAt int64
	Approval reinstate.ApprovalRule
}

func (r orgRow) domain() reinstate.Org {
	return reinstate.Org{ID: r.ID, Name: r.Name, Demo: r.Demo, Approval: r.Approval, Opened: moment(r.OpenedAt)}
}

// Installation is what is true of the data folder as a whole.
type Installation struct {
	SetupHash string // hex SHA-256 of the one-time setup code, empty when there is none
	Firms     int    // how many firms there are, the demonstration firm not counted
}

// Installation looks beyond the actor's firm.
func (tx *Tx) Installation() (Installation, error) {
	var in Installation
	err := tx.g.Raw("SELECT setup_hash, (SELECT count(*) FROM orgs WHERE demo = 0) AS firms FROM installation").Scan(&in).Error
	return in, err
}

// SetSetupHash keeps the hash of a fresh setup code, or forgets it when empty.
func (tx *Tx) SetSetupHash(hash string) error {
	if err := tx.installer(); err != nil {
		return err
	}
	return tx.all("installation").Where("id = 1").Update("setup_hash", hash).Error
}

// AddOrg founds a firm and gives it its ID. An actor who had no firm acts for
// the new one for the rest of the transaction, so that its first person can be
// added. People who have a firm found no other.
func (tx *Tx) AddOrg(o *reinstate.Org) error {
	if err := tx.installer(); err != nil {
		return err
	}
	if o.Opened.IsZero() {
		o.Opened = tx.now
	}
	row := orgRow{Name: o.Name, Demo: o.Demo, OpenedAt: micros(o.Opened), Approval: o.Approval}
	if err := tx.insert("orgs", &row); err != nil {
		return fmt.Errorf("add firm %q: %w", o.Name, err)
	}
	o.ID = row.ID
	if tx.who.Org == 0 {
		tx.who.Org, tx.founder = row.ID, true
	}
	return nil
}

// Orgs lists every firm for the operator and the product itself, and their own
// firm for everybody else.
func (tx *Tx) Orgs() ([]reinstate.Org, error) {
	q := tx.all("orgs").Order("id")
	if tx.who.Kind != reinstate.Operator && tx.who.Kind != reinstate.System {
		q = q.Where("id = ?", tx.who.Org)
	}
	return find(q, orgRow.domain)
}

// RemoveOrg removes a firm and everything that belongs to it, for the operator
// only. Its files are the blob store's to remove.
func (tx *Tx) RemoveOrg(id reinstate.OrgID) error {
	if tx.who.Kind != reinstate.Operator {
		return reinstate.ErrForbidden
	}
	return tx.atomic(func() error {
		err := tx.g.Exec("DELETE FROM case_words WHERE rowid IN (SELECT id FROM cases WHERE org_id = ?)", id).Error
		if err != nil {
			return fmt.Errorf("remove firm %d: %w", id, err)
		}
		if err := tx.g.Exec("DELETE FROM river_job WHERE json_extract(args, '$.org') = ?", id).Error; err != nil {
			return fmt.Errorf("remove the jobs of firm %d: %w", id, err)
		}
		res := tx.g.Exec("DELETE FROM orgs WHERE id = ?", id)
		if res.Error != nil {
			return fmt.Errorf("remove firm %d: %w", id, res.Error)
		}
		if res.RowsAffected == 0 {
			return fmt.Errorf("firm %d: %w", id, reinstate.ErrNotFound)
		}
		return nil
	})
}
