package reinstate

import "time"

// Identifiers of what happens around a plan while it is written.
type (
	CommentID    int64
	ReviewID     int64
	ReviewLinkID int64
)

// Dismissal is a finding of the plan checker that a person set aside in
// writing. Key names the rule, its words and their place, so that the finding
// comes back when the words change.
type Dismissal struct {
	Case     CaseID
	Round    int
	Key      string
	Rule     string
	Severity string
	Quote    string
	Message  string
	Why      string
	By       string
	User     UserID
	At       time.Time
}

// Confirmation is a person's word that one sentence of the letter is true and
// done. Sum is the digest of the sentence with all that the letter says with
// it, so that any change of it withdraws the confirmation.
type Confirmation struct {
	Case  CaseID
	Round int
	Sum   string
	Words string
	By    string
	User  UserID
	At    time.Time
}

// Comment is a remark on a part of the letter, or on all of it.
type Comment struct {
	ID         CommentID
	Case       CaseID
	Round      int
	Place      string // section_<key> or claim_<id>; empty: the letter as a whole
	Quote      string // how the paragraph began that it is about; may be empty
	Text       string
	By         string
	User       UserID       // zero: it came by a review link
	Link       ReviewLinkID // zero: a person of the firm wrote it
	At         time.Time
	Resolved   time.Time // zero while it is open
	ResolvedBy string
	Version    int
}

// Open reports whether the comment waits for an answer.
func (c Comment) Open() bool { return c.Resolved.IsZero() }

// ReviewState is how far the review of a letter is.
type ReviewState string

// Review states. A letter that was never sent to review has none.
const (
	NotReviewed ReviewState = ""
	InReview    ReviewState = "in_review"
	Approved    ReviewState = "approved"
	SentBack    ReviewState = "sent_back"
	Withdrawn   ReviewState = "withdrawn" // by its author, or by an edit after the approval
)

// Review is one time that a letter was sent to review, and what came of it.
// Mark is the digest of the letter that was decided on.
type Review struct {
	ID        ReviewID
	Case      CaseID
	Round     int
	State     ReviewState
	Note      string // of whoever decided
	AskedBy   string
	Asker     UserID
	Asked     time.Time
	Revision  int
	Mark      string
	DecidedBy string
	Decider   UserID
	Decided   time.Time // zero while it is in review
	Version   int
}

// ApprovalRule says whether a firm's letters are approved before they are filed.
type ApprovalRule string

// Approval rules.
const (
	NoApproval     ApprovalRule = ""
	SecondApproval ApprovalRule = "second" // by somebody who did not write the letter
	OwnApproval    ApprovalRule = "own"    // the firm is one person and says so
)

// ApprovalRules lists the rules a firm may choose.
func ApprovalRules() []ApprovalRule {
	return []ApprovalRule{NoApproval, SecondApproval, OwnApproval}
}

// ReviewLink lets somebody without an account read the letter of one round and
// comment on it, until it expires or is revoked.
type ReviewLink struct {
	ID      ReviewLinkID
	Case    CaseID
	Round   int
	Name    string // who reads by it
	Hash    string // hex SHA-256 of the secret in the address
	MadeBy  string
	Made    time.Time
	Expires time.Time
	Revoked time.Time // zero while it stands
	Version int
}

// Open reports whether the link still lets somebody in.
func (l ReviewLink) Open(now time.Time) bool { return l.Revoked.IsZero() && now.Before(l.Expires) }

// Guest is somebody who came by a review link: no role and no permit, and
// nothing exists for them but the case of the link.
const Guest ActorKind = "guest"
