package notice

import (
	"bytes"
	"mime"
	"net/mail"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// Bounds of a mail's structure. Honest mail nests three or four deep.
const (
	maxParts  = 500
	maxNested = 40
)

// mailParser reads mail leniently: broken charsets and encodings are warnings.
var mailParser = enmime.NewParser(
	enmime.SkipMalformedParts(true),
	enmime.SetReadPartErrorPolicy(enmime.AllowCorruptTextPartErrorPolicy),
)

// decodeMail takes an .eml apart. Its text starts with the Subject and From
// lines, which say much about a notice, and goes on with the plain text, or
// with the text of the HTML where there is no plain text.
func decodeMail(raw []byte) (m Message, err error) {
	defer func() {
		if recover() != nil {
			m, err = Message{}, refuse("This mail is damaged and cannot be read. Paste its text instead.")
		}
	}()
	if nested(raw) > maxNested || bytes.Count(raw, []byte("\nContent-Type:")) > maxParts {
		return Message{}, refuse("This mail is nested too deeply to be an honest one. Paste its text instead.")
	}
	envelope, err := mailParser.ReadEnvelope(bytes.NewReader(raw))
	if err != nil {
		return Message{}, refuse("This mail is damaged and cannot be read. Paste its text instead.")
	}
	m = Message{Subject: envelope.GetHeader("Subject"), Sender: envelope.GetHeader("From"), MediaType: "message/rfc822"}
	if date, err := mail.ParseDate(envelope.GetHeader("Date")); err == nil {
		m.Date = date.UTC()
	}
	body := envelope.Text
	if html := strings.TrimSpace(envelope.HTML); html != "" && (strings.TrimSpace(body) == "" || fromHTML(envelope)) {
		body = htmlText(html)
	}
	if strings.TrimSpace(body) == "" {
		body = forwarded(envelope)
	}
	if strings.TrimSpace(body) == "" {
		return Message{}, refuse("There is no text in this mail. If the notice is an attachment, choose that file instead.")
	}
	m.Text = head("Subject", m.Subject) + head("From", m.Sender) + "\n" + body
	return m, nil
}

// fromHTML reports whether the plain text was made from the HTML, which our
// own reading of it does better.
func fromHTML(envelope *enmime.Envelope) bool {
	for _, e := range envelope.Errors {
		if e.Name == enmime.ErrorPlainTextFromHTML {
			return true
		}
	}
	return false
}

// forwarded finds the text of a mail that was sent on as an attachment.
func forwarded(envelope *enmime.Envelope) string {
	for _, part := range append(envelope.Attachments, envelope.OtherParts...) {
		if kind, _, err := mime.ParseMediaType(part.ContentType); err != nil || kind != "message/rfc822" {
			continue
		}
		if inner, err := mailParser.ReadEnvelope(bytes.NewReader(part.Content)); err == nil && strings.TrimSpace(inner.Text) != "" {
			return head("Subject", inner.GetHeader("Subject")) + head("From", inner.GetHeader("From")) + "\n" + inner.Text
		}
	}
	return ""
}

func head(field, value string) string {
	if value == "" {
		return ""
	}
	return field + ": " + value + "\n"
}

// nested counts how many multipart or mail parts a mail declares, which no
// nesting can exceed.
func nested(raw []byte) int {
	lower := bytes.ToLower(raw)
	return bytes.Count(lower, []byte("content-type: multipart/")) + bytes.Count(lower, []byte("content-type: message/rfc822"))
}
