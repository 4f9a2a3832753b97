package health

import (
	"cmp"
	"slices"

	"reinstate/internal/reinstate"
)

// Assess sums up the verdicts of an account: how many stand where, which is the
// worst, and how soon somebody should look. Risk orders accounts and means
// nothing else.
func Assess(verdicts []Verdict) reinstate.AccountHealth {
	a := reinstate.AccountHealth{Health: reinstate.NotMeasured}
	worst, rest := -1, 0
	for _, v := range verdicts {
		switch v.Health {
		case reinstate.OverLine:
			a.Over++
		case reinstate.NearLine:
			a.Near++
		case reinstate.WithinLine:
			a.Within++
		default:
			a.Unknown++
		}
		if v.Measure.Taken.After(a.Taken) {
			a.Taken = v.Measure.Taken
		}
		if w := v.weight(); w > worst {
			worst, a.Worst, a.Health = w, v.Measure.Key(), v.Health
		}
	}
	if a.Over+a.Near > 0 {
		rest = min(99, 10*a.Over+2*a.Near)
	}
	a.Risk = max(worst, 0)*100 + rest
	return a
}

// severity is how much of the business stands behind a line.
func (v Verdict) severity() int {
	switch v.Line.Rule.Consequence {
	case string(reinstate.AccountLevel):
		return 4
	case string(reinstate.FulfilmentLevel), string(reinstate.FundsLevel):
		return 3
	case string(reinstate.ListingLevel):
		return 2
	}
	return 1
}

// PressingRisk is the risk that an account has at least on which something
// presses beside its figures, such as a claim whose limit has passed: more than
// of any figure that is only near its line, less than of one that is over it.
const PressingRisk = 500 * 100

// weight orders verdicts: those over their line first, then by what follows,
// then by how close they are.
func (v Verdict) weight() int {
	close := int(min(v.Used*10, 19))
	switch v.Health {
	case reinstate.OverLine:
		return 500 + 100*v.severity() + close
	case reinstate.NearLine:
		soon := 0
		if v.Runway.InDays {
			soon = max(0, 19-v.Runway.Days)
		}
		return 100 + 50*v.severity() + close + soon
	case reinstate.WithinLine:
		return 1 + close
	}
	return 0
}

// Severe reports whether a verdict threatens more than listings, so that
// papers should be gathered before a notice asks for them.
func (v Verdict) Severe() bool {
	return v.severity() >= 3 && (v.Health == reinstate.OverLine || v.Health == reinstate.NearLine)
}

// Warns reports whether somebody should do something.
func (v Verdict) Warns() bool {
	return v.Health == reinstate.OverLine || v.Health == reinstate.NearLine
}

// Sort puts the verdicts that press most first.
func Sort(verdicts []Verdict) {
	slices.SortStableFunc(verdicts, func(a, b Verdict) int {
		return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(a.Metric.Title, b.Metric.Title), cmp.Compare(a.Measure.Scope, b.Measure.Scope))
	})
}
