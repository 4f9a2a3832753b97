package plan_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// ruleCase is one text on which a rule speaks or stays quiet.
type ruleCase struct {
	rule  string
	fires bool
	name  string
	text  string
	in    plan.CheckInput
}

func textCases() []ruleCase {
	late := amazon("late_shipment")
	return []ruleCase{
		{"S01", true, "no prevention", with(func(p *letterParts) { p.prevention = "" }), late},
		{"S01", false, "all three parts", sound().text(), late},
		{"S01", false, "a cover note", "Cover note\n\nAttached are the passport (Exhibit A) and the licence (Exhibit B).\n\nAda Byron, owner", amazon("other")},
		{"S02", true, "a question without an answer", sound().text(), noticed("late_shipment", "Hello,\nPlease send us a plan that says:\n- how forklift drivers were certified\n- why orders were late\n")},
		{"S02", false, "both answered", sound().text(), noticed("late_shipment", "Hello,\nPlease send us a plan that says:\n- why parcels were late\n- how you prevent it\n")},
		{"S03", true, "nobody is named", with(func(p *letterParts) {
			p.opening, p.closing = "Plan of action about late parcels.", "We ask you to review our account.\n\nPriya"
		}), late},
		{"S03", false, "store and token", sound().text(), late},
		{"S04", true, "a paragraph without an end", cause(longParagraph()), late},
		{"S04", false, "short points", sound().text(), late},
		{"S05", true, "hardly a word", "Plan of action\n\nWe were late. We had no check.\n\nAda Byron", late},
		{"S05", false, "a page", sound().text(), late},
		{"S06", true, "the second reason is left out", sound().text(), plan.CheckInput{Reasons: []reinstate.ReasonCode{"late_shipment", "pricing"}, Marketplace: reinstate.Amazon}},
		{"S06", false, "both are answered", sound().text() + "\nPrices were reset.", plan.CheckInput{Reasons: []reinstate.ReasonCode{"late_shipment", "pricing"}, Marketplace: reinstate.Amazon}},
		{"S07", true, "a cause nobody takes up", cause("1. We had no cut-off check for parcels of the dispatch.\n2. Our glazier mixed turquoise enamel with gypsum because no recipe existed anywhere."), late},
		{"S07", false, "linked by a number", sound().text(), late},
		{"S08", true, "a deed in the cause", cause("We had no cut-off check. We have now implemented a new system and will follow it."), late},
		{"S08", false, "causes only", sound().text(), late},
		{"S09", true, "a bracket", opening("Plan of action for [store name], merchant token A1"), late},
		{"S09", true, "a line to fill in", action("- On ______ we shipped the 14 open parcels (Exhibit A)."), late},
		{"S09", false, "an exhibit in brackets", action("- 5 August 2026: shipped 14 parcels [Exhibit A]."), late},
		{"S09", false, "a buyer hidden on purpose", opening("Mossgate Cycles. Order 112-XXXXXXX-1234567 of [name redacted], 1 to 3 August [2026]."), late},
		{"S10", true, "no name at the end", with(func(p *letterParts) {
			p.opening, p.closing = "Plan of action about late parcels.", "We ask you to review our account.\n\nthe team from the shop"
		}), late},
		{"S10", false, "a name", sound().text(), late},
		{"S11", true, "a verdict", closing("You must reinstate our account.\n\nPriya Nair"), late},
		{"S11", false, "one request", sound().text(), late},

		{"R01", true, "only the courier", cause("The courier came late on three days and its van broke down twice in one week."), late},
		{"R01", false, "a check that was missing", sound().text(), late},
		{"R02", true, "the algorithm", cause("Your algorithm flagged our orders by mistake, we had no part in it."), late},
		{"R02", false, "the marketplace did its work", action("- 5 August 2026: asked Seller Support to hold 20 units (Exhibit A).\n- 6 August 2026: Amazon confirmed the removal (Exhibit B)."), late},
		{"R02", false, "blame that is refused", cause("We do not say that Amazon made a mistake. We had no cut-off check."), late},
		{"R03", true, "buyers who lie", cause("Several buyers lied about the delivery to get free goods."), late},
		{"R03", false, "buyers who report", cause("Nine buyers reported the difference. We had no check of the box."), late},
		{"R04", true, "a competitor", cause("The complaint was sent by a competitor who wants to harm us. We had no search."), amazon("ip_trademark")},
		{"R04", false, "the owner's report", cause("The rights owner reported our title. We had no search of the register."), amazon("ip_trademark")},
		{"R05", true, "a freelancer", cause("Our freelancer listed the wrong items and the courier lost parcels."), late},
		{"R05", false, "a freelancer and a missing control", cause("Our freelancer listed the wrong items. We had no second check of the file."), late},
		{"R06", true, "a new seller", cause("As a new seller we were not aware of the rule."), late},
		{"R06", false, "not knowing, then the missing gate", cause("Our clerk did not know the rule. That should not have mattered: we had no check before listing."), late},
		{"R07", true, "the rate", cause("The root cause is that we received complaints and our rate was above 4%."), late},
		{"R07", false, "a process", sound().text(), late},
		{"R08", true, "denied and mended", cause("Our products are 100% authentic. We had no supplier file."), amazon("inauthentic")},
		{"R08", false, "no denial", sound().text(), late},
		{"R08", false, "what buyers thought", cause("Two buyers concluded that the goods were not genuine. We had no check of the box."), amazon("inauthentic")},
		{"R09", true, "papers for a cause", cause("The complaints came from our sending the invoices too late."), amazon("inauthentic")},
		{"R09", false, "the matter itself", cause("We had no check of the box against the listing."), amazon("inauthentic")},
		{"R10", true, "nothing to check", vagueLetter, late},
		{"R10", false, "facts", sound().text(), late},
		{"R11", true, "guilt", cause("We knowingly sold counterfeit goods and feel guilty."), amazon("counterfeit")},
		{"R11", false, "a denial of intent", cause("We would not knowingly break a rule. We had no supplier file."), amazon("counterfeit")},
		{"R12", true, "perhaps", cause("It may be that some boxes were possibly opened on the way."), late},
		{"R12", false, "found", sound().text(), late},
		{"R13", true, "a long story", cause(longParagraph() + "\n" + longParagraph() + "\n" + longParagraph()), late},
		{"R13", false, "two points", sound().text(), late},

		{"C01", true, "promises", action("- We will contact our courier.\n- We are going to check the stock."), late},
		{"C01", false, "done", sound().text(), late},
		{"C02", true, "no day", action("- Shipped the open parcels (Exhibit A).\n- Set the cut-off (Exhibit B)."), late},
		{"C02", false, "a range of days", action("- 5 to 7 August 2026: shipped 14 parcels (Exhibit A)."), late},
		{"C03", true, "no units", action("- 5 August 2026: the listing was closed (Exhibit A)."), amazon("condition_used_as_new")},
		{"C03", false, "units counted", action("- 5 August 2026: counted 388 units and destroyed 47 (Exhibit A)."), amazon("condition_used_as_new")},
		{"C03", false, "no stock left", action("- 5 August 2026: listing closed; no units were left in stock (Exhibit A)."), amazon("condition_used_as_new")},
		{"C04", true, "buyers left alone", action("- 5 August 2026: set the cut-off to 13:00 (Exhibit A)."), late},
		{"C04", false, "refunded", action("- 5 August 2026: refunded 31 buyers in full (Exhibit A)."), late},
		{"C05", true, "the listing is not told", with(func(p *letterParts) {
			p.opening = "Plan of action, Mossgate Cycles, ASIN B0TESTA1X7"
			p.action = "Actions taken\n- 5 August 2026: counted 12 units (Exhibit A)."
		}), amazon("restricted_product")},
		{"C05", false, "closed", with(func(p *letterParts) {
			p.opening = "Plan of action, Mossgate Cycles, ASIN B0TESTA1X7"
			p.action = "Actions taken\n- 5 August 2026: closed the listing (Exhibit A)."
		}), amazon("restricted_product")},
		{"C06", true, "only seven orders", cause("We had only seven orders and no other customer complained."), amazon("inauthentic")},
		{"C06", false, "all listings", sound().text(), amazon("inauthentic")},
		{"C07", true, "no exhibit", action("- 5 August 2026: shipped 14 parcels.\n- 6 August 2026: set the cut-off."), late},
		{"C07", false, "exhibits", sound().text(), late},
		{"C08", true, "closing only", action("- 5 August 2026: closed the listing and refunded 3 buyers (Exhibit A)."), late},
		{"C08", false, "more", sound().text(), late},

		{"P01", true, "nobody does it", prevention("- Quality matters to us.\n- We will improve."), late},
		{"P01", false, "who, when, with what", sound().text(), late},
		{"P02", true, "careful", prevention("- We will be more careful in future.\n- We will do our best."), late},
		{"P02", false, "a control", sound().text(), late},
		{"P03", true, "all were trained", prevention("- All staff were trained.\n- Every Monday the owner reads the log."), late},
		{"P03", false, "trained and tested", prevention("- On 18 November 2026 11 staff passed a test on the training sheet (Exhibit D).\n- Every Monday the owner reads the log."), late},
		{"P04", true, "policies were read", prevention("- We have carefully read all policies."), late},
		{"P04", false, "a rule applied", prevention("- Every Monday the owner compares the log with the policy page, which says that labels are bought first."), late},
		{"P05", true, "once reinstated", prevention("- Once our account is reinstated, the clerk signs each upload on form V-1."), late},
		{"P05", false, "since a day", prevention("- Since 5 August the clerk signs each upload on form V-1."), late},
		{"P06", true, "variations in a matter of late parcels", prevention("- The listing manager checks each week that child ASINs belong to their parent.\n- Bundles get a GTIN, and titles are read each month for keyword stuffing."), amazon("dropshipping")},
		{"P06", false, "its own matter", sound().text(), late},
		{"P07", true, "never again", closing("We guarantee that this will never happen again.\n\nPriya Nair"), late},
		{"P07", false, "a target", sound().text(), late},
		{"P08", true, "one measure", prevention("- Every Monday the owner reads the log."), late},
		{"P08", false, "three", sound().text(), late},

		{"T01", true, "a family", closing("Please give us another chance, my family depends on this income.\n\nPriya Nair"), late},
		{"T01", false, "a family of products", cause("We put lamps into the family of vases. We had no check of families."), amazon("listing_policy")},
		{"T02", true, "a lawyer", closing("Our lawyer will take you to court.\n\nPriya Nair"), late},
		{"T02", false, "a legal officer", prevention("- Since 5 August the legal officer signs each contract on form L-1 before payment."), late},
		{"T03", true, "sorry twice", closing("We are deeply sorry and apologise again.\n\nPriya Nair"), late},
		{"T03", false, "sorry once", closing("We apologise for the delay.\n\nPriya Nair"), late},
		{"T04", true, "years", opening("Plan of action. Mossgate Cycles has been selling since 2014 with 99% positive feedback."), late},
		{"T04", false, "since a day of the matter", sound().text(), late},
		{"T05", true, "at once", closing("Please reinstate the account immediately. How long does the review take?\n\nPriya Nair"), late},
		{"T05", false, "days since a change", closing("No parcel was late in the nine days since the change.\n\nPriya Nair"), late},
		{"T06", true, "bots", opening("Mossgate Cycles. Your bots close honest shops and it is unfair."), late},
		{"T06", false, "a buyer's disappointment", cause("The late parcel disappointed the buyer. We had no cut-off check."), late},
		{"T07", true, "a fool", opening("Mossgate Cycles. Only a fool could call this late."), late},
		{"T07", false, "no insult", sound().text(), late},
		{"T08", true, "shouting", closing("PLEASE OPEN OUR SHOP NOW!!!\n\nPriya Nair"), late},
		{"T08", false, "a title in capitals", opening("PLAN OF ACTION FOR LATE SHIPMENTS\nMossgate Cycles, merchant token A3"), late},
		{"T09", true, "stock phrases", opening("I hope this message finds you well. We take this very seriously. After a deep dive our robust plan serves our valued customers. Mossgate Cycles."), late},
		{"T09", false, "own words", sound().text(), late},
		{"T10", true, "a question", closing("When was the decision taken? We also opened a case.\n\nPriya Nair"), late},
		{"T10", false, "a question as heading", with(func(p *letterParts) {
			p.cause = "What went wrong?\nWe had no cut-off check of the parcels, and 41 left late."
		}), late},
	}
}

const vagueLetter = `Plan of action

Root cause
We had no good overview of our work and things were late again and again. Our people worked hard and still the goods left too late.

Actions taken
We talked about it and changed how we work. We asked people to look at things more often.

Steps to prevent
We look at things together and talk about them. People know what to do now and do it.
`

func longParagraph() string {
	text := ""
	for range 12 {
		text += "We had no cut-off check of the parcels and so they left late that day. "
	}
	return text
}

func TestEachRuleSpeaksAndStaysQuietOnTexts(t *testing.T) {
	t.Parallel()
	c := checker(t)
	for _, tt := range append(textCases(), factCases()...) {
		name := tt.rule + " is quiet on " + tt.name
		if tt.fires {
			name = tt.rule + " speaks on " + tt.name
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			findings := c.Check(tt.text, tt.in)
			if slices.Contains(rulesOf(findings), tt.rule) != tt.fires {
				for _, f := range findings {
					t.Logf("%s %s %s %q", f.Rule, f.Case, f.Section, f.Quote)
				}
				t.Errorf("%s fires: %t, want %t on\n%s", tt.rule, !tt.fires, tt.fires, tt.text)
			}
		})
	}
}

func TestEveryRuleHasAFiringAndAQuietCase(t *testing.T) {
	t.Parallel()
	known, err := catalog.LoadChecks(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	cases := append(textCases(), factCases()...)
	ids := map[string]bool{}
	for _, rule := range known.Rules() {
		ids[rule.ID] = true
	}
	for _, family := range []struct {
		letter string
		last   int
	}{{"S", 12}, {"R", 13}, {"C", 8}, {"P", 8}, {"T", 10}, {"F", 10}, {"I", 11}, {"X", 13}} {
		for n := 1; n <= family.last; n++ {
			if id := fmt.Sprintf("%s%02d", family.letter, n); !ids[id] {
				t.Errorf("there is no rule %s", id)
			}
		}
	}
	for _, rule := range known.Rules() {
		for _, fires := range []bool{true, false} {
			if !slices.ContainsFunc(cases, func(c ruleCase) bool { return c.rule == rule.ID && c.fires == fires }) {
				t.Errorf("%s has no case with fires %t", rule.ID, fires)
			}
		}
	}
}

func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}
