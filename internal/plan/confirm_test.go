package plan_test

import (
	"strings"
	"testing"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

const (
	rightBlank  = "{that the notice is right}"
	wrongBlank  = "{that the notice is wrong}"
	perjury     = "under penalty of perjury, that I have a good faith belief"
	wrongWords  = "What the notice says is not correct"
	rightWords  = "What the notice says is correct."
	oathOfBlank = "{statement under penalty of perjury}"
)

func said(holds, proof string) reinstate.Answers {
	return reinstate.Answers{}.With(reinstate.AskHolds, holds).With(reinstate.AskProof, proof)
}

// started is the text of a kind of document as it is laid out.
func started(t *testing.T, market reinstate.Marketplace, kind reinstate.DocumentKind, answers reinstate.Answers) string {
	t.Helper()
	book, err := catalog.Outlines(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	m := matter()
	m.Answers = answers
	var b strings.Builder
	for _, s := range plan.Start(book.For(market, kind), m).Sections {
		b.WriteString(s.Text + "\n")
	}
	return b.String()
}

func TestALetterAdmitsAndDeniesOnlyWhatWasConfirmed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		kind    reinstate.DocumentKind
		answers reinstate.Answers
		says    string
		not     []string
	}{
		{"a dispute nobody confirmed", reinstate.Dispute, nil, wrongBlank, []string{wrongWords}},
		{"a dispute without proof", reinstate.Dispute, said("no", "no"), wrongBlank, []string{wrongWords}},
		{"a dispute of what is true", reinstate.Dispute, said("yes", "yes"), wrongBlank, []string{wrongWords}},
		{"a dispute that was confirmed", reinstate.Dispute, said("no", "yes"), wrongWords, []string{wrongBlank}},
		{"an acknowledgement nobody confirmed", reinstate.Acknowledgement, nil, rightBlank, []string{rightWords}},
		{"an acknowledgement of what is wrong", reinstate.Acknowledgement, said("no", "yes"), rightBlank, []string{rightWords}},
		{"an acknowledgement that was confirmed", reinstate.Acknowledgement, said("yes", ""), rightWords, []string{rightBlank}},
		{"a counter-notice nobody confirmed", reinstate.CounterNotice, said("unknown", "yes"), oathOfBlank, []string{perjury}},
		{"a counter-notice that was confirmed", reinstate.CounterNotice, said("no", ""), perjury, []string{oathOfBlank}},
		{"a complaint nobody confirmed", reinstate.Complaint, said("partly", "yes"), wrongBlank, []string{wrongWords}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, market := range []reinstate.Marketplace{reinstate.Amazon, reinstate.EBay} {
				text := started(t, market, tt.kind, tt.answers)
				if !strings.Contains(text, tt.says) {
					t.Errorf("%s: the letter lacks %q:\n%s", market, tt.says, text)
				}
				for _, not := range tt.not {
					if strings.Contains(text, not) {
						t.Errorf("%s: the letter says %q:\n%s", market, not, text)
					}
				}
			}
		})
	}
}

func TestAnotherAnswerTakesTheSentenceBack(t *testing.T) {
	t.Parallel()
	body := reinstate.PlanBody{Sections: []reinstate.Section{{Key: "facts", Text: wrongBlank + "\n\n1. Our own words."}, {Key: "other", Text: "As it was."}}}
	denied, changed := plan.Confirm(body, said("no", "yes"))
	if !changed || !strings.HasPrefix(denied.Sections[0].Text, wrongWords) || body.Sections[0].Text[0] != '{' {
		t.Errorf("confirmed: %q, before: %q", denied.Sections[0].Text, body.Sections[0].Text)
	}
	back, changed := plan.Confirm(denied, said("yes", "yes"))
	if !changed || back.Sections[0].Text != body.Sections[0].Text || back.Sections[1].Text != "As it was." {
		t.Errorf("taken back: %+v", back.Sections)
	}
	if _, changed := plan.Confirm(back, nil); changed {
		t.Error("nothing was to be changed")
	}
}

func TestAnUnconfirmedSentenceIsMissing(t *testing.T) {
	t.Parallel()
	m := matter()
	m.Plan.Body.Sections = []reinstate.Section{{Key: "facts", Kind: reinstate.SectionText, Title: "Facts", Text: wrongBlank}}
	for _, g := range plan.Missing(m) {
		if g.Place == plan.InRoute && g.Sentence == "Nobody has confirmed yet that the notice is wrong." {
			return
		}
	}
	t.Errorf("nothing says that the denial is not confirmed: %+v", plan.Missing(m))
}
