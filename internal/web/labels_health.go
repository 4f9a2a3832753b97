package web

// healthLabels are how a figure stands to its line.
var healthLabels = map[string]string{
	"breach":    "Over the line",
	"at_risk":   "Close to the line",
	"healthy":   "Within the line",
	"no_data":   "Nothing measured",
	"no_target": "No line known",
}

// partLabels are the components of a figure.
var partLabels = map[string]string{
	"claims":                "A-to-z claims",
	"a_z_claims":            "A-to-z claims",
	"chargebacks":           "Chargebacks",
	"negativeFeedback":      "Negative feedback",
	"negativeFeedbacks":     "Negative feedback",
	"negative_feedback":     "Negative feedback",
	"missingInvoice":        "Missing invoices",
	"lateInvoice":           "Late invoices",
	"ordersImpacted":        "Orders affected",
	"impactedCustomerCount": "Customers affected",
}

// dominanceLabels are what order rows are counted by.
var dominanceLabels = map[string]string{
	"part":    "By kind of defect",
	"asin":    "By product",
	"carrier": "By carrier",
	"reason":  "By reason given",
}

// columnLabels are what a column of a table can mean.
var columnLabels = map[string]string{
	"day":       "Day",
	"from":      "First day of the window",
	"to":        "Last day of the window",
	"metric":    "Name of the metric",
	"scope":     "Part of the account",
	"rate":      "Value",
	"bad":       "Count of the bad ones",
	"of":        "Count of all",
	"target":    "Target",
	"word":      "The marketplace's own word",
	"seller":    "Seller id",
	"order":     "Order number",
	"order_day": "Day of the order",
	"asin":      "Product",
	"sku":       "SKU",
	"carrier":   "Carrier",
	"part":      "Kind of defect",
	"reason":    "Reason given",
}
