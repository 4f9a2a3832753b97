package store

import (
	"errors"
	"fmt"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

type outgoingRow struct {
	ID         reinstate.OutgoingID `gorm:"primaryKey"`
	OrgID      reinstate.OrgID
	CaseID     reinstate.CaseID
	MessageID  string
	Template   string
	Party      reinstate.Party
	Sender     string
	Recipients doc[[]string]
	ReplyTo    string
	Subject    string
	Body       string
	Answers    string
	Attached   doc[[]reinstate.MailFile]
	SHA256     string `gorm:"column:sha256"`
	Size       int64
	WrittenAt  int64
	WrittenBy  string
	State      reinstate.OutgoingState
	Told       string
	TriedAt    int64
	SentAt     int64
	Version    int
}

func rowOfOutgoing(m reinstate.Outgoing) outgoingRow {
	return outgoingRow{
		ID: m.ID, CaseID: m.Case, MessageID: m.MessageID, Template: m.Template, Party: m.Party, Sender: m.From,
		Recipients: doc[[]string]{m.To}, ReplyTo: m.ReplyTo, Subject: m.Subject, Body: m.Body, Answers: m.Answers,
		Attached: doc[[]reinstate.MailFile]{m.Attached}, SHA256: m.SHA256, Size: m.Size,
		WrittenAt: micros(m.Written), WrittenBy: m.WrittenBy, State: m.State, Told: m.Told,
		TriedAt: micros(m.Tried), SentAt: micros(m.Sent), Version: m.Version,
	}
}

func (r outgoingRow) domain() reinstate.Outgoing {
	return reinstate.Outgoing{
		ID: r.ID, Case: r.CaseID, MessageID: r.MessageID, Template: r.Template, Party: r.Party, From: r.Sender,
		To: r.Recipients.V, ReplyTo: r.ReplyTo, Subject: r.Subject, Body: r.Body, Answers: r.Answers,
		Attached: r.Attached.V, SHA256: r.SHA256, Size: r.Size,
		Written: moment(r.WrittenAt), WrittenBy: r.WrittenBy, State: r.State, Told: r.Told,
		Tried: moment(r.TriedAt), Sent: moment(r.SentAt), Version: r.Version,
	}
}

// AddOutgoing keeps a mail that is to be sent. One with the same Message-ID is
// ErrConflict.
func (tx *Tx) AddOutgoing(m *reinstate.Outgoing, e reinstate.Event) error {
	row := rowOfOutgoing(*m)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	if m.Written.IsZero() {
		row.WrittenAt = micros(tx.now)
	}
	if m.WrittenBy == "" {
		row.WrittenBy = tx.who.Name
	}
	err := tx.record(m.Case, e, func() error {
		for _, f := range m.Attached {
			if f.Exhibit == 0 {
				continue
			}
			if err := tx.has("exhibits", "id = ? AND case_id = ?", f.Exhibit, m.Case); err != nil {
				return err
			}
		}
		return tx.insert("outgoing", &row)
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		err = reinstate.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("keep a mail to be sent: %w", err)
	}
	*m = row.domain()
	return nil
}

// SaveOutgoing changes how far the delivery of a mail is. The mail itself stays.
func (tx *Tx) SaveOutgoing(m *reinstate.Outgoing, e reinstate.Event) error {
	row := rowOfOutgoing(*m)
	row.Version++
	err := tx.record(m.Case, e, func() error {
		return tx.replace("outgoing", m.ID, m.Version, &row, "case_id", "message_id", "template", "party", "sender", "recipients",
			"reply_to", "subject", "body", "answers", "attached", "sha256", "size", "written_at", "written_by")
	})
	if err != nil {
		return fmt.Errorf("save outgoing mail %d: %w", m.ID, err)
	}
	m.Version = row.Version
	return nil
}

// Outgoing is one mail that was sent from a case.
func (tx *Tx) Outgoing(id reinstate.OutgoingID) (reinstate.Outgoing, error) {
	return take(tx.mine("outgoing").Where("id = ?", id), outgoingRow.domain)
}

// OutgoingOf lists the mails that were sent from a case, the oldest first.
func (tx *Tx) OutgoingOf(id reinstate.CaseID) ([]reinstate.Outgoing, error) {
	return find(tx.mine("outgoing").Where("case_id = ?", id).Order("written_at, id"), outgoingRow.domain)
}

// OutgoingAnswered is the mail of ours that one of these Message-IDs names, the
// first that is known, or ErrNotFound.
func (tx *Tx) OutgoingAnswered(messageIDs []string) (reinstate.Outgoing, error) {
	for _, id := range messageIDs {
		m, err := take(tx.mine("outgoing").Where("message_id = ?", id), outgoingRow.domain)
		if !errors.Is(err, reinstate.ErrNotFound) {
			return m, err
		}
	}
	return reinstate.Outgoing{}, reinstate.ErrNotFound
}
