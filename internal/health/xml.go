package health

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// readXML reads GET_V1_SELLER_PERFORMANCE_REPORT, the older report of Amazon.
// It has no targets and no warnings.
func readXML(book *catalog.HealthBook, in Input, body []byte, r *Report) {
	r.Source = "amazon_v1"
	tree, why, ok := readElements(body)
	if !ok {
		r.refuse(0, "", why)
		return
	}
	top := node{v: tree, read: map[string]bool{}}
	if report := top.get("sellerPerformanceReports"); report.present() {
		top = report
	}
	reports := top.get("sellerPerformanceReport").items()
	if len(reports) == 0 {
		r.refuse(0, "", reinstate.Say("This is XML, but no seller performance report of Amazon."))
		return
	}
	if !in.is(reinstate.Amazon, r) {
		return
	}
	for _, one := range reports {
		if !in.ours(book, one.get("marketplaceId").text()) {
			r.refuse(0, "", reinstate.Say("This report is about another site than the account's."))
			return
		}
		amazonV1(book, one, r)
	}
	r.Measures = latestWindows(r.Measures)
	r.Unknown = node{v: tree, read: top.read}.unread()
}

// v1 says where the older report has each metric: the group, the element in
// it, and whether its count is of the good ones.
var v1 = []struct {
	group, metrics, element string
	metric                  reinstate.Metric
	good                    bool
}{
	{"orderDefects", "orderDefectMetrics", "orderWithDefects", "order_defect_rate", false},
	{"customerExperience", "customerExperienceMetrics", "lateShipment", "late_shipment_rate", false},
	{"customerExperience", "customerExperienceMetrics", "preFulfillmentCancellation", "cancellation_rate", false},
	{"returnDissatisfaction", "returnDissatisfactionMetrics", "returnDissatisfaction", "return_dissatisfaction_rate", false},
	{"trackingInformation", "trackingMetrics", "validTracking", "valid_tracking_rate", true},
	{"trackingInformation", "trackingMetrics", "onTimeDelivery", "on_time_delivery_rate", true},
}

var v1Parts = []string{"negativeFeedbacks", "a_z_claims", "chargebacks"}

func amazonV1(book *catalog.HealthBook, n node, r *Report) {
	checklist := n.get("performanceChecklist")
	for _, name := range checklist.names() {
		checklist.get(name).get("status").text()
	}
	for _, where := range v1 {
		for _, group := range n.get(where.group).items() {
			for _, metrics := range group.get(where.metrics).items() {
				metrics.skip("refunds")
				one := metrics.get(where.element)
				if !one.present() {
					continue
				}
				metric, _ := book.Metric(where.metric)
				m := reinstate.Measure{Metric: where.metric}
				frame := metrics.get("timeFrame")
				m.From, m.To = dayOf(frame.get("start").text()), dayOf(frame.get("end").text())
				v1Rate(metrics, one, metric, where.good, &m, r)
				if where.metric == "order_defect_rate" {
					for _, name := range v1Parts {
						if count, ok := r.count(metrics.get(name).get("count")); ok {
							m.Parts = append(m.Parts, reinstate.Part{Name: name, Count: count})
							metrics.get(name).get("rate").text()
						}
					}
				}
				r.Measures = append(r.Measures, m)
			}
		}
	}
}

// v1Rate takes the rate from the counts where they are there: whether the
// report writes it as a fraction or in percent is not documented.
func v1Rate(metrics, one node, metric catalog.Metric, good bool, m *reinstate.Measure, r *Report) {
	count, counted := r.count(one.get("count"))
	of, total := r.count(metrics.get("orderCount", "shipmentCount", "returnCount"))
	rate := one.get("rate")
	switch {
	case total && of == 0:
		rate.text()
	case counted && total && count <= of:
		m.Bad, m.Of, m.Counted, m.Measured = count, of, true, true
		if good {
			m.Bad = of - count
		}
		m.Value = rateOf(m.Bad, m.Of, metric.High)
		rate.text()
	default:
		m.Value, m.Measured = r.fraction(rate, 1)
	}
}

// latestWindows keeps the newest window of each metric as the account's, and
// names the others by their length.
func latestWindows(measures []reinstate.Measure) []reinstate.Measure {
	newest := map[reinstate.Metric]string{}
	for _, m := range measures {
		newest[m.Metric] = max(newest[m.Metric], m.To)
	}
	var kept []reinstate.Measure
	for _, m := range measures {
		if m.To == newest[m.Metric] {
			kept = append(kept, m)
		}
	}
	return withoutRepeats(kept)
}

// readElements turns XML into the same tree as JSON: elements are fields,
// repeated ones lists, and text is a value. Entities beyond XML's own and
// anything deeper than a report are refused.
func readElements(body []byte) (map[string]any, reinstate.Sentence, bool) {
	broken := reinstate.Say("The file is no whole XML: it breaks off or is wrong.")
	decoder := xml.NewDecoder(bytes.NewReader(body))
	decoder.CharsetReader = func(charset string, input io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "iso-8859-1") || strings.EqualFold(charset, "windows-1252") || strings.EqualFold(charset, "us-ascii") {
			return latin(input), nil
		}
		return nil, errors.New("unknown charset")
	}
	type frame struct {
		name   string
		fields map[string]any
		text   strings.Builder
	}
	stack := []*frame{{fields: map[string]any{}}}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			if len(stack) != 1 {
				return nil, broken, false
			}
			return stack[0].fields, reinstate.Sentence{}, true
		}
		if err != nil {
			return nil, broken, false
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(stack) > mostDepth {
				return nil, reinstate.Say("The file is nested more than %s levels deep, which no report is.", whole(mostDepth)), false
			}
			stack = append(stack, &frame{name: t.Name.Local, fields: map[string]any{}})
		case xml.CharData:
			stack[len(stack)-1].text.Write(t)
		case xml.EndElement:
			done := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			var v any = done.fields
			if len(done.fields) == 0 {
				v = strings.TrimSpace(done.text.String())
			}
			into := stack[len(stack)-1].fields
			switch old := into[done.name].(type) {
			case nil:
				into[done.name] = v
			case []any:
				into[done.name] = append(old, v)
			default:
				into[done.name] = []any{old, v}
			}
		}
	}
}
