package notice_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
)

// short says the facts of a reading on one line, for tables.
func short(r reinstate.Reading) string {
	j := notice.ToJSON("", r)
	parts := []string{j.Kind, j.Marketplace, orNone(j.Store), j.Level}
	var reasons, clocks, demands []string
	for _, reason := range j.Reasons {
		reasons = append(reasons, reason.Code)
	}
	for _, c := range j.Clocks {
		clocks = append(clocks, c.Kind+" "+clockKey(c.Count, c.Unit, c.Date))
	}
	for _, d := range j.Demands {
		demands = append(demands, d.Code)
	}
	parts = append(parts, strings.Join(reasons, "+"), strings.Join(clocks, "+"), strings.Join(demands, "+"), j.Decision)
	return strings.Join(parts, " | ")
}

func TestMessagesAreReadInManyWordsAndLanguages(t *testing.T) {
	t.Parallel()
	read := reader(t)
	for _, tt := range []struct{ name, text, want string }{
		{"goods that are not the original", "Your selling rights on Amazon.com have been withdrawn. Shoppers have complained that the perfume they bought from you is not the original. We need purchase papers from the past year for the products listed beneath and details of whoever supplied you. Without an answer in 17 days the closure will be final.",
			"notice | amazon | US | account | inauthentic | appeal 17 day | supplier_invoices+supplier_contact | "},
		{"a patent, with the complaint's number", "We took your product off the site after the holder of patent US 9,112,334 objected. Get a licence or settle with the holder. Complaint ID: 7712345678. ASIN B07ABCDEF1.",
			"notice | amazon | nothing | listing | ip_patent |  | letter_of_authorization | "},
		{"used goods sold as new, with a plan in three parts", "Buyers tell us that products described as new were scratched and had been used before. Please send a plan covering the root cause, what you did about it and how you will prevent it. Your Amazon account is deactivated meanwhile.",
			"notice | amazon | nothing | account | condition_used_as_new |  | root_cause+corrective_actions+preventive_actions | "},
		{"only the offers that the seller ships", "Your cancellation rate in the last 7 days was 4.1%, above our limit of 2.5%. For now you cannot list seller-fulfilled products. Tell us within 10 days why orders were cancelled and how you will avoid it.",
			"notice | amazon | nothing | fulfilment | cancellation_rate | appeal 10 day | root_cause+preventive_actions | "},
		{"two accounts of one seller", "Two accounts cannot run side by side without our consent. Yours shares a bank account and an address with one we closed last spring. Reactivate that account first; give us the day on which it came back.",
			"notice | amazon | nothing | account | related_account |  | other_account | "},
		{"a threat is a warning", "Your account health rating is 150, at risk. Address the policy violations in Account Health within 7 days or your Amazon account may be deactivated.",
			"notice | amazon | nothing | warning | account_health_rating | cure 7 day |  | "},
		{"a termination that takes no appeal", "Termination of your Retailer Agreement. Reason: Trust & Safety violation - counterfeit. No appeal will be considered. Remaining funds are paid within 180 days.",
			"notice | walmart | nothing | account | counterfeit | funds 180 day |  | "},
		{"papers, their age and the limit in one sentence", "We need to confirm your business before you can go on selling on Walmart. Your account is suspended. Upload your EIN letter, a government-issued photo ID and a bank letter no older than 90 days within 14 days. Payments are paused.",
			"notice | walmart | nothing | account | identity_verification | document_age 90 day+documents 14 day | tax_information+identity_document+bank_statement | "},
		{"a limit as a date", "Your Walmart seller account is suspended because 12% of your shipments carried tracking that never received a carrier scan. Send a business plan of action, warehouse photographs and supplier invoices no more than two months old to lift the suspension. Reply by January 15, 2027.",
			"notice | walmart | nothing | account | valid_tracking | document_age 2 month+documents 2027-01-15 | warehouse_photos+supplier_invoices | "},
		{"German", "Guten Tag,\n\nIhr Verkäuferkonto auf Amazon.de wurde gesperrt. Der Anteil verspäteter Sendungen lag in den letzten 30 Tagen bei 7,9 %; erlaubt sind höchstens 4 %.\n\nWie kann ich mein Konto reaktivieren?\nSenden Sie uns einen Maßnahmenplan mit folgenden Angaben:\n- die Ursache der verspäteten Sendungen\n- die Maßnahmen, die Sie bereits ergriffen haben\n- wie Sie dies künftig verhindern\nBitte reichen Sie ihn innerhalb von 17 Tagen ein. Nach 90 Tagen können Sie eine Auszahlung Ihres Guthabens beantragen.",
			"notice | amazon | DE | account | late_shipment | appeal 17 day+funds 90 day | root_cause+corrective_actions+preventive_actions | "},
		{"French", "Bonjour,\n\nVotre compte vendeur Amazon.fr a été désactivé conformément à la section 3 du contrat.\n\nPourquoi cela s'est-il produit ?\nNous avons reçu des plaintes d'acheteurs concernant l'authenticité des articles indiqués ci-dessous.\n\nComment réactiver mon compte ?\nEnvoyez-nous les factures de votre fournisseur, dans un délai de 30 jours.\n\nASIN : B0ABCDE123",
			"notice | amazon | FR | account | inauthentic | appeal 30 day | supplier_invoices | "},
		{"Spanish", "Su cuenta de Amazon.es ha sido suspendida. Hemos detectado que está vinculada a otra cuenta bloqueada. Reactive primero esa cuenta. Dispone de 30 días.",
			"notice | amazon | ES | account | related_account | appeal 30 day |  | "},
		{"Italian", "Il tuo account Amazon.it è a rischio di disattivazione: il tasso di ordini difettosi è 1,8%. Invia un piano d'azione entro 72 ore.",
			"notice | amazon | IT | warning | order_defect_rate | appeal 72 hour |  | "},
		{"Japanese", "お客様の出品用アカウントは停止されました。\n\n理由：新品として販売された商品が中古品だったとの苦情が寄せられています。\n\nアカウントを再開するには、改善計画書を17日以内にご提出ください。計画には根本原因、是正措置、再発防止策を含めてください。\n\nAmazon.co.jp 出品者パフォーマンスチーム",
			"notice | amazon | JP | account | condition_used_as_new | appeal 17 day | root_cause+corrective_actions+preventive_actions | "},
		{"Chinese", "您的沃尔玛店铺因准时送达率低于90%已被暂停。请在14天内提交行动计划，并附仓库照片及近两个月的发票。",
			"notice | walmart | nothing | account | on_time_delivery | documents 14 day+document_age 2 month | warehouse_photos+supplier_invoices | "},
		{"a reply that lifts it", "Good day,\n\nwe have looked over the invoices you supplied for B0AAA11111 and they are fine. The offer is live again on Amazon.co.uk.\n\nRegards",
			"reply | amazon | GB | unknown |  |  |  | reinstated"},
		{"a reply that asks for more", "Thanks for your message. The utility bill cannot be read and the bank statement shows another address. Please upload both again within 5 days.",
			"reply | unknown | nothing | account | identity_verification | documents 5 day | utility_bill+bank_statement | more_information"},
		{"a reply that refuses", "We reviewed your plan. It repeats the earlier text and does not explain how late parcels will be avoided. Your Amazon appeal is rejected.",
			"reply | amazon | nothing | account | late_shipment |  | root_cause+preventive_actions | denied"},
		{"a reply that refuses for good", "We have considered your further appeal to Amazon. Our position has not changed: the account will stay closed, and this is our final answer. We will not reply to more e-mails about it.",
			"reply | amazon | nothing | account |  |  |  | final_denial"},
		{"a receipt", "Your appeal has reached Amazon and is in the queue. You can expect an answer within 3 business days. There is no need to send it again.",
			"reply | amazon | nothing | unknown |  | reply_expected 3 business_day |  | acknowledged"},
		{"phishing says it comes from nobody we know", "Dear seller, your Amazon account will be closed! Sign in at http://amazon-seller-check.example/login and confirm your password and card number within 12 hours.",
			"other | unknown | nothing | unknown |  | cure 12 hour |  | "},
		{"a buyer's account", "Hello, your Amazon customer account is closed because of an unusual number of returns. You can no longer place orders. Gift card balance is forfeited.",
			"other | amazon | nothing | unknown |  |  |  | "},
		{"small talk", "Shall we have lunch at noon on Tuesday? The new place round the corner is open again.", "other | unknown | nothing | unknown |  |  |  | "},
		{"nothing at all", "", "other | unknown | nothing | unknown |  |  |  | "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := short(read.Read(tt.text)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestIdentifiersAreKeptAsWritten(t *testing.T) {
	t.Parallel()
	read := reader(t)
	for _, tt := range []struct {
		name, text                       string
		asins, orders, complaints, items []string
	}{
		{"ASINs run together", "Amazon removed ASINs B0CR6X2FPT,B0CT4419ZN/B0D2M5P7QA.", []string{"B0CR6X2FPT", "B0CT4419ZN", "B0D2M5P7QA"}, nil, nil, nil},
		{"a book's ASIN is its ISBN", "Amazon: the listing with ASIN 0306406152 is down.", []string{"0306406152"}, nil, nil, nil},
		{"a number that only looks like one", "Amazon: your ASIN list has 0306406153 entries.", nil, nil, nil, nil},
		{"a nine-character one", "Amazon: type not as advertised. ASIN: B00ARGHSU.", []string{"B00ARGHSU"}, nil, nil, nil},
		{"orders, once each", "Amazon orders 112-8840371-2209466 and 112-8840371-2209466.", nil, []string{"112-8840371-2209466"}, nil, nil},
		{"a masked order", "Amazon order 112-XXXXXXX-2209466 was late.", nil, []string{"112-XXXXXXX-2209466"}, nil, nil},
		{"Walmart purchase orders and items", "Walmart item 5538201947 on PO 108934471206655 came late.", nil, []string{"108934471206655"}, nil, []string{"5538201947"}},
		{"eBay orders", "eBay says order 17-10884-52291 was refunded.", nil, []string{"17-10884-52291"}, nil, nil},
		{"a complaint", "Amazon removed the listing. Complaint ID: 12977340158", nil, nil, []string{"12977340158"}, nil},
		{"a telephone number is none of them", "Amazon: call us on 1-206-2661000 about your account.", nil, nil, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := notice.ToJSON("", read.Read(tt.text)).References
			for _, one := range []struct {
				what      string
				got, want []string
			}{{"ASINs", got.ASINs, tt.asins}, {"orders", got.Orders, tt.orders}, {"complaints", got.Complaints, tt.complaints}, {"items", got.Items, tt.items}} {
				if !slices.Equal(one.got, one.want) && len(one.got)+len(one.want) > 0 {
					t.Errorf("%s are %q, want %q", one.what, one.got, one.want)
				}
			}
		})
	}
}

func TestTheContractHeadingIsNotTheCause(t *testing.T) {
	t.Parallel()
	got := reader(t).Read("Under section 3 of the agreement and our code of conduct your Amazon account was deactivated.\n\nWhy is this happening?\nYour late shipment rate is 9%.")
	if len(got.Reasons) != 1 || got.Reasons[0].Code != "late_shipment" {
		t.Errorf("reasons are %+v", got.Reasons)
	}
}

func TestACaseForCounselIsMarked(t *testing.T) {
	t.Parallel()
	read := reader(t)
	for text, want := range map[string]bool{
		"Your Amazon account is closed: the invoices you sent are forged.":         true,
		"Walmart has ended the agreement for fraud. Appeals will not be accepted.": true,
		"Your Amazon account is closed: the late shipment rate is too high.":       false,
	} {
		if got := read.Read(text); got.Severe != want {
			t.Errorf("%q: severe is %v by %q", text, got.Severe, got.SevereQuote.Words)
		}
	}
}

func TestADateWithoutAYearTakesTheOneItWasReceivedIn(t *testing.T) {
	t.Parallel()
	read := reader(t)
	for _, tt := range []struct{ name, text, received, want string }{
		{"later in the year", "Your Amazon account is suspended. Send a plan by 4 December.", "2026-11-22", "2026-12-04"},
		{"early in the next", "Your Amazon account is suspended. Send a plan by January 5.", "2026-12-20", "2027-01-05"},
		{"the year is written", "Your Amazon account is suspended. Send a plan by January 5, 2028.", "2026-12-20", "2028-01-05"},
		{"not known when it came", "Your Amazon account is suspended. Send a plan by January 5.", "", ""},
		{"a day that no year has", "Your Amazon account is suspended. Send a plan by 31 November.", "2026-11-22", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			received, _ := time.Parse(time.DateOnly, tt.received)
			got := ""
			for _, c := range read.ReadReceived(tt.text, received).Clocks {
				got += c.Date
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
