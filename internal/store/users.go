package store

import (
	"fmt"
	"strings"

	"reinstate/internal/reinstate"
)

type userRow struct {
	ID           reinstate.UserID `gorm:"primaryKey"`
	OrgID        reinstate.OrgID
	Email        string
	Name         string
	Role         reinstate.Role
	ClientID     reinstate.ClientID
	PasswordHash string
	Language     string
	Zone         string
	Disabled     bool
	AddedAt      int64
	Version      int
}

func rowOfUser(u reinstate.User) userRow {
	return userRow{
		ID: u.ID, OrgID: u.Org, Email: strings.ToLower(u.Email), Name: u.Name, Role: u.Role, ClientID: u.Client,
		Language: u.Language, Zone: u.Zone, Disabled: u.Disabled, AddedAt: micros(u.Added), Version: u.Version,
	}
}

func (r userRow) domain() reinstate.User {
	return reinstate.User{
		ID: r.ID, Org: r.OrgID, Email: r.Email, Name: r.Name, Role: r.Role, Client: r.ClientID,
		Language: r.Language, Zone: r.Zone, Disabled: r.Disabled, Added: moment(r.AddedAt), Version: r.Version,
	}
}

const emailTaken = "Somebody already signs in with this e-mail address."

// AddUser adds a person to the actor's firm. An address that is taken, in any
// firm, is Invalid; it is kept in lower case.
func (tx *Tx) AddUser(u *reinstate.User, passwordHash string) error {
	if err := tx.wide(); err != nil {
		return err
	}
	if err := tx.belongs(u.Org, u.Client); err != nil {
		return err
	}
	if u.Added.IsZero() {
		u.Added = tx.now
	}
	row := rowOfUser(*u)
	row.ID, row.OrgID, row.Version, row.PasswordHash = 0, tx.who.Org, 1, passwordHash
	if err := tx.insert("users", &row); err != nil {
		return duplicate(fmt.Errorf("add person: %w", err), "email", emailTaken)
	}
	*u = row.domain()
	return nil
}

// belongs refuses a person of another firm, or one tied to another's client.
func (tx *Tx) belongs(org reinstate.OrgID, client reinstate.ClientID) error {
	if org != 0 && org != tx.who.Org {
		return reinstate.ErrNotFound
	}
	if client == 0 {
		return nil
	}
	return tx.has("clients", "id = ?", client)
}

// Users lists the people of the firm by name, the disabled ones too.
func (tx *Tx) Users() ([]reinstate.User, error) {
	return find(tx.mine("users").Order("name, id"), userRow.domain)
}

// User is one person of the firm.
func (tx *Tx) User(id reinstate.UserID) (reinstate.User, error) {
	return take(tx.mine("users").Where("id = ?", id), userRow.domain)
}

// SaveUser changes a person, the password excepted.
func (tx *Tx) SaveUser(u *reinstate.User) error {
	if err := tx.belongs(u.Org, u.Client); err != nil {
		return err
	}
	row := rowOfUser(*u)
	row.Version++
	if err := tx.replace("users", u.ID, u.Version, &row, "password_hash", "added_at"); err != nil {
		return duplicate(err, "email", emailTaken)
	}
	u.Email, u.Version = row.Email, row.Version
	return nil
}

// Credentials is the person who signs in with an address, with the hash of the
// password. It looks beyond the actor's firm, who is not known yet.
func (tx *Tx) Credentials(email string) (reinstate.User, string, error) {
	row, err := take(tx.all("users").Where("email = ?", strings.ToLower(email)), func(r userRow) userRow { return r })
	return row.domain(), row.PasswordHash, err
}

// SetPassword replaces the hash of a person's password.
func (tx *Tx) SetPassword(id reinstate.UserID, hash string) error {
	res := tx.mine("users").Where("id = ?", id).Update("password_hash", hash)
	if res.Error == nil && res.RowsAffected == 0 {
		return fmt.Errorf("person %d: %w", id, reinstate.ErrNotFound)
	}
	return res.Error
}
