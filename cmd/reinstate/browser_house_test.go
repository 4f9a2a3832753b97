package main

import (
	"regexp"
	"strings"
	"testing"

	"reinstate/internal/browsertest"
)

// scripts are the two ways every path has to work.
var scripts = []struct {
	name string
	off  bool
}{{"with scripts", false}, {"without scripts", true}}

var codeLine = regexp.MustCompile(`one-time code: (\S+)`)

// setupCode is the code that serve said for the first visit.
func setupCode(t *testing.T, s *serving) string {
	t.Helper()
	found := codeLine.FindStringSubmatch(s.errs.String())
	if found == nil {
		t.Fatalf("serve says no setup code:\n%s", s.errs.String())
	}
	return found[1]
}

// telephones are widths in CSS pixels: a common one, and the narrowest still
// in use, which is also a desk's window enlarged four times.
var telephones = []int{390, 320}

// onEachPage is what every page has to be: with one primary thing to do, and
// no wider than the screen of a telephone. The widths are measured once a page.
func onEachPage() func(*browsertest.Tab) {
	measured := map[string]bool{}
	return func(b *browsertest.Tab) {
		b.Has(1, ".primary")
		if page := pageOf(b.Path()); !measured[page] {
			measured[page] = true
			b.FitsInto(telephones...)
		}
	}
}

var numbersOfPath = regexp.MustCompile(`\d+`)

// pageOf is a path without what tells one case from another.
func pageOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return numbersOfPath.ReplaceAllString(path, "N")
}

// arrive opens the pages of a running server for somebody who signs in.
func arrive(t *testing.T, chromium *browsertest.Browser, s *serving, unscript bool, email string) *browsertest.Tab {
	t.Helper()
	b := chromium.Open(t, browsertest.Person{Site: s.url, Unscript: unscript, EachPage: func(b *browsertest.Tab) { b.Has(1, ".primary") }})
	b.Watch()
	b.Visit("/signin")
	b.Fill("email", email)
	b.Fill("password", demoPassword)
	b.Click("Sign in")
	return b
}
