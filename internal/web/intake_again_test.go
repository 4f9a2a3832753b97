package web

import (
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// spansNotice names six spans, of which two are the seller's own.
const spansNotice = `Your Amazon.com selling account has been deactivated.

Why did this happen?
Customers doubt the authenticity of your products.

How do I reactivate my account?
Please send invoices issued in the last 365 days within 17 days, or after two unsuccessful appeals the deactivation is final.
You may ask about your funds after 90 days. We usually answer within 2 business days.
`

func TestEverySpanOfAMessageIsShown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, path := s.logged(spansNotice)
	page := s.get("caseworker", path)
	besides := page.text("#besides")
	for _, want := range []string{"Age of documents", "last 365 days", "Reply expected", "within 2 business days"} {
		if !strings.Contains(besides, want) {
			t.Errorf("%q is not among the spans %q", want, besides)
		}
	}
	if strings.Contains(besides, "17 days") || strings.Contains(besides, "90 days") {
		t.Errorf("a time limit that is watched stands among %q", besides)
	}
	for _, words := range []string{"last 365 days", "two unsuccessful appeals", "within 2 business days", "within 17 days", "after 90 days"} {
		if !isMarked(page, words) {
			t.Errorf("%q is not marked in the text", words)
		}
	}
	if to := page.attribute("#besides a.where", "href"); len(page.find(to)) != 1 {
		t.Errorf("%s leads nowhere", to)
	}
}

// isMarked reports whether the marks of a message together cover words.
func isMarked(page seen, words string) bool {
	bare := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "|", "")), "") }
	return strings.Contains(bare(page.text("mark")), bare(words))
}

func TestAConfirmedNoticeIsCorrectedOnItsPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n, path := s.logged(spansNotice)
	opened := s.post("caseworker", path, form("version", "1", "account", s.accountID(), "marketplace", "amazon", "store", "US", "level", "account",
		"reason", "inauthentic", "response", "plan_of_action", "demands", "supplier_invoices", "clocks", "0", "clocks", "1", "do", "open"))
	if opened.StatusCode != 303 {
		t.Fatalf("got %d: %s", opened.StatusCode, opened.text("main"))
	}
	notice := opened.location() + "/notice"
	if got := s.get("caseworker", notice).text("main a[href='" + notice + "/correct']"); got != "Correct it" {
		t.Errorf("the way to the correction says %q", got)
	}
	if got := s.get("viewer", notice).text("main a[href='" + notice + "/correct']"); got != "" {
		t.Errorf("a viewer is offered %q", got)
	}
	page := s.get("caseworker", notice+"/correct")
	if got := page.text("h1"); got != "Correct what the notice says" || page.text(".primary") != "Keep the correction" {
		t.Fatalf("the page says %q, its button %q", got, page.text(".primary"))
	}
	fields := []string{"version", page.attribute("input[name=version]", "value"), "marketplace", "amazon", "store", "US", "response", "plan_of_action", "demands", "supplier_invoices", "clocks", "0", "clocks", "1"}
	s.play(t, []scenario{
		{"no reason", "caseworker", "POST " + notice + "/correct", form(append(fields, "level", "listing")...), 422, ".wrongs a[href='#reasons']", "Choose the reason"},
		{"another reason", "caseworker", "POST " + notice + "/correct", form(append(fields, "level", "listing", "reason", "counterfeit")...), 303, "", ""},
		{"a stale form", "caseworker", "POST " + notice + "/correct", form(append(fields, "level", "listing", "reason", "pricing")...), 409, "", ""},
		{"the timeline tells", "caseworker", "GET " + opened.location() + "/timeline", "", 200, "main", "Corrected what the message says: level, reasons"},
	})
	after, err := s.desk.Notice(t.Context(), s.firm.Owner, n.ID)
	s.must(err)
	if after.Case.Level != reinstate.ListingLevel || after.Case.Reasons[0] != "counterfeit" {
		t.Errorf("the case says %s for %v", after.Case.Level, after.Case.Reasons)
	}
}

func TestCounselIsOnlyAdvised(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n, err := s.desk.Log(t.Context(), s.firm.Owner, casework.Incoming{Body: strings.NewReader("Your listing was removed from Amazon.com. A rights owner says that the photos infringe its copyright. You may send a DMCA counter-notice within 14 days.")})
	s.must(err)
	page := s.get("caseworker", noticePath(n.ID))
	if got := page.text("#advice"); !strings.Contains(got, "Counsel is advised") || !strings.Contains(got, "Nothing is held back") {
		t.Errorf("the advice is %q", got)
	}
	if page.text("#gate") != "" || page.text(".primary") != "Open the case" {
		t.Errorf("the page stops: %q", page.text("#gate"))
	}
}
