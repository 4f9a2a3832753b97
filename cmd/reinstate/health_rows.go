package main

import (
	"strings"

	"reinstate/internal/health"
	"reinstate/internal/reinstate"
)

// rowKinds are the rows of stock, sales and customer service that a file can
// have, as JSON and sentences call them.
var rowKinds = []struct {
	name, one, many string
	count           func(health.Report) int
}{
	{"stock", "SKU of stock", "SKUs of stock", func(r health.Report) int { return len(r.Stock) }},
	{"sales", "line of sales", "lines of sales", func(r health.Report) int { return len(r.Sales) }},
	{"messages", "message", "messages", func(r health.Report) int { return len(r.Messages) }},
	{"claims", "claim", "claims", func(r health.Report) int { return len(r.Claims) }},
	{"feedback", "rating", "ratings", func(r health.Report) int { return len(r.Feedback) }},
}

// rowsOf counts them in words; empty where there are none.
func rowsOf(r health.Report) string {
	var out []string
	for _, k := range rowKinds {
		if n := k.count(r); n > 0 {
			out = append(out, count(n, k.one, k.many))
		}
	}
	return strings.Join(out, " and ")
}

// stockRisks are the risks of SKUs as a sentence says them of one and of several.
var stockRisks = []struct {
	flag      health.Flag
	one, many string
}{
	{health.FlagOversold, "SKU is listed above what is held", "SKUs are listed above what is held"},
	{health.FlagOut, "SKU runs out", "SKUs run out"},
	{health.FlagUnsellable, "SKU has units that nobody can buy", "SKUs have units that nobody can buy"},
	{health.FlagInvoices, "SKU has not enough invoices for what was sold", "SKUs have not enough invoices for what was sold"},
	{health.FlagUncounted, "SKU is listed in several places and was never counted", "SKUs are listed in several places and were never counted"},
}

// stockSays tells which risks the stock of an account has, a sentence each.
func stockSays(s reinstate.StockStanding) []string {
	var out []string
	for _, r := range stockRisks {
		if n := s.Counts[string(r.flag)]; n > 0 {
			out = append(out, count(n, r.one, r.many)+".")
		}
	}
	return out
}
