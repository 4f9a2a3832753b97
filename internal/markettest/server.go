// Package markettest stands in for the marketplaces in tests: a server that
// speaks the published contracts of Amazon's Selling Partner API and Walmart's
// Marketplace API strictly, and fails in the ways that tests ask for.
package markettest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Hosts that the server answers for.
const (
	SignInHost  = "api.amazon.com"
	AmazonHost  = "sellingpartnerapi-na.amazon.com"
	StorageHost = "tortuga-prod-na.s3-external-1.amazonaws.com"
	WalmartHost = "marketplace.walmartapis.com"
)

// Keys are the keys that the server takes. They are unlike anything else, so
// that a test finds them wherever they leak.
type Keys struct{ Client, Secret, Refresh string }

// Server is both marketplaces.
type Server struct {
	Amazon  Keys
	Walmart Keys

	t    *testing.T
	now  func() time.Time
	http *httptest.Server

	mu      sync.Mutex
	calls   map[string]int
	faults  map[string][]http.HandlerFunc
	wrong   []string // breaches of the contract
	strays  []string // hosts that were asked and are none of ours
	tokens  map[string]time.Time
	reports []*Report
	seq     int

	Report   []byte            // the account health report
	Packed   bool              // whether it comes as gzip
	Stages   []string          // what each look at a report says, the last one for ever
	Segments map[string][]byte // summaries by segment; one that is not there has no data
	Orders   map[string][]byte // workbooks by segment
	Lives    time.Duration     // of an access token
}

// Report is one report that was asked for.
type Report struct {
	ID      string
	Site    string
	Created time.Time
	looks   int
}

// New starts a server whose clock is the test's.
func New(t *testing.T, now func() time.Time) *Server {
	t.Helper()
	s := &Server{
		t: t, now: now, calls: map[string]int{}, faults: map[string][]http.HandlerFunc{}, tokens: map[string]time.Time{},
		Amazon:  Keys{"amzn1.application-oa2-client.canaryAMZclient7Qx", "amzn1.oa2-cs.v1.canaryAMZ+secret/4Zk=", "Atzr|canaryAMZrefresh+9Lw/2=="},
		Walmart: Keys{Client: "canaryWMTclient-5Hd-8c31", Secret: "canaryWMT+secret/3Vb=="},
		Packed:  true, Stages: []string{"IN_QUEUE", "IN_PROGRESS", "DONE"}, Segments: map[string][]byte{}, Orders: map[string][]byte{}, Lives: time.Hour,
	}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.http.Close)
	t.Cleanup(func() {
		for _, w := range s.Wrong() {
			t.Errorf("against the contract: %s", w)
		}
	})
	return s
}

// Via is a way to the server that takes the place of the network: every host
// leads here, and what is not https is refused.
func (s *Server) Via() http.RoundTripper { return via{s} }

type via struct{ s *Server }

// RoundTrip leads a request to the server under the host it was meant for.
func (v via) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme != "https" {
		v.s.breach("%s %s is not https", req.Method, req.URL.Host)
	}
	to, err := url.Parse(v.s.http.URL)
	if err != nil {
		return nil, err
	}
	led := req.Clone(req.Context())
	led.Host, led.URL.Scheme, led.URL.Host = req.URL.Host, to.Scheme, to.Host
	return v.s.http.Client().Transport.RoundTrip(led)
}

// Fail lets the next calls of an operation be answered by these, one each.
func (s *Server) Fail(op string, answers ...http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[op] = append(s.faults[op], answers...)
}

// Calls is how often an operation was called, faults included.
func (s *Server) Calls(op string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[op]
}

// Wrong lists what went against the contract. Whoever reads it takes it away.
func (s *Server) Wrong() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	wrong := s.wrong
	s.wrong = nil
	return wrong
}

// Strays are hosts that were asked though they are none of a marketplace's,
// with what they were told.
func (s *Server) Strays() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.strays)
}

// Secrets are all the keys and the tokens that were given out.
func (s *Server) Secrets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []string{s.Amazon.Client, s.Amazon.Secret, s.Amazon.Refresh, s.Walmart.Client, s.Walmart.Secret}
	for token := range s.tokens {
		all = append(all, token)
	}
	return all
}

// EndTokens makes every access token run out at once.
func (s *Server) EndTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for token := range s.tokens {
		s.tokens[token] = time.Time{}
	}
}

func (s *Server) breach(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wrong = append(s.wrong, fmt.Sprintf(format, args...))
}

// serve leads a request to the one it is for.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if r.UserAgent() == "" || strings.HasPrefix(r.UserAgent(), "Go-http-client") {
		s.breach("%s %s says nothing of who asks", r.Method, r.URL.Path)
	}
	switch r.Host {
	case SignInHost:
		s.answer("lwa", w, r, s.signIn)
	case AmazonHost:
		s.amazon(w, r)
	case StorageHost:
		s.answer("storage", w, r, s.storage)
	case WalmartHost:
		s.walmart(w, r)
	default:
		s.mu.Lock()
		told, _ := json.Marshal(r.Header)
		s.strays = append(s.strays, r.Host+" "+r.URL.String()+" "+string(told))
		s.mu.Unlock()
		w.WriteHeader(http.StatusTeapot)
	}
}

// answer counts a call and lets a fault go first.
func (s *Server) answer(op string, w http.ResponseWriter, r *http.Request, usual http.HandlerFunc) {
	s.mu.Lock()
	s.calls[op]++
	var fault http.HandlerFunc
	if len(s.faults[op]) > 0 {
		fault, s.faults[op] = s.faults[op][0], s.faults[op][1:]
	}
	s.mu.Unlock()
	if fault != nil {
		fault(w, r)
		return
	}
	usual(w, r)
}

// grant gives a token out.
func (s *Server) grant(prefix string) (string, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seq++
	token := fmt.Sprintf("%scanaryTOKEN%d+x/y=", prefix, s.seq)
	s.tokens[token] = s.now().Add(s.Lives)
	return token, int(s.Lives.Seconds())
}

// holds reports whether a token was given out and has not run out.
func (s *Server) holds(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now().Before(s.tokens[token])
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// Status answers with a status and a body.
func Status(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// Silence never answers until the caller gives up.
func Silence(w http.ResponseWriter, r *http.Request) {
	_, _ = http.NewResponseController(w), r.Body.Close()
	<-r.Context().Done()
}

// Huge answers with more than anybody would take.
func Huge(megabytes int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		block := []byte(strings.Repeat(" ", 1<<20))
		for range megabytes {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}
}

// Redirect leads to another host.
func Redirect(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusTemporaryRedirect) }
}

// Echo answers with a status and repeats all that it was told, keys included:
// the worst that an answer can do.
func Echo(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		told, _ := json.Marshal(map[string]any{
			"error": "x " + r.Form.Encode(), "error_description": r.Form.Encode(), "code": fmt.Sprint(r.Header),
			"errors": []map[string]string{{"code": fmt.Sprint(r.Header), "message": r.Form.Encode() + r.URL.String()}},
		})
		w.WriteHeader(status)
		_, _ = w.Write(told)
	}
}

// SetStages says what looks at reports will see from now on; without any it is
// what it was.
func (s *Server) SetStages(stages ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(stages) > 0 {
		s.Stages = stages
	}
}
