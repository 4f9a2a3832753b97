package health

import (
	"bytes"
	"strings"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Parse reads a report in any of the shapes that are known. What is wrong with
// it stands in Refused, place by place; then nothing of it may be stored. What
// is only strange stands in Warnings.
func Parse(book *catalog.HealthBook, in Input) Report {
	r := &Report{}
	switch body := bytes.TrimSpace(withoutMark(in.Body)); {
	case len(body) == 0:
		r.refuse(0, "", reinstate.Say("The file is empty. Where a marketplace has no data yet it answers with nothing."))
		return *r
	case len(in.Body) > MostBytes:
		r.refuse(0, "", reinstate.Say("The file is larger than 32 MB."))
		return *r
	case body[0] == '{' || body[0] == '[':
		readJSON(book, in, body, r)
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		readWorkbook(book, in, r)
	case bytes.HasPrefix(body, []byte("\xD0\xCF\x11\xE0")):
		r.refuse(0, "", reinstate.Say("This is a workbook in the old .xls format. Save it as .xlsx or .csv."))
	case bytes.HasPrefix(body, []byte("%PDF")):
		r.refuse(0, "", reinstate.Say("This is a PDF. Download the report as a table or as JSON, or type its figures in."))
	case looksLikeXML(body):
		readXML(book, in, body, r)
	default:
		readText(book, in, r)
	}
	if len(r.Refused) == 0 {
		r.check(book, in)
	}
	return *r
}

func looksLikeXML(body []byte) bool {
	head := strings.ToLower(string(body[:min(len(body), 200)]))
	return strings.HasPrefix(head, "<?xml") || strings.HasPrefix(head, "<seller")
}

// withoutMark drops the mark of UTF-8 at the beginning.
func withoutMark(b []byte) []byte { return bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF")) }

// readJSON tells the shapes apart by their fields.
func readJSON(book *catalog.HealthBook, in Input, body []byte, r *Report) {
	top, why, ok := readTree(body)
	if !ok {
		r.refuse(0, "", why)
		return
	}
	switch {
	case top.has("performanceMetrics") || top.has("accountStatuses"):
		r.Source = "amazon_v2"
		if in.is(reinstate.Amazon, r) {
			readAmazon(book, in, top, r)
		}
	case top.has("standardsProfiles") || top.has("standardsLevel"):
		r.Source = "ebay_standards"
		if in.is(reinstate.EBay, r) {
			readEBay(book, in, top, r)
		}
	case looksLikeStock(top):
		r.Source = "walmart_inventories"
		if in.is(reinstate.Walmart, r) {
			readWalmartStock(in, top, r)
		}
	case looksLikeWalmart(book, top):
		r.Source = "walmart_insights"
		if in.is(reinstate.Walmart, r) {
			readWalmart(book, in, top, r)
		}
	default:
		r.refuse(0, "", reinstate.Say("This is JSON, but no report that is known: neither Amazon's account health report, nor a Walmart performance summary, nor eBay's seller standards."))
		return
	}
	r.Unknown = top.unread()
}

// is refuses a report of another marketplace than the account's.
func (in Input) is(market reinstate.Marketplace, r *Report) bool {
	if in.At.Marketplace == market {
		return true
	}
	r.refuse(0, "", reinstate.Say("This is a report of %s; the account is on %s.", string(market), string(in.At.Marketplace)))
	return false
}
