package casework

import "reinstate/internal/reinstate"

// DocumentNames are what the kinds of document are called in short.
var DocumentNames = map[reinstate.DocumentKind]string{
	reinstate.PlanOfAction:      "Plan of action",
	reinstate.BusinessPlan:      "Business plan of action",
	reinstate.Dispute:           "Dispute with proof",
	reinstate.CoverNote:         "Documents only",
	reinstate.Acknowledgement:   "Acknowledgement",
	reinstate.Questionnaire:     "Answers to a questionnaire",
	reinstate.CallNotes:         "Notes for a call",
	reinstate.OtherAccount:      "Statement on another account",
	reinstate.RetractionRequest: "Request to the rights owner",
	reinstate.CounterNotice:     "Counter-notice",
	reinstate.FollowUp:          "Follow-up",
	reinstate.Escalation:        "Letter to the executives",
	reinstate.Complaint:         "Complaint under European law",
	reinstate.DemandLetter:      "Demand letter",
	reinstate.NoDocument:        "No answer",
	"":                          "Nothing chosen yet",
}
