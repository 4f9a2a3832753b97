package web

import (
	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// sampleRoute is a choice between two kinds, the first of which is proposed and
// calls for a lawyer.
func sampleRoute(base casePage, text string) routePage {
	source := []catalog.Source{{Title: text, URL: "https://example.com/", Seen: "2026-11-22"}, {Title: text, Seen: "2026-11-22"}}
	kind := catalog.KindOfDocument{Kind: reinstate.CounterNotice, Name: text, Is: text, Wrong: text, Counsel: text, Sources: source}
	other := catalog.KindOfDocument{Kind: reinstate.Dispute, Name: text, Is: text, Wrong: text, Sources: source}
	question := catalog.Question{Key: "holds", Ask: text, Help: text, Answers: []catalog.QuestionAnswer{{Key: "yes", Says: text}, {Key: "no", Says: text}}}
	return routePage{
		casePage: base,
		Route: casework.Route{
			File: base.File, Questions: []catalog.Question{question}, Chosen: reinstate.Dispute,
			Proposal: catalog.RouteRule{ID: "x", Document: reinstate.CounterNotice, Why: text, First: text, Counsel: true, Sources: source},
		},
		Questions: []questionView{{question, "yes"}}, Proposed: kindView{kind, true, false}, Kinds: []kindView{{kind, true, false}, {other, false, true}},
		Form: casework.Routing{Document: reinstate.Dispute, Why: text, WithoutCounsel: text}, Mail: plan.Mail{Subject: text, Body: text},
	}
}
