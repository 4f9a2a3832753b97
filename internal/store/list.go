package store

import (
	"slices"
	"strings"
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
}

func (r lineRow) domain() CaseLine {
	c := r.Row.domain()
	return CaseLine{
		ID: c.ID, Reference: c.Reference, State: c.State, Level: c.Level, Reasons: c.Reasons, Response: c.Response, Round: c.Round,
		Opened: c.Opened, Changed: c.Changed, Waiting: c.Waiting, Outcome: c.Outcome, Next: c.Next,
		Client: c.Client, ClientName: r.ClientName, ClientOther: r.ClientOther,
		Account: c.Account, AccountKey: r.AccountKey, Marketplace: r.Marketplace, Store: r.Store, StoreName: r.StoreName, SellerID: r.SellerID,
		OwnerID: c.Owner, OwnerName: r.OwnerName, OpenDemands: r.OpenDemands, Demands: r.Demands,
	}
}

// lineColumns are what a line shows. The demands are counted for the rows of
// the page only.
const lineColumns = `SELECT c.id, c.reference, c.state, c.level, c.reasons, c.response, c.round, c.opened_at, c.changed_at, c.waiting_at,
	c.outcome, c.next_kind, c.next_due, c.next_zone, c.next_basis, c.urgency, c.patience, c.owner_id, c.client_id, c.account_id,
	l.legal_name AS client_name, l.other_name AS client_other, a.key AS account_key, a.marketplace, a.store, a.store_name, a.seller_id,
	coalesce(u.name, '') AS owner_name,
	(SELECT count(*) FROM demands d WHERE d.case_id = c.id AND d.state = 'open') AS open_demands,
	(SELECT count(*) FROM demands d WHERE d.case_id = c.id) AS demands
FROM `

// lineNames are where a line's names come from. CROSS JOIN keeps SQLite from
// starting with them: the cases come in the order of their index.
const lineNames = `
CROSS JOIN clients l ON l.id = c.client_id
CROSS JOIN accounts a ON a.id = c.account_id
LEFT JOIN users u ON u.id = c.owner_id
WHERE `

// Cases is one page of the cases a query asks for, with one query whose cost
// depends on the page, not on how many cases the firm has. A sort or a cursor
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

// listSQL writes the list's query, having put the defaults into q.
func (tx *Tx) listSQL(q *CaseQuery) (string, []any, error) {
	if q.Sort == "" {
		q.Sort = "due"
	}
	column, ok := sorts[q.Sort]
	if !ok {
		return "", nil, reinstate.Invalid{"sort": "A list of cases cannot be sorted by that."}
	}
	if q.Limit <= 0 {
		q.Limit = DefaultLines
	}
	q.Limit = min(q.Limit, MostLines)
	q.State = slices.Compact(slices.Sorted(slices.Values(q.State)))
	if q.Open == nil {
		q.Open = openness(q.State)
	}
	w := tx.caseScope()
	q.narrow(&w)
	from := "cases c INDEXED BY " + tx.indexFor(*q)
	if len(terms(q.Search)) > 0 {
		scope := tx.caseScope()
		sub, args := hits(q.Search, scope.String(), scope.args)
		from, w.args = "("+sub+") h CROSS JOIN cases c ON c.id = h.id", append(args, w.args...)
	}
	direction, beyond := "", ">"
	if q.Desc {
		direction, beyond = " DESC", "<"
	}
	if q.After != "" {
		last, err := parseCursor(q.After)
		if err != nil || last.Sort != q.Sort || last.Desc != q.Desc {
			return "", nil, reinstate.Invalid{"after": "This page of the list is no longer there. Start from the first page."}
		}
		w.add("(c."+column+", c.id) "+beyond+" (?, ?)", last.Key, last.ID)
	}
	sql := lineColumns + from + lineNames + w.String() + " ORDER BY c." + column + direction + ", c.id" + direction + " LIMIT ?"
	return sql, append(w.args, q.Limit+1), nil
}

// where is a list of conditions on cases c, all of which must hold.
type where struct {
	conditions []string
	args       []any
}

func (w *where) add(condition string, args ...any) {
	w.conditions = append(w.conditions, condition)
	w.args = append(w.args, args...)
}

func (w where) String() string { return strings.Join(w.conditions, " AND ") }

// caseScope is mine("cases") for queries that are written as SQL.
func (tx *Tx) caseScope() where {
	var w where
	w.add("c.org_id = ?", tx.who.Org)
	if tx.narrowed() {
		w.add("c.client_id = ?", tx.who.Client)
	}
	return w
}

// narrow adds what the query asks for.
func (q CaseQuery) narrow(w *where) {
	switch len(q.State) {
	case 0:
	case 1:
		w.add("c.state = ?", q.State[0]) // with IN, SQLite would sort
	default:
		w.add("c.state IN ?", q.State)
	}
	if q.Open != nil {
		w.add("c.open = ?", *q.Open)
	}
	if q.Account != 0 {
		w.add("c.account_id = ?", q.Account)
	}
	if q.Client != 0 {
		w.add("c.client_id = ?", q.Client)
	}
	if q.Owner != 0 {
		w.add("c.owner_id = ?", q.Owner)
	}
	if q.Marketplace != "" {
		w.add("a.marketplace = ?", q.Marketplace)
	}
	if q.Reason != "" {
		w.add("EXISTS (SELECT 1 FROM json_each(c.reasons) WHERE value = ?)", q.Reason)
	}
}

// openness says whether all of the states are open, or all finished.
func openness(states []reinstate.State) *bool {
	if len(states) == 0 {
		return nil
	}
	open := states[0].Open()
	for _, s := range states {
		if s.Open() != open {
			return nil
		}
	}
	return &open
}

// indexFor chooses the index a list is read from: the cases of the narrowest
// thing the query names, or the one sorted like the list.
func (tx *Tx) indexFor(q CaseQuery) string {
	switch {
	case q.Account != 0:
		return "cases_by_account"
	case q.Client != 0 || tx.narrowed():
		return "cases_by_client"
	case q.Owner != 0:
		return "cases_by_owner"
	case len(q.State) == 1 && q.Sort == "due":
		return "cases_by_state"
	case q.Open != nil:
		return "cases_open_by_" + q.Sort
	}
	return "cases_by_" + q.Sort
}
