package health

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// stockLine is a line of which nothing is said but what change says.
func stockLine(account reinstate.AccountID, sku string, channel reinstate.Channel, change func(*reinstate.StockLine)) reinstate.StockLine {
	l := reinstate.StockLine{Account: account, Taken: today, SKU: sku, Channel: channel, Held: unsaid, Listed: unsaid, Reserved: unsaid, Inbound: unsaid, Unsellable: unsaid, Stranded: unsaid, Sold: unsaid}
	change(&l)
	return l
}

// stockRule is the catalog's book, read once.
var stockRule = sync.OnceValue(func() *catalog.HealthBook {
	known, err := catalog.Load(data.FS)
	if err != nil {
		panic(err) // other tests say what is wrong with the catalog
	}
	return known.Health()
})

// shelfOf is a client with an Amazon account 1 and a Walmart account 2.
func shelfOf(_ testing.TB, change func(*Shelf)) Shelf {
	s := Shelf{
		Today: today.Format(time.DateOnly), Rule: stockRule().Stock, Places: map[reinstate.AccountID]Place{1: {reinstate.Amazon, "US"}, 2: {reinstate.Walmart, "US"}, 3: {reinstate.EBay, "US"}},
		Names: map[reinstate.AccountID]string{1: "amazon", 2: "walmart", 3: "ebay"}, Spans: map[reinstate.AccountID]reinstate.SalesSpan{}, Since: map[string][]reinstate.Sold{},
	}
	change(&s)
	return s
}

func sellsSince(s *Shelf, account reinstate.AccountID, first string) {
	s.Spans[account] = reinstate.SalesSpan{Account: account, First: first, Last: today.Format(time.DateOnly)}
}

// said is what is said of the first SKU.
func said(t testing.TB, skus []SKU) string {
	t.Helper()
	if len(skus) == 0 {
		t.Fatal("no SKU")
	}
	var out []string
	for _, s := range skus[0].Sentences() {
		out = append(out, s.String())
	}
	return strings.Join(out, "\n")
}

func TestWhatStockMeansIsSaidWithItsArithmetic(t *testing.T) {
	t.Parallel()
	fba := func(held int64) reinstate.StockLine {
		return stockLine(1, "A", reinstate.ByMarketplace, func(l *reinstate.StockLine) { l.Held, l.ASIN = held, "B0A" })
	}
	own := func(account reinstate.AccountID, listed int64) reinstate.StockLine {
		return stockLine(account, "A", reinstate.BySeller, func(l *reinstate.StockLine) { l.Listed = listed })
	}
	counted := func(held int64, ago int) reinstate.StockLine {
		return stockLine(1, "a", reinstate.BySeller, func(l *reinstate.StockLine) { l.Held, l.Taken = held, today.AddDate(0, 0, -ago) })
	}
	invoice := func(dated string, item string, n int) reinstate.Invoice {
		return reinstate.Invoice{Where: "Exhibit A", Dated: dated, Lines: []reinstate.RecordLine{{Item: item, Quantity: n}}}
	}
	for _, tt := range []struct {
		name  string
		shelf func(*Shelf)
		risk  Risk
		says  string
	}{
		{"nothing but a count", func(s *Shelf) { s.Lines = []reinstate.StockLine{fba(40)} }, RiskUnknown, "40 left. How long they last is not known: no sales of these days are on file."},
		{"the report's own sales", func(s *Shelf) {
			l := fba(40)
			l.Sold, l.SoldDays, l.Inbound = 60, 30, 12
			s.Lines = []reinstate.StockLine{l}
		}, RiskSoon, "40 left, 60 sold in 30 days: gone in 20 days, on 2026-12-16. 12 more are on their way."},
		{"a week is left", func(s *Shelf) {
			l := fba(14)
			l.Sold, l.SoldDays = 60, 30
			s.Lines = []reinstate.StockLine{l}
		}, RiskNow, "14 left, 60 sold in 30 days: gone in 7 days, on 2026-12-03."},
		{"nothing is left", func(s *Shelf) {
			l := fba(0)
			l.Sold, l.SoldDays = 60, 30
			s.Lines = []reinstate.StockLine{l}
		}, RiskNow, "Nothing is left; 60 were sold in the last 30 days."},
		{"too few to say", func(s *Shelf) {
			l := fba(40)
			l.Sold, l.SoldDays = 4, 30
			s.Lines = []reinstate.StockLine{l}
		}, RiskNone, "40 left, 4 sold in 30 days: too few to say more than that they last at least 117 days."},
		{"few, and even so soon gone", func(s *Shelf) {
			l := fba(1)
			l.Sold, l.SoldDays = 6, 30
			s.Lines = []reinstate.StockLine{l}
		}, RiskSoon, "1 left, 6 sold in 30 days: too few to say more than that they last 2 to 13 days."},
		{"none sold", func(s *Shelf) {
			s.Lines = []reinstate.StockLine{fba(40)}
			sellsSince(s, 1, "2026-11-01")
		}, RiskNone, "40 left; none was sold in the last 26 days."},
		{"the sales on file are old", func(s *Shelf) {
			s.Lines = []reinstate.StockLine{fba(40)}
			s.Spans[1] = reinstate.SalesSpan{Account: 1, First: "2026-05-01", Last: "2026-07-01"}
		}, RiskUnknown, "40 left. How long they last is not known: no sales of these days are on file."},
		{"the last five days are not on file yet", func(s *Shelf) {
			s.Lines = []reinstate.StockLine{fba(40)}
			s.Spans[1] = reinstate.SalesSpan{Account: 1, First: "2026-05-01", Last: "2026-11-21"}
			s.Sold = []reinstate.Sold{{Account: 1, SKU: "A", Recent: 50}}
		}, RiskSoon, "40 left, 50 sold in 25 days: gone in 20 days, on 2026-12-16."},
		{"stranded and damaged", func(s *Shelf) {
			l := fba(4000)
			l.Stranded, l.Unsellable, l.Sold, l.SoldDays = 9, 3, 30, 30
			s.Lines = []reinstate.StockLine{l}
		}, RiskSoon, "4,000 left, 30 sold in 30 days: enough for a year.\n9 stranded: no listing sells them. 3 more cannot be sold."},
		{"listed above what was counted, less what was sold since", func(s *Shelf) {
			s.Lines = []reinstate.StockLine{counted(50, 2), own(1, 40), own(2, 30)}
			sellsSince(s, 1, "2026-10-01")
			s.Sold = []reinstate.Sold{{Account: 1, SKU: "A", Recent: 30, BySeller: 30}, {Account: 2, SKU: "A", Recent: 15, BySeller: 15}}
			s.Since["2026-11-24"] = []reinstate.Sold{{Account: 1, SKU: "A", BySeller: 6}, {Account: 2, SKU: "A", BySeller: 4}}
		}, RiskNow, "30 can be sold that are not there: 70 listed (amazon, walmart); 50 counted on 2026-11-24, 10 sold from the shelf since.\n40 left, 45 sold in 30 days: gone in 26 days, on 2026-12-22."},
		{"listed twice and never counted", func(s *Shelf) { s.Lines = []reinstate.StockLine{own(1, 40), own(2, 30)} }, RiskUnknown,
			"40 listed and not counted. How long they last is not known: no sales of these days are on file.\n70 listed in several places (amazon, walmart), and nobody counted the shelf: import a count to see whether too many are on offer."},
		{"invoices cover what was sold", func(s *Shelf) {
			s.Lines = []reinstate.StockLine{fba(4000)}
			sellsSince(s, 1, "2025-01-01")
			s.Sold = []reinstate.Sold{{Account: 1, SKU: "A", Units: 300, Recent: 30}}
			s.Invoices = []reinstate.Invoice{invoice("2026-03-01", "B0A", 200), invoice("2026-06-01", "a", 150)}
		}, RiskNone, "4,000 left, 30 sold in 30 days: enough for a year.\nInvoices of the last 365 days cover 350 units, 300 were sold: it would pass on quantity."},
		{"invoices fall short", func(s *Shelf) {
			s.Lines = []reinstate.StockLine{fba(4000)}
			sellsSince(s, 1, "2026-08-01")
			s.Sold = []reinstate.Sold{{Account: 1, SKU: "A", Units: 300, Recent: 30}}
			s.Invoices = []reinstate.Invoice{invoice("2026-03-01", "B0A", 200), invoice("2025-03-01", "B0A", 900), invoice("", "B0A", 10)}
		}, RiskSoon, "4,000 left, 30 sold in 30 days: enough for a year.\nIt would not pass a review of authenticity: 300 sold since 2026-08-01, invoices of the last 365 days cover 210, so 90 are without one."},
		{"only an old invoice", func(s *Shelf) {
			s.Lines = []reinstate.StockLine{fba(4000)}
			sellsSince(s, 1, "2026-08-01")
			s.Sold = []reinstate.Sold{{Account: 1, SKU: "A", Units: 300, Recent: 30}}
			s.Invoices = []reinstate.Invoice{invoice("2025-03-01", "B0A", 900)}
		}, RiskSoon, "4,000 left, 30 sold in 30 days: enough for a year.\nIt would not pass a review of authenticity: 300 sold since 2026-08-01, and the newest invoice, of 2025-03-01, is older than 365 days."},
		{"Walmart's two months", func(s *Shelf) {
			s.Lines = []reinstate.StockLine{own(2, 4000)}
			sellsSince(s, 2, "2026-01-01")
			s.Sold = []reinstate.Sold{{Account: 2, SKU: "A", Units: 60, Recent: 30, BySeller: 30}}
			s.Invoices = []reinstate.Invoice{invoice("2026-09-01", "A", 900)}
		}, RiskSoon, "4,000 listed and not counted, 30 sold in 30 days: enough for a year.\nIt would not pass a review of authenticity: 60 sold since 2026-09-27, and the newest invoice, of 2026-09-01, is older than 60 days."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			skus := Reckon(shelfOf(t, tt.shelf))
			if got := said(t, skus); got != tt.says {
				t.Errorf("got  %s\nwant %s", got, tt.says)
			}
			if skus[0].Risk != tt.risk {
				t.Errorf("the risk is %s, want %s (%v)", skus[0].Risk, tt.risk, skus[0].Flags)
			}
		})
	}
}

func TestAFallbackWindowOfInvoicesIsMarked(t *testing.T) {
	t.Parallel()
	rule := book(t).Stock
	for market, want := range map[reinstate.Marketplace]bool{reinstate.Amazon: false, reinstate.Walmart: false, reinstate.EBay: true} {
		if age := rule.Invoices(market); age.Fallback != want || age.Days == 0 || age.Source.Title == "" {
			t.Errorf("%s: %+v", market, age)
		}
	}
}

func TestNewerReportsGoBeforeOlderOnesCountByCount(t *testing.T) {
	t.Parallel()
	older := stockLine(1, "A", reinstate.ByMarketplace, func(l *reinstate.StockLine) {
		l.Held, l.Stranded, l.Taken, l.Title = 40, 3, today.AddDate(0, 0, -3), "Lamp"
	})
	newer := stockLine(1, "a", reinstate.ByMarketplace, func(l *reinstate.StockLine) { l.Held = 25 })
	for _, lines := range [][]reinstate.StockLine{{older, newer}, {newer, older}} {
		skus := Reckon(shelfOf(t, func(s *Shelf) { s.Lines = lines }))
		if len(skus) != 1 || skus[0].Line.Held != 25 || skus[0].Line.Stranded != 3 || skus[0].Line.Title != "Lamp" {
			t.Errorf("got %+v", skus)
		}
	}
}

// TestOversellIsRightAgainstCounting sells what is listed one by one until the
// shelf is empty, and counts what cannot be sent.
func TestOversellIsRightAgainstCounting(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		counted, since := r.Int64N(60), r.Int64N(20)
		listed := []int64{r.Int64N(50), r.Int64N(50), r.Int64N(50)}
		shelf := max(counted-since, 0)
		beyond := int64(0)
		for _, n := range listed {
			for range n {
				if shelf == 0 {
					beyond++
					continue
				}
				shelf--
			}
		}
		got := Reckon(shelfOf(t, func(s *Shelf) {
			s.Lines = append(s.Lines, stockLine(1, "A", reinstate.BySeller, func(l *reinstate.StockLine) { l.Held, l.Listed = counted, listed[0] }))
			for i, n := range listed[1:] {
				s.Lines = append(s.Lines, stockLine(reinstate.AccountID(i+2), "A", reinstate.BySeller, func(l *reinstate.StockLine) { l.Listed = n }))
			}
			s.Since[today.Format(time.DateOnly)] = []reinstate.Sold{{Account: 2, SKU: "A", BySeller: since}}
		}))
		if got[0].Offer.Beyond != beyond {
			t.Fatalf("%d counted, %d sold since, %v listed: got %d, want %d", counted, since, listed, got[0].Offer.Beyond, beyond)
		}
	}
}

// TestTheRangeOfAFewSalesHolds draws how many are sold at a known pace and looks
// how often the range holds the truth.
func TestTheRangeOfAFewSalesHolds(t *testing.T) {
	t.Parallel()
	rule := book(t).Stock
	r := rand.New(rand.NewPCG(3, 4))
	for _, pace := range []float64{0.1, 0.3, 0.8} {
		held, tries := 0, 4000
		for range tries {
			n := int64(0)
			for range 30 * 100 {
				if r.Float64() < pace/100 {
					n++
				}
			}
			c := Cover{Left: 60, Sold: n, Days: 30}
			c.lasts(rule, today.Format(time.DateOnly))
			if truth := min(int(60/pace), farthest); c.Least <= truth && truth <= c.Most {
				held++
			}
		}
		if share := float64(held) / float64(tries); share < 0.94 {
			t.Errorf("at %v a day the range holds in %.3f of cases", pace, share)
		}
	}
}

func TestEverySKUIsThereOnceWhateverTheShelf(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		shelf := shelfOf(t, func(s *Shelf) {
			for range r.IntN(30) {
				channel := []reinstate.Channel{reinstate.BySeller, reinstate.ByMarketplace}[r.IntN(2)]
				s.Lines = append(s.Lines, stockLine(reinstate.AccountID(1+r.IntN(3)), fmt.Sprint("S", r.IntN(6)), channel, func(l *reinstate.StockLine) {
					l.Held, l.Listed, l.Stranded = r.Int64N(9)-1, r.Int64N(9)-1, r.Int64N(3)-1
				}))
			}
			sellsSince(s, 1, "2026-10-01")
			s.Sold = []reinstate.Sold{{Account: 1, SKU: "S1", Recent: 9 + r.Int64N(90), BySeller: r.Int64N(9)}}
		})
		want := map[string]bool{}
		for _, l := range shelf.Lines {
			want[fmt.Sprint(l.Account, l.SKU, l.Channel)] = true
		}
		got := Reckon(shelf)
		if len(got) != len(want) {
			t.Fatalf("%d rows for %d SKUs", len(got), len(want))
		}
		for i, s := range got {
			if s.Cover.Told && (s.Cover.Least > s.Cover.Lasts || s.Cover.Lasts > s.Cover.Most) {
				t.Fatalf("the range of %+v", s.Cover)
			}
			if i > 0 && weight(got[i-1]) > weight(s) {
				t.Fatalf("%s comes after %s", s.Badge(), got[i-1].Badge())
			}
		}
	}
}

func weight(s SKU) int { return slices.Index(badges, s.Badge()) }

// bigShelf is the stock of two accounts with so many SKUs.
func bigShelf(tb testing.TB, n int) Shelf {
	return shelfOf(tb, func(s *Shelf) {
		sellsSince(s, 1, "2025-10-01")
		for i := range n {
			sku := fmt.Sprintf("SKU-%05d", i)
			s.Lines = append(s.Lines,
				stockLine(1, sku, reinstate.BySeller, func(l *reinstate.StockLine) { l.Held, l.Listed = int64(i%90), int64(i%40) }),
				stockLine(2, sku, reinstate.BySeller, func(l *reinstate.StockLine) { l.Listed = int64(i % 30) }))
			s.Sold = append(s.Sold, reinstate.Sold{Account: 1, SKU: sku, Units: int64(i % 700), Recent: int64(i % 50), BySeller: int64(i % 50)})
		}
	})
}

func BenchmarkReckon(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		shelf := bigShelf(b, n)
		b.Run(fmt.Sprintf("skus=%d", n), func(b *testing.B) {
			for b.Loop() {
				Reckon(shelf)
			}
		})
	}
}

func TestClaimsHaveTheirOwnClocks(t *testing.T) {
	t.Parallel()
	rule := book(t).Service
	claim := func(kind reinstate.BuyerClaimKind, number string, ago time.Duration) reinstate.BuyerClaim {
		return reinstate.BuyerClaim{Kind: kind, Number: number, Opened: today.Add(-ago), State: reinstate.ClaimOpen}
	}
	late, stated, none, won := claim("a_to_z", "late", 80*time.Hour), claim("a_to_z", "stated", time.Hour), claim("other", "none", time.Hour), claim("a_to_z", "won", time.Hour)
	stated.Due, won.State = today.Add(2*time.Hour), reinstate.ClaimWon
	clocks := ClaimClocks(rule, reinstate.Amazon, []reinstate.BuyerClaim{none, claim("chargeback", "card", 24*time.Hour), stated, won, late})
	var got []string
	for _, c := range clocks {
		got = append(got, fmt.Sprintf("%s %s %s %t", c.Number, c.Limit.Sub(today), c.Basis, c.Overdue(today)))
	}
	want := []string{"late -8h0m0s assumed true", "stated 2h0m0s stated false", "card 144h0m0s rule false", "none -2562047h47m16.854775808s  false"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if len(ClaimClocks(rule, reinstate.Walmart, []reinstate.BuyerClaim{late})) != 1 || !ClaimClocks(rule, reinstate.Walmart, []reinstate.BuyerClaim{late})[0].Limit.IsZero() {
		t.Error("Amazon's limit holds on Walmart")
	}
}

func TestAnswersAreCountedAgainstTheMarketplacesLimit(t *testing.T) {
	t.Parallel()
	rule := book(t).Service
	var messages []reinstate.BuyerMessage
	for i := range 10 {
		came := today.AddDate(0, 0, -3-i)
		messages = append(messages, reinstate.BuyerMessage{Received: came, Answered: came.Add(time.Duration(i+1) * 3 * time.Hour)}) // 3 to 30 hours
	}
	messages = append(messages,
		reinstate.BuyerMessage{Received: today.Add(-2 * time.Hour)}, reinstate.BuyerMessage{Received: today.Add(-30 * time.Hour)},
		reinstate.BuyerMessage{Received: today.AddDate(0, 0, -90)}, reinstate.BuyerMessage{Received: today.AddDate(0, 0, -91), Answered: today.AddDate(0, 0, -80)})
	a := AnswersOf(rule, reinstate.Amazon, messages, today)
	share, ok := a.Share()
	if a.Count != 12 || a.Answered != 10 || a.Late != 3 || a.Judged != 11 || a.Waiting != 3 || a.Overdue != 2 || a.Half != 15*time.Hour || a.Most != 27*time.Hour || !ok || share != 8.0/11 {
		t.Errorf("got %+v %v", a, share)
	}
	if w := AnswersOf(rule, reinstate.Walmart, messages, today); w.Late != 0 || w.Limit.Within != 48*time.Hour {
		t.Errorf("on Walmart: %+v", w)
	}
	if _, ok := AnswersOf(rule, reinstate.Amazon, nil, today).Share(); ok {
		t.Error("a share of nothing")
	}
}

func TestTheCourseOfRatingsNeedsEnoughOfThem(t *testing.T) {
	t.Parallel()
	rule := catalog.ServiceRule{Window: 30, Trend: 90}
	ratings := func(bad, n, ago int) (out []reinstate.Feedback) {
		for i := range n {
			stars := 5
			if i < bad {
				stars = 1
			}
			out = append(out, reinstate.Feedback{Day: today.AddDate(0, 0, -ago).Format(time.DateOnly), Stars: stars})
		}
		return out
	}
	for _, tt := range []struct {
		name             string
		bad, n, was, old int
		want             Course
	}{
		{"few now", 3, 9, 0, 50, CourseUnknown},
		{"few before", 3, 20, 0, 9, CourseUnknown},
		{"worse", 6, 20, 2, 40, Worse},
		{"better", 0, 20, 8, 40, Better},
		{"one more is no course", 1, 20, 0, 40, Steady},
	} {
		r := RatingsOf(rule, append(ratings(tt.bad, tt.n, 3), ratings(tt.was, tt.old, 50)...), today)
		if r.Course != tt.want || r.Count != tt.n || r.Negative != tt.bad || r.Before != tt.old || r.BeforeNegative != tt.was {
			t.Errorf("%s: got %+v", tt.name, r)
		}
	}
}

func TestAClaimThatIsResolvedIsNotCalledWon(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]reinstate.BuyerClaimState{
		"Resolved": reinstate.ClaimClosed, "Closed in your favor": reinstate.ClaimWon, "Granted": reinstate.ClaimLost, "Action required": reinstate.ClaimOpen,
	} {
		if got, ok := stockRule().Service.StateNamed(word); !ok || got != want {
			t.Errorf("%s is %s, want %s", word, got, want)
		}
	}
}

func TestABadgeNamesItsReason(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		sku   SKU
		badge Badge
	}{
		{"plenty, but without invoices", SKU{Risk: RiskSoon, Flags: []Flag{FlagInvoices}}, BadgeInvoices},
		{"plenty, but three are damaged", SKU{Risk: RiskSoon, Flags: []Flag{FlagUnsellable, FlagInvoices}}, BadgeUnsellable},
		{"it runs out", SKU{Risk: RiskSoon, Flags: []Flag{FlagOut, FlagInvoices}}, BadgeSoon},
		{"it runs out in days", SKU{Risk: RiskNow, Flags: []Flag{FlagOut}}, BadgeGone},
		{"oversold", SKU{Risk: RiskNow, Flags: []Flag{FlagOversold, FlagOut}}, BadgeOversold},
		{"nothing", SKU{Risk: RiskNone}, BadgeFine},
		{"nothing known", SKU{Risk: RiskUnknown}, BadgeUnknown},
	} {
		if got := tt.sku.Badge(); got != tt.badge {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.badge)
		}
	}
}

func TestWithoutAnyInvoiceNoSKUSaysSo(t *testing.T) {
	t.Parallel()
	shelf := shelfOf(t, func(s *Shelf) {
		s.Lines = []reinstate.StockLine{stockLine(1, "A", reinstate.ByMarketplace, func(l *reinstate.StockLine) { l.Held = 4000 })}
		sellsSince(s, 1, "2026-08-01")
		s.Sold = []reinstate.Sold{{Account: 1, SKU: "A", Units: 300, Recent: 30}}
	})
	if got := Reckon(shelf); shelf.OnRecord() || got[0].Badge() != BadgeFine || strings.Contains(said(t, got), "authenticity") {
		t.Errorf("without any invoice: %s %s", got[0].Badge(), said(t, got))
	}
	shelf.Invoices = []reinstate.Invoice{{Dated: "2026-09-01", Lines: []reinstate.RecordLine{{Item: "OTHER", Quantity: 4}}}}
	if got := Reckon(shelf); !shelf.OnRecord() || got[0].Badge() != BadgeInvoices || !strings.Contains(said(t, got), "no invoice of the last 365 days is on file") {
		t.Errorf("with one for another item: %s %s", got[0].Badge(), said(t, got))
	}
}

func TestOneShelfHasOneCountOnEveryAccount(t *testing.T) {
	t.Parallel()
	got := Reckon(shelfOf(t, func(s *Shelf) {
		s.Lines = []reinstate.StockLine{
			stockLine(1, "A", reinstate.BySeller, func(l *reinstate.StockLine) { l.Held, l.Listed = 118, 90 }),
			stockLine(2, "A", reinstate.BySeller, func(l *reinstate.StockLine) { l.Listed = 80 }),
		}
	}))
	if len(got) != 2 || got[0].Held() != 118 || got[1].Held() != 118 {
		t.Errorf("got %d and %d", got[0].Held(), got[1].Held())
	}
}

func TestAnAssumedLineSaysSo(t *testing.T) {
	t.Parallel()
	for metric, want := range map[reinstate.Metric]string{"contact_response_rate": "at least 90%, assumed", "late_shipment_rate": "below 4%"} {
		v := Judge(stockRule(), amazonUS(), reinstate.Measure{Metric: metric, Taken: today, Measured: true, Value: 0.5}, nil)
		if got := v.LineWords().String(); got != want {
			t.Errorf("%s: got %q, want %q", metric, got, want)
		}
	}
}
