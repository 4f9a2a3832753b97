package store

import (
	"time"

	"reinstate/internal/reinstate"
)

// CaseQuery says which cases a list shows. Zero fields do not narrow it.
type CaseQuery struct {
	State       []reinstate.State
	Open        *bool // nil: open and finished ones
	Marketplace reinstate.Marketplace
	Account     reinstate.AccountID
	Client      reinstate.ClientID
	Owner       reinstate.UserID
	Reason      reinstate.ReasonCode
	Held        *bool  // true: those that rest; false: all others
	Search      string // words of reference, client, account or identifiers; all must occur
	Sort        string // one of Sorts, empty: "due"
	Desc        bool
	After       string // CasePage.Next of the page before
	Limit       int    // lines of a page, 0: DefaultLines, at most MostLines
}

// Lines of a page of the list.
const (
	DefaultLines = 50
	MostLines    = 200
)

// CasePage is one page of a list of cases.
type CasePage struct {
	Lines []CaseLine
	Next  string // what CaseQuery.After takes to go on; empty on the last page
}

// CaseLine is one case in a list.
type CaseLine struct {
	ID          reinstate.CaseID
	Reference   string
	State       reinstate.State
	Level       reinstate.Level
	Reasons     []reinstate.ReasonCode
	Response    reinstate.Response
	Round       int
	Opened      time.Time
	Changed     time.Time
	Waiting     time.Time
	Outcome     reinstate.Outcome
	Next        reinstate.NextClock
	Held        reinstate.Hold
	Client      reinstate.ClientID
	ClientName  string
	ClientOther string
	Account     reinstate.AccountID
	AccountKey  string
	Marketplace reinstate.Marketplace
	Store       string
	StoreName   string
	SellerID    string
	OwnerID     reinstate.UserID
	OwnerName   string
	OpenDemands int
	Demands     int
	Asks        string // the first open demand, empty where none is open
}

// Case is the part of the case that a line knows of its time limits and its rest.
func (l CaseLine) Case() reinstate.Case {
	return reinstate.Case{ID: l.ID, Reference: l.Reference, State: l.State, Next: l.Next, Held: l.Held}
}

// sorts are the columns a list may be sorted by.
var sorts = map[string]string{
	"due":     "urgency",    // the time left; cases without a running clock last
	"changed": "changed_at", // the newest entry of the timeline
	"opened":  "opened_at",
	"waiting": "patience", // since when a decision is awaited; cases that do not wait last
}

// Sorts lists the ways a list may be sorted.
func Sorts() []string { return []string{"due", "changed", "opened", "waiting"} }

// Cases is one page of the cases a query asks for. Its cost depends on the page
// and on what narrows it, not on how many cases the firm has. A sort or a cursor
// that is not ours is Invalid.
func (tx *Tx) Cases(q CaseQuery) (CasePage, error) {
	sql, args, err := tx.listSQL(&q)
	if err != nil {
		return CasePage{}, err
	}
	lines, err := find(tx.g.Raw(sql, args...), func(r lineRow) lineRow { return r })
	if err != nil {
		return CasePage{}, err
	}
	var page CasePage
	if len(lines) > q.Limit {
		lines = lines[:q.Limit]
		page.Next = cursor{Sort: q.Sort, Desc: q.Desc, Key: lines[q.Limit-1].key(q.Sort), ID: lines[q.Limit-1].Row.ID}.String()
	}
	page.Lines = each(lines, lineRow.domain)
	return page, nil
}

// key is what a line is sorted by.
func (r lineRow) key(sort string) int64 {
	switch sort {
	case "changed":
		return r.Row.ChangedAt
	case "opened":
		return r.Row.OpenedAt
	case "waiting":
		return r.Row.Patience
	}
	return r.Row.Urgency
}

// lineRow is what the list's one query gives.
type lineRow struct {
	Row         caseRow `gorm:"embedded"`
	ClientName  string
	ClientOther string
	AccountKey  string
	Marketplace reinstate.Marketplace
	Store       string
	StoreName   string
	SellerID    string
	OwnerName   string
	OpenDemands int
	Demands     int
	Asks        string
}

func (r lineRow) domain() CaseLine {
	c := r.Row.domain()
	return CaseLine{
		ID: c.ID, Reference: c.Reference, State: c.State, Level: c.Level, Reasons: c.Reasons, Response: c.Response, Round: c.Round,
		Opened: c.Opened, Changed: c.Changed, Waiting: c.Waiting, Outcome: c.Outcome, Next: c.Next, Held: c.Held,
		Client: c.Client, ClientName: r.ClientName, ClientOther: r.ClientOther,
		Account: c.Account, AccountKey: r.AccountKey, Marketplace: r.Marketplace, Store: r.Store, StoreName: r.StoreName, SellerID: r.SellerID,
		OwnerID: c.Owner, OwnerName: r.OwnerName, OpenDemands: r.OpenDemands, Demands: r.Demands, Asks: r.Asks,
	}
}
