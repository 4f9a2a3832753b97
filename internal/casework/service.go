package casework

import (
	"context"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Lengths of what the pages of customer service show.
const (
	shownClaims   = 500
	shownRatings  = 50
	claimsPassed  = 30 // days after its limit a claim is still on Today
	claimsOnToday = 8
	claimsPress   = 1000 // that are looked at for the list of accounts
)

// ServiceFile is how an account serves its buyers.
type ServiceFile struct {
	Account AccountLine
	Rule    catalog.ServiceRule
	Answers health.Answers
	Waiting []reinstate.BuyerMessage // oldest first
	Clocks  []health.ClaimClock      // claims that wait for the seller, the earliest limit first
	Claims  []reinstate.BuyerClaim   // all, the newest first
	Ratings health.Ratings
	Words   []reinstate.Feedback // the newest ratings
	Known   bool                 // there is any log
	Now     time.Time
}

// Service is how an account serves its buyers, as its logs say.
func (d *Desk) Service(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) (ServiceFile, error) {
	var f ServiceFile
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		if f.Account, err = accountLine(tx, id); err != nil {
			return err
		}
		f.Known, err = d.serviceOf(tx, &f)
		return err
	})
	return f, err
}

// serviceOf fills in what logs say of an account, and reports whether they say
// anything.
func (d *Desk) serviceOf(tx *store.Tx, f *ServiceFile) (known bool, err error) {
	f.Rule, f.Now = d.catalog.Health().Service, tx.Now()
	market := f.Account.Marketplace
	messages, err := tx.BuyerMessages(f.Account.ID, f.Now.AddDate(0, 0, -f.Rule.Window))
	if err != nil {
		return false, err
	}
	f.Answers = health.AnswersOf(f.Rule, market, messages, f.Now)
	for _, m := range messages {
		if m.Answered.IsZero() {
			f.Waiting = append(f.Waiting, m)
		}
	}
	if f.Claims, err = tx.BuyerClaims(f.Account.ID, shownClaims); err != nil {
		return false, err
	}
	f.Clocks = health.ClaimClocks(f.Rule, market, f.Claims)
	ratings, err := tx.Feedback(f.Account.ID, f.Now.AddDate(0, 0, -f.Rule.Trend).Format(time.DateOnly))
	if err != nil {
		return false, err
	}
	f.Ratings, f.Words = health.RatingsOf(f.Rule, ratings, f.Now), atMost(ratings, shownRatings)
	return len(messages)+len(f.Claims)+len(ratings) > 0, nil
}

// ClaimDue is a claim with the account it is about.
type ClaimDue struct {
	health.ClaimClock
	Account reinstate.Account
}

// ClaimsDue lists the claims of all accounts that wait for an answer and have a
// limit: those to come first, the nearest before the others, then those that
// passed lately.
func (d *Desk) ClaimsDue(ctx context.Context, who reinstate.Actor) (due []ClaimDue, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		due, err = d.claimsDue(tx, claimsOnToday)
		return err
	})
	return due, err
}

// claimsDue are at most so many of them.
func (d *Desk) claimsDue(tx *store.Tx, most int) ([]ClaimDue, error) {
	rule := d.catalog.Health().Service
	claims, err := tx.OpenBuyerClaims(claimLimits(rule, d.catalog.Markets()), tx.Now().AddDate(0, 0, -claimsPassed), most)
	if err != nil {
		return nil, err
	}
	var due []ClaimDue
	for _, c := range claims {
		account, err := tx.Account(c.Account)
		if err != nil {
			return nil, err
		}
		for _, clock := range health.ClaimClocks(rule, account.Marketplace, []reinstate.BuyerClaim{c}) {
			due = append(due, ClaimDue{clock, account})
		}
	}
	return due, nil
}

// claimLimits are the limits that the catalog knows.
func claimLimits(rule catalog.ServiceRule, markets []catalog.Market) []store.ClaimLimit {
	var limits []store.ClaimLimit
	for _, c := range rule.Claims {
		for _, m := range markets {
			if answer, ok := c.Answer(m.Code); ok {
				limits = append(limits, store.ClaimLimit{Marketplace: m.Code, Kind: c.Kind, Within: answer.Within})
			}
		}
	}
	return limits
}
