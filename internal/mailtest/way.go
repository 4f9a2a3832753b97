package mailtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"strconv"
	"testing"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// Way is the way to a server, which can be disturbed.
type Way struct {
	Port  int
	t     testing.TB
	proxy *toxiproxy.Proxy
}

// Fault is one disturbance, by the words of Toxiproxy. Down is none of its
// own: nothing answers at all.
type Fault struct {
	Name       string
	Type       string
	Downstream bool // of what the server says; otherwise of what we say
	With       map[string]any
	Down       bool
}

// Faults are the usual disturbances of a way: slow, cut off at once, cut in the
// middle, closed late, and gone.
func Faults() []Fault {
	return []Fault{
		{Name: "slow", Type: "latency", Downstream: true, With: map[string]any{"latency": 40, "jitter": 20}},
		{Name: "reset", Type: "reset_peer", Downstream: true, With: map[string]any{"timeout": 5}},
		{Name: "cut in what it says", Type: "limit_data", Downstream: true, With: map[string]any{"bytes": 700}},
		{Name: "cut in what we say", Type: "limit_data", With: map[string]any{"bytes": 150}},
		{Name: "closed late", Type: "slow_close", Downstream: true, With: map[string]any{"delay": 300}},
		{Name: "down", Down: true},
	}
}

// Silence is a server that takes everything and never says a word.
var Silence = Fault{Name: "silent", Type: "timeout", Downstream: true, With: map[string]any{"timeout": 0}}

// NewWay opens a way to a port of this machine. It is closed with the test.
func NewWay(t testing.TB, port int) *Way {
	t.Helper()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	w := &Way{t: t, proxy: toxiproxy.NewProxy(server, t.Name(), "127.0.0.1:0", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))}
	if err := w.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.proxy.Stop)
	_, at, err := net.SplitHostPort(w.proxy.Listen)
	if err != nil {
		t.Fatal(err)
	}
	if w.Port, err = strconv.Atoi(at); err != nil {
		t.Fatal(err)
	}
	return w
}

// Disturb lays a fault on the way until it is cleared.
func (w *Way) Disturb(f Fault) {
	w.t.Helper()
	if f.Down {
		w.proxy.Stop()
		return
	}
	stream := "upstream"
	if f.Downstream {
		stream = "downstream"
	}
	text, err := json.Marshal(map[string]any{"name": "fault", "type": f.Type, "stream": stream, "toxicity": 1, "attributes": f.With})
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.proxy.Toxics.AddToxicJson(bytes.NewReader(text)); err != nil {
		w.t.Fatal(fmt.Errorf("%s: %w", f.Name, err))
	}
}

// Clear takes every fault off the way.
func (w *Way) Clear() {
	w.t.Helper()
	w.proxy.Toxics.ResetToxics(context.Background())
	if err := w.proxy.Start(); err != nil && err != toxiproxy.ErrProxyAlreadyStarted {
		w.t.Fatal(err)
	}
}
