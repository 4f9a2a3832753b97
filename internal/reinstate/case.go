package reinstate

import "time"

// Case is one enforcement action taken from notice to outcome.
type Case struct {
	ID        CaseID
	Client    ClientID
	Account   AccountID
	Reference string // such as R-2026-0001, unique in the firm
	State     State
	Level     Level
	Reasons   []ReasonCode // the primary reason first
	Response  Response     // the chosen path, empty until the reason is confirmed
	Round     int          // the present round, from 1
	Owner     UserID       // who runs the case, zero: nobody yet
	Opened    time.Time
	Changed   time.Time
	Waiting   time.Time // since when a decision is awaited; zero when none is
	Outcome   Outcome   // set once closed or reinstated
	Counsel   Counsel   // set once referred
	Next      NextClock // the earliest of the seller's own running clocks
	Held      Hold      // until when it rests
	Version   int
}

// NextClock is the time limit that presses first, kept on the case so that a
// list sorts by it. Due is zero when no clock runs.
type NextClock struct {
	Kind  ClockKind
	Due   time.Time
	Zone  string // IANA name of the marketplace's zone
	Basis Basis
}

// Counsel is who took the case over and what must stay between them.
type Counsel struct {
	Name       string
	Note       string
	Privileged string // what is privileged, in words
}

// Outcome is how a case ended.
type Outcome string

// Outcomes. OutcomeReinstated is set by the decision, the others by closing.
const (
	NoOutcome         Outcome = ""
	OutcomeReinstated Outcome = "reinstated"
	OutcomeWithdrawn  Outcome = "withdrawn"
	OutcomeDenied     Outcome = "denied"
	OutcomeSettled    Outcome = "settled"
	OutcomeAbandoned  Outcome = "abandoned"
)

// ClosingOutcomes lists the outcomes a person may close a case with.
func ClosingOutcomes() []Outcome {
	return []Outcome{OutcomeWithdrawn, OutcomeDenied, OutcomeSettled, OutcomeAbandoned}
}

// Notice is one message of the marketplace, kept as it came. The original
// bytes lie in the blob store under SHA256 and never change; Text is what the
// reader read, with Reading's offsets pointing into it.
type Notice struct {
	ID        NoticeID
	Case      CaseID    // zero while the message waits to be checked
	Account   AccountID // the account it was logged for, zero when not chosen yet
	Kind      MessageKind
	Round     int // the round it opened or answered
	Text      string
	Subject   string
	Sender    string
	FileName  string
	MediaType string
	Size      int64
	SHA256    string
	Received  time.Time
	Dated     time.Time // the date the message itself bears; zero when it bears none
	Logged    time.Time
	Read      Reading // what the reader said, never changed
	Checked   Reading // what a person made of it; equal to Read until then
	CheckedBy string
	CheckedAt time.Time // zero until a person confirmed the reading
	Version   int
}

// Round is one plan, one filing and one decision.
type Round struct {
	Number   int
	Opened   time.Time
	Decision Decision // empty until decided
	Decided  time.Time
	Reply    NoticeID // the reply that decided it, zero: none logged
	Note     string
	Document DocumentKind // what it is answered with, empty: as the case's Response says
	Answers  Answers      // what the person answered about the case
}

// Demand is one thing the marketplace asks for.
type Demand struct {
	ID       DemandID
	Case     CaseID
	Round    int // the round whose message asked
	Code     DemandCode
	Text     string // in plain words, editable
	Quote    string // the marketplace's words, empty when a person added it
	State    DemandState
	Why      string // for waived: the reason; for met: how
	Exhibits []ExhibitID
	Version  int
}

// DemandState says whether a demand is answered.
type DemandState string

// Demand states.
const (
	DemandOpen   DemandState = "open"
	DemandMet    DemandState = "met"
	DemandWaived DemandState = "waived"
	// DemandAskedAgain is a demand of an earlier round that a reply asks for
	// again: it keeps how it was answered then, and a new one stands for it.
	DemandAskedAgain DemandState = "asked_again"
)

// Basis says where a clock comes from.
type Basis string

// Bases of a clock.
const (
	Stated  Basis = "stated"  // the message says so
	Rule    Basis = "rule"    // a dated rule of the catalog
	Assumed Basis = "assumed" // neither; marked as such wherever it shows
)

// Clock is one time limit of a case with its source. Due is zero for a limit that no
// instant ends yet: one that starts when somebody opens a page, or a number of attempts. A passed clock is shown
// as passed and never stops anyone from recording what happened.
type Clock struct {
	ID         ClockID
	Case       CaseID
	Kind       ClockKind
	Due        time.Time // UTC
	Zone       string    // IANA name of the zone the limit is counted in
	Basis      Basis
	Quote      string    // the words or the rule that set it
	Arithmetic string    // how Due was counted, in English
	Counted    Reckoning // how Due was counted, to count it again or say it in any language
	Was        time.Time // where it stood before a person moved it first; zero: nobody did
	Why        string    // why a person set, moved or stopped it
	Opened     time.Time // when it began to run here
	Met        time.Time // zero while it runs
	MetBy      Action    // the step that met it; empty: a person stopped it
	Round      int
	Version    int
}

// Running reports whether the clock still waits to be met.
func (c Clock) Running() bool { return c.Met.IsZero() }

// Claim is one statement of the plan. Its fields beyond Text depend on Kind:
// a corrective action has Done and Date, a preventive measure Owner,
// Frequency and Tool; both name the Cause they answer.
type Claim struct {
	ID        ClaimID
	Case      CaseID
	Kind      ClaimKind
	Text      string
	Cause     ClaimID // the root cause answered, zero for causes
	Done      bool    // corrective: finished rather than in progress
	Date      string  // YYYY-MM-DD: done on, due by, or in force since; may be empty
	Owner     string  // preventive: role or person
	Frequency string  // preventive: how often
	Tool      string  // preventive: with what, which record it leaves
	Position  int
	Exhibits  []ExhibitID
	NoExhibit string // why it needs no exhibit, in writing
	Version   int
}

// ClaimKind is what a claim states.
type ClaimKind string

// Claim kinds.
const (
	RootCause         ClaimKind = "root_cause"
	CorrectiveAction  ClaimKind = "corrective_action"
	PreventiveMeasure ClaimKind = "preventive_measure"
)

// Supported reports whether the claim has proof or says why it needs none.
func (c Claim) Supported() bool { return len(c.Exhibits) > 0 || c.NoExhibit != "" }

// ExhibitKind is what a document of evidence is; see ExhibitKinds.
type ExhibitKind string

// ExhibitKinds lists the kinds in the order pages show them.
func ExhibitKinds() []ExhibitKind {
	return []ExhibitKind{
		"supplier_invoice", "letter_of_authorization", "supplier_contact", "identity_document",
		"business_license", "brand_registration", "utility_bill", "bank_statement", "tax_document",
		"test_report", "compliance_letter", "proof_of_delivery", "photo", "screenshot",
		"correspondence", "contract", "procedure", "training_record", "metric_report", "other",
	}
}

// Exhibit is one document of evidence. Its bytes lie in the blob store under
// SHA256 and are never touched; labels go on cover sheets.
type Exhibit struct {
	ID        ExhibitID
	Case      CaseID
	Letter    string // A, B, ... Z, AA, ...; given once and never given again
	Kind      ExhibitKind
	Title     string
	FileName  string // as uploaded, cleaned for display
	MediaType string // sniffed from the bytes
	Size      int64
	SHA256    string
	Pages     int    // zero when it has none or they cannot be counted
	Dated     string // YYYY-MM-DD, the document's own date; may be empty
	Shows     string // what it proves, in words
	Added     time.Time
	AddedBy   string
	Withdrawn time.Time // zero while it is part of the case
	Algorithm string    // of the digest, DigestAlgorithm
	Record    Record    // what is written on it
	Made      Making    // what the file says of itself
	Replaces  ExhibitID // the older version that this one came for, zero: none
	Newer     ExhibitID // the version that came for this one, zero: none
	Replaced  time.Time // since when the newer version stands in its place
	Purged    time.Time // when its bytes were removed; zero while they are kept
	Version   int
}

// Plan is the document of one round.
type Plan struct {
	ID       PlanID
	Case     CaseID
	Round    int
	Route    Response
	Title    string
	Language string // BCP 47 tag of the letter, independent of the interface
	Body     PlanBody
	Revision int // number of the newest revision, from 1
	SavedBy  string
	SavedID  UserID // who saved it, zero: the command line
	Saved    time.Time
	Drafted  time.Time // since when the body differs from the newest revision; zero: it does not
	Version  int
}

// PlanBody is what a revision keeps: the sections, and the claims as they
// stood when it was saved.
type PlanBody struct {
	Title    string
	Sections []Section
	Claims   []Claim
}

// Section is one part of a plan. Claims and tables flow in by Kind; Text is
// what a person writes before them.
type Section struct {
	Key   string // stable name within the outline, such as "root_causes"
	Kind  SectionKind
	Title string
	Text  string
}

// SectionKind says what flows into a section beneath its text.
type SectionKind string

// Section kinds.
const (
	SectionText     SectionKind = "text"
	SectionCauses   SectionKind = "causes"
	SectionActions  SectionKind = "actions"
	SectionMeasures SectionKind = "measures"
	SectionItems    SectionKind = "items"    // table of the identifiers the notice names
	SectionDemands  SectionKind = "demands"  // table: asked for, answered by
	SectionExhibits SectionKind = "exhibits" // list of exhibits
)

// Revision is one save of a plan.
type Revision struct {
	Plan     PlanID
	Number   int
	Language string // empty: kept before revisions knew it
	Body     PlanBody
	By       string
	At       time.Time
}

// Filing is what is sent, sealed: the packet's bytes and everything in the
// manifest can never change. When it was sent, and the receipt, are added later.
type Filing struct {
	ID          FilingID
	Case        CaseID
	Round       int
	Revision    int
	SHA256      string // of the packet
	Size        int64
	Pages       int
	Manifest    []ManifestEntry
	Profile     string       // how the packet was made, by the catalog's code; empty: a letter alone
	Parts       []PacketPart // its files, the first being that of SHA256; see Files
	Channel     string
	Note        string
	FiledBy     string
	Filed       time.Time // when it was sealed
	Sent        time.Time // when a person sent it; zero until somebody says so, and in filings older than that question
	Receipt     string    // the marketplace's reference
	Proof       ExhibitID // proof of submission, zero: none
	NoneGiven   bool      // the marketplace gave no reference
	ReceiptedAt time.Time
}

// Went is when the filing was sent: as a person said, or as it was sealed where
// nobody was asked. It is zero for one that nobody has said is sent.
func (f Filing) Went() time.Time {
	if f.Sent.IsZero() && !f.ReceiptedAt.IsZero() {
		return f.Filed
	}
	return f.Sent
}

// ManifestEntry is one exhibit as it stood when the packet was sealed.
type ManifestEntry struct {
	Exhibit  ExhibitID
	Letter   string
	Title    string
	FileName string
	Size     int64
	SHA256   string
	Place    Place // where it stands in the packet
}

// Entry is one event of a case: append-only, each hashing the one before.
type Entry struct {
	Case  CaseID
	Seq   int // from 1, without gaps
	At    time.Time
	Actor string
	Kind  ActorKind
	User  UserID
	Event Event
	Prev  string // hex SHA-256 of the entry before, empty for the first
	Hash  string // hex SHA-256 over this entry and Prev
}

// Event is what happened, in a form every language can put into words: Did is
// a stable name, With are its particulars.
type Event struct {
	Did  string
	With map[string]string
}
