package catalog

import (
	"maps"
	"slices"
	"strings"
)

// PolicyText is what the catalog says of a reason on a marketplace, as plain
// text: what people read and acknowledge. Two versions of the catalog that say
// the same give the same text, whatever their day of review.
func (c *Catalog) PolicyText(m Market, r Reason) string {
	var out []string
	add := func(heading string, lines ...string) {
		lines = slices.DeleteFunc(lines, func(l string) bool { return strings.TrimSpace(l) == "" })
		if len(lines) > 0 {
			out = append(out, heading+"\n"+strings.Join(lines, "\n"))
		}
	}
	add(m.Name+": "+r.Title, r.Meaning)
	add("Restricts", string(r.Level))
	add("Counsel", r.Counsel)
	add("Another account comes first", r.Depends)
	var asks, clocks, after, ways []string
	for _, code := range r.Demands {
		if d, ok := c.Demand(code); ok {
			asks = append(asks, "- "+d.Title+": "+d.Advice)
		}
	}
	for _, clock := range r.Clocks {
		clocks = append(clocks, "- "+clock.Says)
	}
	for _, way := range r.Responses {
		ways = append(ways, "- "+strings.ReplaceAll(string(way), "_", " "))
	}
	next := maps.Clone(m.Next)
	if next == nil {
		next = r.Next
	} else {
		maps.Copy(next, r.Next)
	}
	for _, decision := range slices.Sorted(maps.Keys(next)) {
		after = append(after, "- "+strings.ReplaceAll(string(decision), "_", " ")+": "+next[decision])
	}
	add("What is usually asked for", asks...)
	add("Time limits by rule", clocks...)
	add("Ways of answering", ways...)
	add("When a reply comes", after...)
	return strings.Join(out, "\n\n") + "\n"
}
