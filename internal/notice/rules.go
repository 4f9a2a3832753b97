package notice

import (
	"slices"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// RuleClock is a time limit that the message does not state but the catalog
// has: by a page or a notice of the marketplace (Rule), or because advisers
// say so (Assumed).
type RuleClock struct {
	Found  reinstate.ClockFound
	Basis  reinstate.Basis
	Says   string // the rule, in our words
	Source catalog.Source
}

// Clocks lists the rules of the catalog that hold beside what a message
// states, for the reasons given or, without any, for those that were read. A
// rule stands back where the message states a limit of the same kind; one
// about the seller's own time stands back as soon as any of those is stated.
// Document ages and the like, which never run, are left out.
func Clocks(reading reinstate.Reading, market catalog.Market, reasons ...reinstate.ReasonCode) []RuleClock {
	if reading.Kind != reinstate.KindNotice {
		return nil
	}
	if len(reasons) == 0 {
		for _, r := range reading.Reasons {
			reasons = append(reasons, r.Code)
		}
	}
	stated := func(kind reinstate.ClockKind) bool {
		return slices.ContainsFunc(reading.Clocks, func(c reinstate.ClockFound) bool {
			return c.Kind == kind || c.Kind.Sellers() && kind.Sellers()
		})
	}
	var found []RuleClock
	for _, code := range reasons {
		for _, rule := range market.Clocks(code) {
			same := func(c RuleClock) bool {
				return c.Found.Kind == rule.Kind || c.Found.Kind.Sellers() && rule.Kind.Sellers()
			}
			if !rule.Kind.Runs() || stated(rule.Kind) || !rule.HoldsAt(reading.Level) || slices.ContainsFunc(found, same) {
				continue
			}
			found = append(found, RuleClock{
				Found: reinstate.ClockFound{Kind: rule.Kind, Count: rule.Count, Unit: rule.Unit, From: rule.From},
				Basis: rule.Source.Basis(), Says: rule.Says, Source: rule.Source,
			})
		}
	}
	return found
}
