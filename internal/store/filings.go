package store

import (
	"errors"
	"fmt"
	"maps"
	"strconv"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

type filingRow struct {
	ID          reinstate.FilingID `gorm:"primaryKey"`
	OrgID       reinstate.OrgID
	CaseID      reinstate.CaseID
	Round       int
	Revision    int
	SHA256      string `gorm:"column:sha256"`
	Size        int64
	Pages       int
	Manifest    doc[[]manifestDoc]
	Profile     string
	Parts       doc[[]partDoc]
	Channel     string
	Note        string
	FiledBy     string
	FiledAt     int64
	Receipt     string
	ProofID     reinstate.ExhibitID
	NoneGiven   bool
	ReceiptedAt int64
	SentAt      int64
}

func rowOfFiling(f reinstate.Filing) filingRow {
	return filingRow{
		ID: f.ID, CaseID: f.Case, Round: f.Round, Revision: f.Revision, SHA256: f.SHA256, Size: f.Size, Pages: f.Pages,
		Manifest: doc[[]manifestDoc]{each(f.Manifest, manifestDocOf)}, Profile: f.Profile, Parts: partDocs(f.Parts),
		Channel: f.Channel, Note: f.Note, FiledBy: f.FiledBy, FiledAt: micros(f.Filed),
		Receipt: f.Receipt, ProofID: f.Proof, NoneGiven: f.NoneGiven, ReceiptedAt: micros(f.ReceiptedAt), SentAt: micros(f.Sent),
	}
}

func (r filingRow) domain() reinstate.Filing {
	return reinstate.Filing{
		ID: r.ID, Case: r.CaseID, Round: r.Round, Revision: r.Revision, SHA256: r.SHA256, Size: r.Size, Pages: r.Pages,
		Manifest: each(r.Manifest.V, manifestDoc.domain), Profile: r.Profile, Parts: packetParts(r.Parts),
		Channel: r.Channel, Note: r.Note, FiledBy: r.FiledBy, Filed: moment(r.FiledAt),
		Receipt: r.Receipt, Proof: r.ProofID, NoneGiven: r.NoneGiven, ReceiptedAt: moment(r.ReceiptedAt), Sent: moment(r.SentAt),
	}
}

// Filings lists what was sent in a case, round by round.
func (tx *Tx) Filings(id reinstate.CaseID) ([]reinstate.Filing, error) {
	return find(tx.mine("filings").Where("case_id = ?", id).Order("round"), filingRow.domain)
}

// Filing is what was sent in a round, or ErrNotFound while nothing was.
func (tx *Tx) Filing(id reinstate.CaseID, round int) (reinstate.Filing, error) {
	return take(tx.mine("filings").Where("case_id = ? AND round = ?", id, round), filingRow.domain)
}

// AddFiling seals what was sent in a round: nothing but the receipt changes
// any more. Its entry on the timeline keeps the digest of the whole filing as
// "seal". A round that was filed already is ErrConflict.
func (tx *Tx) AddFiling(f *reinstate.Filing, e reinstate.Event) error {
	row := rowOfFiling(*f)
	row.ID, row.OrgID = 0, tx.who.Org
	if f.Filed.IsZero() {
		row.FiledAt = micros(tx.now)
	}
	if f.FiledBy == "" {
		row.FiledBy = tx.who.Name
	}
	with := map[string]string{"round": strconv.Itoa(f.Round), "sha256": f.SHA256}
	maps.Copy(with, e.With)
	e.With = with
	err := tx.record(f.Case, e, func() (err error) {
		if err := tx.proves(*f); err != nil {
			return err
		}
		if err := tx.insert("filings", &row); err != nil {
			return err
		}
		with["seal"], err = tx.vouched(row.ID)
		return err
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		err = reinstate.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("seal the filing of round %d: %w", f.Round, err)
	}
	*f = row.domain()
	return nil
}

// SaveReceipt adds to a filing when it was sent, and what the marketplace gave
// for it: a reference, a proof of submission, or nothing.
func (tx *Tx) SaveReceipt(f *reinstate.Filing, e reinstate.Event) error {
	received := f.ReceiptedAt
	if received.IsZero() {
		received = tx.now
	}
	err := tx.record(f.Case, e, func() error {
		if err := tx.has("filings", "id = ? AND case_id = ?", f.ID, f.Case); err != nil {
			return err
		}
		if err := tx.proves(*f); err != nil {
			return err
		}
		return tx.mine("filings").Where("id = ?", f.ID).Updates(map[string]any{
			"receipt": f.Receipt, "proof_id": f.Proof, "none_given": f.NoneGiven, "receipted_at": micros(received), "sent_at": micros(f.Sent),
		}).Error
	})
	if err != nil {
		return fmt.Errorf("save the receipt of filing %d: %w", f.ID, err)
	}
	f.ReceiptedAt = received
	return nil
}

// proves checks that the proof of submission is an exhibit of the case.
func (tx *Tx) proves(f reinstate.Filing) error {
	if f.Proof == 0 {
		return nil
	}
	return tx.has("exhibits", "id = ? AND case_id = ?", f.Proof, f.Case)
}
