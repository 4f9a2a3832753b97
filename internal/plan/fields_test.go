package plan_test

import (
	"strings"
	"testing"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// pack is the answers of a letter by their keys.
func pack(d plan.Document) map[string]plan.Field {
	byKey := map[string]plan.Field{}
	for _, f := range plan.Fields(d) {
		byKey[f.Key] = f
	}
	return byKey
}

func TestEachSectionAndEachQuestionIsAFieldOfItsOwn(t *testing.T) {
	t.Parallel()
	m := matter()
	m.Plan.Body.Sections = append(m.Plan.Body.Sections,
		reinstate.Section{Key: "asked", Kind: reinstate.SectionDemands, Title: "What you asked for", Text: "Two questions came."})
	m.Demands = []reinstate.Demand{
		{Text: "How do you upload tracking?", State: reinstate.DemandMet, Why: "From the label system, every hour"},
		{Text: "How many warehouses?", State: reinstate.DemandOpen},
	}
	d := plan.Compose(m)
	fields := pack(d)
	if got := fields["asked_1"]; got.Question != "How do you upload tracking?" || got.Text != "From the label system, every hour." {
		t.Errorf("the first question is %+v", got)
	}
	if got := fields["asked_2"]; len(got.Blanks) != 1 {
		t.Errorf("the question without an answer has the blanks %q", got.Blanks)
	}
	if got := fields["asked"].Text; got != "Two questions came." {
		t.Errorf("what stands before the questions is %q", got)
	}
	for _, part := range d.Parts {
		if part.Kind == reinstate.SectionDemands {
			continue
		}
		f, ok := fields[part.Key]
		if !ok || f.Title != part.Title || f.Text == "" || part.Title != "" && strings.HasPrefix(f.Text, part.Title) {
			t.Errorf("the section %s is the field %+v", part.Key, f)
		}
	}
	whole := fields[plan.WholeLetter].Text
	for _, f := range fields {
		if f.Question == "" && !strings.Contains(whole, f.Text) {
			t.Errorf("the whole letter lacks %q", f.Text)
		}
	}
}

func TestAFieldIsCountedAsABrowserCounts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text                     string
		characters, bytes, words int
	}{
		{"plain words", 11, 11, 2}, {"仓库", 2, 6, 2}, {"a 😀", 4, 6, 1}, {"one\n\n\ntwo", 8, 8, 2},
	} {
		body := reinstate.PlanBody{Sections: []reinstate.Section{{Key: "note", Kind: reinstate.SectionText, Text: tt.text}}}
		got := pack(plan.Compose(plan.Matter{Plan: reinstate.Plan{Body: body}}))["note"]
		if got.Characters != tt.characters || got.Bytes != tt.bytes || got.Words != tt.words {
			t.Errorf("%q: got %d characters, %d bytes, %d words", tt.text, got.Characters, got.Bytes, got.Words)
		}
	}
}

func TestPartsCoverTheBlocksWithoutAHole(t *testing.T) {
	t.Parallel()
	d := plan.Compose(matter())
	at := 0
	for _, part := range d.Parts {
		if part.From != at || part.To <= part.From {
			t.Errorf("%s spans %d to %d after %d", part.Key, part.From, part.To, at)
		}
		at = part.To
	}
	if at != len(d.Blocks) || len(d.Parts) == 0 {
		t.Errorf("the parts end at %d of %d", at, len(d.Blocks))
	}
}

func TestAnEMailHasItsSubjectAndTheSenderBeneathTheText(t *testing.T) {
	t.Parallel()
	d := plan.Compose(matter())
	mail := plan.MailOf(d)
	if mail.Subject != d.Title || strings.Contains(mail.Subject, "\n") {
		t.Errorf("the subject is %q", mail.Subject)
	}
	if strings.Index(mail.Body, d.Letterhead.Left[0]) < strings.Index(mail.Body, d.Subtitle) || !strings.HasPrefix(mail.Body, d.Subtitle) {
		t.Errorf("the body is\n%s", mail.Body)
	}
	if strings.Contains(mail.Body, "\n\n\n") || strings.Contains(mail.Body, "\t") {
		t.Errorf("the body has holes:\n%s", mail.Body)
	}
}
