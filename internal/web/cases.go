package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// casesPage is the list of cases. Everything that shapes it is in the URL, so
// that it can be kept as a bookmark and sent to a colleague.
type casesPage struct {
	page
	Filter  casesFilter
	Rows    []caseRow
	Next    string // address of the next page, empty on the last
	First   string // address of the first page, empty while it is shown
	States  []reinstate.State
	Markets []catalog.Market
}

// casesFilter is the query part of the URL, as it came.
type casesFilter struct {
	Search, State, Marketplace, Owner, Open, Sort, After string
}

// order is one way of sorting the list.
type order struct {
	Name  string // as the store knows it
	Label reinstate.Sentence
}

var orders = []order{
	{"due", reinstate.Say("Time left")}, {"changed", reinstate.Say("Last changed")},
	{"opened", reinstate.Say("Newest first")}, {"waiting", reinstate.Say("Waiting longest")},
}

// Orders lists the orders a person may choose.
func (casesPage) Orders() []order { return orders }

// Narrowed reports whether anything but the order was chosen.
func (f casesFilter) Narrowed() bool {
	return f.Search != "" || f.State != "" || f.Marketplace != "" || f.Owner != "" || f.Open != ""
}

func (s *server) cases(c *gin.Context) error {
	f := readFilter(c)
	list, err := s.desk.Cases(c.Request.Context(), who(c), f.query(who(c)))
	if err != nil {
		return err
	}
	p := casesPage{
		page: s.page(c, reinstate.Say("Cases")), Filter: f, Rows: s.caseRows(c, list.Lines),
		States: reinstate.States(), Markets: s.desk.Catalog().Markets(),
	}
	p.Search = f.Search
	if list.Next != "" {
		p.Next = f.path(list.Next)
	}
	if f.After != "" {
		p.First = f.path("")
	}
	return s.show(c, "cases/list", p)
}

// readFilter takes from the URL what it knows and drops the rest.
func readFilter(c *gin.Context) casesFilter {
	f := casesFilter{
		Search: strings.TrimSpace(c.Query("q")), State: c.Query("state"), Marketplace: c.Query("marketplace"),
		Owner: c.Query("owner"), Open: c.Query("open"), Sort: c.Query("sort"), After: c.Query("after"),
	}
	if !slices.Contains(reinstate.States(), reinstate.State(f.State)) {
		f.State = ""
	}
	if !reinstate.Marketplace(f.Marketplace).Known() {
		f.Marketplace = ""
	}
	if f.Owner != "me" {
		f.Owner = ""
	}
	if !slices.Contains([]string{"all", "closed", "ours"}, f.Open) {
		f.Open = ""
	}
	if !slices.ContainsFunc(orders, func(o order) bool { return o.Name == f.Sort }) {
		f.Sort = "due"
	}
	return f
}

// needing are the states in which the firm, not a marketplace, has to act.
func needing(state reinstate.State) bool {
	return state.Open() && state != reinstate.AwaitingDecision
}

// query asks for open cases unless told otherwise: by a state, by "all", by
// "closed", or by "ours", which are those that wait for no marketplace.
func (f casesFilter) query(reader reinstate.Actor) store.CaseQuery {
	q := store.CaseQuery{
		Marketplace: reinstate.Marketplace(f.Marketplace), Search: f.Search,
		Sort: f.Sort, Desc: f.Sort == "changed" || f.Sort == "opened", After: f.After,
	}
	if f.Owner == "me" {
		q.Owner = reader.User
	}
	switch open := f.Open != "closed"; {
	case f.State != "":
		q.State = []reinstate.State{reinstate.State(f.State)}
	case f.Open == "ours":
		q.State = slices.DeleteFunc(reinstate.States(), func(state reinstate.State) bool { return !needing(state) })
	case f.Open != "all":
		q.Open = &open
	}
	return q
}

// path is the address of the same list from a cursor on.
func (f casesFilter) path(after string) string {
	query := url.Values{}
	for name, value := range map[string]string{
		"q": f.Search, "state": f.State, "marketplace": f.Marketplace, "owner": f.Owner, "open": f.Open, "sort": f.Sort, "after": after,
	} {
		if value != "" && (name != "sort" || value != "due") {
			query.Set(name, value)
		}
	}
	if len(query) == 0 {
		return "/cases"
	}
	return "/cases?" + query.Encode()
}
