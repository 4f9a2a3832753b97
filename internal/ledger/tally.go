package ledger

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"reinstate/internal/reinstate"
)

// By is what results are told apart by.
type By string

// What results are told apart by.
const (
	ByMarketplace By = "marketplace"
	ByReason      By = "reason"
	ByRoute       By = "route"
	ByRound       By = "round"
)

// key is the group a result belongs to.
func (b By) key(r reinstate.Result) string {
	switch b {
	case ByMarketplace:
		return string(r.Marketplace)
	case ByReason:
		return string(r.Reason)
	case ByRoute:
		return string(r.Route)
	}
	return strconv.Itoa(r.Round)
}

// Group is the filings that have something in common.
type Group struct {
	Key        string // code of the marketplace, reason or route; number of the round; empty: not known
	Filings    int
	Decided    int
	Reinstated int
	More       int // more information was asked for
	Denied     int // final denials too
	Times      Curve
}

// Waiting is how many filings have no decision.
func (g Group) Waiting() int { return g.Filings - g.Decided }

// Enough reports whether the group has enough decisions to speak of shares.
func (g Group) Enough() bool { return g.Decided >= Enough }

// Share is the share of decisions that reinstated.
func (g Group) Share() float64 {
	if g.Decided == 0 {
		return 0
	}
	return float64(g.Reinstated) / float64(g.Decided)
}

// Interval is between which shares the true one lies, at 95 per cent.
func (g Group) Interval() Interval { return Wilson(g.Reinstated, g.Decided) }

// Tally groups results: rounds in their order, others by how many filings they have.
func Tally(results []reinstate.Result, by By, now time.Time) []Group {
	members := map[string][]reinstate.Result{}
	for _, r := range results {
		members[by.key(r)] = append(members[by.key(r)], r)
	}
	var groups []Group
	for key, some := range members {
		groups = append(groups, group(key, some, now))
	}
	slices.SortFunc(groups, func(a, b Group) int {
		if by == ByRound {
			return cmp.Or(cmp.Compare(len(a.Key), len(b.Key)), cmp.Compare(a.Key, b.Key))
		}
		return cmp.Or(b.Filings-a.Filings, cmp.Compare(a.Key, b.Key))
	})
	return groups
}

// Total is all results as one group.
func Total(results []reinstate.Result, now time.Time) Group { return group("", results, now) }

func group(key string, results []reinstate.Result, now time.Time) Group {
	g := Group{Key: key, Filings: len(results), Times: Survival(Waits(results, now))}
	for _, r := range results {
		if !r.Decided() {
			continue
		}
		g.Decided++
		switch r.Decision {
		case reinstate.Reinstated:
			g.Reinstated++
		case reinstate.MoreInformation:
			g.More++
		default:
			g.Denied++
		}
	}
	return g
}
