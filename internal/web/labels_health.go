package web

// badgeLabels are what presses most about a SKU.
var badgeLabels = map[string]string{
	"oversold":   "Oversold",
	"gone":       "Gone in days",
	"soon":       "Soon gone",
	"unsellable": "Some cannot be sold",
	"invoices":   "Invoices missing",
	"uncounted":  "Never counted",
	"unknown":    "Not known",
	"fine":       "Enough",
}

// flagLabels are the risks of a SKU.
var flagLabels = map[string]string{
	"out":        "Runs out",
	"oversold":   "Listed above what is held",
	"unsellable": "Stranded or cannot be sold",
	"invoices":   "Without enough invoices",
	"uncounted":  "Listed twice, never counted",
}

// channelLabels are from whose shelf units are sent.
var channelLabels = map[string]string{
	"seller":      "own shelf",
	"marketplace": "marketplace's warehouse",
}

// claimStateLabels are how far a buyer's claim is.
var claimStateLabels = map[string]string{
	"open":     "Waits for you",
	"answered": "Answered",
	"won":      "Won",
	"lost":     "Lost",
	"closed":   "Ended",
}

// policyStateLabels are how somebody stands to a policy.
var policyStateLabels = map[string]string{
	"unread":  "to be read",
	"changed": "to be read again",
	"read":    "read",
}

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

	"title":       "Name of the product",
	"held":        "Units held",
	"listed":      "Units listed",
	"reserved":    "Units reserved",
	"inbound":     "Units on their way",
	"unsellable":  "Units that cannot be sold",
	"stranded":    "Units stranded",
	"sold":        "Units sold lately, by the report",
	"channel":     "Who ships it",
	"offer_state": "State of the offer",
	"units":       "Units sold",
	"order_state": "State of the order",
	"item_state":  "State of the order's line",
	"site":        "Site it was sold on",
	"message":     "Number of the message",
	"received":    "When the message came",
	"answered":    "When it was answered",
	"claim":       "Number of the claim",
	"claim_kind":  "Kind of claim",
	"claim_state": "State of the claim",
	"opened":      "When it was opened",
	"answer_by":   "To be answered by",
	"amount":      "Amount",
	"currency":    "Currency",
	"stars":       "Stars, 1 to 5",
}
