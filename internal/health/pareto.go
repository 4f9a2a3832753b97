package health

import (
	"cmp"
	"slices"

	"reinstate/internal/reinstate"
)

// Bar is one line of a Pareto: what it is about, how many, and which share of
// all it makes up alone and together with those before it.
type Bar struct {
	Name  string
	Count int64
	Share float64
	Sum   float64
}

// Pareto sorts counts, the largest first.
func Pareto(counts []reinstate.Part) []Bar {
	total := int64(0)
	var bars []Bar
	for _, p := range counts {
		if p.Count > 0 {
			total += p.Count
			bars = append(bars, Bar{Name: p.Name, Count: p.Count})
		}
	}
	slices.SortStableFunc(bars, func(a, b Bar) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name)) })
	sum := int64(0)
	for i := range bars {
		sum += bars[i].Count
		bars[i].Share, bars[i].Sum = float64(bars[i].Count)/float64(total), float64(sum)/float64(total)
	}
	return bars
}

// dimensions are what order rows can be counted by.
var dimensions = []struct {
	Name string
	of   func(reinstate.Defect) string
}{
	{"part", func(d reinstate.Defect) string { return d.Part }},
	{"asin", func(d reinstate.Defect) string { return cmp.Or(d.ASIN, d.SKU) }},
	{"carrier", func(d reinstate.Defect) string { return d.Carrier }},
	{"reason", func(d reinstate.Defect) string { return d.Reason }},
}

// Dominance is a Pareto of order rows by one of their columns.
type Dominance struct {
	By    string // part, asin, carrier or reason
	Bars  []Bar
	Blank int64 // rows that do not say
}

// Dominant counts order rows by every column that says something about them.
func Dominant(rows []reinstate.Defect) []Dominance {
	var out []Dominance
	for _, dim := range dimensions {
		counts := map[string]int64{}
		for _, row := range rows {
			counts[dim.of(row)]++
		}
		blank := counts[""]
		delete(counts, "")
		if len(counts) == 0 {
			continue
		}
		var parts []reinstate.Part
		for name, n := range counts {
			parts = append(parts, reinstate.Part{Name: name, Count: n})
		}
		out = append(out, Dominance{By: dim.Name, Bars: Pareto(parts), Blank: blank})
	}
	return out
}
