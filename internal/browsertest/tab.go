package browsertest

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Tab is one tab of a person's browser. Its methods read as what the person
// does; what cannot be done ends the test, with a picture of the page.
type Tab struct {
	t      testing.TB
	ctx    context.Context
	person Person

	mu       sync.Mutex
	troubles []string
}

//go:embed inpage.js
var inpage string

// ask evaluates one of the questions of inpage.js in the tab's page.
func ask[T any](b *Tab, question string, args ...any) (T, error) {
	parts := make([]string, len(args))
	for i, arg := range args {
		raw, err := json.Marshal(arg)
		if err != nil {
			return *new(T), err
		}
		parts[i] = string(raw)
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](fmt.Sprintf("(%s).%s(%s)", inpage, question, strings.Join(parts, ", "))))
}

// answer is what inpage.js says of an element.
type answer struct {
	Trouble string  `json:"trouble"`
	Kind    string  `json:"kind"`
	X       float64 `json:"x"`
	Y       float64 `json:"y"`
}

// Visit goes to a path of the site, as by its address.
func (b *Tab) Visit(path string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(b.person.Site+path)); err != nil {
		b.fail("go to %s: %v", path, err)
	}
	b.arrive()
}

// Reload loads the page again.
func (b *Tab) Reload() {
	b.t.Helper()
	b.leave("load the page again", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, page.Reload, page.ReloadParams{})
		return err
	})
}

// Click clicks the link or button with these words and waits for the page it
// leads to.
func (b *Tab) Click(words string) {
	b.t.Helper()
	b.ClickIn("", words)
}

// ClickIn clicks like Click, in the smallest part of the page that holds where.
func (b *Tab) ClickIn(where, words string) {
	b.t.Helper()
	b.leave("click "+words, func(context.Context) error { return b.click(where, words) })
}

// Press clicks something that stays on the page: a box to tick, a fold to
// open, a button that a script answers.
func (b *Tab) Press(words string) {
	b.t.Helper()
	b.PressIn("", words)
}

// PressIn presses like Press, in the smallest part of the page that holds where.
func (b *Tab) PressIn(where, words string) {
	b.t.Helper()
	if err := b.click(where, words); err != nil {
		b.fail("press %q: %v", words, err)
	}
}

// click moves the mouse to the words and clicks. Right after a page is shown a
// button may still be in motion, so one that cannot be reached is tried again.
func (b *Tab) click(where, words string) error {
	var at answer
	for range 10 {
		var err error
		if at, err = ask[answer](b, "aim", words, where); err != nil {
			return err
		}
		if at.Trouble == "" {
			return chromedp.Do(b.ctx, chromedp.MouseClickXY(at.X, at.Y))
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("%s", at.Trouble)
}

// leave does what leads to another page, and waits until that has arrived.
func (b *Tab) leave(what string, do func(context.Context) error) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	before, err := b.document(ctx)
	if err == nil {
		err = do(ctx)
	}
	if err != nil {
		b.fail("%s: %v", what, err)
	}
	b.next(ctx, what, before)
}

// Arrives waits until another page is there than the one on which do was begun.
func (b *Tab) Arrives(do func()) {
	b.t.Helper()
	b.leave("wait for the next page", func(context.Context) error { do(); return nil })
}

// next waits for another document than the one before, fully loaded.
func (b *Tab) next(ctx context.Context, what string, before cdp.LoaderID) {
	b.t.Helper()
	for {
		now, err := b.document(ctx)
		if err == nil && now != before {
			if state, err := chromedp.Run(ctx, chromedp.Evaluate[string]("document.readyState")); err == nil && state == "complete" {
				break
			}
		}
		if ctx.Err() != nil {
			b.fail("%s: no other page came", what)
		}
		time.Sleep(15 * time.Millisecond)
	}
	b.arrive()
}

// document identifies the document that is shown.
func (b *Tab) document(ctx context.Context) (cdp.LoaderID, error) {
	tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return "", err
	}
	return tree.FrameTree.Frame.LoaderID, nil
}

func (b *Tab) arrive() {
	b.t.Helper()
	if b.person.EachPage != nil {
		b.person.EachPage(b)
	}
}

// Path is the path of the page, with its query.
func (b *Tab) Path() string {
	b.t.Helper()
	at, err := chromedp.Run(b.ctx, chromedp.Location())
	if err != nil {
		b.fail("where the tab is: %v", err)
	}
	parsed, err := url.Parse(at)
	if err != nil {
		b.fail("where the tab is: %v", err)
	}
	return parsed.RequestURI()
}

// Size makes the window this large, in CSS pixels.
func (b *Tab) Size(width, height int) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(width), Height: int64(height), DeviceScaleFactor: 1,
	})
	if err != nil {
		b.fail("make the window %d by %d: %v", width, height, err)
	}
}
