package reinstate

import "time"

// Org is a firm: a seller's own company, an agency, or a law firm. Nothing of
// one firm is visible to another.
type Org struct {
	ID       OrgID
	Name     string
	Demo     bool // the demonstration firm, removed whole by `demo clear`
	Approval ApprovalRule
	Opened   time.Time
}

// User is a person of a firm.
type User struct {
	ID       UserID
	Org      OrgID
	Email    string // lower case, unique in the installation
	Name     string
	Role     Role
	Client   ClientID // set for RoleClient only
	Language string   // BCP 47, empty: the browser's
	Zone     string   // IANA name, empty: UTC
	Disabled bool
	Added    time.Time
	Version  int
}

// Client is the seller for whom cases are run.
type Client struct {
	ID        ClientID
	LegalName string // as registered, in its own script; letters carry it
	OtherName string // romanised or trading name, may be empty
	Address   string // as registered, may span lines
	Contact   string // name of the person to talk to
	Email     string
	Phone     string
	Notes     string
	Added     time.Time
	Version   int
}

// Account is one marketplace account of a client. A case belongs to one.
type Account struct {
	ID          AccountID
	Client      ClientID
	Key         string // short name, unique in the firm; what --account takes
	Marketplace Marketplace
	Store       string // ISO country code of the store, such as US or DE
	SellerID    string // merchant token, seller or partner id
	StoreName   string
	Standing    Standing
	Added       time.Time
	Version     int
}

// Standing is how an account stands with its marketplace.
type Standing string

// Standings. They are the words of the marketplaces' own health pages.
const (
	StandingActive     Standing = "active"
	StandingAtRisk     Standing = "at_risk"
	StandingSuspended  Standing = "suspended"
	StandingTerminated Standing = "terminated"
	StandingUnknown    Standing = "unknown"
)

// Standings lists every standing a person may choose.
func Standings() []Standing {
	return []Standing{StandingActive, StandingAtRisk, StandingSuspended, StandingTerminated, StandingUnknown}
}
