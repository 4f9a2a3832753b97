package web

import (
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
)

// servicePage is how an account serves its buyers.
type servicePage struct {
	page
	File casework.ServiceFile
	Most int // messages that wait and are shown
}

// shownWaiting is how many messages that wait a page names.
const shownWaiting = 20

func (s *server) service(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	file, err := s.desk.Service(c.Request.Context(), who(c), reinstate.AccountID(id))
	if err != nil {
		return err
	}
	return s.show(c, "health/service", servicePage{
		page: s.page(c, reinstate.Say("Customer service of %s", file.Account.Key)), File: file, Most: shownWaiting,
	})
}

// Waiting are the messages that wait, as many as are shown.
func (p servicePage) Waiting() []reinstate.BuyerMessage {
	return p.File.Waiting[:min(len(p.File.Waiting), p.Most)]
}

// More is how many messages wait beyond those that are shown.
func (p servicePage) More() int { return max(len(p.File.Waiting)-p.Most, 0) }

// Share is the share of messages that was answered in time, and whether any
// message can be judged.
func (p servicePage) Share() serviceShare {
	share, ok := p.File.Answers.Share()
	return serviceShare{share, ok}
}

// serviceShare is a share that may not be known.
type serviceShare struct {
	Value float64
	Known bool
}

// Overdue reports whether the limit of a claim has passed.
func (p servicePage) Overdue(c health.ClaimClock) bool { return c.Overdue(p.File.Now) }

// Stated reports whether the log itself states the limit of a claim.
func (servicePage) Stated(c health.ClaimClock) bool { return c.Basis == reinstate.Stated }

// KindOf is what a claim is called.
func (p servicePage) KindOf(kind reinstate.BuyerClaimKind) string {
	rule, _ := p.File.Rule.Claim(kind)
	return rule.Title
}

// hours is a length of time as people compare answers: in hours below three
// days, else in days.
func (v *voice) hours(d time.Duration) string {
	switch {
	case d <= 0:
		return "–"
	case d < time.Hour:
		return v.t("%s min", v.num(int(d.Minutes())))
	case d < 72*time.Hour:
		return v.t("%s h", health.Value(catalog.ScoreMetric, d.Hours(), 0))
	}
	return v.t("%s days", health.Value(catalog.ScoreMetric, d.Hours()/24, 0))
}

// supplyCards are the cards about stock and customer service on the page of an
// account.
type supplyCards struct {
	Stock     reinstate.StockStanding // of no SKU: nothing is known
	Badge     health.Badge
	Risks     []stockChoice
	StockAt   string
	Service   servicePage
	Known     bool // there is a log of customer service
	ServiceAt string
}

// supplyOf makes the cards of an account.
func supplyOf(file casework.AccountHealth) supplyCards {
	at := accountPath(file.Account.ID)
	cards := supplyCards{
		Stock: file.Stock, Badge: health.Badge(file.Stock.Risk), StockAt: at + "/stock",
		Service: servicePage{File: file.Service}, Known: file.Service.Known, ServiceAt: at + "/service",
	}
	for _, f := range health.Flags() {
		if n := file.Stock.Counts[string(f)]; n > 0 {
			cards.Risks = append(cards.Risks, stockChoice{Flag: f, Count: n})
		}
	}
	return cards
}
