package casework

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"strings"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// inboxLines is how many mails the inbox shows.
const inboxLines = 100

// Inbox lists the mails that came in and that nobody has put aside, the newest
// first.
func (d *Desk) Inbox(ctx context.Context, who reinstate.Actor) (lines []store.InboxLine, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		if lines, err = tx.Inbox(inboxLines); err != nil {
			return err
		}
		lines, err = openLines(tx, who, lines)
		return err
	})
	return lines, err
}

// openLines leaves out of a client's person's mails what is privileged.
func openLines(tx *store.Tx, who reinstate.Actor, lines []store.InboxLine) ([]store.InboxLine, error) {
	if who.Client == 0 {
		return lines, nil
	}
	var open []store.InboxLine
	for _, l := range lines {
		switch err := mailOpen(tx, who, l.Mail); {
		case err == nil:
			open = append(open, l)
		case !errors.Is(err, reinstate.ErrNotFound):
			return nil, err
		}
	}
	return open, nil
}

// mailOpen is ErrNotFound to a client's person for a mail that is privileged, by
// itself or as the message it became, or that carries a privileged exhibit.
func mailOpen(tx *store.Tx, who reinstate.Actor, m reinstate.Mail) error {
	if who.Client == 0 || m.Case == 0 {
		return nil
	}
	all, err := tx.Handlings(m.Case)
	if err != nil {
		return err
	}
	exhibits, err := tx.Exhibits(m.Case)
	if err != nil {
		return err
	}
	f := File{Handlings: all}
	secret := f.Privileged(reinstate.ThingMail, int64(m.ID)) || m.Notice != 0 && f.Privileged(reinstate.ThingNotice, int64(m.Notice))
	for _, x := range exhibits {
		carried := slices.ContainsFunc(m.Attached, func(a reinstate.MailFile) bool { return a.SHA256 == x.SHA256 })
		secret = secret || carried && f.Privileged(reinstate.ThingExhibit, int64(x.ID))
	}
	if secret {
		return reinstate.ErrNotFound
	}
	return nil
}

// DismissMail puts a mail aside. It stays kept, and its message with it.
func (d *Desk) DismissMail(ctx context.Context, who reinstate.Actor, id reinstate.MailID) error {
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		m, err := tx.Mail(id)
		if err != nil || !m.Dismissed.IsZero() {
			return err
		}
		m.Dismissed, m.DismissedBy = tx.Now(), who.Name
		return tx.SaveMail(&m, event("mail_dismissed", "subject", excerpt(m.Subject)))
	})
}

// OpenMail opens a mail's own bytes.
func (d *Desk) OpenMail(ctx context.Context, who reinstate.Actor, id reinstate.MailID) (Download, error) {
	m, err := d.mail(ctx, who, id)
	if err != nil || m.SHA256 == "" {
		return Download{}, errors.Join(err, reinstate.ErrNotFound)
	}
	return d.open(who, Download{Name: fmt.Sprintf("mail-%d.eml", m.ID), MediaType: "message/rfc822", Size: m.Size, SHA256: m.SHA256})
}

// OpenAttachment opens an attachment of a mail, counted from 1.
func (d *Desk) OpenAttachment(ctx context.Context, who reinstate.Actor, id reinstate.MailID, number int) (Download, error) {
	m, err := d.mail(ctx, who, id)
	if err != nil {
		return Download{}, err
	}
	if number < 1 || number > len(m.Attached) {
		return Download{}, reinstate.ErrNotFound
	}
	f := m.Attached[number-1]
	return d.open(who, Download{Name: f.Name, MediaType: f.MediaType, Size: f.Size, SHA256: f.SHA256})
}

func (d *Desk) mail(ctx context.Context, who reinstate.Actor, id reinstate.MailID) (m reinstate.Mail, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		if m, err = tx.Mail(id); err != nil {
			return err
		}
		return mailOpen(tx, who, m)
	})
	return m, err
}

// FileMail puts a mail with a case by hand, its message too where it is one.
// A mail that lies in a case stays there.
func (d *Desk) FileMail(ctx context.Context, who reinstate.Actor, id reinstate.MailID, ref string) error {
	m, err := d.mail(ctx, who, id)
	if err != nil {
		return err
	}
	if m.Notice != 0 {
		if _, err := d.FileReply(ctx, who, m.Notice, ref); err != nil {
			return err
		}
	}
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		m, err := tx.Mail(id)
		if err != nil || m.Case == c.ID {
			return err
		}
		if m.Case != 0 {
			return reinstate.Invalid{"case": "This mail lies in another case already."}
		}
		m.Case = c.ID
		return tx.SaveMail(&m, event("mail_filed", "subject", excerpt(m.Subject)))
	})
}

// ExhibitFromMail makes an attachment of a mail, counted from 1, an exhibit of
// the mail's case. Doing it twice makes one exhibit.
func (d *Desk) ExhibitFromMail(ctx context.Context, who reinstate.Actor, id reinstate.MailID, number int) (reinstate.Exhibit, error) {
	file, err := d.OpenAttachment(ctx, who, id, number)
	if err != nil {
		return reinstate.Exhibit{}, err
	}
	defer file.Body.Close()
	m, ref, err := d.mailCase(ctx, who, id)
	if err != nil {
		return reinstate.Exhibit{}, err
	}
	if known := m.Attached[number-1].Exhibit; known != 0 {
		return reinstate.Exhibit{ID: known}, nil
	}
	done, err := d.Attach(ctx, who, ref, Upload{Name: file.Name, Body: file.Body})
	if err != nil {
		return reinstate.Exhibit{}, err
	}
	err = d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, _ reinstate.Case) error {
		m, err := tx.Mail(id)
		if err != nil {
			return err
		}
		m.Attached[number-1].Exhibit = done.Exhibit.ID
		return tx.SaveMail(&m, event("mail_attachment_used", "letter", done.Exhibit.Letter, "title", done.Exhibit.Title))
	})
	return done.Exhibit, err
}

// mailCase is a mail with the reference of its case.
func (d *Desk) mailCase(ctx context.Context, who reinstate.Actor, id reinstate.MailID) (m reinstate.Mail, ref string, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		if m, err = tx.Mail(id); err != nil {
			return err
		}
		if m.Case == 0 {
			return reinstate.Invalid{"case": "Put the mail with its case first."}
		}
		c, err := tx.Case(m.Case)
		ref = c.Reference
		return err
	})
	return m, ref, err
}

// Mails lists the mails of a case, the oldest first.
func (d *Desk) Mails(ctx context.Context, who reinstate.Actor, ref string) (mails []reinstate.Mail, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err == nil {
			mails, err = tx.Mails(c.ID)
		}
		return err
	})
	return mails, err
}

// CaseToken is the part of an address, behind a plus sign, that brings a mail
// to the case. It is made when it is first asked for and cannot be guessed.
func (d *Desk) CaseToken(ctx context.Context, who reinstate.Actor, ref string) (token string, err error) {
	fresh := make([]byte, 10)
	rand.Read(fresh)
	err = d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		token, err = tx.SetCaseToken(c.ID, strings.ToLower(base32.StdEncoding.EncodeToString(fresh)))
		return err
	})
	return token, err
}
