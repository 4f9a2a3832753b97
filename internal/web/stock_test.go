package web

import (
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// brings imports a file for the site's account.
func (s *site) brings(name, body string) {
	s.t.Helper()
	_, err := s.desk.ImportHealth(s.t.Context(), s.firm.Owner, casework.HealthIn{Account: s.account.Account.ID, Name: name, Body: strings.NewReader(body)})
	s.must(err)
}

// stockFiles are a day's sales, a stock that runs out, and titles that a
// spreadsheet or a browser would run.
const stockFiles = "snapshot-date\tsku\tasin\tproduct-name\tavailable\tunits-shipped-t30\tunfulfillable-quantity\n" +
	"2026-11-19\tLAMP\tB0LAMP\tDesk lamp\t12\t90\t0\n" +
	"2026-11-19\tEVIL\tB0EVIL\t <script>alert(1)</script>\t400\t20\t3\n" +
	"2026-11-19\tCALM\tB0CALM\tCalm lamp\t300\t60\t0\n"

func TestStockIsShownByRiskAndFilteredWithoutScripts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := accountPath(s.account.Account.ID)
	if got := s.get("viewer", at+"/stock").text(".empty h2"); got != "Nothing is known of the stock yet" {
		t.Errorf("the empty page says %q", got)
	}
	s.brings("planning.txt", stockFiles)
	client := "/clients/" + id(s.account.Client.Client.ID)
	s.play(t, []scenario{
		{"the most pressing first", "viewer", "GET " + at + "/stock", "", 200, "tbody tr:first-child", "12 left, 90 sold in 30 days: gone in 4 days, on 24 Nov 2026."},
		{"in words, not by colour alone", "viewer", "GET " + at + "/stock", "", 200, "tbody tr:first-child .tag", "Gone in days"},
		{"missing invoices are said once", "viewer", "GET " + at + "/stock", "", 200, ".note", "No invoice on file"},
		{"hostile titles are text", "viewer", "GET " + at + "/stock", "", 200, "tbody", "<script>alert(1)</script>"},
		{"by risk", "viewer", "GET " + at + "/stock?risk=unsellable", "", 200, "tbody tr:first-child b", "EVIL"},
		{"by words", "viewer", "GET " + at + "/stock?q=calm+LAMP", "", 200, "tbody tr:first-child b", "CALM"},
		{"a risk that is none shows all", "viewer", "GET " + at + "/stock?risk=everything", "", 200, "tbody tr:nth-child(3)", "left"},
		{"nothing fits", "viewer", "GET " + at + "/stock?q=kettle", "", 200, ".empty h2", "No SKU fits"},
		{"a page beyond the last", "viewer", "GET " + at + "/stock?after=999999", "", 200, ".empty", "No SKU fits"},
		{"over all accounts", "client", "GET " + client + "/stock", "", 200, "tbody", "LAMP"},
		{"the account's page has its card", "viewer", "GET " + at + "/health", "", 200, ".figure", "Runs out"},
	})
	if got := s.get("viewer", at+"/stock?risk=unsellable"); len(got.find("tbody tr")) != 1 || got.attribute("a[href*=csv]", "href") != at+"/stock/csv?risk=unsellable" {
		t.Errorf("%d rows, export %q", len(got.find("tbody tr")), got.attribute("a[href*=csv]", "href"))
	}
}

func TestStockIsExportedWithoutFormulas(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.brings("planning.txt", "sku\tavailable\tunits-shipped-t30\tproduct-name\nA\t4\t0\t=HYPERLINK(A1)\nB\t5\t0\t@lamp\nplain\t5\t0\t-50% lamp\n")
	got := s.get("viewer", accountPath(s.account.Account.ID)+"/stock/csv")
	if got.StatusCode != 200 || !strings.Contains(got.Header.Get("Content-Disposition"), "attachment") || !strings.HasPrefix(got.Body, "account,sku,asin,title,shelf,held,") {
		t.Fatalf("got %d %q", got.StatusCode, got.Body)
	}
	for line := range strings.SplitSeq(strings.TrimSpace(got.Body), "\n") {
		for cell := range strings.SplitSeq(line, ",") {
			if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) && cell != "-" {
				t.Errorf("a spreadsheet computes %q", cell)
			}
		}
	}
	if !strings.Contains(got.Body, ",'=HYPERLINK(A1),") || !strings.Contains(got.Body, ",'-50% lamp,") {
		t.Errorf("got %q", got.Body)
	}
}

func TestATableOfStockIsCheckedBeforeItIsStored(t *testing.T) {
	t.Parallel()
	s := newWellSite(t)
	s.upload = s.staged("Teil;Anzahl im Lager\nLAMPE;1.200\n")
	at := s.place("/accounts/:id/health/uploads/:upload")
	mapped := form("mapped", "1", "column0", "sku", "column1", "held", "comma", "1")
	s.play(t, []scenario{
		{"it asks what the columns mean", "caseworker", "GET " + at, "", 200, "main", "Say what the columns mean"},
		{"read again", "caseworker", "GET " + at + "?" + mapped, "", 200, "#rows", "1 SKU of stock"},
		{"its numbers are shown", "caseworker", "GET " + at + "?" + mapped, "", 200, "#rows + table", "held 1,200"},
		{"stored", "caseworker", "POST " + at, mapped, 303, "", ""},
		{"it is there", "viewer", "GET " + s.place("/accounts/:id/stock"), "", 200, "tbody", "LAMPE"},
	})
	s.upload = s.staged("Teil;Anzahl im Lager\nLAMPE;7\n")
	if got := s.get("caseworker", s.place("/accounts/:id/health/uploads/:upload")).text("#rows"); !strings.Contains(got, "1 SKU of stock") {
		t.Errorf("the mapping is forgotten: %q", got)
	}
	s.upload = s.staged("sku\tavailable\tunits-shipped-t30\nLAMP\t-4\t1\n")
	if got := s.get("caseworker", s.place("/accounts/:id/health/uploads/:upload")).text(".wrongs"); !strings.Contains(got, "Row 2, held: A count cannot be below zero.") {
		t.Errorf("a bad row says %q", got)
	}
}

func TestCustomerServiceHasItsPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := accountPath(s.account.Account.ID)
	if got := s.get("viewer", at+"/service").text(".empty h2"); got != "There is no log of customer service yet" {
		t.Errorf("the empty page says %q", got)
	}
	s.brings("messages.csv", "Message ID,Received at,Answered at\nM1,2026-11-18 09:00,2026-11-18 12:00\nM2,2026-11-18 10:00,\n")
	s.brings("claims.csv", "Claim ID,Claim type,Claim date,Claim status,Reason\nA-1,A-to-z claim,2026-11-19 20:00,Open,<b>late</b>\n")
	s.brings("feedback.txt", "Date\tRating\tComments\tOrder ID\n2026-11-18\t1\tNever came\t111\n")
	s.play(t, []scenario{
		{"half within", "viewer", "GET " + at + "/service", "", 200, ".cards .figure:first-child .value", "3 h"},
		{"the share and its limit", "viewer", "GET " + at + "/service", "", 200, ".cards .figure:nth-child(2)", "1 of 2 were late"},
		{"a claim and its clock", "viewer", "GET " + at + "/service", "", 200, "#claims + .card tbody", "2 d 10 h left"},
		{"hostile words are text", "viewer", "GET " + at + "/service", "", 200, "#claims + .card tbody", "<b>late</b>"},
		{"who waits", "viewer", "GET " + at + "/service", "", 200, "#wait + ul", "M2"},
		{"ratings", "viewer", "GET " + at + "/service", "", 200, "#ratings + ul", "Never came"},
		{"the claim is on Today", "viewer", "GET /", "", 200, "#claims-due + ul", "A-1"},
		{"cards on the account's page", "viewer", "GET " + at + "/health", "", 200, "main", "Open claims"},
	})
	if got := s.get("rival", "/"); strings.Contains(got.Body, "A-1") {
		t.Error("another firm sees the claim")
	}
}

func TestAPolicyIsReadOnItsPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := "/policies/amazon/inauthentic"
	viewer := s.firm.Person(reinstate.RoleViewer)
	page := s.get("caseworker", at)
	digest := page.attribute("input[name=digest]", "value")
	s.play(t, []scenario{
		{"nobody is asked yet", "viewer", "GET " + at, "", 200, "#readers ~ p", "Nobody of the firm is asked"},
		{"reading it", "caseworker", "POST " + at + "/read", form("digest", digest), 303, "", ""},
		{"it is written down", "caseworker", "GET " + at, "", 200, ".row.head", "You read it on"},
		{"asking somebody who is not of the firm", "owner", "POST " + at + "/readers", form("user", "999999"), 404, "", ""},
		{"asking somebody", "owner", "POST " + at + "/readers", form("user", id(viewer.User)), 303, "", ""},
		{"an empty note", "caseworker", "POST " + at + "/note", form("note", " "), 422, "main, .wrongs", "Write a note first."},
		{"a note", "caseworker", "POST " + at + "/note", form("note", "Ask for the <i>seal</i> too."), 303, "", ""},
		{"it is to be read again", "caseworker", "GET " + at, "", 200, ".btn.primary", "I have read the change"},
		{"what changed", "caseworker", "GET " + at, "", 200, "#changed ~ .diff ins", "<i>seal</i>"},
		{"on Today", "caseworker", "GET /", "", 200, "#to-read + ul", "to be read again"},
		{"on the list", "caseworker", "GET /policies", "", 200, "#due + ul", "to be read again"},
		{"a wording that is past", "caseworker", "POST " + at + "/read", form("digest", digest), 409, "", ""},
		{"tying nothing", "caseworker", "POST " + at + "/ties", "", 422, "", ""},
		{"tying the account", "caseworker", "POST " + at + "/ties", form("account", id(s.account.Account.ID)), 303, "", ""},
		{"the account names it", "viewer", "GET " + accountPath(s.account.Account.ID), "", 200, "#policies + ul", "nauthentic"},
		{"a client sees the catalog only", "client", "GET " + at, "", 200, "main", "What it means"},
		{"an own one without words", "caseworker", "POST /policies", form("title", "x"), 422, "main .wrong", "Write what the policy says."},
		{"an own one", "caseworker", "POST /policies", form("title", "Returns are graded", "text", "At a bench of their own.", "effective", "2026-10-01"), 303, "", ""},
		{"it is listed", "viewer", "GET /policies", "", 200, "#of-own ~ .card tbody", "Returns are graded"},
		{"another firm's list", "rival", "GET /policies", "", 200, "main", "Policies"},
	})
	if got := s.get("client", at); strings.Contains(got.Body, "seal") || len(got.find("#readers")) != 0 {
		t.Error("a client sees the firm's side")
	}
	if got := s.get("rival", "/policies"); strings.Contains(got.Body, "Returns are graded") {
		t.Error("another firm sees the policy")
	}
}
