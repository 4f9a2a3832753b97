package web

import (
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/storetest"
)

func sampleFinding(text string, severity catalog.Severity, field string, claim reinstate.ClaimID) casework.Finding {
	return casework.Finding{
		Finding: plan.Finding{Rule: "R02", Severity: severity, Quote: text, Message: text, Advice: text, Source: text},
		Key:     "k" + string(severity) + field, Place: field, Claim: claim,
	}
}

// sampleWriting is a letter with something of everything that is said about one.
func sampleWriting(file casework.File, text string, empty bool) casework.Writing {
	w := casework.Writing{File: file}
	if empty {
		return w
	}
	whole := sampleFinding(text, catalog.SeverityLow, "", 0)
	whole.Quote = ""
	aside := sampleFinding(text, catalog.SeverityMedium, "actions", 22)
	aside.Aside, aside.Dropped = true, reinstate.Dismissal{By: text, Why: text}
	w.Findings = []casework.Finding{
		sampleFinding(text, catalog.SeverityBlock, "opening", 0), sampleFinding(text, catalog.SeverityHigh, "root_causes", 21), whole, aside,
	}
	given := reinstate.Confirmation{Sum: "a", By: text, At: storetest.Start}
	w.Statements = []casework.Stated{
		{Statement: plan.Statement{Section: "opening", Words: text, Sum: "a"}, Given: given},
		{Statement: plan.Statement{Section: "actions", Claim: 22, Lead: text, Words: text, Sum: "b"}},
		{Statement: plan.Statement{Section: "actions", Claim: 22, Lead: text, Words: text, Sum: "b"}},
	}
	w.Comments = []reinstate.Comment{
		{ID: 1, Place: "section_opening", Quote: text, Text: text, By: text, At: storetest.Start},
		{ID: 2, Place: "claim_21", Text: text, By: text, Link: 1, At: storetest.Start, Resolved: storetest.Start, ResolvedBy: text},
		{ID: 3, Text: text, By: text, At: storetest.Start},
	}
	w.Links = []reinstate.ReviewLink{{ID: 1, Name: text, Expires: storetest.Start.Add(time.Hour)}, {ID: 2, Name: text, Revoked: storetest.Start}}
	w.Retold, w.RetoldFrom = []plan.Retold{{Was: []string{"33", text}, Now: []string{"30"}, Old: text, New: text}}, 1
	return w
}

func samplePlan(base casePage, outline catalog.Outline, gaps []gapView, form planForm, text string, empty bool) *planPage {
	p := &planPage{casePage: base, Writing: sampleWriting(base.File, text, empty), Outline: outline, Missing: gaps, Form: form, Once: "x", Mark: "m"}
	if empty {
		p.Proposal = &proposal{KindOfDocument: catalog.KindOfDocument{Kind: reinstate.PlanOfAction}, Rule: catalog.RouteRule{Why: text}}
	}
	if !empty {
		p.File.Review = reinstate.Review{State: reinstate.InReview, AskedBy: text, Asked: storetest.Start, Note: text}
		p.Veto, p.Link = text, "http://127.0.0.1/review/"+text
		p.lay()
	}
	return p
}

func sampleComparison(file casework.File, text string, empty bool) casework.Comparison {
	c := casework.Comparison{File: file}
	if empty {
		return c
	}
	now := casework.Text{ID: "now", Round: 2, By: text, At: storetest.Start}
	filed := casework.Text{ID: "1.4", Round: 1, Revision: 4, Filed: true, By: text, At: storetest.Start}
	c.Texts, c.From, c.To = []casework.Text{now, filed}, filed, now
	c.Changes = []plan.Change{
		{Pieces: plan.Diff("a", text)}, {Section: "opening", Pieces: plan.Diff(text+" 33", text+" 30")},
		{Section: "actions", Claim: 22, Kind: reinstate.CorrectiveAction, Title: text, Pieces: plan.Diff(text, "")},
	}
	c.Retold = []plan.Retold{{Was: []string{"33"}, Now: []string{"30", text}, Old: text, New: text}}
	return c
}

// guestFixtures are the page of somebody without an account.
func guestFixtures(text string) map[string]any {
	letter := plan.Document{
		Title: text, Subtitle: text, Language: "en", Letterhead: plan.Letterhead{Left: []string{text}, Right: []string{text}},
		Blocks: []plan.Block{
			plan.Heading{Number: "1", Text: text}, plan.Paragraph{Text: text}, plan.Item{Number: "1.1", Lead: text, Text: text, Answers: text, Exhibits: text},
			plan.Table{Columns: []plan.Column{{Title: text}}, Rows: [][]string{{text}}},
		},
	}
	base := samplePage(text)
	base.Who = reinstate.Actor{}
	guest := guestPage{
		page: sampleWrong(base, text, "comment"), Blocks: letterBlocks(letter), Action: "/review/x", Text: text, Place: "claim_1",
		Letter: casework.GuestLetter{
			Letter: letter, Places: []casework.GuestPlace{{Place: "claim_1", Name: text}}, Link: reinstate.ReviewLink{Expires: storetest.Start},
			Comments: []reinstate.Comment{{Text: text, At: storetest.Start}, {Text: text, At: storetest.Start, Resolved: storetest.Start}},
		},
	}
	late := guest
	late.page, late.Letter.Sealed = base, true
	return map[string]any{"review/letter": guest, "review/letter late": late}
}

// planFixtures are the pages around the plan.
func planFixtures(base, refused casePage, text string, empty bool) map[string]any {
	return map[string]any{
		"case/packet barred": packetPage{casePage: base, Drawn: !empty, MayFile: !empty, Ready: readiness{Letter: reinstate.Letter{Unanswered: 1, Unproven: 2, Unconfirmed: 3, Rule: reinstate.SecondApproval}}},
		"case/confirm":       confirmPage{casePage: refused, Parts: confirmParts(sampleWriting(base.File, text, empty)), Left: 2, All: 3},
		"case/compare":       comparePage{casePage: base, Comparison: sampleComparison(base.File, text, empty)},
	}
}
