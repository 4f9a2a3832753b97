package notice

import (
	"bytes"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jhillyerd/enmime/v2"

	"reinstate/internal/reinstate"
)

// Envelope is what the outside of a mail says, and what is attached to it.
type Envelope struct {
	MessageID string   // without angle brackets
	Answers   []string // Message-IDs it answers or follows, the nearest first
	To        []string // every address it was sent to, in lower case
	Sender    string
	Subject   string
	Date      time.Time // zero when it has none
	Sort      reinstate.MailSort
	Files     []Attachment
}

// Attachment is a file in a mail.
type Attachment struct {
	Name      string
	MediaType string
	Bytes     []byte
}

// smallest is the size, in bytes, below which a picture inside a mail is taken
// for its decoration: signatures, logos, tracking dots.
const smallest = 8 << 10

// OpenMail reads the outside of a mail. A mail too damaged to be taken apart
// is refused with reinstate.Invalid.
func OpenMail(raw []byte) (e Envelope, err error) {
	defer func() {
		if recover() != nil {
			e, err = Envelope{}, refuse("This mail is damaged and cannot be read.")
		}
	}()
	if nested(raw) > maxNested || bytes.Count(raw, []byte("\nContent-Type:")) > maxParts {
		return Envelope{}, refuse("This mail is nested too deeply to be an honest one.")
	}
	m, err := mailParser.ReadEnvelope(bytes.NewReader(raw))
	if err != nil {
		return Envelope{}, refuse("This mail is damaged and cannot be read.")
	}
	e = Envelope{
		Sender: plain(m.GetHeader("From")), Subject: plain(m.GetHeader("Subject")),
		Answers: messageIDs(m.GetHeader("In-Reply-To")), To: recipients(m), Sort: sortOf(m), Files: attachments(m),
	}
	if ids := messageIDs(m.GetHeader("Message-ID")); len(ids) > 0 {
		e.MessageID = ids[0]
	}
	older := messageIDs(m.GetHeader("References"))
	slices.Reverse(older)
	for _, id := range older {
		if !slices.Contains(e.Answers, id) {
			e.Answers = append(e.Answers, id)
		}
	}
	if date, err := mail.ParseDate(m.GetHeader("Date")); err == nil {
		e.Date = date.UTC()
	}
	return e, nil
}

// mostIDs bounds how many references of a mail are followed.
const mostIDs = 50

var messageID = regexp.MustCompile(`<([^<>\s]{1,250})>`)

func messageIDs(field string) []string {
	var ids []string
	for _, found := range messageID.FindAllStringSubmatch(field, mostIDs) {
		ids = append(ids, found[1])
	}
	return ids
}

// recipients are the addresses of a mail, those that only the servers wrote
// included: a forwarded mail often names the mailbox nowhere else.
func recipients(m *enmime.Envelope) []string {
	var all []string
	for _, field := range []string{"To", "Cc", "Delivered-To", "X-Original-To", "X-Forwarded-To", "Envelope-To"} {
		for _, value := range m.GetHeaderValues(field) {
			list, err := mail.ParseAddressList(value)
			if err != nil {
				continue
			}
			for _, a := range list {
				if address := strings.ToLower(a.Address); !slices.Contains(all, address) && len(all) < mostIDs {
					all = append(all, address)
				}
			}
		}
	}
	return all
}

// LoopHeader is the header, and LoopMark its value, by which we know mail of
// our own that comes back.
const (
	LoopHeader = "X-Loop"
	LoopMark   = "reinstate"
)

// sortOf tells mail that machines wrote by themselves (RFC 3834, RFC 3464, and
// the older fields that programs still write).
func sortOf(m *enmime.Envelope) reinstate.MailSort {
	is := func(field string, values ...string) bool {
		said := strings.ToLower(strings.TrimSpace(m.GetHeader(field)))
		return slices.ContainsFunc(values, func(v string) bool { return strings.HasPrefix(said, v) })
	}
	sender := strings.ToLower(m.GetHeader("From"))
	report := m.Root != nil && strings.HasPrefix(strings.ToLower(m.Root.ContentType), "multipart/report")
	switch {
	case is(LoopHeader, LoopMark):
		return reinstate.MailLoop
	case report, strings.TrimSpace(m.GetHeader("Return-Path")) == "<>" && strings.Contains(sender, "mailer-daemon"), m.GetHeader("X-Failed-Recipients") != "":
		return reinstate.MailBounce
	case is("Auto-Submitted", "auto-replied"), is("X-Autoreply", "yes"), m.GetHeader("X-Autorespond") != "", is("Precedence", "auto_reply"):
		return reinstate.MailAutoReply
	}
	return reinstate.MailMessage
}

// attachments are the files of a mail: what is attached, PDFs shown inline,
// and pictures that are no decoration.
func attachments(m *enmime.Envelope) []Attachment {
	var files []Attachment
	for _, part := range slices.Concat(m.Attachments, m.Inlines, m.OtherParts) {
		picture := strings.HasPrefix(part.ContentType, "image/")
		if len(part.Content) == 0 || picture && len(part.Content) < smallest || strings.HasPrefix(part.ContentType, "text/") && part.FileName == "" {
			continue
		}
		files = append(files, Attachment{Name: plain(part.FileName), MediaType: part.ContentType, Bytes: part.Content})
	}
	return files
}
