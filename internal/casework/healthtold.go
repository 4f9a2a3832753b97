package casework

import (
	"fmt"

	"reinstate/internal/health"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// announceHealth tells other programs of each figure that has crossed into a
// warning, or from a warning over its line, since it was last looked at. A
// figure that stays where it is is not told again; one that gets well and then
// bad again is.
func announceHealth(tx *store.Tx, account reinstate.Account, verdicts []health.Verdict) error {
	known, err := tx.HealthTold(account.ID)
	if err != nil {
		return err
	}
	before := map[reinstate.SeriesKey]reinstate.Health{}
	for _, t := range known {
		before[t.Series] = t.Health
	}
	for _, v := range verdicts {
		key := v.Measure.Key()
		old, told := before[key]
		if v.Health == old || !told && !v.Warns() {
			continue
		}
		if err := tx.SaveHealthTold(reinstate.Told{Account: account.ID, Series: key, Health: v.Health}); err != nil {
			return err
		}
		if !v.Warns() || v.Health == reinstate.NearLine && old == reinstate.OverLine {
			continue // it got better
		}
		if err := tx.Announce(reinstate.TopicHealth, "warning", warningData(account, v)); err != nil {
			return err
		}
	}
	return nil
}

// warningData is what is told of a warning: what stands where, and no words that
// people wrote.
func warningData(account reinstate.Account, v health.Verdict) map[string]string {
	data := map[string]string{
		"account": account.Key, "marketplace": string(account.Marketplace), "store": account.Store,
		"metric": string(v.Measure.Metric), "scope": v.Measure.Scope, "health": string(v.Health), "from": v.Measure.From, "to": v.Measure.To,
	}
	if v.Measure.Measured {
		data["value"] = fmt.Sprint(v.Measure.Value)
	}
	if v.HasLine {
		data["line"] = string(v.Line.Comparator) + " " + fmt.Sprint(v.Line.Value)
	}
	return data
}
