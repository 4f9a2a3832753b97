package casework

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"reinstate/internal/market"
	"reinstate/internal/reinstate"
)

// skew is how far the clocks of two machines may differ.
const skew = 5 * time.Minute

// amazon takes the next step towards Amazon's report: it is asked for, looked
// after until it is made, and fetched.
func (s *fetch) amazon(ctx context.Context) (time.Duration, error) {
	rules := s.d.catalog.Connections().Amazon
	ask, err := s.d.askAmazon(s.account, s.keys)
	if err != nil {
		return 0, err
	}
	if s.c.Run.Report == "" {
		return rules.Look, s.askReport(ctx, ask)
	}
	if s.c.Run.Paper == "" {
		made, err := ask.Look(ctx, s.c.Run.Report)
		if lost, ok := market.TroubleOf(err); ok && lost.Kind == market.Missing {
			s.c.Run = reinstate.FetchRun{} // it is asked for anew
		}
		if err != nil {
			return 0, err
		}
		if pause, done, err := s.looked(made); !done {
			return pause, err
		}
	}
	body, err := ask.Document(ctx, s.c.Run.Paper)
	if err != nil {
		return 0, err
	}
	_, err = s.store(ctx, HealthIn{Name: fmt.Sprintf("account health report %s.json", s.c.Run.Report), Body: bytes.NewReader(body)})
	var refused reinstate.Invalid
	if errors.As(err, &refused) {
		s.c.Run = reinstate.FetchRun{}
		return 0, &market.Trouble{Kind: market.Strange, Wait: rules.Every, Why: reinstate.Say("The report came and cannot be taken: %s", excerpt(refused.Error()))}
	}
	if err != nil {
		return 0, err
	}
	return s.end(rules.Every), nil
}

// askReport asks for the report. That it is being asked for is written down
// first; if we die before its number is, it is found again instead of asked
// for twice.
func (s *fetch) askReport(ctx context.Context, ask market.Amazon) error {
	if !s.c.Run.Asking.IsZero() {
		made, err := ask.Made(ctx, s.c.Run.Asking.Add(-skew))
		if err == nil && made.Stage != market.Cancelled && made.Stage != market.Fatal {
			s.c.Run.Report = made.ID
			return nil
		}
		if t, ok := market.TroubleOf(err); err != nil && (!ok || t.Kind != market.Missing) {
			return err
		}
	}
	if !s.c.Run.Under() {
		s.c.Run.Began = s.now
	}
	s.c.Run.Asking = s.now
	if err := s.keep(ctx); err != nil {
		return err
	}
	id, err := ask.Ask(ctx)
	s.c.Run.Report = id
	return err
}

// looked says what follows from how far a report is: done, once it can be
// fetched.
func (s *fetch) looked(made market.Making) (pause time.Duration, done bool, err error) {
	rules := s.d.catalog.Connections().Amazon
	switch made.Stage {
	case market.Done:
		s.c.Run.Paper = made.Document
		return 0, true, nil
	case market.Cancelled:
		s.say(reinstate.Say("Amazon cancelled the report, which it does where there is no data to report."))
		return s.end(rules.Every), false, nil
	case market.Fatal:
		s.c.Run = reinstate.FetchRun{}
		return 0, false, &market.Trouble{Kind: market.Strange, Why: reinstate.Say("Amazon could not make the report and gave it up. It is asked for anew.")}
	}
	if s.now.Sub(s.c.Run.Asking) > rules.Patience {
		s.c.Run = reinstate.FetchRun{}
		return 0, false, &market.Trouble{Kind: market.Strange, Why: reinstate.Say("Amazon did not finish the report within half a day. It is asked for anew.")}
	}
	s.c.Run.Looks++
	return min(rules.Look<<min(s.c.Run.Looks, 10), slowestLook), false, nil
}

// slowestLook is the longest pause between two looks at a report being made.
const slowestLook = 30 * time.Minute
