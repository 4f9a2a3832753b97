package web

// wayLabels say how an exchange was had.
var wayLabels = map[string]string{
	"phone":   "Telephone call",
	"portal":  "Message on the marketplace's pages",
	"mail":    "Mail by another program",
	"chat":    "Chat",
	"post":    "Letter by post",
	"meeting": "Meeting",
}

// partyLabels say whom a mail is for.
var partyLabels = map[string]string{
	"marketplace":  "The marketplace",
	"supplier":     "A supplier",
	"rights_owner": "A rights owner",
	"client":       "The client",
	"counsel":      "Counsel",
	"other":        "Somebody else",
}

// outgoingLabels say how far the delivery of a mail is.
var outgoingLabels = map[string]string{
	"waiting": "Waiting to be sent",
	"sent":    "Sent",
	"refused": "Not sent",
}
