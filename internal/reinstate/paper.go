package reinstate

import "time"

// PaperID names a document of a standing file.
type PaperID int64

// Paper is a document kept for an account before any notice comes. When a case
// is opened it can be taken into the evidence, where it becomes an exhibit with
// the same bytes.
type Paper struct {
	ID        PaperID
	Account   AccountID
	Kind      ExhibitKind
	Title     string
	FileName  string
	MediaType string
	Size      int64
	SHA256    string
	Algorithm string
	Pages     int
	Dated     string // YYYY-MM-DD; may be empty
	Shows     string
	Record    Record
	Made      Making
	Added     time.Time
	AddedBy   string
	Removed   time.Time // zero while it is kept
	Version   int
}

// Exhibit is the paper as it would stand in a case.
func (p Paper) Exhibit() Exhibit {
	return Exhibit{
		Kind: p.Kind, Title: p.Title, FileName: p.FileName, MediaType: p.MediaType, Size: p.Size, SHA256: p.SHA256, Algorithm: p.Algorithm,
		Pages: p.Pages, Dated: p.Dated, Shows: p.Shows, Record: p.Record, Made: p.Made,
	}
}
