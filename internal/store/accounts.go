package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type accountRow struct {
	ID          reinstate.AccountID `gorm:"primaryKey"`
	OrgID       reinstate.OrgID
	ClientID    reinstate.ClientID
	Key         string
	Marketplace reinstate.Marketplace
	Store       string
	SellerID    string
	StoreName   string
	Standing    reinstate.Standing
	AddedAt     int64
	Version     int
}

func rowOfAccount(a reinstate.Account) accountRow {
	return accountRow{
		ID: a.ID, ClientID: a.Client, Key: a.Key, Marketplace: a.Marketplace, Store: a.Store, SellerID: a.SellerID,
		StoreName: a.StoreName, Standing: a.Standing, AddedAt: micros(a.Added), Version: a.Version,
	}
}

func (r accountRow) domain() reinstate.Account {
	return reinstate.Account{
		ID: r.ID, Client: r.ClientID, Key: r.Key, Marketplace: r.Marketplace, Store: r.Store, SellerID: r.SellerID,
		StoreName: r.StoreName, Standing: r.Standing, Added: moment(r.AddedAt), Version: r.Version,
	}
}

const keyTaken = "Another account of the firm already has this short name."

// Accounts lists the firm's accounts by short name.
func (tx *Tx) Accounts() ([]reinstate.Account, error) {
	return find(tx.mine("accounts").Order("key"), accountRow.domain)
}

// AccountsOf lists one client's accounts by short name.
func (tx *Tx) AccountsOf(client reinstate.ClientID) ([]reinstate.Account, error) {
	return find(tx.mine("accounts").Where("client_id = ?", client).Order("key"), accountRow.domain)
}

// Account is one account of the firm.
func (tx *Tx) Account(id reinstate.AccountID) (reinstate.Account, error) {
	return take(tx.mine("accounts").Where("id = ?", id), accountRow.domain)
}

// AccountByKey is the account with a short name.
func (tx *Tx) AccountByKey(key string) (reinstate.Account, error) {
	return take(tx.mine("accounts").Where("key = ?", key), accountRow.domain)
}

// AddAccount adds an account of one of the firm's clients. A short name that
// is taken is Invalid.
func (tx *Tx) AddAccount(a *reinstate.Account) error {
	if err := tx.has("clients", "id = ?", a.Client); err != nil {
		return err
	}
	if err := tx.wide(); err != nil {
		return err
	}
	if a.Added.IsZero() {
		a.Added = tx.now
	}
	row := rowOfAccount(*a)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	if err := tx.insert("accounts", &row); err != nil {
		return duplicate(fmt.Errorf("add account: %w", err), "key", keyTaken)
	}
	*a = row.domain()
	return nil
}

// SaveAccount changes an account; lists find its cases by the new names. The
// client of an account never changes.
func (tx *Tx) SaveAccount(a *reinstate.Account) error {
	if err := tx.has("accounts", "id = ? AND client_id = ?", a.ID, a.Client); err != nil {
		return err
	}
	return tx.atomic(func() error {
		row := rowOfAccount(*a)
		row.Version++
		if err := tx.replace("accounts", a.ID, a.Version, &row, "client_id", "added_at"); err != nil {
			return duplicate(err, "key", keyTaken)
		}
		if err := tx.rename("c.account_id = ?", a.ID); err != nil {
			return err
		}
		a.Version = row.Version
		return nil
	})
}
