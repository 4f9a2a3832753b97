package casework_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// month is a scripted month of an account whose order defect rate gets worse:
// 20 orders a day, and the days of the month on which one of them is bad. The
// report of a day counts the sixty days that ended fourteen days before it.
type month struct {
	perDay int
	bad    map[int]int // day of the script -> bad orders on it
}

const (
	windowDays = 60
	delayDays  = 14
)

// counts are what the report of a script day says.
func (m month) counts(day int) (bad, of int64) {
	end := day - delayDays
	for d := end - windowDays + 1; d <= end; d++ {
		bad += int64(m.bad[d])
		of += int64(m.perDay)
	}
	return bad, of
}

// report writes Amazon's report of a script day.
func (m month) report(t *testing.T, start time.Time, day int) []byte {
	t.Helper()
	bad, of := m.counts(day)
	end := start.AddDate(0, 0, day-delayDays)
	body, err := json.Marshal(map[string]any{"performanceMetrics": []any{map[string]any{
		"marketplaceId": "ATVPDKIKX0DER",
		"orderDefectRate": map[string]any{"mfn": map[string]any{
			"reportingDateRange": map[string]any{"reportingDateFrom": end.AddDate(0, 0, 1-windowDays).Format(time.DateOnly) + "T00:00:00Z", "reportingDateTo": end.Format(time.DateOnly) + "T00:00:00Z"},
			"orderCount":         of, "orderWithDefects": map[string]any{"count": bad, "status": "NONE"}, "claims": map[string]any{"count": bad}, "negativeFeedback": map[string]any{"count": 0},
			"chargebacks": map[string]any{"count": 0}, "rate": float64(bad) / float64(of), "targetValue": 0.01, "targetCondition": "LESS_THAN", "status": "GOOD",
		}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// TestAMonthOfWorseningOrderDefects imports a report a day and looks at every
// day whether warning and runway are what counting says.
func TestAMonthOfWorseningOrderDefects(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	script := month{perDay: 20, bad: map[int]int{-40: 1, -25: 1, -12: 1, -8: 1, -3: 1, 0: 1, 2: 1, 4: 2, 6: 1, 8: 1, 10: 1, 11: 1, 13: 2}}
	start := o.now()
	warned, crossed := 0, 0
	for day := 1; day <= 30; day++ {
		o.wait(24 * time.Hour)
		read, err := o.desk.ImportHealth(t.Context(), o.who, casework.HealthIn{Account: o.account.ID, Name: fmt.Sprintf("day-%d.json", day), Body: bytes.NewReader(script.report(t, start, day))})
		o.must(err)
		v := read.Verdicts[0]
		bad, of := script.counts(day)
		if v.Measure.Bad != bad || v.Measure.Of != of {
			t.Fatalf("day %d: read %d of %d, counted %d of %d", day, v.Measure.Bad, v.Measure.Of, bad, of)
		}
		more := int64(0)
		for float64(bad+more)/float64(of) < 0.01 {
			more++
		}
		if !v.Runway.Crossed && v.Runway.More != more || v.Runway.Crossed != (more == 0) {
			t.Errorf("day %d: %d of %d: runway %+v, counting one by one says %d", day, bad, of, v.Runway, more)
		}
		if v.Warns() && warned == 0 {
			warned = day
			if len(read.Raised) != 1 || read.Raised[0].Metric != "order_defect_rate" {
				t.Errorf("day %d: the warning opened %+v", day, read.Raised)
			}
		} else if len(read.Raised) != 0 {
			t.Errorf("day %d: a second issue was opened", day)
		}
		if v.Health == reinstate.OverLine && crossed == 0 {
			crossed = day
		}
	}
	wantWarned, wantCrossed := script.expected()
	if warned != wantWarned || crossed != wantCrossed || warned >= crossed {
		t.Errorf("warned on day %d, want %d; crossed on day %d, want %d", warned, wantWarned, crossed, wantCrossed)
	}
	file, err := o.desk.AccountHealth(t.Context(), o.who, o.account.ID)
	o.must(err)
	if file.Health.Health != reinstate.OverLine || len(file.Cards) != 1 || len(file.Cards[0].Points) != 30 || len(file.Issues) != 1 {
		t.Errorf("the account's page has %s, %d cards, %d issues", file.Health.Health, len(file.Cards), len(file.Issues))
	}
	issue, err := o.desk.Issue(t.Context(), o.who, file.Issues[0].ID)
	o.must(err)
	market, _ := o.desk.Catalog().Market(reinstate.Amazon)
	reason, _ := market.Reason("order_defect_rate")
	if issue.Reason != "order_defect_rate" || len(issue.Asks) != len(reason.Demands) || len(issue.Asks) == 0 {
		t.Errorf("the evidence list is %v for %s", issue.Asks, issue.Reason)
	}
	ahead, err := o.desk.OpenAhead(t.Context(), o.who, issue.Issue.ID, issue.Issue.Version)
	o.must(err)
	again, err := o.desk.OpenAhead(t.Context(), o.who, issue.Issue.ID, 99)
	o.must(err)
	if again.ID != ahead.ID || ahead.State != reinstate.InCorrection || ahead.Level != reinstate.WarningLevel {
		t.Errorf("opened ahead: %+v, and again %+v", ahead, again)
	}
	f, err := o.desk.Case(t.Context(), o.who, ahead.Reference)
	o.must(err)
	var asked []reinstate.DemandCode
	for _, d := range f.Demands {
		asked = append(asked, d.Code)
	}
	if !slices.Equal(asked, reason.Demands) || len(f.Notices) != 0 {
		t.Errorf("the case opened ahead asks for %v, want %v", asked, reason.Demands)
	}
	o.noticeJoins(t, ahead, issue.Issue)
}

// odrNotice is a message of our own, in the shape of an order defect notice.
const odrNotice = `Hello Hailan Direct,

Your seller-fulfilled offers on Amazon.com have been deactivated. Your order defect rate exceeds the target of 1%.

Order defect rate: 1.17%

How do I reactivate my offers?
Within 17 days submit a plan of action with the root causes of the defects, the corrective actions you have taken and the preventive actions.

Seller Performance Team
Amazon.com
`

// noticeJoins lets the notice come: it joins the case that was opened ahead,
// and the history of the figure is an exhibit of it in one step.
func (o *office) noticeJoins(t *testing.T, ahead reinstate.Case, issue reinstate.Issue) {
	t.Helper()
	check := o.log(odrNotice)
	in := o.asRead(check)
	in.Reasons = []reinstate.ReasonCode{"order_defect_rate"}
	c, err := o.desk.OpenCase(t.Context(), o.who, check.Notice.ID, in, true)
	o.must(err)
	if c.ID != ahead.ID || c.State != reinstate.InCorrection || c.Level == reinstate.WarningLevel {
		t.Fatalf("the notice opened %s in %s, the case ahead is %s", c.Reference, c.State, ahead.Reference)
	}
	_, err = o.desk.CarryOver(t.Context(), o.who, issue.ID, c.Reference)
	if refused := (reinstate.Invalid{}); !errors.As(err, &refused) || refused["cause"] == "" {
		t.Errorf("an issue without a cause was carried over: %v", err)
	}
	now, err := o.desk.Issue(t.Context(), o.who, issue.ID)
	o.must(err)
	issue = now.Issue
	issue.Cause = "Orders were accepted for stock that was gone."
	_, err = o.desk.SaveIssue(t.Context(), o.who, issue)
	o.must(err)
	_, err = o.desk.SaveIssueAction(t.Context(), o.who, reinstate.IssueAction{Issue: issue.ID, Kind: reinstate.CorrectiveAction, Text: "Refunded the buyers.", Done: "2026-12-01"})
	o.must(err)
	_, err = o.desk.SaveIssueAction(t.Context(), o.who, reinstate.IssueAction{Issue: issue.ID, Kind: reinstate.PreventiveMeasure, Text: "Stock is counted hourly.", Frequency: "hourly", Tool: "Stock log", Owner: "Warehouse lead"})
	o.must(err)
	for range 2 { // the second time adds nothing
		_, err = o.desk.CarryOver(t.Context(), o.who, issue.ID, c.Reference)
		o.must(err)
	}
	f, err := o.desk.Case(t.Context(), o.who, c.Reference)
	o.must(err)
	if len(f.Claims) != 3 || len(f.Exhibits) != 1 || len(f.Notices) != 1 {
		t.Fatalf("the case has %d claims, %d exhibits, %d notices", len(f.Claims), len(f.Exhibits), len(f.Notices))
	}
	history := f.Exhibits[0]
	if history.Kind != "metric_report" || history.MediaType != "application/pdf" || history.Pages == 0 {
		t.Errorf("the history is %+v", history)
	}
	for _, claim := range f.Claims {
		switch claim.Kind {
		case reinstate.RootCause:
			if claim.Text != issue.Cause || !slices.Contains(claim.Exhibits, history.ID) {
				t.Errorf("the cause is %+v", claim)
			}
		case reinstate.CorrectiveAction:
			if !claim.Done || claim.Date != "2026-12-01" || !slices.Contains(claim.Exhibits, history.ID) {
				t.Errorf("the action is %+v", claim)
			}
		case reinstate.PreventiveMeasure:
			if claim.Frequency != "hourly" || claim.Tool != "Stock log" || claim.Owner != "Warehouse lead" {
				t.Errorf("the measure is %+v", claim)
			}
		}
	}
}

func TestAMonthlyReportIsDrawn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if _, err := o.desk.MonthReport(t.Context(), o.who, o.account.ID); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("without a report: %v", err)
	}
	_, err := o.report(sampleReport(t, "amazon_live.json"))
	o.must(err)
	report, err := o.desk.MonthReport(t.Context(), o.who, o.account.ID)
	o.must(err)
	again, err := o.desk.MonthReport(t.Context(), o.who, o.account.ID)
	o.must(err)
	if !bytes.HasPrefix(report.PDF, []byte("%PDF-")) || !bytes.Equal(report.PDF, again.PDF) || !strings.HasSuffix(report.Name, "health until 2026-11-19.pdf") {
		t.Errorf("%s: %d bytes, the same again: %v", report.Name, len(report.PDF), bytes.Equal(report.PDF, again.PDF))
	}
}

func TestAWeekHasOneReview(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	_, err := o.report(sampleReport(t, "amazon_live.json"))
	o.must(err)
	state := func() casework.ReviewState {
		t.Helper()
		f, err := o.desk.AccountHealth(t.Context(), o.who, o.account.ID)
		o.must(err)
		return f.Review
	}
	if s := state(); !s.Due || !s.Last.IsZero() {
		t.Errorf("before the first: %+v", s)
	}
	review, err := o.desk.StartReview(t.Context(), o.who, o.account.ID)
	o.must(err)
	again, err := o.desk.StartReview(t.Context(), o.who, o.account.ID)
	o.must(err)
	if again.ID != review.ID || review.Title != "Weekly review, week 47 of 2026" {
		t.Errorf("started %+v and %+v", review, again)
	}
	f, err := o.desk.Issue(t.Context(), o.who, review.ID)
	o.must(err)
	if want := len(o.desk.Catalog().Health().Review(reinstate.Amazon)); len(f.Actions) != want || want < 5 {
		t.Errorf("%d steps, want %d", len(f.Actions), want)
	}
	if _, err := o.desk.CloseIssue(t.Context(), o.who, review.ID, review.Version, "Looked at everything."); err == nil {
		t.Error("it was closed with its steps open")
	}
	for _, a := range f.Actions {
		a.Done = "2026-11-20"
		_, err := o.desk.SaveIssueAction(t.Context(), o.who, a)
		o.must(err)
	}
	_, err = o.desk.CloseIssue(t.Context(), o.who, review.ID, review.Version, "Looked at everything.")
	o.must(err)
	if s := state(); s.Due || s.Open.ID != 0 || s.Next.Sub(s.Last) != 7*24*time.Hour {
		t.Errorf("after it: %+v", s)
	}
	o.wait(7 * 24 * time.Hour)
	if s := state(); !s.Due {
		t.Errorf("a week later: %+v", s)
	}
}

func TestACaseIsOnlyOpenedAheadWhereANoticeIsKnown(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	read, err := o.report(sampleReport(t, "amazon_live.json"))
	o.must(err)
	at := slices.IndexFunc(read.Raised, func(i reinstate.Issue) bool { return i.Metric == "document_requests" })
	_, err = o.desk.OpenAhead(t.Context(), o.who, read.Raised[at].ID, 1)
	if refused := (reinstate.Invalid{}); !errors.As(err, &refused) {
		t.Errorf("got %v", err)
	}
}

// expected finds by brute force on which day a warning is due: when three
// quarters of the line are used, or when the change of the last fourteen days,
// going on, reaches the line within fourteen days.
func (m month) expected() (warned, crossed int) {
	rate := func(day int) float64 { bad, of := m.counts(day); return float64(bad) / float64(of) }
	for day := 1; day <= 30; day++ {
		now := rate(day)
		if now >= 0.01 && crossed == 0 {
			crossed = day
		}
		due := now >= 0.0075
		if first := max(day-14, 1); day-first >= 5 && !due {
			daily := (now - rate(first)) / float64(day-first)
			for ahead := 1; ahead <= 14; ahead++ {
				due = due || daily > 0 && daily > 0.002*now && now+daily*float64(ahead) >= 0.01
			}
		}
		if (due || now >= 0.01) && warned == 0 {
			warned = day
		}
	}
	return warned, crossed
}

func sampleReport(t *testing.T, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("..", "health", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func (o *office) report(body []byte) (casework.HealthRead, error) {
	return o.desk.ImportHealth(o.t.Context(), o.who, casework.HealthIn{Account: o.account.ID, Name: "report.json", Body: bytes.NewReader(body)})
}

func TestTheSameReportTwiceIsOne(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	body := sampleReport(t, "amazon_live.json")
	first, err := o.report(body)
	o.must(err)
	again, err := o.report(body)
	o.must(err)
	spaced, err := o.report(append([]byte("\n  "), body...))
	o.must(err)
	if first.Twin || !again.Twin || !spaced.Twin || again.Snapshot.ID != first.Snapshot.ID || spaced.Snapshot.ID != first.Snapshot.ID {
		t.Errorf("kept %d, %d and %d", first.Snapshot.ID, again.Snapshot.ID, spaced.Snapshot.ID)
	}
	file, err := o.desk.AccountHealth(t.Context(), o.who, o.account.ID)
	o.must(err)
	if len(file.Reports) != 1 {
		t.Errorf("%d reports are kept", len(file.Reports))
	}
	original, err := o.desk.OpenReport(t.Context(), o.who, o.account.ID, first.Snapshot.ID)
	o.must(err)
	defer original.Body.Close()
	var kept bytes.Buffer
	if _, err := kept.ReadFrom(original.Body); err != nil || !bytes.Equal(kept.Bytes(), body) {
		t.Errorf("the original is not kept as it came: %v", err)
	}
}

func TestALateCorrectionStandsBesideWhatItCorrects(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	body := sampleReport(t, "amazon_live.json")
	_, err := o.report(body)
	o.must(err)
	_, err = o.report(bytes.Replace(body, []byte(`"rate": 0.00763`), []byte(`"rate": 0.00848`), 1))
	o.must(err)
	file, err := o.desk.MetricHealth(t.Context(), o.who, o.account.ID, reinstate.SeriesKey{Metric: "order_defect_rate", Scope: "mfn"})
	o.must(err)
	if len(file.Series) != 2 || len(file.Points) != 1 || !file.Corrected[file.Series[0].ID] || file.Corrected[file.Series[1].ID] || file.Verdict.Measure.Value != 0.00848 {
		t.Errorf("got %d measures, %d points, %v", len(file.Series), len(file.Points), file.Corrected)
	}
}

func TestNothingOfARefusedReportIsStored(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for name, body := range map[string]string{
		"a bad row among good ones": "Date,ODR\n2026-11-18,0.5%\n2026-11-19,101%\n2026-11-20,0.6%\n",
		"a report of another site":  strings.ReplaceAll(string(sampleReport(t, "amazon_live.json")), "ATVPDKIKX0DER", "A1PA6795UKMFR9"),
		"another marketplace":       string(sampleReport(t, "ebay_standards.json")),
		"columns nobody knows":      "Colour,Taste\nred,sweet\n",
		"hostile depth":             strings.Repeat("[", 200_000),
		"nothing":                   "  ",
	} {
		read, err := o.report([]byte(body))
		if refused := (reinstate.Invalid{}); !errors.As(err, &refused) || read.Snapshot.ID != 0 {
			t.Errorf("%s: %v, kept %d", name, err, read.Snapshot.ID)
		}
	}
	file, err := o.desk.AccountHealth(t.Context(), o.who, o.account.ID)
	o.must(err)
	if len(file.Reports)+len(file.Cards)+len(file.Issues) != 0 {
		t.Errorf("something was kept: %+v", file)
	}
}

func TestAReportIsForThoseWhoMay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	viewer, rival := o.who, o.firm("Rivals", "rival@example.com")
	viewer.Role = reinstate.RoleViewer
	in := func() casework.HealthIn {
		return casework.HealthIn{Account: o.account.ID, Name: "x.json", Body: bytes.NewReader(sampleReport(t, "amazon_live.json"))}
	}
	if _, err := o.desk.ImportHealth(t.Context(), viewer, in()); !errors.Is(err, reinstate.ErrForbidden) {
		t.Errorf("a viewer: %v", err)
	}
	if _, err := o.desk.ImportHealth(t.Context(), rival, in()); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a rival: %v", err)
	}
	_, err := o.desk.ImportHealth(t.Context(), o.who, in())
	o.must(err)
	if _, err := o.desk.AccountHealth(t.Context(), rival, o.account.ID); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a rival sees the account: %v", err)
	}
	list, err := o.desk.Portfolio(t.Context(), rival, 0)
	o.must(err)
	if len(list.Lines)+len(list.Unreported)+len(list.Issues) != 0 {
		t.Errorf("a rival sees %+v", list)
	}
}

func TestThePortfolioNamesWhatPresses(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	_, err := o.report(sampleReport(t, "amazon_live.json"))
	o.must(err)
	list, err := o.desk.Portfolio(t.Context(), o.who, 0)
	o.must(err)
	if len(list.Lines) != 1 || list.Counts[reinstate.OverLine] != 1 || len(list.Issues) == 0 {
		t.Fatalf("got %+v", list)
	}
	worst := list.Lines[0].Worst
	if len(worst) != 3 || !slices.IsSortedFunc(worst, func(a, b health.Verdict) int {
		if (a.Health == reinstate.OverLine) == (b.Health == reinstate.OverLine) {
			return 0
		}
		if a.Health == reinstate.OverLine {
			return -1
		}
		return 1
	}) {
		t.Errorf("it names %d figures", len(worst))
	}
	if list.Lines[0].Stale {
		t.Error("a report of yesterday is called old")
	}
	o.wait(6 * 24 * time.Hour)
	list, err = o.desk.Portfolio(t.Context(), o.who, 0)
	o.must(err)
	if !list.Lines[0].Stale {
		t.Error("a report of a week ago is not called old")
	}
}

// TestWhatPressesMovesAnAccount gives four accounts nothing over its line, and
// three of them something else that presses.
func TestWhatPressesMovesAnAccount(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	accounts := map[string]reinstate.AccountID{"near its line": o.account.ID}
	for name, store := range map[string]string{"stock": "CA", "claim": "DE", "issue": "FR", "calm": "IT"} {
		a, err := o.desk.AddAccount(t.Context(), o.who, reinstate.Account{Client: o.account.Client, Marketplace: reinstate.Amazon, Store: store, SellerID: "A1EXAMPLE9"})
		o.must(err)
		accounts[name] = a.ID
	}
	o.must(o.db.Update(t.Context(), o.who, func(tx *store.Tx) error {
		for name, id := range accounts {
			h := reinstate.AccountHealth{Account: id, Health: reinstate.NotMeasured}
			if name == "near its line" {
				h.Health, h.Risk, h.Near = reinstate.NearLine, 30000, 1
			}
			o.must(tx.SaveAccountHealth(h))
		}
		o.must(tx.SaveStockStanding(reinstate.StockStanding{Account: accounts["stock"], SKUs: 3, Risk: string(health.BadgeGone)}))
		o.must(tx.SaveStockStanding(reinstate.StockStanding{Account: accounts["calm"], SKUs: 3, Risk: string(health.BadgeSoon)}))
		o.must(tx.AddIssue(&reinstate.Issue{Account: accounts["issue"], Title: "late", Due: "2026-11-19"}))
		o.must(tx.AddIssue(&reinstate.Issue{Account: accounts["calm"], Title: "today", Due: "2026-11-20"}))
		o.must(tx.AddIssue(&reinstate.Issue{Account: accounts["calm"], Title: "no day"}))
		for _, name := range []string{"claim", "calm"} {
			s := reinstate.Snapshot{Account: accounts[name], Taken: o.now()}
			o.must(tx.AddSnapshot(&s, nil, nil))
			due := o.now().Add(map[string]time.Duration{"claim": -time.Hour, "calm": time.Hour}[name])
			o.must(tx.AddBuyerClaims(s, []reinstate.BuyerClaim{{Number: name, Opened: o.now().AddDate(0, 0, -2), Due: due, State: reinstate.ClaimOpen}}))
		}
		return nil
	}))
	list, err := o.desk.Portfolio(t.Context(), o.who, 0)
	o.must(err)
	if len(list.Lines) != 5 || list.Lines[3].Account != accounts["near its line"] || list.Lines[4].Account != accounts["calm"] {
		t.Fatalf("got %+v", list.Lines)
	}
	for _, l := range list.Lines {
		want := map[reinstate.AccountID]casework.Pressure{accounts["stock"]: {Stock: true}, accounts["claim"]: {Claims: 1}, accounts["issue"]: {Issues: 1}}[l.Account]
		if l.Pressure != want || l.Stale {
			t.Errorf("%s: %+v, called old: %v", l.Key, l.Pressure, l.Stale)
		}
	}
	if i := list.Issues; len(i) != 3 || i[0].Title != "late" || i[2].Title != "no day" || !list.Late(i[0]) || list.Late(i[1]) || list.Late(i[2]) {
		t.Errorf("the issues: %+v", i)
	}
	if of := list.Accounts[accounts["issue"]]; of.ClientName != "深圳市海岚科技有限公司" {
		t.Errorf("whose issue it is: %+v", of)
	}
}
