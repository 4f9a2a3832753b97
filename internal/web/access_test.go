package web

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"reinstate/internal/reinstate"
)

// row is one line of the access matrix: what each visitor gets. Redirects to
// the sign-in page are "in"; the numbers are statuses. A reader is a viewer, a
// worker a caseworker, the stranger the owner of another firm, and the client
// a person of the client whom the thing belongs to.
type row struct {
	anonymous, viewer, worker, owner, stranger, client int
}

// The usual rows.
var (
	everybody = row{200, 200, 200, 200, 200, 200}
	// A page of the firm as such: strangers see their own firm there.
	firmPage = row{signedOut, 200, 200, 200, 200, 200}
	// Things that belong to the firm do not exist for a stranger.
	read    = row{signedOut, 200, 200, 200, 404, 200}
	manage  = row{signedOut, 403, 200, 200, 200, 403}
	change  = row{signedOut, 403, 422, 422, 404, 403}
	add     = row{signedOut, 403, 422, 422, 422, 403}
	ownOnly = row{signedOut, 403, 403, 200, 200, 403}
	// A change of something of the owner's, sent with an empty form.
	ownChange = row{signedOut, 403, 403, 422, 404, 403}
)

// signedOut is answered by asking who it is: 303 for a page, 401 for a form.
const signedOut = 0

// matrix says who gets what at every route that routes.go declares. Forms are
// sent empty. The routes of cases stand in caseMatrix.
var matrix = map[string]row{
	"GET /search":                             firmPage,
	"GET /healthz":                            everybody,
	"GET /readyz":                             everybody,
	"GET /static/:sum/:name":                  everybody,
	"GET /setup":                              {303, 303, 303, 303, 303, 303},
	"POST /setup":                             {422, 422, 422, 422, 422, 422},
	"GET /signin":                             {200, 303, 303, 303, 303, 303},
	"POST /signin":                            {422, 422, 422, 422, 422, 422},
	"POST /signout":                           {303, 303, 303, 303, 303, 303},
	"POST /signout/everywhere":                {signedOut, 303, 303, 303, 303, 303},
	"GET /":                                   firmPage,
	"GET /cases":                              firmPage,
	"GET /clients":                            firmPage,
	"GET /clients/new":                        manage,
	"POST /clients":                           add,
	"GET /clients/:id":                        read,
	"GET /clients/:id/edit":                   {signedOut, 403, 200, 200, 404, 403},
	"POST /clients/:id":                       change,
	"GET /accounts":                           firmPage,
	"GET /accounts/new":                       manage,
	"POST /accounts":                          add,
	"GET /accounts/:id":                       read,
	"GET /accounts/:id/edit":                  {signedOut, 403, 200, 200, 404, 403},
	"POST /accounts/:id":                      change,
	"GET /accounts/:id/readiness":             read,
	"POST /accounts/:id/papers":               {signedOut, 403, 400, 400, 400, 403},
	"GET /accounts/:id/papers/:paper":         {signedOut, 404, 404, 404, 404, 404}, // nothing is kept yet
	"POST /accounts/:id/papers/:paper":        {signedOut, 403, 404, 404, 404, 403},
	"POST /accounts/:id/papers/:paper/remove": {signedOut, 403, 403, 404, 404, 403},
	"GET /accounts/:id/papers/:paper/file":    {signedOut, 404, 404, 404, 404, 404},

	"GET /policies":                       firmPage,
	"GET /policies/:marketplace/:reason":  firmPage,
	"GET /people":                         ownOnly,
	"GET /people/new":                     ownOnly,
	"POST /people":                        {signedOut, 403, 403, 422, 422, 403},
	"POST /people/:id/role":               ownChange,
	"GET /people/:id/password":            {signedOut, 403, 403, 200, 404, 403},
	"POST /people/:id/password":           {signedOut, 403, 403, 422, 404, 403},
	"POST /people/:id/disable":            {signedOut, 403, 403, 303, 404, 403},
	"POST /people/:id/enable":             {signedOut, 403, 403, 303, 404, 403},
	"GET /inbox":                          firmPage,
	"POST /inbox/:id/dismiss":             {signedOut, 403, 303, 303, 404, 403},
	"POST /inbox/:id/case":                change,
	"GET /inbox/:id/file":                 read,
	"GET /inbox/:id/attachments/:number":  read,
	"POST /inbox/:id/attachments/:number": {signedOut, 403, 303, 303, 404, 403},
	"GET /mailboxes":                      ownOnly,
	"POST /mailboxes":                     {signedOut, 403, 403, 422, 422, 403},
	"POST /mailboxes/:id/remove":          {signedOut, 403, 403, 303, 404, 403},
	"POST /mailboxes/:id/reach":           {signedOut, 403, 403, 303, 404, 403},
	"GET /hooks":                          ownOnly,
	"POST /hooks":                         {signedOut, 403, 403, 422, 422, 403},
	"POST /hooks/:id/try":                 {signedOut, 403, 403, 303, 404, 403},
	"POST /hooks/:id/remove":              {signedOut, 403, 403, 303, 404, 403},
	"GET /jobs":                           ownOnly,
	"POST /jobs/:id/retry":                {signedOut, 403, 403, 303, 404, 403},
	"GET /account":                        firmPage,
	"POST /account":                       {signedOut, 422, 422, 422, 422, 422},
	"POST /account/password":              {signedOut, 422, 422, 422, 422, 422},
	"GET /firm":                           ownOnly,
	"POST /firm":                          {signedOut, 403, 403, 422, 422, 403},
	"GET /agenda":                         firmPage,
	"GET /agenda/month":                   firmPage,
	"GET /agenda/feed":                    firmPage,
	"POST /agenda/feed":                   {signedOut, 200, 200, 200, 200, 200}, // everybody's own
	"POST /agenda/feed/end":               {signedOut, 303, 303, 303, 303, 303},
	"GET /calendar/:secret":               {404, 404, 404, 404, 404, 404}, // no session opens it, only its secret
	"GET /account/reminders":              firmPage,
	"POST /account/reminders":             {signedOut, 422, 422, 422, 422, 422},
	"POST /reminders/read":                {signedOut, 303, 303, 303, 303, 303},
	"GET /outcomes":                       firmPage,
}

// visitors are the columns of the matrix.
var visitors = []struct {
	name string
	who  string
	want func(row) int
}{
	{"nobody", "", func(r row) int { return r.anonymous }},
	{"a viewer", "viewer", func(r row) int { return r.viewer }},
	{"a caseworker", "caseworker", func(r row) int { return r.worker }},
	{"the owner", "owner", func(r row) int { return r.owner }},
	{"another firm's owner", "rival", func(r row) int { return r.stranger }},
	{"a client", "client", func(r row) int { return r.client }},
}

// fill puts the firm's own things into a route's path.
func (s *site) fill(path string) string {
	id := "1"
	switch {
	case !strings.Contains(path, ":id"):
	case strings.HasPrefix(path, "/clients"):
		id = strconv.FormatInt(int64(s.account.Client.Client.ID), 10)
	case strings.HasPrefix(path, "/accounts"):
		id = strconv.FormatInt(int64(s.account.Account.ID), 10)
	case strings.HasPrefix(path, "/inbox"):
		id = strconv.FormatInt(int64(s.mail()), 10)
	case strings.HasPrefix(path, "/hooks"):
		id = strconv.FormatInt(s.hook(), 10)
	case strings.HasPrefix(path, "/mailboxes"):
		id = strconv.FormatInt(s.mailbox(), 10)
	case strings.HasPrefix(path, "/jobs"):
		id = strconv.FormatInt(s.job(), 10)
	case strings.HasPrefix(path, "/people"):
		id = strconv.FormatInt(int64(s.firm.Person(reinstate.RoleReviewer).User), 10)
	}
	url, err := s.server.assets.url("app.css")
	s.must(err)
	parts := strings.Split(strings.TrimPrefix(url, assetRoot), "/")
	return strings.NewReplacer(":paper", "1", ":marketplace", "amazon", ":reason", "inauthentic", ":number", "1", ":id", id, ":sum", parts[0], ":name", parts[1]).Replace(path)
}

func TestEveryRouteHasItsRow(t *testing.T) {
	t.Parallel()
	s := newEmptySite(t)
	rows := map[string]bool{}
	for route := range matrix {
		rows[route] = true
	}
	for route := range caseMatrix {
		rows[route] = true
	}
	for route := range healthMatrix {
		rows[route] = true
	}
	for _, r := range s.server.plans {
		name := r.Method + " " + r.Path
		if !rows[name] {
			t.Errorf("%s has no row in the access matrix", name)
		}
		delete(rows, name)
	}
	for name := range rows {
		t.Errorf("%s has a row, but there is no such route", name)
	}
}

func TestAccessMatrix(t *testing.T) {
	t.Parallel()
	for route, want := range matrix {
		method, path, _ := strings.Cut(route, " ")
		t.Run(route, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			for _, v := range visitors {
				got := s.visit(v.who, method, s.fill(path))
				if want := expected(v.want(want), method); got.StatusCode != want {
					t.Errorf("%s gets %d, want %d", v.name, got.StatusCode, want)
				}
			}
		})
	}
}

func (s *site) visit(who, method, path string) seen {
	s.t.Helper()
	if method == http.MethodGet {
		return s.get(who, path)
	}
	return s.post(who, path, "")
}

func expected(status int, method string) int {
	switch {
	case status != signedOut:
		return status
	case method == http.MethodGet:
		return http.StatusSeeOther
	}
	return http.StatusUnauthorized
}

func TestAnotherFirmsThingLooksLikeNoThing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/clients/", "/accounts/"} {
		foreign := s.get("rival", s.fill(path+":id"))
		missing := s.get("rival", path+"999999")
		if foreign.StatusCode != http.StatusNotFound || missing.StatusCode != http.StatusNotFound {
			t.Errorf("%s: got %d and %d", path, foreign.StatusCode, missing.StatusCode)
		}
		if foreign.text("main") != missing.text("main") {
			t.Errorf("%s: the two pages differ", path)
		}
	}
}

func TestPathsThatAreNoNumberAreNotFound(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/clients/x", "/clients/-1", "/clients/0", "/clients/99999999999999999999", "/accounts/1%2F2", "/nowhere", "/cases/", "//cases", "/cases/../people"} {
		if got := s.get("owner", path); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: got %d", path, got.StatusCode)
		}
	}
}

func TestANewAccountMustBelongToAClientOfTheFirm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	got := s.post("owner", "/accounts", form("client", strconv.FormatInt(int64(s.rivals.Client.Client.ID), 10), "marketplace", "amazon", "store", "US"))
	if got.StatusCode != http.StatusNotFound {
		t.Errorf("got %d", got.StatusCode)
	}
	if list := s.get("rival", "/accounts").text("tbody tr"); strings.Contains(list, "Amazon") {
		t.Errorf("the other firm has a new account: %s", list)
	}
}

func TestFieldsThatNoFormHasAreIgnored(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	got := s.post("caseworker", "/account", form("name", "New Name", "role", "owner", "org", "2", "client", "1", "disabled", ""))
	if got.StatusCode != http.StatusSeeOther {
		t.Fatalf("got %d: %s", got.StatusCode, got.text("main"))
	}
	if got := s.get("caseworker", "/people"); got.StatusCode != http.StatusForbidden {
		t.Errorf("a caseworker who posts a role gets %d at the people page", got.StatusCode)
	}
}

func TestADisabledPersonIsOutAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if got := s.get("viewer", "/cases"); got.StatusCode != http.StatusOK {
		t.Fatalf("got %d", got.StatusCode)
	}
	people, err := s.gate.People(t.Context(), s.firm.Owner)
	s.must(err)
	for _, p := range people {
		if p.Email == "viewer@harbour.example" {
			s.must(s.gate.SetDisabled(t.Context(), s.firm.Owner, p.ID, true))
		}
	}
	for _, path := range []string{"/", "/cases", "/clients", s.fill("/clients/:id")} {
		if got := s.get("viewer", path); got.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: got %d", path, got.StatusCode)
		}
	}
}
