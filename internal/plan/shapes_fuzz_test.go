package plan_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

func FuzzEveryAnswerStandsInTheWholeLetter(f *testing.F) {
	for _, seed := range []string{"", "one\n\ntwo", "- a\n1. b\n\n\n- c", "a | b\t{blank}", "\xff\x00 😀", "  \u2028 "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := matter()
		for i := range m.Plan.Body.Sections {
			m.Plan.Body.Sections[i].Text = text
		}
		m.Demands = []reinstate.Demand{{Text: text, State: reinstate.DemandMet, Why: text}}
		d := plan.Compose(m)
		fields := plan.Fields(d)
		for _, field := range fields {
			if field.Bytes != len(field.Text) || utf8.ValidString(text) && field.Characters > field.Bytes {
				t.Errorf("%s counts %d characters and %d bytes of %q", field.Key, field.Characters, field.Bytes, field.Text)
			}
			if field.Question == "" && !strings.Contains(fields[0].Text, field.Text) {
				t.Errorf("the whole letter lacks %q", field.Text)
			}
		}
		plan.MailOf(d)
	})
}
