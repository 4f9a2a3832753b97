package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type exhibitRow struct {
	ID          reinstate.ExhibitID `gorm:"primaryKey"`
	OrgID       reinstate.OrgID
	CaseID      reinstate.CaseID
	Letter      string
	Kind        reinstate.ExhibitKind
	Title       string
	FileName    string
	MediaType   string
	Size        int64
	SHA256      string `gorm:"column:sha256"`
	Pages       int
	Dated       string
	Shows       string
	AddedAt     int64
	AddedBy     string
	WithdrawnAt int64
	Algorithm   string
	Record      doc[recordDoc]
	Made        doc[makingDoc]
	ReplacesID  reinstate.ExhibitID
	NewerID     reinstate.ExhibitID
	ReplacedAt  int64
	PurgedAt    int64
	Version     int
}

func rowOfExhibit(x reinstate.Exhibit) exhibitRow {
	return exhibitRow{
		ID: x.ID, CaseID: x.Case, Letter: x.Letter, Kind: x.Kind, Title: x.Title, FileName: x.FileName, MediaType: x.MediaType,
		Size: x.Size, SHA256: x.SHA256, Pages: x.Pages, Dated: x.Dated, Shows: x.Shows, AddedAt: micros(x.Added),
		AddedBy: x.AddedBy, WithdrawnAt: micros(x.Withdrawn), Algorithm: x.Algorithm, Record: docOfRecord(x.Record),
		Made: docOfMaking(x.Made), ReplacesID: x.Replaces, NewerID: x.Newer, ReplacedAt: micros(x.Replaced), PurgedAt: micros(x.Purged),
		Version: x.Version,
	}
}

func (r exhibitRow) domain() reinstate.Exhibit {
	return reinstate.Exhibit{
		ID: r.ID, Case: r.CaseID, Letter: r.Letter, Kind: r.Kind, Title: r.Title, FileName: r.FileName, MediaType: r.MediaType,
		Size: r.Size, SHA256: r.SHA256, Pages: r.Pages, Dated: r.Dated, Shows: r.Shows, Added: moment(r.AddedAt),
		AddedBy: r.AddedBy, Withdrawn: moment(r.WithdrawnAt), Algorithm: r.Algorithm, Record: r.Record.V.domain(),
		Made: r.Made.V.domain(), Replaces: r.ReplacesID, Newer: r.NewerID, Replaced: moment(r.ReplacedAt), Purged: moment(r.PurgedAt),
		Version: r.Version,
	}
}

// Exhibits lists the exhibits of a case by letter, A to Z and then AA, those
// that were withdrawn too.
func (tx *Tx) Exhibits(id reinstate.CaseID) ([]reinstate.Exhibit, error) {
	return find(tx.mine("exhibits").Where("case_id = ?", id).Order("length(letter), letter"), exhibitRow.domain)
}

// Exhibit is one exhibit.
func (tx *Tx) Exhibit(id reinstate.ExhibitID) (reinstate.Exhibit, error) {
	return take(tx.mine("exhibits").Where("id = ?", id), exhibitRow.domain)
}

// ExhibitsByDigest lists the exhibits of a case whose bytes have a hash.
func (tx *Tx) ExhibitsByDigest(id reinstate.CaseID, sha256 string) ([]reinstate.Exhibit, error) {
	return find(tx.mine("exhibits").Where("case_id = ? AND sha256 = ?", id, sha256).Order("id"), exhibitRow.domain)
}

// AddExhibit adds a document to a case, opens its custody, and gives it the
// next letter, which no exhibit of the case has had before.
func (tx *Tx) AddExhibit(x *reinstate.Exhibit, e reinstate.Event) error {
	added := *x
	err := tx.record(x.Case, e, func() error {
		var last string
		res := tx.mine("exhibits").Select("letter").Where("case_id = ?", x.Case).Order("length(letter) DESC, letter DESC").Limit(1).Scan(&last)
		if res.Error != nil {
			return res.Error
		}
		added.Letter = letterAfter(last)
		if added.Added.IsZero() {
			added.Added = tx.now
		}
		if added.AddedBy == "" {
			added.AddedBy = tx.who.Name
		}
		if added.Algorithm == "" {
			added.Algorithm = reinstate.DigestAlgorithm
		}
		row := rowOfExhibit(added)
		row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
		if err := tx.insert("exhibits", &row); err != nil {
			return err
		}
		added = row.domain()
		return tx.handle(x.Case, row.ID, reinstate.CustodyAdded, added.Algorithm+" "+added.SHA256)
	})
	if err != nil {
		return fmt.Errorf("add an exhibit: %w", err)
	}
	*x = added
	return nil
}

// SaveExhibit changes what is said of an exhibit: kind, title, date, pages,
// record, what it shows, and whether it is withdrawn or replaced. The document,
// its name, hash and letter stay as they are.
func (tx *Tx) SaveExhibit(x *reinstate.Exhibit, e reinstate.Event) error {
	row := rowOfExhibit(*x)
	row.Version++
	err := tx.record(x.Case, e, func() error {
		if err := tx.has("exhibits", "id = ? AND case_id = ?", x.ID, x.Case); err != nil {
			return err
		}
		return tx.replace("exhibits", x.ID, x.Version, &row,
			"case_id", "letter", "file_name", "media_type", "size", "sha256", "algorithm", "made", "replaces_id", "added_at", "added_by")
	})
	if err != nil {
		return fmt.Errorf("save exhibit %d: %w", x.ID, err)
	}
	x.Version = row.Version
	return nil
}

// letterAfter is the letter that follows: A to Z, AA to AZ, BA and so on.
func letterAfter(letter string) string {
	b := []byte(letter)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] != 'Z' {
			b[i]++
			return string(b)
		}
		b[i] = 'A'
	}
	return "A" + string(b)
}
