package store

import (
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

type mailRow struct {
	ID          reinstate.MailID `gorm:"primaryKey"`
	OrgID       reinstate.OrgID
	CaseID      *reinstate.CaseID
	NoticeID    *reinstate.NoticeID
	MessageID   string
	Sender      string
	Subject     string
	SHA256      string `gorm:"column:sha256"`
	Size        int64
	CameAt      int64
	Source      string
	Sort        reinstate.MailSort
	Thread      reinstate.MailThread
	Attached    doc[[]reinstate.MailFile]
	DismissedAt int64
	DismissedBy string
	Version     int
}

func rowOfMail(m reinstate.Mail) mailRow {
	row := mailRow{
		ID: m.ID, MessageID: m.MessageID, Sender: m.Sender, Subject: m.Subject, SHA256: m.SHA256, Size: m.Size, CameAt: micros(m.Came),
		Source: m.Source, Sort: m.Sort, Thread: m.Thread, Attached: doc[[]reinstate.MailFile]{m.Attached},
		DismissedAt: micros(m.Dismissed), DismissedBy: m.DismissedBy, Version: m.Version,
	}
	if m.Case != 0 {
		row.CaseID = &m.Case
	}
	if m.Notice != 0 {
		row.NoticeID = &m.Notice
	}
	return row
}

func (r mailRow) domain() reinstate.Mail {
	m := reinstate.Mail{
		ID: r.ID, MessageID: r.MessageID, Sender: r.Sender, Subject: r.Subject, SHA256: r.SHA256, Size: r.Size, Came: moment(r.CameAt),
		Source: r.Source, Sort: r.Sort, Thread: r.Thread, Attached: r.Attached.V,
		Dismissed: moment(r.DismissedAt), DismissedBy: r.DismissedBy, Version: r.Version,
	}
	if r.CaseID != nil {
		m.Case = *r.CaseID
	}
	if r.NoticeID != nil {
		m.Notice = *r.NoticeID
	}
	return m
}

// AddMail keeps a mail. One that was kept before, by its bytes or by its own
// identifier, is ErrConflict. In a case it takes the event for its timeline.
func (tx *Tx) AddMail(m *reinstate.Mail, e reinstate.Event) error {
	if err := tx.wide(); err != nil {
		return err
	}
	if m.Came.IsZero() {
		m.Came = tx.now
	}
	row := rowOfMail(*m)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	err := tx.recordMail(&row, e, func() error { return tx.insert("mails", &row) })
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		err = reinstate.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("keep a mail: %w", err)
	}
	*m = row.domain()
	return nil
}

// SaveMail changes what was made of a mail: its case and message, its
// attachments, and whether it was put aside. The mail itself stays.
func (tx *Tx) SaveMail(m *reinstate.Mail, e reinstate.Event) error {
	row := rowOfMail(*m)
	row.Version++
	err := tx.recordMail(&row, e, func() error {
		return tx.replace("mails", m.ID, m.Version, &row, "message_id", "sender", "subject", "sha256", "size", "came_at", "source", "sort")
	})
	if err != nil {
		return fmt.Errorf("save mail %d: %w", m.ID, err)
	}
	m.Version = row.Version
	return nil
}

// recordMail changes a mail with its timeline entry if it lies in a case, and
// checks that what it points at is the firm's.
func (tx *Tx) recordMail(row *mailRow, e reinstate.Event, change func() error) error {
	if row.NoticeID != nil {
		if err := tx.has("notices", "id = ?", *row.NoticeID); err != nil {
			return err
		}
	}
	if row.CaseID == nil {
		return tx.atomic(change)
	}
	return tx.record(*row.CaseID, e, change)
}

// Mail is one mail.
func (tx *Tx) Mail(id reinstate.MailID) (reinstate.Mail, error) {
	return take(tx.mine("mails").Where("id = ?", id), mailRow.domain)
}

// Mails lists the mails of a case, the oldest first.
func (tx *Tx) Mails(id reinstate.CaseID) ([]reinstate.Mail, error) {
	return find(tx.mine("mails").Where("case_id = ?", id).Order("came_at, id"), mailRow.domain)
}

// InboxLine is one mail with where it went.
type InboxLine struct {
	Mail    reinstate.Mail
	Case    string                // reference of its case, empty where it has none
	Kind    reinstate.MessageKind // what its message is; empty where it became none
	Checked bool                  // somebody checked the message, or filed it elsewhere
}

// Waits reports whether somebody must still decide what the mail is, or look at
// it.
func (l InboxLine) Waits() bool {
	return l.Mail.Notice != 0 && !l.Checked || l.Mail.Notice == 0 && (l.Mail.Case == 0 || l.Mail.Talk())
}

// Inbox lists the mails that nobody has put aside, the newest first, at most
// limit.
func (tx *Tx) Inbox(limit int) ([]InboxLine, error) {
	mails, err := find(tx.mine("mails").Where("dismissed_at = 0").Order("came_at DESC, id DESC").Limit(limit), mailRow.domain)
	if err != nil {
		return nil, err
	}
	lines := make([]InboxLine, len(mails))
	var cases []reinstate.CaseID
	var notices []reinstate.NoticeID
	for i, m := range mails {
		lines[i].Mail = m
		cases, notices = append(cases, m.Case), append(notices, m.Notice)
	}
	references, err := named[reinstate.CaseID](tx.mine("cases").Select("id, reference AS word").Where("id IN ?", cases))
	if err != nil {
		return nil, err
	}
	kinds, err := named[reinstate.NoticeID](tx.mine("notices").Select("id, kind AS word, checked_at > 0 AS done").Where("id IN ?", notices))
	if err != nil {
		return nil, err
	}
	for i, m := range mails {
		lines[i].Case = references[m.Case].Word
		lines[i].Kind, lines[i].Checked = reinstate.MessageKind(kinds[m.Notice].Word), kinds[m.Notice].Done
	}
	return lines, nil
}

// UnseenTalk lists the mails that people wrote in a case and that nobody has
// looked at, the newest first, at most limit.
func (tx *Tx) UnseenTalk(limit int) ([]InboxLine, error) {
	mails, err := find(tx.mine("mails").Where("dismissed_at = 0 AND notice_id IS NULL AND case_id IS NOT NULL AND sort = ?", reinstate.MailMessage).
		Order("came_at DESC, id DESC").Limit(limit), mailRow.domain)
	if err != nil {
		return nil, err
	}
	var cases []reinstate.CaseID
	for _, m := range mails {
		cases = append(cases, m.Case)
	}
	references, err := named[reinstate.CaseID](tx.mine("cases").Select("id, reference AS word").Where("id IN ?", cases))
	lines := make([]InboxLine, len(mails))
	for i, m := range mails {
		lines[i] = InboxLine{Mail: m, Case: references[m.Case].Word}
	}
	return lines, err
}

// wordRow is a word of a row, such as its name, by its identifier.
type wordRow[ID ~int64] struct {
	ID   ID
	Word string
	Done bool
}

func named[ID ~int64](q *gorm.DB) (map[ID]wordRow[ID], error) {
	var rows []wordRow[ID]
	err := q.Scan(&rows).Error
	byID := make(map[ID]wordRow[ID], len(rows))
	for _, r := range rows {
		byID[r.ID] = r
	}
	return byID, err
}

// MailOfNotice is the mail that a message came as, or ErrNotFound for one that
// was pasted or uploaded.
func (tx *Tx) MailOfNotice(id reinstate.NoticeID) (reinstate.Mail, error) {
	return take(tx.mine("mails").Where("notice_id = ?", id).Order("id").Limit(1), mailRow.domain)
}

// KnownMail reports whether a mail was kept before.
func (tx *Tx) KnownMail(sha256, messageID string) (bool, error) {
	var n int
	res := tx.mine("mails").Select("1").Where("sha256 = ? AND sha256 <> '' OR message_id = ? AND message_id <> ''", sha256, messageID).Limit(1).Scan(&n)
	return res.RowsAffected > 0, res.Error
}

// CaseOfMail is the case in which a mail with one of these Message-IDs lies, or
// from which it was sent, the first of them that is known, or ErrNotFound.
func (tx *Tx) CaseOfMail(messageIDs []string) (reinstate.Case, error) {
	for _, id := range messageIDs {
		sent, err := tx.OutgoingAnswered([]string{id})
		if err == nil {
			return tx.Case(sent.Case)
		}
		if !errors.Is(err, reinstate.ErrNotFound) {
			return reinstate.Case{}, err
		}
		var found []reinstate.CaseID
		if err := tx.mine("mails").Where("message_id = ? AND message_id <> '' AND case_id IS NOT NULL", id).Limit(1).Pluck("case_id", &found).Error; err != nil {
			return reinstate.Case{}, err
		}
		if len(found) > 0 {
			return tx.Case(found[0])
		}
	}
	return reinstate.Case{}, reinstate.ErrNotFound
}

// SetCaseToken gives a case the token of its own mail address, once; it keeps
// the first.
func (tx *Tx) SetCaseToken(id reinstate.CaseID, token string) (string, error) {
	if err := tx.wide(); err != nil {
		return "", err
	}
	if err := tx.has("cases", "id = ?", id); err != nil {
		return "", err
	}
	err := tx.g.Exec("INSERT INTO case_addresses (org_id, case_id, token) VALUES (?, ?, ?) ON CONFLICT (case_id) DO NOTHING", tx.who.Org, id, token).Error
	if err != nil {
		return "", fmt.Errorf("give case %d its address: %w", id, err)
	}
	return tx.CaseToken(id)
}

// CaseToken is the token of a case's own address, or ErrNotFound.
func (tx *Tx) CaseToken(id reinstate.CaseID) (string, error) {
	return take(tx.mine("case_addresses").Where("case_id = ?", id), func(r addressRow) string { return r.Token })
}

// CaseByToken is the case whose address has the token, or ErrNotFound.
func (tx *Tx) CaseByToken(token string) (reinstate.Case, error) {
	id, err := take(tx.mine("case_addresses").Where("token = ?", strings.ToLower(token)), func(r addressRow) reinstate.CaseID { return r.CaseID })
	if err != nil {
		return reinstate.Case{}, err
	}
	return tx.Case(id)
}

type addressRow struct {
	OrgID  reinstate.OrgID
	CaseID reinstate.CaseID
	Token  string
}
