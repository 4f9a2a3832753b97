package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type noticeRow struct {
	ID         reinstate.NoticeID `gorm:"primaryKey"`
	OrgID      reinstate.OrgID
	CaseID     *reinstate.CaseID // nil while it waits to be checked
	AccountID  reinstate.AccountID
	Kind       reinstate.MessageKind
	Round      int
	Text       string
	Subject    string
	Sender     string
	FileName   string
	MediaType  string
	Size       int64
	SHA256     string `gorm:"column:sha256"`
	ReceivedAt int64
	DatedAt    int64
	LoggedAt   int64
	Read       doc[readingDoc]
	Checked    doc[readingDoc]
	CheckedBy  string
	CheckedAt  int64
	Version    int
}

func rowOfNotice(n reinstate.Notice) noticeRow {
	row := noticeRow{
		ID: n.ID, AccountID: n.Account, Kind: n.Kind, Round: n.Round, Text: n.Text, Subject: n.Subject, Sender: n.Sender,
		FileName: n.FileName, MediaType: n.MediaType, Size: n.Size, SHA256: n.SHA256, ReceivedAt: micros(n.Received), DatedAt: micros(n.Dated),
		LoggedAt: micros(n.Logged), Read: docOfReading(n.Read), Checked: docOfReading(n.Checked), CheckedBy: n.CheckedBy,
		CheckedAt: micros(n.CheckedAt), Version: n.Version,
	}
	if n.Case != 0 {
		row.CaseID = &n.Case
	}
	return row
}

func (r noticeRow) domain() reinstate.Notice {
	n := reinstate.Notice{
		ID: r.ID, Account: r.AccountID, Kind: r.Kind, Round: r.Round, Text: r.Text, Subject: r.Subject, Sender: r.Sender,
		FileName: r.FileName, MediaType: r.MediaType, Size: r.Size, SHA256: r.SHA256, Received: moment(r.ReceivedAt), Dated: moment(r.DatedAt),
		Logged: moment(r.LoggedAt), Read: r.Read.V.domain(), Checked: r.Checked.V.domain(), CheckedBy: r.CheckedBy,
		CheckedAt: moment(r.CheckedAt), Version: r.Version,
	}
	if r.CaseID != nil {
		n.Case = *r.CaseID
	}
	return n
}

// original are the columns of a notice that stay as they came.
var original = []string{"text", "subject", "sender", "file_name", "media_type", "size", "sha256", "logged_at", "dated_at", "read"}

// Notice is one message, in a case or waiting to be checked.
func (tx *Tx) Notice(id reinstate.NoticeID) (reinstate.Notice, error) {
	return take(tx.mine("notices").Where("id = ?", id), noticeRow.domain)
}

// Notices lists the messages of a case in the order they were received.
func (tx *Tx) Notices(id reinstate.CaseID) ([]reinstate.Notice, error) {
	return find(tx.mine("notices").Where("case_id = ?", id).Order("received_at, id"), noticeRow.domain)
}

// WaitingNotices lists the messages that are in no case and that nobody has
// looked at, the newest first, as many as a page can show.
func (tx *Tx) WaitingNotices() ([]reinstate.Notice, error) {
	const most = 50
	return find(tx.mine("notices").Where("case_id IS NULL AND checked_at = 0").Order("logged_at DESC, id DESC").Limit(most), noticeRow.domain)
}

// NoticesByDigest lists the messages whose original bytes have a hash, the
// oldest first.
func (tx *Tx) NoticesByDigest(sha256 string) ([]reinstate.Notice, error) {
	return find(tx.mine("notices").Where("sha256 = ?", sha256).Order("id"), noticeRow.domain)
}

// AddNotice keeps a message. In a case it takes the event for its timeline;
// one that waits to be checked has no timeline yet, and e is not used. A
// message of a case belongs to the case's account.
func (tx *Tx) AddNotice(n *reinstate.Notice, e reinstate.Event) error {
	if n.Logged.IsZero() {
		n.Logged = tx.now
	}
	if n.Received.IsZero() {
		n.Received = n.Logged
	}
	row := rowOfNotice(*n)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	err := tx.recordNotice(&row, e, func() error { return tx.insert("notices", &row) })
	if err != nil {
		return fmt.Errorf("keep a notice: %w", err)
	}
	*n = row.domain()
	return nil
}

// SaveNotice changes what is known of a message: its case, account, kind,
// round, when it was received, and the checked reading. The message itself and
// what the reader said of it stay as they are. A message that is in a case
// stays there.
func (tx *Tx) SaveNotice(n *reinstate.Notice, e reinstate.Event) error {
	was, err := tx.Notice(n.ID)
	if err != nil {
		return fmt.Errorf("notice %d: %w", n.ID, err)
	}
	if was.Case != 0 && was.Case != n.Case {
		return fmt.Errorf("notice %d is in a case already: %w", n.ID, reinstate.ErrConflict)
	}
	row := rowOfNotice(*n)
	row.Version++
	err = tx.recordNotice(&row, e, func() error { return tx.replace("notices", n.ID, n.Version, &row, original...) })
	if err != nil {
		return fmt.Errorf("save notice %d: %w", n.ID, err)
	}
	n.Account, n.Version = row.AccountID, row.Version
	return nil
}

// recordNotice changes a notice with its timeline entry if it is in a case,
// and checks that its account is the firm's.
func (tx *Tx) recordNotice(row *noticeRow, e reinstate.Event, change func() error) error {
	if row.CaseID == nil {
		if err := tx.noticeAccount(row.AccountID); err != nil {
			return err
		}
		return change()
	}
	return tx.record(*row.CaseID, e, func() error {
		c, err := tx.Case(*row.CaseID)
		if err != nil {
			return err
		}
		row.AccountID = c.Account
		return change()
	})
}

// noticeAccount checks the account of a message that waits. It may be unknown
// yet, except to an actor who sees one client only.
func (tx *Tx) noticeAccount(id reinstate.AccountID) error {
	if id == 0 {
		return tx.wide()
	}
	return tx.has("accounts", "id = ?", id)
}
