package casework_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/market"
	"reinstate/internal/markettest"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// stall is an office whose accounts are asked about at marketplaces that stand
// in for the real ones.
type stall struct {
	*office
	market  *markettest.Server
	robot   reinstate.Actor // in whose name things happen by themselves
	walmart reinstate.Account
}

func newStall(t *testing.T) *stall {
	t.Helper()
	s := &stall{office: newOffice(t)}
	s.market = markettest.New(t, s.now)
	s.market.Report = sampleReport(t, "amazon_live.json")
	options, err := kit()
	s.must(err)
	options.DB, options.Blobs = s.db, s.blobs
	options.Market = market.New(market.Options{Book: options.Catalog.Connections(), Now: s.now, Via: s.market.Via(), Patience: 2 * time.Second})
	s.desk = casework.New(options)
	s.robot = reinstate.Actor{Org: s.who.Org, Name: "Reinstate", Kind: reinstate.System, Role: reinstate.RoleManager}
	s.walmart, err = s.desk.AddAccount(t.Context(), s.who, reinstate.Account{Client: s.account.Client, Marketplace: reinstate.Walmart, Store: "US", SellerID: "10001234", StoreName: "Hailan Home"})
	s.must(err)
	return s
}

// connect connects an account with the right keys.
func (s *stall) connect(account reinstate.Account) {
	s.t.Helper()
	keys := market.Keys(s.market.Amazon)
	if account.Marketplace == reinstate.Walmart {
		keys = market.Keys(s.market.Walmart)
	}
	if said, err := s.desk.Connect(s.t.Context(), s.who, account.ID, keys); err != nil || said.Text != "" {
		s.t.Fatalf("connect: %v, %s", err, said)
	}
}

// link is an account's connection as it stands.
func (s *stall) link(account reinstate.Account) reinstate.Connection {
	s.t.Helper()
	f, err := s.desk.Connection(s.t.Context(), s.who, account.ID)
	s.must(err)
	return f.Connection
}

// step waits until the next step of a connection is due and takes it. The queue
// must hold it, or it would never be taken.
func (s *stall) step(account reinstate.Account) reinstate.Connection {
	s.t.Helper()
	c := s.link(account)
	if left := c.Next.Sub(s.now()); left > 0 {
		s.wait(left)
	}
	key := fmt.Sprintf("%d/%d", c.ID, c.Step)
	if !s.queued(casework.FetchKind, key) {
		s.t.Errorf("step %s is not queued", key)
	}
	s.must(s.desk.Fetch(s.t.Context(), s.robot, casework.Fetching{Connection: c.ID, Step: c.Step}))
	return s.link(account)
}

// round takes steps until a round is over, for whatever reason.
func (s *stall) round(account reinstate.Account) reinstate.Connection {
	s.t.Helper()
	c := s.step(account)
	for n := 0; c.Run.Under() && c.Faults == 0; n++ {
		if n > 40 {
			s.t.Fatal("the round has no end")
		}
		c = s.step(account)
	}
	return c
}

func (s *stall) queued(kind, key string) bool {
	found := false
	s.must(s.db.View(s.t.Context(), s.who, func(tx *store.Tx) error {
		for _, state := range []store.JobState{store.JobWaiting, store.JobTrying, store.JobRunning} {
			jobs, err := tx.Jobs(state, 1000)
			if err != nil {
				return err
			}
			for _, j := range jobs {
				found = found || j.Kind == kind && j.Key == key
			}
		}
		return nil
	}))
	return found
}

func (s *stall) reports(account reinstate.Account) int {
	s.t.Helper()
	f, err := s.desk.AccountHealth(s.t.Context(), s.who, account.ID)
	s.must(err)
	return len(f.Reports)
}

func TestAnAmazonReportComesByItself(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	s.connect(s.account)
	var pauses []string
	for {
		before := s.now()
		c := s.step(s.account)
		pauses = append(pauses, c.Next.Sub(before).Round(time.Minute).String())
		if !c.Run.Under() {
			break
		}
	}
	c := s.link(s.account)
	if got := strings.Join(pauses[:3], " "); got != "1m0s 3m0s 6m0s" {
		t.Errorf("looked with pauses %v", pauses)
	}
	if s.reports(s.account) != 1 || s.market.Asked() != 1 || !c.Fetched.Equal(s.now()) || c.Trouble.Text != "" || c.Brought[0].String() != "New reports: 1." {
		t.Errorf("kept %d reports of %d asked for; brought %v, trouble %s", s.reports(s.account), s.market.Asked(), c.Brought, c.Trouble)
	}
	if next := c.Next.Sub(s.now()); next < 8*time.Hour || next > 9*time.Hour {
		t.Errorf("the next round is in %s", next)
	}
	file, err := s.desk.AccountHealth(t.Context(), s.who, s.account.ID)
	s.must(err)
	original, err := s.desk.OpenReport(t.Context(), s.who, s.account.ID, file.Reports[0].ID)
	s.must(err)
	defer original.Body.Close()
	var kept bytes.Buffer
	if _, err := kept.ReadFrom(original.Body); err != nil || !bytes.Equal(kept.Bytes(), s.market.Report) {
		t.Errorf("the original is not kept as it came: %v", err)
	}
	c = s.round(s.account)
	if s.reports(s.account) != 1 || s.market.Asked() != 2 || !strings.HasPrefix(c.Brought[0].String(), "Nothing new") {
		t.Errorf("the same report again: %d reports, brought %v", s.reports(s.account), c.Brought)
	}
}

func TestAPowerCutAsksForNoSecondReport(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	s.connect(s.account)
	ctx, die := context.WithCancel(t.Context())
	s.market.Fail("create", s.market.AskAndDie(die))
	c := s.link(s.account)
	if err := s.desk.Fetch(ctx, s.robot, casework.Fetching{Connection: c.ID, Step: c.Step}); !errors.Is(err, context.Canceled) {
		t.Fatalf("the dying step: %v", err)
	}
	if c = s.link(s.account); c.Run.Asking.IsZero() || c.Run.Report != "" || c.Faults != 0 {
		t.Fatalf("after the cut: %+v", c.Run)
	}
	s.wait(3 * time.Minute)
	if c = s.step(s.account); c.Run.Report == "" {
		t.Fatalf("it was not found again: %+v, %s", c.Run, c.Trouble)
	}
	if c = s.round(s.account); s.market.Asked() != 1 || s.reports(s.account) != 1 {
		t.Errorf("%d reports were asked for, %d came: %s", s.market.Asked(), s.reports(s.account), c.Trouble)
	}
	// Cut off before the question went out, nothing is found, and it is asked for.
	c = s.link(s.account)
	s.must(s.db.Update(t.Context(), s.who, func(tx *store.Tx) error {
		full, err := tx.Connection(c.ID)
		s.must(err)
		full.Run = reinstate.FetchRun{Began: s.now().Add(time.Hour), Asking: s.now().Add(time.Hour)}
		full.Next = s.now().Add(time.Hour)
		full.Step++
		s.must(tx.SaveConnection(&full))
		return tx.Queue(store.Job{Kind: casework.FetchKind, Key: fmt.Sprintf("%d/%d", full.ID, full.Step)})
	}))
	if c = s.step(s.account); c.Run.Report == "" || s.market.Asked() != 2 {
		t.Errorf("it was not asked for: %+v, %s", c.Run, c.Trouble)
	}
}

func TestFaultsOfAmazonAreSaidAndWaitedOut(t *testing.T) {
	t.Parallel()
	otherStore := strings.ReplaceAll(string(sampleReport(t, "amazon_live.json")), "ATVPDKIKX0DER", "A1PA6795UKMFR9")
	for _, tt := range []struct {
		name, op string
		faults   []http.HandlerFunc
		report   string
		stages   []string
		says     string
		pause    time.Duration
		asked    int // reports until one is stored
	}{
		{"throttled once", "create", times(1, markettest.Status(429, ``, "x-amzn-RateLimit-Limit", "0.0167")), "", nil, "asked too often", time.Minute, 1},
		{"throttled for long", "create", times(1, markettest.Status(429, ``, "Retry-After", "7200")), "", nil, "asked too often", 2 * time.Hour, 1},
		{"down", "look", times(1, markettest.Status(503, ``)), "", nil, "fault of its own (status 503)", time.Minute, 1},
		{"never answering", "look", times(1, markettest.Silence), "", nil, "did not answer within 2 seconds", time.Minute, 1},
		{"a cut off document", "storage", times(1, markettest.Status(200, string(markettest.Pack([]byte("{}"))[:9]))), "", nil, "cut off", time.Minute, 1},
		{"a redirect", "document", times(1, markettest.Redirect("https://elsewhere.example/")), "", nil, "leads elsewhere", 15 * time.Minute, 1},
		{"withdrawn consent", "lwa", times(1, markettest.Status(400, `{"error":"invalid_grant"}`)), "", nil, "withdrawn the consent", 24 * time.Hour, 1},
		{"a role that lacks", "create", times(2, markettest.Status(403, `{}`)), "", nil, "does not let this application", 24 * time.Hour, 1},
		{"a lost report", "look", times(1, markettest.Status(404, `{}`)), "", nil, "does not know what was asked for", 15 * time.Minute, 2},
		{"a report given up", "", nil, "", []string{"FATAL", "DONE", "DONE"}, "could not make the report", 15 * time.Minute, 2},
		{"a report of another site", "", nil, otherStore, nil, "This report is about Amazon DE; the account is Amazon US.", 8 * time.Hour, 2},
		{"no report at all", "", nil, "<html>", nil, "cannot be taken", 8 * time.Hour, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newStall(t)
			s.connect(s.account)
			s.market.EndTokens()
			s.wait(2 * time.Hour)
			if tt.op != "" {
				s.market.Fail(tt.op, tt.faults...)
			}
			good := s.market.Report
			if tt.report != "" {
				s.market.Report = []byte(tt.report)
			}
			s.market.SetStages(tt.stages...)
			c := s.round(s.account)
			if !strings.Contains(c.Trouble.String(), tt.says) || c.Faults != 1 || s.reports(s.account) != 0 {
				t.Errorf("says %q after %d faults, want …%s…; %d reports", c.Trouble, c.Faults, tt.says, s.reports(s.account))
			}
			if pause := c.Next.Sub(s.now()); pause.Round(time.Minute) != tt.pause {
				t.Errorf("it waits %s, want %s", pause, tt.pause)
			}
			s.market.Report = good
			s.market.SetStages("DONE")
			if c = s.round(s.account); c.Faults != 0 || c.Trouble.Text != "" || s.reports(s.account) != 1 || s.market.Asked() != tt.asked {
				t.Errorf("afterwards: %d reports of %d asked for, %s", s.reports(s.account), s.market.Asked(), c.Trouble)
			}
			if strays := s.market.Strays(); len(strays) > 0 {
				t.Errorf("another host was asked: %v", strays)
			}
		})
	}
}

// times is one answer several times.
func times(n int, answer http.HandlerFunc) []http.HandlerFunc {
	var all []http.HandlerFunc
	for range n {
		all = append(all, answer)
	}
	return all
}

func TestTheLongerAFaultTheLongerThePause(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	s.connect(s.account)
	s.market.Fail("create", times(9, markettest.Status(503, ``))...)
	var pauses []string
	for range 9 {
		c := s.step(s.account)
		pauses = append(pauses, c.Next.Sub(s.now()).String())
	}
	if got := strings.Join(pauses, " "); got != "1m0s 2m0s 4m0s 8m0s 16m0s 32m0s 1h4m0s 2h0m0s 2h0m0s" {
		t.Errorf("waited %s", got)
	}
	if c := s.round(s.account); c.Faults != 0 || s.market.Asked() != 1 {
		t.Errorf("afterwards: %s, %d asked for", c.Trouble, s.market.Asked())
	}
}

func TestACancelledReportIsNoData(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	s.connect(s.account)
	s.market.SetStages("CANCELLED")
	if c := s.round(s.account); c.Faults != 0 || !strings.Contains(c.Brought[1].String(), "cancelled") || s.reports(s.account) != 0 {
		t.Errorf("brought %v, %s", c.Brought, c.Trouble)
	}
	s.market.SetStages("IN_QUEUE")
	c := s.step(s.account)
	for n := 0; c.Faults == 0; n++ {
		if c = s.step(s.account); n > 60 {
			t.Fatal("it waits for ever")
		}
	}
	if !strings.Contains(c.Trouble.String(), "half a day") || s.market.Asked() != 2 {
		t.Errorf("a report that is never made: %s after %d", c.Trouble, s.market.Asked())
	}
}

func TestADriftedReportWarnsAndIsKept(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	s.connect(s.account)
	s.market.Report = bytes.Replace(s.market.Report, []byte(`"marketplaceId"`), []byte(`"brandNewField": {"score": 12}, "marketplaceId"`), 1)
	c := s.round(s.account)
	if s.reports(s.account) != 1 || len(c.Brought) < 2 || !strings.Contains(fmt.Sprint(c.Brought[1:]), "brandNewField") {
		t.Errorf("%d reports; brought %v", s.reports(s.account), c.Brought)
	}
}

func TestFiguresOfWalmartComeOneByOne(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	s.market.Lives = 15 * time.Minute
	s.connect(s.walmart)
	s.market.Segments["otd"] = sampleReport(t, "otd-summary.json")
	s.market.Segments["cancellations"] = []byte(`{"status":"OK","payload":{"reportDuration":30,"updatedTimestamp":"2026-11-19T19:49:56Z","cumulativeRate":1.2,"performanceStandard":"2% or below","performanceRiskLevel":"Good","brandNew":1}}`)
	s.market.Orders["otd"] = workbook(t)
	began := s.now()
	steps := 0
	for c := s.link(s.walmart); c.Run.Under() || c.Fetched.IsZero(); c = s.step(s.walmart) {
		if steps++; steps == 3 {
			s.market.EndTokens() // in the middle
		}
		if steps > 40 {
			t.Fatalf("no end: %+v, %s", c.Run, c.Trouble)
		}
	}
	c := s.link(s.walmart)
	if s.reports(s.walmart) != 2 || c.Trouble.Text != "" {
		t.Errorf("%d reports, %s", s.reports(s.walmart), c.Trouble)
	}
	if said := fmt.Sprint(c.Brought); !strings.Contains(said, "New reports: 2.") || !strings.Contains(said, "brandNew") || !strings.Contains(said, "walmart otd orders.xlsx waits for you") {
		t.Errorf("brought %v", c.Brought)
	}
	if took := s.now().Sub(began); took < 2*time.Minute || c.Next.Sub(s.now()) < 24*time.Hour {
		t.Errorf("16 questions took %s, the next round is in %s", took, c.Next.Sub(s.now()))
	}
	f, err := s.desk.Connection(t.Context(), s.who, s.walmart.ID)
	s.must(err)
	if len(f.Uploads) != 1 {
		t.Fatalf("%d files wait", len(f.Uploads))
	}
	c = s.round(s.walmart) // the next day nothing is new, and no second file waits
	f, err = s.desk.Connection(t.Context(), s.who, s.walmart.ID)
	s.must(err)
	if len(f.Uploads) != 1 || s.reports(s.walmart) != 2 || c.Faults != 0 {
		t.Errorf("the next day: %d files wait, %d reports, %s", len(f.Uploads), s.reports(s.walmart), c.Trouble)
	}
	mapping := &reinstate.Mapping{Columns: map[string]string{"Ref": "order", "Placed": "order_day", "Via": "carrier"}, Metric: "on_time_delivery_rate", Days: "ymd"}
	_, err = s.desk.StoreStaged(t.Context(), s.who, f.Uploads[0].ID, "on_time_delivery_rate", mapping)
	s.must(err)
	before := s.reports(s.walmart)
	s.market.Orders["otd"] = workbook(t, "9009", "2026-11-18", "UPS")
	if c = s.round(s.walmart); s.reports(s.walmart) != before+1 || strings.Contains(fmt.Sprint(c.Brought), "waits for you") {
		t.Errorf("once explained, the list is stored: %d after %d, %v", s.reports(s.walmart), before, c.Brought)
	}
}

func TestFaultsOfWalmart(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	s.connect(s.walmart)
	s.market.Segments["otd"] = sampleReport(t, "otd-summary.json")
	s.market.Fail("wm_summary cancellations", markettest.Status(429, ``), markettest.Status(500, ``))
	if c := s.step(s.walmart); !strings.Contains(c.Trouble.String(), "too often") || c.Next.Sub(s.now()) != 2*time.Minute || len(c.Run.Left) != 20 {
		t.Errorf("throttled: %s, %s, %d left", c.Trouble, c.Next.Sub(s.now()), len(c.Run.Left))
	}
	if c := s.step(s.walmart); !strings.Contains(c.Trouble.String(), "status 500") || c.Faults != 2 {
		t.Errorf("down: %s, %d faults", c.Trouble, c.Faults)
	}
	s.market.Fail("wm_summary vtr", markettest.Status(404, ``))
	s.market.Fail("wm_orders vtr", markettest.Status(403, ``))
	if c := s.round(s.walmart); c.Faults != 0 || s.reports(s.walmart) != 1 || !strings.Contains(fmt.Sprint(c.Brought), "walmart vtr summary: Walmart does not know") || !strings.Contains(fmt.Sprint(c.Brought), "scope of reports") {
		t.Errorf("one figure that fails: %v, %s, %d reports", c.Brought, c.Trouble, s.reports(s.walmart))
	}
	for _, segment := range []string{"cancellations", "otd", "vtr", "srr", "negativeFeedback", "returns", "itemNotReceived", "lateShipment", "sss/ots", "sss/cma"} {
		s.market.Fail("wm_summary "+segment, markettest.Status(200, `<html>`))
		s.market.Fail("wm_orders "+segment, markettest.Status(200, `<html>`))
	}
	if c := s.round(s.walmart); c.Faults != 1 || !strings.Contains(c.Trouble.String(), "cannot be read") {
		t.Errorf("nothing but nonsense: %s, %v", c.Trouble, c.Brought)
	}
	s.market.Fail("wm_token", markettest.Status(401, `{}`))
	s.market.EndTokens()
	s.wait(48 * time.Hour)
	if c := s.step(s.walmart); !strings.Contains(c.Trouble.String(), "does not take the keys") || c.Next.Sub(s.now()) != 24*time.Hour {
		t.Errorf("refused keys: %s, %s", c.Trouble, c.Next.Sub(s.now()))
	}
}

func TestKeysAreTriedBeforeTheyAreKept(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	wrong := market.Keys(s.market.Amazon)
	wrong.Refresh = "Atzr|revoked"
	for name, tt := range map[string]struct {
		account reinstate.AccountID
		keys    market.Keys
		field   string
	}{
		"refused":             {s.account.ID, wrong, "client"},
		"none":                {s.account.ID, market.Keys{}, "refresh"},
		"two lines":           {s.account.ID, market.Keys{Client: "a\nb", Secret: "s", Refresh: "r"}, "client"},
		"no key but an essay": {s.account.ID, market.Keys{Client: "a", Secret: strings.Repeat("s", 5000), Refresh: "r"}, "secret"},
	} {
		_, err := s.desk.Connect(t.Context(), s.who, tt.account, tt.keys)
		if refused := (reinstate.Invalid{}); !errors.As(err, &refused) || refused[tt.field] == "" || strings.Contains(err.Error(), "revoked") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if s.link(s.account).ID != 0 {
		t.Error("refused keys were kept")
	}
	s.market.Fail("list", markettest.Status(503, ``))
	said, err := s.desk.Connect(t.Context(), s.who, s.account.ID, market.Keys(s.market.Amazon))
	if err != nil || !strings.Contains(said.String(), "status 503") || s.link(s.account).Faults != 1 {
		t.Errorf("a marketplace that is down: %v, %s", err, said)
	}
	says, works, err := s.desk.TryConnection(t.Context(), s.who, s.account.ID)
	if err != nil || !works || s.link(s.account).Faults != 0 {
		t.Errorf("tried: %s, %v, %v", says, works, err)
	}
	s.must(os.Remove(filepath.Join(s.dir, store.KeyFile)))
	says, works, err = s.desk.TryConnection(t.Context(), s.who, s.account.ID)
	if err != nil || works || !strings.Contains(says.String(), "secret.key") {
		t.Errorf("without the key file: %s, %v, %v", says, works, err)
	}
	if c := s.step(s.account); !strings.Contains(c.Trouble.String(), "secret.key") {
		t.Errorf("a step without the key file: %s", c.Trouble)
	}
	canada, err := s.desk.AddAccount(t.Context(), s.who, reinstate.Account{Client: s.account.Client, Marketplace: reinstate.Walmart, Store: "CA"})
	s.must(err)
	ebay, err := s.desk.AddAccount(t.Context(), s.who, reinstate.Account{Client: s.account.Client, Marketplace: "ebay"})
	s.must(err)
	for _, account := range []reinstate.Account{canada, ebay} {
		_, err := s.desk.Connect(t.Context(), s.who, account.ID, market.Keys(s.market.Walmart))
		f, seen := s.desk.Connection(t.Context(), s.who, account.ID)
		if refused := (reinstate.Invalid{}); !errors.As(err, &refused) || refused["account"] == "" || seen != nil || f.Possible {
			t.Errorf("%s %s: %v, possible: %v", account.Marketplace, account.Store, err, f.Possible)
		}
	}
}

func TestConnectionsAreForThoseWhoMay(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	s.connect(s.account)
	rival, worker, viewer := s.firm("Rivals", "rival@example.com"), s.who, s.who
	worker.Role, viewer.Role = reinstate.RoleCaseworker, reinstate.RoleViewer
	keys := market.Keys(s.market.Amazon)
	for _, tt := range []struct {
		who  reinstate.Actor
		want error
	}{{rival, reinstate.ErrNotFound}, {worker, reinstate.ErrForbidden}, {viewer, reinstate.ErrForbidden}} {
		_, connected := s.desk.Connect(t.Context(), tt.who, s.account.ID, keys)
		_, _, tried := s.desk.TryConnection(t.Context(), tt.who, s.account.ID)
		_, _, hooked := s.desk.MakeHook(t.Context(), tt.who, s.account.ID)
		for i, err := range []error{connected, tried, hooked, s.desk.DropHook(t.Context(), tt.who, s.account.ID), s.desk.Disconnect(t.Context(), tt.who, s.account.ID)} {
			if !errors.Is(err, tt.want) {
				t.Errorf("%s of firm %d, call %d: %v, want %v", tt.who.Role, tt.who.Org, i, err, tt.want)
			}
		}
	}
	if _, err := s.desk.Connection(t.Context(), rival, s.account.ID); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a rival looks: %v", err)
	}
	if f, err := s.desk.Connection(t.Context(), worker, s.account.ID); err != nil || !f.Connected() || f.Connection.Keys != "" {
		t.Errorf("a caseworker looks: %+v, %v", f.Connection, err)
	}
	s.must(s.desk.FetchNow(t.Context(), worker, s.account.ID))
	c := s.link(s.account)
	s.must(s.desk.Disconnect(t.Context(), s.who, s.account.ID))
	s.must(s.desk.Fetch(t.Context(), s.robot, casework.Fetching{Connection: c.ID, Step: c.Step}))
	if s.market.Asked() != 0 || s.link(s.account).ID != 0 {
		t.Error("it is asked although it is disconnected")
	}
}

func TestWhatIsDueIsQueuedOnceAndSpread(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	s.connect(s.account)
	s.connect(s.walmart)
	for range 3 {
		s.must(s.desk.PollConnections(t.Context(), s.robot))
	}
	n := 0
	s.must(s.db.View(t.Context(), s.who, func(tx *store.Tx) error {
		jobs, err := tx.Jobs(store.JobWaiting, 100)
		for _, j := range jobs {
			if j.Kind == casework.FetchKind {
				n++
			}
		}
		return err
	}))
	if n != 2 {
		t.Errorf("%d steps are queued for two accounts", n)
	}
	c := s.link(s.account)
	s.must(s.desk.Fetch(t.Context(), s.robot, casework.Fetching{Connection: c.ID, Step: c.Step}))
	s.must(s.desk.Fetch(t.Context(), s.robot, casework.Fetching{Connection: c.ID, Step: c.Step})) // late by now
	if s.market.Asked() != 1 {
		t.Errorf("the same step twice asked for %d reports", s.market.Asked())
	}
	lines, err := s.desk.Connections(t.Context(), s.who)
	if err != nil || len(lines) != 2 || lines[0].Connection.Keys != "" {
		t.Errorf("the list has %+v, %v", lines, err)
	}
}

// mute is a marketplace that takes as long as it is given.
type mute struct{ given time.Duration }

// Try ends as if the time it was given were over.
func (m *mute) Try(ctx context.Context) error {
	until, _ := ctx.Deadline()
	m.given = time.Until(until)
	return context.DeadlineExceeded
}

func TestNobodyWaitsLongForATry(t *testing.T) {
	t.Parallel()
	var m mute
	trouble, err := casework.Try(t.Context(), &m)
	if err != nil || trouble == nil || trouble.Why.String() != "The marketplace did not answer within 8 seconds." || m.given <= 0 || m.given > 8*time.Second {
		t.Errorf("after %v: %+v, %v", m.given, trouble, err)
	}
}
