package web

import (
	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
)

// labelKey finds the English words for a value of the domain.
func labelKey(value any, code string) (string, bool) {
	table, ok := map[string]string(nil), false
	switch value := value.(type) {
	case reinstate.DocumentKind:
		name, known := casework.DocumentNames[value]
		return name, known
	case reinstate.State:
		table = stateLabels
	case reinstate.Level:
		table = levelLabels
	case reinstate.Response:
		table = responseLabels
	case reinstate.Standing:
		table = standingLabels
	case reinstate.Role:
		table = roleLabels
	case reinstate.Basis:
		table = basisLabels
	case reinstate.ClockKind:
		table = clockLabels
	case reinstate.Outcome:
		table = outcomeLabels
	case reinstate.Decision:
		table = decisionLabels
	case reinstate.Action:
		table = actionLabels
	case reinstate.DemandState:
		table = demandLabels
	case reinstate.ClaimKind:
		table = claimLabels
	case reinstate.FileTextState:
		table = textLabels
	case reinstate.Thing:
		table = thingLabels
	case reinstate.ExhibitKind:
		table = exhibitLabels
	case reinstate.MessageKind:
		table = messageLabels
	case reinstate.ActorKind:
		table = actorLabels
	case casework.TaskStatus:
		table = taskLabels
	case catalog.Grade:
		table = gradeLabels
	case catalog.Severity:
		table = severityLabels
	case reinstate.OtherSort:
		table = otherLabels
	case reinstate.ConnectionState:
		table = connectionLabels
	case reinstate.EventState:
		table = eventLabels
	case reinstate.Health:
		table = healthLabels
	case health.Badge:
		table = badgeLabels
	case health.Flag:
		table = flagLabels
	case reinstate.Channel:
		table = channelLabels
	case reinstate.BuyerClaimState:
		table = claimStateLabels
	case casework.PolicyState:
		table = policyStateLabels
	case reinstate.Topic:
		table = topicLabels
	case casework.Shape:
		table = shapeLabels
	case reinstate.Way:
		table = wayLabels
	case reinstate.Party:
		table = partyLabels
	case reinstate.OutgoingState:
		table = outgoingLabels
	}
	key, ok := table[code]
	return key, ok
}

var stateLabels = map[string]string{
	"notice_logged":     "Notice logged",
	"reason_identified": "Reason identified",
	"corrective_action": "Corrective action",
	"appeal_submitted":  "Sealed, not yet sent",
	"awaiting_decision": "Awaiting decision",
	"legal_review":      "Legal review",
	"reinstated":        "Reinstated",
	"closed":            "Closed",
}

var levelLabels = map[string]string{
	"account":    "Whole account",
	"listing":    "Listings",
	"fulfilment": "Fulfilment",
	"funds":      "Funds",
	"warning":    "Warning only",
	"unknown":    "Not known what is restricted",
}

var responseLabels = map[string]string{
	"plan_of_action":    "Plan of action",
	"dispute":           "Dispute",
	"documents":         "Documents",
	"acknowledge":       "Acknowledgement",
	"questionnaire":     "Questionnaire",
	"call":              "Telephone call",
	"fix_other_account": "Mend the other account first",
	"none":              "No answer needed",
}

var standingLabels = map[string]string{
	"active":     "Active",
	"at_risk":    "At risk",
	"suspended":  "Suspended",
	"terminated": "Terminated",
	"unknown":    "Standing unknown",
}

var roleLabels = map[string]string{
	"owner":      "Owner",
	"manager":    "Manager",
	"caseworker": "Caseworker",
	"reviewer":   "Reviewer",
	"viewer":     "Viewer",
	"client":     "Client",
}

var basisLabels = map[string]string{
	"stated":  "stated",
	"rule":    "by rule",
	"assumed": "assumed",
}

var clockLabels = map[string]string{
	"appeal":         "Appeal",
	"documents":      "Documents due",
	"call":           "Call",
	"cure":           "Time to cure",
	"certification":  "Certification",
	"funds":          "Funds held",
	"inventory":      "Stock removal",
	"review":         "Review by the marketplace",
	"reply_expected": "Reply expected",
	"document_age":   "Age of documents",
	"record":         "Record kept",
	"meeting":        "Meeting",
	"attempts":       "Attempts",
	"mediation":      "Mediation",
	"follow_up":      "Follow up",
}

var outcomeLabels = map[string]string{
	"reinstated": "Account reinstated",
	"withdrawn":  "Withdrawn",
	"denied":     "Ended in denial",
	"settled":    "Settled",
	"abandoned":  "Abandoned",
}

var decisionLabels = map[string]string{
	"":                 "No decision yet",
	"reinstated":       "Account reinstated",
	"more_information": "More information asked for",
	"denied":           "Appeal denied",
	"final_denial":     "Final denial",
	"acknowledged":     "Receipt acknowledged",
}

var actionLabels = map[string]string{
	"confirm_reason":          "Confirm the reason",
	"start_correcting":        "Start corrective action",
	"file_appeal":             "Seal the appeal",
	"confirm_receipt":         "Record that it was sent",
	"record_more_information": "Record that more is asked for",
	"record_denied":           "Record a denial",
	"record_final_denial":     "Record a final denial",
	"record_reinstated":       "Record the reinstatement",
	"refer_to_counsel":        "Refer to counsel",
	"resume":                  "Resume the case",
	"close":                   "Close the case",
	"reopen":                  "Reopen the case",
}

var demandLabels = map[string]string{
	"open":   "Open",
	"met":    "Answered",
	"waived": "Not needed",
}

var claimLabels = map[string]string{
	"root_cause":         "Root cause",
	"corrective_action":  "Action taken",
	"preventive_measure": "Preventive measure",
}

var exhibitLabels = map[string]string{
	"supplier_invoice":        "Supplier invoice",
	"letter_of_authorization": "Letter of authorisation",
	"supplier_contact":        "Supplier's contact details",
	"identity_document":       "Identity document",
	"business_license":        "Business licence",
	"brand_registration":      "Brand registration",
	"utility_bill":            "Utility bill",
	"bank_statement":          "Bank statement",
	"tax_document":            "Tax document",
	"test_report":             "Test report",
	"compliance_letter":       "Compliance letter",
	"proof_of_delivery":       "Proof of delivery",
	"photo":                   "Photo",
	"screenshot":              "Screenshot",
	"correspondence":          "Correspondence",
	"contract":                "Contract",
	"procedure":               "Procedure",
	"training_record":         "Training record",
	"metric_report":           "Metric report",
	"other":                   "Other document",
}

var messageLabels = map[string]string{
	"notice": "Notice",
	"reply":  "Reply",
	"other":  "Other message",
}

var severityLabels = map[string]string{
	"block":  "Blocks filing",
	"high":   "Serious",
	"medium": "Weakens it",
	"low":    "Small",
	"info":   "To know",
}

var gradeLabels = map[string]string{
	"official": "The marketplace's own words",
	"notice":   "A notice as a seller showed it",
	"adviser":  "A law firm, agency or article",
	"assumed":  "Assumed; no page says so",
}

var otherLabels = map[string]string{
	"":              "Not a message about an enforcement",
	"phishing":      "Looks like phishing",
	"advertisement": "An advertisement",
	"newsletter":    "A newsletter",
	"own_mail":      "The seller's own mail",
	"application":   "About an application",
	"buyer_account": "About a buyer's account",
	"technical":     "A technical message",
}

var actorLabels = map[string]string{
	"person":   "Person",
	"operator": "Command line",
	"system":   "Reinstate itself",
}

var taskLabels = map[string]string{
	"completed":    "Completed",
	"needs_work":   "Needs work",
	"problem":      "There is a problem",
	"cannot_start": "Cannot start yet",
	"not_started":  "Not started",
}

// jobStateLabels are the headings of the background work.
var jobStateLabels = map[string]string{
	"failed":  "Given up",
	"trying":  "Failed, tried again by itself",
	"running": "Running",
	"waiting": "Waiting",
	"done":    "Done in the last day",
}

// jobLabels say what each kind of background work does.
var jobLabels = map[string]string{
	"hook":      "Tell another program",
	"reminder":  "Send a reminder",
	"draw-file": "Draw the pages of a file",
	"read-file": "Take the text of a file",
	"send_mail": "Send a mail from a case",

	"health_fetch": "Fetch a report about an account",
	"health_event": "Read what a marketplace told",
}

// mailLabels say what a mail is that is no message of a marketplace.
var mailLabels = map[string]string{
	"auto_reply": "A machine answered, such as an absence note. It was not read.",
	"bounce":     "Mail of ours that did not arrive. It was not read.",
	"loop":       "Mail of ours that came back. It was not read.",
	"too_large":  "Too large to be taken in. It lies in the mailbox: save the notice from there and log it by hand.",
	"unreadable": "No text was found in it. Open the mail, and log the notice by hand if there is one.",
}

// threadLabels say by what a mail found its case.
var threadLabels = map[string]string{
	"":           "It belongs to no case yet.",
	"address":    "It came to the case's own address.",
	"references": "It answers a mail of the case.",
	"identifier": "It names a number that only this case has.",
	"account":    "It names the account, of which only this case waits for an answer.",
}

// topicLabels say what a program can be told of.
var topicLabels = map[string]string{
	"case":     "Cases: opened, moved, answered, decided",
	"clock":    "Time limits: begun, changed, met",
	"evidence": "Evidence: added, described, withdrawn",
	"work":     "All other work on cases",
	"health":   "Warnings of account health",
}
