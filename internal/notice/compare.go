package notice

import (
	"slices"

	"reinstate/internal/reinstate"
)

// Compared is a reply held against the demands of its case, as they stood when
// the last filing went out.
type Compared struct {
	Again []Repeated              // asked for before, answered or not, and asked for again
	New   []reinstate.DemandFound // asked for the first time
	Gone  []reinstate.Demand      // answered then, and no longer asked for
	Open  []reinstate.Demand      // never answered, and not asked for again
}

// Repeated is a demand of the case with the words that ask for it again.
type Repeated struct {
	Demand reinstate.Demand
	Quote  reinstate.Quote
}

// Silent reports whether the reply asks for nothing in words the reader knows.
// Then it does not tell which answers were enough.
func (c Compared) Silent() bool { return len(c.Again)+len(c.New) == 0 }

// Compare holds what a reply asks for against the demands of its case. Demands
// are the same when their codes are; one that a person wrote without a code is
// never said to be asked again, nor to be no longer asked for.
func Compare(demands []reinstate.Demand, asked []reinstate.DemandFound) Compared {
	var c Compared
	for _, found := range asked {
		if at := standingFor(demands, found.Code); at >= 0 {
			c.Again = append(c.Again, Repeated{Demand: demands[at], Quote: found.Quote})
		} else {
			c.New = append(c.New, found)
		}
	}
	for _, d := range demands {
		repeated := slices.ContainsFunc(asked, func(f reinstate.DemandFound) bool { return f.Code == d.Code })
		switch {
		case d.State == reinstate.DemandOpen && !slices.ContainsFunc(c.Again, func(r Repeated) bool { return r.Demand.ID == d.ID }):
			c.Open = append(c.Open, d)
		case d.State == reinstate.DemandMet && !repeated && d.Code != "":
			c.Gone = append(c.Gone, d)
		}
	}
	return c
}

// standingFor is the demand that a repeated request is about: an open one of
// its code, else the one asked for last, else none.
func standingFor(demands []reinstate.Demand, code reinstate.DemandCode) int {
	best := -1
	for i, d := range demands {
		if d.Code != code || code == "" {
			continue
		}
		if d.State == reinstate.DemandOpen {
			return i
		}
		if best < 0 || d.Round >= demands[best].Round {
			best = i
		}
	}
	return best
}
