package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/markettest"
	"reinstate/internal/reinstate"
	"reinstate/internal/web"
)

// disguises are the forms in which a secret may stand somewhere: as it is, and
// as encodings make it, whatever stands before and after it.
func disguises(secret string) map[string]string {
	forms := map[string]string{
		"as it is": secret, "in an address": url.QueryEscape(secret), "in a path": url.PathEscape(secret), "in a page": html.EscapeString(secret), "in hexadecimal": hex.EncodeToString([]byte(secret)),
	}
	written, _ := json.Marshal(secret)
	forms["in JSON"] = strings.Trim(string(written), `"`)
	for name, alphabet := range map[string]*base64.Encoding{"in base64": base64.StdEncoding, "in base64 for addresses": base64.URLEncoding} {
		for before := range 3 { // the letters depend on where it begins
			whole := alphabet.EncodeToString(append(make([]byte, before), secret...))
			forms[name+" "+string(rune('a'+before))] = whole[(before*8+5)/6 : (before+len(secret))*8/6]
		}
	}
	return forms
}

// leaks says which secrets stand in some bytes, and how.
func leaks(content []byte, secrets []string) []string {
	var found []string
	for _, secret := range secrets {
		for how, form := range disguises(secret) {
			if bytes.Contains(content, []byte(form)) {
				found = append(found, secret[:min(len(secret), 24)]+"… "+how)
			}
		}
	}
	return found
}

// TestTheCanaryIsSeen proves that the search finds what it looks for.
func TestTheCanaryIsSeen(t *testing.T) {
	t.Parallel()
	const secret = `Atzr|canary+9Lw/2=="<x>`
	escaped, _ := json.Marshal(secret)
	for _, hidden := range []string{
		secret, "x?token=" + url.QueryEscape(secret) + "&y", html.EscapeString(secret), string(escaped), hex.EncodeToString([]byte(secret)),
		base64.StdEncoding.EncodeToString([]byte("id:" + secret)), base64.StdEncoding.EncodeToString([]byte("ab" + secret + "cd")), base64.URLEncoding.EncodeToString([]byte("a" + secret + "z")),
	} {
		if len(leaks([]byte("… "+hidden+" …"), []string{secret})) == 0 {
			t.Errorf("not found in %q", hidden)
		}
	}
	if found := leaks([]byte("Atzr|another"), []string{secret}); len(found) > 0 {
		t.Errorf("found %v where there is nothing", found)
	}
}

// aviary is a whole installation with keys put in by its pages, whose every
// output is searched.
type aviary struct {
	*bench
	o       *premises
	log     *lockedText
	browser *visitor
	shown   []string // secrets of ours that a page has shown once
	pages   int
}

func newAviary(t *testing.T) *aviary {
	t.Helper()
	a := &aviary{bench: newBench(t), log: &lockedText{}}
	logger := slog.New(slog.NewJSONHandler(a.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var err error
	if a.o, err = enter(t.Context(), settings{dir: a.dir, cost: cheap, log: logger, via: a.market.Via()}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.o.Close() })
	handler, err := web.New(web.Options{Desk: a.o.desk, Gate: a.o.gate, Watch: a.o.watch, Herald: a.o.herald, Log: logger})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	jar, _ := cookiejar.New(nil)
	a.browser = &visitor{url: server.URL, client: &http.Client{Jar: jar, CheckRedirect: stay}}
	a.post("/signin", url.Values{"email": {"olga@testing.example"}, "password": {demoPassword}})
	return a
}

// secrets are all that must stand nowhere.
func (a *aviary) secrets() []string {
	s := append(a.market.Secrets(), a.shown...)
	return append(s, a.market.Amazon.Client+":"+a.market.Amazon.Secret, "canarySIGNATURE")
}

// search looks through one output.
func (a *aviary) search(what string, content []byte) {
	a.t.Helper()
	for _, found := range leaks(content, a.secrets()) {
		a.t.Errorf("%s shows %s", what, found)
	}
}

// post sends a form as a person does, and searches the answer.
func (a *aviary) post(path string, form url.Values) (status int, body string) {
	a.t.Helper()
	answer, err := a.browser.send(a.t.Context(), path, "application/x-www-form-urlencoded", "text/html", strings.NewReader(form.Encode()))
	if err != nil {
		a.t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	a.search("the answer to "+path, content)
	headers, _ := json.Marshal(answer.Header)
	a.search("the headers of "+path, headers)
	return answer.StatusCode, string(content)
}

var link = regexp.MustCompile(`(?:href|src|action)="(/[^"#]*)`)

// crawl reads every page that can be reached.
func (a *aviary) crawl(from ...string) {
	a.t.Helper()
	seen, todo := map[string]bool{}, from
	for len(todo) > 0 && len(seen) < 400 {
		path := html.UnescapeString(todo[0])
		todo = todo[1:]
		if seen[path] || strings.HasPrefix(path, "/static/") || strings.HasPrefix(path, "/signout") {
			continue
		}
		seen[path] = true
		status, body := a.browser.get(a.t, path)
		a.pages++
		a.search("GET "+path, []byte(body))
		if status == http.StatusOK {
			for _, m := range link.FindAllStringSubmatch(body, -1) {
				todo = append(todo, m[1])
			}
		}
	}
}

// account is an account of the seller's.
func (a *aviary) account(key string) reinstate.Account {
	a.t.Helper()
	who, err := a.o.gate.Operator(a.t.Context(), "")
	if err != nil {
		a.t.Fatal(err)
	}
	account, err := a.o.desk.AccountByKey(a.t.Context(), who, key)
	if err != nil {
		a.t.Fatal(err)
	}
	return account
}

// steps takes so many steps of an account's connection.
func (a *aviary) steps(account reinstate.Account, n int) {
	a.t.Helper()
	who, err := a.o.gate.Operator(a.t.Context(), "")
	if err != nil {
		a.t.Fatal(err)
	}
	for range n {
		if _, err := a.o.desk.FetchStep(a.t.Context(), who, account.ID); err != nil {
			a.search("an error of a step", []byte(err.Error()))
			a.t.Fatal(err)
		}
	}
}

func TestNoKeyOfAMarketplaceShowsAnywhere(t *testing.T) {
	t.Parallel()
	a := newAviary(t)
	a.market.Segments["otd"] = []byte(`{"status":"OK","payload":{"reportDuration":30,"updatedTimestamp":"2026-11-19T19:49:56Z","overallRate":89,"performanceStandard":"90% or above"}}`)
	amazon, walmart := a.account("lamp-amazon-us"), a.account("lamp-walmart-us")
	at := func(account reinstate.Account, more string) string {
		return "/accounts/" + id(account) + "/connection" + more
	}

	// Keys that are refused, by answers that repeat what they were told.
	a.market.Fail("lwa", markettest.Echo(400), markettest.Echo(401), markettest.Echo(500))
	good := url.Values{"client": {a.market.Amazon.Client}, "secret": {a.market.Amazon.Secret}, "refresh": {a.market.Amazon.Refresh}}
	for range 2 {
		if status, _ := a.post(at(amazon, ""), good); status != http.StatusUnprocessableEntity {
			t.Fatalf("refused keys: %d", status)
		}
	}
	for range 2 { // while the marketplace is down, and again with keys that work
		if status, body := a.post(at(amazon, ""), good); status != http.StatusSeeOther {
			t.Fatalf("keys: %d %s", status, body)
		}
	}
	if status, body := a.post(at(walmart, ""), url.Values{"client": {a.market.Walmart.Client}, "secret": {a.market.Walmart.Secret}}); status != http.StatusSeeOther {
		t.Fatalf("keys: %d %s", status, body)
	}
	a.hook(at(walmart, "/hook"))
	if err := a.o.watch.Start(t.Context()); err != nil { // a few steps as the server takes them
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rest(context.WithoutCancel(t.Context()), a.o.watch) })
	time.Sleep(1500 * time.Millisecond)
	a.market.Fail("create", markettest.Echo(500), markettest.Echo(400), markettest.Redirect("https://elsewhere.example/?token="+url.QueryEscape(a.market.Amazon.Refresh)))
	a.market.Fail("look", markettest.Echo(403), markettest.Echo(403), markettest.Echo(404))
	a.market.Fail("storage", markettest.Echo(403), markettest.Redirect("https://elsewhere.example/"))
	a.steps(amazon, 16)
	a.market.Fail("wm_summary cancellations", markettest.Echo(401), markettest.Echo(401), markettest.Echo(429))
	a.steps(walmart, 20)
	for _, account := range []reinstate.Account{amazon, walmart} {
		a.market.Fail("lwa", markettest.Echo(400))
		a.market.EndTokens()
		a.post(at(account, "/try"), nil)
		a.post(at(account, "/try"), nil)
		a.post(at(account, "/fetch"), nil)
	}
	a.post(at(reinstate.Account{ID: 999}, ""), good) // of another, which does not exist
	a.post("/accounts/x/connection", good)
	a.post("/nowhere", good)
	a.market.EndTokens()

	a.crawl("/", "/health", "/jobs", "/hooks", "/accounts", "/search?q=canary", at(amazon, ""), at(walmart, ""), "/accounts/"+id(amazon)+"/health", "/nowhere?x=1")
	if a.pages < 30 {
		t.Errorf("only %d pages were found to look at", a.pages)
	}
	if strays := a.market.Strays(); len(strays) > 0 {
		t.Errorf("other hosts were asked: %v", strays)
	}
	a.commands()
	a.files()
	a.search("the log", []byte(a.log.String()))
	if !slices.ContainsFunc([]reinstate.Account{amazon, walmart}, func(x reinstate.Account) bool { return a.kept(x) }) {
		t.Error("nothing was fetched, so nothing was tried")
	}
}

func id(account reinstate.Account) string { return strings.TrimSpace(jsonNumber(int64(account.ID))) }

func jsonNumber(n int64) string {
	text, _ := json.Marshal(n)
	return string(text)
}

// kept reports whether a report about the account came.
func (a *aviary) kept(account reinstate.Account) bool {
	who, err := a.o.gate.Operator(a.t.Context(), "")
	if err != nil {
		a.t.Fatal(err)
	}
	f, err := a.o.desk.AccountHealth(a.t.Context(), who, account.ID)
	return err == nil && len(f.Reports) > 0
}

// hook makes an address for Walmart, which the page shows once, and tells
// things at it: with and without proof.
func (a *aviary) hook(path string) {
	a.t.Helper()
	answer, err := a.browser.send(a.t.Context(), path, "application/x-www-form-urlencoded", "text/html", http.NoBody)
	if err != nil {
		a.t.Fatal(err)
	}
	defer answer.Body.Close()
	page, _ := io.ReadAll(answer.Body)
	codes := regexp.MustCompile(`<code>([^<]+)</code>`).FindAllStringSubmatch(string(page), -1)
	if len(codes) != 3 {
		a.t.Fatalf("the page shows %v", codes)
	}
	address, password := html.UnescapeString(codes[0][1]), codes[2][1]
	a.shown = append(a.shown, password, address[strings.LastIndex(address, "/")+1:])
	for _, key := range []string{password, "guess"} {
		r, _ := http.NewRequestWithContext(a.t.Context(), http.MethodPost, address, strings.NewReader(`{"source":{"eventId":"1","eventType":"OFFER_UNPUBLISHED"},"payload":{}}`))
		r.SetBasicAuth(casework.HookUser, key)
		told, err := http.DefaultClient.Do(r)
		if err != nil {
			a.t.Fatal(err)
		}
		body, _ := io.ReadAll(told.Body)
		told.Body.Close()
		a.search("the answer to Walmart", body)
		if want := map[string]int{password: http.StatusOK, "guess": http.StatusUnauthorized}[key]; told.StatusCode != want {
			a.t.Errorf("Walmart got %d, want %d", told.StatusCode, want)
		}
	}
}

// commands runs what prints or exports, and searches it.
func (a *aviary) commands() {
	a.t.Helper()
	notice := filepath.Join(a.t.TempDir(), "notice.txt")
	if err := os.WriteFile(notice, []byte(amazonNotice), 0o600); err != nil {
		a.t.Fatal(err)
	}
	logged := a.call("case", "log", "--account", "lamp-amazon-us", "--json", notice)
	var made struct{ Reference string }
	if err := json.Unmarshal([]byte(logged.out), &made); err != nil {
		a.t.Fatal(err)
	}
	ref := made.Reference
	pack := filepath.Join(a.t.TempDir(), "pack.zip")
	for _, args := range [][]string{
		{"health", "connections"}, {"health", "connections", "--json"}, {"health", "fetch", "--account", "lamp-amazon-us", "--json"},
		{"health", "fetch", "--account", "lamp-walmart-us"}, {"verify"}, {"case", "show", ref, "--json"}, {"case", "export", ref, "-o", pack, "--profile", "counsel", "--zip"}, {"version"},
	} {
		got := a.call(args...)
		a.search(strings.Join(args, " "), []byte(got.out+got.err))
	}
	saved := filepath.Join(a.t.TempDir(), "backup.tar")
	got := a.call("backup", saved)
	a.search("backup", []byte(got.out+got.err))
	content, err := os.ReadFile(saved)
	if err != nil || !bytes.Contains(content, []byte("SQLite format 3")) || got.status != done {
		a.t.Fatalf("the backup: %v, %+v", err, got)
	}
	a.search("the backup", content)
	archive, err := zip.OpenReader(pack)
	if err != nil {
		a.t.Fatalf("the counsel pack: %v", err)
	}
	defer archive.Close()
	for _, f := range archive.File {
		in, err := f.Open()
		if err != nil {
			a.t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		in.Close()
		if err != nil {
			a.t.Fatal(err)
		}
		a.search("the counsel pack's "+f.Name, content)
	}
}

// files searches everything in the data folder, which is what a backup copies:
// the database with what is not yet folded into it, and every kept file.
func (a *aviary) files() {
	a.t.Helper()
	looked := map[string]bool{}
	err := filepath.WalkDir(a.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		looked[entry.Name()] = len(content) > 0
		a.search("the file "+entry.Name(), content)
		return err
	})
	if err != nil || !looked["reinstate.db"] || !looked["reinstate.db-wal"] || !looked["secret.key"] {
		a.t.Errorf("looked at %v: %v", looked, err)
	}
}
