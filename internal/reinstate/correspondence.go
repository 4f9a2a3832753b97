package reinstate

import (
	"slices"
	"time"
)

// ExchangeID is the number of an exchange, OutgoingID that of a mail we sent.
type (
	ExchangeID int64
	OutgoingID int64
)

// Exchange is something that was said or written outside of this program, such
// as a telephone call, and that a person wrote down. It is never rewritten: a
// wrong one is struck out and stays readable.
type Exchange struct {
	ID        ExchangeID
	Case      CaseID
	Way       Way
	Came      bool      // they came to us; otherwise we went to them
	Party     string    // with whom
	At        time.Time // when it was
	Summary   string    // what was said
	Exhibits  []ExhibitID
	Files     []MailFile // that are no exhibits
	Written   time.Time
	WrittenBy string
	Struck    time.Time // zero: it stands
	StruckBy  string
	Version   int
}

// Way is how an exchange was had.
type Way string

// Ways of an exchange.
const (
	ByPhone   Way = "phone"
	ByPortal  Way = "portal" // a message on the marketplace's own pages
	ByMail    Way = "mail"   // sent or received by another program
	ByChat    Way = "chat"
	ByPost    Way = "post"
	ByMeeting Way = "meeting"
)

// Ways lists every way of an exchange.
func Ways() []Way { return []Way{ByPhone, ByPortal, ByMail, ByChat, ByPost, ByMeeting} }

// Valid reports whether w is one of Ways.
func (w Way) Valid() bool { return slices.Contains(Ways(), w) }

// Outgoing is a mail that somebody sent from a case. Its exact bytes lie in the
// blob store under SHA256 and never change; only how far its delivery is does.
type Outgoing struct {
	ID        OutgoingID
	Case      CaseID
	MessageID string // without angle brackets; an answer names it
	Template  string // code of the catalog's template, empty: none
	Party     Party
	From      string
	To        []string
	ReplyTo   string // the case's own address, empty where no mail comes in
	Subject   string
	Body      string
	Answers   string     // Message-ID of the mail it answers, empty: none
	Attached  []MailFile // Exhibit names each
	SHA256    string
	Size      int64
	Written   time.Time
	WrittenBy string
	State     OutgoingState
	Told      string // what the mail server said, while it is not sent
	Tried     time.Time
	Sent      time.Time // when a mail server took it; zero until then
	Version   int
}

// OutgoingState is how far the delivery of a mail is.
type OutgoingState string

// Outgoing states.
const (
	OutgoingWaiting OutgoingState = "waiting" // to be sent, or to be tried again
	OutgoingSent    OutgoingState = "sent"    // a mail server took it
	OutgoingRefused OutgoingState = "refused" // it is not tried any more, unless a person wants it
)

// Party is whom a mail goes to.
type Party string

// Parties.
const (
	ToMarketplace Party = "marketplace"
	ToSupplier    Party = "supplier"
	ToOwner       Party = "rights_owner"
	ToClient      Party = "client"
	ToCounsel     Party = "counsel"
	ToOther       Party = "other"
)

// Parties lists whom a mail can go to.
func Parties() []Party {
	return []Party{ToMarketplace, ToSupplier, ToOwner, ToClient, ToCounsel, ToOther}
}

// Valid reports whether p is one of Parties.
func (p Party) Valid() bool { return slices.Contains(Parties(), p) }

// MostAttached is how many bytes of files a mail may carry together. Many mail
// servers take no mail above 25 MB, and files grow by a good third on the way
// (base64 with its line ends, RFC 2045 section 6.8).
const MostAttached = 18 << 20
