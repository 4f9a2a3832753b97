// Package post is mail going out. It writes letters as mail, byte for byte
// what will be sent, and hands those bytes to a mail server.
package post

import (
	"bytes"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
)

// Letter is one mail before it is written.
type Letter struct {
	// ID makes the Message-ID, without angle brackets. The same letter sent
	// twice, because a server died between sending and noting it, has the same
	// one, so that mail programs show it once.
	ID        string
	From      string   // address with or without a name
	To        []string // addresses, at most MaxRecipients
	ReplyTo   string   // empty: From
	Subject   string
	Text      string
	Date      time.Time
	InReplyTo string // Message-ID of the mail that is answered, without angle brackets; may be empty
	Automatic bool   // nobody wrote it: other machines must not answer it
	Files     []File
}

// File is one attachment.
type File struct {
	Name      string
	MediaType string
	Bytes     []byte
}

// MaxRecipients is how many addresses one letter may have. Nobody answers a
// marketplace with more; a mistake or an attack does.
const MaxRecipients = 50

// Write is the letter as a mail: the exact bytes to send and to keep. What
// would add a header line, a hidden recipient or a broken address is refused
// with reinstate.Invalid, in a sentence.
func (l Letter) Write() ([]byte, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	m := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithNoDefaultUserAgent())
	m.SetBoundary(boundary(l.ID))
	if err := m.From(l.From); err != nil {
		return nil, fmt.Errorf("sender of mail %s: %w", l.ID, err)
	}
	if err := m.To(l.To...); err != nil {
		return nil, fmt.Errorf("recipients of mail %s: %w", l.ID, err)
	}
	if l.ReplyTo != "" {
		if err := m.ReplyTo(l.ReplyTo); err != nil {
			return nil, fmt.Errorf("reply address of mail %s: %w", l.ID, err)
		}
	}
	m.Subject(l.Subject)
	m.SetMessageIDWithValue(l.ID)
	m.SetDateWithValue(l.Date)
	if l.InReplyTo != "" {
		m.SetGenHeader(gomail.HeaderInReplyTo, "<"+l.InReplyTo+">")
		m.SetGenHeader(gomail.HeaderReferences, "<"+l.InReplyTo+">")
	}
	m.SetGenHeader(notice.LoopHeader, notice.LoopMark)
	if l.Automatic {
		m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834
		m.SetGenHeader("X-Auto-Response-Suppress", "All")
	}
	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	for _, f := range l.Files {
		if err := m.AttachReader(f.Name, bytes.NewReader(f.Bytes), gomail.WithFileContentType(gomail.ContentType(f.MediaType))); err != nil {
			return nil, fmt.Errorf("attach %q to mail %s: %w", f.Name, l.ID, err)
		}
	}
	var out bytes.Buffer
	if _, err := m.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("write mail %s: %w", l.ID, err)
	}
	return out.Bytes(), nil
}

// boundary divides the parts of a mail; the same letter is written the same
// way twice.
func boundary(id string) string {
	return "part." + strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, id)
}

func (l Letter) check() error {
	refused := reinstate.Invalid{}
	switch {
	case len(l.To) == 0:
		refused.Refuse("to", "Say to whom the mail goes.")
	case len(l.To) > MaxRecipients:
		refused.Refuse("to", "These are too many recipients for one mail.")
	}
	for _, a := range l.To {
		if !address(a) {
			refused.Refuse("to", "One of these is not an e-mail address.")
		}
	}
	if !address(l.From) {
		refused.Refuse("from", "The sender is not an e-mail address.")
	}
	if l.ReplyTo != "" && !address(l.ReplyTo) {
		refused.Refuse("reply_to", "The reply address is not an e-mail address.")
	}
	if !plainLine(l.Subject) || strings.TrimSpace(l.Subject) == "" {
		refused.Refuse("subject", "Give the mail a subject of one line.")
	}
	for _, id := range []string{l.ID, l.InReplyTo} {
		if !plainLine(id) || strings.ContainsAny(id, "<> ") {
			refused.Refuse("id", "This mail's identifier has characters that no mail may have.")
		}
	}
	for _, f := range l.Files {
		if !plainLine(f.Name) || !plainLine(f.MediaType) {
			refused.Refuse("files", "The name of an attachment must be one line.")
		}
	}
	return refused.Err()
}

// IsAddress reports whether s is one mail address and nothing else.
func IsAddress(s string) bool { return address(s) }

// address reports whether s is one mail address and nothing else. A name that
// comes encoded could say anything once it is decoded.
func address(s string) bool {
	if !plainLine(s) || strings.Contains(s, "=?") {
		return false
	}
	a, err := mail.ParseAddress(s)
	return err == nil && plainLine(a.Name) && !strings.ContainsAny(a.Address, "\"\\")
}

// plainLine reports whether s is one line without control characters, and
// without those that change the order in which it is read.
func plainLine(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
	}) < 0
}
