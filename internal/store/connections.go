package store

import (
	"fmt"
	"time"

	"reinstate/internal/reinstate"
)

type connectionRow struct {
	ID        reinstate.ConnectionID `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	AccountID reinstate.AccountID
	Keys      string
	Run       doc[reinstate.FetchRun]
	Step      int
	NextAt    int64
	TriedAt   int64
	FetchedAt int64
	Trouble   doc[reinstate.Sentence]
	Fault     string
	Faults    int
	Brought   doc[[]reinstate.Sentence]
	Hook      string
	HookKey   string
	AddedAt   int64
	By        string
	Version   int
}

func rowOfConnection(c reinstate.Connection) connectionRow {
	return connectionRow{
		ID: c.ID, AccountID: c.Account, Keys: c.Keys, Run: doc[reinstate.FetchRun]{c.Run}, Step: c.Step, NextAt: micros(c.Next), TriedAt: micros(c.Tried),
		FetchedAt: micros(c.Fetched), Trouble: doc[reinstate.Sentence]{c.Trouble}, Fault: c.Fault, Faults: c.Faults, Brought: doc[[]reinstate.Sentence]{c.Brought},
		Hook: c.Hook, HookKey: c.HookKey, AddedAt: micros(c.Added), By: c.By, Version: c.Version,
	}
}

func (r connectionRow) domain() reinstate.Connection {
	return reinstate.Connection{
		ID: r.ID, Account: r.AccountID, Keys: r.Keys, Run: r.Run.V, Step: r.Step, Next: moment(r.NextAt), Tried: moment(r.TriedAt),
		Fetched: moment(r.FetchedAt), Trouble: r.Trouble.V, Fault: r.Fault, Faults: r.Faults, Brought: r.Brought.V,
		Hook: r.Hook, HookKey: r.HookKey, Added: moment(r.AddedAt), By: r.By, Version: r.Version,
	}
}

// Connections lists the connections of the firm, by account.
func (tx *Tx) Connections() ([]reinstate.Connection, error) {
	return find(tx.mine("connections").Order("account_id"), connectionRow.domain)
}

// ConnectionsDue lists connections of which something was due until an instant,
// the longest due first.
func (tx *Tx) ConnectionsDue(until time.Time, limit int) ([]reinstate.Connection, error) {
	return find(tx.mine("connections").Where("next_at <= ?", micros(until)).Order("next_at, id").Limit(limit), connectionRow.domain)
}

// Connection is one connection.
func (tx *Tx) Connection(id reinstate.ConnectionID) (reinstate.Connection, error) {
	return take(tx.mine("connections").Where("id = ?", id), connectionRow.domain)
}

// ConnectionOf is the connection of an account.
func (tx *Tx) ConnectionOf(account reinstate.AccountID) (reinstate.Connection, error) {
	return take(tx.mine("connections").Where("account_id = ?", account), connectionRow.domain)
}

// ConnectionByHook is the connection whose webhook has an address, of whatever
// firm, with the firm. The secret in the address, of which this is the hash, is
// the proof.
func (tx *Tx) ConnectionByHook(hook string) (reinstate.Connection, reinstate.OrgID, error) {
	if hook == "" {
		return reinstate.Connection{}, 0, reinstate.ErrNotFound
	}
	row, err := take(tx.all("connections").Where("hook = ? AND hook <> ''", hook), func(r connectionRow) connectionRow { return r })
	if err != nil {
		return reinstate.Connection{}, 0, err
	}
	return row.domain(), row.OrgID, nil
}

// AddConnection connects an account.
func (tx *Tx) AddConnection(c *reinstate.Connection) error {
	if err := tx.has("accounts", "id = ?", c.Account); err != nil {
		return err
	}
	if err := tx.wide(); err != nil {
		return err
	}
	if c.Added.IsZero() {
		c.Added = tx.now
	}
	if c.By == "" {
		c.By = tx.who.Name
	}
	row := rowOfConnection(*c)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	if err := tx.insert("connections", &row); err != nil {
		return duplicate(fmt.Errorf("add a connection: %w", err), "account", "This account is connected already.")
	}
	*c = row.domain()
	return nil
}

// SaveConnection changes a connection, unless it was changed meanwhile.
func (tx *Tx) SaveConnection(c *reinstate.Connection) error {
	if err := tx.wide(); err != nil {
		return err
	}
	row := rowOfConnection(*c)
	row.Version++
	if err := tx.replace("connections", c.ID, c.Version, &row, "account_id", "added_at", "by"); err != nil {
		return fmt.Errorf("save connection %d: %w", c.ID, err)
	}
	c.Version = row.Version
	return nil
}

// RemoveConnection forgets a connection with its keys. What was fetched stays.
func (tx *Tx) RemoveConnection(id reinstate.ConnectionID) error {
	if err := tx.has("connections", "id = ?", id); err != nil {
		return err
	}
	return tx.mine("connections").Where("id = ?", id).Delete(nil).Error
}
