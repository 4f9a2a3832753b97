package health

import (
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// readAmazon reads GET_V2_SELLER_PERFORMANCE_REPORT. Its schema, its example
// and live reports differ, so every name they use is taken, and what none of
// them has is kept and named.
func readAmazon(book *catalog.HealthBook, in Input, top node, r *Report) {
	for _, s := range top.get("accountStatuses").items() {
		if in.ours(book, s.get("marketplaceId").text()) {
			r.Standing = standingOf(s.get("status").word(), r)
		} else {
			s.get("status").text()
		}
	}
	var others []string
	found := false
	for _, metrics := range top.get("performanceMetrics").items() {
		id := metrics.get("marketplaceId").text()
		if !in.ours(book, id) {
			country, _ := book.Store(reinstate.Amazon, id)
			others = append(others, country)
			metrics.walk(func(leaf node) { leaf.read[leaf.path] = true })
			continue
		}
		found = true
		for _, name := range metrics.names() {
			if name == "marketplaceId" {
				continue
			}
			if metric, ok := book.Field(reinstate.Amazon, strings.TrimSuffix(name, "List")); ok && metric != "" {
				amazonField(book, metric, metrics.get(name), r)
			}
		}
	}
	switch {
	case !found && len(others) > 0:
		r.refuse(0, "", reinstate.Say("This report is about Amazon %s; the account is Amazon %s.", strings.Join(others, ", "), in.At.Store))
	case len(others) > 0:
		r.warn("The report also speaks of %s: import it for those accounts as well.", strings.Join(others, ", "))
	}
	r.Measures = withoutRepeats(r.Measures)
}

// ours reports whether an identifier of a site is the account's. One that
// nobody knows, or an account without a store, is given the benefit of the doubt.
func (in Input) ours(book *catalog.HealthBook, id string) bool {
	country, known := book.Store(in.At.Marketplace, id)
	return !known || in.At.Store == "" || country == in.At.Store
}

func standingOf(word string, r *Report) reinstate.Standing {
	switch word {
	case "":
		return ""
	case "NORMAL":
		return reinstate.StandingActive
	case "AT_RISK":
		return reinstate.StandingAtRisk
	case "DEACTIVATED", "SUSPENDED":
		return reinstate.StandingSuspended
	}
	r.warn("The report calls the account %s, which is not known.", quoted(word))
	return ""
}

// amazonField reads one metric in whichever shape it has.
func amazonField(book *catalog.HealthBook, metric reinstate.Metric, n node, r *Report) {
	known, _ := book.Metric(metric)
	switch {
	case metric == "account_warnings":
		r.Measures = append(r.Measures, amazonWarnings(n))
	case metric == "account_health_rating":
		r.Measures = append(r.Measures, amazonRating(n, r))
	case known.Kind == catalog.CountMetric:
		for _, one := range n.items() {
			r.Measures = append(r.Measures, amazonCount(metric, one, r))
		}
	case n.has("mfn") || n.has("afn"):
		for _, scope := range n.names() {
			r.Measures = append(r.Measures, amazonRate(known, scope, n.get(scope), r))
		}
	default:
		for _, one := range n.items() {
			scope := one.get("category", "productCategory", "fulfillmentType").text()
			r.Measures = append(r.Measures, amazonRate(known, scope, one, r))
		}
	}
}

// goodCounts and badCounts are what the counted ones are called.
var (
	badCounts  = []string{"lateShipmentCount", "cancellationCount", "defectsCount", "defectCount"}
	goodCounts = []string{"validTrackingCount", "onTimeDeliveryCount", "unitOnTimeDeliveryCount"}
	totals     = []string{"orderCount", "shipmentCount", "shipmentCountWithValidTracking", "totalUnitCount", "unitCount"}
	components = []string{"claims", "chargebacks", "negativeFeedback", "missingInvoice", "lateInvoice"}
)

func amazonRate(metric catalog.Metric, scope string, n node, r *Report) reinstate.Measure {
	m := reinstate.Measure{Metric: metric.Code, Scope: scope}
	n.get("fulfillmentType").text()
	m.From, m.To = amazonWindow(n)
	m.Value, m.Measured = r.fraction(n.get("rate"), 1)
	of, total := r.count(n.get(totals...))
	m.Of = of
	bad, counted := r.count(n.get(badCounts...))
	for _, sum := range []string{"orderWithDefects", "invoiceDefect"} {
		if whole := n.get(sum); whole.present() {
			bad, counted = r.count(whole.get("count"))
			whole.get("status").text()
		}
	}
	if good, ok := r.count(n.get(goodCounts...)); ok && total {
		bad, counted = of-good, true
	}
	if counted && total && bad < 0 {
		r.warn("%s counts more good ones than there are at all; its counts are left out.", place(m))
		counted = false
	}
	m.Bad, m.Counted = max(bad, 0), counted && total
	m.Measured = m.Measured && (!total || of > 0)
	for _, name := range components {
		if part := n.get(name); part.present() {
			count, _ := r.count(part.get("count"))
			part.get("status").text()
			m.Parts = append(m.Parts, reinstate.Part{Name: name, Count: count})
		}
	}
	amazonTarget(n, &m, r)
	if m.Measured && m.Counted && !countsFit(m, metric.High) {
		r.warn("The counts of %s do not give its rate.", place(m))
	}
	return m
}

func amazonCount(metric reinstate.Metric, n node, r *Report) reinstate.Measure {
	m := reinstate.Measure{Metric: metric}
	m.From, m.To = amazonWindow(n)
	count, ok := r.count(n.get("defectsCount", "defectCount", "count"))
	m.Value, m.Measured = float64(count), ok
	amazonTarget(n, &m, r)
	if m.Comparator == reinstate.Exactly {
		m.Comparator = reinstate.AtMost // a count that has to be zero
	}
	return m
}

func amazonRating(n node, r *Report) reinstate.Measure {
	m := reinstate.Measure{Metric: "account_health_rating"}
	m.From, m.To = amazonWindow(n)
	m.Word = n.get("ahrStatus", "accountHealthRatingStatus", "status").word()
	if score := n.get("ahrScore", "score"); score.present() {
		value, ok := score.number()
		switch {
		case !ok || value < 0 || value > 1000:
			r.refuse(0, score.path, reinstate.Say("%s is no rating from 0 to 1000.", quoted(score.text())))
		default:
			m.Value, m.Measured = value, true
		}
	}
	return m
}

// amazonWarnings counts the warnings that are not GOOD.
func amazonWarnings(n node) reinstate.Measure {
	m := reinstate.Measure{Metric: "account_warnings", Measured: true}
	for _, w := range n.items() {
		kind, status := w.get("warningType").text(), w.get("status").word()
		if status != "GOOD" && status != "NONE" && status != "" {
			m.Value++
			m.Parts = append(m.Parts, reinstate.Part{Name: clip(kind), Count: 1})
		}
	}
	return m
}

func amazonWindow(n node) (from, to string) {
	window := n.get("reportingDateRange")
	return dayOf(window.get("reportingDateFrom").text()), dayOf(window.get("reportingDateTo").text())
}

// amazonTarget reads the line that the report gives.
func amazonTarget(n node, m *reinstate.Measure, r *Report) {
	m.Word = n.get("status").word()
	if m.Word == "NONE" {
		m.Word = ""
	}
	target, ok := n.get("targetValue").number()
	condition := n.get("targetCondition").word()
	if !ok {
		return
	}
	m.Target = target
	switch condition {
	case "LESS_THAN":
		m.Comparator = reinstate.Below
	case "GREATER_THAN":
		m.Comparator = reinstate.Above
	case "EQUALS":
		m.Comparator = reinstate.Exactly
	case "LESS_THAN_OR_EQUAL_TO", "LESS_THAN_OR_EQUALS":
		m.Comparator = reinstate.AtMost
	case "GREATER_THAN_OR_EQUAL_TO", "GREATER_THAN_OR_EQUALS":
		m.Comparator = reinstate.AtLeast
	default:
		m.Target = 0
		r.warn("%s has a target whose condition is not known: %s.", place(*m), quoted(condition))
	}
}

// withoutRepeats names measures of a metric that differ in their window by it.
// Where a list repeats the metric's own window, the one that says a figure stays.
func withoutRepeats(measures []reinstate.Measure) []reinstate.Measure {
	var kept []reinstate.Measure
	for _, m := range measures {
		twin := slices.IndexFunc(kept, func(k reinstate.Measure) bool { return k.Key() == m.Key() })
		switch {
		case twin < 0:
			kept = append(kept, m)
		case kept[twin].From == m.From && kept[twin].To == m.To:
			if !kept[twin].Measured {
				kept[twin] = m
			} else if m.Measured && (kept[twin].Value != m.Value || kept[twin].Of != m.Of) {
				kept = append(kept, m) // a contradiction, refused later
			}
		case days(m) < days(kept[twin]):
			m.Scope = windowScope(m)
			kept = append(kept, m)
		default:
			kept[twin].Scope = windowScope(kept[twin])
			kept = append(kept, m)
		}
	}
	return kept
}

func windowScope(m reinstate.Measure) string {
	return strings.TrimSpace(m.Scope + " " + number(float64(days(m))) + " days")
}

// days is the length of a window, both its days counted.
func days(m reinstate.Measure) int {
	from, err := time.Parse(time.DateOnly, m.From)
	to, err2 := time.Parse(time.DateOnly, m.To)
	if err != nil || err2 != nil {
		return 0
	}
	return int(to.Sub(from).Hours()/24) + 1
}

// scopeOrder puts the seller's own orders before those that Amazon ships.
func scopeOrder(scope string) string {
	if scope == "afn" {
		return "~" + scope
	}
	return scope
}
