package plan_test

import (
	"strings"

	"reinstate/internal/reinstate"
)

// carrier is a sound answer into which a single sentence is put.
type carrier struct {
	reason      reinstate.ReasonCode
	also        []reinstate.ReasonCode // further reasons
	marketplace reinstate.Marketplace
	parts       letterParts
}

var carriers = map[string]carrier{
	"late":    {reason: "late_shipment", marketplace: reinstate.Amazon, parts: sound()},
	"two":     {reason: "late_shipment", also: []reinstate.ReasonCode{"pricing"}, marketplace: reinstate.Amazon, parts: sound()},
	"inau":    {reason: "inauthentic", marketplace: reinstate.Amazon, parts: soundGoods()},
	"ip":      {reason: "ip_trademark", marketplace: reinstate.Amazon, parts: soundTitle()},
	"ipc":     {reason: "ip_copyright", marketplace: reinstate.Amazon, parts: soundTitle()},
	"safe":    {reason: "product_safety", marketplace: reinstate.Amazon, parts: soundGoods()},
	"drop":    {reason: "dropshipping", marketplace: reinstate.Amazon, parts: soundGoods()},
	"rev":     {reason: "review_manipulation", marketplace: reinstate.Amazon, parts: soundReviews()},
	"forg":    {reason: "forged_documents", marketplace: reinstate.Amazon},
	"rel":     {reason: "related_account", marketplace: reinstate.Amazon},
	"ident":   {reason: "identity_verification", marketplace: reinstate.Amazon},
	"walmart": {reason: "on_time_delivery", marketplace: reinstate.Walmart, parts: soundWalmart()},
}

// put replaces a part by a text, or with a plus adds the text to it.
func (p letterParts) put(name, text string) (string, bool) {
	name, add := strings.CutSuffix(name, "+")
	part, head := &p.closing, ""
	switch name {
	case "whole":
		return text, true
	case "opening":
		part = &p.opening
	case "cause":
		part = &p.cause
	case "action":
		part = &p.action
	case "prevention":
		part = &p.prevention
	case "closing":
	default:
		return "", false
	}
	if name == "cause" || name == "action" || name == "prevention" {
		head, _, _ = strings.Cut(*part, "\n")
		head += "\n"
	}
	switch mark := map[string]string{"cause": "3. ", "action": "- ", "prevention": "- "}[name]; {
	case !add:
		*part = head + text
	case strings.HasPrefix(text, "- "):
		*part += "\n" + text
	default:
		*part += "\n" + mark + text
	}
	return p.text(), true
}

func soundGoods() letterParts {
	return letterParts{
		opening: "Plan of action: authenticity\nMossgate Jars, merchant token A3EXAMPLE1MC, ASIN B0TESTA1X7.",
		cause: "Root cause\n1. In May 2026 we bought 420 jars from a wholesaler without asking for his papers from the maker. Our buying rule did not name allowed sources.\n" +
			"2. We did not compare the lid of incoming jars with the page, so nine buyers got a jar with another lid.",
		action: "Actions taken\n- 5 August 2026: closed B0TESTA1X7, counted 212 jars and sent them back to the wholesaler (Exhibit A).\n" +
			"- 6 August 2026: refunded the nine buyers in full (Exhibit B).\n" +
			"- 7 August 2026: reviewed all 146 other products for papers from the maker; two were closed (Exhibit C).",
		prevention: "Steps to prevent\n- Before the first order the purchasing manager files the maker's letter of authorisation in the supplier file.\n" +
			"- Each delivery of jars is compared with the reference sample by the receiving clerk, who signs form QC-2.\n" +
			"- Every Friday the bookkeeper matches invoices and units sold by lot in the supply log.",
		closing: "We ask you to review our account.\n\nPriya Nair, owner, Mossgate Jars",
	}
}

func soundTitle() letterParts {
	p := soundGoods()
	p.opening = "Plan of action: trademark complaint 16620948831\nMossgate Jars, merchant token A3EXAMPLE1MC, ASIN B0TESTA1X7."
	p.cause = "Root cause\n1. The title of B0TESTA1X7 held a word mark of the rights owner. We had no search of the register before a title went live.\n" +
		"2. Titles were written by one person, and we did not review them."
	p.action = "Actions taken\n- 5 August 2026: removed the word from the title and counted 212 units, none of which bears it (Exhibit A).\n" +
		"- 6 August 2026: wrote to the rights owner about the complaint and asked for a retraction (Exhibit B).\n" +
		"- 7 August 2026: reviewed all 146 titles; three were corrected (Exhibit C)."
	p.prevention = "Steps to prevent\n- Before a title goes live the listing clerk searches the trademark register and files the screenshot.\n" +
		"- The owner signs each new title in the title sheet.\n" +
		"- Each month the clerk repeats the trademark search for 20 titles and logs it."
	return p
}

func soundReviews() letterParts {
	p := soundGoods()
	p.opening = "Plan of action: customer reviews\nMossgate Jars, merchant token A3EXAMPLE1MC, ASIN B0TESTA1X7."
	p.action = "Actions taken\n- 5 August 2026: ended the contract and stopped all payments (Exhibit A).\n" +
		"- 6 August 2026: reviewed the messages of all 146 products (Exhibit C)."
	p.prevention = "Steps to prevent\n- The legal officer signs each marketing contract on form M-1 before payment.\n" +
		"- Each month the accountant compares marketing payments with contracts and files the result.\n" +
		"- Reviews are asked for by the Request a Review button only; the manager reads the sent folder each Friday."
	return p
}

func soundWalmart() letterParts {
	p := sound()
	p.opening = "Business plan of action: on-time delivery\nMossgate Cycles, Partner ID 10001667012. Purchase orders: 108934471206655."
	return p
}
