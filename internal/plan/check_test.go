package plan_test

import (
	"slices"
	"strings"
	"testing"

	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// letterParts is a sound plan in parts, so that a test changes one of them.
type letterParts struct{ opening, cause, action, prevention, closing string }

func sound() letterParts {
	return letterParts{
		opening: "Plan of action: late shipments\nMossgate Cycles, merchant token A3EXAMPLE1MC. Sample orders: 112-1234567-1234567.",
		cause: "Root cause\n1. Since 3 August 2026 the courier collects at 15:00. We had no cut-off check, so 41 parcels were packed after the van had left.\n" +
			"2. Frames over 1 m need a crate. We did not set handling time per SKU, and 12 crates left two days late. " +
			"The packers found this out one by one and told nobody, since there was no list for it.",
		action: "Actions taken\n- 5 August 2026: shipped the 14 open parcels and sent the buyers the tracking (Exhibit A).\n" +
			"- 6 August 2026: set the cut-off to 13:00 and reviewed handling time for all 212 SKUs (Exhibit B).\n" +
			"- 7 August 2026: signed a second collection at 18:00 with another courier (Exhibit C).",
		prevention: "Steps to prevent\n- Each working day at 12:30 the dispatch supervisor opens the due-today report of parcels and signs the sheet.\n" +
			"- Before a new SKU goes live the catalogue clerk records crate and packing time in the SKU sheet.\n" +
			"- Every Monday the owner reads the late rate and writes it in the log; at 2% the daily order limit is lowered.",
		closing: "We ask you to review our account.\n\nPriya Nair, owner, Mossgate Cycles",
	}
}

func (p letterParts) text() string {
	return strings.Join([]string{p.opening, p.cause, p.action, p.prevention, p.closing}, "\n\n") + "\n"
}

// with changes a sound plan.
func with(change func(*letterParts)) string {
	p := sound()
	change(&p)
	return p.text()
}

func opening(text string) string { return with(func(p *letterParts) { p.opening = text }) }
func cause(text string) string   { return with(func(p *letterParts) { p.cause = "Root cause\n" + text }) }
func action(text string) string {
	return with(func(p *letterParts) { p.action = "Actions taken\n" + text })
}
func prevention(text string) string {
	return with(func(p *letterParts) { p.prevention = "Steps to prevent\n" + text })
}
func closing(text string) string { return with(func(p *letterParts) { p.closing = text }) }

func amazon(code reinstate.ReasonCode) plan.CheckInput {
	return plan.CheckInput{Reasons: []reinstate.ReasonCode{code}, Marketplace: reinstate.Amazon}
}

func noticed(code reinstate.ReasonCode, notice string) plan.CheckInput {
	in := amazon(code)
	in.Notice = notice
	return in
}

func rulesOf(findings []plan.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Rule)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestASoundPlanHasNoBlockAndNoHighFinding(t *testing.T) {
	t.Parallel()
	for _, f := range checker(t).Check(sound().text(), amazon("late_shipment")) {
		if f.Severity == catalog.SeverityBlock || f.Severity == catalog.SeverityHigh {
			t.Errorf("%s %s at %q: %s", f.Rule, f.Case, f.Quote, f.Message)
		}
	}
}

func TestQuotesAreExactAndSentencesWhole(t *testing.T) {
	t.Parallel()
	c := checker(t)
	texts := []string{
		sound().text(), cause("Amazon made a mistake. 亚马逊 made an error, we will sue!!"), "\ufeffDear Amazon,\r\n\r\nplease please help us.\r\nXXXX",
	}
	for _, l := range corpusOrNothing() {
		texts = append(texts, l.Text)
	}
	order := catalog.Severities()
	for _, text := range texts {
		findings := c.Check(text, amazon("inauthentic"))
		for i, f := range findings {
			if text[f.Start:f.End] != f.Quote {
				t.Errorf("%s: %q is not at %d to %d", f.Rule, f.Quote, f.Start, f.End)
			}
			for _, s := range []string{f.Message, f.Advice, f.Source} {
				if s == "" || strings.ContainsAny(s, "{}") {
					t.Errorf("%s says %q", f.Rule, s)
				}
			}
			if i > 0 && slices.Index(order, findings[i-1].Severity) > slices.Index(order, f.Severity) {
				t.Errorf("%s %s stands after a lighter finding", f.Rule, f.Severity)
			}
			if i > 0 && findings[i-1].Severity == f.Severity && findings[i-1].Start > f.Start {
				t.Errorf("%s stands before what comes earlier in the text", f.Rule)
			}
		}
	}
}

func TestARuleSpeaksOnceInASectionAndCounts(t *testing.T) {
	t.Parallel()
	findings := checker(t).Check(cause("1. Amazon made a mistake.\n2. Your algorithm failed.\n3. Walmart made an error. We had no check of the list."), amazon("late_shipment"))
	var blame []plan.Finding
	for _, f := range findings {
		if f.Rule == "R02" {
			blame = append(blame, f)
		}
	}
	if len(blame) != 1 || blame[0].Count != 3 || !strings.Contains(blame[0].Message, "2 more like it") || blame[0].Section != "root_cause" {
		t.Errorf("got %+v, want one finding that counts three", blame)
	}
}

func TestATextThatIsCutOffLacksNothing(t *testing.T) {
	t.Parallel()
	cut := sound().text()
	cut = cut[:strings.Index(cut, "Steps to prevent")] + "Steps to prevent\n- Each working day at 12:30 the dispatch supervisor opens the due-to"
	for _, text := range []string{cut, "Plan of action\n\nRoot cause\n1. We had no cut-off check and the courier"} {
		for _, rule := range rulesOf(checker(t).Check(text, amazon("late_shipment"))) {
			if slices.Contains([]string{"S01", "S05", "S07", "S10", "C04", "C06", "C07"}, rule) {
				t.Errorf("%s speaks about what a cut text lacks", rule)
			}
		}
	}
	in := amazon("late_shipment")
	in.Partial = true
	if got := rulesOf(checker(t).Check("We packed 41 parcels after the van had left, because we had no cut-off check.", in)); slices.Contains(got, "S01") {
		t.Error("S01 speaks though the text is said to be a part")
	}
}

func TestWhatTheNoticeSaysIsNotTheSellersVoice(t *testing.T) {
	t.Parallel()
	notice := "Hello,\nYour buyers lied to us and Amazon made a mistake when it closed the honest shop of a fool.\n"
	for _, text := range []string{
		`You wrote: "Amazon made a mistake, the buyers lied, you fool."`,
		"Your notice says that the buyers lied and that Amazon made a mistake.",
		"> Amazon made a mistake, the buyers lied, you fool.",
		"Your buyers lied to us and Amazon made a mistake when it closed the honest shop of a fool.",
	} {
		for _, rule := range rulesOf(checker(t).Check(opening(text), noticed("late_shipment", notice))) {
			if slices.Contains([]string{"R02", "R03", "T07"}, rule) {
				t.Errorf("%s takes the notice's words for the seller's: %s", rule, text)
			}
		}
	}
}

func TestPartsAreToldByManyHeadings(t *testing.T) {
	t.Parallel()
	for _, heads := range [][3]string{
		{"Root cause", "Actions taken", "Preventive measures"},
		{"1. What went wrong", "2. What we have done about it", "3. How we keep it from happening again"},
		{"A. WHY THIS HAPPENED", "B. CORRECTIVE ACTIONS", "C. GOING FORWARD"},
		{"**Greater detail on the root cause(s)**", "**Greater detail on the actions you have taken**", "**Greater detail on the steps to prevent this in future**"},
		{"Description of the violation:", "Steps we have taken to correct it:", "Controls in place since 6 August:"},
		{"根本原因", "已采取的措施", "预防措施"},
	} {
		p := sound()
		for i, part := range []*string{&p.cause, &p.action, &p.prevention} {
			_, body, _ := strings.Cut(*part, "\n")
			*part = heads[i] + "\n" + body
		}
		got := rulesOf(checker(t).Check(p.text(), amazon("late_shipment")))
		for _, rule := range []string{"S01", "R01", "C02", "C07", "P01", "S07"} {
			if slices.Contains(got, rule) {
				t.Errorf("with the headings %q %s speaks", heads, rule)
			}
		}
	}
}
