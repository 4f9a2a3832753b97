package casework

import (
	"slices"
	"time"

	"reinstate/internal/reinstate"
)

// toCounsel is the next step of a case that is held back.
var toCounsel = NextStep{
	Text: reinstate.Say("Refer to counsel"), Why: reinstate.Say("This case calls for counsel before anything is answered"),
	URL: "steps", Do: reinstate.ReferToCounsel,
}

// nextOf is the one primary step of a case: by its state, and while it is
// being corrected, the first task that is not done.
func nextOf(f File) NextStep {
	if f.Held() {
		return toCounsel
	}
	switch f.Case.State {
	case reinstate.NoticeLogged:
		return NextStep{Text: reinstate.Say("Check the notice"), Why: reinstate.Say("Confirm the reason and how to answer"), URL: "notice", Do: reinstate.ConfirmReason}
	case reinstate.ReasonIdentified:
		return NextStep{Text: reinstate.Say("Start corrective action"), Why: reinstate.Say("The reason is confirmed; now find what caused it and put it right"), URL: "steps", Do: reinstate.StartCorrecting}
	case reinstate.AppealSubmitted:
		return NextStep{Text: reinstate.Say("Send it, then record when"), Why: reinstate.Say("Sealed, not yet sent: record when you sent it. The time you have runs on until then."), URL: "packet", Do: reinstate.ConfirmReceipt}
	case reinstate.AwaitingDecision:
		if f.unread() {
			return NextStep{Text: reinstate.Say("Check the reply"), Why: reinstate.Say("A reply is logged; say what it decides"), URL: "messages"}
		}
		return NextStep{Text: reinstate.Say("Log the reply"), Why: reinstate.Say("Nothing to do until the marketplace answers; do not file again meanwhile"), URL: "reply"}
	case reinstate.InLegalReview:
		return NextStep{Text: reinstate.Say("Resume with a new round"), Why: reinstate.Say("Counsel has the case; resume when the next step is agreed"), URL: "steps", Do: reinstate.Resume}
	case reinstate.StateReinstated, reinstate.Closed:
		return NextStep{Text: reinstate.Say("Look at the timeline"), Why: reinstate.Say("Nothing is left to do on this case"), URL: "timeline"}
	}
	for _, t := range f.Tasks {
		if t.Status != Completed && t.Status != CannotStart {
			if t.Key == "confirmation" && f.Unconfirmed == 0 {
				return toApproval(f, t)
			}
			return NextStep{Text: reinstate.Say(doing[t.Key]), Why: t.Why, URL: t.URL}
		}
	}
	return NextStep{Text: reinstate.Say(doing["filing"]), Why: reinstate.Say("Everything is in place"), URL: "packet", Do: reinstate.FileAppeal}
}

// toApproval is the next step of a letter of which only the approval is left.
func toApproval(f File, t Task) NextStep {
	step := NextStep{Text: reinstate.Say("Send the letter to review"), Why: t.Why, URL: "plan#review"}
	if f.ReviewState() == reinstate.InReview {
		step.Text = reinstate.Say("Look at the review")
	}
	return step
}

// unread reports whether a reply of the present round waits to be checked.
func (f File) unread() bool {
	return slices.ContainsFunc(f.Notices, func(n reinstate.Notice) bool {
		return n.Kind == reinstate.KindReply && n.Round == f.Case.Round && n.CheckedAt.IsZero()
	})
}

// doing says what working on a task is called on the button.
var doing = map[string]string{
	"notice":       "Check the message",
	"reasons":      "Confirm the reason",
	"route":        "Choose the kind of document",
	"root_causes":  "Write the root causes",
	"actions":      "Write the actions and measures",
	"evidence":     "Collect the evidence",
	"plan":         "Write the plan",
	"confirmation": "Confirm what it says",
	"packet":       "Check the packet",
	"filing":       "Seal the packet",
}

// day is an instant as a calendar day in the marketplace's zone.
func (f File) day(at time.Time) string { return at.In(f.Zone()).Format("2 Jan 2006") }
