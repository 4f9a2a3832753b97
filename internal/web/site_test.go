package web

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"reinstate/data"
	"reinstate/internal/access"
	"reinstate/internal/blob"
	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/packet"
	"reinstate/internal/plan"
	"reinstate/internal/post"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
	"reinstate/internal/watch"
)

// site is the whole product on a data folder of its own, with people of every
// role in one firm, the owner of another firm, and a person of one client.
type site struct {
	*storetest.World
	t       *testing.T
	server  *server
	desk    *casework.Desk
	gate    *access.Gate
	watch   *watch.Watch // not at work
	firm    *storetest.Firm
	account *storetest.Account // of the firm's client
	rivals  *storetest.Account // of another firm's client
	tokens  map[string]string  // session by who: a role's name, or "rival"
}

// cheap makes passwords quick to check. The default cost is for attackers.
var cheap = access.Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}

const password = "correct horse battery"

// kit is what every site shares: loading fonts and catalog once is enough.
var kit = sync.OnceValues(func() (casework.Options, error) {
	known, err := catalog.Load(data.FS)
	if err != nil {
		return casework.Options{}, err
	}
	outlines, err := catalog.Outlines(data.FS)
	if err != nil {
		return casework.Options{}, err
	}
	rules, err := catalog.LoadChecks(data.FS)
	if err != nil {
		return casework.Options{}, err
	}
	checker, err := plan.NewChecker(rules)
	if err != nil {
		return casework.Options{}, err
	}
	press, err := packet.New(data.FS)
	return casework.Options{Catalog: known, Outlines: outlines, Checker: checker, Press: press}, err
})

// newEmptySite is a site that nobody has set up.
func newEmptySite(t *testing.T, change ...func(*Options)) *site {
	t.Helper()
	s := &site{World: storetest.New(t), t: t, tokens: map[string]string{}}
	made, err := kit()
	s.must(err)
	made.DB = s.DB
	made.Blobs, err = blob.Open(filepath.Clean(s.Dir))
	s.must(err)
	t.Cleanup(func() { made.Blobs.Close() })
	made.Limits = casework.Limits{File: 8 << 20, Message: 6 << 20}
	s.desk = casework.New(made)
	s.gate = access.New(access.Options{DB: s.DB, Now: s.Clock.Now, Cost: cheap})
	s.watch = watch.New(watch.Options{DB: s.DB, Log: slog.New(slog.DiscardHandler)})
	o := Options{Desk: s.desk, Gate: s.gate, Watch: s.watch, Herald: post.Herald{Now: s.Clock.Now}, Mail: post.Server{Host: "127.0.0.1", Port: 1, Security: post.Plain, From: "cases@vale.example"}, Log: slog.New(slog.DiscardHandler), Now: s.Clock.Now, Version: "test"}
	for _, f := range change {
		f(&o)
	}
	s.server, err = newServer(o)
	s.must(err)
	return s
}

// newSite is a site with two firms at work.
func newSite(t *testing.T, change ...func(*Options)) *site {
	t.Helper()
	s := newEmptySite(t, change...)
	s.firm = s.Firm("Harbour & Vale")
	s.account = s.firm.Client("深圳市海岚科技有限公司").Account(reinstate.Amazon, "US")
	s.rivals = s.Firm("Other & Sons").Client("Rival Goods Ltd").Account(reinstate.Walmart, "US")
	for _, role := range reinstate.Roles() {
		person := access.NewPerson{Name: "A " + string(role), Email: string(role) + "@harbour.example", Role: role, Password: password}
		if role == reinstate.RoleClient {
			person.Client = s.account.Client.Client.ID
		}
		s.seat(string(role), s.firm.Owner, person)
	}
	s.seat("rival", s.rivals.Owner, access.NewPerson{
		Name: "A rival", Email: "rival@other.example", Role: reinstate.RoleOwner, Password: password,
	})
	return s
}

// seat adds a person and signs them in.
func (s *site) seat(name string, by reinstate.Actor, p access.NewPerson) {
	s.t.Helper()
	_, err := s.gate.AddPerson(s.t.Context(), by, p)
	s.must(err)
	s.tokens[name], err = s.gate.SignIn(s.t.Context(), p.Email, p.Password, access.Visitor{Address: "192.0.2.1"})
	s.must(err)
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// seen is an answer as a browser gets it.
type seen struct {
	*http.Response
	t    *testing.T
	Body string
}

// get opens a page; who is "" for nobody.
func (s *site) get(who, path string, change ...func(*http.Request)) seen {
	s.t.Helper()
	return s.send(who, httptest.NewRequest(http.MethodGet, path, nil), change...)
}

// post sends a form, written as "name=value&name=value".
func (s *site) post(who, path, form string, change ...func(*http.Request)) seen {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.send(who, r, change...)
}

func (s *site) send(who string, r *http.Request, change ...func(*http.Request)) seen {
	s.t.Helper()
	if who != "" {
		token, ok := s.tokens[who]
		if !ok {
			s.t.Fatalf("nobody is called %q", who)
		}
		r.AddCookie(&http.Cookie{Name: s.server.cookieName(), Value: token})
	}
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	s.server.engine.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	s.must(err)
	return seen{Response: w.Result(), t: s.t, Body: string(body)}
}

// text is what the elements say that a CSS selector finds, in order, with
// single spaces.
func (s seen) text(selector string) string {
	s.t.Helper()
	var found []string
	for _, node := range s.find(selector) {
		var words strings.Builder
		for d := range node.Descendants() {
			if d.Type == html.TextNode {
				words.WriteString(d.Data + " ")
			}
		}
		found = append(found, strings.Join(strings.Fields(words.String()), " "))
	}
	return strings.Join(found, " | ")
}

func (s seen) find(selector string) []*html.Node {
	s.t.Helper()
	query, err := cascadia.ParseGroup(selector)
	if err != nil {
		s.t.Fatalf("selector %q: %v", selector, err)
	}
	page, err := html.Parse(strings.NewReader(s.Body))
	if err != nil {
		s.t.Fatalf("parse the page: %v", err)
	}
	return cascadia.QueryAll(page, query)
}

// attribute is an attribute of the first element that a selector finds.
func (s seen) attribute(selector, name string) string {
	s.t.Helper()
	for _, node := range s.find(selector) {
		for _, a := range node.Attr {
			if a.Key == name {
				return a.Val
			}
		}
	}
	return ""
}

// location is where a redirect leads.
func (s seen) location() string { return s.Header.Get("Location") }

// fields writes a form.
func form(pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v.Encode()
}

// job is a job of the firm that waits.
func (s *site) job() (id int64) {
	s.t.Helper()
	s.Update(s.firm.Owner, func(tx *store.Tx) error {
		if err := tx.Queue(store.Job{Kind: "a kind nobody does", Key: "one", At: s.Clock.Now().AddDate(9, 0, 0)}); err != nil {
			return err
		}
		jobs, err := tx.Jobs(store.JobWaiting, 1)
		s.must(err)
		id = jobs[0].ID
		return nil
	})
	return id
}
