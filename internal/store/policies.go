package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type policyEntryRow struct {
	ID          reinstate.PolicyEntryID `gorm:"primaryKey"`
	OrgID       reinstate.OrgID
	About       reinstate.PolicyKey
	Marketplace reinstate.Marketplace
	Title       string
	Text        string
	Source      string
	Effective   string
	Reviewed    string
	By          string
	SavedAt     int64
	ClosedAt    int64
	Version     int
}

func rowOfPolicyEntry(e reinstate.PolicyEntry) policyEntryRow {
	return policyEntryRow{
		ID: e.ID, About: e.About, Marketplace: e.Marketplace, Title: e.Title, Text: e.Text, Source: e.Source, Effective: e.Effective, Reviewed: e.Reviewed,
		By: e.By, SavedAt: micros(e.Saved), ClosedAt: micros(e.Closed), Version: e.Version,
	}
}

func (r policyEntryRow) domain() reinstate.PolicyEntry {
	return reinstate.PolicyEntry{
		ID: r.ID, About: r.About, Marketplace: r.Marketplace, Title: r.Title, Text: r.Text, Source: r.Source, Effective: r.Effective, Reviewed: r.Reviewed,
		By: r.By, Saved: moment(r.SavedAt), Closed: moment(r.ClosedAt), Version: r.Version,
	}
}

// mostPolicies bounds how many entries of its own a firm is shown.
const mostPolicies = 1000

// PolicyEntries lists what the firm writes of policies and has not put away.
func (tx *Tx) PolicyEntries() ([]reinstate.PolicyEntry, error) {
	return find(tx.mine("policy_entries").Where("closed_at = 0").Order("id").Limit(mostPolicies), policyEntryRow.domain)
}

// PolicyEntry is one entry of the firm's own.
func (tx *Tx) PolicyEntry(id reinstate.PolicyEntryID) (reinstate.PolicyEntry, error) {
	return take(tx.mine("policy_entries").Where("id = ?", id), policyEntryRow.domain)
}

// PolicyNote is the firm's note on an entry of the catalog.
func (tx *Tx) PolicyNote(about reinstate.PolicyKey) (reinstate.PolicyEntry, error) {
	return take(tx.mine("policy_entries").Where("about = ? AND about <> ''", about), policyEntryRow.domain)
}

// AddPolicyEntry adds an entry of the firm's own, or its note on one of the
// catalog.
func (tx *Tx) AddPolicyEntry(e *reinstate.PolicyEntry) error {
	if err := tx.wide(); err != nil {
		return err
	}
	if e.Saved.IsZero() {
		e.Saved = tx.now
	}
	if e.By == "" {
		e.By = tx.who.Name
	}
	row := rowOfPolicyEntry(*e)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	if err := tx.insert("policy_entries", &row); err != nil {
		return duplicate(fmt.Errorf("add a policy: %w", err), "text", "Somebody wrote a note on this policy at the same time. Load the page again.")
	}
	*e = row.domain()
	return nil
}

// SavePolicyEntry changes an entry of the firm's own unless somebody changed it
// first.
func (tx *Tx) SavePolicyEntry(e *reinstate.PolicyEntry) error {
	row := rowOfPolicyEntry(*e)
	row.Version++
	if err := tx.replace("policy_entries", e.ID, e.Version, &row, "about"); err != nil {
		return fmt.Errorf("save policy %d: %w", e.ID, err)
	}
	e.Version = row.Version
	return nil
}

type wordingRow struct {
	ID     int64 `gorm:"primaryKey"`
	OrgID  reinstate.OrgID
	Entry  reinstate.PolicyKey
	Digest string
	Text   string
	KeptAt int64
	By     string
}

func (r wordingRow) domain() reinstate.PolicyWording {
	return reinstate.PolicyWording{Entry: r.Entry, Digest: r.Digest, Text: r.Text, Kept: moment(r.KeptAt), By: r.By}
}

// KeepWording keeps what an entry says now. A wording that is kept already
// stays as it is.
func (tx *Tx) KeepWording(w reinstate.PolicyWording) error {
	if err := tx.wide(); err != nil {
		return err
	}
	return tx.g.Exec(`INSERT INTO policy_wordings (org_id, entry, digest, text, kept_at, by) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (org_id, entry, digest) DO NOTHING`,
		tx.who.Org, w.Entry, w.Digest, w.Text, micros(tx.now), tx.who.Name).Error
}

// Wording is what an entry said under a digest.
func (tx *Tx) Wording(entry reinstate.PolicyKey, digest string) (reinstate.PolicyWording, error) {
	return take(tx.mine("policy_wordings").Where("entry = ? AND digest = ?", entry, digest), wordingRow.domain)
}

type ackRow struct {
	ID     int64 `gorm:"primaryKey"`
	OrgID  reinstate.OrgID
	Entry  reinstate.PolicyKey
	Digest string
	UserID reinstate.UserID
	By     string
	ReadAt int64
}

func (r ackRow) domain() reinstate.PolicyAck {
	return reinstate.PolicyAck{Entry: r.Entry, Digest: r.Digest, User: r.UserID, By: r.By, Read: moment(r.ReadAt)}
}

// AddAck writes down that the actor read a wording. The wording must be kept.
func (tx *Tx) AddAck(entry reinstate.PolicyKey, digest string) error {
	if err := tx.wide(); err != nil {
		return err
	}
	if err := tx.has("policy_wordings", "entry = ? AND digest = ?", entry, digest); err != nil {
		return err
	}
	return tx.insert("policy_acks", &ackRow{OrgID: tx.who.Org, Entry: entry, Digest: digest, UserID: tx.who.User, By: tx.who.Name, ReadAt: micros(tx.now)})
}

// Acks lists who read an entry, the newest first.
func (tx *Tx) Acks(entry reinstate.PolicyKey) ([]reinstate.PolicyAck, error) {
	return find(tx.mine("policy_acks").Where("entry = ?", entry).Order("id DESC").Limit(mostPolicies), ackRow.domain)
}

// LatestAcks lists which wording of each entry each person of the firm read
// last.
func (tx *Tx) LatestAcks() ([]reinstate.PolicyAck, error) {
	return find(tx.mine("policy_acks").Where("id IN (SELECT max(id) FROM policy_acks WHERE org_id = ? GROUP BY entry, user_id)", tx.who.Org).Order("id"), ackRow.domain)
}

type readerRow struct {
	OrgID  reinstate.OrgID
	Entry  reinstate.PolicyKey
	UserID reinstate.UserID
}

func (r readerRow) domain() reinstate.PolicyReader {
	return reinstate.PolicyReader{Entry: r.Entry, User: r.UserID}
}

// PolicyReaders lists who is asked to read which entries.
func (tx *Tx) PolicyReaders() ([]reinstate.PolicyReader, error) {
	return find(tx.mine("policy_readers").Order("entry, user_id"), readerRow.domain)
}

// SetPolicyReaders says who is asked to read an entry, in place of who was.
func (tx *Tx) SetPolicyReaders(entry reinstate.PolicyKey, users []reinstate.UserID) error {
	if err := tx.wide(); err != nil {
		return err
	}
	return tx.atomic(func() error {
		if err := tx.g.Exec("DELETE FROM policy_readers WHERE org_id = ? AND entry = ?", tx.who.Org, entry).Error; err != nil {
			return err
		}
		for _, u := range users {
			if err := tx.has("users", "id = ? AND client_id = 0", u); err != nil {
				return err
			}
			if err := tx.insert("policy_readers", &readerRow{tx.who.Org, entry, u}); err != nil {
				return fmt.Errorf("name a reader: %w", err)
			}
		}
		return nil
	})
}
