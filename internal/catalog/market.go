package catalog

import (
	"slices"

	"reinstate/internal/reinstate"
)

// Market is what one marketplace asks, how its messages are known, and how
// it is answered.
type Market struct {
	Code     reinstate.Marketplace
	Name     string
	Reviewed string // YYYY-MM-DD, when a person last read the whole file
	Zone     Zone   // in which its time limits are counted unless a store says otherwise
	Calendar string // code of the calendar of its business days unless a store says otherwise
	Page     Page
	Hosts    []string // hosts of its links and mail addresses, without subdomains
	Known    []Cue    // words that tell its messages
	Stores   []Store
	Channels []Channel
	Next     map[reinstate.Decision]string // what to do after each reply, unless a reason says otherwise
	Follow   []Follow                      // time limits that steps of a case start
	Reasons  []Reason
	Sources  []Source
}

// Zone is a time zone with the name people know it by.
type Zone struct {
	IANA string // such as America/Los_Angeles
	Name string // such as Pacific
}

// Page is a paper format.
type Page string

// Paper formats of letters.
const (
	A4     Page = "A4"
	Letter Page = "Letter"
)

// Store is one country's site of a marketplace.
type Store struct {
	Code     string // ISO country code
	Name     string
	Hosts    []string
	Words    []Phrase // words that name the store where no host does
	Zone     Zone
	Calendar string // code of the calendar of its business days; empty: weekends only
	Page     Page
	Language string // BCP 47
}

// Channel is one way of filing.
type Channel struct {
	Code    string
	Name    string
	How     string // where to click or write
	Reply   string // what to expect, in words
	Formats []string
	Limit   BoxLimit
	Source  Source
}

// BoxLimit is how much a text box of a channel takes. The zero value says that
// no limit is known: marketplaces hardly ever publish one.
type BoxLimit struct {
	Characters int
	Says       string // the rule, in our words
	Source     Source
}

// Reason is what a reason code means on one marketplace.
type Reason struct {
	Code      reinstate.ReasonCode
	Title     string
	Meaning   string
	Level     reinstate.Level
	Demands   []reinstate.DemandCode
	Responses []reinstate.Response // in order of preference
	Clocks    []Clock
	Counsel   string // why a lawyer should see it before anything is answered; empty: no need
	Stops     bool   // nothing may be answered before; otherwise counsel is advised
	Depends   string // what has to happen on another account first; empty: nothing
	Next      map[reinstate.Decision]string
	Cues      []Cue // words of this marketplace, beyond those of the Cause
	Sources   []Source
	Reviewed  string
}

// Clock is a time limit that holds by rule where a message states none.
type Clock struct {
	Kind   reinstate.ClockKind
	Count  int
	Unit   reinstate.ClockUnit
	From   reinstate.Start   // what it is counted from; empty: the receipt
	Levels []reinstate.Level // at which it holds; empty: at every level
	Says   string            // the rule, in our words
	Source Source
}

// HoldsAt reports whether the rule holds for a message of a level. An unknown
// level is taken for the widest.
func (c Clock) HoldsAt(level reinstate.Level) bool {
	if level == reinstate.UnknownLevel || level == "" {
		level = reinstate.AccountLevel
	}
	return len(c.Levels) == 0 || slices.Contains(c.Levels, level)
}

// Store finds a store by its country code. An empty or unknown code gives
// the store without a name, in the marketplace's own zone and format.
func (m Market) Store(code string) (Store, bool) {
	for _, s := range m.Stores {
		if s.Code == code {
			return s, true
		}
	}
	return Store{Zone: m.Zone, Calendar: m.Calendar, Page: m.Page, Language: "en"}, false
}

// Reason finds what a code means on this marketplace.
func (m Market) Reason(code reinstate.ReasonCode) (Reason, bool) {
	for _, r := range m.Reasons {
		if r.Code == code {
			return r, true
		}
	}
	return Reason{}, false
}

// Clocks lists the rules that hold for a reason, those of the reason itself.
func (m Market) Clocks(code reinstate.ReasonCode) []Clock {
	r, _ := m.Reason(code)
	return r.Clocks
}

// After says what to do next when a reply to a case of this reason came.
func (m Market) After(code reinstate.ReasonCode, d reinstate.Decision) string {
	if r, ok := m.Reason(code); ok && r.Next[d] != "" {
		return r.Next[d]
	}
	return m.Next[d]
}
