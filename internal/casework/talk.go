package casework

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// CaseMail is a mail of a case with its words. They are read from its bytes each
// time; a mail that cannot be read has none.
func (d *Desk) CaseMail(ctx context.Context, who reinstate.Actor, ref string, id reinstate.MailID) (m reinstate.Mail, words string, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		if m, err = tx.Mail(id); err != nil {
			return err
		}
		if m.Case != c.ID {
			return reinstate.ErrNotFound
		}
		return mailOpen(tx, who, m)
	})
	if err != nil || m.SHA256 == "" {
		return m, "", err
	}
	words, err = d.wordsOf(who, m)
	return m, words, err
}

// wordsOf reads the words of a mail from its bytes.
func (d *Desk) wordsOf(who reinstate.Actor, m reinstate.Mail) (string, error) {
	file, err := d.original(who, fmt.Sprintf("Mail %d", m.ID), m.SHA256, m.Size)
	if err != nil {
		return "", err
	}
	raw, err := io.ReadAll(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return "", err
	}
	decoded, err := notice.Decode("mail.eml", raw)
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return "", nil
	}
	return withoutHead(decoded.Text), err
}

// withoutHead leaves out the lines on subject and sender that a mail is decoded
// with: its page shows them.
func withoutHead(text string) string {
	if head, body, ok := strings.Cut(text, "\n\n"); ok && (strings.HasPrefix(head, "Subject:") || strings.HasPrefix(head, "From:")) {
		return body
	}
	return text
}
