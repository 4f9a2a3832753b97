package health

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"reinstate/internal/reinstate"
)

func parsed(t *testing.T, name, body string, change ...func(*Input)) Report {
	t.Helper()
	in := Input{Name: name, Body: []byte(body), At: amazonUS(), Now: today}
	for _, f := range change {
		f(&in)
	}
	return Parse(book(t), in)
}

func encoded(t *testing.T, with encoding.Encoding, text string) string {
	t.Helper()
	out, err := with.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// brief writes a measure in one line.
func brief(m reinstate.Measure) string {
	counts := ""
	if m.Counted {
		counts = fmt.Sprintf(" %d/%d", m.Bad, m.Of)
	}
	return fmt.Sprintf("%s %s %s %.6g%s", m.Metric, m.Scope, m.Taken.Format(time.DateOnly), m.Value, counts)
}

func TestTablesAreReadHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	wide := "Date,ODR,Late Shipment Rate\n2026-11-18,0.62%,3.1%\n2026-11-19,0.76%,3.4%\n"
	wanted := []string{
		"order_defect_rate  2026-11-18 0.0062", "order_defect_rate  2026-11-19 0.0076",
		"late_shipment_rate  2026-11-18 0.031", "late_shipment_rate  2026-11-19 0.034",
	}
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"a column for each metric", wide, wanted},
		{"with a mark of UTF-8 and Windows line ends", "\uFEFF" + strings.ReplaceAll(wide, "\n", "\r\n"), wanted},
		{"with bare carriage returns", strings.ReplaceAll(wide, "\n", "\r"), wanted},
		{"tabs, as copied from a page", strings.ReplaceAll(wide, ",", "\t"), wanted},
		{"semicolons and decimal commas", strings.ReplaceAll(strings.ReplaceAll(wide, ",", ";"), ".", ","), wanted},
		{"UTF-16 with a mark", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), wide), wanted},
		{"UTF-16 the other way", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), wide), wanted},
		{"UTF-16 without a mark", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), wide), wanted},
		{"percent without the sign", strings.ReplaceAll(wide, "%", ""), wanted},
		{"American dates", "Date,ODR\n11/18/2026,0.62%\n11/19/2026,0.76%\n", wanted[:2]},
		{"German dates", "Datum;Bestellmangelrate\n18.11.2026;0,62 %\n19.11.2026;0,76 %\n", wanted[:2]},
		{"Chinese in GB18030", encoded(t, simplifiedchinese.GB18030, "日期,订单缺陷率\n2026年11月18日,0.62%\n2026年11月19日,0.76%\n"), wanted[:2]},
		{"umlauts in Windows-1252", encoded(t, charmap.Windows1252, "Datum;Bestellmangelrate;Fälle über Grenze\n18.11.2026;0,62 %;für später\n19.11.2026;0,76 %;Größe\n"), wanted[:2]},
		{"a title above the header", "Account health\n\nDate,ODR,Late Shipment Rate\n2026-11-18,0.62%,3.1%\n2026-11-19,0.76%,3.4%\n", wanted},
		{"a metric a row, with counts", "Metric,From,To,Count,Orders\nODR,2026-09-20,2026-11-18,9,1180\nLSR,2026-10-20,2026-11-18,\"1,021\",\"34,610\"\n",
			[]string{"order_defect_rate  2026-11-18 0.00762712 9/1180", "late_shipment_rate  2026-11-18 0.0295001 1021/34610"}},
		{"scopes", "Metric,Fulfillment,Date,Rate\nODR,mfn,2026-11-18,0.8%\nODR,afn,2026-11-18,0.1%\n", []string{"order_defect_rate mfn 2026-11-18 0.008", "order_defect_rate afn 2026-11-18 0.001"}},
		{"blanks are not zeros", "Date,ODR,LSR\n2026-11-18,N/A,3.1%\n2026-11-19,0.76%,-\n", []string{wanted[1], wanted[2]}},
		{"no orders is nothing measured", "Metric,Date,Count,Orders\nODR,2026-11-18,0,0\n", []string{"order_defect_rate  2026-11-18 0 0/0"}},
		{"quoted cells with the delimiter in them", "Date,Note,ODR\n2026-11-18,\"one, two\",0.62%\n2026-11-19,\"say \"\"so\"\"\",0.76%\n", wanted[:2]},
	} {
		r := parsed(t, "metrics.csv", tt.body)
		var got []string
		for _, m := range r.Measures {
			got = append(got, brief(m))
		}
		if len(r.Refused) > 0 || strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
			t.Errorf("%s: got %q, refused %v", tt.name, got, r.Refused)
		}
	}
}

func TestBadRowsAreNamedAndNothingIsKept(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body, want string }{
		{"NaN", "Date,ODR\n2026-11-18,0.5%\n2026-11-19,NaN\n", "Row 3, “ODR”: “NaN” is no number."},
		{"infinity", "Date,ODR\n2026-11-18,Inf\n", "Row 2, “ODR”: “Inf” is no number."},
		{"a number beyond all", "Date,Messages waiting\n2026-11-18,1e400\n", "is no number"},
		{"101 %", "Date,ODR\n2026-11-18,101%\n", "Row 2, “ODR”: A rate cannot be above 100%: it says 101%."},
		{"a negative rate", "Date,ODR\n2026-11-18,-1%\n", "cannot be below zero"},
		{"a negative count", "Metric,Date,Count,Orders\nODR,2026-11-18,-3,100\n", "Row 2, bad: A count cannot be below zero."},
		{"more bad ones than all", "Metric,Date,Count,Orders\nODR,2026-11-18,30,10\n", "Row 2, bad: 30 of 10 is more than all."},
		{"half an order", "Metric,Date,Count,Orders\nODR,2026-11-18,3.5,100\n", "no whole number"},
		{"a day to come", "Date,ODR\n2026-12-24,0.5%\n", "Row 2, day: The day 2026-12-24 has not come yet."},
		{"a day that is none", "Date,ODR\n2026-02-30,0.5%\n", "“2026-02-30” is no date"},
		{"a window that begins after it ends", "Metric,From,To,Rate\nODR,2026-11-18,2026-11-01,0.5%\n", "Row 2, from: The window begins after it ends."},
		{"overlapping windows", "Metric,From,To,Rate\nODR,2026-09-20,2026-11-18,0.5%\nODR,2026-11-01,2026-11-15,0.6%\n", "Row 3, order_defect_rate: Its window overlaps another of 60 days; this one has 15."},
		{"two statements about one window", "Metric,Date,Rate\nODR,2026-11-18,0.5%\nODR,2026-11-18,0.6%\n", "two different things"},
		{"a header twice", "Date,ODR,odr\n2026-11-18,0.5%,0.6%\n", "Row 1, “odr”: The header has this column twice."},
		{"a formula", "Date,ODR\n2026-11-18,=B1*2\n", "Row 2, “ODR”: The cell holds a formula."},
		{"a formula in another dress", "Date,ODR\n2026-11-18,+SUM(A1)\n", "holds a formula"},
		{"another seller", "Seller ID,Date,ODR\nA1,2026-11-18,0.5%\nA2,2026-11-18,0.6%\n", "Row 3: The row is about the seller “A2”; the account is “A1”."},
		{"a metric nobody knows", "Metric,Date,Rate\nHappiness,2026-11-18,0.5%\n", "“Happiness” is no metric"},
		{"an open quotation mark", "Date,ODR\n2026-11-18,\"0.5%\n", "quotation mark"},
		{"an empty file", " \n", "The file is empty."},
		{"prose", "Dear team\nour numbers were fine\n", "neither a report that is known nor a table"},
		{"a table of something else", "Colour,Taste\nred,sweet\n", ""},
		{"bytes of nothing", "a\x00b\x00\x00\x01,\xff\xfe", "cannot be read"},
	} {
		r := parsed(t, "metrics.csv", tt.body, func(in *Input) { in.Seller = "A1" })
		if tt.want == "" {
			if r.Table == nil || r.Table.Asks != AsksColumns || len(r.Refused) > 0 {
				t.Errorf("%s: asks %+v, refused %v", tt.name, r.Table, r.Refused)
			}
			continue
		}
		if !strings.Contains(fmt.Sprint(r.Refused), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.name, r.Refused, tt.want)
		}
	}
}

func TestATableThatIsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	rows := "Date,ODR\n" + strings.Repeat("2026-11-18,0.5%\n", 1_000_000)
	if r := parsed(t, "million.csv", rows); !strings.Contains(fmt.Sprint(r.Refused), "Row 200001: The table has more than 200,000 rows.") {
		t.Errorf("got %v", r.Refused)
	}
	for _, tt := range []struct{ name, body, want string }{
		{"a megabyte in one cell", "Date,ODR\n2026-11-18," + strings.Repeat("9", 1<<20) + "\n", "A cell holds more than"},
		{"a thousand columns", strings.Repeat("a,", 1000) + "b\n1,2\n", "more than 400 columns"},
		{"33 MB", "Date,ODR\n" + strings.Repeat("x", 33<<20), "larger than 32 MB"},
	} {
		if r := parsed(t, "x.csv", tt.body); !strings.Contains(fmt.Sprint(r.Refused), tt.want) {
			t.Errorf("%s: got %.200v", tt.name, r.Refused)
		}
	}
}

func TestJSONThatIsNoReportIsRefused(t *testing.T) {
	t.Parallel()
	amazon := func(fields string) string {
		return `{"performanceMetrics":[{"marketplaceId":"ATVPDKIKX0DER",` + fields + `}]}`
	}
	window := `"reportingDateRange":{"reportingDateFrom":"2026-10-21T00:00Z","reportingDateTo":"2026-11-19T23:59Z"}`
	for _, tt := range []struct{ name, body, want string }{
		{"hostile depth", strings.Repeat(`{"a":`, 100_000), "nested more than 64 levels"},
		{"hostile lists", strings.Repeat(`[`, 100_000), "nested more than 64 levels"},
		{"half a report", `{"performanceMetrics":[{"marketplaceId":`, "no whole JSON"},
		{"two documents", `{"performanceMetrics":[]}{"a":1}`, "more than one JSON document"},
		{"something else", `{"hello":"world"}`, "no report that is known"},
		{"a rate above 100 %", amazon(`"lateShipmentRate":{` + window + `,"rate":1.01,"orderCount":10}`), "performanceMetrics[0].lateShipmentRate.rate: A rate cannot be above 100%: it says 101%."},
		{"a negative count", amazon(`"lateShipmentRate":{` + window + `,"rate":0.1,"lateShipmentCount":-1,"orderCount":10}`), "lateShipmentCount: A count cannot be below zero."},
		{"NaN", amazon(`"lateShipmentRate":{` + window + `,"rate":"NaN"}`), "“NaN” is no number"},
		{"a rate beyond all", amazon(`"lateShipmentRate":{` + window + `,"rate":1e309}`), "is no number"},
		{"a window to come", amazon(`"lateShipmentRate":{"reportingDateRange":{"reportingDateFrom":"2027-10-21T00:00Z","reportingDateTo":"2027-11-19T23:59Z"},"rate":0.1}`), "has not come yet"},
		{"a list where an object stands", amazon(`"lateShipmentRate":[1,2]`), ""},
		{"another site", strings.ReplaceAll(amazon(`"lateShipmentRate":{`+window+`,"rate":0.1}`), "ATVPDKIKX0DER", "A1PA6795UKMFR9"), "This report is about Amazon DE; the account is Amazon US."},
		{"another marketplace", `{"standardsProfiles":[]}`, "This is a report of ebay; the account is on amazon."},
		{"a rating beyond its scale", amazon(`"accountHealthRating":{"ahrScore":5000}`), "no rating from 0 to 1000"},
		{"broken XML", `<?xml version="1.0"?><sellerPerformanceReports><a>`, "no whole XML"},
		{"a bomb of entities", `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><sellerPerformanceReports>&b;</sellerPerformanceReports>`, "no whole XML"},
		{"deep XML", `<?xml version="1.0"?>` + strings.Repeat("<a>", 10_000), "nested more than"},
		{"other XML", `<?xml version="1.0"?><feed><entry/></feed>`, "no seller performance report"},
	} {
		r := parsed(t, "report.json", tt.body)
		if tt.want == "" {
			continue // must only not break
		}
		if !strings.Contains(fmt.Sprint(r.Refused), tt.want) {
			t.Errorf("%s: got %v", tt.name, r.Refused)
		}
	}
}

func TestOrderDownloadsAreRead(t *testing.T) {
	t.Parallel()
	walmart := func(in *Input) { in.At = Place{reinstate.Walmart, "US"} }
	for _, tt := range []struct {
		name, file, body string
		change           func(*Input)
		want             []string
	}{
		{"marks", "odr.csv", "Order Date,Order ID,ASIN,Feedback,Claim,Chargeback\n2026-11-01,111-1,B0A,X,,\n2026-11-02,111-2,B0A,,X,X\n", nil,
			[]string{"order_defect_rate 111-1 2026-11-01 negative_feedback B0A ", "order_defect_rate 111-2 2026-11-02 claims B0A ", "order_defect_rate 111-2 2026-11-02 chargebacks B0A "}},
		{"the metric in the file's name", "late shipment rate 2026-11.tsv", "Order ID\tOrder Date\tCarrier\tReason\n111-1\t11/14/2026\tUPS\tlate pickup\n", nil,
			[]string{"late_shipment_rate 111-1 2026-11-14   UPS"}},
		{"the metric chosen", "download.csv", "order-id,purchase-date,sku\n111-1,2026-11-01T08:12:00Z,S-1\n", func(in *Input) { in.Metric = "cancellation_rate" },
			[]string{"cancellation_rate 111-1 2026-11-01   "}},
		{"Walmart's segment", "vtr_report.csv", "PO#,Order Date,Carrier\n1078,2026-11-01,FedEx\n", walmart, []string{"valid_tracking_rate 1078 2026-11-01   FedEx"}},
	} {
		change := tt.change
		if change == nil {
			change = func(*Input) {}
		}
		r := parsed(t, tt.file, tt.body, change)
		var got []string
		for _, d := range r.Defects {
			got = append(got, strings.Join([]string{string(d.Metric), d.Order, d.Day, d.Part, d.ASIN, d.Carrier}, " "))
		}
		if len(r.Refused) > 0 || strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
			t.Errorf("%s: got %q, refused %v", tt.name, got, r.Refused)
		}
	}
	remembered := func(in *Input) {
		in.Mapped = func(string) (reinstate.Mapping, bool) {
			return reinstate.Mapping{Columns: map[string]string{"Order ID": "order", "Order Date": "order_day"}, Metric: "late_shipment_rate"}, true
		}
	}
	for file, want := range map[string]reinstate.Metric{"odr.csv": "order_defect_rate", "download.csv": "late_shipment_rate"} {
		r := parsed(t, file, "Order ID,Order Date\n111-1,2026-11-01\n", remembered)
		if len(r.Defects) != 1 || r.Defects[0].Metric != want || (len(r.Warnings) > 0) != (file == "download.csv") {
			t.Errorf("%s: got %+v, %v", file, r.Defects, r.Warnings)
		}
	}
	chosen := parsed(t, "download.csv", "Order ID,Order Date\n111-1,2026-11-01\n", remembered, func(in *Input) { in.Metric = "cancellation_rate" })
	if chosen.Defects[0].Metric != "cancellation_rate" {
		t.Errorf("what was chosen does not go first: %+v", chosen.Defects)
	}
	if r := parsed(t, "download.csv", "Order ID,Order Date\n111-1,2026-11-01\n"); r.Table.Asks != AsksMetric {
		t.Errorf("orders of nobody knows what: %+v", r)
	}
	if r := parsed(t, "odr.csv", "Order ID,Order Date\n,2026-11-01\n"); !strings.Contains(fmt.Sprint(r.Refused), "Row 2, order: The row has no order number.") {
		t.Errorf("got %v", r.Refused)
	}
}

func TestWhatAPersonSaidOfColumnsGoesFirst(t *testing.T) {
	t.Parallel()
	body := "Tag;Quote in Prozent\n18.11.2026;0,9\n"
	r := parsed(t, "own.csv", body)
	if r.Table == nil || r.Table.Asks != AsksColumns {
		t.Fatalf("got %+v", r)
	}
	said := reinstate.Mapping{Columns: map[string]string{"Tag": "day", "Quote in Prozent": "metric:order_defect_rate"}, Percent: true, Comma: true, Days: "dmy"}
	r = parsed(t, "own.csv", body, func(in *Input) { in.Mapping = &said })
	if len(r.Measures) != 1 || r.Measures[0].Value != 0.009 || r.Measures[0].Taken.Format(time.DateOnly) != "2026-11-18" {
		t.Fatalf("got %+v, refused %v", r.Measures, r.Refused)
	}
	kept := r.Table.Mapping
	r = parsed(t, "next.csv", "Tag;Quote in Prozent\n19.11.2026;1,2\n", func(in *Input) {
		in.Mapped = func(fingerprint string) (reinstate.Mapping, bool) { return kept, fingerprint == kept.Fingerprint }
	})
	if len(r.Measures) != 1 || r.Measures[0].Value != 0.012 {
		t.Errorf("the mapping is forgotten: %+v, refused %v", r.Measures, r.Refused)
	}
}

func workbook(t *testing.T, rows [][]any, change func(*excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(f)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWorkbooksAreRead(t *testing.T) {
	t.Parallel()
	rows := [][]any{{"Date", "ODR", "Orders shipped"}, {"2026-11-18", "0.62%", 100}, {"2026-11-19", 0.0076, 120}}
	r := parsed(t, "metrics.xlsx", workbook(t, rows, nil))
	if len(r.Measures) != 2 || r.Measures[0].Value != 0.0062 || r.Measures[1].Value != 0.0076 {
		t.Errorf("got %+v, refused %v", r.Measures, r.Refused)
	}
	r = parsed(t, "metrics.xlsx", workbook(t, rows, func(f *excelize.File) {
		if err := f.SetCellFormula("Sheet1", "B3", "=B2*2"); err != nil {
			t.Fatal(err)
		}
	}))
	if !strings.Contains(fmt.Sprint(r.Refused), "Row 3, “ODR”: The cell holds a formula.") {
		t.Errorf("a formula: got %+v, %v", r.Measures, r.Refused)
	}
	if r := parsed(t, "x.xlsx", "PK\x03\x04 not a workbook"); !strings.Contains(fmt.Sprint(r.Refused), "cannot be opened") {
		t.Errorf("a broken one: %v", r.Refused)
	}
	if r := parsed(t, "x.xlsx", workbook(t, nil, nil)); !strings.Contains(fmt.Sprint(r.Refused), "No sheet") {
		t.Errorf("an empty one: %v", r.Refused)
	}
}

func TestAFigureIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		cell    string
		comma   bool
		want    float64
		percent bool
		ok      bool
	}{
		{"0.76%", false, 0.76, true, true}, {"0,76 %", true, 0.76, true, true}, {"1,180", false, 1180, false, true}, {"1.180", true, 1180, false, true},
		{"1.180,5", true, 1180.5, false, true}, {"1 180", false, 1180, false, true}, {"1,18", false, 0, false, false}, {"1,2,3", false, 0, false, false},
		{"12,34,567", false, 0, false, false}, {"", false, 0, false, false}, {"NaN", false, 0, false, false}, {"0x10", false, 0, false, false}, {"1e3", false, 0, false, false},
		{"+5", false, 5, false, true}, {"-5", false, -5, false, true}, {".5", false, 0.5, false, true}, {"5％", false, 5, true, true},
	} {
		got, percent, ok := parseFigure(tt.cell, tt.comma)
		if ok != tt.ok || ok && (got != tt.want || percent != tt.percent) {
			t.Errorf("%q: got %v %v %v", tt.cell, got, percent, ok)
		}
	}
}
