package web

import (
	"maps"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/packet"
	"reinstate/internal/reinstate"
	"reinstate/internal/storetest"
)

// sampleQuoted is a message in which every word of interest is there twice, so
// that quotes overlap.
func sampleQuoted(text string) reinstate.Notice {
	body := "Hello " + text + ", your Amazon.com account is closed. Send invoices of 365 days within 17 days. " + text
	quote := func(words string) reinstate.Quote {
		at := strings.Index(body, words)
		return reinstate.Quote{Words: words, Start: at, End: at + len(words)}
	}
	read := reinstate.Reading{
		Kind: reinstate.KindNotice, Marketplace: reinstate.Amazon, Market: quote("Amazon.com"), Store: "US", StoreQuote: quote("Amazon"),
		Level: reinstate.AccountLevel, LevelQuote: quote("account is closed"), LevelSure: 0.5,
		Reasons:   []reinstate.ReasonFound{{Code: "inauthentic", Confidence: 0.93, Quote: quote("invoices of 365 days")}, {Code: "counterfeit", Confidence: 0.3}},
		Responses: []reinstate.ResponseFound{{Response: reinstate.RespondPlan, Quote: quote("Send invoices")}},
		Demands:   []reinstate.DemandFound{{Code: "supplier_invoices", Quote: quote("invoices of 365")}, {Code: "root_cause"}},
		Clocks:    []reinstate.ClockFound{{Kind: reinstate.ClockAppeal, Count: 17, Unit: reinstate.UnitDay, Quote: quote("within 17 days")}},
		References: reinstate.References{
			ASINs: []reinstate.Reference{{ID: "B0TESTA1X7", Quote: quote("Hello")}}, Orders: []reinstate.Reference{{ID: text}},
		},
		Severe: true, SevereQuote: quote("closed"),
	}
	return reinstate.Notice{
		ID: 7, Kind: reinstate.KindNotice, Round: 1, Text: body, Subject: text, Sender: text, FileName: text, MediaType: "text/plain",
		Size: 12345, SHA256: storetest.Digest(text), Received: storetest.Start.Add(-48 * time.Hour), Logged: storetest.Start, Read: read, Checked: read, Version: 3,
	}
}

// sampleReply is a denial of the first round.
func sampleReply(text string) reinstate.Notice {
	n := sampleQuoted(text)
	n.ID, n.Case, n.Kind = 8, 1, reinstate.KindReply
	n.Read.Kind, n.Read.Decision, n.Read.DecidedBy = reinstate.KindReply, reinstate.Denied, n.Read.LevelQuote
	n.Checked = n.Read
	return n
}

func sampleClock(kind reinstate.ClockKind, due time.Duration, basis reinstate.Basis, text string) reinstate.Clock {
	return reinstate.Clock{ID: 1, Kind: kind, Due: storetest.Start.Add(due), Zone: "America/Los_Angeles", Basis: basis, Quote: text, Arithmetic: text, Round: 1}
}

func sampleFile(text string) casework.File {
	evidence := []reinstate.Exhibit{
		{ID: 11, Letter: "A", Kind: "supplier_invoice", Title: text, FileName: text, MediaType: "application/pdf", Size: 84_000, SHA256: storetest.Digest("a"), Pages: 4, Dated: "2026-10-02", Shows: text, Added: storetest.Start, AddedBy: text, Version: 1},
		{ID: 12, Letter: "B", Kind: "photo", Title: text, FileName: text, MediaType: "image/png", Size: 3_200_000, SHA256: storetest.Digest("b"), Added: storetest.Start, AddedBy: text, Version: 2},
		{ID: 13, Letter: "C", Kind: "other", Title: text, FileName: text, MediaType: "text/html", Size: 12, SHA256: storetest.Digest("c"), Added: storetest.Start, AddedBy: text, Withdrawn: storetest.Start, Version: 1},
	}
	cause := reinstate.Claim{ID: 21, Kind: reinstate.RootCause, Text: text, Exhibits: []reinstate.ExhibitID{11}, Version: 1}
	claims := []reinstate.Claim{
		cause, {ID: 24, Kind: reinstate.RootCause, Text: text, Version: 1},
		{ID: 22, Kind: reinstate.CorrectiveAction, Text: text, Cause: 21, Done: true, Date: "2026-11-03", Exhibits: []reinstate.ExhibitID{12, 13}, Version: 1},
		{ID: 25, Kind: reinstate.CorrectiveAction, Text: text, Cause: 99, Version: 1},
		{ID: 23, Kind: reinstate.PreventiveMeasure, Text: text, Cause: 21, Owner: text, Frequency: text, Tool: text, NoExhibit: text, Version: 1},
	}
	body := reinstate.PlanBody{Title: text, Claims: claims, Sections: []reinstate.Section{
		{Key: "opening", Kind: reinstate.SectionText, Text: text},
		{Key: "root_causes", Kind: reinstate.SectionCauses, Title: "Root causes", Text: text},
		{Key: "actions", Kind: reinstate.SectionActions, Title: "What we have done"},
		{Key: "measures", Kind: reinstate.SectionMeasures, Title: "How we prevent it"},
		{Key: "items", Kind: reinstate.SectionItems, Title: "Items"}, {Key: "demands", Kind: reinstate.SectionDemands, Title: "Answers"},
		{Key: "exhibits", Kind: reinstate.SectionExhibits, Title: text},
	}}
	notice, reply := sampleQuoted(text), sampleReply(text)
	notice.Case = 1
	return casework.File{
		Case: reinstate.Case{
			ID: 1, Client: 3, Account: 4, Reference: "R-2026-0036", State: reinstate.InCorrection, Level: reinstate.AccountLevel,
			Reasons: []reinstate.ReasonCode{"inauthentic", "counterfeit"}, Response: reinstate.RespondPlan, Round: 2, Owner: 1, Opened: storetest.Start,
			Next:    reinstate.NextClock{Kind: reinstate.ClockAppeal, Due: storetest.Start.Add(5 * time.Hour), Zone: "America/Los_Angeles", Basis: reinstate.Rule},
			Counsel: reinstate.Counsel{Name: text, Note: text, Privileged: text}, Version: 9,
		},
		Client: sampleClient(text), Account: sampleAccount(text), Owner: reinstate.User{ID: 1, Name: text},
		Notices: []reinstate.Notice{notice, reply},
		Rounds: []reinstate.Round{
			{Number: 1, Opened: storetest.Start, Decision: reinstate.Denied, Decided: storetest.Start, Reply: 8, Note: text}, {Number: 2, Opened: storetest.Start},
		},
		Demands: []reinstate.Demand{
			{ID: 31, Round: 2, Code: "supplier_invoices", Text: text, Quote: text, State: reinstate.DemandOpen, Version: 1},
			{ID: 32, Round: 1, Code: "root_cause", Text: text, State: reinstate.DemandMet, Why: text, Exhibits: []reinstate.ExhibitID{11}, Version: 1},
			{ID: 33, Round: 1, Text: text, State: reinstate.DemandWaived, Why: text, Version: 1},
		},
		Clocks: []reinstate.Clock{
			sampleClock(reinstate.ClockFunds, 900*time.Hour, reinstate.Rule, text), sampleClock(reinstate.ClockAppeal, 5*time.Hour, reinstate.Stated, text),
			sampleClock(reinstate.ClockDocuments, -5*time.Hour, reinstate.Assumed, text),
		},
		Claims: claims, Exhibits: evidence, HasPlan: true,
		Plan: reinstate.Plan{ID: 5, Case: 1, Round: 2, Route: reinstate.RespondPlan, Title: text, Language: "en", Body: body, Revision: 9, SavedBy: text, Saved: storetest.Start, Version: 9},
		Filings: []reinstate.Filing{{
			ID: 6, Round: 1, Revision: 4, SHA256: storetest.Digest("p"), Size: 99_000, Pages: 3, Channel: text, Note: text, FiledBy: text, Filed: storetest.Start,
			Manifest: []reinstate.ManifestEntry{{Exhibit: 11, Letter: "A", Title: text, FileName: text, Size: 84_000, SHA256: storetest.Digest("a")}},
			Receipt:  text, Proof: 12, ReceiptedAt: storetest.Start,
		}},
		Words: 612, Pages: 2,
		Tasks: []casework.Task{
			{Key: "notice", Title: reinstate.Say("Notice"), Why: reinstate.Say(text), Status: casework.Completed, URL: "notice"},
			{Key: "root_causes", Title: reinstate.Say("Root causes"), Why: reinstate.Say(text), Status: casework.NeedsWork, URL: "claims"},
			{Key: "evidence", Title: reinstate.Say("Evidence"), Why: reinstate.Say(text), Status: casework.Problem, URL: "evidence"},
			{Key: "filing", Title: reinstate.Say("Filing"), Why: reinstate.Say(text), Status: casework.CannotStart, URL: "packet"},
		},
		Next: casework.NextStep{Text: reinstate.Say("Write the plan"), Why: reinstate.Say(text), URL: "plan"},
		Steps: []reinstate.Step{
			{Do: reinstate.FileAppeal, From: []reinstate.State{reinstate.InCorrection}}, {Do: reinstate.ConfirmReceipt}, {Do: reinstate.RecordDenied},
			{Do: reinstate.ReferToCounsel}, {Do: reinstate.Close},
		},
	}
}

// sampleEmpty is a case in which nothing has been done.
func sampleEmpty(text string) casework.File {
	return casework.File{
		Case:   reinstate.Case{ID: 1, Reference: "R-2026-0001", State: reinstate.NoticeLogged, Level: reinstate.UnknownLevel, Round: 1, Opened: storetest.Start, Version: 1},
		Client: reinstate.Client{ID: 3, LegalName: text}, Account: reinstate.Account{ID: 4, Marketplace: reinstate.UnknownMarketplace},
		Next: casework.NextStep{Text: reinstate.Say("Check the notice"), Why: reinstate.Say(text), Do: reinstate.ConfirmReason},
	}
}

func sampleReading(n reinstate.Notice, clocks []reinstate.Clock) readingView {
	made, err := kit()
	if err != nil {
		panic(err)
	}
	p := casePages{server: &server{desk: casework.New(made)}}
	return p.viewReading(n, n.Read, clocks)
}

func sampleChoices(text string, reading readingView) checkChoices {
	some := []choice{{Code: "inauthentic", Title: text, Chosen: true}, {Code: "counterfeit", Title: text}}
	found := []choice{{Code: "supplier_invoices", Title: text, Chosen: true}}
	if len(reading.Demands) > 0 {
		found[0].Fact = reading.Demands[0]
	}
	return checkChoices{
		Marketplaces: some, Stores: []choice{{Code: "US", Title: text}}, Levels: reinstate.Levels(), Reasons: some, Also: some,
		Responses: reinstate.Responses(), Found: found, Demands: some,
	}
}

// caseFixtures are the pages of a case and of messages, filled. The keys are as
// in firmFixtures.
func caseFixtures() map[string]any {
	fixtures := map[string]any{}
	for kind, text := range map[string]string{"usual": "Alder & Finch GmbH", "long": long, "hostile": hostile} {
		for name, p := range casePageFixtures(text, false) {
			fixtures[name+" "+kind] = p
		}
		for name, p := range standingFixtures(text) {
			fixtures[name+" "+kind] = p
		}
		for name, p := range messageFixtures(text) {
			fixtures[name+" "+kind] = p
		}
		for name, p := range guestFixtures(text) {
			fixtures[name+" "+kind] = p
		}
	}
	for kind, text := range map[string]string{"usual": "Alder & Finch GmbH", "long": long, "hostile": hostile} {
		for name, p := range heldFixtures(text) {
			fixtures[name+" "+kind] = p
		}
	}
	for name, p := range casePageFixtures("Alder & Finch GmbH", true) {
		fixtures[name+" empty"] = p
	}
	return fixtures
}

var sampleRefused = []string{
	"text", "asks", "cause", "date", "owner", "frequency", "tool", "exhibits", "no_exhibit", "state", "why", "code", "file", "kind", "title", "dated", "shows",
	"number", "expires", "lines", "total", "currency", "from", "received", "issuer_name", "issuer_address", "issuer_phone", "issuer_email", "issuer_website",
	"buyer_name", "buyer_address", "buyer_phone", "buyer_email", "sold", "item",
	"language", "section_opening", "claim_21", "claim_21_date", "new_root_cause_0", "new_corrective_action_21", "why_kblockopening",
	"comment_", "comment_section_opening", "review", "review_note", "link_name", "link_days", "channel", "note", "receipt", "outcome",
	"to", "party", "subject", "body", "way", "at", "summary", "mail", "case", "sent",
	"moved", "started", "until", "held", "account", "new_client", "new_seller_id", "new_store", "marketplace", "store", "level", "reasons", "response", "received", "deadline", "demands", "do",
}

func casePageFixtures(text string, empty bool) map[string]any {
	file, viewer := sampleFile(text), samplePage(text)
	if empty {
		file, viewer = sampleEmpty(text), sampleViewer(text)
	}
	base := casePage{page: viewer, File: file, Tab: "work", Work: !empty}
	refused := base
	if !empty {
		refused.page = sampleWrong(viewer, text, sampleRefused...)
	}
	notice := sampleQuoted(text)
	outline := catalog.Outline{Name: text, About: text, Words: catalog.Span{From: 300, To: 700}, Sections: []catalog.OutlineSection{{Key: "opening", Guidance: text}}}
	form := formOfPlan(file.Plan, file.Claims)
	causes, loose := byCause(file.Claims)
	gap := []gapView{{Sentence: reinstate.Say(text), URL: "/cases/R-2026-0036/claims"}}
	steps := stepsPage{casePage: refused, Move: casework.Move{Do: reinstate.ConfirmReceipt, Note: text, Receipt: text, Proof: 12, NoneGiven: true, Counsel: reinstate.Counsel{Name: text, Privileged: text}}}
	steps.Forms, steps.Later = stepForms(file, reinstate.ConfirmReceipt)
	var exhibit reinstate.Exhibit
	var claim reinstate.Claim
	var demand reinstate.Demand
	var filing reinstate.Filing
	if !empty {
		exhibit, claim, demand, filing = file.Exhibits[0], file.Claims[2], file.Demands[0], file.Filings[0]
	} else {
		exhibit.Letter, exhibit.Title, exhibit.Withdrawn = "A", text, storetest.Start
		claim.Kind = reinstate.PreventiveMeasure
	}
	pages := map[string]any{
		"case/work":       workPage{casePage: base, Waiting: sampleWait(text, empty)},
		"case/steps":      steps,
		"case/claims":     claimsPage{casePage: refused, Causes: causes, Loose: loose, Codes: []demandChoice{{"supplier_invoices", text, true}}, Text: text, Once: "x", Asks: demandForm{Text: text, Code: "supplier_invoices", Open: true}},
		"case/claim":      claimPage{casePage: refused, Claim: claim, Causes: causes, Once: "x", Stale: &reinstate.Claim{Text: text}},
		"case/demand":     demandPage{casePage: refused, Demand: demand, About: catalog.Demand{Advice: text}, Stale: &reinstate.Demand{State: reinstate.DemandMet, Why: text}},
		"case/evidence":   evidencePage{casePage: refused, Kinds: reinstate.ExhibitKinds(), Form: exhibitForm{"photo", text, "2026-11-01", text, true}, Added: []casework.Attached{{Exhibit: exhibit, Twin: &exhibit}}, Most: 100 << 20, Found: samplePapers(text, empty), Standing: []reinstate.Paper{samplePaper(text)}},
		"case/exhibit":    sampleExhibitPage(refused, exhibit, text),
		"case/page":       samplePages(refused, exhibit, text, empty),
		"case/coverage":   coveragePage{casePage: refused, Coverage: sampleCoverage(text, empty), Sold: sampleSold(text, empty)},
		"case/custody":    custodyPage{casePage: base, Custody: sampleCustody(text, empty)},
		"case/plan":       samplePlan(refused, outline, gap, form, text, empty),
		"case/plan_stale": stalePage{casePage: base, By: text, Form: planForm{Title: text + " (mine)", Language: "en"}, After: []keptField{{"new_root_cause_0", text}}, Pairs: []pair{{Field: "section_gone", Gone: true, Mine: text}, {Field: "title", Line: true, Mine: text, Theirs: text}, {Field: "section_opening", Mine: text, Theirs: text, Was: "x"}, {Field: "claim_21", Kind: reinstate.RootCause, Mine: text, Theirs: text, Beside: form.beside(21)}}},
		"case/revisions":  revisionsPage{casePage: base, Plan: file.Plan, Round: 2, Revisions: []reinstate.Revision{{Number: 9, By: text, At: storetest.Start}, {Number: 8, By: text, At: storetest.Start}}},
		"case/revision":   revisionPage{casePage: base, Round: 2, Revision: reinstate.Revision{Number: 8, By: text, At: storetest.Start, Body: file.Plan.Body}, Sections: sectionsOf(file, outline), Present: !empty},
		"case/packet":     packetPage{casePage: refused, Ready: readiness{Resent: casework.Echo{Round: 1, Share: 0.83}, Words: 612, Pages: 2, Replaced: []replaced{{Replacement: packet.Replacement{Rune: 0x1F600, Drawn: "□", Count: 2, Where: text}, Shown: "😀", Code: "U+1F600"}}}, Missing: gap, Drawn: !empty, MayFile: !empty, Blocking: []findingView{{Finding: sampleFinding(text, "block", "opening", 0), page: base}}, Channels: []choice{{Code: "form", Title: text, About: text, Chosen: true}}, Move: casework.Move{Note: text}},
		"case/blocks":     sampleBlocks(refused, text),
		"case/route":      sampleRoute(refused, text),
		"case/copy":       sampleCopy(refused, text),
		"case/exports":    exportsFixture(refused, text),
		"case/filing":     filingPage{casePage: refused, Filing: filing, Round: reinstate.Round{Number: 1, Decision: reinstate.Denied, Decided: storetest.Start, Note: text}, Channel: catalog.Channel{How: text, Reply: text}, Asks: !empty},
		"case/timeline":   timelinePage{casePage: base, Entries: []entryView{{Entry: reinstate.Entry{Seq: 2, At: storetest.Start, Actor: text, Kind: reinstate.Operator, Hash: storetest.Digest("h")}, Says: reinstate.Say(text)}}},
		"case/details":    detailsPage{casePage: refused, People: []reinstate.User{{ID: 1, Name: text}, {ID: 2, Name: text}}, All: file.Clocks},
		"case/notice":     readPage{casePage: base, Check: casework.Check{Notice: notice, Case: file.Case}, Reading: sampleReading(notice, nil)},
		"case/damaged":    damagedPage{page: samplePage(text), Name: text, SHA256: storetest.Digest("d")},
	}
	maps.Copy(pages, correspondenceFixtures(base, refused, text, empty))
	maps.Copy(pages, planFixtures(base, refused, text, empty))
	return pages
}

func messageFixtures(text string) map[string]any {
	notice, reply := sampleQuoted(text), sampleReply(text)
	unread := notice
	unread.Read, unread.Checked = reinstate.Reading{Marketplace: reinstate.UnknownMarketplace, Level: reinstate.UnknownLevel}, reinstate.Reading{}
	clocks := []reinstate.Clock{sampleClock(reinstate.ClockAppeal, 300*time.Hour, reinstate.Stated, "within 17 days"), sampleClock(reinstate.ClockFunds, 900*time.Hour, reinstate.Rule, text)}
	account := casework.AccountLine{Account: sampleAccount(text), ClientName: text, ClientOther: text}
	of := func(n reinstate.Notice, steps []reinstate.Step) checkPage {
		reading := sampleReading(n, clocks)
		check := casework.Check{Gate: sampleGate(text), Echoes: []casework.Echo{{Notice: n, Round: 1, Share: 0.91}, {Notice: n, Round: 1, Share: 1, Bytes: true}}, Compared: sampleCompared(text), Notice: n, Accounts: []casework.AccountLine{account}, Account: 4, Clocks: clocks, Twins: []reinstate.Notice{{ID: 2, Logged: storetest.Start}}, Steps: steps}
		if n.Case != 0 {
			check.Case = sampleFile(text).Case
		}
		form := checkForm{
			Version: "3", Account: "4", NewClient: text, NewSellerID: text, NewStore: text, Received: "2026-11-18T09:30", Marketplace: "amazon", Store: "US", Level: "account",
			Reason: "inauthentic", Also: []string{"counterfeit"}, Response: "plan_of_action", Clocks: []string{"0"}, Deadline: "2026-12-01T17:00",
			ASINs: text, Orders: text, Complaints: text, Items: text, Do: string(reinstate.RecordDenied), Note: text,
		}
		return checkPage{
			page: sampleWrong(samplePage("Is this what the notice says?"), text, sampleRefused...), Check: check, Reading: reading, Form: form,
			Choices: sampleChoices(text, reading), Action: noticePath(n.ID), Reply: n.Kind == reinstate.KindReply,
		}
	}
	strange, doubtful, severe := notice, notice, notice
	strange.Read = reinstate.Reading{Kind: reinstate.KindOther, Other: reinstate.OtherPhishing, KindQuote: notice.Read.LevelQuote, Marketplace: reinstate.UnknownMarketplace}
	doubtful.Read.Reasons, doubtful.Read.LevelSure = []reinstate.ReasonFound{{Code: "counterfeit", Confidence: 0.4, Quote: notice.Read.LevelQuote}, {Code: "inauthentic", Confidence: 0.3}}, 0.3
	severe.Read.LevelSure = 0.95
	decisions := []reinstate.Step{{Do: reinstate.RecordDenied}, {Do: reinstate.RecordReinstated}}
	settled, late := of(reply, nil), of(reply, nil)
	settled.Settled, settled.Check.Notice.CheckedBy, settled.Check.Notice.CheckedAt = true, text, storetest.Start
	intake := intakePage{page: sampleWrong(samplePage("Log a notice"), text, "text", "account", "file"), Accounts: []casework.AccountLine{account}, Form: intakeForm{Account: strconv.Itoa(4), Text: text}, Most: 25 << 20, Once: "x"}
	answer := intake
	answer.Reply, answer.Client, answer.Accounts = "R-2026-0036", text, nil
	return map[string]any{
		"notice/new": intake, "notice/new reply": answer,
		"notice/check strange": of(strange, nil), "notice/check doubtful": of(doubtful, nil), "notice/check severe": of(severe, nil),
		"notice/check": of(notice, nil), "notice/check unread": of(unread, nil), "notice/check reply": of(reply, decisions), "notice/check late": late, "notice/check settled": settled,
	}
}
