package casework

import "reinstate/internal/reinstate"

// judgeRoute says whether the kind of document is settled. Where writing began
// without a choice, it is the one of the way of answering.
func judgeRoute(f File) (TaskStatus, reinstate.Sentence) {
	switch {
	case f.Case.State == reinstate.NoticeLogged:
		return CannotStart, reinstate.Say("Starts when the reason is confirmed")
	case f.RoundNow().Document != "":
		return Completed, reinstate.Say(DocumentNames[f.RoundNow().Document])
	case f.HasPlan || len(f.Claims) > 0 || !f.Case.State.Open():
		return Completed, reinstate.Say(DocumentNames[f.Document()])
	}
	return NotStarted, reinstate.Say("Two or three questions find the right one before anything is written")
}
