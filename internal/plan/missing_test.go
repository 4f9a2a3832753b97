package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

func TestACompleteLetterLacksNothing(t *testing.T) {
	t.Parallel()
	if gaps := plan.Missing(matter()); len(gaps) > 0 {
		t.Errorf("got %v, want nothing missing", gaps)
	}
}

func TestMissingNamesEachGap(t *testing.T) {
	t.Parallel()
	claim := func(m *plan.Matter, id reinstate.ClaimID) *reinstate.Claim {
		i := slices.IndexFunc(m.Plan.Body.Claims, func(c reinstate.Claim) bool { return c.ID == id })
		return &m.Plan.Body.Claims[i]
	}
	drop := func(m *plan.Matter, id reinstate.ClaimID) {
		m.Plan.Body.Claims = slices.DeleteFunc(m.Plan.Body.Claims, func(c reinstate.Claim) bool { return c.ID == id })
	}
	for _, tt := range []struct {
		name  string
		spoil func(*plan.Matter)
		want  []string
	}{
		{"an open demand", func(m *plan.Matter) { m.Demands[0].State = reinstate.DemandOpen },
			[]string{"demands 5: “Invoices” is not answered yet."}},
		{"a demand without a state", func(m *plan.Matter) { m.Demands[0].State = "" },
			[]string{"demands 5: “Invoices” is not answered yet."}},
		{"a demand met by a withdrawn exhibit only", func(m *plan.Matter) { m.Demands[0].Why, m.Demands[0].Exhibits = "", []reinstate.ExhibitID{9} },
			[]string{"demands 5: “Invoices” is marked as met, but nothing says by what."}},
		{"a demand waived without a reason", func(m *plan.Matter) { m.Demands[0].State, m.Demands[0].Why = reinstate.DemandWaived, " " },
			[]string{"demands 5: “Invoices” is waived without a reason."}},
		{"a cause without an action", func(m *plan.Matter) { drop(m, 22) },
			[]string{"claims 12: Root cause 1.2 has no corrective action."}},
		{"a cause without a measure", func(m *plan.Matter) { drop(m, 31) },
			[]string{"claims 11: Root cause 1.1 has no preventive measure."}},
		{"no claims at all", func(m *plan.Matter) { m.Plan.Body.Claims = nil },
			[]string{"claims: No root cause is written down yet."}},
		{"an action without a date", func(m *plan.Matter) { claim(m, 21).Date = "" },
			[]string{"claims 21: Corrective action 2.1 does not say when it was done."}},
		{"an action under way without a date", func(m *plan.Matter) { claim(m, 22).Date = "" },
			[]string{"claims 22: Corrective action 2.2 does not say by when it will be done."}},
		{"an action without a cause", func(m *plan.Matter) { claim(m, 22).Cause = 0 },
			[]string{"claims 12: Root cause 1.2 has no corrective action.", "claims 22: Corrective action 2.2 answers no root cause."}},
		{"a measure without an owner", func(m *plan.Matter) { claim(m, 31).Owner = "" },
			[]string{"claims 31: Preventive measure 3.1 does not say who sees to it."}},
		{"a measure without a frequency", func(m *plan.Matter) { claim(m, 31).Frequency = "" },
			[]string{"claims 31: Preventive measure 3.1 does not say how often."}},
		{"a claim whose only exhibit is withdrawn", func(m *plan.Matter) { claim(m, 32).Exhibits = []reinstate.ExhibitID{9} },
			[]string{"evidence 32: Claim 3.2 points to no exhibit and does not say why it needs none."}},
		{"a claim without text", func(m *plan.Matter) { claim(m, 32).Text = "" },
			[]string{"claims 32: Claim 3.2 has no text."}},
		{"a reference that is not named", func(m *plan.Matter) { m.References.Complaints = references("700123") },
			[]string{"plan: The notice names complaint 700123; the text does not."}},
		{"a reference that is only part of a longer one", func(m *plan.Matter) { m.References.Items = references("TESTA1X7") },
			[]string{"plan: The notice names item TESTA1X7; the text does not."}},
		{"many references that are not named", func(m *plan.Matter) { m.References.Orders = references("o1", "o2", "o3", "o4", "o5", "o6") },
			[]string{"plan: The notice names 6 orders that the text does not, among them o1, o2, o3, o4, o5."}},
		{"blanks, each once", func(m *plan.Matter) {
			m.Plan.Body.Sections[0].Text += " {what you sell} and {what you sell}"
			claim(m, 21).Text = "On {day}."
		}, []string{"plan: “what you sell” is still to be filled in.", "claims 21: “day” is still to be filled in."}},
		{"an empty section", func(m *plan.Matter) {
			m.Plan.Body.Sections = append(m.Plan.Body.Sections, reinstate.Section{Key: "closing_words", Kind: reinstate.SectionText})
		}, []string{"plan: The section “closing words” is empty."}},
		{"no exhibits", func(m *plan.Matter) {
			m.Exhibits = nil
			for i := range m.Plan.Body.Claims {
				m.Plan.Body.Claims[i].NoExhibit = "none is needed"
			}
		}, []string{"evidence: The list of exhibits is empty."}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := matter()
			tt.spoil(&m)
			var got []string
			for _, gap := range plan.Missing(m) {
				got = append(got, told(gap))
				if gap.Sentence != fmt.Sprintf(gap.Format, gap.Args...) {
					t.Errorf("the sentence %q is not what %q makes of %v", gap.Sentence, gap.Format, gap.Args)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func told(g plan.Gap) string {
	place := string(g.Place)
	if g.Claim != 0 {
		place += fmt.Sprintf(" %d", g.Claim)
	}
	if g.Demand != 0 {
		place += fmt.Sprintf(" %d", g.Demand)
	}
	return place + ": " + g.Sentence
}

func TestADisputeIsNotAskedForCauses(t *testing.T) {
	t.Parallel()
	m := matter()
	m.Plan.Body = plan.Start(outline(t, reinstate.Amazon, reinstate.RespondDispute), m)
	for _, gap := range plan.Missing(m) {
		if strings.Contains(gap.Sentence, "cause") || strings.Contains(gap.Sentence, "Claim") {
			t.Errorf("a dispute is asked: %s", gap.Sentence)
		}
	}
}

func TestAnIdentifierIsFoundBesideChinese(t *testing.T) {
	t.Parallel()
	m := matter()
	m.References.ASINs = references("B0TESTC3Z9")
	m.Plan.Body.Sections[0].Text = "商品B0TESTC3Z9已下架。"
	for _, gap := range plan.Missing(m) {
		t.Errorf("unexpected gap: %s", gap.Sentence)
	}
}
