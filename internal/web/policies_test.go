package web

import (
	"strings"
	"testing"
)

func TestThePolicyLibrary(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.play(t, []scenario{
		{"it stands in the bar", "viewer", "GET /policies", "", 200, ".bar nav a[aria-current]", "Policies"},
		{"those of the firm's accounts", "viewer", "GET /policies", "", 200, "main h2", "Amazon"},
		{"every marketplace has its part", "viewer", "GET /policies?marketplace=all", "", 200, "main", "TikTok"},
		{"one marketplace", "viewer", "GET /policies?marketplace=walmart", "", 200, "main h2", "Walmart"},
		{"found by its title", "viewer", "GET /policies?q=inauthentic&marketplace=amazon", "", 200, "tbody tr:first-child a", "nauthentic"},
		{"found by words of a message", "viewer", "GET /policies?q=ECHTHEIT", "", 200, "tbody", "nauthentic"},
		{"found by what is asked for", "viewer", "GET /policies?q=utility+bill&marketplace=amazon", "", 200, "tbody", "dentity"},
		{"nothing fits", "viewer", "GET /policies?q=xyzzy+plugh", "", 200, ".empty h2", "No policy fits"},
		{"a marketplace that is none shows all", "viewer", "GET /policies?marketplace=atlantis", "", 200, "main h2", "Walmart"},
		{"a policy with its sources", "client", "GET /policies/amazon/inauthentic", "", 200, "#sources + ul", "seen"},
		{"its demands say what makes them acceptable", "viewer", "GET /policies/amazon/inauthentic", "", 200, "#asks + dl", "Invoices of a completed purchase"},
		{"a severe one points to counsel", "viewer", "GET /policies/amazon/forged_documents", "", 200, ".gate", "lawyer"},
		{"one that depends on another account", "viewer", "GET /policies/amazon/related_account", "", 200, "main", "Another account comes first"},
		{"a reason that this marketplace does not give", "viewer", "GET /policies/etsy/nonsense", "", 404, "h1", ""},
		{"a marketplace that is none", "viewer", "GET /policies/atlantis/inauthentic", "", 404, "h1", ""},
	})
	if got := s.get("viewer", "/policies?marketplace=walmart").text("main h2"); strings.Contains(got, "Amazon") {
		t.Errorf("one marketplace was asked for, shown are %q", got)
	}
}

// TestTheBarNamesTheFirmOnEveryPageOfStockAndPolicies: a field of a page must
// not hide what the bar shows.
func TestTheBarNamesTheFirmOnEveryPageOfStockAndPolicies(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	account := accountPath(s.account.Account.ID)
	want := s.get("owner", "/outcomes").text(".bar")
	for _, path := range []string{"/policies", "/policies/new", "/policies/amazon/inauthentic", account, account + "/stock", account + "/service", account + "/health", "/"} {
		if got := s.get("owner", path).text(".bar"); got != want {
			t.Errorf("%s: the bar says %q, elsewhere %q", path, got, want)
		}
	}
}

func TestPoliciesBeginWithTheMarketplacesOfTheFirm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ours, all := len(s.get("viewer", "/policies").find("tbody tr")), len(s.get("viewer", "/policies?marketplace=all").find("tbody tr"))
	if ours == 0 || ours >= all || strings.Contains(s.get("viewer", "/policies").text("main"), "TikTok Shop 1") {
		t.Errorf("%d of %d policies are shown", ours, all)
	}
	if got := s.get("viewer", "/policies").text("thead"); strings.Contains(got, "Answered first by") {
		t.Errorf("the head says %q", got)
	}
}

func TestEveryPolicyHasItsPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	shown := 0
	for _, m := range s.desk.Catalog().Markets() {
		for _, r := range m.Reasons {
			got := s.get("viewer", policyPath(m.Code, r.Code))
			if got.StatusCode != 200 || !strings.Contains(got.text("h1"), r.Title) {
				t.Errorf("%s %s: %d", m.Code, r.Code, got.StatusCode)
			}
			for _, flaw := range flaws(t, []byte(got.Body)) {
				t.Errorf("%s %s: %s", m.Code, r.Code, flaw)
			}
			for _, clock := range r.Clocks {
				if !strings.Contains(got.text("#limits ~ dl"), clock.Source.Title) {
					t.Errorf("%s %s: a time limit without its source", m.Code, r.Code)
				}
			}
			shown++
		}
	}
	if all := len(s.get("viewer", "/policies?marketplace=all").find("tbody tr")); all != shown || shown < 60 {
		t.Errorf("the list has %d policies, the catalog %d", all, shown)
	}
}
