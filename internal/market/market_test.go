package market_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/market"
	"reinstate/internal/markettest"
)

// stall is a marketplace with a client that asks it, on one moving clock.
type stall struct {
	*markettest.Server
	t  *testing.T
	mu sync.Mutex
	at time.Time
	c  *market.Client
}

var book = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(data.FS) })

func newStall(t *testing.T) *stall {
	t.Helper()
	known, err := book()
	if err != nil {
		t.Fatal(err)
	}
	s := &stall{t: t, at: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	s.Server = markettest.New(t, s.now)
	s.Report = []byte(`{"performanceMetrics":[]}`)
	s.c = market.New(market.Options{Book: known.Connections(), Now: s.now, Via: s.Via(), Patience: 2 * time.Second})
	return s
}

func (s *stall) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at
}

func (s *stall) wait(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = s.at.Add(d)
}

func (s *stall) amazon() market.Amazon {
	s.t.Helper()
	a, err := s.c.Amazon(market.Keys(s.Amazon), "US", "ATVPDKIKX0DER")
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

func (s *stall) walmart() market.Walmart {
	s.t.Helper()
	w, err := s.c.Walmart(market.Keys(s.Walmart), "US")
	if err != nil {
		s.t.Fatal(err)
	}
	return w
}

// want looks at the kind of a trouble, and that its words give nothing away.
func (s *stall) want(err error, kind market.Kind, words string) {
	s.t.Helper()
	trouble, ok := market.TroubleOf(err)
	if !ok || trouble.Kind != kind || !strings.Contains(err.Error(), words) {
		s.t.Errorf("got %v, want %s: …%s…", err, kind, words)
		return
	}
	for _, secret := range s.Secrets() {
		if said := fmt.Sprintf("%v %+v %#v", err, err, trouble.Why); strings.Contains(said, secret) {
			s.t.Errorf("the trouble gives a key away: %s", said)
		}
	}
}

func TestAReportOfAmazonIsAskedForMadeAndFetched(t *testing.T) {
	t.Parallel()
	for _, packed := range []bool{true, false} {
		s := newStall(t)
		s.Packed = packed
		a := s.amazon()
		id, err := a.Ask(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var stages []market.Stage
		var last market.Making
		for range 3 {
			if last, err = a.Look(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			stages = append(stages, last.Stage)
		}
		if fmt.Sprint(stages) != "[IN_QUEUE IN_PROGRESS DONE]" {
			t.Errorf("looked and saw %v", stages)
		}
		body, err := a.Document(t.Context(), last.Document)
		if err != nil || string(body) != string(s.Report) {
			t.Errorf("packed %v: got %q, %v", packed, body, err)
		}
		if s.Calls("lwa") != 1 {
			t.Errorf("signed in %d times for one token", s.Calls("lwa"))
		}
		again, err := a.Made(t.Context(), s.now())
		if err != nil || again.ID != id {
			t.Errorf("found again: %+v, %v", again, err)
		}
		if _, err = a.Made(t.Context(), s.now().Add(time.Minute)); true {
			s.want(err, market.Missing, "no such report")
		}
	}
}

func TestATokenIsUsedUntilShortlyBeforeItsEnd(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	for _, step := range []struct {
		wait time.Duration
		want int
	}{{0, 1}, {58 * time.Minute, 1}, {2 * time.Minute, 2}, {time.Minute, 2}} {
		s.wait(step.wait)
		if _, err := s.amazon().Ask(t.Context()); err != nil || s.Calls("lwa") != step.want {
			t.Errorf("after %s more: signed in %d times, want %d: %v", step.wait, s.Calls("lwa"), step.want, err)
		}
	}
	s.Lives = 15 * time.Minute
	for range 3 {
		if err := s.walmart().Try(t.Context()); err != nil || s.Calls("wm_token") != 1 {
			t.Errorf("Walmart: %d tokens, %v", s.Calls("wm_token"), err)
		}
	}
}

func TestATokenThatEndsInTheMiddleIsChangedOnce(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	id, err := s.amazon().Ask(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.EndTokens()
	if _, err := s.amazon().Look(t.Context(), id); err != nil || s.Calls("lwa") != 2 || s.Calls("look") != 2 {
		t.Errorf("Amazon: %v after %d tokens and %d looks", err, s.Calls("lwa"), s.Calls("look"))
	}
	if err := s.walmart().Try(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.EndTokens()
	if err := s.walmart().Try(t.Context()); err != nil || s.Calls("wm_token") != 2 {
		t.Errorf("Walmart: %v after %d tokens", err, s.Calls("wm_token"))
	}
	s.Lives = -time.Second // tokens that never hold: no endless loop
	s.EndTokens()
	_, err = s.amazon().Look(t.Context(), id)
	s.want(err, market.NotAllowed, "role")
	s.want(s.walmart().Try(t.Context()), market.KeysRefused, "its own access token")
	if s.Calls("look") > 5 || s.Calls("wm_detail") > 6 {
		t.Errorf("asked %d and %d times", s.Calls("look"), s.Calls("wm_detail"))
	}
}

func TestWrongKeysAreNamed(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	revoked := market.Keys(s.Amazon)
	revoked.Refresh = "Atzr|revoked"
	other := market.Keys(s.Amazon)
	other.Secret = "amzn1.oa2-cs.v1.other"
	for _, tt := range []struct {
		keys  market.Keys
		words string
	}{{revoked, "withdrawn the consent"}, {other, "does not know the application"}} {
		a, err := s.c.Amazon(tt.keys, "US", "ATVPDKIKX0DER")
		if err != nil {
			t.Fatal(err)
		}
		err = a.Try(t.Context())
		s.want(err, market.KeysRefused, tt.words)
		if trouble, _ := market.TroubleOf(err); !trouble.Lasting() || strings.Contains(err.Error(), tt.keys.Refresh) {
			t.Errorf("%v", err)
		}
	}
	w, err := s.c.Walmart(market.Keys{Client: "x", Secret: "y"}, "US")
	if err != nil {
		t.Fatal(err)
	}
	s.want(w.Try(t.Context()), market.KeysRefused, "does not take the keys")
	s.Fail("lwa", markettest.Echo(http.StatusBadRequest), markettest.Echo(http.StatusInternalServerError))
	s.want(s.amazon().Try(t.Context()), market.KeysRefused, "status 400")
	s.want(s.amazon().Try(t.Context()), market.Down, "status 500")
}

func TestFaultsOfAmazonAreToldApart(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, op string
		fault    http.HandlerFunc
		kind     market.Kind
		words    string
		wait     time.Duration
	}{
		{"throttled with a limit", "create", markettest.Status(429, `{"errors":[{"code":"QuotaExceeded"}]}`, "x-amzn-RateLimit-Limit", "0.0167"), market.Throttled, "too often", time.Minute},
		{"throttled without one", "create", markettest.Status(429, ``), market.Throttled, "too often", time.Minute},
		{"throttled for a time", "create", markettest.Status(429, ``, "Retry-After", "7"), market.Throttled, "too often", 7 * time.Second},
		{"throttled by nonsense", "create", markettest.Status(429, ``, "x-amzn-RateLimit-Limit", "-1e309"), market.Throttled, "too often", time.Minute},
		{"throttled for ever", "create", markettest.Status(429, ``, "x-amzn-RateLimit-Limit", "1e-300"), market.Throttled, "too often", 24 * time.Hour},
		{"throttled at the sign-in", "lwa", markettest.Status(429, ``), market.Throttled, "too often", time.Minute},
		{"down", "create", markettest.Status(503, `{"errors":[]}`), market.Down, "status 503", 0},
		{"refused", "create", markettest.Echo(400), market.Strange, "status 400", 0},
		{"no JSON", "create", markettest.Status(202, `<html>`), market.Strange, "cannot be read", 0},
		{"no number", "create", markettest.Status(202, `{}`), market.Strange, "no number of a report", 0},
		{"a number of nonsense", "create", markettest.Status(202, `{"reportId":"a b\n"}`), market.Strange, "no number of a report", 0},
		{"silent", "create", markettest.Silence, market.Unreachable, "did not answer within", 0},
		{"silent at the sign-in", "lwa", markettest.Silence, market.Unreachable, "did not answer within", 0},
		{"cut off", "create", hangUp, market.Unreachable, "broke off", 0},
		{"huge", "create", markettest.Huge(5), market.Strange, "larger than 4 MB", 0},
		{"leads elsewhere", "create", markettest.Redirect("https://elsewhere.example/steal"), market.Strange, "leads elsewhere", 0},
		{"the sign-in leads elsewhere", "lwa", markettest.Redirect("https://elsewhere.example/steal"), market.Strange, "leads elsewhere", 0},
		{"a token of nothing", "lwa", markettest.Status(200, `{"token_type":"bearer"}`), market.Strange, "no access token", 0},
		{"a token that splits headers", "lwa", markettest.Status(200, `{"access_token":"a\r\nb","expires_in":3600}`), market.Strange, "no access token", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newStall(t)
			s.Fail(tt.op, tt.fault)
			_, err := s.amazon().Ask(t.Context())
			s.want(err, tt.kind, tt.words)
			if trouble, ok := market.TroubleOf(err); ok && trouble.Wait != tt.wait {
				t.Errorf("it waits %s, want %s", trouble.Wait, tt.wait)
			}
			if strays := s.Strays(); len(strays) > 0 {
				t.Errorf("another host was asked: %v", strays)
			}
			if _, err := s.amazon().Ask(t.Context()); err != nil {
				t.Errorf("it does not recover: %v", err)
			}
		})
	}
}

func hangUp(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		conn.Close()
	}
}

func TestFaultsOfADocument(t *testing.T) {
	t.Parallel()
	packed := markettest.Pack([]byte(strings.Repeat(`{"performanceMetrics":[]}`, 100)))
	for _, tt := range []struct {
		name, op string
		fault    http.HandlerFunc
		kind     market.Kind
		words    string
	}{
		{"cut off", "storage", markettest.Status(200, string(packed[:len(packed)/2])), market.Down, "cut off"},
		{"its end alone cut off", "storage", markettest.Status(200, string(packed[:len(packed)-4])), market.Down, "cut off"},
		{"not packed at all", "storage", markettest.Status(200, `{"a":1}`), market.Down, "cut off"},
		{"a bomb", "storage", markettest.Status(200, string(markettest.Pack(make([]byte, 33<<20)))), market.Strange, "larger than 32 MB"},
		{"huge", "storage", markettest.Huge(33), market.Strange, "larger than 32 MB"},
		{"run out", "storage", markettest.Status(403, `<Error><Code>AccessDenied</Code></Error>`), market.Down, "ran out"},
		{"down", "storage", markettest.Status(500, ``), market.Down, "status 500"},
		{"leads elsewhere", "storage", markettest.Redirect("https://elsewhere.example/x"), market.Strange, "leads elsewhere"},
		{"no https", "document", markettest.Status(200, `{"reportDocumentId":"x","url":"http://169.254.169.254/latest"}`), market.Strange, "not one of https"},
		{"a key in it", "document", markettest.Status(200, `{"reportDocumentId":"x","url":"https://a:b@tortuga.example/x"}`), market.Strange, "not one of https"},
		{"no address", "document", markettest.Status(200, `{"reportDocumentId":"x"}`), market.Strange, "not one of https"},
		{"packed otherwise", "document", markettest.Status(200, `{"reportDocumentId":"x","url":"https://`+markettest.StorageHost+`/x?X-Amz-Signature=1","compressionAlgorithm":"BROTLI"}`), market.Strange, "not known"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newStall(t)
			s.Fail(tt.op, tt.fault)
			_, err := s.amazon().Document(t.Context(), "amzn1.spdoc.1.4.na.1")
			s.want(err, tt.kind, tt.words)
			if strays := s.Strays(); len(strays) > 0 {
				t.Errorf("another host was asked: %v", strays)
			}
		})
	}
}

func TestFiguresOfWalmart(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	known, err := book()
	if err != nil {
		t.Fatal(err)
	}
	s.Segments["otd"], s.Orders["returns"] = []byte(`{"status":"OK","payload":{"overallRate":89}}`), []byte("PK\x03\x04rest")
	for _, segment := range known.Connections().Walmart.Segments {
		body, err := s.walmart().Summary(t.Context(), segment)
		if segment.Name == "otd" {
			if err != nil || string(body) != string(s.Segments["otd"]) {
				t.Errorf("otd: %q, %v", body, err)
			}
			continue
		}
		s.want(err, market.Nothing, "no data")
	}
	for _, segment := range known.Connections().Walmart.Segments {
		body, err := s.walmart().Orders(t.Context(), segment)
		if segment.Name == "returns" {
			if err != nil || string(body) != "PK\x03\x04rest" {
				t.Errorf("returns: %q, %v", body, err)
			}
			continue
		}
		s.want(err, market.Nothing, "no data")
	}
	otd := catalog.WalmartSegment{Name: "otd", Days: 30}
	at := fmt.Sprint(s.now().Add(90 * time.Second).UnixMilli())
	for _, tt := range []struct {
		fault http.HandlerFunc
		kind  market.Kind
		words string
		wait  time.Duration
	}{
		{markettest.Status(429, ``, "x-next-replenishment-time", at), market.Throttled, "too often", 91 * time.Second},
		{markettest.Status(429, ``), market.Throttled, "too often", 2 * time.Minute},
		{markettest.Status(520, ``), market.Down, "status 520", 0},
		{markettest.Status(200, ``), market.Strange, "cannot be read", 0},
		{markettest.Status(200, `<xml/>`), market.Strange, "cannot be read", 0},
		{markettest.Status(403, ``), market.NotAllowed, "scope", 0},
		{markettest.Status(404, ``), market.Missing, "404", 0},
		{markettest.Silence, market.Unreachable, "did not answer", 0},
		{markettest.Redirect("https://elsewhere.example/"), market.Strange, "leads elsewhere", 0},
		{markettest.Echo(400), market.Strange, "status 400", 0},
		{markettest.Huge(5), market.Strange, "larger than 4 MB", 0},
	} {
		s.Fail("wm_summary otd", tt.fault)
		_, err := s.walmart().Summary(t.Context(), otd)
		s.want(err, tt.kind, tt.words)
		if trouble, ok := market.TroubleOf(err); ok && trouble.Wait != tt.wait {
			t.Errorf("%v: it waits %s, want %s", err, trouble.Wait, tt.wait)
		}
	}
	if strays := s.Strays(); len(strays) > 0 {
		t.Errorf("another host was asked: %v", strays)
	}
	s.Fail("wm_orders otd", markettest.Status(200, `<html>sign in</html>`))
	_, err = s.walmart().Orders(t.Context(), otd)
	s.want(err, market.Strange, "no workbook")
}

func TestAStoreThatNobodyAnswersFor(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	_, err := s.c.Amazon(market.Keys{}, "ZZ", "X")
	s.want(err, market.Strange, "not known")
	_, err = s.c.Walmart(market.Keys{}, "CA")
	s.want(err, market.Strange, "the store CA")
}

func TestTheNetworkReachesNoPrivateAddress(t *testing.T) {
	t.Parallel()
	asked := false
	local := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer local.Close()
	book := catalog.Connections{Amazon: catalog.AmazonAccess{Token: local.URL + "/auth/o2/token", Regions: []catalog.AmazonRegion{{Host: local.URL, Stores: []string{"US"}}}}}
	a, err := market.New(market.Options{Book: book, Patience: 5 * time.Second}).Amazon(market.Keys{Client: "a", Secret: "b", Refresh: "c"}, "US", "X")
	if err != nil {
		t.Fatal(err)
	}
	err = a.Try(t.Context())
	if trouble, ok := market.TroubleOf(err); !ok || trouble.Kind != market.Strange || !strings.Contains(err.Error(), "private network") || asked {
		t.Errorf("got %v, asked: %v", err, asked)
	}
}

func TestAnEndedContextIsNobodysFault(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.amazon().Try(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestKeysAreNotPrinted(t *testing.T) {
	t.Parallel()
	k := market.Keys{Client: "aaa111", Secret: "bbb222", Refresh: "ccc333"}
	for _, said := range []string{fmt.Sprint(k), fmt.Sprintf("%v %+v %#v %s %q", k, k, k, k, k), k.LogValue().String(), fmt.Sprintf("%v", []market.Keys{k})} {
		if strings.Contains(said, "111") || strings.Contains(said, "222") || strings.Contains(said, "333") {
			t.Errorf("printed as %s", said)
		}
	}
}
