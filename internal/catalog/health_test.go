package catalog_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

func healthBook(t *testing.T) *catalog.HealthBook {
	t.Helper()
	known, err := catalog.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	return known.Health()
}

func TestTheLineThatHoldsIsFound(t *testing.T) {
	t.Parallel()
	b := healthBook(t)
	for _, tt := range []struct {
		name              string
		metric            reinstate.Metric
		market            reinstate.Marketplace
		store, scope, day string
		as                reinstate.Comparator
		value             float64
		consequence       string
	}{
		{"order defects", "order_defect_rate", reinstate.Amazon, "US", "mfn", "2026-11-26", reinstate.Below, 0.01, "account"},
		{"late shipment", "late_shipment_rate", reinstate.Amazon, "DE", "", "2026-11-26", reinstate.Below, 0.04, "fulfilment"},
		{"late shipment of ten days in India", "late_shipment_rate", reinstate.Amazon, "IN", "10 days", "2026-11-26", reinstate.Below, 0.02, "fulfilment"},
		{"late shipment in India", "late_shipment_rate", reinstate.Amazon, "IN", "", "2026-11-26", reinstate.Below, 0.02, "fulfilment"},
		{"on time by unit before listings came first", "unit_on_time_delivery_rate", reinstate.Amazon, "US", "", "2026-02-27", reinstate.AtLeast, 0.9, "fulfilment"},
		{"on time by unit since listings come first", "unit_on_time_delivery_rate", reinstate.Amazon, "US", "", "2026-02-28", reinstate.AtLeast, 0.9, "listing"},
		{"on time in Europe is a recommendation", "on_time_delivery_rate", reinstate.Amazon, "FR", "", "2026-11-26", reinstate.Above, 0.97, "none"},
		{"Walmart's old delivery line", "on_time_delivery_rate", reinstate.Walmart, "US", "", "2025-06-30", reinstate.Above, 0.95, "account"},
		{"Walmart's present delivery line", "on_time_delivery_rate", reinstate.Walmart, "US", "", "2026-11-26", reinstate.AtLeast, 0.9, "account"},
		{"Walmart Canada", "cancellation_rate", reinstate.Walmart, "CA", "", "2026-11-26", reinstate.Below, 0.03, "account"},
		{"eBay", "order_defect_rate", reinstate.EBay, "US", "", "2026-11-26", reinstate.AtMost, 0.02, "account"},
	} {
		line, ok := b.Line(tt.metric, tt.market, tt.store, tt.scope, tt.day)
		if !ok || line.Comparator != tt.as || line.Value != tt.value || line.Consequence != tt.consequence || line.Source.Title == "" {
			t.Errorf("%s: got %+v (%v)", tt.name, line, ok)
		}
	}
	for _, tt := range []struct {
		name   string
		metric reinstate.Metric
		market reinstate.Marketplace
		store  string
		day    string
	}{
		{"no late shipment line is known for Walmart", "late_shipment_rate", reinstate.Walmart, "US", "2026-11-26"},
		{"on time was no rule in 2023", "unit_on_time_delivery_rate", reinstate.Amazon, "US", "2023-01-01"},
		{"refunds after their line ends", "refund_rate", reinstate.Walmart, "US", "2027-03-28"},
		{"nothing is known of Etsy", "order_defect_rate", reinstate.Etsy, "US", "2026-11-26"},
	} {
		if line, ok := b.Line(tt.metric, tt.market, tt.store, "", tt.day); ok {
			t.Errorf("%s: got %+v", tt.name, line)
		}
	}
}

func TestMetricsAreKnownByWhatFilesCallThem(t *testing.T) {
	t.Parallel()
	b := healthBook(t)
	for name, want := range map[string]reinstate.Metric{
		"ODR": "order_defect_rate", "Order Defect Rate": "order_defect_rate", "order_defect_rate": "order_defect_rate", "订单缺陷率": "order_defect_rate",
		"On-time delivery": "on_time_delivery_rate", "LSR ": "late_shipment_rate", "Pre-fulfillment Cancellation Rate": "cancellation_rate",
	} {
		if got, ok := b.Named(name); !ok || got != want {
			t.Errorf("%q: got %q", name, got)
		}
	}
	for header, want := range map[string]string{"Order ID": "order", "amazon-order-id": "order", "订单号": "order", "PO#": "order", "As of": "day", "nonsense": ""} {
		if got := b.Column(header); got != want {
			t.Errorf("column %q: got %q, want %q", header, got, want)
		}
	}
	if part, ok := b.Mark("A-to-z claim"); !ok || part != "claims" {
		t.Errorf("got %q", part)
	}
}

// editedHealth is the catalog with one file of the health folder changed.
func editedHealth(t *testing.T, name, old, into string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(data.FS, "catalog", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(data.FS, path)
		if strings.HasSuffix(path, "/health/"+name) {
			if !strings.Contains(string(raw), old) {
				t.Fatalf("%s does not say %q", path, old)
			}
			raw = []byte(strings.Replace(string(raw), old, into, 1))
		}
		files[path] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestMistakesOfTheHealthFilesAreNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, file, old, into, want string }{
		{"a line without a source", "amazon.yaml", "consequence: account, source: gsc", "consequence: account, source: nobody", "is not a source"},
		{"a line the wrong way", "amazon.yaml", "order_defect_rate, below: 0.01", "order_defect_rate, at_least: 0.01", "runs against"},
		{"two lines in one", "amazon.yaml", "below: 0.01", "below: 0.01, at_most: 0.01", "exactly one"},
		{"a percentage", "walmart.yaml", "at_most: 0.02, window: 30", "at_most: 2, window: 30", "not a fraction"},
		{"two lines on one day", "walmart.yaml", "until: 2025-06-30", "until: 2025-07-02", "same day"},
		{"a metric nobody knows", "ebay.yaml", "SHIPPING_MISS_RATE: late_shipment_rate", "SHIPPING_MISS_RATE: lateness", "not a metric"},
		{"a consequence nobody knows", "ebay.yaml", "consequence: none", "consequence: tears", "neither a level nor none"},
		{"a reason nobody knows", "metrics.yaml", "reason: order_defect_rate", "reason: bad_luck", "not a reason"},
		{"a day that is none", "amazon.yaml", "from: 2024-09-25", "from: 2024-13-25", "not a day"},
		{"a header twice", "columns.yaml", "[carrier,", "[carrier, sku,", "stands for"},
		{"an unknown key", "tiktok.yaml", "marketplace: tiktok", "marketplace: tiktok\nmotto: buy", "motto"},
	} {
		_, err := catalog.Load(editedHealth(t, tt.file, tt.old, tt.into))
		var mistakes catalog.Mistakes
		if !errors.As(err, &mistakes) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v", tt.name, err)
		}
	}
}
