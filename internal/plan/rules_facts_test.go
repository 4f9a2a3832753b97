package plan_test

import (
	"slices"
	"strings"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// factCases are the rules that compare the text with what the case knows, and
// those about the kind of answer.
func factCases() []ruleCase {
	late := amazon("late_shipment")
	knows := func(f plan.Facts) plan.CheckInput {
		in := amazon("inauthentic")
		in.Facts = &f
		return in
	}
	invoice := plan.Invoice{
		Label: "A", Issued: day("2026-06-01"), Words: "Invoice 114", Reached: true,
		Supplier: plan.Holder{Name: "Corsair Ltd", Address: "1 Dock Rd", Phone: "1", Website: "corsair.example"},
		Buyer:    plan.Holder{Name: "Mossgate Cycles Ltd."},
		Lines:    []plan.InvoiceLine{{ASIN: "B0TESTA1X7", Quantity: 50, Sold: 40, Price: 2, Sum: 100}}, Total: 100,
	}
	with := func(change func(*plan.Invoice)) plan.CheckInput {
		v := invoice
		v.Lines = append([]plan.InvoiceLine(nil), invoice.Lines...)
		change(&v)
		return knows(plan.Facts{Invoices: []plan.Invoice{v}, Noticed: day("2026-11-01"), Account: plan.Holder{Name: "Mossgate Cycles Ltd"}})
	}
	fine := with(func(*plan.Invoice) {})
	text := sound().text()
	exhibits := []reinstate.Exhibit{{Letter: "A", FileName: "a.pdf"}, {Letter: "B", FileName: "b.jpg"}, {Letter: "C", FileName: "c.png"}}
	asins := "Hello,\nthe items are:\nB0TESTA1X7\nB0TESTB2Y8\n"
	termination := "We are terminating your Retailer Agreement. Appeals will not be accepted for this decision.\n"
	walmart := func(notice string) plan.CheckInput {
		return plan.CheckInput{Reasons: []reinstate.ReasonCode{"code_of_conduct"}, Marketplace: reinstate.Walmart, Notice: notice}
	}
	india := with(func(v *plan.Invoice) { v.Amount = 60000 })
	india.Notice = "Your Amazon.in account is deactivated.\n"
	return []ruleCase{
		{"S12", true, "a file named scan", text, knows(plan.Facts{FileName: "scan0001.pdf"})},
		{"S12", false, "kind, reason, date", text, knows(plan.Facts{FileName: "POA - late shipments - 2026-11-22.pdf"})},

		{"F01", true, "an item left out", opening("Plan of action, Mossgate Cycles, B0TESTA1X7"), noticed("inauthentic", asins)},
		{"F01", false, "all items", opening("Plan of action, Mossgate Cycles, B0TESTA1X7 and B0TESTB2Y8"), noticed("inauthentic", asins)},
		{"F01", false, "a sample of orders for a rate", text, noticed("late_shipment", "Orders 112-1234567-1234567 and 113-7654321-7654321 were late.\n")},
		{"F02", true, "done tomorrow", action("- 5 December 2026: shipped 14 parcels (Exhibit A)."), knows(plan.Facts{Today: day("2026-11-22")})},
		{"F02", false, "done before", text, knows(plan.Facts{Today: day("2026-11-22")})},
		{"F03", true, "another count than before", text, knows(plan.Facts{Earlier: []plan.Earlier{{Name: "round 1", Text: strings.ReplaceAll(text, "14 open", "41 open")}}})},
		{"F03", true, "another supplier than before", action("- 5 August 2026: ended the contract with the wholesaler Big Bear Traders (Exhibit A)."), knows(plan.Facts{Earlier: []plan.Earlier{
			{Name: "round 1", Text: action("- 5 August 2026: ended the contract with the wholesaler Red Fox Supply (Exhibit A).")}}})},
		{"F03", true, "another day than before", text, knows(plan.Facts{Earlier: []plan.Earlier{{Name: "round 1", Text: strings.ReplaceAll(text, "6 August", "9 August")}}})},
		{"F03", false, "the same facts in other words", text, knows(plan.Facts{Earlier: []plan.Earlier{{Name: "round 1", Text: strings.ReplaceAll(text, "signed a second collection", "agreed on a second collection")}}})},
		{"T09", true, "the letter of another client", text, knows(plan.Facts{Others: []plan.Earlier{{Name: "C-2026-0007", Text: strings.ReplaceAll(text, "Mossgate Cycles", "Fell and Dale")}}})},
		{"T09", false, "another client with another letter", text, knows(plan.Facts{Others: []plan.Earlier{{Name: "C-2026-0007", Text: vagueLetter}}})},
		{"F04", true, "most of the letter again", text, knows(plan.Facts{Earlier: []plan.Earlier{{Name: "round 1", Text: strings.Replace(text, "Steps to prevent", "Steps to prevent\n- The floor was painted yellow, a bell was hung up at the gate, and the van driver has a key of his own for the evening.", 1)}}})},
		{"F03", false, "two measures nearly alike that stand as they stood", action("- Scan each carton. Each delivery, Quality lead.\n- Count each carton. Every delivery, Warehouse lead."), knows(plan.Facts{Earlier: []plan.Earlier{{Name: "round 1", Text: action("- Count each carton. Every delivery, Warehouse lead.\n- Scan each carton. Each delivery, Quality lead.")}}})},
		{"F03", false, "since when another measure is in force", text + "\nIn force since 12 October 2026.", knows(plan.Facts{Earlier: []plan.Earlier{{Name: "round 1", Text: text + "\nIn force since 3 August 2026."}}})},
		{"F03", false, "the same facts", text, knows(plan.Facts{Earlier: []plan.Earlier{{Name: "round 1", Text: text}}})},
		{"F04", true, "the same letter", text, knows(plan.Facts{Earlier: []plan.Earlier{{Name: "round 1", Text: text}}})},
		{"F04", false, "another letter", text, knows(plan.Facts{Earlier: []plan.Earlier{{Name: "round 1", Text: vagueLetter}}})},
		{"F05", true, "an exhibit that is not there", text, knows(plan.Facts{Exhibits: exhibits[:2]})},
		{"F05", false, "all there", text, knows(plan.Facts{Exhibits: exhibits})},
		{"F05", true, "one that nothing refers to", text, knows(plan.Facts{Exhibits: append(slices.Clone(exhibits), reinstate.Exhibit{Letter: "D", FileName: "d.pdf"})})},
		{"F05", false, "one that the letter's own table refers to", text, knows(plan.Facts{Exhibits: append(slices.Clone(exhibits), reinstate.Exhibit{Letter: "D", FileName: "d.pdf"}), Tables: "Supplier invoices: Exhibits A and D"})},
		{"F05", false, "a range of labels", text + "\nExhibits attached: A to C.", late},
		{"F06", true, "a word processor's file", action("- 5 August 2026: shipped 14 parcels, see list.docx."), late},
		{"F06", false, "a PDF", action("- 5 August 2026: shipped 14 parcels, see list.pdf (Exhibit A)."), late},
		{"F07", true, "a buyer's address", action("- 5 August 2026: refunded the buyer Ann Lee, 4 Alder Street, ann@mail.example."), late},
		{"F07", false, "one's own address", closing("Priya Nair, owner, 18 Mill Road, priya@mossgate.example"), late},
		{"F08", true, "a sentence nobody confirmed", text, knows(plan.Facts{Unconfirmed: []string{"signed a second collection at 18:00"}})},
		{"F08", false, "all confirmed", text, knows(plan.Facts{})},
		{"F09", true, "Seller Central at Walmart", opening("Business plan of action, Mossgate Cycles. Seen in Seller Central."), walmart("")},
		{"F09", false, "Seller Center at Walmart", opening("Business plan of action, Mossgate Cycles. Seen in Seller Center."), walmart("")},
		{"F10", true, "a target that is too loose", opening("Mossgate Cycles\nLate shipment rate: < 5%"), late},
		{"F10", false, "the right target", opening("Mossgate Cycles\nLate shipment rate: < 4%"), late},
		{"F10", false, "one's own stricter target", opening("Mossgate Cycles. We keep the late shipment rate below 2%."), late},

		{"I01", true, "fourteen months old", text, with(func(v *plan.Invoice) { v.Issued = day("2025-09-01") })},
		{"I01", false, "five months old", text, fine},
		{"I02", true, "fewer bought than sold", text, with(func(v *plan.Invoice) { v.Lines[0].Quantity = 30 })},
		{"I02", false, "enough", text, fine},
		{"I03", true, "no website", text, with(func(v *plan.Invoice) { v.Supplier.Website = "" })},
		{"I03", false, "complete", text, fine},
		{"I04", true, "another buyer", text, with(func(v *plan.Invoice) { v.Buyer.Name = "Moss Gate Trading" })},
		{"I04", false, "the same but for a dot", text, fine},
		{"I05", true, "no line tied", text, with(func(v *plan.Invoice) { v.Lines[0].ASIN = "" })},
		{"I05", false, "tied", text, fine},
		{"I06", true, "made by an image editor", text, with(func(v *plan.Invoice) { v.Maker = "Adobe Photoshop 25" })},
		{"I06", false, "made by a ledger", text, fine},
		{"I07", true, "a pro forma invoice", action("- 5 August 2026: sent the pro forma invoice (Exhibit A)."), amazon("inauthentic")},
		{"I07", false, "an invoice", action("- 5 August 2026: sent invoice 114 of Corsair Wholesale (Exhibit A)."), amazon("inauthentic")},
		{"I08", true, "a sum that is wrong", text, with(func(v *plan.Invoice) { v.Lines[0].Sum = 120 })},
		{"I08", false, "sums that are right", text, fine},
		{"I09", true, "no letter of authorisation", text, knows(plan.Facts{Required: []reinstate.ExhibitKind{"letter_of_authorization"}})},
		{"I09", false, "it is there", text, knows(plan.Facts{Required: []reinstate.ExhibitKind{"letter_of_authorization"}, Exhibits: []reinstate.Exhibit{{Letter: "A", Kind: "letter_of_authorization"}}})},
		{"I10", true, "the supplier knows nothing", text, with(func(v *plan.Invoice) { v.Reached = false })},
		{"I10", false, "the supplier knows", text, fine},
		{"I11", true, "a large purchase in India", text, india},
		{"I11", false, "elsewhere", text, with(func(v *plan.Invoice) { v.Amount = 60000 })},

		{"X01", true, "no plans taken", text, noticed("late_shipment", "We do not accept plans of action for this matter.\n")},
		{"X01", false, "a plan is asked for", text, noticed("late_shipment", "Please send us a plan of action.\n")},
		{"X02", true, "the owner was never asked", text, amazon("ip_trademark")},
		{"X02", false, "the owner was asked", action("- 5 August 2026: wrote to the rights owner about complaint 16620948831 and asked for a retraction (Exhibit A)."), amazon("ip_trademark")},
		{"X03", true, "no perjury and no consent", "Counter-notice\n\nMaterial: images 1 to 4 of the listing. I believe in good faith that they were removed by mistake.\n\nTelephone 503 555 0146\n\nSigned: Ada Byron", amazon("ip_copyright")},
		{"X03", false, "every part", "Counter-notice\n\nMaterial: images 1 to 4 of the listing. I believe in good faith and under penalty of perjury that they were removed by mistake. I consent to the jurisdiction of the federal district court and accept service of process.\n\nTelephone 503 555 0146\n\nSigned: Ada Byron", amazon("ip_copyright")},
		{"X04", true, "a plan for an identity check", text, amazon("identity_verification")},
		{"X04", false, "papers", "Cover note\n\nAttached are the passport (Exhibit A) and the electricity bill (Exhibit B).\n\nAda Byron, owner", amazon("identity_verification")},
		{"X05", true, "the other account stays closed", closing("My brother has not appealed for his account.\n\nPriya Nair"), amazon("related_account")},
		{"X05", false, "the other account is back", closing("The other account was reinstated on 4 August 2026.\n\nPriya Nair"), amazon("related_account")},
		{"X06", true, "proof only", text, noticed("restricted_product", "Our decision will not be changed without proof that the product complies.\n")},
		{"X06", false, "a plan is asked for", text, noticed("restricted_product", "Please send us a plan of action.\n")},
		{"X07", true, "no test", text, amazon("product_safety")},
		{"X07", false, "a report", text + "\nThe test report is Exhibit D.", amazon("product_safety")},
		{"X08", true, "too late", text, knows(plan.Facts{Today: day("2026-11-22"), Clocks: []reinstate.Clock{{Kind: reinstate.ClockAppeal, Due: day("2026-11-20")}}})},
		{"X08", false, "two days left where it is counted", text, knows(plan.Facts{Today: day("2026-11-22"), Clocks: []reinstate.Clock{{Kind: reinstate.ClockAppeal, Due: day("2026-11-25"), Zone: "America/Los_Angeles"}}})},
		{"X08", false, "a week left", text, knows(plan.Facts{Today: day("2026-11-22"), Clocks: []reinstate.Clock{{Kind: reinstate.ClockAppeal, Due: day("2026-11-29")}}})},
		{"X09", true, "nothing new", "Escalation to executive seller relations\n\nOur appeal was refused on 3 August 2026. We ask a manager to look at it.\n\nPriya Nair, Mossgate Cycles", late},
		{"X09", false, "a revised plan", "Escalation to executive seller relations\n\nOur appeal was refused on 3 August 2026. The revised plan is attached.\n\nPriya Nair, Mossgate Cycles", late},
		{"X10", true, "ended for good", text, walmart(termination)},
		{"X10", false, "suspended", text, walmart("Your account is suspended. You may appeal this decision.\n")},
		{"X11", true, "nothing about slips or stock", sound().text(), amazon("dropshipping")},
		{"X11", false, "slips and stock", action("- 5 August 2026: account at the retailer closed (Exhibit A).\n- 6 August 2026: packing slips in our name (Exhibit B)."), amazon("dropshipping")},
		{"X12", true, "nobody is named", cause("We had no check of messages."), amazon("review_manipulation")},
		{"X12", false, "who and which", cause("The agency paid buyers for reviews of 286 orders, listed in Exhibit B. We had no check of contracts."), amazon("review_manipulation")},
		{"X13", true, "called real", cause("All documents are real and nobody edited them."), amazon("forged_documents")},
		{"X13", false, "proved", cause("All documents are real, as the supplier's letter and the bank record show (Exhibit A)."), amazon("forged_documents")},
	}
}
