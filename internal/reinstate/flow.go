package reinstate

import (
	"fmt"
	"slices"
)

// State is where a case stands.
type State string

// States of a case.
const (
	NoticeLogged     State = "notice_logged"
	ReasonIdentified State = "reason_identified"
	InCorrection     State = "corrective_action"
	AppealSubmitted  State = "appeal_submitted"
	AwaitingDecision State = "awaiting_decision"
	InLegalReview    State = "legal_review"
	StateReinstated  State = "reinstated"
	Closed           State = "closed"
)

// States lists every state in the order of the flow.
func States() []State {
	return []State{NoticeLogged, ReasonIdentified, InCorrection, AppealSubmitted, AwaitingDecision, InLegalReview, StateReinstated, Closed}
}

// Open reports whether work on the case goes on.
func (s State) Open() bool { return s != StateReinstated && s != Closed }

// Action is one thing that moves a case.
type Action string

// Actions of the flow table.
const (
	ConfirmReason         Action = "confirm_reason"
	StartCorrecting       Action = "start_correcting"
	FileAppeal            Action = "file_appeal"
	ConfirmReceipt        Action = "confirm_receipt"
	RecordMoreInformation Action = "record_more_information"
	RecordDenied          Action = "record_denied"
	RecordFinalDenial     Action = "record_final_denial"
	RecordReinstated      Action = "record_reinstated"
	ReferToCounsel        Action = "refer_to_counsel"
	Resume                Action = "resume"
	Close                 Action = "close"
	Reopen                Action = "reopen"
)

// Step is one row of the flow table.
type Step struct {
	From       []State
	Do         Action
	To         State
	Needs      Permit
	OpensRound bool
	OnlyIf     func(Facts, Invalid) // refuses, in words, what is missing
}

// Facts are what the conditions of the flow table look at.
type Facts struct {
	Reasons   int
	Response  Response
	Sealed    bool // a packet of the present round is sealed
	Receipt   string
	Proof     bool // a proof of submission is attached
	NoneGiven bool
	Note      string
	Outcome   Outcome
	Letter    Letter // file_appeal: how far the letter is
}

var openStates = []State{NoticeLogged, ReasonIdentified, InCorrection, AppealSubmitted, AwaitingDecision, InLegalReview}

// flow is the only place that says how a case moves. Pages, API, command
// line, tests and the diagram all read it.
var flow = []Step{
	{From: []State{NoticeLogged}, Do: ConfirmReason, To: ReasonIdentified, Needs: Contribute, OnlyIf: hasReasonAndPath},
	{From: []State{ReasonIdentified}, Do: StartCorrecting, To: InCorrection, Needs: Contribute},
	{From: []State{InCorrection}, Do: FileAppeal, To: AppealSubmitted, Needs: Contribute, OnlyIf: mayBeSent},
	{From: []State{AppealSubmitted}, Do: ConfirmReceipt, To: AwaitingDecision, Needs: Contribute, OnlyIf: hasReceipt},
	{From: []State{AwaitingDecision}, Do: RecordMoreInformation, To: InCorrection, Needs: Contribute, OpensRound: true},
	{From: []State{AwaitingDecision}, Do: RecordDenied, To: InCorrection, Needs: Contribute, OpensRound: true},
	{From: []State{AwaitingDecision}, Do: RecordFinalDenial, To: InLegalReview, Needs: Contribute},
	{From: []State{AwaitingDecision}, Do: RecordReinstated, To: StateReinstated, Needs: Contribute},
	{From: []State{ReasonIdentified, InCorrection, AwaitingDecision}, Do: ReferToCounsel, To: InLegalReview, Needs: Contribute, OnlyIf: hasNote},
	{From: []State{InLegalReview}, Do: Resume, To: InCorrection, Needs: Contribute, OpensRound: true},
	{From: []State{InLegalReview}, Do: RecordReinstated, To: StateReinstated, Needs: Contribute},
	{From: openStates, Do: Close, To: Closed, Needs: Contribute, OnlyIf: hasOutcome},
	{From: []State{StateReinstated, Closed}, Do: Reopen, To: ReasonIdentified, Needs: Contribute, OnlyIf: hasNote},
}

// Flow returns a copy of the flow table, for pages, tests and the diagram.
func Flow() []Step { return slices.Clone(flow) }

// Step finds the row that starts from the case's state with the action. It
// returns ErrConflict when the case is not in a state the action starts from,
// and ErrForbidden when the actor may not take it.
func (c Case) Step(who Actor, do Action) (Step, error) {
	known := false
	for _, step := range flow {
		if step.Do != do {
			continue
		}
		known = true
		if !slices.Contains(step.From, c.State) {
			continue
		}
		return step, who.Need(step.Needs)
	}
	if !known {
		return Step{}, Invalid{"do": "There is no such step."}
	}
	return Step{}, fmt.Errorf("%s from %s: %w", do, c.State, ErrConflict)
}

// Steps lists what the actor may do next, in the order of the table. Whether
// a step's condition holds is found out by taking it.
func (c Case) Steps(who Actor) []Step {
	var steps []Step
	for _, step := range flow {
		if slices.Contains(step.From, c.State) && who.May(step.Needs) {
			steps = append(steps, step)
		}
	}
	return steps
}

// Take moves the case along one row of the flow table, or says why it cannot.
// It is the only assignment to State, and counts the round.
func (c *Case) Take(who Actor, do Action, facts Facts) error {
	step, err := c.Step(who, do)
	if err != nil {
		return err
	}
	if step.OnlyIf != nil {
		missing := Invalid{}
		step.OnlyIf(facts, missing)
		if err := missing.Err(); err != nil {
			return err
		}
	}
	c.State = step.To
	if step.OpensRound {
		c.Round++
	}
	return nil
}

func hasReasonAndPath(f Facts, missing Invalid) {
	if f.Reasons == 0 {
		missing.Refuse("reasons", "Choose at least one reason that the notice gives.")
	}
	if f.Response == "" {
		missing.Refuse("response", "Choose how the notice is to be answered.")
	}
}

func hasReceipt(f Facts, missing Invalid) {
	if f.Receipt == "" && !f.Proof && !f.NoneGiven {
		missing.Refuse("receipt", "Give the marketplace's reference, attach a proof of submission, or say that none was given.")
	}
}

func hasNote(f Facts, missing Invalid) {
	if f.Note == "" {
		missing.Refuse("note", "Say why, in a sentence.")
	}
}

func hasOutcome(f Facts, missing Invalid) {
	if !slices.Contains(ClosingOutcomes(), f.Outcome) {
		missing.Refuse("outcome", "Choose how the case ended.")
	}
}
