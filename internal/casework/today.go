package casework

import (
	"context"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Today is what the firm has to do, most pressing first.
type Today struct {
	Due       []store.CaseLine   // open cases that need somebody of the firm, most urgent first
	More      bool               // there are more of them
	Waiting   []store.CaseLine   // filed cases, waiting longest first
	Resting   []store.CaseLine   // cases on hold, the most urgent first
	Reviews   []store.ReviewLine // letters that wait for the actor's approval, longest first
	Back      []store.ReviewLine // letters of the actor that were sent back
	Unchecked []reinstate.Notice
	Talk      []store.InboxLine  // mails in cases that nobody has looked at
	Health    []PortfolioLine    // accounts with a figure over its line or close to it, the most pressing first
	Cut       []ConnectionLine   // accounts whose reports do not come until somebody does something
	Ask       []store.AgendaLine // filings about which it is time to ask, the longest due first
	Counts    store.CaseCounts
	Next      map[reinstate.CaseID]NextStep
	Empty     bool // no client and no message yet
}

// Lengths of the lists of Today.
const (
	dueLines     = 25
	waitingLines = 10
	restingLines = 10
	healthLines  = 5
	reviewLines  = 10
	talkLines    = 10
	askLines     = 10
)

// ours are the states in which the firm, not the marketplace, has to act.
var ours = []reinstate.State{reinstate.NoticeLogged, reinstate.ReasonIdentified, reinstate.InCorrection, reinstate.AppealSubmitted, reinstate.InLegalReview}

// Today lists what must be done, what is waited for and what nobody has
// looked at.
func (d *Desk) Today(ctx context.Context, who reinstate.Actor) (Today, error) {
	today := Today{Next: map[reinstate.CaseID]NextStep{}}
	err := d.view(ctx, who, func(tx *store.Tx) error {
		due, err := tx.Cases(store.CaseQuery{State: ours, Sort: "due", Held: new(false), Limit: dueLines})
		if err != nil {
			return err
		}
		today.Due, today.More = due.Lines, due.Next != ""
		waiting, err := tx.Cases(store.CaseQuery{State: []reinstate.State{reinstate.AwaitingDecision}, Sort: "waiting", Limit: waitingLines})
		if err != nil {
			return err
		}
		today.Waiting = waiting.Lines
		resting, err := tx.Cases(store.CaseQuery{State: openStates, Held: new(true), Sort: "due", Limit: restingLines})
		if err != nil {
			return err
		}
		today.Resting = resting.Lines
		if today.Reviews, today.Back, err = reviewsFor(tx); err != nil {
			return err
		}
		if today.Unchecked, err = tx.WaitingNotices(); err != nil {
			return err
		}
		if err := d.todaysHealth(tx, &today); err != nil {
			return err
		}
		if today.Talk, err = tx.UnseenTalk(talkLines); err != nil {
			return err
		}
		if today.Talk, err = openLines(tx, tx.Who(), today.Talk); err != nil {
			return err
		}
		if today.Ask, err = toAsk(tx); err != nil {
			return err
		}
		if today.Counts, err = tx.CaseCounts(); err != nil {
			return err
		}
		for _, l := range today.Due {
			today.Next[l.ID] = d.nextOfLine(l)
		}
		if len(today.Due)+len(today.Waiting)+len(today.Resting)+len(today.Unchecked) > 0 {
			return nil
		}
		clients, err := tx.Clients()
		today.Empty = len(clients) == 0
		return err
	})
	return today, err
}

// toAsk lists the follow-ups whose time has come.
func toAsk(tx *store.Tx) ([]store.AgendaLine, error) {
	passed, err := tx.Agenda(store.AgendaQuery{To: tx.Now(), Kinds: []reinstate.ClockKind{reinstate.ClockFollowUp}, Limit: askLines})
	return passed, err
}

// reviewsFor lists the letters that wait for the actor's approval, where the
// actor may approve, and those of the actor that were sent back.
func reviewsFor(tx *store.Tx) (waiting, back []store.ReviewLine, err error) {
	if tx.Who().May(reinstate.Approve) {
		if waiting, err = tx.LettersInReview(reviewLines); err != nil {
			return nil, nil, err
		}
	}
	if tx.Who().May(reinstate.Contribute) {
		back, err = tx.LettersSentBack(reviewLines)
	}
	return waiting, back, err
}

// nextOfLine is the next step as far as a row of a list can tell: of what calls
// for counsel it knows the reasons, not the words of the message.
func (d *Desk) nextOfLine(l store.CaseLine) NextStep {
	market, _ := d.catalog.Market(l.Marketplace)
	gate := Gate{}
	gate.counselled(market, l.Reasons)
	if l.State == reinstate.ReasonIdentified && gate.Calls() {
		return toCounsel
	}
	next := nextOf(File{Case: reinstate.Case{State: l.State}})
	if l.State == reinstate.InCorrection {
		next = NextStep{Text: reinstate.Say("Write the plan and file it"), Why: reinstate.Say("Every demand is answered"), URL: ""}
	}
	if met := l.Demands - l.OpenDemands; l.OpenDemands > 0 && l.State != reinstate.AppealSubmitted {
		if l.State == reinstate.InCorrection {
			next.Text, next.URL = reinstate.Say("Answer: %s", excerpt(l.Asks)), "claims"
		}
		next.Why = reinstate.Say("%d of %d demands are met", met, l.Demands)
	}
	return next
}

// Cases is one page of the list of cases.
func (d *Desk) Cases(ctx context.Context, who reinstate.Actor, q store.CaseQuery) (store.CasePage, error) {
	var page store.CasePage
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		page, err = tx.Cases(q)
		return err
	})
	return page, err
}
