package plan

import (
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Facts is what a case knows beyond the text. The zero Facts decides nothing.
type Facts struct {
	Exhibits   []reinstate.Exhibit
	Invoices   []Invoice
	Papers     []Paper // every document, invoices among them
	Files      Files
	Naming     catalog.Naming
	Demands    []reinstate.Demand
	References reinstate.References // identifiers the case knows, beside those of the notice
	Earlier    []Earlier            // what was filed before in this case, oldest first
	Others     []Earlier            // texts of the firm's other cases
	Account    Holder               // who holds the account
	Clocks     []reinstate.Clock
	Today      time.Time // zero leaves rules about days silent
	Noticed    time.Time // day of the notice
	Silent     time.Time // since when a filing is unanswered
	FileName   string    // of the letter as it will be sent
	Tables     string    // what the letter's own tables of items and demands say
	Words      int       // of the letter as pages count them; 0: those of the text count
	// Unconfirmed are sentences that nobody has confirmed as true and done.
	// They are quoted where the text holds them.
	Unconfirmed []string
	// Required are kinds of document that the reason calls for.
	Required []reinstate.ExhibitKind
}

// Earlier is a text that was sent before.
type Earlier struct {
	Name string // such as "round 1" or the case's reference
	Text string
}

// Holder is a company or person with its address. Other is a second way of
// writing the name, such as the romanised one.
type Holder struct{ Name, Other, Address, Phone, Email, Website string }

// Invoice is what is known of one supplier document.
type Invoice struct {
	Label    string // the exhibit's letter
	Words    string // the document's text, as far as it was read
	Kind     reinstate.ExhibitKind
	Issued   time.Time
	Window   Window // how old it may be; zero: the notice's text, else the limit of the checks
	Supplier Holder
	Buyer    Holder
	Lines    []InvoiceLine
	Total    float64 // zero: not read
	Maker    string  // the program that made the file, as its metadata say
	Edited   bool    // the person said that it was edited
	Changed  bool    // its metadata show a change after it was made
	Reached  bool    // the supplier knows that the marketplace may call
	Amount   float64 // in the account's currency, zero: unknown
}

// InvoiceLine is one line of an invoice.
type InvoiceLine struct {
	ASIN           string // empty: not tied to a listing
	Quantity, Sold int    // Sold: units sold in the window the notice asks about
	Price, Sum     float64
}
