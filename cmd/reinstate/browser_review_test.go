package main

import (
	"fmt"
	"slices"
	"strings"
)

// The second person of the firm, who reads what the first one writes.
const (
	rena         = "rena@seaside.example"
	renaPassword = "harbour rope twelve lanterns"
)

// haveLettersReviewed sets that letters are approved by somebody who did not
// write them, and adds that somebody.
func (w *wholeWay) haveLettersReviewed() {
	w.Visit("/firm")
	w.Press("Yes, by somebody who did not write them")
	w.Click("Save")
	w.Sees("The firm's settings are saved.")
	w.Visit("/people")
	w.Click("Add a person")
	w.Fill("name", "Rena Reader")
	w.Fill("email", rena)
	w.Press("Reviewer")
	w.Fill("password", renaPassword)
	w.Click("Add the person")
	w.Sees("Rena Reader can sign in now.")
	w.reviewer.Visit("/signin")
	w.reviewer.Fill("email", rena)
	w.reviewer.Fill("password", renaPassword)
	w.reviewer.Click("Sign in")
	w.Visit("/")
}

// haveItApproved sends the letter to review. Nobody files it before the
// reviewer, who finds nothing that blocks it, has approved it.
func (w *wholeWay) haveItApproved() {
	w.t.Helper()
	w.Visit("/cases/" + w.ref + "/packet")
	w.Sees("The letter is not approved as it stands")
	w.Lacks("Seal the packet")
	w.Visit("/cases/" + w.ref + "/plan")
	w.Click("Send to review")
	w.Sees("The letter is in review.", "You wrote this letter or sent it to review. Somebody else has to approve it.")
	r := w.reviewer
	r.Visit("/cases/" + w.ref + "/plan")
	r.Sees("We write for "+mingdeng, causes[0].cause, "Nothing is missing.")
	r.Has(0, ".find-row.block")
	r.Fill("review_note", "Read with its exhibits.")
	r.Click("Approve this letter")
	r.Sees("Approved as it stands.")
	w.Visit("/cases/" + w.ref + "/plan")
	w.Sees("Approved")
	w.Has(0, ".find-row.block")
}

// What the second letter says that the first did not. Where one word stands in
// the place of another, the page has to show both.
const (
	secondOpening = "We write for 深圳市明灯科技有限公司, the manufacturer of the 明灯 lamps, and take full responsibility (责任) for what happened. This is our second letter."
	secondClosing = "Please look at the papers, of which the receiving sheet is new, and reactivate the account.\n\n林薇 Lin Wei\nManaging director, 深圳市明灯科技有限公司"
)

// furtherCause answers the refusal, which misses how it is kept from happening
// again.
var furtherCause = rootCause{
	cause:  "Nobody was answerable for the papers of a supplier once its first order had arrived, so that a gap in them was seen by no one.",
	action: "The file of each of our 9 suppliers was gone through, and 2 suppliers without complete papers were given up.", date: "2026-11-18",
	measure: "The quality manager draws five deliveries and follows each of them back to the factory by its invoices.",
	owner:   "Quality manager", frequency: "on the first working day of each month", tool: "Audit sheet, kept for three years",
}

// secondRound finds that the same letter again is held back, and writes what
// is new.
func (w *wholeWay) secondRound() {
	w.Sees("Round 2 is open, with a copy of the last plan", "round 2", "Still open from the reply of")
	w.Visit("/cases/" + w.ref + "/packet")
	w.Sees("The text is nearly the same as the one of round 1, which was refused.")
	w.Visit("/cases/" + w.ref + "/claims")
	w.nameTheCause(furtherCause)
	w.prove(furtherCause.cause, "A ·")
	w.prove(furtherCause.action, "B ·")
	w.prove(furtherCause.measure, "C ·")
	w.Visit("/cases/" + w.ref + "/plan")
	w.Sees(chineseOpening, causes[0].cause, furtherCause.measure, "round 2")
	w.Fill("section_opening", secondOpening)
	w.Fill("section_closing", secondClosing)
	w.Click("Save")
	w.Visit("/cases/" + w.ref + "/claims")
	answered := 0
	for w.Shows(".demand .tag.late") > 0 {
		w.Click(w.Words(".demand:has(.tag.late) .row a")[0])
		w.Press("Answered")
		answered++
		w.Fill("why", fmt.Sprintf("The second letter says it in full, in its part %d.", answered))
		w.Click("Save")
		w.Visit("/cases/" + w.ref + "/claims")
	}
	w.vouch()
	w.haveItApproved()
	w.Visit("/cases/" + w.ref + "/packet")
	w.Sees("Nothing is missing.")
	_, w.letter = w.Download("Download PDF")
	readLetter(w.t, w.letter, mingdeng, "This is our second letter.", furtherCause.measure[:40])
}

// compareTheRounds looks at what became of the letter since round 1.
func (w *wholeWay) compareTheRounds() {
	w.Visit("/cases/" + w.ref + "/plan")
	w.Click("Compare")
	if from, to := w.Value("from"), w.Value("to"); !strings.Contains(from, "Round 1") || !strings.Contains(from, "as it was filed") || !strings.Contains(to, "as it stands") {
		w.t.Errorf("it compares %q with %q", from, to)
	}
	if gone := w.Words(".diff del"); !slices.Equal(gone, []string{"maker"}) {
		w.t.Errorf("removed are %q", gone)
	}
	come := strings.Join(w.Words(".diff ins"), "\n")
	for _, words := range []string{
		"manufacturer", "This is our second letter.", ", of which the receiving sheet is new,",
		furtherCause.cause, furtherCause.action, furtherCause.measure, furtherCause.owner,
	} {
		if !strings.Contains(come, words) {
			w.t.Errorf("%q is not among what was added:\n%s", words, come)
		}
	}
	for _, kept := range []string{causes[0].cause, causes[1].measure, "林薇 Lin Wei"} {
		if strings.Contains(come, kept) {
			w.t.Errorf("%q stood there before and is shown as added", kept)
		}
	}
}
