package reinstate

// MessageKind says what a message is: an enforcement notice, the answer to a
// filing, or something else (phishing, newsletter, buyer-side ban, ...).
type MessageKind string

// Message kinds.
const (
	KindNotice MessageKind = "notice"
	KindReply  MessageKind = "reply"
	KindOther  MessageKind = "other"
)

// OtherSort says what a message is that is no enforcement.
type OtherSort string

// Sorts of other messages. The empty sort says that nothing more is known.
const (
	OtherUnknown     OtherSort = ""
	OtherPhishing    OtherSort = "phishing"
	OtherAdvert      OtherSort = "advertisement"
	OtherNewsletter  OtherSort = "newsletter"
	OtherOwnMail     OtherSort = "own_mail"
	OtherApplication OtherSort = "application"
	OtherBuyer       OtherSort = "buyer_account"
	OtherTechnical   OtherSort = "technical"
)

// Quote is the place in a message that says a fact. Start and End are byte
// offsets into the text as it was given, so text[Start:End] == Words. A fact
// inferred without words of its own has the zero Quote.
type Quote struct {
	Words      string
	Start, End int
}

// Found reports whether the quote points at words.
func (q Quote) Found() bool { return q.End > q.Start }

// Reading is what a message says, as far as the reader can tell, each fact
// with the words that say it. A person confirms or corrects it; "unknown" is
// an answer.
type Reading struct {
	Kind        MessageKind
	KindQuote   Quote
	Other       OtherSort // what it is instead, only for KindOther
	Marketplace Marketplace
	Market      Quote  // the words that name the marketplace
	Store       string // ISO country code of the store, or empty when the text does not say
	StoreQuote  Quote
	Level       Level
	LevelQuote  Quote
	LevelSure   float64 // confidence, 0 to 1
	Reasons     []ReasonFound
	Responses   []ResponseFound
	Decision    Decision // only for replies
	DecidedBy   Quote
	Clocks      []ClockFound
	References  References
	Demands     []DemandFound
	// Severe is set when the message calls for counsel before anything is
	// answered (forged documents, fraud, "no appeals will be accepted").
	Severe      bool
	SevereQuote Quote
	// Advised are words for which counsel is advised and no more, such as a
	// court order that may settle the matter.
	Advised Quote
}

// ReasonFound is one reason named by a message. Confidence runs from 0 to 1.
type ReasonFound struct {
	Code       ReasonCode
	Confidence float64
	Quote      Quote
}

// ResponseFound is one way of answering that a message offers.
type ResponseFound struct {
	Response Response
	Quote    Quote
}

// DemandFound is one thing a message asks for.
type DemandFound struct {
	Code  DemandCode
	Quote Quote
}

// ClockFound is one span or instant a message states. Exactly one of Count
// with Unit, or Date (YYYY-MM-DD) is set.
type ClockFound struct {
	Kind  ClockKind
	Count int
	Unit  ClockUnit
	Date  string
	From  Start // what it is counted from; empty: the receipt
	Quote Quote
}

// Span is the length of time alone.
func (f ClockFound) Span() Span { return Span{Count: f.Count, Unit: f.Unit, Date: f.Date} }

// Reference is one identifier in a message, as written there.
type Reference struct {
	ID    string
	Quote Quote
}

// References are the identifiers a message names.
type References struct {
	ASINs, Orders, Complaints, Items []Reference
}

// Empty reports whether the message named no identifier at all.
func (r References) Empty() bool {
	return len(r.ASINs)+len(r.Orders)+len(r.Complaints)+len(r.Items) == 0
}

// All lists every identifier, ASINs first, in the order of the message.
func (r References) All() []Reference {
	var all []Reference
	for _, group := range [][]Reference{r.ASINs, r.Items, r.Orders, r.Complaints} {
		all = append(all, group...)
	}
	return all
}

// Recognised reports whether the reader found anything that opens a case:
// a marketplace together with a reason, a demand or a level.
func (r Reading) Recognised() bool {
	return r.Marketplace.Known() && (len(r.Reasons) > 0 || len(r.Demands) > 0 || (r.Level != UnknownLevel && r.Level != ""))
}

// Decision is what a marketplace answered to a filing.
type Decision string

// Decisions.
const (
	NoDecision      Decision = ""
	Reinstated      Decision = "reinstated"
	MoreInformation Decision = "more_information"
	Denied          Decision = "denied"
	FinalDenial     Decision = "final_denial"
	Acknowledged    Decision = "acknowledged"
)

// ClockKind says what a time limit is for.
type ClockKind string

// Clock kinds. Those for which Sellers is true bind the seller; the others
// describe the marketplace's own time, the age of papers, or held money.
const (
	ClockAppeal        ClockKind = "appeal"
	ClockDocuments     ClockKind = "documents"
	ClockCall          ClockKind = "call"
	ClockCure          ClockKind = "cure"
	ClockCertification ClockKind = "certification"
	ClockFunds         ClockKind = "funds"
	ClockInventory     ClockKind = "inventory"
	ClockReview        ClockKind = "review"
	ClockReplyExpected ClockKind = "reply_expected"
	ClockDocumentAge   ClockKind = "document_age"
	ClockRecord        ClockKind = "record"
	ClockMeeting       ClockKind = "meeting"
	ClockAttempts      ClockKind = "attempts"
	ClockMediation     ClockKind = "mediation"
	ClockFollowUp      ClockKind = "follow_up"
)

// Sellers reports whether the clock is the seller's own time limit.
func (k ClockKind) Sellers() bool {
	switch k {
	case ClockAppeal, ClockDocuments, ClockCall, ClockCure, ClockCertification:
		return true
	}
	return false
}

// Acts reports whether somebody of the firm has something to do by the end of
// the clock: the seller's own limits, and those by which to ask for something.
func (k ClockKind) Acts() bool {
	switch k {
	case ClockFunds, ClockInventory, ClockMediation, ClockFollowUp, ClockMeeting:
		return true
	}
	return k.Sellers()
}

// Runs reports whether the clock, once counted, ends at an instant a case
// page should show. Document ages and record periods describe papers, and
// attempt limits count appeals, not time.
func (k ClockKind) Runs() bool {
	switch k {
	case ClockDocumentAge, ClockRecord, ClockAttempts:
		return false
	}
	return true
}

// ClockUnit is the unit a time limit is counted in.
type ClockUnit string

// Clock units.
const (
	UnitHour        ClockUnit = "hour"
	UnitDay         ClockUnit = "day"
	UnitBusinessDay ClockUnit = "business_day"
	UnitWeek        ClockUnit = "week"
	UnitMonth       ClockUnit = "month"
	UnitAttempt     ClockUnit = "attempt"
)
