package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// rooms are pages with all that the driver has to cope with, and to notice.
var rooms = map[string]string{
	"/": `<h1>Hall</h1><a href="/form">To the form</a> <button disabled>Locked</button>
		<div class="lid"><button class="under">Covered</button><span></span></div>
		<details><summary>Fold</summary><a href="/wide">Folded away</a></details>
		<section>North <a href="/form">Door</a></section><section>South <a href="/wide">Door</a></section>`,
	"/form": `<form action="/said"><input name="word" value="old"><textarea name="text">first</textarea>
		<input type="date" name="day"><select name="pick"><option value="a">Apple</option><option value="b">Big pear</option></select>
		<label><input type="checkbox" name="sure" value="yes"> Quite sure</label><input type="file" name="paper">
		<button class="primary">Send</button></form>`,
	"/wide":   `<p class="wide">wide</p><div class="scroll"><p class="wide">scrolls by itself</p></div>`,
	"/broken": `<p>Broken</p><script src="/broken.js"></script><script>alert("inline")</script><img src="/missing.png">`,
	"/noisy":  `<p>Noisy</p><script src="/noisy.js"></script>`,
}

var papers = map[string]string{
	"/style.css": `.lid { position: relative; width: 200px } .lid span { position: absolute; inset: 0 }
		.wide { width: 900px } .scroll { overflow-x: auto; width: 100px }`,
	"/broken.js": `throw new Error("torn")`,
	"/noisy.js":  `console.error("a warning"); setTimeout(() => { document.querySelector("p").textContent = "Done by script" }, 200)`,
}

func house(t *testing.T) *httptest.Server {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'")
		switch {
		case papers[r.URL.Path] != "":
			h.Set("Content-Type", map[bool]string{true: "text/css", false: "text/javascript"}[strings.HasSuffix(r.URL.Path, ".css")])
			fmt.Fprint(w, papers[r.URL.Path])
		case rooms[r.URL.Path] != "":
			h.Set("Content-Type", "text/html; charset=utf-8")
			http.SetCookie(w, &http.Cookie{Name: "guest", Value: "known"})
			fmt.Fprintf(w, `<!doctype html><link rel="stylesheet" href="/style.css">%s`, rooms[r.URL.Path])
		case r.URL.Path == "/favicon.ico":
			w.WriteHeader(http.StatusNoContent)
		case r.URL.Path == "/said":
			h.Set("Content-Type", "text/plain")
			fmt.Fprintf(w, "%s", r.URL.Query().Encode())
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// witness is a test that only remembers that it failed.
type witness struct {
	testing.TB
	failed []string
}

func (w *witness) Helper() {}
func (w *witness) Errorf(format string, args ...any) {
	w.failed = append(w.failed, fmt.Sprintf(format, args...))
}
func (w *witness) Fatalf(format string, args ...any) {
	w.Errorf(format, args...)
	runtime.Goexit()
}

// blames does something in the tab and gives what it was failed for.
func blames(t *testing.T, b *Tab, do func()) string {
	t.Helper()
	w := &witness{TB: t}
	b.t = w
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	<-done
	b.t = t
	said := strings.Join(w.failed, "\n")
	for _, picture := range regexp.MustCompile(`/\S+reinstate-page-\S+\.png`).FindAllString(said, -1) {
		if content, err := os.ReadFile(picture); err != nil || !strings.HasPrefix(string(content), "\x89PNG") {
			t.Errorf("the picture %s is none: %v", picture, err)
		}
		if err := os.Remove(picture); err != nil {
			t.Error(err)
		}
	}
	return said
}

func TestAPersonUsesAPage(t *testing.T) {
	t.Parallel()
	chromium, site := Start(t), house(t)
	for name, unscript := range map[string]bool{"with scripts": false, "without scripts": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			arrived := 0
			b := chromium.Open(t, Person{Site: site.URL, Unscript: unscript, EachPage: func(*Tab) { arrived++ }})
			b.Visit("/")
			b.Sees("Hall", "To the form")
			b.Lacks("Folded away")
			b.Press("Fold")
			b.Sees("Folded away")
			b.ClickIn("South", "Door")
			b.Sees("wide")
			b.Visit("/")
			b.Click("To the form")
			b.Fill("word", "新 word")
			b.Adds("text", " and second")
			b.Fill("day", "2026-11-23")
			b.Fill("pick", "Big pear")
			b.Press("Quite sure")
			if b.Value("word") != "新 word" || b.Value("pick") != "Big pear" {
				t.Errorf("the fields hold %q and %q", b.Value("word"), b.Value("pick"))
			}
			b.Has(1, ".primary")
			b.Click("Send")
			b.Sees("day=2026-11-23&paper=&pick=b&sure=yes&text=first+and+second&word=%E6%96%B0+word")
			if arrived != 5 || !strings.HasPrefix(b.Path(), "/said?") {
				t.Errorf("%d pages were reached, the last is %s", arrived, b.Path())
			}
			b.Quiet()
		})
	}
}

func TestWhatCannotBeDoneOrSeenFails(t *testing.T) {
	t.Parallel()
	chromium, site := Start(t), house(t)
	b := chromium.Open(t, Person{Site: site.URL})
	b.Visit("/")
	for _, tt := range []struct {
		name string
		do   func()
		want string
	}{
		{"words that are not there", func() { b.Sees("Cellar") }, `"Cellar" is not on the page`},
		{"words that are there", func() { b.Lacks("Hall") }, `"Hall" is on the page`},
		{"a door that is not there", func() { b.Click("Cellar") }, "there is nothing of that name to click"},
		{"a locked button", func() { b.Press("Locked") }, "it is disabled"},
		{"a covered button", func() { b.Press("Covered") }, "it is covered by <span>"},
		{"a link in a closed fold", func() { b.Press("Folded away") }, "there is nothing of that name to click"},
		{"a field that is not there", func() { b.Fill("word", "x") }, "there is no such field"},
		{"too many of a kind", func() { b.Has(1, "section") }, "it shows 2 section, want 1"},
		{"a page wider than the window", func() { b.Visit("/wide"); b.FitsInto(600) }, "at 600 pixels it scrolls sideways: 9"},
		{"an option that is not offered", func() { b.Visit("/form"); b.Fill("pick", "Plum") }, "it offers only Apple | Big pear"},
	} {
		if said := blames(t, b, tt.do); !strings.Contains(said, tt.want) || strings.Count(said, "\n\t") > 1 {
			t.Errorf("%s: it says %q, want %q", tt.name, said, tt.want)
		}
	}
	b.Visit("/wide")
	b.FitsInto(1200)
	if said := blames(t, b, func() { b.FitsInto(600) }); strings.Contains(said, "by itself") {
		t.Errorf("what scrolls by itself is blamed: %s", said)
	}
}

func TestWhatTheBrowserComplainsOfIsHeard(t *testing.T) {
	t.Parallel()
	chromium, site := Start(t), house(t)
	b := chromium.Open(t, Person{Site: site.URL})
	b.Watch()
	b.Visit("/broken")
	said := blames(t, b, func() { b.Quiet() })
	for _, want := range []string{"torn", "content policy", "404 for " + site.URL + "/missing.png"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q was not heard, only %q", want, said)
		}
	}
	b.Visit("/noisy")
	b.Awaits("Done by script")
	if said := blames(t, b, func() { b.Quiet() }); !strings.Contains(said, "a warning") {
		t.Errorf("the console was not heard: %q", said)
	}
	b.Quiet()

	quiet := chromium.Open(t, Person{Site: site.URL, Unscript: true})
	quiet.Visit("/noisy")
	quiet.Sees("Noisy")
	quiet.Quiet()
}

func TestTabsOfOnePersonShareCookiesAndStrangersDoNot(t *testing.T) {
	t.Parallel()
	chromium, site := Start(t), house(t)
	b := chromium.Open(t, Person{Site: site.URL})
	b.Visit("/")
	for name, tt := range map[string]struct {
		tab  *Tab
		want int
	}{"another tab": {b.Beside(), 1}, "a stranger": {chromium.Open(t, Person{Site: site.URL}), 0}} {
		answer, err := tt.tab.cookies(site.URL)
		if err != nil || len(answer) != tt.want {
			t.Errorf("%s has %d cookies (%v), want %d", name, len(answer), err, tt.want)
		}
	}
}
