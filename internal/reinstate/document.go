package reinstate

import "slices"

// DocumentKind is the kind of document with which a round is answered. It is
// wider than Response, the ways of answering that a notice offers: a request
// to the rights owner or a letter of counsel is offered by no notice.
type DocumentKind string

// Kinds of document. Those named like a Response are its document.
const (
	PlanOfAction      DocumentKind = "plan_of_action"
	BusinessPlan      DocumentKind = "business_plan"
	Dispute           DocumentKind = "dispute"
	CoverNote         DocumentKind = "documents"
	Acknowledgement   DocumentKind = "acknowledge"
	Questionnaire     DocumentKind = "questionnaire"
	CallNotes         DocumentKind = "call"
	OtherAccount      DocumentKind = "fix_other_account"
	RetractionRequest DocumentKind = "retraction_request"
	CounterNotice     DocumentKind = "counter_notice"
	FollowUp          DocumentKind = "follow_up"
	Escalation        DocumentKind = "escalation"
	Complaint         DocumentKind = "complaint"
	DemandLetter      DocumentKind = "demand_letter"
	NoDocument        DocumentKind = "none"
)

// DocumentKinds lists every kind in the order pages show them: what a notice
// usually takes first, what counsel sends last.
func DocumentKinds() []DocumentKind {
	return []DocumentKind{
		PlanOfAction, BusinessPlan, Dispute, CoverNote, Acknowledgement, Questionnaire, CallNotes, OtherAccount,
		RetractionRequest, CounterNotice, FollowUp, Escalation, Complaint, DemandLetter, NoDocument,
	}
}

// Known reports whether k is one of DocumentKinds.
func (k DocumentKind) Known() bool { return slices.Contains(DocumentKinds(), k) }

// Document is the kind of document that a way of answering takes.
func (r Response) Document() DocumentKind { return DocumentKind(r) }

// nearest are the ways of answering for kinds that are none themselves.
var nearest = map[DocumentKind]Response{
	BusinessPlan:      RespondPlan,
	RetractionRequest: RespondDocuments,
	CounterNotice:     RespondDispute,
	FollowUp:          RespondDocuments,
	Escalation:        RespondDispute,
	Complaint:         RespondDispute,
	DemandLetter:      RespondDispute,
}

// Response is the way of answering that a kind of document is nearest to.
func (k DocumentKind) Response() Response {
	if r, ok := nearest[k]; ok {
		return r
	}
	return Response(k)
}

// Answer is what a person answered to one question of the catalog about the
// case, both by their stable names.
type Answer struct{ Question, Says string }

// Answers are all that a person answered, once for each question.
type Answers []Answer

// To is the answer to a question, empty where none was given.
func (a Answers) To(question string) string {
	for _, one := range a {
		if one.Question == question {
			return one.Says
		}
	}
	return ""
}

// With are the answers with one more, or another in its place. An empty answer
// takes it out.
func (a Answers) With(question, says string) Answers {
	changed := slices.Clone(a)
	at := slices.IndexFunc(changed, func(one Answer) bool { return one.Question == question })
	switch {
	case says == "" && at >= 0:
		return slices.Delete(changed, at, at+1)
	case says == "":
		return changed
	case at >= 0:
		changed[at].Says = says
		return changed
	}
	return append(changed, Answer{question, says})
}

// Questions whose answers decide what a letter may say.
const (
	AskHolds = "holds" // is what the notice says true?
	AskProof = "proof" // can it be proved with papers?
)

// Answers to AskHolds and AskProof.
const (
	AnswerYes    = "yes"
	AnswerPartly = "partly"
	AnswerNo     = "no"
)

// Admits reports whether the person confirmed that the notice is right, at
// least in part. Without it no text of ours admits anything.
func (a Answers) Admits() bool {
	return a.To(AskHolds) == AnswerYes || a.To(AskHolds) == AnswerPartly
}

// Denies reports whether the person confirmed that the notice is wrong and
// that papers prove it. Without it no text of ours denies anything.
func (a Answers) Denies() bool {
	return a.To(AskHolds) == AnswerNo && a.To(AskProof) == AnswerYes
}
