package store

import (
	"fmt"
	"time"

	"reinstate/internal/reinstate"
)

type paperRow struct {
	ID        reinstate.PaperID `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	AccountID reinstate.AccountID
	Kind      reinstate.ExhibitKind
	Title     string
	FileName  string
	MediaType string
	Size      int64
	SHA256    string `gorm:"column:sha256"`
	Algorithm string
	Pages     int
	Dated     string
	Shows     string
	Record    doc[recordDoc]
	Made      doc[makingDoc]
	AddedAt   int64
	AddedBy   string
	RemovedAt int64
	Version   int
}

func rowOfPaper(p reinstate.Paper) paperRow {
	return paperRow{
		ID: p.ID, AccountID: p.Account, Kind: p.Kind, Title: p.Title, FileName: p.FileName, MediaType: p.MediaType, Size: p.Size, SHA256: p.SHA256,
		Algorithm: p.Algorithm, Pages: p.Pages, Dated: p.Dated, Shows: p.Shows, Record: docOfRecord(p.Record), Made: docOfMaking(p.Made),
		AddedAt: micros(p.Added), AddedBy: p.AddedBy, RemovedAt: micros(p.Removed), Version: p.Version,
	}
}

func (r paperRow) domain() reinstate.Paper {
	return reinstate.Paper{
		ID: r.ID, Account: r.AccountID, Kind: r.Kind, Title: r.Title, FileName: r.FileName, MediaType: r.MediaType, Size: r.Size, SHA256: r.SHA256,
		Algorithm: r.Algorithm, Pages: r.Pages, Dated: r.Dated, Shows: r.Shows, Record: r.Record.V.domain(), Made: r.Made.V.domain(),
		Added: moment(r.AddedAt), AddedBy: r.AddedBy, Removed: moment(r.RemovedAt), Version: r.Version,
	}
}

// Papers lists the documents of an account's standing file in the order in
// which they came, without those that were removed.
func (tx *Tx) Papers(id reinstate.AccountID) ([]reinstate.Paper, error) {
	return find(tx.mine("papers").Where("account_id = ? AND removed_at = 0", id).Order("id"), paperRow.domain)
}

// Paper is one document of a standing file.
func (tx *Tx) Paper(id reinstate.PaperID) (reinstate.Paper, error) {
	return take(tx.mine("papers").Where("id = ?", id), paperRow.domain)
}

// AddPaper adds a document to the standing file of an account.
func (tx *Tx) AddPaper(p *reinstate.Paper) error {
	if err := tx.has("accounts", "id = ?", p.Account); err != nil {
		return fmt.Errorf("add a paper: %w", err)
	}
	row := rowOfPaper(*p)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	if row.Algorithm == "" {
		row.Algorithm = reinstate.DigestAlgorithm
	}
	if err := tx.insert("papers", &row); err != nil {
		return fmt.Errorf("add a paper: %w", err)
	}
	*p = row.domain()
	return nil
}

// SavePaper changes what is said of a document, and whether it is removed. The
// document itself stays as it is.
func (tx *Tx) SavePaper(p *reinstate.Paper) error {
	row := rowOfPaper(*p)
	row.Version++
	err := tx.replace("papers", p.ID, p.Version, &row,
		"account_id", "file_name", "media_type", "size", "sha256", "algorithm", "made", "added_at", "added_by")
	if err != nil {
		return fmt.Errorf("save paper %d: %w", p.ID, err)
	}
	p.Version = row.Version
	return nil
}

// RemovedPapers lists the firm's documents that were removed before an instant.
func (tx *Tx) RemovedPapers(before time.Time) ([]reinstate.Paper, error) {
	return find(tx.mine("papers").Where("account_id IN (SELECT id FROM accounts WHERE org_id = ?)", tx.who.Org).
		Where("removed_at > 0 AND removed_at <= ?", micros(before)).Order("id").Limit(mostTrash), paperRow.domain)
}

// DropPaper forgets a document that was removed.
func (tx *Tx) DropPaper(id reinstate.PaperID) error {
	if err := tx.has("papers", "id = ? AND removed_at > 0", id); err != nil {
		return err
	}
	return tx.g.Exec("DELETE FROM papers WHERE org_id = ? AND id = ? AND removed_at > 0", tx.who.Org, id).Error
}
