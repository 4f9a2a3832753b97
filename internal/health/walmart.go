package health

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// looksLikeWalmart reports whether JSON is a performance summary, several of
// them by segment, or the weekly performance report of the webhook.
func looksLikeWalmart(book *catalog.HealthBook, top node) bool {
	payload, ok := top.field("payload")
	if ok {
		top = payload
	}
	if isSummary(top) || top.has("enNotification") {
		return true
	}
	for _, name := range top.names() {
		if _, ok := book.Field(reinstate.Walmart, name); ok {
			return true
		}
	}
	return false
}

func isSummary(n node) bool {
	return n.has("overallRate") || n.has("cumulativeRate") || n.has("sellerAccountableRate")
}

// readWalmart reads performance summaries of Walmart's Insights in both their
// shapes. A summary does not say which metric it is about: the file's name, the
// segment around it, or a person does.
func readWalmart(book *catalog.HealthBook, in Input, top node, r *Report) {
	top.get("status").text()
	top.skip("source") // who sent it: the envelope of the webhook
	payload := top
	if top.get("payload").present() {
		payload = top.get("payload")
	}
	switch {
	case payload.has("enNotification"):
		walmartWeekly(book, payload, r)
	case isSummary(payload):
		metric := in.Metric
		if metric == "" {
			metric = segmentOf(book, in.Name)
		}
		if metric == "" {
			r.refuse(0, "", reinstate.Say("A performance summary does not say which metric it is about. Name the file after its segment, such as otd.json, or choose the metric."))
			return
		}
		walmartSummary(book, metric, payload, r)
	default:
		for _, name := range payload.names() {
			metric, ok := book.Field(reinstate.Walmart, name)
			if !ok {
				continue
			}
			one := payload.get(name)
			one.get("status").text()
			if inner := one.get("payload"); inner.present() {
				one = inner
			}
			walmartSummary(book, metric, one, r)
		}
	}
}

// segmentOf finds the segment of the endpoint in a file's name, such as
// "vtr-summary-2026-11-20.json".
func segmentOf(book *catalog.HealthBook, name string) reinstate.Metric {
	base := strings.TrimSuffix(path.Base(strings.ReplaceAll(name, "\\", "/")), path.Ext(name))
	for _, word := range strings.FieldsFunc(base, func(r rune) bool { return strings.ContainsRune("-_. ()", r) }) {
		if metric, ok := book.Field(reinstate.Walmart, word); ok {
			return metric
		}
		if metric, ok := book.Field(reinstate.Walmart, strings.ToLower(word)); ok {
			return metric
		}
	}
	metric, _ := book.Named(base)
	return metric
}

func walmartSummary(book *catalog.HealthBook, code reinstate.Metric, n node, r *Report) {
	metric, _ := book.Metric(code)
	m := reinstate.Measure{Metric: code}
	n.skip("nonAccountableDrivers", "recommendations", "gmvLoss", "gmvLossTrend")
	if method := n.get("shippingMethod").text(); method != "ALL_METHODS" {
		m.Scope = clip(method)
	}
	if kind := n.get("conditionType").text(); kind != "ALL" {
		m.Scope = clip(strings.TrimSpace(m.Scope + " " + kind))
	}
	// The rate that the seller answers for is the one that counts; the overall
	// one holds carriers' and buyers' doings as well.
	overall, hasOverall := r.fraction(n.get("overallRate", "cumulativeRate"), 100)
	m.Value, m.Measured = r.fraction(n.get("sellerAccountableRate"), 100)
	if !m.Measured {
		m.Value, m.Measured = overall, hasOverall
	}
	if code == "seller_response_rate" && m.Measured && m.Value == 0 {
		r.warn("The response rate reads 0%. Walmart has been seen to send 0 while Seller Center shows another figure, so it is kept as not measured: compare it.")
		m.Measured = false
	}
	for _, name := range []string{"ordersImpacted", "impactedCustomerCount"} {
		if count, ok := r.count(n.get(name)); ok {
			m.Parts = append(m.Parts, reinstate.Part{Name: name, Count: count})
		}
	}
	walmartDrivers(n.get("sellerAccountableDrivers", "drivers"), &m)
	m.Word = n.get("performanceRiskLevel", "riskLevel").word()
	n.get("riskLevel").text()
	standard := n.get("performanceStandard").text()
	if other := n.get("standard").text(); standard == "" {
		standard = other
	}
	walmartLine(standard, metric, &m, r)
	for _, trend := range []string{"overallTrend", "cumulativeRateTrend", "sellerAccountableTrend", "impactedCustomerTrend", "ordersImpactedTrend"} {
		n.get(trend).text()
	}
	if at, ok := instant(n.get("updatedTimestamp", "lastRefreshTs").text()); ok {
		m.Taken = at
		if at.After(r.Taken) {
			r.Taken = at
		}
	}
	if days, ok := r.count(n.get("reportDuration")); ok && days > 0 && days <= 366 && !m.Taken.IsZero() {
		m.To = m.Taken.Format(time.DateOnly)
		m.From = m.Taken.AddDate(0, 0, 1-int(days)).Format(time.DateOnly)
	}
	r.Measures = append(r.Measures, m)
}

// walmartDrivers takes the counts among the drivers as parts.
func walmartDrivers(n node, m *reinstate.Measure) {
	for _, name := range n.names() {
		if f, ok := n.get(name).number(); ok && f >= 0 && f == float64(int64(f)) && f < 1e12 {
			m.Parts = append(m.Parts, reinstate.Part{Name: clip(name), Count: int64(f)})
		}
	}
}

// walmartStandard matches what Walmart writes as its standard: "90% or above",
// "above 90%", "2% or below", "less than 2%".
var walmartStandard = regexp.MustCompile(`(?i)^\D*?(\d+(?:\.\d+)?)\s*%`)

func walmartLine(standard string, metric catalog.Metric, m *reinstate.Measure, r *Report) {
	found := walmartStandard.FindStringSubmatch(standard)
	if found == nil {
		if standard != "" {
			r.warn("The standard of %s is not understood: %s.", place(*m), quoted(standard))
		}
		return
	}
	percent, err := strconv.ParseFloat(found[1], 64)
	if err != nil || percent > 100 {
		return
	}
	words := strings.ToLower(standard)
	inclusive := strings.Contains(words, "or ") || strings.Contains(words, "at least") || strings.Contains(words, "at most") || strings.Contains(words, "=")
	m.Target = percent / 100
	switch {
	case metric.High && inclusive:
		m.Comparator = reinstate.AtLeast
	case metric.High:
		m.Comparator = reinstate.Above
	case inclusive:
		m.Comparator = reinstate.AtMost
	default:
		m.Comparator = reinstate.Below
	}
}

// walmartWeekly reads the REPORT of the performance webhook.
func walmartWeekly(book *catalog.HealthBook, n node, r *Report) {
	for _, name := range []string{"partnerId", "moreInfoLink", "notificationType"} {
		n.get(name).text()
	}
	at, dated := instant(n.get("lastRefreshTs").text())
	if dated {
		r.Taken = at
	}
	n.skip("supportedLanguages")
	notice := n.get("enNotification")
	notice.skip("summary", "message")
	for _, one := range notice.get("metrics").items() {
		kpi := one.get("kpi").text()
		code, ok := book.Named(kpi)
		if !ok {
			r.warn("The report has a metric that is not known: %s.", quoted(kpi))
			continue
		}
		metric, _ := book.Metric(code)
		m := reinstate.Measure{Metric: code, Taken: r.Taken, Word: one.get("performanceRiskLevel").word()}
		m.Value, m.Measured = r.fraction(one.get("score"), 100)
		one.get("overallTrend").text()
		walmartLine(one.get("performanceStandard").text(), metric, &m, r)
		r.Measures = append(r.Measures, m)
	}
}
