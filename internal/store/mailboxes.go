package store

import (
	"fmt"
	"time"

	"reinstate/internal/reinstate"
)

// Mailbox is a mailbox that a firm lets us fetch from.
type Mailbox struct {
	ID       int64
	Address  string // imaps://user@host:port/folder, without the password
	Secret   string // the password, sealed by DB.Seal
	Validity uint32 // UIDVALIDITY of the folder; 0: never fetched
	LastUID  uint32 // the newest message taken in
	Fetched  time.Time
	Trouble  string // the last fault in words, empty while it works
	Paused   bool
	Reach    string // the address that its mail comes to, empty: nobody said
	Version  int
}

type mailboxRow struct {
	ID        int64 `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	Address   string
	Secret    string
	Validity  uint32
	LastUID   uint32 `gorm:"column:last_uid"`
	FetchedAt int64
	Trouble   string
	Paused    bool
	Reach     string
	Version   int
}

func rowOfMailbox(m Mailbox) mailboxRow {
	return mailboxRow{
		ID: m.ID, Address: m.Address, Secret: m.Secret, Validity: m.Validity, LastUID: m.LastUID,
		FetchedAt: micros(m.Fetched), Trouble: m.Trouble, Paused: m.Paused, Reach: m.Reach, Version: m.Version,
	}
}

func (r mailboxRow) domain() Mailbox {
	return Mailbox{
		ID: r.ID, Address: r.Address, Secret: r.Secret, Validity: r.Validity, LastUID: r.LastUID,
		Fetched: moment(r.FetchedAt), Trouble: r.Trouble, Paused: r.Paused, Reach: r.Reach, Version: r.Version,
	}
}

// Mailboxes lists the mailboxes of the firm.
func (tx *Tx) Mailboxes() ([]Mailbox, error) {
	return find(tx.mine("mailboxes").Order("id"), mailboxRow.domain)
}

// AddMailbox adds a mailbox to the firm.
func (tx *Tx) AddMailbox(m *Mailbox) error {
	if err := tx.wide(); err != nil {
		return err
	}
	row := rowOfMailbox(*m)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	if err := tx.insert("mailboxes", &row); err != nil {
		return duplicate(fmt.Errorf("add mailbox: %w", err), "address", "This mailbox is fetched from already.")
	}
	*m = row.domain()
	return nil
}

// SaveMailbox changes a mailbox, unless it was changed meanwhile.
func (tx *Tx) SaveMailbox(m *Mailbox) error {
	row := rowOfMailbox(*m)
	row.Version++
	if err := tx.replace("mailboxes", m.ID, m.Version, &row); err != nil {
		return fmt.Errorf("save mailbox %d: %w", m.ID, err)
	}
	m.Version = row.Version
	return nil
}

// RemoveMailbox forgets a mailbox; what came from it stays.
func (tx *Tx) RemoveMailbox(id int64) error {
	if err := tx.has("mailboxes", "id = ?", id); err != nil {
		return err
	}
	return tx.mine("mailboxes").Where("id = ?", id).Delete(nil).Error
}
