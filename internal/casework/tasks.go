package casework

import (
	"strings"
	"time"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// TaskStatus is how far one task of a case is.
type TaskStatus string

// Task statuses. Problem asks to be mended before anything else.
const (
	Completed   TaskStatus = "completed"
	NeedsWork   TaskStatus = "needs_work"
	Problem     TaskStatus = "problem"
	NotStarted  TaskStatus = "not_started"
	CannotStart TaskStatus = "cannot_start"
)

// Task is one row of the case page's list.
type Task struct {
	Key    string
	Title  reinstate.Sentence
	Why    reinstate.Sentence
	Status TaskStatus
	URL    string // beneath the case's own, empty while the task cannot start
}

// NextStep is the one thing to do now.
type NextStep struct {
	Text reinstate.Sentence
	Why  reinstate.Sentence
	URL  string           // beneath the case's own
	Do   reinstate.Action // set when it is a step of the flow table
}

// tasks are the rows of every case, in order. Each judges itself.
var tasks = []struct {
	key, title, url string
	judge           func(File) (TaskStatus, reinstate.Sentence)
}{
	{"notice", "Notice", "notice", judgeNotice},
	{"reasons", "Reasons", "notice", judgeReasons},
	{"route", "Kind of document", "route", judgeRoute},
	{"root_causes", "Root causes", "claims", judgeCauses},
	{"actions", "Actions and measures", "claims", judgeActions},
	{"evidence", "Evidence", "evidence", judgeEvidence},
	{"plan", "Plan", "plan", judgePlan},
	{"confirmation", "True and done", "plan/confirm", judgeConfirmation},
	{"packet", "Packet", "packet", judgePacket},
	{"filing", "Seal and send", "packet", judgeFiling},
}

// tasksOf lists what there is to do. A case that is over has nothing to do: it
// lists what was done.
func tasksOf(f File) []Task {
	out := make([]Task, 0, len(tasks))
	for _, t := range tasks {
		status, why := t.judge(f)
		if !f.Case.State.Open() && status != Completed {
			continue
		}
		task := Task{Key: t.key, Title: reinstate.Say(t.title), Why: why, Status: status, URL: t.url}
		if status == CannotStart {
			task.URL = ""
		}
		out = append(out, task)
	}
	return out
}

func judgeNotice(f File) (TaskStatus, reinstate.Sentence) {
	if len(f.Notices) == 0 {
		return NotStarted, reinstate.Say("No message is logged yet")
	}
	unread := 0
	for _, n := range f.Notices {
		if n.CheckedAt.IsZero() {
			unread++
		}
	}
	switch {
	case unread > 0:
		return NeedsWork, reinstate.Say("%d of %d messages wait for a person to check the reading", unread, len(f.Notices))
	case len(f.Notices) > 1:
		return Completed, reinstate.Say("%d messages, the newest of %s", len(f.Notices), f.day(f.Notices[len(f.Notices)-1].Received))
	}
	return Completed, reinstate.Say("Received %s and checked", f.day(f.Notices[0].Received))
}

func judgeReasons(f File) (TaskStatus, reinstate.Sentence) {
	switch {
	case f.Case.State == reinstate.NoticeLogged && len(f.Case.Reasons) == 0:
		return NeedsWork, reinstate.Say("The notice names no reason that was recognised: choose one")
	case f.Case.State == reinstate.NoticeLogged:
		return NeedsWork, reinstate.Say("Confirm what the reader found, and how to answer")
	}
	return Completed, reinstate.Say("%s", strings.Join(f.ReasonTitles(), ", "))
}

// usesClaims reports whether the answer is built of causes, actions and measures.
func usesClaims(f File) bool {
	return f.Case.Response == reinstate.RespondPlan || f.Case.Response == ""
}

func judgeCauses(f File) (TaskStatus, reinstate.Sentence) {
	causes := len(f.Of(reinstate.RootCause))
	switch {
	case f.Case.State == reinstate.NoticeLogged:
		return CannotStart, reinstate.Say("Starts when the reason is confirmed")
	case causes == 0 && !f.Settled():
		return CannotStart, awaitsKind
	case causes == 0 && !usesClaims(f):
		return Completed, reinstate.Say("This answer needs none")
	case causes == 0:
		return NotStarted, reinstate.Say("What in your own work let this happen?")
	}
	if g, ok := firstGap(f, func(g plan.Gap) bool { return g.Place == plan.InClaims && isKind(f, g.Claim, reinstate.RootCause) }); ok {
		return NeedsWork, g
	}
	if !f.answered() {
		return Completed, reinstate.Say("%d named", causes)
	}
	return Completed, reinstate.Say("%d named, each with an action and a measure", causes)
}

// answered reports whether every root cause has an action and a measure.
func (f File) answered() bool {
	has := map[reinstate.ClaimID]map[reinstate.ClaimKind]bool{}
	for _, c := range f.Claims {
		if has[c.Cause] == nil {
			has[c.Cause] = map[reinstate.ClaimKind]bool{}
		}
		has[c.Cause][c.Kind] = true
	}
	for _, c := range f.Of(reinstate.RootCause) {
		if !has[c.ID][reinstate.CorrectiveAction] || !has[c.ID][reinstate.PreventiveMeasure] {
			return false
		}
	}
	return true
}

func judgeActions(f File) (TaskStatus, reinstate.Sentence) {
	actions, measures := len(f.Of(reinstate.CorrectiveAction)), len(f.Of(reinstate.PreventiveMeasure))
	switch {
	case actions+measures == 0 && !f.Settled():
		return CannotStart, awaitsKind
	case len(f.Of(reinstate.RootCause)) == 0 && usesClaims(f):
		return CannotStart, reinstate.Say("Starts when a root cause is named")
	case actions+measures == 0 && !usesClaims(f):
		return Completed, reinstate.Say("This answer needs none")
	case actions+measures == 0:
		return NotStarted, reinstate.Say("What have you done, and what keeps it from happening again?")
	}
	if g, ok := firstGap(f, func(g plan.Gap) bool { return g.Place == plan.InClaims && !isKind(f, g.Claim, reinstate.RootCause) }); ok {
		return NeedsWork, g
	}
	return Completed, reinstate.Say("%d done or under way, %d to prevent it", actions, measures)
}

func judgeEvidence(f File) (TaskStatus, reinstate.Sentence) {
	present, open := len(f.Present()), f.unproven()
	switch {
	case f.Case.State == reinstate.NoticeLogged:
		return CannotStart, reinstate.Say("Starts when the reason is confirmed")
	case present == 0 && open > 0:
		return NotStarted, reinstate.Say("%d things are asked for; nothing is here yet", open)
	case open > 0:
		return NeedsWork, reinstate.Say("%d of %d demands are still open", open, len(f.Demands))
	}
	if g, ok := firstGap(f, func(g plan.Gap) bool { return g.Place == plan.InEvidence }); ok {
		return NeedsWork, g
	}
	if len(f.OpenDemands()) > 0 {
		return Completed, reinstate.Say("%d exhibits; what else is asked for is told in the plan", present)
	}
	if n := f.Found.Papers; n > 0 {
		return Completed, reinstate.Say("Every demand is answered; %d things to look at", n)
	}
	return Completed, reinstate.Say("%d exhibits; every demand is answered", present)
}

// unproven counts the open demands that a document answers. What the plan tells
// in its sections is missed there.
func (f File) unproven() int {
	n := 0
	for _, d := range f.OpenDemands() {
		if !usesClaims(f) || !plan.Narrated(d.Code) {
			n++
		}
	}
	return n
}

func judgePlan(f File) (TaskStatus, reinstate.Sentence) {
	switch {
	case f.Case.State == reinstate.NoticeLogged:
		return CannotStart, reinstate.Say("Starts when the reason is confirmed")
	case !f.Settled():
		return CannotStart, awaitsKind
	case !f.HasPlan:
		return NotStarted, reinstate.Say("Laid out for the answer you chose, from your causes and actions")
	}
	if n := len(f.Gaps); n > 0 {
		return NeedsWork, reinstate.Say("%d words; %d things are still missing", f.Words, n)
	}
	switch {
	case f.Found.Blocks > 0:
		return Problem, reinstate.Say("Nothing is missing; %d findings keep it from being filed", f.Found.Blocks)
	case f.Found.Letter > 0:
		return Completed, reinstate.Say("Nothing is missing; the checker finds %d things", f.Found.Letter)
	}
	return Completed, reinstate.Say("%d words, nothing missing", f.Words)
}

// judgeConfirmation looks at what people vouched for, and at the approval
// where the firm requires one.
func judgeConfirmation(f File) (TaskStatus, reinstate.Sentence) {
	_, all := f.unconfirmed(f.matter(time.Time{}))
	_, filed := f.Filed()
	switch {
	case !f.HasPlan:
		return CannotStart, reinstate.Say("Starts when there is a plan")
	case filed:
		return Completed, reinstate.Say("Confirmed before it was filed")
	case f.Unconfirmed == all && all > 0:
		return NotStarted, reinstate.Say("%d sentences wait for somebody to vouch for them", all)
	case f.Unconfirmed > 0:
		return NeedsWork, reinstate.Say("%d of %d sentences are still to be confirmed", f.Unconfirmed, all)
	case f.Rule != reinstate.NoApproval && f.ReviewState() == reinstate.InReview:
		return NeedsWork, reinstate.Say("Confirmed; waits for approval")
	case f.Rule != reinstate.NoApproval && !f.approved():
		return NeedsWork, reinstate.Say("Confirmed; still to be approved")
	case f.approved():
		return Completed, reinstate.Say("Confirmed and approved by %s", f.Review.DecidedBy)
	}
	return Completed, reinstate.Say("%d sentences confirmed", all)
}

func judgePacket(f File) (TaskStatus, reinstate.Sentence) {
	if filing, ok := f.Filed(); ok {
		return Completed, reinstate.Say("Sealed %s with %d exhibits", f.day(filing.Filed), len(filing.Manifest))
	}
	if !f.HasPlan {
		return CannotStart, reinstate.Say("Starts when there is a plan")
	}
	if n := len(f.Gaps); n > 0 {
		return NeedsWork, reinstate.Say("Look at the PDF; %d things are still missing", n)
	}
	return NeedsWork, reinstate.Say("Look at the PDF before it goes out")
}

func judgeFiling(f File) (TaskStatus, reinstate.Sentence) {
	filing, filed := f.Filed()
	switch {
	case filed && filing.ReceiptedAt.IsZero():
		return NeedsWork, reinstate.Say("Sealed %s, not yet sent: record when you sent it", f.day(filing.Filed))
	case filed:
		return Completed, reinstate.Say("Sent %s", f.day(filing.Went()))
	case f.Case.State != reinstate.InCorrection:
		return CannotStart, reinstate.Say("Starts when corrective action is under way")
	case !f.HasPlan:
		return CannotStart, reinstate.Say("Starts when there is a plan")
	}
	return NotStarted, reinstate.Say("Seal the packet, send it, and record when you sent it")
}

func firstGap(f File, about func(plan.Gap) bool) (reinstate.Sentence, bool) {
	for _, g := range f.Gaps {
		if about(g) {
			return reinstate.Say(g.Format, g.Args...), true
		}
	}
	return reinstate.Sentence{}, false
}

func isKind(f File, id reinstate.ClaimID, kind reinstate.ClaimKind) bool {
	for _, c := range f.Claims {
		if c.ID == id {
			return c.Kind == kind
		}
	}
	return false
}
