package casework

import "reinstate/internal/reinstate"

// Settled reports whether the kind of document is settled: somebody chose it,
// or writing began before kinds were chosen.
func (f File) Settled() bool {
	return f.RoundNow().Document != "" || f.HasPlan || !f.Case.State.Open()
}

// judgeRoute says whether the kind of document is settled. Where writing began
// without a choice, it is the one of the way of answering.
func judgeRoute(f File) (TaskStatus, reinstate.Sentence) {
	switch {
	case f.Case.State == reinstate.NoticeLogged:
		return CannotStart, reinstate.Say("Starts when the reason is confirmed")
	case f.Settled():
		return Completed, reinstate.Say(DocumentNames[f.Document()])
	}
	return NotStarted, reinstate.Say("Two or three questions find the right one before anything is written")
}

// awaitsKind is what a task says that waits for the kind of document.
var awaitsKind = reinstate.Say("Starts when the kind of document is chosen")
