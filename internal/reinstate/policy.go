package reinstate

import (
	"strconv"
	"strings"
	"time"
)

// Identifiers of what is kept about policies.
type (
	PolicyEntryID int64
	PolicyTieID   int64
)

// PolicyKey names an entry of the policy library: "amazon/inauthentic" for one
// of the catalog, "own/12" for one of the firm's own.
type PolicyKey string

// own is what the key of an entry of the firm's own begins with.
const own = "own/"

// CatalogPolicy is the key of an entry of the catalog.
func CatalogPolicy(m Marketplace, r ReasonCode) PolicyKey {
	return PolicyKey(string(m) + "/" + string(r))
}

// OwnPolicy is the key of an entry of the firm's own.
func OwnPolicy(id PolicyEntryID) PolicyKey {
	return PolicyKey(own + strconv.FormatInt(int64(id), 10))
}

// Own is the number of an entry of the firm's own.
func (k PolicyKey) Own() (PolicyEntryID, bool) {
	digits, is := strings.CutPrefix(string(k), own)
	id, err := strconv.ParseInt(digits, 10, 64)
	return PolicyEntryID(id), is && err == nil && id > 0
}

// Catalog is the marketplace and the reason of an entry of the catalog.
func (k PolicyKey) Catalog() (Marketplace, ReasonCode) {
	market, reason, _ := strings.Cut(string(k), "/")
	return Marketplace(market), ReasonCode(reason)
}

// PolicyEntry is what the firm itself writes: an entry of its own, or a note on
// one of the catalog.
type PolicyEntry struct {
	ID          PolicyEntryID
	About       PolicyKey // the catalog's entry that this is a note on; empty: an entry of its own
	Marketplace Marketplace
	Title       string
	Text        string
	Source      string // address or name of where it is written
	Effective   string // YYYY-MM-DD; empty: not stated
	Reviewed    string // YYYY-MM-DD, when somebody last looked at it
	By          string // who wrote it last
	Saved       time.Time
	Closed      time.Time // zero while it stands
	Version     int
}

// Key names the entry that the text belongs to.
func (e PolicyEntry) Key() PolicyKey {
	if e.About != "" {
		return e.About
	}
	return OwnPolicy(e.ID)
}

// PolicyAck says that somebody read a wording of an entry. It never changes.
type PolicyAck struct {
	Entry  PolicyKey
	Digest string // of the wording
	User   UserID
	By     string
	Read   time.Time
}

// PolicyWording is what an entry said at one time. It never changes.
type PolicyWording struct {
	Entry  PolicyKey
	Digest string
	Text   string
	Kept   time.Time
	By     string
}

// PolicyReader is who is asked to read an entry.
type PolicyReader struct {
	Entry PolicyKey
	User  UserID
}

// PolicyTie ties an entry to an account, or to a procedure: an exhibit of a
// case or a paper of a standing file. Exactly one of the three is set.
type PolicyTie struct {
	ID      PolicyTieID
	Entry   PolicyKey
	Account AccountID
	Exhibit ExhibitID
	Paper   PaperID
	By      string
	Tied    time.Time
}
