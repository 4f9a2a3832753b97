package web

// connectionLabels are how the fetching of reports goes.
var connectionLabels = map[string]string{
	"none":       "Not connected",
	"needs_you":  "Needs you",
	"in_trouble": "In trouble, asked again by itself",
	"waiting":    "Waiting for the first report",
	"working":    "Working",
}

// eventLabels are what became of what a marketplace told.
var eventLabels = map[string]string{
	"waiting": "Being read",
	"stored":  "A report, which is kept",
	"noted":   "A warning",
	"unknown": "Not known, kept as it came",
	"refused": "A report that cannot be taken",
}
