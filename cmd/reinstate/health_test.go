package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// healthSample is a report that the tests of the reader hold too.
func healthSample(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "internal", "health", "testdata", name)
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAReportIsImportedFromACommandLine(t *testing.T) {
	t.Parallel()
	dir := firmFolder(t)
	on := func(args ...string) said { t.Helper(); return call(t, append(args, "--data", dir)...) }
	live := healthSample(t, "amazon_live.json")

	dry := on("health", "import", "--dry-run", "--account", "lamp-amazon-us", live)
	if !strings.Contains(dry.err, "It would store 22 figures of 19 November 2026 for lamp-amazon-us.") || !strings.Contains(dry.out, "Order defect rate, shipped by the seller") {
		t.Errorf("dry run: printed %q and said %q", dry.out, dry.err)
	}
	got := decode[healthJSON](t, on("health", "import", "--account", "lamp-amazon-us", "--json", live).out)
	at := slices.IndexFunc(got.Metrics, func(m metricJSON) bool { return m.Metric == "order_defect_rate" && m.Scope == "mfn" })
	if at < 0 {
		t.Fatalf("no order defect rate in %+v", got)
	}
	m := got.Metrics[at]
	if m.Rate == nil || *m.Rate != 0.00763 || m.Target == nil || *m.Target != 0.01 || m.Comparator != "<" || m.From != "2026-09-07" || m.To != "2026-11-05" || m.Status != "at_risk" || m.Ours {
		t.Errorf("got %+v", m)
	}
	if late := slices.IndexFunc(got.Metrics, func(m metricJSON) bool { return m.Metric == "late_shipment_rate" && m.Status == "breach" }); late < 0 {
		t.Errorf("the late shipments of ten days are not over the line: %+v", got.Metrics)
	}
	if len(got.Warnings) != 5 || !slices.ContainsFunc(got.Warnings, func(w string) bool {
		return strings.Contains(w, "3 more and it is over (orders with a defect): now 9 of 1,180 orders")
	}) {
		t.Errorf("warnings %q", got.Warnings)
	}
	again := on("health", "import", "--account", "lamp-amazon-us", live)
	if !strings.Contains(again.err, "is kept already") {
		t.Errorf("the second time it said %q", again.err)
	}
	if checked := on("verify"); !strings.Contains(checked.err+checked.out, "as it was stored") {
		t.Errorf("verify said %q", checked.err)
	}
}

func TestARefusedReportIsNamedPlaceByPlace(t *testing.T) {
	t.Parallel()
	dir := firmFolder(t)
	table := filepath.Join(t.TempDir(), "figures.csv")
	if err := os.WriteFile(table, []byte("Date,ODR\n2026-11-18,0.5%\n2026-11-19,NaN\n2026-11-20,140%\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := try(t, nil, "", "health", "import", "--account", "lamp-amazon-us", table, "--data", dir)
	if got.status != failed || got.out != "" {
		t.Errorf("status %d, printed %q", got.status, got.out)
	}
	for _, want := range []string{"Row 3, “ODR”: “NaN” is no number.", "Row 4, “ODR”: A rate cannot be above 100%: it says 140%.", "Nothing was stored."} {
		if !strings.Contains(got.err, want) {
			t.Errorf("%q is not said in %q", want, got.err)
		}
	}
	own := filepath.Join(t.TempDir(), "own.csv")
	if err := os.WriteFile(own, []byte("Tag;Quote\n18.11.2026;0,9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	asked := try(t, nil, "", "health", "import", "--account", "lamp-amazon-us", own, "--data", dir)
	if asked.status != failed || !strings.Contains(asked.err, "The columns are: Tag, Quote.") {
		t.Errorf("status %d, said %q", asked.status, asked.err)
	}
	mapped := call(t, "health", "import", "--account", "lamp-amazon-us", own, "--data", dir, "--map", "Tag=day", "--map", "Quote=metric:ODR", "--percent", "--decimal-comma", "--json")
	if m := decode[healthJSON](t, mapped.out).Metrics; len(m) != 1 || *m[0].Rate != 0.009 || !m[0].Ours {
		t.Errorf("got %+v", m)
	}
	for _, tt := range []struct {
		name, want string
		args       []string
	}{
		{"no account", "Name the account", []string{"health", "import", table}},
		{"an account that is not there", "There is: ", []string{"health", "import", "--account", "nobody", table}},
		{"a metric nobody knows", "There is no metric", []string{"health", "import", "--account", "lamp-amazon-us", "--metric", "joy", table}},
		{"a role nobody knows", "is no role of a column", []string{"health", "import", "--account", "lamp-amazon-us", "--map", "Date=joy", table}},
		{"half a mapping", "--map takes COLUMN=ROLE", []string{"health", "import", "--account", "lamp-amazon-us", "--map", "Date", table}},
	} {
		if got := try(t, nil, "", append(tt.args, "--data", dir)...); got.status == done || !strings.Contains(got.err, tt.want) {
			t.Errorf("%s: status %d, said %q", tt.name, got.status, got.err)
		}
	}
}

func TestStockIsImportedFromACommandLine(t *testing.T) {
	t.Parallel()
	dir := firmFolder(t)
	on := func(args ...string) said { t.Helper(); return call(t, append(args, "--data", dir)...) }
	got := on("health", "import", "--account", "lamp-amazon-us", healthSample(t, "amazon_fba_planning.txt"))
	for _, want := range []string{"Stored 2 SKUs of stock of 25 November 2026 for lamp-amazon-us.", "1 SKU runs out.", "1 SKU has units that nobody can buy."} {
		if !strings.Contains(got.err, want) {
			t.Errorf("it said %q, not %q", got.err, want)
		}
	}
	sales := decode[healthJSON](t, on("health", "import", "--account", "lamp-amazon-us", "--json", healthSample(t, "amazon_orders.txt")).out)
	if sales.Rows["sales"] != 4 || sales.Stock["skus"] != 2 || len(sales.Warnings) < 2 || sales.Source != "amazon_orders" {
		t.Errorf("got %+v", sales)
	}
	if again := on("health", "import", "--account", "lamp-amazon-us", healthSample(t, "amazon_orders.txt")); !strings.Contains(again.err, "is kept already") {
		t.Errorf("the second time it said %q", again.err)
	}
}
