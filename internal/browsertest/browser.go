// Package browsertest drives a real Chromium through the pages, the way a
// person does: it goes by the words on links and buttons, fills in fields, and
// looks at what stands there. A click is a click of the mouse on a place of the
// page, so that what is hidden or covered cannot be clicked.
//
// Everything works with the scripts of the pages switched off as well: what the
// driver runs in a page is run by the debugger, not by the page.
package browsertest

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"reinstate/internal/programtest"
)

// patience is how long anything a person waits for may take. It is long, for
// tests share two processors; it is reached only by what fails.
const patience = 60 * time.Second

// Browser is one running Chromium with a profile of its own.
type Browser struct {
	t   testing.TB
	ctx context.Context
}

// flags keep Chromium to the server under test: no sandbox, which containers
// have no room for, and no talk with anybody else.
var flags = map[string]any{
	"no-sandbox": true, "disable-gpu": true, "disable-quic": true, "no-first-run": true, "disable-sync": true,
	"disable-background-networking": true, "disable-component-update": true, "no-proxy-server": true,
	"host-resolver-rules": "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
}

// Start starts Chromium for the length of the test. The test is skipped in
// short runs, and where Chromium is not installed, as programtest says.
func Start(t testing.TB) *Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("driving a browser takes too long for -short")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(programtest.Path(t, programtest.Chromium)), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(desk.width, desk.height))
	for name, value := range flags {
		options = append(options, chromedp.Flag(name, value))
	}
	// The test's own context ends before its cleanups, which still need the browser.
	allocated, release := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	ctx, closed := chromedp.NewContext(allocated)
	t.Cleanup(func() {
		late, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if err := chromedp.Cancel(late); err != nil {
			t.Logf("close Chromium: %v", err)
		}
		closed()
		release()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return &Browser{t: t, ctx: ctx}
}

// Person is how somebody comes to the pages.
type Person struct {
	Site     string // such as http://127.0.0.1:8080
	Unscript bool   // the scripts of the pages do not run
	Zone     string // IANA name the browser says it is in; empty: UTC
	// EachPage, where set, is called with every page that is reached.
	EachPage func(*Tab)
}

// Open opens a tab for somebody who shares nothing with anybody else: no
// cookies, no memory.
func (b *Browser) Open(t testing.TB, p Person) *Tab {
	t.Helper()
	return open(t, b.ctx, p, chromedp.WithNewBrowserContext())
}

// Beside opens another tab of the same person.
func (b *Tab) Beside() *Tab {
	b.t.Helper()
	return open(b.t, b.ctx, b.person)
}

// Close closes the tab, as somebody does who has had enough of it: the page is
// not asked. A tab that was opened beside it goes with it.
func (b *Tab) Close() {
	b.t.Helper()
	if err := chromedp.Cancel(b.ctx); err != nil {
		b.t.Fatalf("close the tab: %v", err)
	}
}

func open(t testing.TB, from context.Context, p Person, how ...chromedp.ContextOption) *Tab {
	t.Helper()
	b := &Tab{t: t, person: p}
	ctx, cancel := chromedp.NewContext(from, append(how, chromedp.WithListener(b.hear))...)
	b.ctx = ctx
	t.Cleanup(cancel)
	if p.Zone == "" {
		b.person.Zone = "UTC"
	}
	if err := chromedp.Do(ctx, b.settle()); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	b.Size(desk.width, desk.height)
	return b
}

// desk is the window of a person at a desk, in CSS pixels.
var desk = struct{ width, height int }{1366, 768}

// settle sets up a new tab before it loads anything.
func (b *Tab) settle() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: b.person.Zone}); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: b.person.Unscript})
		return err
	})
}
