package casework

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gabriel-vasile/mimetype"

	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Arrival is one mail on its way in.
type Arrival struct {
	Raw    []byte
	Source string // "drop", or the mailbox it was fetched from
}

// Receive takes a mail in: it is kept as it came, read like any message, and
// put with the case it surely belongs to, where it waits for a person to check
// the reading. A mail that was taken in before changes nothing and is
// ErrConflict. Whatever a mail says and whoever it claims to come from, it
// takes no step, answers no demand and acts as nobody.
func (d *Desk) Receive(ctx context.Context, who reinstate.Actor, a Arrival) (reinstate.Mail, error) {
	digest := sha256.Sum256(a.Raw)
	sum := hex.EncodeToString(digest[:])
	if int64(len(a.Raw)) > d.limits.Message {
		return reinstate.Mail{}, reinstate.Invalid{"text": fmt.Sprintf("This mail is larger than %d MB.", d.limits.Message>>20)}
	}
	outside, err := notice.OpenMail(a.Raw)
	if damaged := (reinstate.Invalid{}); errors.As(err, &damaged) {
		outside = notice.Envelope{Sort: reinstate.MailUnread}
	} else if err != nil {
		return reinstate.Mail{}, err
	}
	if err := d.unknownMail(ctx, who, sum, outside.MessageID); err != nil {
		return reinstate.Mail{}, err
	}
	m := reinstate.Mail{
		MessageID: outside.MessageID, Sender: line(outside.Sender), Subject: line(outside.Subject), Source: line(a.Source), Sort: outside.Sort,
	}
	n, read := d.readMail(&m, a.Raw, outside)
	err = d.blobs.Share(ctx, func() error {
		if m.SHA256, m.Size, err = d.keepBytes(ctx, who, a.Raw); err != nil {
			return err
		}
		if m.Attached, err = d.keepFiles(ctx, who, outside.Files); err != nil {
			return err
		}
		return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
			m.Came = tx.Now()
			return d.place(tx, &m, n, read, outside)
		})
	})
	return m, err
}

func (d *Desk) unknownMail(ctx context.Context, who reinstate.Actor, sum, id string) error {
	return d.view(ctx, who, func(tx *store.Tx) error {
		known, err := tx.KnownMail(sum, id)
		if err == nil && known {
			return fmt.Errorf("mail %s was taken in before: %w", id, reinstate.ErrConflict)
		}
		return err
	})
}

// readMail is the mail as a message. Where its own words are none, those of an
// attached document are read; where there are none either, it is unreadable.
func (d *Desk) readMail(m *reinstate.Mail, raw []byte, outside notice.Envelope) (reinstate.Notice, bool) {
	if m.Sort != reinstate.MailMessage {
		return reinstate.Notice{}, false
	}
	decoded, err := notice.Decode("mail.eml", raw)
	for i := 0; err != nil && i < len(outside.Files); i++ {
		if file := outside.Files[i]; readable(file) {
			decoded, err = notice.Decode(file.Name, file.Bytes)
			decoded.Subject, decoded.Sender, decoded.Date = outside.Subject, outside.Sender, outside.Date
		}
	}
	if err != nil {
		m.Sort = reinstate.MailUnread
		return reinstate.Notice{}, false
	}
	reading := d.reader.ReadReceived(decoded.Text, decoded.Date)
	return reinstate.Notice{
		Kind: reading.Kind, Text: decoded.Text, Subject: m.Subject, Sender: m.Sender, FileName: "mail.eml", MediaType: "message/rfc822",
		Received: decoded.Date, Dated: decoded.Date, Read: reading, Checked: reading,
	}, true
}

// readable are the attachments that may be the message itself.
func readable(file notice.Attachment) bool {
	return file.MediaType == "application/pdf" || file.MediaType == "text/html" || file.MediaType == "text/plain"
}

// keepBytes keeps a message or a file of one, for a caller who shares the shelf
// until what refers to it is written down.
func (d *Desk) keepBytes(ctx context.Context, who reinstate.Actor, raw []byte) (sum string, size int64, err error) {
	kept, err := d.blobs.Put(ctx, shelf(who), bytes.NewReader(raw), d.limits.Message)
	if err != nil {
		return "", 0, refusedFile(err, d.limits.Message)
	}
	return kept.SHA256, kept.Size, nil
}

// keepFiles stores the attachments of a mail under their own digests.
func (d *Desk) keepFiles(ctx context.Context, who reinstate.Actor, files []notice.Attachment) ([]reinstate.MailFile, error) {
	var kept []reinstate.MailFile
	for i, f := range files {
		sum, size, err := d.keepBytes(ctx, who, f.Bytes)
		if err != nil {
			return nil, err
		}
		name := f.Name
		if name == "" {
			name = fmt.Sprintf("attachment %d", i+1)
		}
		kind, _, _ := strings.Cut(mimetype.Detect(f.Bytes).String(), ";")
		kept = append(kept, reinstate.MailFile{Name: fileName(name), MediaType: kind, Size: size, SHA256: sum})
	}
	return kept, nil
}

// place threads a mail and writes down what it is: the mail itself and, where
// it is a message, the notice or reply that waits to be checked.
func (d *Desk) place(tx *store.Tx, m *reinstate.Mail, n reinstate.Notice, read bool, outside notice.Envelope) error {
	c, by, err := d.thread(tx, outside, n)
	if err != nil {
		return err
	}
	m.Case, m.Thread = c.ID, by
	if c.ID != 0 {
		talk, err := talks(tx, outside, n)
		if err != nil {
			return err
		}
		read = read && !talk
	}
	if read {
		n.SHA256, n.Size, n.Logged = m.SHA256, m.Size, tx.Now()
		n.Received = received(time.Time{}, n.Received, tx.Now())
		did := reinstate.Event{}
		if c.ID != 0 {
			n.Case, n.Account, n.Round, n.Kind = c.ID, c.Account, c.Round, reinstate.KindReply
			did = event("reply_logged", "sha256", n.SHA256, "subject", excerpt(n.Subject), "round", fmt.Sprint(c.Round))
		}
		if err := tx.AddNotice(&n, did); err != nil {
			return err
		}
		m.Notice = n.ID
	}
	if err := tx.AddMail(m, event("mail_received", "from", excerpt(m.Sender), "subject", excerpt(m.Subject), "by", string(by))); err != nil {
		return err
	}
	if c.ID == 0 {
		return nil
	}
	return reindex(tx, c)
}

// talks reports whether a mail of a case is correspondence rather than a message
// of the marketplace: it answers a mail of ours to somebody else, or it reads
// like neither notice nor reply and names no marketplace. It is kept with the
// case as it came and waits to be seen, but nobody is asked what it decides.
func talks(tx *store.Tx, outside notice.Envelope, n reinstate.Notice) (bool, error) {
	ours, err := tx.OutgoingAnswered(outside.Answers)
	switch {
	case err == nil:
		return ours.Party != reinstate.ToMarketplace, nil
	case !errors.Is(err, reinstate.ErrNotFound):
		return false, err
	}
	return n.Kind == reinstate.KindOther && !n.Read.Marketplace.Known(), nil
}
