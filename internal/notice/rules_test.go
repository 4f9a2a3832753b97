package notice_test

import (
	"testing"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
)

func TestRulesFillInWhatAMessageDoesNotState(t *testing.T) {
	t.Parallel()
	c, err := catalog.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	read := notice.New(c)
	const amazon, walmart = reinstate.Amazon, reinstate.Walmart
	for _, tt := range []struct {
		name   string
		market reinstate.Marketplace
		text   string
		want   map[reinstate.ClockKind]reinstate.Basis
	}{
		{"nothing stated, account closed", amazon, "Your Amazon account has been deactivated. Your late shipment rate is above 4%.",
			map[reinstate.ClockKind]reinstate.Basis{reinstate.ClockAppeal: reinstate.Rule, reinstate.ClockFunds: reinstate.Rule}},
		{"the seller's limit is stated", amazon, "Your Amazon account has been deactivated. Your late shipment rate is above 4%. Send a plan within 10 days.",
			map[reinstate.ClockKind]reinstate.Basis{reinstate.ClockFunds: reinstate.Rule}},
		{"a listing only", amazon, "We removed your listing from Amazon.com. Buyers say that items are not genuine.",
			map[reinstate.ClockKind]reinstate.Basis{}},
		{"only advisers say so", walmart, "Your on-time delivery rate on Walmart is 82%. No action was taken so far, but improve it.",
			map[reinstate.ClockKind]reinstate.Basis{reinstate.ClockCure: reinstate.Assumed}},
		{"a reply has no rules", amazon, "Thank you for your appeal to Amazon. Your late shipment plan is rejected.",
			map[reinstate.ClockKind]reinstate.Basis{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			market, _ := c.Market(tt.market)
			reading := read.Read(tt.text)
			got := notice.Clocks(reading, market)
			for _, rule := range got {
				if want, ok := tt.want[rule.Found.Kind]; !ok || rule.Basis != want || rule.Says == "" || rule.Source.Seen == "" {
					t.Errorf("unexpected %+v", rule)
				}
			}
			if len(got) != len(tt.want) {
				t.Errorf("got %d rules for %s, want %d", len(got), short(reading), len(tt.want))
			}
		})
	}
}
