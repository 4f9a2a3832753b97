package main

import (
	"testing"

	"reinstate/internal/reinstate"
)

// addSeller adds a client with an account on Amazon and one on Walmart.
func addSeller(tb testing.TB, o *premises, who reinstate.Actor) {
	tb.Helper()
	client, err := o.desk.AddClient(tb.Context(), who, reinstate.Client{
		LegalName: "深圳市明灯科技有限公司", OtherName: "Shenzhen Lamp Co., Ltd.", Address: "深圳市南山区灯塔路1号", Contact: "Lin Wei",
	})
	if err != nil {
		tb.Fatalf("add client: %v", err)
	}
	for key, market := range map[string]reinstate.Marketplace{"lamp-amazon-us": reinstate.Amazon, "lamp-walmart-us": reinstate.Walmart} {
		_, err := o.desk.AddAccount(tb.Context(), who, reinstate.Account{
			Client: client.ID, Key: key, Marketplace: market, Store: "US", SellerID: "A1LAMP", StoreName: "Lamp House", Standing: reinstate.StandingSuspended,
		})
		if err != nil {
			tb.Fatalf("add account %s: %v", key, err)
		}
	}
}

// amazonNotice is a notice in our own words, as a seller would get it.
const amazonNotice = `Subject: Your Amazon.com selling account has been deactivated

Hello Lamp House,

Your Amazon.com selling account has been deactivated and your listings are no longer shown.

Why is this happening?
Customers raised concerns about the authenticity of the items listed at the end of this email. The sale of counterfeit products on Amazon is strictly prohibited.

How do I reactivate my account?
Please send us:
- Copies of invoices or receipts from your supplier issued in the last 365 days.
- Contact information of your supplier, including name, phone number, address and website.
- A plan of action with the root cause, the corrective actions you have taken and the preventive actions for the future.

If we do not receive it within 17 days, your account may be permanently deactivated.

ASINs:
B0C7LMP2K4

Seller Performance Team
Amazon.com
`

const amazonDenial = `Hello Lamp House,

Thank you for your plan of action about B0C7LMP2K4. We reviewed it and we are not able to reactivate your Amazon.com account at this time.

Please send us greater detail on the root cause, and a letter of authorization of the brand, within 17 days.

Seller Performance Team
Amazon.com
`

const amazonReinstatement = `Hello Lamp House,

Good news. We reviewed your plan of action and your Amazon.com selling account has been reactivated. No further action is needed.

Seller Performance Team
Amazon.com
`
