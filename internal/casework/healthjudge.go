package casework

import (
	"time"

	"reinstate/internal/health"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// judgeReport judges the newest measure of each series of a report against what
// came before it.
func (d *Desk) judgeReport(tx *store.Tx, read HealthRead) ([]health.Verdict, error) {
	account := read.Account.Account
	found, err := d.history(tx, read.Report.Taken, account.ID)
	if err != nil {
		return nil, err
	}
	history := found[account.ID]
	for _, m := range read.Report.Measures {
		if m.Measured && !read.Twin { // a twin's are in the history already
			history = append(history, store.SeriesPoint{Account: account.ID, Series: m.Key(), At: m.Taken, Value: m.Value})
		}
	}
	return d.verdictsOf(account, read.Report, history), nil
}

// verdictsOf judges the newest measure of each series of a report against a
// history that holds the report itself.
func (d *Desk) verdictsOf(account reinstate.Account, r health.Report, history []store.SeriesPoint) []health.Verdict {
	newest := map[reinstate.SeriesKey]reinstate.Measure{}
	var order []reinstate.SeriesKey
	for _, m := range r.Measures {
		old, ok := newest[m.Key()]
		if !ok {
			order = append(order, m.Key())
		}
		if !ok || !m.Taken.Before(old.Taken) {
			newest[m.Key()] = m
		}
	}
	verdicts := make([]health.Verdict, len(order))
	for i, key := range order {
		verdicts[i] = health.Judge(d.catalog.Health(), placeOf(account), newest[key], pointsOf(history, key))
	}
	return verdicts
}

// history is what a trend looks back on.
func (d *Desk) history(tx *store.Tx, until time.Time, accounts ...reinstate.AccountID) (map[reinstate.AccountID][]store.SeriesPoint, error) {
	points, err := tx.Points(until.AddDate(0, 0, -d.catalog.Health().Trend.Days-1), accounts...)
	out := map[reinstate.AccountID][]store.SeriesPoint{}
	for _, p := range points {
		out[p.Account] = append(out[p.Account], p)
	}
	return out, err
}

// pointsOf picks one series out of several.
func pointsOf(points []store.SeriesPoint, key reinstate.SeriesKey) []health.Point {
	var out []health.Point
	for _, p := range points {
		if p.Series == key {
			out = append(out, health.Point{At: p.At, Value: p.Value})
		}
	}
	return out
}

// verdicts judges the newest measure of every series of an account.
func (d *Desk) verdicts(tx *store.Tx, account reinstate.Account) ([]health.Verdict, error) {
	latest, newest, err := latestOf(tx, account.ID)
	if err != nil {
		return nil, err
	}
	history, err := d.history(tx, newest, account.ID)
	return d.judgeLatest(account, latest, history[account.ID]), err
}

// latestOf are the newest measures of an account, and the instant of the newest
// of them.
func latestOf(tx *store.Tx, account reinstate.AccountID) ([]reinstate.Measure, time.Time, error) {
	latest, err := tx.LatestMeasures(account)
	var newest time.Time
	for _, m := range latest {
		if m.Taken.After(newest) {
			newest = m.Taken
		}
	}
	return latest, newest, err
}

func (d *Desk) judgeLatest(account reinstate.Account, latest []reinstate.Measure, history []store.SeriesPoint) []health.Verdict {
	verdicts := make([]health.Verdict, len(latest))
	for i, m := range latest {
		verdicts[i] = health.Judge(d.catalog.Health(), placeOf(account), m, pointsOf(history, m.Key()))
	}
	return verdicts
}
