package casework_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/health"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// brings imports a file for an account.
func (o *office) brings(account reinstate.AccountID, name, body string) casework.HealthRead {
	o.t.Helper()
	read, err := o.desk.ImportHealth(o.t.Context(), o.who, casework.HealthIn{Account: account, Name: name, Body: strings.NewReader(body)})
	o.must(err)
	return read
}

// on is a day so many days before the present.
func (o *office) on(ago int) string { return o.now().AddDate(0, 0, -ago).Format(time.DateOnly) }

// sold writes Amazon's orders report: so many orders of one unit a day.
func (o *office) sold(sku, asin string, perDay, days int) string {
	var out strings.Builder
	out.WriteString("amazon-order-id\tpurchase-date\torder-status\tfulfillment-channel\tsales-channel\tsku\tasin\tquantity\n")
	for ago := days; ago > 0; ago-- {
		for n := range perDay {
			fmt.Fprintf(&out, "%d-%d\t%sT10:00:00+00:00\tShipped\tMerchant\tAmazon.com\t%s\t%s\t1\n", ago, n, o.on(ago), sku, asin)
		}
	}
	return out.String()
}

func skuSays(p casework.StockPage, at int) string {
	var out []string
	for _, s := range p.SKUs[at].Sentences() {
		out = append(out, s.String())
	}
	return strings.Join(out, " ")
}

func TestStockIsReckonedOverTheAccountsOfAClient(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	walmart, err := o.desk.AddAccount(t.Context(), o.who, reinstate.Account{Client: o.account.Client, Marketplace: reinstate.Walmart, Store: "US", StoreName: "Hailan"})
	o.must(err)
	o.brings(o.account.ID, "orders.txt", o.sold("LAMP", "B0LAMP", 2, 60))
	o.brings(o.account.ID, "listings.txt", "item-name\tseller-sku\tquantity\topen-date\tasin1\tfulfillment-channel\tstatus\nLamp\tLAMP\t50\t2026-01-01\tB0LAMP\tDEFAULT\tActive\n")
	o.brings(walmart.ID, "inventory.csv", "SKU,Product Name,Input Qty,Available to sell\nLAMP,Lamp,40,38\n")
	o.brings(o.account.ID, "count.csv", "SKU,On hand,Date\nLAMP,60,"+o.on(3)+"\n")

	p, err := o.desk.AccountStock(t.Context(), o.who, o.account.ID, casework.StockQuery{})
	o.must(err)
	want := "32 can be sold that are not there: 88 listed (" + o.account.Key + ", " + walmart.Key + "); 60 counted on " + o.on(3) + ", 4 sold from the shelf since. 56 left, 58 sold in 29 days: gone in 28 days, on 2026-12-18."
	if p.Total != 1 || p.OnRecord || skuSays(p, 0) != want {
		t.Errorf("got %s", skuSays(p, 0))
	}
	both, err := o.desk.ClientStock(t.Context(), o.who, o.account.Client, casework.StockQuery{Flag: health.FlagOversold})
	o.must(err)
	if both.Found != 2 || both.Counts[health.FlagOversold] != 2 {
		t.Errorf("over all accounts: %d found, %v", both.Found, both.Counts)
	}
	if first, second := skuSays(both, 0), skuSays(both, 1); !strings.HasPrefix(first, "32 can be sold") || !strings.HasPrefix(second, "From the same shelf as above.") {
		t.Errorf("a shelf is told of twice: %s; %s", first, second)
	}
	if none, err := o.desk.AccountStock(t.Context(), o.who, o.account.ID, casework.StockQuery{Search: "kettle"}); err != nil || none.Found != 0 || none.Total != 1 {
		t.Errorf("a search that fits nothing: %+v %v", none, err)
	}
	page, err := o.desk.AccountHealth(t.Context(), o.who, o.account.ID)
	o.must(err)
	if page.Stock.SKUs != 1 || page.Stock.Risk != string(health.BadgeOversold) || page.Stock.Counts[string(health.FlagOversold)] != 1 {
		t.Errorf("the account's page sums up to %+v", page.Stock)
	}
}

func TestInvoicesOfACaseAnswerWhetherItWouldPass(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.brings(o.account.ID, "orders.txt", o.sold("LAMP", "B0LAMP", 1, 30))
	o.brings(o.account.ID, "planning.txt", "sku\tasin\tavailable\tunits-shipped-t30\nLAMP\tB0LAMP\t900\t30\n")
	c := o.open()
	o.must(o.db.Update(t.Context(), o.who, func(tx *store.Tx) error {
		x := reinstate.Exhibit{Case: c.ID, Kind: "supplier_invoice", SHA256: strings.Repeat("ab", 32), Dated: o.on(100), Record: reinstate.Record{Lines: []reinstate.RecordLine{{Item: "B0LAMP", Quantity: 20}}}}
		return tx.AddExhibit(&x, reinstate.Event{Did: "exhibit_added"})
	}))
	p, err := o.desk.AccountStock(t.Context(), o.who, o.account.ID, casework.StockQuery{})
	o.must(err)
	if want := "30 sold since " + o.on(30) + ", invoices of the last 365 days cover 20, so 10 are without one."; !strings.Contains(skuSays(p, 0), want) {
		t.Errorf("got %s", skuSays(p, 0))
	}
}

func TestTheSameStockFileTwiceIsOne(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	body := "SKU,On hand,Date\nLAMP,60," + o.on(3) + "\n"
	if first := o.brings(o.account.ID, "a.csv", body); first.Twin {
		t.Error("the first is a twin")
	}
	if again := o.brings(o.account.ID, "b.csv", body); !again.Twin {
		t.Error("the same bytes are stored twice")
	}
	if other := o.brings(o.account.ID, "b.csv", strings.ReplaceAll(body, ",", ";")); !other.Twin {
		t.Error("the same figures in other bytes are stored twice")
	}
	// Orders that two reports share are counted once.
	o.brings(o.account.ID, "orders.txt", o.sold("LAMP", "B0LAMP", 2, 20))
	o.brings(o.account.ID, "orders2.txt", o.sold("LAMP", "B0LAMP", 2, 10))
	p, err := o.desk.AccountStock(t.Context(), o.who, o.account.ID, casework.StockQuery{})
	o.must(err)
	if p.SKUs[0].Cover.Sold != 40 {
		t.Errorf("%d sold, want 40", p.SKUs[0].Cover.Sold)
	}
}

func TestABadStockFileStoresNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	read, err := o.desk.ImportHealth(t.Context(), o.who, casework.HealthIn{Account: o.account.ID, Name: "a.csv", Body: strings.NewReader("SKU,On hand\nA,4\nB,-1\n")})
	refused := reinstate.Invalid{}
	if !errors.As(err, &refused) || !strings.Contains(refused["file"], "Row 3, held: A count cannot be below zero.") {
		t.Errorf("got %v", err)
	}
	p, err := o.desk.AccountStock(t.Context(), o.who, o.account.ID, casework.StockQuery{})
	o.must(err)
	if p.Total != 0 || len(read.Report.Refused) != 1 {
		t.Errorf("half of it was stored: %+v", p.SKUs)
	}
}

func TestCustomerServiceShowsItsClaimsToday(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	stamp := func(ago time.Duration) string { return o.now().Add(-ago).Format("2006-01-02 15:04") }
	o.brings(o.account.ID, "messages.csv", "Message ID,Received at,Answered at\n1,"+stamp(30*time.Hour)+","+stamp(25*time.Hour)+"\n2,"+stamp(40*time.Hour)+",\n")
	o.brings(o.account.ID, "claims.csv", "Claim ID,Claim type,Claim date,Claim status\nA-1,A-to-z claim,"+stamp(20*time.Hour)+",Open\nA-2,A-to-z claim,"+stamp(20*time.Hour)+",Granted\n")
	f, err := o.desk.Service(t.Context(), o.who, o.account.ID)
	o.must(err)
	if !f.Known || f.Answers.Waiting != 1 || f.Answers.Late != 1 || len(f.Clocks) != 1 || len(f.Claims) != 2 {
		t.Errorf("got %+v", f)
	}
	due, err := o.desk.ClaimsDue(t.Context(), o.who)
	o.must(err)
	if len(due) != 1 || due[0].Number != "A-1" || !due[0].Limit.Equal(due[0].Opened.Add(72*time.Hour)) || due[0].Account.ID != o.account.ID {
		t.Errorf("got %+v", due)
	}
	// A later log says how it ended.
	o.wait(time.Hour)
	o.brings(o.account.ID, "claims2.csv", "Claim ID,Claim type,Claim date,Claim status\nA-1,A-to-z claim,"+stamp(21*time.Hour)+",Denied\n")
	if due, err := o.desk.ClaimsDue(t.Context(), o.who); err != nil || len(due) != 0 {
		t.Errorf("a claim that was won is due: %+v %v", due, err)
	}
	rival := o.firm("Rival", "rival@example.com")
	if _, err := o.desk.Service(t.Context(), rival, o.account.ID); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("another firm's service: %v", err)
	}
	if due, err := o.desk.ClaimsDue(t.Context(), rival); err != nil || len(due) != 0 {
		t.Errorf("another firm's claims: %+v %v", due, err)
	}
}

// BenchmarkStock measures the page of an account's stock and one import with
// 10,000 SKUs on two accounts and a year of sales.
func BenchmarkStock(b *testing.B) {
	desk, who, account := crowd(b, 2)
	ctx := b.Context()
	bring := func(id reinstate.AccountID, name, body string) {
		_, err := desk.ImportHealth(ctx, who, casework.HealthIn{Account: id, Name: name, Body: strings.NewReader(body)})
		fatal(b, err)
	}
	planning := func(day string) string {
		var out strings.Builder
		out.WriteString("snapshot-date\tsku\tasin\tproduct-name\tavailable\tunits-shipped-t30\tunfulfillable-quantity\n")
		for i := range 10_000 {
			fmt.Fprintf(&out, "%s\tSKU-%05d\tB0%08d\tThing number %d\t%d\t%d\t%d\n", day, i, i, i, i%90, i%50, i%7)
		}
		return out.String()
	}
	var orders strings.Builder
	orders.WriteString("amazon-order-id\tpurchase-date\torder-status\tfulfillment-channel\tsales-channel\tsku\tasin\tquantity\n")
	for i := range 150_000 {
		day := time.Date(2026, 11, 19, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -i%365)
		fmt.Fprintf(&orders, "%d\t%s\tShipped\tAmazon\tAmazon.com\tSKU-%05d\tB0%08d\t1\n", i, day.Format(time.DateOnly), i%10_000, i%10_000)
	}
	bring(account, "planning.txt", planning("2026-11-18"))
	bring(account, "orders.txt", orders.String())
	for _, tt := range []struct {
		name string
		do   func(n int) error
	}{
		{"page", func(int) error { _, err := desk.AccountStock(ctx, who, account, casework.StockQuery{}); return err }},
		{"filtered page", func(int) error {
			_, err := desk.AccountStock(ctx, who, account, casework.StockQuery{Flag: health.FlagInvoices, Search: "number 99", After: 50})
			return err
		}},
		{"account", func(int) error { _, err := desk.AccountHealth(ctx, who, account); return err }},
		{"import", func(n int) error {
			_, err := desk.ImportHealth(ctx, who, casework.HealthIn{Account: account, Name: "p.txt", Body: strings.NewReader(strings.Replace(planning("2026-11-19"), "number 1\t", fmt.Sprintf("number 1-%d\t", n), 1))})
			return err
		}},
	} {
		b.Run(tt.name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				n++
				fatal(b, tt.do(n+b.N*1000))
			}
		})
	}
}
