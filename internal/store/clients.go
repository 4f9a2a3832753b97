package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type clientRow struct {
	ID        reinstate.ClientID `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	LegalName string
	OtherName string
	Address   string
	Contact   string
	Email     string
	Phone     string
	Notes     string
	AddedAt   int64
	Version   int
}

func rowOfClient(c reinstate.Client) clientRow {
	return clientRow{
		ID: c.ID, LegalName: c.LegalName, OtherName: c.OtherName, Address: c.Address, Contact: c.Contact,
		Email: c.Email, Phone: c.Phone, Notes: c.Notes, AddedAt: micros(c.Added), Version: c.Version,
	}
}

func (r clientRow) domain() reinstate.Client {
	return reinstate.Client{
		ID: r.ID, LegalName: r.LegalName, OtherName: r.OtherName, Address: r.Address, Contact: r.Contact,
		Email: r.Email, Phone: r.Phone, Notes: r.Notes, Added: moment(r.AddedAt), Version: r.Version,
	}
}

// Clients lists the firm's clients by legal name.
func (tx *Tx) Clients() ([]reinstate.Client, error) {
	return find(tx.mine("clients").Order("legal_name, id"), clientRow.domain)
}

// Client is one client of the firm.
func (tx *Tx) Client(id reinstate.ClientID) (reinstate.Client, error) {
	return take(tx.mine("clients").Where("id = ?", id), clientRow.domain)
}

// AddClient adds a client to the firm and gives it its ID.
func (tx *Tx) AddClient(c *reinstate.Client) error {
	if err := tx.wide(); err != nil {
		return err
	}
	if c.Added.IsZero() {
		c.Added = tx.now
	}
	row := rowOfClient(*c)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	if err := tx.insert("clients", &row); err != nil {
		return fmt.Errorf("add client: %w", err)
	}
	*c = row.domain()
	return nil
}

// SaveClient changes a client; lists find its cases by the new names.
func (tx *Tx) SaveClient(c *reinstate.Client) error {
	return tx.atomic(func() error {
		row := rowOfClient(*c)
		row.Version++
		if err := tx.replace("clients", c.ID, c.Version, &row, "added_at"); err != nil {
			return err
		}
		if err := tx.rename("c.client_id = ?", c.ID); err != nil {
			return err
		}
		c.Version = row.Version
		return nil
	})
}

// OpenCasesByClient counts the open cases of each client that has any.
func (tx *Tx) OpenCasesByClient() (map[reinstate.ClientID]int, error) {
	var rows []struct {
		ClientID reinstate.ClientID
		N        int
	}
	err := tx.mine("cases").Select("client_id, count(*) AS n").Where("open = 1").Group("client_id").Scan(&rows).Error
	counts := make(map[reinstate.ClientID]int, len(rows))
	for _, r := range rows {
		counts[r.ClientID] = r.N
	}
	return counts, err
}
