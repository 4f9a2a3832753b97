package browsertest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// hear collects what a browser's console would show in red, and every answer
// that is an error. A violation of the content policy is such a line.
func (b *Tab) hear(event any) {
	switch e := event.(type) {
	case *log.EventEntryAdded:
		// Answers that are errors are heard below, with their status.
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			b.note("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			b.note("console: %s", spoken(e.Args))
		}
	case *runtime.EventExceptionThrown:
		b.note("exception: %s", thrown(e.ExceptionDetails))
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			b.note("%d for %s", e.Response.Status, e.Response.URL)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			b.note("a request failed: %s %s", e.ErrorText, e.BlockedReason)
		}
	case *page.EventJavascriptDialogOpening:
		b.note("a box opened: %s %s", e.Type, e.Message)
		// The page stands still until the box is answered, which must not be
		// done from here.
		go func() {
			_, _ = chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}()
	}
}

func thrown(e *runtime.ExceptionDetails) string {
	if e.Exception == nil {
		return e.Text
	}
	return e.Text + " " + e.Exception.Description
}

func spoken(args []*runtime.RemoteObject) string {
	var words []string
	for _, arg := range args {
		words = append(words, strings.TrimSpace(string(arg.Value)+" "+arg.Description))
	}
	return strings.Join(words, " ")
}

func (b *Tab) note(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.troubles = append(b.troubles, fmt.Sprintf(format, args...))
}

// heard takes what was collected so far.
func (b *Tab) heard() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	troubles := b.troubles
	b.troubles = nil
	return troubles
}

// Watch makes violations of the content policy that only the page itself is
// told of lines of the console too.
func (b *Tab) Watch() {
	b.t.Helper()
	const watch = `document.addEventListener("securitypolicyviolation", (e) => console.error("content policy", e.violatedDirective, e.blockedURI))`
	err := chromedp.Do(b.ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
		return err
	}))
	if err != nil {
		b.fail("watch the content policy: %v", err)
	}
}

// Quiet marks the test failed where the browser had to complain since it was
// last asked. What begins with one of the expected words is let pass.
func (b *Tab) Quiet(expected ...string) {
	b.t.Helper()
	said := slices.DeleteFunc(b.heard(), func(trouble string) bool {
		return slices.ContainsFunc(expected, func(e string) bool { return strings.HasPrefix(trouble, e) })
	})
	if len(said) > 0 {
		b.wrong("the browser says:\n\t%s", strings.Join(said, "\n\t"))
	}
}
