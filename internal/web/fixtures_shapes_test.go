package web

import (
	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
)

// sampleCopy is a letter to copy, whose last answer has a blank.
func sampleCopy(base casePage, text string) copyPage {
	whole := plan.Field{Key: plan.WholeLetter, Text: text, Characters: 4000, Bytes: 4100, Words: 612}
	p := copyPage{casePage: base, Letter: casework.Letter{
		Fields: []plan.Field{
			whole, {Key: "opening", Text: text, Characters: 1, Bytes: 1, Words: 1}, {Key: "root_causes", Title: "Root causes", Text: text, Characters: 2000},
			{Key: "demands_1", Title: "What you asked for", Question: text, Text: text, Blanks: []string{text, text}},
		},
		Mail: plan.Mail{Subject: text, Body: text}, Blanks: []string{text},
		Limits: []catalog.Channel{{Name: text, Limit: catalog.BoxLimit{Characters: 500, Says: text, Source: catalog.Source{Title: text, URL: "https://example.com/", Seen: "2026-11-26"}}}},
	}}
	for _, as := range casework.Shapes() {
		p.Shapes = append(p.Shapes, shapeOf(base, as, p.Letter))
	}
	return p
}
