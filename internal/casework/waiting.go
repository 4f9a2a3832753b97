package casework

import (
	"context"
	"slices"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/ledger"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Wait is what is known about how long a decision takes.
type Wait struct {
	Since    time.Time       // when the appeal was filed
	Times    ledger.Curve    // of the firm's own filings like this one; empty where there are too few
	Like     ledger.Likeness // in what they are like this one
	Expected catalog.Clock   // what the marketplace, or failing that others, say; zero: nobody says anything
	Follow   reinstate.Clock // when to ask; zero: no rule says
}

// likeFilings is how many of the newest filings on a marketplace a wait is
// compared with: older ones say little of today.
const likeFilings = 2000

// Waiting tells how long the decision on a case has been waited for and how
// long others took. It is not ok for a case that does not wait.
func (d *Desk) Waiting(ctx context.Context, who reinstate.Actor, f File) (w Wait, ok bool, err error) {
	if f.Case.State != reinstate.AwaitingDecision {
		return w, false, nil
	}
	w.Since = f.Case.Waiting
	w.Expected, _ = f.Market.Expected(f.Account.Store)
	if at := slices.IndexFunc(f.Clocks, func(c reinstate.Clock) bool { return c.Running() && c.Kind == reinstate.ClockFollowUp }); at >= 0 {
		w.Follow = f.Clocks[at]
	}
	err = d.view(ctx, who, func(tx *store.Tx) error {
		results, err := tx.Results(store.ResultQuery{Marketplace: f.Account.Marketplace, Limit: likeFilings})
		if err != nil {
			return err
		}
		this := reinstate.Result{Case: f.Case.ID, Marketplace: f.Account.Marketplace, Route: f.Case.Response, Round: f.Case.Round}
		if len(f.Case.Reasons) > 0 {
			this.Reason = f.Case.Reasons[0]
		}
		if f.HasPlan {
			this.Route = f.Plan.Route
		}
		w.Times, w.Like = ledger.Like(results, this, tx.Now())
		return nil
	})
	return w, true, err
}

// Results lists what became of the firm's filings since an instant, the newest
// first. More is whether there are others that were left out.
func (d *Desk) Results(ctx context.Context, who reinstate.Actor, market reinstate.Marketplace, since time.Time) (results []reinstate.Result, more bool, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) (err error) {
		results, err = tx.Results(store.ResultQuery{Marketplace: market, Since: since})
		return err
	})
	return results, len(results) == store.MostResults, err
}
