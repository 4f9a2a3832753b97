package reinstate

import "time"

// MailID is the number of a mail.
type MailID int64

// Mail is one mail that came into a firm's mailbox or drop folder. Its bytes
// lie in the blob store under SHA256 as they came. It never acts as a person:
// where it is or may be a message of a marketplace, Notice is that message,
// which waits for somebody to check its reading.
type Mail struct {
	ID          MailID
	Case        CaseID   // the case it was threaded to, zero: none
	Notice      NoticeID // the message it became, zero: none
	MessageID   string   // without angle brackets, may be empty
	Sender      string
	Subject     string
	SHA256      string // empty for one too large to keep
	Size        int64
	Came        time.Time
	Source      string // "drop", or the mailbox it was fetched from
	Sort        MailSort
	Thread      MailThread
	Attached    []MailFile
	Dismissed   time.Time // zero until somebody put it aside
	DismissedBy string
	Version     int
}

// Talk reports whether the mail is correspondence of its case, which decides
// nothing.
func (m Mail) Talk() bool { return m.Case != 0 && m.Notice == 0 && m.Sort == MailMessage }

// MailFile is an attachment of a mail. Its bytes lie in the blob store until
// a person makes it an exhibit.
type MailFile struct {
	Name      string
	MediaType string
	Size      int64
	SHA256    string
	Exhibit   ExhibitID // zero until it is one
}

// MailSort says what kind of mail it is.
type MailSort string

// Sorts of mail. Only a message is read as a notice or a reply.
const (
	MailMessage   MailSort = "message"
	MailAutoReply MailSort = "auto_reply" // a machine answered, such as an absence note
	MailBounce    MailSort = "bounce"     // mail of ours that did not arrive
	MailLoop      MailSort = "loop"       // mail of ours that came back
	MailTooLarge  MailSort = "too_large"  // left in the mailbox
	MailUnread    MailSort = "unreadable" // no text in it
	MailLeft      MailSort = "left"       // it could not be taken in and lies where it was
)

// MailThread says by what a mail was put with its case. The empty thread says
// that nothing told surely enough.
type MailThread string

// Threads, the surest first.
const (
	ThreadNone       MailThread = ""
	ThreadAddress    MailThread = "address"    // it came to the case's own address
	ThreadReferences MailThread = "references" // it answers a mail of the case
	ThreadIdentifier MailThread = "identifier" // it names a reference or complaint that only this case has
	ThreadAccount    MailThread = "account"    // it names an account of which one case waits for an answer
)
