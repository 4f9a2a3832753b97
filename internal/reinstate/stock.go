package reinstate

import "time"

// NotSaid stands for a count that a report does not give. It is not zero.
const NotSaid int64 = -1

// Channel says from whose shelf units are sent.
type Channel string

// Channels. AnyChannel is that of a report which does not say it.
const (
	AnyChannel    Channel = ""
	BySeller      Channel = "seller"      // the seller's own shelf, which several accounts can sell from
	ByMarketplace Channel = "marketplace" // the marketplace's warehouse
)

// StockLine is what a report said of the units of one SKU. Counts that it does
// not give are NotSaid.
type StockLine struct {
	Account    AccountID
	Taken      time.Time // that of its report
	SKU        string
	ASIN       string // or the marketplace's own number of the item
	Title      string
	Channel    Channel
	Held       int64 // units that can be sent
	Listed     int64 // units on offer
	Reserved   int64
	Inbound    int64 // on their way to the shelf
	Unsellable int64 // held, and not to be sold
	Stranded   int64 // held, and no listing sells them
	Sold       int64 // in the last SoldDays, by the report's own count
	SoldDays   int
}

// Sale is how many units of one SKU one order took, or without an order number,
// how many were sold on one day.
type Sale struct {
	Order     string
	SKU       string
	ASIN      string
	Day       string // YYYY-MM-DD
	Units     int64
	Channel   Channel
	Cancelled bool
}

// Sold is how many units of a SKU were sold after a day, and after a later one.
type Sold struct {
	Account  AccountID
	SKU      string
	Units    int64 // after the first day, all
	Recent   int64 // after the second day, all
	BySeller int64 // of the recent ones, those not sent by the marketplace
}

// SalesSpan are the days of which sales of an account are known.
type SalesSpan struct {
	Account     AccountID
	First, Last string // YYYY-MM-DD
}

// Invoice is what the record of a supplier's invoice says, as far as a review
// of authenticity asks: when it was issued, by whom and for how many of what.
type Invoice struct {
	Where  string // the exhibit or the paper, such as "Exhibit B of R-2026-0041"
	Issuer string
	Dated  string // YYYY-MM-DD; may be empty
	Lines  []RecordLine
}

// StockStanding sums the stock of an account up, as it was reckoned when the
// newest report came.
type StockStanding struct {
	Account  AccountID
	SKUs     int
	Risk     string         // the most pressing
	Counts   map[string]int // risk -> SKUs
	Reckoned time.Time
}
