package reinstate

import (
	"slices"
	"time"
)

// DigestAlgorithm names the hash under which originals are kept. It is stored
// beside each digest, so that a later change of algorithm leaves old records
// readable.
const DigestAlgorithm = "SHA-256"

// Record is what is written on a document, as far as it matters: a person
// copies it from the paper. Which of it a kind of document has is said in the
// catalog. The zero Record knows nothing.
type Record struct {
	Number    string  // of the invoice, certificate or parcel
	Issuer    Contact // who made the paper: supplier, authority, laboratory, carrier
	Buyer     Contact // to whom it was made out, as printed
	Lines     []RecordLine
	Currency  string  // ISO 4217
	Total     float64 // zero: not read
	Expires   string  // YYYY-MM-DD; may be empty
	Sensitive bool    // shows private data: kept out of what is not asked for
	From      string  // who handed it over
	Received  string  // YYYY-MM-DD, when it was handed over; may be empty
	Reached   bool    // the issuer knows that the marketplace may call
	Edited    bool    // somebody says that the file was edited
}

// Contact is a company or person as a paper prints it.
type Contact struct{ Name, Address, Phone, Email, Website string }

// RecordLine is one line of goods: how many of which item.
type RecordLine struct {
	Item     string // ASIN, SKU or item number; empty: not tied to a listing
	Words    string // the description as printed
	Quantity int
	Price    float64 // of one unit, zero: not read
	Sum      float64 // of the line, zero: not read
}

// Names reports whether a line of the record is for an item.
func (r Record) Names(item string) bool {
	return slices.ContainsFunc(r.Lines, func(l RecordLine) bool { return l.Item == item })
}

// Quantity is how many units of an item the lines add up to.
func (r Record) Quantity(item string) int {
	sum := 0
	for _, l := range r.Lines {
		if l.Item == item {
			sum += l.Quantity
		}
	}
	return sum
}

// Making is what a file itself says of how it was made. It is read once, when
// the file comes in, and proves nothing: anybody can write it.
type Making struct {
	Maker     string    // the program that wrote the file
	Origin    string    // the program in which the document was written
	Created   time.Time // zero: not said
	Changed   time.Time // zero: not said
	Encrypted bool      // it asks for a password
}

// slack is how much later than its making a file may say it was changed and
// still be as it was made: programs write the two stamps one after the other.
const slack = 2 * time.Minute

// Reworked reports whether the file says that it was changed after it was made.
func (m Making) Reworked() bool {
	return !m.Created.IsZero() && m.Changed.After(m.Created.Add(slack))
}

// Stands reports whether an exhibit is part of its case: neither withdrawn nor
// replaced by a newer version.
func (e Exhibit) Stands() bool { return e.Withdrawn.IsZero() && e.Replaced.IsZero() }

// TrashFor is how long a withdrawn exhibit can be taken back. Then its bytes
// are removed, unless a sealed filing or another paper holds the same.
const TrashFor = 30 * 24 * time.Hour

// Goes is when the bytes of a withdrawn exhibit are removed; zero for one that
// stands or whose bytes are gone.
func (e Exhibit) Goes() time.Time {
	if e.Withdrawn.IsZero() || !e.Purged.IsZero() {
		return time.Time{}
	}
	return e.Withdrawn.Add(TrashFor)
}

// Sales is how many units of an item were sold in the time that a notice asks
// about.
type Sales struct {
	Item string
	Sold int
}

// Custody is one entry of who handled a document of a case: append-only, each
// hashing the one before, as the timeline does for what happened.
type Custody struct {
	Case    CaseID
	Seq     int // from 1, without gaps
	Exhibit ExhibitID
	At      time.Time
	Actor   string
	Kind    ActorKind
	User    UserID
	Address string // network address, empty for the command line
	Did     string // one of CustodyDeeds
	With    string // a particular: the digest that came in, the packet it left in
	Prev    string
	Hash    string
}

// Deeds of custody.
const (
	CustodyAdded      = "added"
	CustodyViewed     = "viewed"
	CustodyDownloaded = "downloaded"
	CustodyLinked     = "linked"
	CustodyUnlinked   = "unlinked"
	CustodyExported   = "exported"
	CustodySealed     = "sealed"
	CustodyReplaced   = "replaced"
	CustodyWithdrawn  = "withdrawn"
	CustodyRestored   = "restored"
	CustodyPurged     = "purged"
)

// CustodyDeeds lists what can be done with a document, for tables of words.
func CustodyDeeds() []string {
	return []string{
		CustodyAdded, CustodyViewed, CustodyDownloaded, CustodyLinked, CustodyUnlinked, CustodyExported, CustodySealed,
		CustodyReplaced, CustodyWithdrawn, CustodyRestored, CustodyPurged,
	}
}
