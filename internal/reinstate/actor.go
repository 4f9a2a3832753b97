package reinstate

// Identifiers are typed, so that a client's number cannot pass for a case's.
type (
	OrgID     int64
	UserID    int64
	ClientID  int64
	AccountID int64
	CaseID    int64
	NoticeID  int64
	DemandID  int64
	ClockID   int64
	ClaimID   int64
	ExhibitID int64
	PlanID    int64
	FilingID  int64
)

// Role is what a person is in a firm.
type Role string

// Roles. A client sees only the accounts of its own client record.
const (
	RoleOwner      Role = "owner"
	RoleManager    Role = "manager"
	RoleCaseworker Role = "caseworker"
	RoleReviewer   Role = "reviewer"
	RoleViewer     Role = "viewer"
	RoleClient     Role = "client"
)

// Roles lists every role, the widest first.
func Roles() []Role {
	return []Role{RoleOwner, RoleManager, RoleCaseworker, RoleReviewer, RoleViewer, RoleClient}
}

// Permit is one thing an actor may be allowed to do.
type Permit string

// Permits. Read is having a seat at all; the rest are granted role by role.
const (
	Read         Permit = "read"
	Contribute   Permit = "contribute"    // log notices, write, upload, take ordinary steps
	SendMail     Permit = "send_mail"     // send mail from a case in the name of the firm
	Approve      Permit = "approve"       // review; override a block finding
	Delete       Permit = "delete"        // withdraw evidence
	ManageFirm   Permit = "manage_firm"   // clients and accounts
	ManagePeople Permit = "manage_people" // add and disable people
)

var grants = map[Role][]Permit{
	RoleOwner:      {Read, Contribute, SendMail, Approve, Delete, ManageFirm, ManagePeople},
	RoleManager:    {Read, Contribute, SendMail, Approve, Delete, ManageFirm},
	RoleCaseworker: {Read, Contribute, SendMail, ManageFirm},
	RoleReviewer:   {Read, Approve},
	RoleViewer:     {Read},
	RoleClient:     {Read},
}

// Valid reports whether r is a role of the permit table.
func (r Role) Valid() bool { _, ok := grants[r]; return ok }

// May reports whether the role grants the permit.
func (r Role) May(p Permit) bool {
	for _, granted := range grants[r] {
		if granted == p {
			return true
		}
	}
	return false
}

// ActorKind tells a person from the command line and from the product itself.
type ActorKind string

// Actor kinds. Operator is the command line on the machine that holds the
// data; System is what happens by itself.
const (
	Person   ActorKind = "person"
	Operator ActorKind = "operator"
	System   ActorKind = "system"
)

// Actor is who does something: every View, every Update and every timeline
// entry names one. Org bounds all it can see; Client, where not zero, narrows
// that to one client's accounts.
type Actor struct {
	Org      OrgID
	User     UserID // zero for the operator and the system
	Name     string
	Kind     ActorKind
	Role     Role
	Client   ClientID
	Link     ReviewLinkID // set for a guest: the review link that let them in
	Language string       // BCP 47 tag of the interface, empty: the browser's
	Zone     string       // IANA name of the actor's time zone, empty: UTC
	Address  string       // network address, empty for the command line
}

// May reports whether the actor holds the permit.
func (a Actor) May(p Permit) bool { return a.Role.May(p) }

// Need returns ErrForbidden unless the actor holds the permit.
func (a Actor) Need(p Permit) error {
	if a.May(p) {
		return nil
	}
	return ErrForbidden
}
