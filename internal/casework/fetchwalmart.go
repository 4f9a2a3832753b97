package casework

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/health"
	"reinstate/internal/market"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// What is asked of each segment.
const (
	askSummary = "summary "
	askOrders  = "orders "
)

// walmart asks the next of the figures that a round goes through: first all
// summaries, then the orders behind them.
func (s *fetch) walmart(ctx context.Context) (time.Duration, error) {
	rules := s.d.catalog.Connections().Walmart
	ask, err := s.d.market.Walmart(s.keys, s.account.Store)
	if err != nil {
		return 0, err
	}
	run := &s.c.Run
	if !run.Under() {
		run.Began = s.now
		for _, what := range []string{askSummary, askOrders} {
			for _, segment := range rules.Segments {
				run.Left = append(run.Left, what+segment.Name)
			}
		}
	}
	for len(run.Left) > 0 {
		what, name, _ := strings.Cut(run.Left[0], " ")
		at := slices.IndexFunc(rules.Segments, func(segment catalog.WalmartSegment) bool { return segment.Name == name })
		if at < 0 { // of an older catalog
			run.Left = run.Left[1:]
			continue
		}
		if err := s.segment(ctx, ask, what+" ", rules.Segments[at]); err != nil {
			return 0, err
		}
		run.Left = run.Left[1:]
		if len(run.Left) > 0 {
			return rules.Pace, nil
		}
	}
	if run.Got+run.Twins+run.Empty == 0 && len(run.Said) > 0 { // no answer was of any use
		why := run.Said[0]
		*run = reinstate.FetchRun{}
		return 0, &market.Trouble{Kind: market.Strange, Why: why}
	}
	return s.end(rules.Every), nil
}

// segment asks one thing. Where Walmart has no data, or answers about this one
// figure as nobody expects, the others go on.
func (s *fetch) segment(ctx context.Context, ask market.Walmart, what string, segment catalog.WalmartSegment) error {
	called := "walmart " + strings.ReplaceAll(segment.Name, "/", "-")
	get, name := ask.Summary, called+" summary.json"
	if what == askOrders {
		get, name = ask.Orders, called+" orders.xlsx"
	}
	body, err := get(ctx, segment)
	if t, ok := market.TroubleOf(err); ok {
		switch t.Kind {
		case market.Nothing:
			s.c.Run.Empty++
			return nil
		case market.Strange, market.Missing:
			s.say(reinstate.Say("%s: %s", strings.TrimSuffix(name, ".json"), t.Why.String()))
			return nil
		case market.NotAllowed:
			if what == askOrders { // figures without their orders are worth having
				s.say(reinstate.Say("%s: %s", name, t.Why.String()))
				return nil
			}
		}
	}
	if err != nil {
		return err
	}
	metric, _ := s.d.catalog.Health().Field(reinstate.Walmart, segment.Name)
	read, err := s.store(ctx, HealthIn{Name: name, Body: bytes.NewReader(body), Metric: metric})
	var refused reinstate.Invalid
	if !errors.As(err, &refused) {
		return err
	}
	if t := read.Report.Table; what == askOrders && t != nil && t.Asks == health.AsksColumns {
		return s.stage(ctx, name, body)
	}
	s.say(reinstate.Say("%s cannot be taken: %s", name, excerpt(refused.Error())))
	return nil
}

// stage keeps a list of orders whose columns nobody has explained yet, for
// somebody to do so. One that waits already is enough.
func (s *fetch) stage(ctx context.Context, name string, body []byte) error {
	var waiting []reinstate.HealthUpload
	err := s.d.view(ctx, s.who, func(tx *store.Tx) (err error) {
		waiting, err = tx.HealthUploads(s.account.ID, eventLines)
		return err
	})
	if err != nil {
		return err
	}
	s.say(reinstate.Say("%s waits for you: say once what its columns mean, and it is stored from then on.", name))
	if slices.ContainsFunc(waiting, func(u reinstate.HealthUpload) bool { return u.FileName == name }) || len(waiting) == eventLines {
		return nil
	}
	_, err = s.d.StageHealth(ctx, s.who, s.account.ID, name, bytes.NewReader(body))
	return err
}
