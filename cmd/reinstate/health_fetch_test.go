package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"reinstate/internal/market"
	"reinstate/internal/markettest"
	"reinstate/internal/reinstate"
)

// bench is a data folder with a connected account, on a clock that goes on when
// somebody waits.
type bench struct {
	t      *testing.T
	dir    string
	market *markettest.Server
	mu     sync.Mutex
	at     time.Time
}

func (b *bench) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.at
}

func (b *bench) wait(_ context.Context, d time.Duration) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at = b.at.Add(d)
	return nil
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, dir: firmFolder(t), at: time.Now().UTC()}
	b.market = markettest.New(t, b.now)
	report, err := os.ReadFile(healthSample(t, "amazon_live.json"))
	if err != nil {
		t.Fatal(err)
	}
	b.market.Report = report
	return b
}

// connect enters the keys of the seller's account.
func (b *bench) connect() {
	b.t.Helper()
	o, err := enter(b.t.Context(), settings{dir: b.dir, cost: cheap, now: b.now, via: b.market.Via()})
	if err != nil {
		b.t.Fatal(err)
	}
	defer o.Close()
	who, err := o.gate.Operator(b.t.Context(), "")
	if err != nil {
		b.t.Fatal(err)
	}
	who.Role = reinstate.RoleOwner
	account, err := o.desk.AccountByKey(b.t.Context(), who, "lamp-amazon-us")
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := o.desk.Connect(b.t.Context(), who, account.ID, market.Keys(b.market.Amazon)); err != nil {
		b.t.Fatal(err)
	}
}

// call runs a command against the stand-in.
func (b *bench) call(args ...string) said {
	b.t.Helper()
	var out, errs bytes.Buffer
	p := &program{getenv: env{}.get, stdin: strings.NewReader(""), stdout: &out, stderr: &errs, via: b.market.Via(), now: b.now, pause: b.wait}
	root := p.root()
	root.SetArgs(append(args, "--data", b.dir))
	return said{p.status(root.ExecuteContext(b.t.Context())), out.String(), errs.String()}
}

func TestReportsAreFetchedFromACommandLine(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if got := b.call("health", "connections"); got.status != done || !strings.Contains(got.err, "No account is connected") {
		t.Errorf("before: %+v", got)
	}
	if got := b.call("health", "fetch", "--account", "lamp-amazon-us"); got.status != failed || !strings.Contains(got.err, "is not connected") {
		t.Errorf("not connected: %+v", got)
	}
	b.connect()
	if got := b.call("health", "connections"); got.status != done || !strings.Contains(got.out, "waiting for the first report") {
		t.Errorf("connected: %+v", got)
	}
	if got := b.call("health", "fetch", "--account", "lamp-amazon-us", "--wait", "30s"); got.status != done || !strings.Contains(got.err, "not done yet") {
		t.Errorf("without patience: %+v", got)
	}
	got := b.call("health", "fetch", "--account", "lamp-amazon-us", "--json")
	list := decode[[]connectionJSON](t, got.out)
	if got.status != done || len(list) != 1 || list[0].State != "working" || list[0].Fetched == nil || list[0].UnderWay || list[0].Brought[0] != "New reports: 1." || b.market.Asked() != 1 {
		t.Errorf("fetched: %+v, asked for %d", got, b.market.Asked())
	}
	b.market.Fail("lwa", markettest.Status(400, `{"error":"invalid_grant"}`))
	b.market.EndTokens()
	_ = b.wait(t.Context(), 2*time.Hour)
	if got := b.call("health", "fetch", "--account", "lamp-amazon-us"); got.status != failed || !strings.Contains(got.out, "needs you") || !strings.Contains(got.out, "withdrawn the consent") {
		t.Errorf("withdrawn: %+v", got)
	}
	if list := decode[[]connectionJSON](t, b.call("health", "connections", "--json").out); list[0].State != "needs_you" || list[0].Trouble == "" {
		t.Errorf("listed as %+v", list)
	}
	for _, tt := range []struct {
		want string
		args []string
	}{{"Name the account", []string{"health", "fetch"}}, {"There is: ", []string{"health", "fetch", "--account", "nobody"}}} {
		if got := b.call(tt.args...); got.status == done || !strings.Contains(got.err, tt.want) {
			t.Errorf("%v: %+v", tt.args, got)
		}
	}
}
