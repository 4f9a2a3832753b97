package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type mappingRow struct {
	ID          int64 `gorm:"primaryKey"`
	OrgID       reinstate.OrgID
	Fingerprint string
	Mapping     doc[reinstate.Mapping]
}

func (r mappingRow) domain() reinstate.Mapping { return r.Mapping.V }

// Mapping is what somebody of the firm said of the columns of a table with this
// header.
func (tx *Tx) Mapping(fingerprint string) (reinstate.Mapping, error) {
	return take(tx.mine("health_mappings").Where("fingerprint = ?", fingerprint), mappingRow.domain)
}

// SaveMapping remembers what the columns of a table mean, in place of what was
// remembered for the same header.
func (tx *Tx) SaveMapping(m reinstate.Mapping) error {
	if err := tx.wide(); err != nil {
		return err
	}
	return tx.g.Exec(`INSERT INTO health_mappings (org_id, fingerprint, mapping) VALUES (?, ?, ?)
		ON CONFLICT (org_id, fingerprint) DO UPDATE SET mapping = excluded.mapping`, tx.who.Org, m.Fingerprint, doc[reinstate.Mapping]{m}).Error
}

type healthUploadRow struct {
	ID        reinstate.UploadID `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	AccountID reinstate.AccountID
	FileName  string
	MediaType string
	Size      int64
	SHA256    string `gorm:"column:sha256"`
	AddedAt   int64
	By        string
}

func (r healthUploadRow) domain() reinstate.HealthUpload {
	return reinstate.HealthUpload{
		ID: r.ID, Account: r.AccountID, FileName: r.FileName, MediaType: r.MediaType, Size: r.Size, SHA256: r.SHA256, Added: moment(r.AddedAt), By: r.By,
	}
}

// AddHealthUpload notes a file that waits to be checked.
func (tx *Tx) AddHealthUpload(u *reinstate.HealthUpload) error {
	if err := tx.has("accounts", "id = ?", u.Account); err != nil {
		return err
	}
	if err := tx.wide(); err != nil {
		return err
	}
	if u.Added.IsZero() {
		u.Added = tx.now
	}
	if u.By == "" {
		u.By = tx.who.Name
	}
	row := healthUploadRow{
		OrgID: tx.who.Org, AccountID: u.Account, FileName: u.FileName, MediaType: u.MediaType, Size: u.Size, SHA256: u.SHA256, AddedAt: micros(u.Added), By: u.By,
	}
	if err := tx.insert("health_uploads", &row); err != nil {
		return fmt.Errorf("note an upload: %w", err)
	}
	*u = row.domain()
	return nil
}

// HealthUpload is one file that waits.
func (tx *Tx) HealthUpload(id reinstate.UploadID) (reinstate.HealthUpload, error) {
	return take(tx.mine("health_uploads").Where("id = ?", id), healthUploadRow.domain)
}

// HealthUploads lists the files of an account that wait, the newest first.
func (tx *Tx) HealthUploads(account reinstate.AccountID, limit int) ([]reinstate.HealthUpload, error) {
	return find(tx.mine("health_uploads").Where("account_id = ?", account).Order("id DESC").Limit(limit), healthUploadRow.domain)
}

// RemoveHealthUpload forgets a file that waited. Its bytes stay where a report holds
// them.
func (tx *Tx) RemoveHealthUpload(id reinstate.UploadID) error {
	if err := tx.has("health_uploads", "id = ?", id); err != nil {
		return err
	}
	return tx.mine("health_uploads").Where("id = ?", id).Delete(&healthUploadRow{}).Error
}
