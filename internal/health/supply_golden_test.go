package health

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
)

// supplyGoldens are tables of stock, sales and customer service with the headers
// that are published, or a firm's own.
var supplyGoldens = []struct {
	file   string
	market reinstate.Marketplace
}{
	{"amazon_fba_planning.txt", reinstate.Amazon},
	{"amazon_myi.txt", reinstate.Amazon},
	{"amazon_listings.txt", reinstate.Amazon},
	{"amazon_orders.txt", reinstate.Amazon},
	{"amazon_stranded.txt", reinstate.Amazon},
	{"amazon_feedback.txt", reinstate.Amazon},
	{"walmart_inventory.csv", reinstate.Walmart},
	{"walmart_items.csv", reinstate.Walmart},
	{"walmart_inventories.json", reinstate.Walmart},
	{"shelf_count.csv", reinstate.Amazon},
	{"messages.csv", reinstate.Amazon},
	{"claims.csv", reinstate.Amazon},
}

func TestTablesOfStockAndServiceImportToTheRightNumbers(t *testing.T) {
	t.Parallel()
	b := book(t)
	covered := map[string]bool{}
	for _, tt := range supplyGoldens {
		body, err := os.ReadFile(filepath.Join("testdata", tt.file))
		if err != nil {
			t.Fatal(err)
		}
		r := Parse(b, Input{Name: tt.file, Body: body, At: Place{tt.market, "US"}, Now: today})
		covered[r.Source] = true
		out := struct {
			Source, Taken     string
			Warnings, Refused []string
			Stock             []reinstate.StockLine    `json:",omitempty"`
			Sales             []reinstate.Sale         `json:",omitempty"`
			Messages          []reinstate.BuyerMessage `json:",omitempty"`
			Claims            []reinstate.BuyerClaim   `json:",omitempty"`
			Feedback          []reinstate.Feedback     `json:",omitempty"`
			Measures          []told                   `json:",omitempty"`
		}{Source: r.Source, Taken: r.Taken.Format(time.RFC3339), Stock: r.Stock, Sales: r.Sales, Messages: r.Messages, Claims: r.Claims, Feedback: r.Feedback}
		for _, w := range r.Warnings {
			out.Warnings = append(out.Warnings, w.String())
		}
		for _, w := range r.Refused {
			out.Refused = append(out.Refused, w.String())
		}
		for _, m := range r.Measures {
			out.Measures = append(out.Measures, tell(Judge(b, Place{tt.market, "US"}, m, nil)))
		}
		got, err := json.MarshalIndent(out, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		compareGolden(t, filepath.Join("testdata", strings.TrimSuffix(tt.file, filepath.Ext(tt.file))+".golden"), string(got)+"\n")
	}
	for _, l := range b.Layouts() {
		if !covered[l.Code] {
			t.Errorf("the layout %s has no golden file", l.Code)
		}
	}
}
