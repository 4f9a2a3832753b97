package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// report writes what the account's marketplace would have given on a day.
func (a demoFigures) report(account reinstate.Account, day time.Time, ago int) (body []byte, name string, err error) {
	var document any
	switch account.Marketplace {
	case reinstate.Amazon:
		document, name = a.amazon(account, day, ago), "account-health-"+day.Format(time.DateOnly)+".json"
	case reinstate.Walmart:
		document, name = a.walmart(day, ago), "performance-"+day.Format(time.DateOnly)+".json"
	default:
		return nil, "", fmt.Errorf("no report of %s can be written", account.Marketplace)
	}
	body, err = json.MarshalIndent(document, "", " ")
	return body, name, err
}

// object is one object of a report.
type object map[string]any

// amazonRates say how Amazon's report counts each rate.
var amazonRates = []struct {
	metric, field, bad, good, of string
	window, delay                int
	target                       float64
	above                        bool
}{
	{"order_defect_rate", "orderDefectRate", "orderWithDefects", "", "orderCount", 60, 14, 0.01, false},
	{"late_shipment_rate", "lateShipmentRate", "lateShipmentCount", "", "orderCount", 30, 0, 0.04, false},
	{"cancellation_rate", "preFulfillmentCancellationRate", "cancellationCount", "", "orderCount", 7, 0, 0.025, false},
	{"valid_tracking_rate", "validTrackingRate", "", "validTrackingCount", "shipmentCount", 30, 3, 0.95, true},
	{"unit_on_time_delivery_rate", "unitOnTimeDeliveryRate", "", "unitOnTimeDeliveryCount", "totalUnitCount", 14, 7, 0.9, true},
}

// demoSites are the identifiers of sites that the demonstration sells on.
var demoSites = map[string]string{"US": "ATVPDKIKX0DER", "GB": "A1F83G8C2ARO7P", "DE": "A1PA6795UKMFR9"}

func (a demoFigures) amazon(account reinstate.Account, day time.Time, ago int) object {
	metrics := object{"marketplaceId": demoSites[account.Store]}
	for _, r := range amazonRates {
		bad, ok := a.Bad[r.metric]
		if !ok {
			continue
		}
		one := a.amazonRate(bad, r.window, r.delay, ago, day)
		count, of := one["bad"].(int), one["of"].(int)
		delete(one, "bad")
		delete(one, "of")
		one[r.of], one["targetValue"] = of, r.target
		one["targetCondition"] = map[bool]string{false: "LESS_THAN", true: "GREATER_THAN"}[r.above]
		rate := float64(count) / float64(of)
		switch {
		case r.above:
			rate = 1 - rate
			one[r.good] = of - count
		case r.metric == "order_defect_rate":
			claims := count / 3
			one[r.bad] = object{"count": count, "status": "NONE"}
			one["claims"], one["negativeFeedback"], one["chargebacks"] = object{"count": claims}, object{"count": count - claims}, object{"count": 0}
		default:
			one[r.bad] = count
		}
		one["rate"] = rate
		one["status"] = map[bool]string{true: "GOOD", false: "BAD"}[(rate > r.target) == r.above]
		if r.metric == "order_defect_rate" {
			metrics[r.field] = object{"mfn": one}
			continue
		}
		metrics[r.field] = one
	}
	if late, ok := a.Bad["late_shipment_rate"]; ok {
		ten := a.amazonRate(late, 10, 0, ago, day)
		ten["lateShipmentCount"], ten["orderCount"] = ten["bad"], ten["of"]
		ten["rate"] = float64(ten["bad"].(int)) / float64(ten["of"].(int))
		ten["targetValue"], ten["targetCondition"] = 0.04, "LESS_THAN"
		delete(ten, "bad")
		delete(ten, "of")
		metrics["lateShipmentRateList"] = []object{ten}
	}
	if len(a.Rating) > 0 {
		metrics["accountHealthRating"] = object{"reportingDateRange": window(day, 180), "ahrScore": int(a.Rating.at(float64(ago))), "ahrStatus": "GOOD"}
	}
	a.amazonCounts(metrics, day, ago)
	status := map[reinstate.Standing]string{reinstate.StandingAtRisk: "AT_RISK", reinstate.StandingSuspended: "DEACTIVATED"}[account.Standing]
	if status == "" {
		status = "NORMAL"
	}
	return object{"accountStatuses": []object{{"marketplaceId": demoSites[account.Store], "status": status}}, "performanceMetrics": []object{metrics}}
}

// amazonFields are what the report calls the counts of violations.
var amazonFields = map[string]string{
	"listing_policy_violations": "listingPolicyViolations", "authenticity_complaints": "productAuthenticityCustomerComplaints",
	"condition_complaints": "productConditionCustomerComplaints", "safety_complaints": "productSafetyCustomerComplaints",
	"received_ip_complaints": "receivedIntellectualPropertyComplaints", "suspected_ip_violations": "suspectedIntellectualPropertyViolations",
	"restricted_product_violations": "restrictedProductPolicyViolations", "document_requests": "documentRequests",
}

func (a demoFigures) amazonCounts(metrics object, day time.Time, ago int) {
	for metric, field := range amazonFields {
		open := a.Open[metric].step(float64(ago))
		metrics[field] = object{
			"reportingDateRange": window(day, 180), "defectsCount": open, "status": map[bool]string{true: "GOOD", false: "BAD"}[open == 0],
			"targetValue": 0, "targetCondition": "EQUALS",
		}
	}
}

// amazonRate counts a window that ended some days before the report.
func (a demoFigures) amazonRate(bad curve, days, delay, ago int, day time.Time) object {
	return object{
		"reportingDateRange": window(day.AddDate(0, 0, -delay), days), "bad": bad.within(ago+delay, days), "of": a.Orders * days,
	}
}

func window(end time.Time, days int) object {
	return object{
		"reportingDateFrom": end.AddDate(0, 0, 1-days).Format(time.DateOnly) + "T00:00:00Z", "reportingDateTo": end.Format(time.DateOnly) + "T00:00:00Z",
	}
}

// walmartRates are the summaries of Walmart, with their standards.
var walmartRates = []struct {
	metric, segment, standard string
	days                      int
	above                     bool
}{
	{"on_time_delivery_rate", "otd", "90% or above", 30, true},
	{"cancellation_rate", "cancellations", "2% or below", 30, false},
	{"valid_tracking_rate", "vtr", "99% or above", 30, true},
	{"seller_response_rate", "srr", "95% or above", 30, true},
	{"negative_feedback_rate", "negativeFeedback", "2% or below", 60, false},
	{"return_rate", "returns", "6% or below", 60, false},
}

func (a demoFigures) walmart(day time.Time, ago int) object {
	out := object{}
	for _, r := range walmartRates {
		bad, ok := a.Bad[r.metric]
		if !ok {
			continue
		}
		count := bad.within(ago, r.days)
		percent := float64(int(float64(count)/float64(a.Orders*r.days)*10000)) / 100
		if r.above {
			percent = 100 - percent
		}
		one := object{
			"reportDuration": r.days, "updatedTimestamp": day.Add(-2 * time.Hour).Format(time.RFC3339), "performanceStandard": r.standard, "performanceRiskLevel": "Good",
			"ordersImpacted": count,
		}
		if r.above {
			one["shippingMethod"], one["overallRate"], one["sellerAccountableRate"] = "ALL_METHODS", percent, percent
		} else {
			one["cumulativeRate"] = percent
		}
		out[r.segment] = object{"status": "OK", "payload": one}
	}
	return out
}

// table writes the download of the orders behind a figure.
func (o demoOrders) table(a demoFigures, now time.Time) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	rows := [][]string{{"Order ID", "Order Date", "ASIN", "Carrier", "Reason", "Defect type"}}
	n := 0
	for ago := o.Days; ago >= 0; ago-- {
		for range a.Bad[o.Metric].on(ago) {
			n++
			rows = append(rows, []string{
				fmt.Sprintf("11%d-%07d-%07d", n%4, 1204381+n*7919, 3300127+n*104729), now.AddDate(0, 0, -ago).Format(time.DateOnly),
				turn(o.ASINs, n), turn(o.Carriers, n), turn(o.Reasons, n), turn(o.Parts, n),
			})
		}
	}
	if err := w.WriteAll(rows); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

// turn takes the words of a list in turn.
func turn(list []string, n int) string {
	if len(list) == 0 {
		return ""
	}
	return strings.TrimSpace(list[n%len(list)])
}
