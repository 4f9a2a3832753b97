package web

var shapeLabels = map[string]string{
	"pdf":    "PDF",
	"docx":   "Word file",
	"text":   "Plain text",
	"email":  "E-mail",
	"fields": "Answers for a form",
}

var thingLabels = map[string]string{
	"case":     "Case",
	"notice":   "Message",
	"plan":     "Plan",
	"claim":    "Claim",
	"exhibit":  "Exhibit",
	"mail":     "Mail",
	"outgoing": "Mail we sent",
	"exchange": "Call or exchange",
}

var textLabels = map[string]string{
	"waiting": "Waits to be read for the search",
	"done":    "Read, and found by the search",
	"none":    "None",
	"failed":  "Cannot be read",
}
