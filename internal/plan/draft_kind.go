package plan

import (
	"slices"

	"reinstate/internal/reinstate"
)

// documentKind is what sort of answer a text is; see catalog.DocumentKinds.
type documentKind string

const (
	kindPlan       documentKind = "plan"
	kindDispute    documentKind = "dispute"
	kindCover      documentKind = "cover_note"
	kindCounter    documentKind = "counter_notice"
	kindRetraction documentKind = "retraction_request"
	kindFollowUp   documentKind = "follow_up"
	kindEscalation documentKind = "escalation"
	kindDemand     documentKind = "demand_letter"
	kindComplaint  documentKind = "complaint"
)

// titleWords is how far into a text its title and first sentence reach.
const titleWords = 40

// tellKind tells what sort of answer the text is: the route where one was
// chosen, else its title and its parts. A text that nothing marks is a plan.
func (d *draft) tellKind() documentKind {
	for _, title := range []struct {
		cue  cue
		kind documentKind
	}{
		{titleCounter, kindCounter}, {titleRetraction, kindRetraction}, {titleEscalation, kindEscalation},
		{titleDemand, kindDemand}, {titleComplaint, kindComplaint}, {titleCover, kindCover},
	} {
		if len(d.hitsBetween(title.cue, 0, titleWords)) > 0 {
			return title.kind
		}
	}
	switch d.in.Route {
	case reinstate.RespondPlan:
		return kindPlan
	case reinstate.RespondDispute:
		return kindDispute
	case reinstate.RespondDocuments, reinstate.RespondAcknowledge, reinstate.RespondCall, reinstate.RespondQuestionnaire:
		return kindCover
	}
	planned := d.part(nameAction) != nil && d.headed || d.part(namePrevention) != nil && d.headed
	const brief = 130 // words that ask after an answer
	switch {
	case !planned && d.anywhere(asksOwner) && d.anywhere(titleRetraction) && d.failures() <= 1: // one is a manner of speaking
		return kindRetraction
	case !planned && d.count <= brief && d.anywhere(followsUp) && !d.anywhere(ownFailure):
		return kindFollowUp
	case planned || len(d.hitsBetween(titlePlan, 0, titleWords)) > 0:
		return kindPlan
	case len(d.exhibits) > 1 && !d.anywhere(ownFailure):
		return kindCover // papers with a word on each
	case d.anywhere(followsUp) && !d.anywhere(ownFailure):
		return kindFollowUp
	case d.anywhere(disputes) && !d.anywhere(ownFailure), len(d.hitsBetween(disputes, 0, titleWords)) > 0:
		return kindDispute
	case slices.Contains(d.in.Reasons, "identity_verification") && d.part(nameCause) == nil:
		return kindCover
	}
	return kindPlan
}

// failures counts the sentences that tell a failure of one's own.
func (d *draft) failures() (n int) {
	for at := range d.sentences {
		if d.has(at, ownFailure) {
			n++
		}
	}
	return n
}

// reason reports whether one of the reasons is among these.
func (d *draft) reason(codes ...reinstate.ReasonCode) bool {
	return slices.ContainsFunc(d.in.Reasons, func(r reinstate.ReasonCode) bool { return slices.Contains(codes, r) })
}

// primary is the first reason, empty when none is known.
func (d *draft) primary() reinstate.ReasonCode {
	if len(d.in.Reasons) == 0 {
		return ""
	}
	return d.in.Reasons[0]
}

// wholePart reports whether a part is there with its end: another follows it,
// or the text is complete.
func (d *draft) wholePart(s *section) bool {
	return s != nil && (d.complete || s.last < len(d.blocks))
}

// causeSentences lists the sentences in which a cause may be told: the part of
// that name, else what stands outside actions, measures and evidence, and in a
// text without headings all of it.
func (d *draft) causeSentences() []int {
	if !d.headed {
		all := make([]int, len(d.sentences))
		for n := range all {
			all[n] = n
		}
		return all
	}
	for i := range d.sections {
		if d.sections[i].name == nameCause && !d.sections[i].guessed {
			return d.sentencesOf(nameCause)
		}
	}
	return d.sentencesOf(nameCause, nameOpening, nameOther, nameClosing)
}
