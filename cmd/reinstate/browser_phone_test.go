package main

import (
	"testing"

	"reinstate/internal/browsertest"
)

// TestNoPageOfTheDemonstrationScrollsSideways visits the pages of the firm and
// those of cases in different states, with the names a telephone has least
// room for.
func TestNoPageOfTheDemonstrationScrollsSideways(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	dir := demoFolder(t)
	s := startServer(t, dir)
	b := chromium.Open(t, browsertest.Person{Site: s.url, EachPage: func(b *browsertest.Tab) {
		b.Has(1, ".primary")
		b.FitsInto(telephones...)
	}})
	b.Visit("/signin")
	b.Fill("email", ask[string](t, dir, "SELECT email FROM users WHERE role = 'owner'"))
	b.Fill("password", demoPassword)
	b.Click("Sign in")
	for _, page := range []string{"/cases", "/cases?open=all&sort=opened", "/clients", "/clients/1", "/accounts", "/accounts/1", "/people", "/people/new", "/account", "/notices/new"} {
		b.Visit(page)
	}
	for _, state := range []string{"notice_logged", "corrective_action", "awaiting_decision", "legal_review", "closed"} {
		at := "/cases/" + ask[string](t, dir, "SELECT reference FROM cases WHERE state = ? ORDER BY round DESC LIMIT 1", state)
		for _, page := range []string{"", "/notice", "/route", "/claims", "/blocks", "/plan", "/evidence", "/packet", "/packet/copy", "/messages", "/timeline", "/details", "/steps"} {
			b.Visit(at + page)
		}
	}
	b.Quiet()
}
