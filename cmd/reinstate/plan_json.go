package main

import "reinstate/internal/plan"

// checkedJSON is a checked letter as scripts get it. Start and end are byte
// offsets into the text, so that text[start:end] is the quote; both are zero
// where a finding is about something that is not there.
type checkedJSON struct {
	ID       string         `json:"id"`
	Words    int            `json:"words"`
	Findings []weaknessJSON `json:"findings"`
	Text     *string        `json:"text,omitempty"` // what the offsets point into, where a file was decoded
}

type weaknessJSON struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Section  string `json:"section"`
	quoteJSON
	Message string `json:"message"`
	Advice  string `json:"advice"`
	Source  string `json:"source"`
}

func checkedOf(id, text string, findings []plan.Finding) checkedJSON {
	out := checkedJSON{ID: id, Words: plan.WordsOf(text), Findings: []weaknessJSON{}}
	for _, f := range findings {
		out.Findings = append(out.Findings, weaknessJSON{
			Rule: f.Rule, Severity: string(f.Severity), Section: string(f.Section),
			quoteJSON: quoteJSON{f.Quote, f.Start, f.End}, Message: f.Message, Advice: f.Advice, Source: f.Source,
		})
	}
	return out
}
