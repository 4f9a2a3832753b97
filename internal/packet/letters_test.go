package packet_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"reinstate/data"
	"reinstate/internal/packet"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// theDay is when every letter of these tests is dated.
var theDay = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func newPress(tb testing.TB) *packet.Press {
	tb.Helper()
	p, err := packet.New(data.FS)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func draw(tb testing.TB, d plan.Document, o packet.Options) packet.Packet {
	tb.Helper()
	if o.Dated.IsZero() {
		o.Dated = theDay
	}
	drawn, err := newPress(tb).Draw(d, o)
	if err != nil {
		tb.Fatal(err)
	}
	return drawn
}

// hailan is a Chinese company's answer to an authenticity notice: one page
// and a bit.
func hailan() plan.Matter {
	refs := func(ids ...string) []reinstate.Reference {
		var all []reinstate.Reference
		for _, id := range ids {
			all = append(all, reinstate.Reference{ID: id})
		}
		return all
	}
	return plan.Matter{
		Client: reinstate.Client{
			LegalName: "深圳市海岚科技有限公司", OtherName: "Shenzhen Hailan Technology Co., Ltd.",
			Address: "深圳市南山区粤海街道科苑路15号科兴科学园B栋1203室\nNanshan District, Shenzhen 518057, China", Contact: "Lin Wei",
		},
		Account:     reinstate.Account{Marketplace: reinstate.Amazon, Store: "US", SellerID: "A1EXAMPLE9", StoreName: "Hailan Direct"},
		Case:        reinstate.Case{Reference: "R-2026-0041"},
		Marketplace: "Amazon.com",
		Noticed:     time.Date(2026, 11, 18, 0, 0, 0, 0, time.UTC),
		Dated:       theDay,
		References:  reinstate.References{ASINs: refs("B0TESTA1X7", "B0TESTB2Y8")},
		Plan: reinstate.Plan{Round: 1, Language: "en", Body: reinstate.PlanBody{
			Title: "Plan of action: product authenticity",
			Sections: []reinstate.Section{
				{Key: "opening", Kind: reinstate.SectionText, Text: "We sell kitchen goods of two brands. On 18 November our account was deactivated after complaints about two items. We found two causes in our own work, corrected both, and changed how we buy and receive stock."},
				{Key: "causes", Kind: reinstate.SectionCauses, Title: "Root causes"},
				{Key: "actions", Kind: reinstate.SectionActions, Title: "What we have done"},
				{Key: "measures", Kind: reinstate.SectionMeasures, Title: "How we prevent it"},
				{Key: "items", Kind: reinstate.SectionItems, Title: "Items named in the notice"},
				{Key: "demands", Kind: reinstate.SectionDemands, Title: "What you asked for"},
				{Key: "exhibits", Kind: reinstate.SectionExhibits, Title: "Exhibits"},
				{Key: "closing", Kind: reinstate.SectionText, Text: "The originals of all exhibits are attached unaltered. Please tell us if a document is missing.\n\nLin Wei\nGeneral manager, 深圳市海岚科技有限公司"},
			},
			Claims: []reinstate.Claim{
				{ID: 1, Kind: reinstate.RootCause, Position: 1, Text: "Until 28 October 2026 our warehouse counted cartons, not units and lots, so stock of two sources was shelved under one ASIN.", Exhibits: []reinstate.ExhibitID{2}},
				{ID: 2, Kind: reinstate.RootCause, Position: 2, Text: "We accepted the second source, 广州明德商贸有限公司, on its price list, without authorisation papers.", Exhibits: []reinstate.ExhibitID{1}},
				{ID: 3, Kind: reinstate.CorrectiveAction, Cause: 1, Position: 1, Done: true, Date: "2026-11-03", Text: "All 94 units of B0TESTA1X7 were removed; the 33 units of the second source were destroyed.", Exhibits: []reinstate.ExhibitID{3, 4}},
				{ID: 4, Kind: reinstate.CorrectiveAction, Cause: 2, Position: 2, Done: true, Date: "2026-11-05", Text: "The second source was closed in our purchasing system and 41 buyers of B0TESTB2Y8 were refunded.", Exhibits: []reinstate.ExhibitID{5}},
				{ID: 5, Kind: reinstate.CorrectiveAction, Cause: 2, Position: 3, Date: "2026-12-03", Text: "The remaining 12 suppliers are being asked for authorisation letters; nine have answered.", Exhibits: []reinstate.ExhibitID{5}},
				{ID: 6, Kind: reinstate.PreventiveMeasure, Cause: 1, Position: 1, Owner: "warehouse lead", Frequency: "Every delivery", Tool: "Hand scanner, intake log", Date: "2026-11-06", Text: "Units and lots are scanned against the invoice before shelving; a difference stops the delivery.", Exhibits: []reinstate.ExhibitID{6}},
				{ID: 7, Kind: reinstate.PreventiveMeasure, Cause: 2, Position: 2, Owner: "purchasing manager", Frequency: "Before each new supplier", Text: "Authorisation letter and three references on file, or no order.", Exhibits: []reinstate.ExhibitID{7}},
			},
		}},
		Demands: []reinstate.Demand{
			{ID: 1, Text: "Invoices of the last 365 days that show your supplier", State: reinstate.DemandMet, Why: "Four invoices, 220 units, January to September 2026", Exhibits: []reinstate.ExhibitID{1}},
			{ID: 2, Text: "The steps you take to prevent this from happening again", State: reinstate.DemandMet, Why: "Part 3 of this plan"},
			{ID: 3, Text: "A safety data sheet", State: reinstate.DemandWaived, Why: "the goods hold no battery and no chemical."},
		},
		Exhibits: []reinstate.Exhibit{
			exhibit(1, "A", "Supplier file of 广州明德商贸有限公司", "2026-09-02", 4), exhibit(2, "B", "Warehouse intake log, October", "2026-10-31", 5),
			exhibit(3, "C", "Removal order", "2026-11-03", 1), exhibit(4, "D", "Destruction receipt", "2026-11-03", 2),
			exhibit(5, "E", "Purchasing system, supplier record and list of refunds", "2026-11-05", 3),
			exhibit(6, "F", "Goods receipt procedure, signed", "2026-11-06", 6), exhibit(7, "G", "Supplier approval form", "", 0),
		},
	}
}

func exhibit(id reinstate.ExhibitID, letter, title, dated string, pages int) reinstate.Exhibit {
	return reinstate.Exhibit{ID: id, Letter: letter, Title: title, Dated: dated, Pages: pages,
		SHA256: fmt.Sprintf("%02x2c41d077ab%052x", 0x9f-int(id)*7, id)}
}

// latin is a letter of about four pages without Chinese.
func latin() plan.Document {
	m := hailan()
	m.Client.LegalName, m.Client.Address = "Łódź Kitchenware Sp. z o.o.", "ul. Piotrkowska 12\n90-001 Łódź, Poland"
	m.Plan.Body.Claims[1].Text = "We accepted the second source on its price list, without authorisation papers."
	m.Exhibits[0].Title = "Supplier file of Müller & Søn A/S"
	m.Plan.Body.Sections[7].Text = "The originals of all exhibits are attached unaltered."
	return lengthened(m, "Stock of both items is now kept by lot. The intake log names, for each delivery, the invoice, the lot, the count and the person who counted; the buyer compares it with the order before a unit is shelved. Where the count and the invoice differ by one unit or more, the delivery stays in the quarantine bay until the supplier has explained the difference in writing.")
}

// chinese is a letter of about four pages in Chinese and English.
func chinese() plan.Document {
	return lengthened(hailan(), "自2026年11月6日起，仓库在每次到货时逐件扫描商品并核对发票上的批次号；如数量或批次不符，整批货物不得上架，并由采购经理（Purchasing Manager）在24小时内书面询问供应商。“先核对、后上架”的规定已写入《收货作业程序》，全体12名员工于11月7日签字确认……各供应商的授权书、营业执照与三份参考资料均保存在供应商档案中，每季度复核一次。")
}

func lengthened(m plan.Matter, paragraph string) plan.Document {
	sections := m.Plan.Body.Sections
	sections[1].Text = paragraph + "\n\n" + paragraph
	sections[2].Text = paragraph + "\n\n" + paragraph + "\n\n- " + paragraph
	sections[3].Text = strings.Repeat(paragraph+"\n\n", 4)
	claims := m.Plan.Body.Claims
	for i := range 6 {
		extra := claims[5]
		extra.ID, extra.Position = reinstate.ClaimID(100+i), 10+i
		extra.Text = paragraph
		claims = append(claims, extra)
	}
	m.Plan.Body.Claims = claims
	return plan.Compose(m)
}
