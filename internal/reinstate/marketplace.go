package reinstate

// Marketplace is the platform that took the enforcement action.
type Marketplace string

// The marketplaces the catalog knows. Unknown is an answer, never a guess.
const (
	Amazon             Marketplace = "amazon"
	Walmart            Marketplace = "walmart"
	EBay               Marketplace = "ebay"
	Etsy               Marketplace = "etsy"
	TikTok             Marketplace = "tiktok"
	UnknownMarketplace Marketplace = "unknown"
)

// Marketplaces lists the known marketplaces in the order pages show them.
func Marketplaces() []Marketplace {
	return []Marketplace{Amazon, Walmart, EBay, Etsy, TikTok}
}

// Known reports whether m is one of Marketplaces.
func (m Marketplace) Known() bool {
	switch m {
	case Amazon, Walmart, EBay, Etsy, TikTok:
		return true
	}
	return false
}

// Level is how much of the seller's business a message restricts.
type Level string

// Levels, widest first. Warning restricts nothing yet.
const (
	AccountLevel    Level = "account"
	ListingLevel    Level = "listing"
	FulfilmentLevel Level = "fulfilment"
	FundsLevel      Level = "funds"
	WarningLevel    Level = "warning"
	UnknownLevel    Level = "unknown"
)

// Levels lists every level a person may choose.
func Levels() []Level {
	return []Level{AccountLevel, ListingLevel, FulfilmentLevel, FundsLevel, WarningLevel, UnknownLevel}
}

// ReasonCode names why the marketplace acted, such as "inauthentic". The
// catalog says what each code means on each marketplace.
type ReasonCode string

// DemandCode names one kind of thing a marketplace asks for, such as
// "supplier_invoices".
type DemandCode string

// Response is a way of answering a notice.
type Response string

// Responses. RespondNone means that the message takes no answer.
const (
	RespondPlan            Response = "plan_of_action"
	RespondDispute         Response = "dispute"
	RespondDocuments       Response = "documents"
	RespondAcknowledge     Response = "acknowledge"
	RespondQuestionnaire   Response = "questionnaire"
	RespondCall            Response = "call"
	RespondFixOtherAccount Response = "fix_other_account"
	RespondNone            Response = "none"
)

// Responses lists every response path a person may choose.
func Responses() []Response {
	return []Response{
		RespondPlan, RespondDispute, RespondDocuments, RespondAcknowledge,
		RespondQuestionnaire, RespondCall, RespondFixOtherAccount, RespondNone,
	}
}
