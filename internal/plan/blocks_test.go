package plan_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// concrete are the words a person might write for each blank of the building
// blocks and outlines. A blank that is not here fails the tests below, so that
// every new one is tried.
var concrete = map[string]string{
	"date": "3 November 2026", "date of the end": "9 November 2026", "date of the change": "5 November 2026", "date of the closing": "4 November 2026",
	"date of the collection": "6 November 2026", "date of the message": "7 November 2026", "date of the cost": "21 October 2026", "date of the pictures": "8 November 2026",
	"number of units": "94", "number of units removed": "33", "number of units that stops it": "2", "number of units that are needed": "20", "number of buyers": "23",
	"number of orders": "41", "number of orders late": "29", "number of orders cancelled": "6", "number of listings": "118", "number of listings closed": "4", "number of listings corrected": "7",
	"number of samples": "5", "number of days": "2", "number of hours": "6", "number of minutes": "15", "number of claims": "8", "number of messages": "37", "number of people": "3",
	"number of templates": "12", "number of templates deleted": "2", "number of pictures": "14", "number of inserts": "600", "number of accounts": "9", "number of reviews": "11",
	"number of users": "4", "number of violations": "5", "number of violations in all": "7", "number of violations appealed": "3", "number of the invoice": "NH-2704",
	"number of the patent": "D 812 330", "number of the report": "2026-4471", "supplier": "Nordhaven Trading A/S", "removal order": "RO-55127",
	"destroyed or returned to the supplier": "destroyed", "paper that was missing": "a letter of authorisation", "papers that are required": "authorisation letter and three references",
	"what buyers received": "12 units with an open box", "what was replaced": "the inner bag of 3 items", "grades": "new, opened and worn", "what must be there": "its seal",
	"wrong statement": "“500 ml”", "right statement": "“450 ml”", "what changed": "the bottle", "form": "form L-2", "attributes that are compared": "size or colour", "reason of the return": "“not as described”",
	"batch": "B-0926", "hazard": "overheat at the plug", "warning that was missing": "“do not cover”", "laboratory": "TestHaus GmbH", "standard": "EN 60335", "rule or standard": "EN 60335",
	"words that tell a hazard": "smoke, burn and shock", "claim, ingredient or class": "the ingredient minoxidil", "field that was not read": "the field for ingredients",
	"words or ingredients": "minoxidil and retinol", "what is refused": "what is on the list", "list of keywords": "sheet K-4", "pages that are followed": "for drugs and cosmetics",
	"retailer": "Costmart", "place": "Hamburg", "name on the slip": "Hailan Direct", "what happened on the way": "a drop from 60 cm", "what was corrected": "size and material", "share": "5%",
	"height": "80 cm", "days without cover": "Saturday and Sunday", "period": "October 2026", "items or service": "the heavy items", "carrier": "UPS", "time of day": "14:00",
	"role or shift": "the evening shift", "list or rota": "rota R-11", "name of the system": "ShipDesk", "service without tracking": "letter post", "other channel": "our own shop",
	"place or shelf": "shelf 14", "items or all listings": "all listings", "what has to happen": "the shelf is counted", "channels": "mail and telephone", "weeks covered": "the next six weeks",
	"name of the template": "T-3", "what it asked": "for feedback of five stars", "name of the tool": "MailLoop", "fields of the form": "its purpose, its words and the date", "what is looked for": "links and requests",
	"price before": "18.90 EUR", "price named": "61.00 EUR", "price now": "18.90 EUR", "cost": "9.40 EUR", "name of the rule": "match-high", "events that are watched": "storms and recalls",
	"wrong attribute": "the brand field", "right value": "“Generic”", "what they differ in": "material", "what may differ": "size or colour",
	"mark": "“Lumora”", "place in the listing": "the title", "complaint number": "7001234567", "register": "the USPTO register", "who gives it": "the rights owner", "marks that are followed": "list M-1",
	"picture or text": "picture 2", "where it was taken from": "the maker's site", "who made them": "our photographer", "file": "the licence file", "feature": "the folding hinge", "class of goods": "class 11",
	"what was offered": "a voucher of 5 EUR", "name of the service": "Boostly Ltd", "official tool": "the Request a Review button", "who placed them": "two contractors", "role": "the marketing manager",
	"accounts that are watched": "list A-7", "who reads them": "counsel", "what was done": "a listing of another seller was reported without a test buy", "kind of act": "a report of another listing",
	"right in the account": "report violations", "document": "memo C-5", "list of people": "list P-2", "user": "ops-2", "what was changed": "the bank account", "former user": "ops-1",
	"police or bank": "the police", "device": "a hardware key", "who confirms": "the managing director", "who checks": "the operations manager", "policy": "the policy on claims",
	"who had access": "the former agency", "device or line": "the internet line", "where it is now": "our own contract", "name of the other account": "Alder Home", "what became of it": "closed",
	"what happened": "a delivery without labels", "step that was missing": "the check of labels", "process": "inbound labels", "what followed": "11 units were sent without one", "rule": "rule L-9",
	"decision that is disputed": "the removal of two listings", "words of the notice": "the items are not as described", "fact, with date and number": "On 14 October 2026 UPS delivered order 112-0000001-0000001, as its record shows",
	"letter": "A", "the decision": "the decision of 18 November 2026", "what is being verified": "the company's address", "title of the policy page": "“Product detail page rules”",
	"the rule, in your words": "a listing names the item that is sent", "subject": "the notice", "what the call is about": "the two listings", "day and hour, name of the caller, what was agreed": "19 November 2026, 10:15, Ms Reyes, papers by Friday",
	"what connects the accounts, or what you compared and when": "The link arose because both accounts had the same office address until 2 March 2026; on 19 November 2026 we compared owners, bank cards and internet lines, and none is the same",
	"what the message says": "the yearly review", "what follows from it": "Nothing is asked of us.", "complaint": "7001234567", "items": "B0TESTA1X7", "what was changed or taken down": "took picture 2 down",
	"the text or picture that was taken down": "picture 2", "address of the page": "the detail page of the item", "judicial district": "the Northern District of California", "full name of the person who signs": "Lin Wei", "signature": "Lin Wei",
	"what was filed": "- 20 November 2026, Account Health, 7781.", "first point, with date and number": "The invoice of 2 September 2026 covers 220 units", "second point, with date and number": "The count of 3 November 2026 shows 94 units",
	"fact, with its date": "On 20 November 2026 we answered the notice", "country": "Germany", "what the decision restricts": "the sale of two items", "ground, with date and number": "The record of 14 October 2026 shows delivery on time", "lift the restriction, or the part of it that is disputed": "lift the restriction of the two items",
	"references": "7001234567", "name of the agreement": "Business Solutions Agreement", "sum held": "USD 41,200", "clause and its words": "Section 2 of the agreement, quoted in Exhibit A", "what is demanded": "Release of the sum held",
	"name of counsel": "Dr. Anna Feld, attorney", "address for service": "1 Court Street, Boston", "notice date": "18 November 2026", "store": "Hailan Direct", "company": "Hailan",
	"reason in a few words": "the reason of the notice", "what you sell": "kitchen goods", "what the notice says, in its own words": "the points below", "metric or policy": "the standard named",
	"the metric and its rate, or the policy, in the message's words": "the standard and the rate of October 2026", "contact": "Lin Wei", "email": "lin.wei@example.com", "phone": "+86 755 0000", "address": "Nanshan District, Shenzhen",
}

// madeConcrete writes the words of a person for every blank.
func madeConcrete(t *testing.T, text string) string {
	t.Helper()
	return catalog.Blank.ReplaceAllStringFunc(text, func(blank string) string {
		words, ok := concrete[strings.Trim(blank, "{}")]
		if !ok {
			t.Errorf("no words for the blank %s: add it to concrete", blank)
		}
		return words
	})
}

// worked is the letter of a reason with every block in it, as a person would
// have made it concrete.
func worked(t *testing.T, book *catalog.OutlineBook, market reinstate.Marketplace, kind reinstate.DocumentKind, reason reinstate.ReasonCode) plan.Document {
	t.Helper()
	m := matter()
	m.Account.Marketplace, m.Marketplace, m.Case.Reasons = market, marketName[market], []reinstate.ReasonCode{reason}
	m.Answers = said("yes", "yes")
	m.Plan.Body = plan.Start(book.For(market, kind), m)
	m.Plan.Body.Title = madeConcrete(t, m.Plan.Body.Title)
	for i, s := range m.Plan.Body.Sections {
		m.Plan.Body.Sections[i].Text = madeConcrete(t, s.Text)
	}
	m.Plan.Body.Claims, m.Demands = nil, nil
	guide, ok := book.Guide(market, reason)
	if !ok {
		t.Fatalf("there is no guide for %s", reason)
	}
	id := reinstate.ClaimID(0)
	for _, claimKind := range []reinstate.ClaimKind{reinstate.RootCause, reinstate.CorrectiveAction, reinstate.PreventiveMeasure} {
		for i, b := range guide.Of(claimKind) {
			id++
			c := plan.FromBlock(b, m)
			c.ID, c.Position, c.Text, c.Exhibits = id, i+1, madeConcrete(t, c.Text), []reinstate.ExhibitID{m.Exhibits[0].ID}
			if claimKind != reinstate.RootCause {
				c.Cause = reinstate.ClaimID(i%len(guide.Causes) + 1)
				c.Date = fmt.Sprintf("2026-11-%02d", 3+i)
			}
			m.Plan.Body.Claims = append(m.Plan.Body.Claims, c)
		}
	}
	return plan.Compose(m)
}

var marketName = map[reinstate.Marketplace]string{
	reinstate.Amazon: "Amazon.com", reinstate.Walmart: "Walmart.com", reinstate.EBay: "eBay.com", reinstate.Etsy: "Etsy.com", reinstate.TikTok: "TikTok Shop",
}

// TestEveryGuideMakesALetterThatTheCheckerLetsPass is the promise of the
// building blocks: filled in with facts, none of our own words is what the
// checker itself flags.
func TestEveryGuideMakesALetterThatTheCheckerLetsPass(t *testing.T) {
	t.Parallel()
	book, checker := bookAndChecker(t)
	for _, guide := range book.Guides() {
		for _, reason := range guide.Reasons {
			if len(guide.Causes) == 0 {
				continue // answered by papers or by a statement
			}
			for _, market := range reinstate.Marketplaces() {
				t.Run(fmt.Sprintf("%s at %s", reason, market), func(t *testing.T) {
					kind := reinstate.PlanOfAction
					if market == reinstate.Walmart {
						kind = reinstate.BusinessPlan
					}
					d := worked(t, book, market, kind, reason)
					if blanks := plan.Blanks(d); len(blanks) > 0 {
						t.Errorf("blanks are left: %q", blanks)
					}
					d.Letterhead = plan.Letterhead{} // nobody writes it
					text := plan.Text(d)
					for _, f := range checker.Check(text, plan.CheckInput{Reasons: []reinstate.ReasonCode{reason}, Marketplace: market, Route: reinstate.RespondPlan}) {
						if f.Severity == catalog.SeverityBlock || f.Severity == catalog.SeverityHigh || f.Rule == "T09" {
							t.Errorf("%s %s (%s): %s\n%q", f.Rule, f.Case, f.Severity, f.Message, f.Quote)
						}
					}
					if t.Failed() {
						t.Log(text)
					}
				})
			}
		}
	}
}

func TestACauseThatNobodyConfirmedCannotBeSent(t *testing.T) {
	t.Parallel()
	block := catalog.Block{Kind: reinstate.RootCause, Text: "Until {date} we had no check of {items}."}
	m := matter()
	m.Plan.Body.Claims = nil
	for _, tt := range []struct {
		answers reinstate.Answers
		blanks  int
	}{{nil, 2}, {said("unknown", "yes"), 2}, {said("no", "yes"), 2}, {said("partly", ""), 1}, {said("yes", "no"), 1}} {
		m.Answers = tt.answers
		claim := plan.FromBlock(block, m)
		if got := catalog.Blank.FindAllString(claim.Text, -1); len(got) != tt.blanks || !strings.Contains(claim.Text, "B0TESTA1X7") {
			t.Errorf("%v: %q", tt.answers, claim.Text)
		}
		if m.Plan.Body.Claims = []reinstate.Claim{claim}; !slices.ContainsFunc(plan.Missing(m), func(g plan.Gap) bool { return strings.Contains(g.Sentence, "date") }) {
			t.Errorf("a blank of a claim is not missing: %+v", plan.Missing(m))
		}
	}
}

// TestEveryOutlineMakesALetterThatTheCheckerLetsPass lays out each kind of
// document for each marketplace, with the words of a person in its blanks.
func TestEveryOutlineMakesALetterThatTheCheckerLetsPass(t *testing.T) {
	t.Parallel()
	book, checker := bookAndChecker(t)
	reasons := map[reinstate.DocumentKind]reinstate.ReasonCode{
		reinstate.RetractionRequest: "ip_trademark", reinstate.CounterNotice: "ip_copyright", reinstate.OtherAccount: "related_account", reinstate.CoverNote: "identity_verification",
	}
	for _, kind := range reinstate.DocumentKinds() {
		if kind == reinstate.PlanOfAction || kind == reinstate.BusinessPlan || kind == reinstate.CallNotes || kind == reinstate.NoDocument {
			continue // plans are tried with their blocks; notes are sent to nobody
		}
		for _, market := range reinstate.Marketplaces() {
			t.Run(fmt.Sprintf("%s at %s", kind, market), func(t *testing.T) {
				reason := cmp.Or(reasons[kind], "not_as_described")
				d := letterOf(t, book, market, kind, reason)
				d.Letterhead = plan.Letterhead{} // nobody writes it
				text := plan.Text(d)
				for _, f := range checker.Check(text, plan.CheckInput{Reasons: []reinstate.ReasonCode{reason}, Marketplace: market, Route: kind.Response()}) {
					if f.Severity == catalog.SeverityBlock || f.Severity == catalog.SeverityHigh || f.Rule == "T09" {
						t.Errorf("%s %s (%s): %s\n%q", f.Rule, f.Case, f.Severity, f.Message, f.Quote)
					}
				}
				if words, most := plan.Words(d), book.For(market, kind).Words.To; most > 0 && words > most {
					t.Errorf("%d words, and the outline names %d", words, most)
				}
				if t.Failed() {
					t.Log(text)
				}
			})
		}
	}
}

// letterOf is a document whose text sections a person has filled in.
func letterOf(t *testing.T, book *catalog.OutlineBook, market reinstate.Marketplace, kind reinstate.DocumentKind, reason reinstate.ReasonCode) plan.Document {
	t.Helper()
	m := matter()
	m.Account.Marketplace, m.Marketplace, m.Case.Reasons = market, marketName[market], []reinstate.ReasonCode{reason}
	m.Answers = said("no", "yes")
	if kind == reinstate.Acknowledgement {
		m.Answers = said("yes", "yes")
	}
	m.References.Complaints = references("7001234567")
	m.Plan.Body.Claims = nil
	m.Plan.Body = plan.Start(book.For(market, kind), m)
	m.Plan.Body.Title = madeConcrete(t, m.Plan.Body.Title)
	for i, s := range m.Plan.Body.Sections {
		m.Plan.Body.Sections[i].Text = madeConcrete(t, s.Text)
	}
	for i := range m.Demands {
		m.Demands[i].State, m.Demands[i].Why = reinstate.DemandMet, "Attached"
		m.Demands[i].Exhibits = []reinstate.ExhibitID{m.Exhibits[0].ID}
	}
	return plan.Compose(m)
}

func bookAndChecker(t *testing.T) (*catalog.OutlineBook, *plan.Checker) {
	t.Helper()
	book, err := catalog.Outlines(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	known, err := catalog.LoadChecks(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	checker, err := plan.NewChecker(known)
	if err != nil {
		t.Fatal(err)
	}
	return book, checker
}
