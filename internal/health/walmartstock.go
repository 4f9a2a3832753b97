package health

import "reinstate/internal/reinstate"

// looksLikeStock tells Walmart's list of inventories of all ship nodes.
func looksLikeStock(top node) bool {
	elements, ok := top.field("elements")
	return ok && elements.has("inventories")
}

// readWalmartStock reads what GET /v3/inventories answers: the units of each
// SKU by ship node, which are added up. What is available to sell is what is
// on offer; what was put in may be reserved.
func readWalmartStock(in Input, top node, r *Report) {
	at := map[string]int{}
	for _, item := range top.get("elements").get("inventories").items() {
		sku := clip(item.get("sku").text())
		if sku == "" {
			r.refuse(0, item.path, reinstate.Say("The row names no SKU."))
			continue
		}
		line := reinstate.StockLine{SKU: sku, Channel: reinstate.BySeller, Taken: in.Now, Held: unsaid, Listed: unsaid, Reserved: unsaid, Inbound: unsaid, Unsellable: unsaid, Stranded: unsaid, Sold: unsaid}
		for _, n := range item.get("nodes").items() {
			n.skip("shipNode", "inputQty")
			for _, one := range []struct {
				field string
				into  *int64
			}{{"availToSellQty", &line.Listed}, {"reservedQty", &line.Reserved}} {
				quantity := n.get(one.field)
				quantity.skip("unit")
				if count, ok := r.count(quantity.get("amount")); ok && count <= mostUnits {
					*one.into = plus(*one.into, count)
				}
			}
		}
		if n, twice := at[sku]; twice {
			r.Stock[n] = together(r.Stock[n], line)
			continue
		}
		at[sku] = len(r.Stock)
		r.Stock = append(r.Stock, line)
	}
	top.skip("meta")
	r.Taken = in.Now
}
