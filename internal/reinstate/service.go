package reinstate

import "time"

// BuyerMessage is one message of a buyer and when it was answered. What it said is
// not kept: only the original file has it.
type BuyerMessage struct {
	Thread   string // number of the message or the conversation; may be empty
	Order    string
	Received time.Time
	Answered time.Time // zero: not yet
}

// BuyerClaimID names a claim of a buyer.
type BuyerClaimID int64

// BuyerClaim is one claim, dispute or chargeback of a buyer.
type BuyerClaim struct {
	ID       BuyerClaimID
	Account  AccountID
	Kind     BuyerClaimKind
	Number   string // the marketplace's, else that of the order
	Order    string
	Opened   time.Time
	Due      time.Time // the marketplace's own limit for an answer; zero: the log gives none
	State    BuyerClaimState
	Word     string // the log's own word for the state
	Amount   float64
	Currency string
	Item     string // ASIN or SKU
	Reason   string
}

// BuyerClaimKind is what a claim is.
type BuyerClaimKind string

// BuyerClaimState says how far a claim is.
type BuyerClaimState string

// States of claims.
const (
	ClaimOpen     BuyerClaimState = "open"
	ClaimAnswered BuyerClaimState = "answered" // the marketplace or the bank decides
	ClaimWon      BuyerClaimState = "won"
	ClaimLost     BuyerClaimState = "lost"
	ClaimClosed   BuyerClaimState = "closed" // ended, and the log does not say how
)

// Feedback is one rating of the seller by a buyer.
type Feedback struct {
	Order string
	Day   string // YYYY-MM-DD
	Stars int    // 1 to 5
	Text  string
}

// Negative reports whether marketplaces count the rating against the seller:
// one or two stars.
func (f Feedback) Negative() bool { return f.Stars <= 2 }
