package reinstate

import "time"

// Identifiers of what comes from marketplaces by machine.
type (
	ConnectionID  int64
	MarketEventID int64
)

// Connection lets the reports about an account be fetched by machine. An
// account has one at most.
type Connection struct {
	ID      ConnectionID
	Account AccountID
	Keys    string // sealed; never shown again
	Run     FetchRun
	Step    int       // counts what was done; work that was queued for another step is late
	Next    time.Time // when the next step of the round is due, or the next round
	Tried   time.Time // when the marketplace was asked last
	Fetched time.Time // when a round came to its end last
	Trouble Sentence  // the last fault in words, empty while it works
	Fault   string    // what kind of fault it is
	Faults  int       // how many came in a row
	Brought []Sentence
	Hook    string // of the secret in the webhook's address, hashed; empty: it has none
	HookKey string // the webhook's password, sealed
	Added   time.Time
	By      string
	Version int
}

// FetchRun is how far a round of fetching is, so that a power cut loses no
// report and asks for none twice.
type FetchRun struct {
	Began  time.Time // zero: no round is under way
	Asking time.Time // since when a report is being asked for; it may be under way without our knowing its number
	Report string    // the number of the report that is being made
	Paper  string    // where the report lies once it is made
	Looks  int       // how often it was looked whether it is made
	Left   []string  // of a marketplace with many small answers: what is still to be asked
	Got    int       // reports of this round that were new
	Twins  int       // reports of this round that were kept already
	Empty  int       // questions for which there was no data
	Said   []Sentence
}

// Under reports whether a round is under way.
func (r FetchRun) Under() bool { return !r.Began.IsZero() }

// MarketEvent is what a marketplace told by its webhook, kept as it came.
type MarketEvent struct {
	ID      MarketEventID
	Account AccountID
	Name    string // the marketplace's own identifier; the same again is one
	Sort    string // its kind by the marketplace's word
	Body    string // as it came
	Came    time.Time
	State   EventState
	Says    []Sentence // what came of it
}

// EventState says what became of what a marketplace told.
type EventState string

// States of an event.
const (
	EventWaiting EventState = "waiting" // nobody has read it yet
	EventStored  EventState = "stored"  // it held a report, which is kept
	EventNoted   EventState = "noted"   // it is a warning in words
	EventUnknown EventState = "unknown" // nobody knows what it is; it is kept
	EventRefused EventState = "refused" // it held a report that could not be taken
)

// Told is how a figure stood when it was last announced.
type Told struct {
	Account AccountID
	Series  SeriesKey
	Health  Health
}

// ConnectionState says in a word how fetching goes.
type ConnectionState string

// States of a connection.
const (
	NotConnected      ConnectionState = "none"
	ConnectionNeeds   ConnectionState = "needs_you"  // keys or rights; asking again is of no use
	ConnectionTrouble ConnectionState = "in_trouble" // it is asked again by itself
	ConnectionWaits   ConnectionState = "waiting"    // nothing has come yet
	ConnectionWorks   ConnectionState = "working"
)

// lastingFaults are those that somebody has to mend.
var lastingFaults = map[string]bool{"keys_refused": true, "not_allowed": true}

// State is how fetching goes.
func (c Connection) State() ConnectionState {
	switch {
	case c.ID == 0:
		return NotConnected
	case c.Faults > 0 && lastingFaults[c.Fault]:
		return ConnectionNeeds
	case c.Faults > 0:
		return ConnectionTrouble
	case c.Fetched.IsZero():
		return ConnectionWaits
	}
	return ConnectionWorks
}
