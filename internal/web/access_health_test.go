package web

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// healthMatrix says who gets what at every route that healthRoutes declares.
var healthMatrix = map[string]row{
	"GET /health": firmPage,

	// Nothing is connected; an owner sends an empty form.
	"GET /accounts/:id/connection":           begins,
	"POST /accounts/:id/connection":          ownChange,
	"POST /accounts/:id/connection/try":      {signedOut, 403, 403, 404, 404, 403},
	"POST /accounts/:id/connection/fetch":    {signedOut, 403, 404, 404, 404, 403},
	"POST /accounts/:id/connection/remove":   {signedOut, 403, 403, 404, 404, 403},
	"POST /accounts/:id/connection/hook":     {signedOut, 403, 403, 404, 404, 403},
	"POST /accounts/:id/connection/hook/end": {signedOut, 403, 403, 404, 404, 403},
	"POST /incoming/walmart/:address":        {404, 404, 404, 404, 404, 404}, // no session opens it, only its secret

	"GET /accounts/:id/health":                       read,
	"POST /accounts/:id/health/reviews":              moved,
	"GET /accounts/:id/health/report":                read,
	"POST /accounts/:id/health/issues/:issue/ahead":  stale,
	"POST /accounts/:id/health/issues/:issue/carry":  {signedOut, 403, 404, 404, 404, 403}, // there is no such case
	"GET /accounts/:id/health/metrics/:metric":       read,
	"GET /accounts/:id/health/metrics/:metric/csv":   read,
	"POST /accounts/:id/health/notes":                refused,
	"GET /accounts/:id/health/reports/:report/file":  read,
	"GET /accounts/:id/health/import":                begins,
	"POST /accounts/:id/health/import":               {signedOut, 403, 400, 400, 404, 403},
	"POST /accounts/:id/health/figures":              refused,
	"GET /accounts/:id/health/uploads/:upload":       begins,
	"POST /accounts/:id/health/uploads/:upload":      moved,
	"POST /accounts/:id/health/uploads/:upload/drop": {signedOut, 403, 303, 404, 404, 403}, // the caseworker has dropped it
	"GET /accounts/:id/health/issues/:issue":         read,
	"POST /accounts/:id/health/issues/:issue":        refused,
	"POST /accounts/:id/health/issues/:issue/steps":  refused,
	"POST /accounts/:id/health/issues/:issue/close":  refused,
}

// wellSite is a site whose account has reports, an issue and a file that waits.
type wellSite struct {
	*site
	snapshot reinstate.SnapshotID
	issue    reinstate.IssueID
	upload   reinstate.UploadID
}

func newWellSite(t *testing.T) *wellSite {
	t.Helper()
	s := &wellSite{site: newSite(t)}
	body, err := os.ReadFile(filepath.Join("..", "health", "testdata", "amazon_live.json"))
	s.must(err)
	read, err := s.desk.ImportHealth(t.Context(), s.firm.Owner, casework.HealthIn{Account: s.account.Account.ID, Name: "live.json", Body: bytes.NewReader(body)})
	s.must(err)
	s.snapshot, s.issue = read.Snapshot.ID, read.Raised[0].ID
	s.upload = s.staged("Date,ODR\n2026-11-18,0.5%\n2026-11-19,0.6%\n")
	return s
}

// staged keeps a file to be checked.
func (s *wellSite) staged(body string) reinstate.UploadID {
	s.t.Helper()
	u, err := s.desk.StageHealth(s.t.Context(), s.firm.Owner, s.account.Account.ID, "figures.csv", strings.NewReader(body))
	s.must(err)
	return u.ID
}

// place puts the site's own things into a route's path.
func (s *wellSite) place(path string) string {
	path = strings.NewReplacer(":metric", "order_defect_rate", ":report", id(s.snapshot), ":issue", id(s.issue), ":upload", id(s.upload)).Replace(path)
	path = strings.Replace(path, ":id", id(s.account.Account.ID), 1)
	if strings.Contains(path, "/metrics/") {
		path += "?scope=mfn"
	}
	return path
}

func TestHealthAccessMatrix(t *testing.T) {
	t.Parallel()
	for route, want := range healthMatrix {
		method, path, _ := strings.Cut(route, " ")
		t.Run(route, func(t *testing.T) {
			t.Parallel()
			s := newWellSite(t)
			for _, v := range visitors {
				if strings.HasSuffix(route, "/uploads/:upload") && method == "POST" && v.who == "owner" {
					s.upload = s.staged("Date,LSR\n2026-11-18,0.5%\n") // the caseworker has stored the first
				}
				got := s.visit(v.who, method, s.place(path))
				if want := expected(v.want(want), method); got.StatusCode != want {
					t.Errorf("%s gets %d, want %d: %s", v.name, got.StatusCode, want, got.text("main"))
				}
			}
		})
	}
}

func TestThingsOfAnotherAccountAreNotFound(t *testing.T) {
	t.Parallel()
	s := newWellSite(t)
	other := s.account.Client.Account(reinstate.Walmart, "US")
	for _, path := range []string{"/reports/" + id(s.snapshot) + "/file", "/issues/" + id(s.issue), "/uploads/" + id(s.upload), "/metrics/order_defect_rate?scope=mfn"} {
		if got := s.get("owner", healthPath(other.Account.ID)+path); got.StatusCode != 404 {
			t.Errorf("%s: got %d", path, got.StatusCode)
		}
	}
}

func TestAReportIsCheckedAndStored(t *testing.T) {
	t.Parallel()
	s := newWellSite(t)
	at := healthPath(s.account.Account.ID)
	s.play(t, []scenario{
		{"the list goes by risk", "viewer", "GET /health", "", 200, "tbody tr", "Over the line"},
		{"a card says what is left", "viewer", "GET " + at, "", 200, ".figure", "3 more and it is over (orders with a defect): now 9 of 1,180 orders, with 12 it is 1.02%."},
		{"a chart needs two reports", "viewer", "GET " + at, "", 200, "p.spark", "One report so far"},
		{"the figure's page names the rule", "viewer", "GET " + at + "/metrics/order_defect_rate?scope=mfn", "", 200, "#rule + dl", "below 1%"},
		{"a figure that is not there", "viewer", "GET " + at + "/metrics/happiness", "", 404, "", ""},
		{"the check shows what would be stored", "caseworker", "GET " + s.place("/accounts/:id/health/uploads/:upload"), "", 200, "tbody", "Order defect rate 0.6%"},
		{"storing it leads back", "caseworker", "POST " + s.place("/accounts/:id/health/uploads/:upload"), "", 303, "", ""},
		{"it is there", "viewer", "GET " + at + "/metrics/order_defect_rate", "", 200, ".figures", "0.6%"},
		{"the file waits no longer", "caseworker", "GET " + s.place("/accounts/:id/health/uploads/:upload"), "", 404, "", ""},
		{"a typed figure without one", "caseworker", "POST " + at + "/figures", form("metric", "late_shipment_rate", "to", "2026-11-19"), 422, "main .wrong", "Give the figure"},
		{"a typed figure above 100 %", "caseworker", "POST " + at + "/figures", form("metric", "late_shipment_rate", "to", "2026-11-19", "value", "101"), 422, "main .wrong", "above 100%"},
		{"a typed figure of tomorrow's year", "caseworker", "POST " + at + "/figures", form("metric", "late_shipment_rate", "to", "2027-11-19", "value", "1"), 422, "main .wrong", "has not come yet"},
		{"a typed figure", "caseworker", "POST " + at + "/figures", form("metric", "seller_response_rate", "to", "2026-11-19", "value", "97.5"), 303, "", ""},
		{"it is shown", "viewer", "GET " + at + "/metrics/seller_response_rate", "", 200, ".value", "97.5%"},
		{"a note without a day", "caseworker", "POST " + at + "/notes", form("text", "New carrier"), 422, ".wrongs, main", "Give the day it happened."},
		{"a note", "caseworker", "POST " + at + "/notes", form("text", "New carrier", "day", "2026-11-18", "metric", "order_defect_rate", "scope", "mfn"), 303, "", ""},
		{"it stands beside the chart", "viewer", "GET " + at + "/metrics/order_defect_rate?scope=mfn", "", 200, ".happened", "New carrier"},
	})
}

func TestATableIsMappedOnceAndRemembered(t *testing.T) {
	t.Parallel()
	s := newWellSite(t)
	s.upload = s.staged("Tag;Quote\n18.11.2026;0,9\n")
	at := s.place("/accounts/:id/health/uploads/:upload")
	mapped := form("mapped", "1", "column0", "day", "column1", "metric:order_defect_rate", "percent", "1", "comma", "1", "days", "dmy")
	s.play(t, []scenario{
		{"it asks what the columns mean", "caseworker", "GET " + at, "", 200, "main", "Say what the columns mean"},
		{"there is nothing to store yet", "caseworker", "POST " + at, "", 422, ".wrongs", "cannot be stored as it stands"},
		{"read again", "caseworker", "GET " + at + "?" + mapped, "", 200, "tbody", "0.9%"},
		{"stored", "caseworker", "POST " + at, mapped, 303, "", ""},
	})
	s.upload = s.staged("Tag;Quote\n19.11.2026;1,2\n")
	if got := s.get("caseworker", s.place("/accounts/:id/health/uploads/:upload")).text("tbody"); !strings.Contains(got, "1.2%") {
		t.Errorf("the mapping is forgotten: %s", got)
	}
}

func TestAnExportIsNoFormula(t *testing.T) {
	t.Parallel()
	s := newWellSite(t)
	_, err := s.desk.ImportHealth(t.Context(), s.firm.Owner, casework.HealthIn{Account: s.account.Account.ID, Name: "x.csv", Body: strings.NewReader("Metric,Fulfilment,Date,Rate,Status\nODR,x,2026-11-18,0.5%,\"  =HYPERLINK(\"\"http://evil\"\")\"\n"), Mapping: &reinstate.Mapping{Columns: map[string]string{"Metric": "metric", "Fulfilment": "scope", "Date": "day", "Rate": "rate"}, Percent: true}})
	s.must(err)
	got := s.get("viewer", metricPath(s.account.Account.ID, reinstate.SeriesKey{Metric: "order_defect_rate", Scope: "mfn"}, "csv"))
	if got.StatusCode != 200 || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") || !strings.Contains(got.Body, "order_defect_rate,mfn,2026-09-07,2026-11-05,0.00763,9,1180,<,0.01,GOOD") || strings.Contains(got.Body, "=") && !strings.Contains(got.Body, "'=") {
		t.Errorf("got %d %s", got.StatusCode, got.Body)
	}
	for cell, want := range map[string]string{"=1+1": "'=1+1", "@SUM(A1)": "'@SUM(A1)", "+cmd": "'+cmd", "-2": "-2", "-2+3": "'-2+3", "plain": "plain", "": "", "\tx": "'\tx"} {
		if got := uncomputed(cell); got != want {
			t.Errorf("%q: got %q", cell, got)
		}
	}
}

func TestAnIssueIsWorkedOnAndClosed(t *testing.T) {
	t.Parallel()
	s := newWellSite(t)
	at := s.place("/accounts/:id/health/issues/:issue")
	s.play(t, []scenario{
		{"it says what a notice would ask for", "viewer", "GET " + at, "", 200, "h1", "Product authenticity complaints"},
		{"a viewer changes nothing", "viewer", "GET " + at, "", 200, "main", "The cause is not known yet"},
		{"no title", "caseworker", "POST " + at, form("title", "", "version", "1"), 422, "main .wrong", "Say in a few words"},
		{"closing without a cause", "caseworker", "POST " + at + "/close", form("learned", "fine", "version", "1"), 422, "main", "Say what caused it before you close it."},
		{"a cause and an owner", "caseworker", "POST " + at, form("title", "Complaint about authenticity", "cause", "One carton came from another supplier.", "owner", "Jia", "due", "2026-12-01", "version", "1"), 303, "", ""},
		{"a stale save", "caseworker", "POST " + at, form("title", "x", "version", "1"), 409, "", ""},
		{"a step of no kind", "caseworker", "POST " + at + "/steps", form("text", "Quarantine the carton"), 422, "main .wrong", "Choose whether"},
		{"a step", "caseworker", "POST " + at + "/steps", form("text", "Quarantine the carton", "kind", "corrective_action"), 303, "", ""},
		{"closing while it is open", "caseworker", "POST " + at + "/close", form("learned", "fine", "version", "2"), 422, "main", "A step is still open."},
		{"a step done in the future", "caseworker", "POST " + at + "/steps", form("step", "1", "version", "1", "text", "Quarantine the carton", "kind", "corrective_action", "done", "2027-01-01"), 422, "main .wrong", "has not come yet"},
		{"the step is done", "caseworker", "POST " + at + "/steps", form("step", "1", "version", "1", "text", "Quarantine the carton", "kind", "corrective_action", "done", "2026-11-19"), 303, "", ""},
		{"closing", "caseworker", "POST " + at + "/close", form("learned", "No complaint since.", "version", "2"), 303, "", ""},
		{"its record stays as it is", "caseworker", "POST " + at, form("title", "x", "version", "3"), 422, ".wrongs", "This issue is closed."},
	})
}
