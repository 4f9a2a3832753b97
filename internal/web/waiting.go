package web

import (
	"github.com/gin-gonic/gin"

	"reinstate/internal/ledger"
	"reinstate/internal/reinstate"
)

// waitPanel is what a case page says while a decision is awaited.
type waitPanel struct {
	Since    string             // the day the appeal was filed
	Waited   reinstate.Sentence // how long ago that is
	Half     string             // by when half of the like filings were decided; empty for too few
	Nearly   string             // by when nine in ten were
	Like     reinstate.Sentence // which filings those are
	Expected string             // what the marketplace says, or others do
	Source   string             // who says so
	URL      string
	Assumed  bool // it is not the marketplace that says so
	Follow   reinstate.Clock
}

// likeOf says on which filings a figure rests.
func likeOf(like ledger.Likeness, c ledger.Curve) reinstate.Sentence {
	switch like {
	case ledger.SameReason:
		return reinstate.Say("%d of the firm's filings on this marketplace for the same reason, %d of them decided", c.N, c.Decided)
	case ledger.SameRoute:
		return reinstate.Say("%d of the firm's filings on this marketplace with the same way of answering, %d of them decided", c.N, c.Decided)
	}
	return reinstate.Say("%d of the firm's filings on this marketplace, %d of them decided", c.N, c.Decided)
}

// waiting makes the panel of a case that waits; nil for others.
func (p *casePages) waiting(c *gin.Context, base casePage) (*waitPanel, error) {
	wait, ok, err := p.desk.Waiting(c.Request.Context(), who(c), base.File)
	if err != nil || !ok {
		return nil, err
	}
	v := p.voice(c)
	panel := &waitPanel{
		Since: v.date(wait.Since), Waited: v.waited(wait.Since), Follow: wait.Follow,
		Expected: wait.Expected.Says, Source: wait.Expected.Source.Title, URL: wait.Expected.Source.URL,
		Assumed: wait.Expected.Source.Basis() == reinstate.Assumed,
	}
	if wait.Times.Enough() {
		panel.Half, panel.Nearly = v.by(wait.Times, 0.5), v.by(wait.Times, 0.9)
		panel.Like = likeOf(wait.Like, wait.Times)
	}
	return panel, nil
}
