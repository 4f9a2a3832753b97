package browsertest

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Reads is all that a person can read on the page, with what stands in its
// fields; spaces are single.
func (b *Tab) Reads() string {
	b.t.Helper()
	words, err := ask[string](b, "words")
	if err != nil {
		b.fail("read the page: %v", err)
	}
	return words
}

// Sees marks the test failed unless all of the words stand on the page.
func (b *Tab) Sees(words ...string) {
	b.t.Helper()
	read := b.Reads()
	for _, w := range words {
		if !strings.Contains(read, w) {
			b.wrong("%q is not on the page", w)
		}
	}
}

// Lacks marks the test failed where one of the words stands on the page.
func (b *Tab) Lacks(words ...string) {
	b.t.Helper()
	read := b.Reads()
	for _, w := range words {
		if strings.Contains(read, w) {
			b.wrong("%q is on the page", w)
		}
	}
}

// Awaits waits until the words stand on the page, which changes by itself.
func (b *Tab) Awaits(words string) {
	b.t.Helper()
	b.AwaitsLike(regexp.MustCompile(regexp.QuoteMeta(words)))
}

// AwaitsLike waits until something on the page fits the pattern.
func (b *Tab) AwaitsLike(pattern *regexp.Regexp) {
	b.t.Helper()
	for end := time.Now().Add(patience); !pattern.MatchString(b.Reads()); time.Sleep(15 * time.Millisecond) {
		if time.Now().After(end) {
			b.fail("%s did not appear", pattern)
		}
	}
}

// Has marks the test failed unless the page shows exactly n such elements.
func (b *Tab) Has(n int, selector string) {
	b.t.Helper()
	got, err := ask[int](b, "count", selector)
	if err != nil {
		b.fail("count %s: %v", selector, err)
	}
	if got != n {
		b.wrong("it shows %d %s, want %d", got, selector, n)
	}
}

// Shows reports how many such elements the page shows.
func (b *Tab) Shows(selector string) int {
	b.t.Helper()
	got, err := ask[int](b, "count", selector)
	if err != nil {
		b.fail("count %s: %v", selector, err)
	}
	return got
}

// Words are the words of each such element, in the order of the page.
func (b *Tab) Words(selector string) []string {
	b.t.Helper()
	list, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](
		fmt.Sprintf("[...document.querySelectorAll(%q)].map((e) => (e.innerText || e.value || '').replace(/\\s+/g, ' ').trim())", selector)))
	if err != nil {
		b.fail("read %s: %v", selector, err)
	}
	return list
}

// FitsInto marks the test failed where the page has to be scrolled sideways in
// a window of one of these widths.
func (b *Tab) FitsInto(widths ...int) {
	b.t.Helper()
	for _, width := range widths {
		b.Size(width, 844)
		wide, err := ask[[]string](b, "wide")
		if err != nil {
			b.fail("measure the page: %v", err)
		}
		if len(wide) > 0 {
			b.wrong("at %d pixels it scrolls sideways: %s", width, strings.Join(wide, "\n\t"))
		}
	}
	b.Size(desk.width, desk.height)
}

// Download gets what the link with these words leads to, with the cookies of
// the tab, and the name it is given.
func (b *Tab) Download(words string) (name string, content []byte) {
	b.t.Helper()
	href, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](fmt.Sprintf("(%s).find('a[href]', %q)?.href || ''", inpage, words)))
	if err != nil || href == "" {
		b.fail("download %q: there is no such link (%v)", words, err)
	}
	got, err := b.get(href)
	if err != nil {
		b.fail("download %q: %v", words, err)
	}
	defer got.Body.Close()
	content, err = io.ReadAll(got.Body)
	if err != nil || got.StatusCode != http.StatusOK {
		b.fail("download %q: %s, %v", words, got.Status, err)
	}
	if how := got.Header.Get("Content-Disposition"); !strings.HasPrefix(how, "attachment;") {
		b.wrong("the download %q comes as %q, not as an attachment", words, how)
	}
	return got.Header.Get("Content-Disposition"), content
}

// cookies are those that the tab sends there.
func (b *Tab) cookies(to string) ([]*network.Cookie, error) {
	jar, err := chromedp.Call(b.ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{to}})
	return jar.Cookies, err
}

func (b *Tab) get(href string) (*http.Response, error) {
	jar, err := b.cookies(href)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(b.ctx, http.MethodGet, href, nil)
	if err != nil {
		return nil, err
	}
	for _, cookie := range jar {
		request.AddCookie(&http.Cookie{Name: cookie.Name, Value: cookie.Value})
	}
	return http.DefaultClient.Do(request)
}

// Framed is the path of what the frame shows, once it shows it. A frame that is
// refused its content shows none.
func (b *Tab) Framed(selector string) string {
	b.t.Helper()
	if b.Shows(selector) != 1 {
		b.fail("there is not one %s", selector)
	}
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		tree, err := chromedp.Call(b.ctx, page.GetFrameTree, cdp.Empty{})
		if err != nil {
			b.fail("look into the frame: %v", err)
		}
		for _, child := range tree.FrameTree.ChildFrames {
			if child.Frame.URL != "" && child.Frame.URL != "about:blank" {
				return child.Frame.URL
			}
		}
	}
	return ""
}

// Slow lets the tab send no more than so many bytes a second; zero lifts that.
func (b *Tab) Slow(bytesPerSecond int) {
	b.t.Helper()
	most := float64(bytesPerSecond)
	if bytesPerSecond == 0 {
		most = -1
	}
	_, err := chromedp.Call(b.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{DownloadThroughput: -1, UploadThroughput: most}},
	})
	if err != nil {
		b.fail("slow the line down: %v", err)
	}
}

// Offline cuts the tab's line, also for what is under way, or mends it.
func (b *Tab) Offline(cut bool) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: cut, DownloadThroughput: -1, UploadThroughput: -1}},
	})
	if err != nil {
		b.fail("cut the line: %v", err)
	}
}

// Opens has the browser go to an address as if it were typed, whatever comes of
// it: a page, a download, or nothing. What it shows has a moment to run.
func (b *Tab) Opens(path string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	_ = chromedp.Do(ctx, chromedp.Navigate(b.person.Site+path)) // a download is no page, which is an error here
	time.Sleep(300 * time.Millisecond)
}

// Picture is the whole page as a PNG.
func (b *Tab) Picture() ([]byte, error) { return chromedp.Run(b.ctx, chromedp.FullScreenshot(100)) }

// wrong marks the test failed and goes on.
func (b *Tab) wrong(format string, args ...any) {
	b.t.Helper()
	b.t.Errorf("on %s: %s", b.seen(), fmt.Sprintf(format, args...))
}

// fail ends the test.
func (b *Tab) fail(format string, args ...any) {
	b.t.Helper()
	b.t.Fatalf("on %s: %s\n%s", b.seen(), fmt.Sprintf(format, args...), strings.Join(b.heard(), "\n"))
}

// seen names the page and the picture taken of it. The picture lies with the
// test's artifacts where they are kept, else in the folder for passing files.
func (b *Tab) seen() string {
	at, err := chromedp.Run(b.ctx, chromedp.Location())
	if err != nil {
		return fmt.Sprintf("a page that is gone (%v)", err)
	}
	picture, err := b.Picture()
	if err != nil {
		return at
	}
	folder := os.TempDir()
	if kept := flag.Lookup("test.artifacts"); kept != nil && kept.Value.String() == "true" {
		folder = b.t.ArtifactDir()
	}
	file, err := os.CreateTemp(folder, "reinstate-page-*.png")
	if err != nil {
		return at
	}
	defer file.Close()
	if _, err := file.Write(picture); err != nil {
		return at
	}
	return fmt.Sprintf("%s (%s)", at, filepath.Clean(file.Name()))
}

// AwaitsNo waits until the words stand on the page no more.
func (b *Tab) AwaitsNo(words string) {
	b.t.Helper()
	for end := time.Now().Add(patience); strings.Contains(b.Reads(), words); time.Sleep(15 * time.Millisecond) {
		if time.Now().After(end) {
			b.fail("%q did not go away", words)
		}
	}
}
