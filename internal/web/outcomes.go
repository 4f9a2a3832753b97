package web

import (
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/catalog"
	"reinstate/internal/ledger"
	"reinstate/internal/reinstate"
)

func (s *server) outcomeRoutes() { s.get("/outcomes", reinstate.Read, s.outcomes) }

// outcomesPage is what became of the firm's filings, and how long it took.
type outcomesPage struct {
	page
	Markets     []catalog.Market
	Marketplace string // chosen
	Since       string // chosen: year or all
	Total       groupLine
	Decisions   curveChart
	Tables      []groupTable
	More        bool // the oldest filings are left out
}

// groupTable is the results told apart by one thing, drawn and in figures.
type groupTable struct {
	Name  string
	ID    string
	Chart intervalChart
	Lines []groupLine
}

// groupLine is one row of a table of results.
type groupLine struct {
	ledger.Group
	Name   string
	Share  string // of the decisions that reinstated, with its interval; empty for too few
	Half   string // by when half were decided
	Nearly string // by when nine in ten were
}

func (s *server) outcomes(c *gin.Context) error {
	v := s.voice(c)
	p := outcomesPage{page: s.page(c, reinstate.Say("Outcomes")), Markets: s.desk.Catalog().Markets(), Since: "year"}
	since := v.now.AddDate(-1, 0, 0)
	if c.Query("since") == "all" {
		p.Since, since = "all", time.Time{}
	}
	market := reinstate.Marketplace(c.Query("marketplace"))
	if market.Known() {
		p.Marketplace = string(market)
	} else {
		market = ""
	}
	results, more, err := s.desk.Results(c.Request.Context(), who(c), market, since)
	if err != nil {
		return err
	}
	p.More = more
	p.Total = v.groupLine(ledger.Total(results, v.now), "")
	p.Decisions = v.curveChart(p.Total.Times)
	for _, by := range []struct {
		is   ledger.By
		name string
	}{
		{ledger.ByMarketplace, v.t("By marketplace")}, {ledger.ByReason, v.t("By reason")},
		{ledger.ByRoute, v.t("By way of answering")}, {ledger.ByRound, v.t("By round")},
	} {
		table := groupTable{Name: by.name, ID: string(by.is)}
		for _, g := range ledger.Tally(results, by.is, v.now) {
			table.Lines = append(table.Lines, v.groupLine(g, by.is))
		}
		table.Chart = v.intervalChart(by.name, table.Lines)
		p.Tables = append(p.Tables, table)
	}
	return s.show(c, "outcomes/show", p)
}

// groupLine puts a group into words.
func (v *voice) groupLine(g ledger.Group, by ledger.By) groupLine {
	l := groupLine{Group: g}
	switch by {
	case ledger.ByMarketplace:
		l.Name = v.market(reinstate.Marketplace(g.Key))
	case ledger.ByReason:
		l.Name = v.t("No reason yet")
		if g.Key != "" {
			l.Name = v.reason(reinstate.ReasonCode(g.Key))
		}
	case ledger.ByRoute:
		l.Name = v.label(reinstate.Response(g.Key))
	case ledger.ByRound:
		l.Name = v.t("Round %s", g.Key)
	}
	if g.Enough() {
		i := g.Interval()
		l.Share = v.t("%[1]s (%[2]s to %[3]s)", v.percent(g.Share()), v.percent(i.Low), v.percent(i.High))
	}
	l.Half, l.Nearly = v.by(g.Times, 0.5), v.by(g.Times, 0.9)
	return l
}

// by is the time after which a share of filings is decided, in words; a dash
// where there are too few decisions to say.
func (v *voice) by(curve ledger.Curve, share float64) string {
	if !curve.Enough() {
		return "–"
	}
	span, ok := curve.By(share)
	if !ok {
		return v.t("not yet")
	}
	return v.took(span)
}

// took is how long something took, to the day; what took less, to the hour.
func (v *voice) took(span time.Duration) string {
	const day = 24 * time.Hour
	if span < day {
		return v.t("%d hours", max(1, int(span.Round(time.Hour)/time.Hour)))
	}
	return v.t("%d days", int((span+day/2)/day))
}

// percent is a share in whole per cent.
func (v *voice) percent(share float64) string { return v.t("%s%%", v.num(int(share*100+0.5))) }
