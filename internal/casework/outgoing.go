package casework

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/post"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// SendingMail is the kind of the background work that sends a mail.
const SendingMail = "send_mail"

// MailJob is what it needs to know.
type MailJob struct {
	Mail reinstate.OutgoingID `json:"mail"`
}

// mailTries is how often a mail is tried before a person has to look: with
// pauses that grow, about half a day.
const mailTries = 12

// MailDraft is a mail as a person writes it.
type MailDraft struct {
	Template string
	Party    reinstate.Party
	To       string // addresses, divided by commas, semicolons or lines
	Subject  string
	Body     string
	Exhibits []reinstate.ExhibitID
	Answers  reinstate.MailID // the mail that is answered, zero: none
}

// WriteMail is a mail as it would be sent now, to be looked at. It keeps nothing.
func (d *Desk) WriteMail(ctx context.Context, who reinstate.Actor, server post.Server, ref string, draft MailDraft) (reinstate.Outgoing, error) {
	m, _, err := d.writeMail(ctx, who, server, ref, draft)
	return m, err
}

// SendMail keeps a mail with the exact bytes that go out, and queues it. It is
// sent if and only if it is kept. A mail that asks where a filing stands meets the
// limit by which to ask.
func (d *Desk) SendMail(ctx context.Context, who reinstate.Actor, server post.Server, ref string, draft MailDraft) (reinstate.Outgoing, error) {
	m, raw, err := d.writeMail(ctx, who, server, ref, draft)
	if err != nil {
		return m, err
	}
	err = d.blobs.Share(ctx, func() error {
		if m.SHA256, m.Size, err = d.keepBytes(ctx, who, raw); err != nil {
			return err
		}
		return d.work(ctx, who, reinstate.SendMail, ref, func(tx *store.Tx, c reinstate.Case) error {
			m.State = reinstate.OutgoingWaiting
			did := event("mail_written", "to", excerpt(recipients(m)), "subject", excerpt(m.Subject), "sha256", m.SHA256)
			if err := tx.AddOutgoing(&m, did); err != nil {
				return err
			}
			for _, f := range m.Attached {
				if err := tx.Handle(reinstate.Exhibit{ID: f.Exhibit, Case: c.ID}, reinstate.CustodyExported, m.SHA256, 0); err != nil {
					return err
				}
			}
			if m.Template == catalog.MailFollowUp {
				if err := stopClocks(tx, c, "", tx.Now(), func(k reinstate.ClockKind) bool { return k == reinstate.ClockFollowUp }); err != nil {
					return err
				}
			}
			return queueMail(tx, m)
		})
	})
	return m, err
}

func queueMail(tx *store.Tx, m reinstate.Outgoing) error {
	return tx.Queue(store.Job{Kind: SendingMail, Args: MailJob{m.ID}, Key: fmt.Sprintf("outgoing-%d", m.ID), Tries: mailTries})
}

// writeMail checks a draft and writes it as a mail.
func (d *Desk) writeMail(ctx context.Context, who reinstate.Actor, server post.Server, ref string, draft MailDraft) (m reinstate.Outgoing, raw []byte, err error) {
	if err := who.Need(reinstate.SendMail); err != nil {
		return m, nil, err
	}
	f, err := d.Case(ctx, who, ref)
	if err != nil {
		return m, nil, err
	}
	if !f.Case.State.Open() {
		return m, nil, reinstate.Invalid{"case": "This case is finished. Reopen it before changing anything."}
	}
	if m, err = draft.outgoing(f); err != nil {
		return m, nil, err
	}
	if !server.Set() {
		return m, nil, reinstate.Invalid{"mail": "No mail server is set, so nothing can be sent from here. Whoever runs the server names one with --smtp."}
	}
	m.From = (&mail.Address{Name: who.Name, Address: bareAddress(server.From)}).String()
	m.MessageID, m.WrittenBy = newMessageID(server.From), who.Name
	if m.Written, err = d.now(ctx, who); err != nil {
		return m, nil, err
	}
	if m.Answers, err = d.answered(ctx, who, f, draft.Answers); err != nil {
		return m, nil, err
	}
	if m.ReplyTo, err = d.CaseAddress(ctx, who, ref); err != nil {
		return m, nil, err
	}
	letter := post.Letter{
		ID: m.MessageID, From: m.From, To: m.To, ReplyTo: m.ReplyTo, Subject: m.Subject, Text: m.Body, Date: m.Written, InReplyTo: m.Answers,
	}
	if letter.Files, m.Attached, err = d.attachments(ctx, who, f, draft.Exhibits); err != nil {
		return m, nil, err
	}
	raw, err = letter.Write()
	m.Size = int64(len(raw))
	return m, raw, err
}

// outgoing is the draft tidied, or why it cannot be sent.
func (draft MailDraft) outgoing(f File) (reinstate.Outgoing, error) {
	m := reinstate.Outgoing{Case: f.Case.ID, Template: line(draft.Template), Party: draft.Party, Subject: strings.TrimSpace(draft.Subject), Body: text(draft.Body)}
	m.To = addresses(draft.To)
	refused := reinstate.Invalid{}
	if !m.Party.Valid() {
		refused.Refuse("party", "Say whom the mail is for.")
	}
	if m.Body == "" {
		refused.Refuse("body", "Write what the mail is to say.")
	}
	if blanks := plan.BlanksIn(m.Subject); len(blanks) > 0 {
		refused.Refuse("subject", "Fill in the blank first: "+blanks[0]+".")
	}
	if blanks := plan.BlanksIn(m.Body); len(blanks) > 0 {
		refused.Refuse("body", "Fill in what stands in braces first: "+strings.Join(blanks, "; ")+".")
	}
	if strings.Contains(m.Subject, "=?") { // an encoded word, which readers decode
		refused.Refuse("subject", "Write the subject as it is to be read, not encoded.")
	}
	bounded(refused, maxLine, map[string]string{"subject": m.Subject})
	bounded(refused, maxText, map[string]string{"body": m.Body, "to": draft.To})
	if mark := "[" + f.Case.Reference + "]"; m.Subject != "" && !strings.Contains(m.Subject, f.Case.Reference) {
		m.Subject += " " + mark // an answer that lost its threads still names the case
	}
	return m, refused.Err()
}

// addresses divides what was typed into addresses, each once.
func addresses(typed string) []string {
	var list []string
	for _, one := range strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == '\r' }) {
		if one = strings.TrimSpace(one); one != "" && !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// attachments reads the exhibits that go with a mail. What is privileged, or
// withdrawn, goes with none.
func (d *Desk) attachments(ctx context.Context, who reinstate.Actor, f File, ids []reinstate.ExhibitID) ([]post.File, []reinstate.MailFile, error) {
	var files []post.File
	var list []reinstate.MailFile
	var sum int64
	for _, id := range ids {
		at := slices.IndexFunc(f.Present(), func(e reinstate.Exhibit) bool { return e.ID == id })
		if at < 0 {
			return nil, nil, reinstate.ErrNotFound
		}
		e := f.Present()[at]
		if f.Privileged(reinstate.ThingExhibit, int64(e.ID)) {
			return nil, nil, reinstate.Invalid{"exhibits": fmt.Sprintf("Exhibit %s is privileged, so it cannot be sent. Lift the privilege first.", e.Letter)}
		}
		if sum += e.Size; sum > reinstate.MostAttached {
			return nil, nil, reinstate.Invalid{"exhibits": fmt.Sprintf("Together these files are larger than %d MB, which many mail servers refuse. Send fewer, or in several mails.", reinstate.MostAttached>>20)}
		}
		body, err := d.readOriginal(ctx, who, e)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, post.File{Name: e.FileName, MediaType: e.MediaType, Bytes: body})
		list = append(list, reinstate.MailFile{Name: e.FileName, MediaType: e.MediaType, Size: e.Size, SHA256: e.SHA256, Exhibit: e.ID})
	}
	return files, list, nil
}

func (d *Desk) readOriginal(_ context.Context, who reinstate.Actor, e reinstate.Exhibit) ([]byte, error) {
	file, err := d.original(who, e.FileName, e.SHA256, e.Size)
	if damaged := (*Damaged)(nil); errors.As(err, &damaged) {
		return nil, reinstate.Invalid{"exhibits": fmt.Sprintf("Exhibit %s no longer has the bytes it was stored with. Withdraw it and add the file again; nothing was sent.", e.Letter)}
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// answered is the Message-ID of the mail that a draft answers, which lies in the
// same case.
func (d *Desk) answered(ctx context.Context, who reinstate.Actor, f File, id reinstate.MailID) (string, error) {
	if id == 0 {
		return "", nil
	}
	m, err := d.mail(ctx, who, id)
	if err == nil && m.Case != f.Case.ID {
		err = reinstate.ErrNotFound
	}
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == '<' || r == '>' || r > '~' {
			return -1 // whoever wrote it must not write our header
		}
		return r
	}, m.MessageID), err
}

// newMessageID is a Message-ID that nobody else has, under the domain of our
// own address.
func newMessageID(from string) string {
	fresh := make([]byte, 15)
	rand.Read(fresh)
	_, domain, _ := strings.Cut(bareAddress(from), "@")
	return strings.ToLower(base32.StdEncoding.EncodeToString(fresh)) + "@" + domain
}

// bareAddress is an address without its name.
func bareAddress(s string) string {
	a, err := mail.ParseAddress(s)
	if err != nil {
		return s
	}
	return a.Address
}

// now is the time of the store's clock.
func (d *Desk) now(ctx context.Context, who reinstate.Actor) (now time.Time, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error { now = tx.Now(); return nil })
	return now, err
}
