package plan

import (
	"strings"

	"reinstate/internal/reinstate"
)

// confirmable are sentences that admit or deny something. Each stands in a letter
// only where the person confirmed it; until then its blank stands there, which
// keeps the letter from being sent.
var confirmable = []struct {
	blank, sentence string
	by              func(reinstate.Answers) bool
}{
	{"{that the notice is right}", "What the notice says is correct.", reinstate.Answers.Admits},
	{"{that the notice is wrong}", "What the notice says is not correct, as the exhibits show.", reinstate.Answers.Denies},
	// The words of the Copyright Act, 17 U.S.C. 512(g)(3)(C).
	{
		"{statement under penalty of perjury}",
		"I swear, under penalty of perjury, that I have a good faith belief that the material was removed or disabled as a result of mistake or " +
			"misidentification of the material to be removed or disabled.",
		func(a reinstate.Answers) bool { return a.To(reinstate.AskHolds) == reinstate.AnswerNo },
	},
}

// Confirm puts what the answers confirm into a body, and takes out what they
// no longer do. It reports whether anything changed.
func Confirm(body reinstate.PlanBody, answers reinstate.Answers) (reinstate.PlanBody, bool) {
	sections := make([]reinstate.Section, len(body.Sections))
	changed := false
	for i, s := range body.Sections {
		words := confirm(s.Text, answers)
		changed = changed || words != s.Text
		s.Text = words
		sections[i] = s
	}
	body.Sections = sections
	return body, changed
}

func confirm(text string, answers reinstate.Answers) string {
	for _, c := range confirmable {
		if c.by(answers) {
			text = strings.ReplaceAll(text, c.blank, c.sentence)
		} else {
			text = strings.ReplaceAll(text, c.sentence, c.blank)
		}
	}
	return text
}

// unconfirmed reports whether a blank waits for the person's word rather than
// for a fact.
func unconfirmed(blank string) bool {
	for _, c := range confirmable {
		if c.blank == blank {
			return true
		}
	}
	return false
}
