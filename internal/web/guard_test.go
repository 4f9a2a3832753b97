package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

func TestEveryAnswerCarriesTheGuardingHeaders(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, answer := range []seen{
		s.get("owner", "/"), s.get("", "/"), s.get("owner", "/nowhere"), s.post("", "/signin", ""), s.get("", "/healthz"),
	} {
		for name, want := range map[string]string{
			"Content-Security-Policy": contentPolicy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-store", "Strict-Transport-Security": "",
		} {
			if got := answer.Header.Get(name); got != want {
				t.Errorf("%d: %s is %q, want %q", answer.StatusCode, name, got, want)
			}
		}
	}
	if strings.Contains(contentPolicy, "unsafe") || !strings.Contains(contentPolicy, "frame-ancestors 'none'") {
		t.Errorf("the policy is too wide: %s", contentPolicy)
	}
}

func TestUnderTLSTheCookieIsBoundToTheHost(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		secure bool
		cookie string
		hsts   string
	}{
		{"TLS", true, "__Host-reinstate", "max-age=31536000"},
		{"loopback", false, "reinstate", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, func(o *Options) { o.Secure = tt.secure })
			answer := s.post("", "/signin", form("email", "owner@harbour.example", "password", password))
			cookies := answer.Cookies()
			if len(cookies) != 1 {
				t.Fatalf("%d cookies were set", len(cookies))
			}
			c := cookies[0]
			if c.Name != tt.cookie || c.Secure != tt.secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
				t.Errorf("got %s", c.Raw)
			}
			if got := answer.Header.Get("Strict-Transport-Security"); got != tt.hsts {
				t.Errorf("HSTS is %q", got)
			}
		})
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, tt := range []struct {
		name   string
		header map[string]string
		want   int
	}{
		{"another site", map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		{"a neighbouring host", map[string]string{"Sec-Fetch-Site": "same-site"}, http.StatusForbidden},
		{"another origin", map[string]string{"Origin": "https://evil.example"}, http.StatusForbidden},
		{"no origin to speak of", map[string]string{"Origin": "null"}, http.StatusForbidden},
		{"this site", map[string]string{"Sec-Fetch-Site": "same-origin"}, http.StatusSeeOther},
		{"this origin", map[string]string{"Origin": "http://example.com"}, http.StatusSeeOther},
		{"typed by hand", map[string]string{"Sec-Fetch-Site": "none"}, http.StatusSeeOther},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := s.post("owner", "/clients", form("legal_name", "Made "+tt.name), func(r *http.Request) {
				for name, value := range tt.header {
					r.Header.Set(name, value)
				}
			})
			if got.StatusCode != tt.want {
				t.Errorf("got %d, want %d", got.StatusCode, tt.want)
			}
			made := strings.Contains(s.get("owner", "/clients").Body, "Made "+tt.name)
			if made != (tt.want == http.StatusSeeOther) {
				t.Errorf("a client was made: %t", made)
			}
		})
	}
}

func TestReadingChangesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var paths []string
	for _, r := range s.server.plans {
		if r.Method == http.MethodGet && !strings.Contains(r.Path, ":ref") && !strings.HasPrefix(r.Path, "/notices/:") {
			paths = append(paths, s.fill(r.Path))
		}
	}
	before := s.contents()
	for _, path := range paths {
		for range 3 {
			s.get("owner", path)
		}
	}
	for _, path := range []string{"/signout", "/people/1/disable", "/clients/1"} {
		s.send("owner", httptest.NewRequest(http.MethodHead, path, nil))
	}
	for path, after := range s.contents() {
		if after != before[path] {
			t.Errorf("%s has changed: %s", path, after)
		}
	}
	if got := s.get("owner", "/"); got.StatusCode != http.StatusOK {
		t.Errorf("the session is gone: %d", got.StatusCode)
	}
}

// contents is what the firm's lists say.
func (s *site) contents() map[string]string {
	s.t.Helper()
	all := map[string]string{}
	for _, path := range []string{"/", "/cases?open=all", "/clients", "/accounts", "/people", "/account"} {
		all[path] = s.get("owner", path).text("main")
	}
	return all
}

func TestMethodsARouteDoesNotHaveAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodTrace, http.MethodOptions} {
		if got := s.send("owner", httptest.NewRequest(method, "/clients", nil)); got.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s: got %d", method, got.StatusCode)
		}
	}
	got := s.post("owner", "/people", "", func(r *http.Request) { r.Header.Set("X-HTTP-Method-Override", "DELETE") })
	if got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an overridden method: got %d", got.StatusCode)
	}
}

func TestForwardingHeadersAreIgnored(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	forward := func(r *http.Request) {
		r.RemoteAddr = "203.0.113.9:4000"
		for _, name := range []string{"X-Forwarded-For", "X-Real-Ip", "Forwarded", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-Proto"} {
			r.Header.Set(name, "198.51.100.7")
		}
	}
	s.server.get("/test/address", anyone, func(c *gin.Context) error {
		c.String(http.StatusOK, visitor(c).Address)
		return nil
	})
	if got := s.get("", "/test/address", forward).Body; got != "203.0.113.9" {
		t.Errorf("the visitor's address is %q", got)
	}
	got := s.get("", "/cases/", forward)
	if strings.Contains(got.location()+got.Body, "198.51.100.7") {
		t.Errorf("a forwarding header came back: %s", got.location())
	}
	got = s.get("", "/cases", forward)
	if got.location() != "/signin?next=%2Fcases" {
		t.Errorf("got %s", got.location())
	}
}

func TestATrustedProxyIsBelieved(t *testing.T) {
	t.Parallel()
	s := newEmptySite(t, func(o *Options) { o.Trusted = []string{"192.0.2.0/24"} })
	s.server.get("/test/address", anyone, func(c *gin.Context) error {
		c.String(http.StatusOK, visitor(c).Address)
		return nil
	})
	for from, want := range map[string]string{"192.0.2.5:99": "198.51.100.7", "203.0.113.9:99": "203.0.113.9"} {
		got := s.get("", "/test/address", func(r *http.Request) {
			r.RemoteAddr = from
			r.Header.Set("X-Forwarded-For", "198.51.100.7")
		})
		if got.Body != want {
			t.Errorf("from %s: got %q, want %q", from, got.Body, want)
		}
	}
}

func TestTrustingEverybodyIsRefusedAtStart(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"0.0.0.0/0", "::/0", "no address"} {
		if _, err := newEngine([]string{network}); err == nil {
			t.Errorf("%s was accepted", network)
		}
	}
}

func TestARouteWithoutAPolicyStopsTheStart(t *testing.T) {
	t.Parallel()
	served := gin.RoutesInfo{{Method: "GET", Path: "/cases"}, {Method: "HEAD", Path: "/cases"}}
	for _, tt := range []struct {
		name  string
		plans []route
		want  string
	}{
		{"declared", []route{{Method: "GET", Path: "/cases", Need: reinstate.Read}}, ""},
		{"not declared", nil, "GET /cases is served without a policy"},
		{"declared without a policy", []route{{Method: "GET", Path: "/cases"}}, "GET /cases declares no policy"},
		{"declared with a word that is no permit", []route{{Method: "GET", Path: "/cases", Need: "reed"}}, "GET /cases declares no policy"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if err := checkRoutes(tt.plans, served); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTheSitesOwnFilesNeverChangeUnderTheirAddress(t *testing.T) {
	t.Parallel()
	s := newEmptySite(t)
	for name := range s.server.assets {
		address, err := s.server.assets.url(name)
		s.must(err)
		got := s.get("", address)
		if got.StatusCode != http.StatusOK || got.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || got.Header.Get("Content-Type") == "" {
			t.Errorf("%s: %d %v", address, got.StatusCode, got.Header)
		}
		if got := s.get("", "/static/000000000000/"+name); got.StatusCode != http.StatusNotFound || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s under another checksum: %d", name, got.StatusCode)
		}
	}
	for _, path := range []string{"/static/x/../server.go", "/static/", "/static/x/embed.go", "/static/x/..%2Fembed.go"} {
		if got := s.get("", path); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: got %d", path, got.StatusCode)
		}
	}
}

func TestOnlyOwnPathsAreGoneOnTo(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/cases?q=a&open=all": "/cases?q=a&open=all", "/": "/", "/cases/R-2026-0001#plan": "/cases/R-2026-0001#plan",
		"": "", "//evil.example": "", "/\\evil.example": "", "https://evil.example": "", "https:evil.example": "", "evil.example": "",
		"/\tevil": "", "/\r\nSet-Cookie: a=b": "", "javascript:alert(1)": "", "data:text/html,x": "", "/signin": "", "/signout": "",
		"/signout/": "", "/%2F/evil.example": "", "/" + strings.Repeat("a", 3000): "",
	} {
		if got := ownPath(path); got != want {
			t.Errorf("%q: got %q, want %q", path, got, want)
		}
	}
}

func TestSigningInLeadsOnlyHome(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for next, want := range map[string]string{"/cases?q=x": "/cases?q=x", "//evil.example": "/", "https://evil.example/": "/", "/\\evil": "/"} {
		got := s.post("", "/signin", form("email", "owner@harbour.example", "password", password, "next", next))
		if got.location() != want {
			t.Errorf("%q: led to %q", next, got.location())
		}
		if got := s.get("owner", "/signin?next="+url.QueryEscape(next)); got.location() != want {
			t.Errorf("%q, already signed in: led to %q", next, got.location())
		}
	}
}

func TestErrorsAreAnsweredByTheTable(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		err    error
		status int
		says   string
	}{
		{"not found", fmt.Errorf("case 7: %w", reinstate.ErrNotFound), 404, "There is nothing here"},
		{"not allowed", reinstate.ErrForbidden, 403, "Your role does not allow this"},
		{"changed meanwhile", fmt.Errorf("save: %w", reinstate.ErrConflict), 409, "Somebody else was faster"},
		{"refused input", reinstate.Invalid{"a": "Give a date."}, 422, "Give a date."},
		{"too large", &http.MaxBytesError{Limit: 1}, 413, "That is too much at once"},
		{"the visitor hung up", fmt.Errorf("read: %w", context.Canceled), 400, "The form did not arrive whole"},
		{"the disk is full", fmt.Errorf("write: %w", syscall.ENOSPC), 507, "The disk of this server is full"},
		{"anything else", errors.New("SELECT secret FROM /var/data"), 500, "Something went wrong on our side"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			s := newSite(t, func(o *Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
			s.server.get("/test/failing", reinstate.Read, func(*gin.Context) error { return tt.err })
			got := s.get("owner", "/test/failing")
			if got.StatusCode != tt.status || !strings.Contains(got.text("main"), tt.says) {
				t.Errorf("got %d: %s", got.StatusCode, got.text("main"))
			}
			if !strings.HasPrefix(got.text("title"), "Error:") || got.text("main dt") == "" {
				t.Errorf("the page says not what to do: %s", got.text("title"))
			}
			number := got.text("main code")
			if (tt.status >= 500) != (number != "") || number != "" && !strings.Contains(log.String(), number) {
				t.Errorf("the number %q is not in the log: %s", number, log.String())
			}
			if strings.Contains(got.Body, "secret") {
				t.Error("the page tells what only the log may")
			}
			machine := s.get("owner", "/test/failing", func(r *http.Request) { r.Header.Set("Accept", "application/json") })
			if machine.StatusCode != tt.status || !strings.HasPrefix(machine.Header.Get("Content-Type"), "application/json") {
				t.Errorf("a script gets %d %s", machine.StatusCode, machine.Header.Get("Content-Type"))
			}
		})
	}
}

func TestAPanicIsAnIncidentAndTheServerLives(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := newSite(t, func(o *Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	s.server.get("/test/panic", reinstate.Read, func(*gin.Context) error { panic("planted") })
	got := s.get("owner", "/test/panic")
	number := got.text("main code")
	if got.StatusCode != http.StatusInternalServerError || number == "" || strings.Contains(got.Body, "planted") {
		t.Errorf("got %d: %s", got.StatusCode, got.text("main"))
	}
	if !strings.Contains(log.String(), number) || !strings.Contains(log.String(), "planted") || !strings.Contains(log.String(), "guard_test.go") {
		t.Errorf("the log tells not where: %s", log.String())
	}
	if got := s.get("owner", "/"); got.StatusCode != http.StatusOK {
		t.Errorf("after a panic: %d", got.StatusCode)
	}
}

func TestBodiesThatAreNoFormAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, tt := range []struct {
		name, kind, body string
		want             int
	}{
		{"eleven megabytes", "application/x-www-form-urlencoded", "legal_name=" + strings.Repeat("a", 11<<20), http.StatusRequestEntityTooLarge},
		{"a multipart form cut off half-way", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"legal_name\"\r\n\r\nHalf", http.StatusBadRequest},
		{"a multipart form without a boundary", "multipart/form-data", "legal_name=Half", http.StatusBadRequest},
		{"bad escapes", "application/x-www-form-urlencoded", "legal_name=%zz", http.StatusBadRequest},
		{"JSON", "application/json", `{"legal_name":"Json Ltd"}`, http.StatusUnprocessableEntity},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := s.post("owner", "/clients", tt.body, func(r *http.Request) { r.Header.Set("Content-Type", tt.kind) })
			if got.StatusCode != tt.want {
				t.Errorf("got %d, want %d", got.StatusCode, tt.want)
			}
		})
	}
	if got := s.get("owner", "/clients").text("tbody tr td:first-child"); got != "深圳市海岚科技有限公司" {
		t.Errorf("a client was made: %s", got)
	}
}

func TestAFlashIsOnlyTakenFromOurselves(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	done := s.post("owner", "/clients", form("legal_name", "<b>Kestrel</b> Audio"))
	var said *http.Cookie
	for _, cookie := range done.Cookies() {
		if cookie.Name == flashCookie {
			said = cookie
		}
	}
	if said == nil || !said.HttpOnly {
		t.Fatalf("no sentence travels: %v", done.Cookies())
	}
	shown := s.get("owner", done.location(), func(r *http.Request) { r.AddCookie(said) })
	if got := shown.text(".said"); !strings.HasPrefix(got, "<b>Kestrel</b> Audio is added.") {
		t.Errorf("got %q", got)
	}
	forged := s.get("owner", "/", func(r *http.Request) {
		r.AddCookie(&http.Cookie{Name: flashCookie, Value: newSeal().close("Call this number")})
	})
	if got := forged.text(".said"); got != "" {
		t.Errorf("a forged sentence was shown: %q", got)
	}
}
