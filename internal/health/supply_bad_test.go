package health

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"reinstate/internal/reinstate"
)

func TestBadRowsOfStockAndServiceAreRefusedWithTheirReason(t *testing.T) {
	t.Parallel()
	orders := "amazon-order-id\tpurchase-date\tsku\tquantity\tsales-channel\n"
	for _, tt := range []struct{ name, body, want string }{
		{"not a number", "SKU,On hand\nA,NaN\n", "Row 2, held: “NaN” is no number."},
		{"infinity", "SKU,On hand\nA,Inf\n", "Row 2, held: “Inf” is no number."},
		{"below zero", "SKU,On hand\nA,-4\n", "Row 2, held: A count cannot be below zero."},
		{"a part of a unit", "SKU,On hand\nA,4.5\n", "Row 2, held: “4.5” is no whole number."},
		{"percent", "SKU,On hand\nA,4%\n", "Row 2, held: “4%” is no number."},
		{"more than anybody holds", "SKU,On hand\nA,900000000000\n", "Row 2, held: “900000000000” units are more than anybody holds."},
		{"no SKU", "SKU,On hand\n,4\n", "Row 2, sku: The row names no SKU."},
		{"a day to come", "SKU,On hand,Date\nA,4,2027-01-05\n", "Row 2, day: The day 2027-01-05 has not come yet."},
		{"a header twice", "SKU,On hand,sku\nA,4,B\n", "Row 1, “sku”: The header has this column twice."},
		{"a formula", "SKU,On hand\n=HYPERLINK(A1),4\n", "Row 2, “SKU”: The cell holds a formula. Save the table with its values."},
		{"a formula in a count", "SKU,On hand\nA,=1+1\n", "Row 2, “On hand”: The cell holds a formula. Save the table with its values."},
		{"another seller's rows", "SKU,On hand,Seller ID\nA,4,A9OTHER\n", "Row 2: The row is about the seller “A9OTHER”; the account is “A1MINE”."},
		{"orders of another site", orders + "1\t2026-11-20\tA\t1\tAmazon.de\n", "This report is about Amazon.de; the account is amazon US."},
		{"an order of tomorrow's year", orders + "1\t2027-11-20\tA\t1\tAmazon.com\n", "Row 2, order_day: The day 2027-11-20 has not come yet."},
		{"an order without a day", orders + "1\t\tA\t1\tAmazon.com\n", "Row 2, day: The row has no day."},
		{"Walmart's report on Amazon", "SKU,Input Qty,Available to sell\nA,4,4\n", "This is a report of walmart; the account is on amazon."},
		{"an answer before the message", "Message ID,Received at,Answered at\n1,2026-11-20 09:00,2026-11-20 08:00\n", "Row 2, answered: The answer is older than the message."},
		{"no time of day", "Message ID,Received at\n1,2026-11-20\n", "Row 2, received: “2026-11-20” has no time of day, so nobody can tell how long the answer took."},
		{"six stars", "Date,Rating,Comments,Order ID\n2026-11-20,6,x,1\n", "Row 2, stars: A rating has one to five stars."},
		{"a claim twice", "Claim ID,Claim type,Claim date\n1,Chargeback,2026-11-20\n1,Chargeback,2026-11-21\n", "Row 3, claim: The claim “1” is there twice."},
		{"a limit before the claim", "Claim ID,Claim type,Claim date,Due date\n1,Chargeback,2026-11-20,2026-11-01\n", "Row 2, answer_by: The limit lies before the claim was opened."},
		{"an amount that is none", "Claim ID,Claim type,Claim date,Amount\n1,Chargeback,2026-11-20,lots\n", "Row 2, amount: “lots” is no amount."},
	} {
		r := Parse(stockRule(), Input{Name: "x.csv", Body: []byte(tt.body), At: amazonUS(), Now: today, Seller: "A1MINE"})
		if len(r.Refused) == 0 || r.Refused[0].String() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, r.Refused, tt.want)
		}
	}
}

func TestGoodRowsBesideABadOneAreNotTaken(t *testing.T) {
	t.Parallel()
	r := parsed(t, "x.csv", "SKU,On hand\nA,4\nB,minus\nC,-1\n")
	if len(r.Refused) != 2 || r.Refused[1].Row != 4 {
		t.Errorf("got %v", r.Refused)
	}
}

func TestDeepJSONOfStockIsRefused(t *testing.T) {
	t.Parallel()
	body := `{"elements":{"inventories":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}}`
	r := parsed(t, "x.json", body, func(in *Input) { in.At = Place{reinstate.Walmart, "US"} })
	if len(r.Refused) != 1 || !strings.Contains(r.Refused[0].String(), "nested more than 64 levels deep") {
		t.Errorf("got %v", r.Refused)
	}
}

func TestAMillionRowsAreRefusedQuicklyAndInLittleMemory(t *testing.T) {
	var body strings.Builder
	body.WriteString("sku\tavailable\tunits-shipped-t30\n")
	for i := range 1_000_000 {
		fmt.Fprintf(&body, "S%d\t4\t1\n", i)
	}
	raw := []byte(body.String())
	body.Reset()
	b := book(t)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	r := Parse(b, Input{Name: "x.txt", Body: raw, At: amazonUS(), Now: today})
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if len(r.Refused) != 1 || r.Refused[0].Row != 200_001 {
		t.Errorf("got %v", r.Refused)
	}
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 10*time.Second || used > 400 {
		t.Errorf("it took %s and %d MB", took, used)
	}
}

// FuzzSupply reads anything as the cells of tables of stock and service. What
// is not refused can be stored.
func FuzzSupply(f *testing.F) {
	b := book(f)
	headers := []string{
		"SKU,On hand,Listed,Date,Channel", "sku,available,units-shipped-t30,snapshot-date,asin", "amazon-order-id,purchase-date,sku,quantity,sales-channel",
		"Message ID,Order ID,Received at,Answered at,x", "Claim ID,Claim type,Claim date,Amount,Due date", "Date,Rating,Comments,Order ID,x",
	}
	for i := range headers {
		f.Add(i, "A,4,5,2026-11-20,fba", "B,2026-11-20 09:00,2026-11-20,2026-11-20 10:00,Amazon.com")
	}
	f.Add(0, "\"=1+1\",4,,,", "\xff\xfe,NaN,-1,9999-99-99,\x00")
	f.Fuzz(func(t *testing.T, kind int, one, two string) {
		header := headers[((kind%len(headers))+len(headers))%len(headers)]
		r := Parse(b, Input{Name: "x.csv", Body: []byte(header + "\n" + one + "\n" + two + "\n"), At: amazonUS(), Now: today})
		if len(r.Refused) > 0 {
			return
		}
		tomorrow := today.AddDate(0, 0, 1)
		for _, l := range r.Stock {
			for _, n := range []int64{l.Held, l.Listed, l.Reserved, l.Inbound, l.Unsellable, l.Stranded, l.Sold} {
				if n < unsaid || n > 4*mostUnits {
					t.Fatalf("a count of %d", n)
				}
			}
			if l.SKU == "" || !utf8.ValidString(l.SKU+l.ASIN+l.Title) || l.Taken.IsZero() || l.Taken.After(tomorrow) {
				t.Fatalf("got %+v", l)
			}
		}
		for _, s := range r.Sales {
			if s.SKU == "" || s.Units < 0 || s.Day == "" || s.Day > tomorrow.Format(time.DateOnly) || !utf8.ValidString(s.Order+s.SKU) {
				t.Fatalf("got %+v", s)
			}
		}
		for _, m := range r.Messages {
			if m.Received.IsZero() || m.Received.After(tomorrow) || !m.Answered.IsZero() && m.Answered.Before(m.Received) {
				t.Fatalf("got %+v", m)
			}
		}
		for _, c := range r.Claims {
			if c.Number == "" || c.Opened.IsZero() || !(c.Amount >= 0 && c.Amount < 2*mostUnits) || !c.Due.IsZero() && c.Due.Before(c.Opened) {
				t.Fatalf("got %+v", c)
			}
		}
		for _, one := range r.Feedback {
			if one.Stars < 1 || one.Stars > 5 || one.Day == "" {
				t.Fatalf("got %+v", one)
			}
		}
		for _, s := range Reckon(Shelf{Today: today.Format(time.DateOnly), Rule: b.Stock, Lines: r.Stock}) {
			for _, sentence := range s.Sentences() {
				if sentence.String() == "" || strings.Contains(sentence.String(), "%!") {
					t.Fatalf("a sentence without words: %q", sentence)
				}
			}
		}
	})
}
