package web

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
)

// healthRoutes lists the pages about the health of accounts.
func (s *server) healthRoutes() {
	read, work := reinstate.Read, reinstate.Contribute

	s.get("/health", read, s.portfolio)
	s.get("/accounts/:id/health", read, s.accountHealth)
	s.get("/accounts/:id/health/metrics/:metric", read, s.metricHealth)
	s.get("/accounts/:id/health/metrics/:metric/csv", read, s.seriesCSV)
	s.get("/accounts/:id/health/report", read, s.monthReport)
	s.post("/accounts/:id/health/notes", work, s.addHealthNote)
	s.get("/accounts/:id/health/reports/:report/file", read, s.reportFile)

	s.get("/accounts/:id/health/import", work, s.askReport)
	s.upload("/accounts/:id/health/import", work, s.stageReport)
	s.post("/accounts/:id/health/figures", work, s.enterFigure)
	s.get("/accounts/:id/health/uploads/:upload", work, s.checkReport)
	s.post("/accounts/:id/health/uploads/:upload", work, s.storeReport)
	s.post("/accounts/:id/health/uploads/:upload/drop", work, s.dropReport)

	s.post("/accounts/:id/health/reviews", work, s.startReview)
	s.get("/accounts/:id/health/issues/:issue", read, s.issue)
	s.post("/accounts/:id/health/issues/:issue", work, s.saveIssue)
	s.post("/accounts/:id/health/issues/:issue/steps", work, s.saveIssueStep)
	s.post("/accounts/:id/health/issues/:issue/close", work, s.closeIssue)
	s.post("/accounts/:id/health/issues/:issue/ahead", work, s.openAhead)
	s.post("/accounts/:id/health/issues/:issue/carry", work, s.carryOver)
}

// portfolioPage lists all accounts by risk.
type portfolioPage struct {
	page
	casework.Portfolio
	Rows   []portfolioRow
	Counts []healthCount
}

// portfolioRow is one account in the list.
type portfolioRow struct {
	casework.PortfolioLine
	Path string
}

// healthCount says of how many accounts the worst figure stands so.
type healthCount struct {
	Health reinstate.Health
	Count  int
}

// NextPath is the next page of the list, empty on the last.
func (p portfolioPage) NextPath() string {
	if p.Next == 0 {
		return ""
	}
	return "/health?after=" + strconv.Itoa(p.Next)
}

func (s *server) portfolio(c *gin.Context) error {
	after, _ := strconv.Atoi(c.Query("after"))
	found, err := s.desk.Portfolio(c.Request.Context(), who(c), after)
	if err != nil {
		return err
	}
	p := portfolioPage{page: s.page(c, reinstate.Say("Account health")), Portfolio: found}
	for _, line := range found.Lines {
		p.Rows = append(p.Rows, portfolioRow{line, healthPath(line.Account)})
	}
	for _, h := range []reinstate.Health{reinstate.OverLine, reinstate.NearLine, reinstate.WithinLine, reinstate.NotMeasured, reinstate.NoLine} {
		if n := found.Counts[h]; n > 0 {
			p.Counts = append(p.Counts, healthCount{h, n})
		}
	}
	return s.show(c, "health/portfolio", p)
}

// accountHealthPage is one account with a card for each figure.
type accountHealthPage struct {
	page
	File   casework.AccountHealth
	Groups []healthGroup
	Policy []healthCard // counts of violations, which need no chart
	Open   []reinstate.Issue
	Closed []reinstate.Issue
	Supply supplyCards
}

// healthGroup are the cards under one heading.
type healthGroup struct {
	Title reinstate.Sentence
	Cards []healthCard
}

// healthCard is one figure of an account.
type healthCard struct {
	health.Verdict
	Spark chart
	Path  string
}

// groupTitles are the headings of the account page, in order.
var groupTitles = []struct {
	group string
	title reinstate.Sentence
}{
	{"account", reinstate.Say("Account")},
	{"service", reinstate.Say("Customer service")},
	{"shipping", reinstate.Say("Shipping")},
}

func (s *server) accountHealth(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	file, err := s.desk.AccountHealth(c.Request.Context(), who(c), reinstate.AccountID(id))
	if err != nil {
		return err
	}
	p := accountHealthPage{page: s.page(c, reinstate.Say("Health of %s", file.Account.Key)), File: file}
	for _, i := range file.Issues {
		if i.Open() {
			p.Open = append(p.Open, i)
		} else {
			p.Closed = append(p.Closed, i)
		}
	}
	v := s.voice(c)
	groups := map[string][]healthCard{}
	for _, one := range file.Cards {
		card := healthCard{Verdict: one.Verdict, Path: metricPath(file.Account.ID, one.Measure.Key())}
		if one.Metric.Group == "policy" {
			p.Policy = append(p.Policy, card)
			continue
		}
		card.Spark = v.spark(one)
		groups[one.Metric.Group] = append(groups[one.Metric.Group], card)
	}
	for _, g := range groupTitles {
		if len(groups[g.group]) > 0 {
			p.Groups = append(p.Groups, healthGroup{g.title, groups[g.group]})
		}
	}
	p.Supply = supplyOf(file)
	return s.show(c, "health/account", p)
}

// metricHealthPage is one figure of an account with its history.
type metricHealthPage struct {
	page
	File    casework.MetricHealth
	Chart   chart
	Happens []happening
	Note    noteForm
	CSV     string
}

// noteForm is a note as it was typed.
type noteForm struct{ Day, Text string }

// happening is one thing on the time line beside a chart.
type happening struct {
	Mark int // its number in the chart
	Day  string
	Text string
	By   string
	Path string // of the case, where it is one
	Case bool
}

func (s *server) metricHealth(c *gin.Context) error {
	p, err := s.metricPage(c)
	if err != nil {
		return err
	}
	return s.show(c, "health/metric", p)
}

func (s *server) metricPage(c *gin.Context) (metricHealthPage, error) {
	id, err := number(c, "id")
	if err != nil {
		return metricHealthPage{}, err
	}
	key := reinstate.SeriesKey{Metric: reinstate.Metric(c.Param("metric")), Scope: c.Query("scope")}
	file, err := s.desk.MetricHealth(c.Request.Context(), who(c), reinstate.AccountID(id), key)
	if err != nil {
		return metricHealthPage{}, err
	}
	v := s.voice(c)
	p := metricHealthPage{
		page: s.page(c, reinstate.Say("%s of %s", v.metricTitle(file.Verdict), file.Account.Key)), File: file,
		Happens: happenings(file), Note: noteForm{Day: v.now.In(v.zone).Format("2006-01-02")},
		CSV: metricPath(file.Account.ID, key, "csv"),
	}
	p.Chart = v.bigChart(file, p.Happens)
	return p, nil
}

// Kinds reports whether the orders say what kind of defect they had.
func (p metricHealthPage) Kinds() bool {
	return slices.ContainsFunc(p.File.Orders, func(d reinstate.Defect) bool { return d.Part != "" })
}

// metricTitle is what a figure is called, with the part of the account it is
// about.
func (v *voice) metricTitle(of health.Verdict) string {
	title := v.t(of.Metric.Title)
	if of.Measure.Scope == "" {
		return title
	}
	return v.t("%[1]s, %[2]s", title, v.scope(of.Measure.Scope))
}

// scope is what a part of an account is called.
func (v *voice) scope(scope string) string {
	return v.say(health.ScopeWords(scope))
}

// part is what a component of a figure is called.
func (v *voice) part(name string) string {
	if words, ok := partLabels[name]; ok {
		return v.t(words)
	}
	return plain(name)
}

// role is what a column of a table means.
func (v *voice) role(role string) string { return v.t(columnLabels[role]) }

// dominance is what order rows are counted by.
func (v *voice) dominance(by string) string { return v.t(dominanceLabels[by]) }

// healthPath is the health page of an account; metricPath that of a figure.
func healthPath(id reinstate.AccountID) string { return accountPath(id) + "/health" }

func metricPath(id reinstate.AccountID, key reinstate.SeriesKey, more ...string) string {
	path := healthPath(id) + "/metrics/" + url.PathEscape(string(key.Metric))
	for _, element := range more {
		path += "/" + element
	}
	if key.Scope != "" {
		path += "?scope=" + url.QueryEscape(key.Scope)
	}
	return path
}

// metricChoices are the metrics a person may choose from.
func (s *server) metricChoices() []catalog.Metric { return s.desk.Catalog().Health().Metrics() }
