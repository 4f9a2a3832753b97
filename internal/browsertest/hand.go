package browsertest

import (
	"context"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// PressAt clicks a spot of an element, given in parts of its width and height.
func (b *Tab) PressAt(selector string, across, down float64) {
	b.t.Helper()
	at, err := ask[answer](b, "spot", selector, across, down)
	switch {
	case err != nil:
		b.fail("press a spot of %s: %v", selector, err)
	case at.Trouble != "":
		b.fail("press a spot of %s: %s", selector, at.Trouble)
	}
	if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(at.X, at.Y)); err != nil {
		b.fail("press a spot of %s: %v", selector, err)
	}
}

// Keys of the keyboard that have no character.
const (
	ArrowLeft  = kb.ArrowLeft
	ArrowRight = kb.ArrowRight
)

// Turns presses a key and waits for the page that comes.
func (b *Tab) Turns(key string) {
	b.t.Helper()
	b.leave("press a key", func(ctx context.Context) error { return chromedp.Do(ctx, chromedp.KeyEvent(key)) })
}

// Comes loads a page again and again until something of it is there: what is
// made in the background.
func (b *Tab) Comes(path, selector string) {
	b.t.Helper()
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(300 * time.Millisecond) {
		b.Visit(path)
		if b.Shows(selector) > 0 {
			return
		}
		if time.Now().After(end) {
			b.fail("%s never shows %s", path, selector)
		}
	}
}
