package store_test

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// supplyTables are the tables of stock, customer service and policies, for dump.
const supplyTables = " stock_newest stock_lines stock_standings sale_lines buyer_messages buyer_claims buyer_feedback policy_entries policy_wordings policy_acks policy_readers policy_ties"

// theirPolicy is an entry that somebody of the firm read.
const theirPolicy reinstate.PolicyKey = "amazon/inauthentic"

// supplies is one thing of each kind that is kept about stock and policies.
type supplies struct {
	entry reinstate.PolicyEntry
	tie   reinstate.PolicyTie
}

// supply adds stock, customer service and policies to the firm.
func (e *estate) supply() {
	e.Update(e.Owner, func(tx *store.Tx) error {
		s := e.well.snapshot
		e.goods.entry = reinstate.PolicyEntry{Title: "their policy", Text: "their text"}
		for _, add := range []func() error{
			func() error {
				return tx.AddStock(s, []reinstate.StockLine{{SKU: "their sku", Channel: reinstate.BySeller, Held: 4}})
			},
			func() error {
				return tx.AddSales(s, []reinstate.Sale{{Order: "their order", SKU: "their sku", Day: "2026-11-18", Units: 2}})
			},
			func() error {
				return tx.AddBuyerMessages(s, []reinstate.BuyerMessage{{Thread: "theirs", Received: tx.Now()}})
			},
			func() error {
				return tx.AddBuyerClaims(s, []reinstate.BuyerClaim{{Kind: "a_to_z", Number: "theirs", Opened: tx.Now(), State: reinstate.ClaimOpen}})
			},
			func() error {
				return tx.AddFeedback(s, []reinstate.Feedback{{Order: "theirs", Day: "2026-11-18", Stars: 1, Text: "their words"}})
			},
			func() error {
				return tx.SaveStockStanding(reinstate.StockStanding{Account: e.account().ID, SKUs: 4, Risk: "now"})
			},
			func() error { return tx.AddPolicyEntry(&e.goods.entry) },
			func() error {
				return tx.AddPolicyEntry(&reinstate.PolicyEntry{About: theirPolicy, Text: "their note"})
			},
			func() error {
				return tx.KeepWording(reinstate.PolicyWording{Entry: theirPolicy, Digest: "d", Text: "their wording"})
			},
			func() error { return tx.AddAck(theirPolicy, "d") },
			func() error { return tx.SetPolicyReaders(theirPolicy, []reinstate.UserID{e.Owner.User}) },
			func() error {
				return tx.AddPolicyTie(reinstate.PolicyTie{Entry: theirPolicy, Account: e.account().ID})
			},
			func() error {
				ties, err := tx.PolicyTies(theirPolicy)
				e.goods.tie = ties[0]
				return err
			},
		} {
			if err := add(); err != nil {
				return err
			}
		}
		return nil
	})
}

func init() { maps.Copy(calls, supplyCalls) }

// supplyCalls are the calls of methods about stock, service and policies.
var supplyCalls = map[string]func(*store.Tx, *estate) (any, error){
	"AddStock": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddStock(e.well.snapshot, []reinstate.StockLine{{SKU: "x"}})
	},
	"SaveStockStanding": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.SaveStockStanding(reinstate.StockStanding{Account: e.account().ID, SKUs: 9})
	},
	"StockStanding": func(tx *store.Tx, e *estate) (any, error) { return tx.StockStanding(e.account().ID) },
	"StockLines":    func(tx *store.Tx, e *estate) (any, error) { return tx.StockLines(e.account().ID) },
	"AddSales": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddSales(e.well.snapshot, []reinstate.Sale{{Order: "x", SKU: "x", Day: "2026-11-18"}})
	},
	"SoldAfter": func(tx *store.Tx, e *estate) (any, error) {
		return tx.SoldAfter("2026-01-01", "2026-06-01", e.account().ID)
	},
	"SalesSpan": func(tx *store.Tx, e *estate) (any, error) { return tx.SalesSpan(e.account().ID) },
	"Invoices":  func(tx *store.Tx, e *estate) (any, error) { return tx.Invoices(e.Account.Client.Client.ID) },
	"AddBuyerMessages": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddBuyerMessages(e.well.snapshot, []reinstate.BuyerMessage{{Thread: "x", Received: tx.Now()}})
	},
	"BuyerMessages": func(tx *store.Tx, e *estate) (any, error) {
		return tx.BuyerMessages(e.account().ID, tx.Now().AddDate(0, 0, -9))
	},
	"AddBuyerClaims": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddBuyerClaims(e.well.snapshot, []reinstate.BuyerClaim{{Kind: "x", Number: "x"}})
	},
	"BuyerClaims":     func(tx *store.Tx, e *estate) (any, error) { return tx.BuyerClaims(e.account().ID, 9) },
	"OpenBuyerClaims": func(tx *store.Tx, _ *estate) (any, error) { return tx.OpenBuyerClaims(claimLimits, time.Time{}, 9) },
	"AddFeedback": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddFeedback(e.well.snapshot, []reinstate.Feedback{{Order: "x", Day: "2026-11-18", Stars: 2}})
	},
	"Feedback": func(tx *store.Tx, e *estate) (any, error) { return tx.Feedback(e.account().ID, "2026-01-01") },
	"PolicyEntries": func(tx *store.Tx, e *estate) (any, error) {
		all, err := tx.PolicyEntries()
		return slices.DeleteFunc(all, func(p reinstate.PolicyEntry) bool { return p.ID != e.goods.entry.ID }), err // a stranger has its own
	},
	"PolicyEntry": func(tx *store.Tx, e *estate) (any, error) { return tx.PolicyEntry(e.goods.entry.ID) },
	"PolicyNote":  func(tx *store.Tx, _ *estate) (any, error) { return tx.PolicyNote(theirPolicy) },
	"AddPolicyEntry": func(tx *store.Tx, _ *estate) (any, error) {
		return nil, tx.AddPolicyEntry(&reinstate.PolicyEntry{Title: "x"})
	},
	"SavePolicyEntry": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SavePolicyEntry(new(e.goods.entry)) },
	"KeepWording": func(tx *store.Tx, _ *estate) (any, error) {
		return nil, tx.KeepWording(reinstate.PolicyWording{Entry: "x", Digest: "x"})
	},
	"Wording":       func(tx *store.Tx, _ *estate) (any, error) { return tx.Wording(theirPolicy, "d") },
	"AddAck":        func(tx *store.Tx, _ *estate) (any, error) { return nil, tx.AddAck(theirPolicy, "d") },
	"Acks":          func(tx *store.Tx, _ *estate) (any, error) { return tx.Acks(theirPolicy) },
	"LatestAcks":    func(tx *store.Tx, _ *estate) (any, error) { return tx.LatestAcks() },
	"PolicyReaders": func(tx *store.Tx, _ *estate) (any, error) { return tx.PolicyReaders() },
	"SetPolicyReaders": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.SetPolicyReaders(theirPolicy, []reinstate.UserID{e.Owner.User})
	},
	"PolicyTies": func(tx *store.Tx, _ *estate) (any, error) { return tx.PolicyTies(theirPolicy) },
	"PoliciesOf": func(tx *store.Tx, e *estate) (any, error) { return tx.PoliciesOf(e.account().ID) },
	"AddPolicyTie": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddPolicyTie(reinstate.PolicyTie{Entry: "x", Account: e.account().ID})
	},
	"RemovePolicyTie": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.RemovePolicyTie(e.goods.tie.ID) },
	"Procedures": func(tx *store.Tx, _ *estate) (any, error) {
		exhibits, _, err := tx.Procedures("procedure")
		return exhibits, err
	},
}

func TestStockAndPoliciesOfAnotherFirmDoNotExist(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	e.Update(rivals(e).Owner, func(tx *store.Tx) error {
		for _, name := range []string{
			"AddStock", "AddSales", "SalesSpan", "SaveStockStanding", "StockStanding", "Invoices", "AddBuyerMessages", "AddBuyerClaims", "AddFeedback", "PolicyEntry", "SavePolicyEntry", "Wording",
			"AddAck", "SetPolicyReaders", "AddPolicyTie", "RemovePolicyTie",
		} {
			if _, err := calls[name](tx, e); !errors.Is(err, reinstate.ErrNotFound) {
				t.Errorf("%s: got %v, want ErrNotFound", name, err)
			}
		}
		return nil
	})
}

// report adds a report of some kind, taken so many days before the present.
func report(t *testing.T, w *storetest.World, a *storetest.Account, source string, ago int) reinstate.Snapshot {
	t.Helper()
	s := reinstate.Snapshot{Account: a.Account.ID, Taken: w.Clock.Now().AddDate(0, 0, -ago), Source: source, Digest: source + time.Duration(ago).String()}
	w.Update(a.Owner, func(tx *store.Tx) error { return tx.AddSnapshot(&s, nil, nil) })
	return s
}

func TestStockComesBackAsTheNewestReportOfEachKindSaysIt(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US")
	id := account.Account.ID
	line := filled(func(l *reinstate.StockLine) { l.Account, l.Channel = id, reinstate.BySeller })
	old, newer, other, older := report(t, w, account, "a", 2), report(t, w, account, "a", 1), report(t, w, account, "b", 3), report(t, w, account, "a", 5)
	w.Update(account.Owner, func(tx *store.Tx) error {
		must(t, tx.AddStock(old, []reinstate.StockLine{line, {SKU: "gone", Channel: reinstate.BySeller}}))
		must(t, tx.AddStock(other, []reinstate.StockLine{{SKU: "elsewhere"}}))
		must(t, tx.AddStock(newer, []reinstate.StockLine{line}))
		must(t, tx.AddStock(older, []reinstate.StockLine{{SKU: "late"}}))
		lines, err := tx.StockLines(id)
		must(t, err)
		if len(lines) != 2 || lines[0].SKU != "elsewhere" {
			t.Fatalf("got %+v", lines)
		}
		standing := reinstate.StockStanding{Account: id, SKUs: 3, Risk: "now", Counts: map[string]int{"out": 2}}
		must(t, tx.SaveStockStanding(standing))
		standing.Reckoned = tx.Now()
		back, err := tx.StockStanding(id)
		must(t, err)
		if !reflect.DeepEqual(back, standing) {
			t.Errorf("got %+v", back)
		}
		line.Taken = newer.Taken
		same(t, "line", lines[1], line)
		return nil
	})
}

func TestSalesAreCountedOnceAndCorrected(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US")
	id := account.Account.ID
	first, second := report(t, w, account, "orders", 2), report(t, w, account, "orders", 1)
	w.Update(account.Owner, func(tx *store.Tx) error {
		must(t, tx.AddSales(second, []reinstate.Sale{
			{Order: "1", SKU: "A", Day: "2026-11-10", Units: 2, Channel: reinstate.ByMarketplace},
			{Order: "2", SKU: "A", Day: "2026-11-11", Units: 5, Cancelled: true},
			{SKU: "A", Day: "2026-11-10", Units: 9}, // a sum of a day of which orders are known
			{SKU: "A", Day: "2026-11-12", Units: 4, Channel: reinstate.BySeller},
		}))
		must(t, tx.AddSales(first, []reinstate.Sale{{Order: "2", SKU: "A", Day: "2026-11-11", Units: 5}})) // older: the cancellation stands
		sold, err := tx.SoldAfter("2026-11-09", "2026-11-11", id)
		must(t, err)
		if len(sold) != 1 || sold[0].Units != 6 || sold[0].Recent != 4 || sold[0].BySeller != 4 {
			t.Errorf("got %+v", sold)
		}
		if sold, err = tx.SoldAfter("2026-11-11", "2026-11-12", id); err != nil || len(sold) != 1 || sold[0].Units != 4 || sold[0].Recent != 0 {
			t.Errorf("after a day: %+v %v", sold, err)
		}
		span, err := tx.SalesSpan(id)
		must(t, err)
		if span.First != "2026-11-10" || span.Last != "2026-11-12" {
			t.Errorf("got %+v", span)
		}
		return nil
	})
}

func TestInvoicesOfAClientComeFromCasesAndStandingFiles(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	client := w.Firm("Vale").Client("Hailan")
	account := client.Account(reinstate.Amazon, "US")
	c := account.Case()
	w.Update(account.Owner, func(tx *store.Tx) error {
		lines := []reinstate.RecordLine{{Item: "B0A", Quantity: 40}}
		x := reinstate.Exhibit{Case: c.Case.ID, Kind: "supplier_invoice", SHA256: storetest.Digest("one"), Dated: "2026-05-01", Record: reinstate.Record{Lines: lines, Issuer: reinstate.Contact{Name: "Supplier"}}}
		must(t, tx.AddExhibit(&x, did))
		gone := reinstate.Exhibit{Case: c.Case.ID, Kind: "supplier_invoice", SHA256: storetest.Digest("two"), Withdrawn: tx.Now()}
		must(t, tx.AddExhibit(&gone, did))
		gone.Withdrawn = tx.Now()
		must(t, tx.SaveExhibit(&gone, did))
		must(t, tx.AddPaper(&reinstate.Paper{Account: account.Account.ID, Kind: "supplier_invoice", SHA256: storetest.Digest("one"), Dated: "2026-05-01", Record: reinstate.Record{Lines: lines}}))
		must(t, tx.AddPaper(&reinstate.Paper{Account: account.Account.ID, Kind: "supplier_invoice", SHA256: storetest.Digest("three"), Dated: "2026-06-01"}))
		got, err := tx.Invoices(client.Client.ID)
		must(t, err)
		if len(got) != 2 || got[0].Dated != "2026-06-01" || got[1].Where != "Exhibit A of "+c.Case.Reference || got[1].Issuer != "Supplier" || got[1].Lines[0].Quantity != 40 {
			t.Errorf("got %+v", got)
		}
		return nil
	})
}

func TestCustomerServiceComesBackAndIsCorrected(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US")
	id := account.Account.ID
	s := report(t, w, account, "log", 1)
	now := w.Clock.Now()
	w.Update(account.Owner, func(tx *store.Tx) error {
		m := reinstate.BuyerMessage{Thread: "t", Order: "o", Received: now.AddDate(0, 0, -40)}
		must(t, tx.AddBuyerMessages(s, []reinstate.BuyerMessage{m, {Thread: "u", Received: now}}))
		waiting, err := tx.BuyerMessages(id, now.AddDate(0, 0, -30))
		must(t, err)
		if len(waiting) != 2 || waiting[0] != m {
			t.Errorf("what waits since before is part of the backlog: %+v", waiting)
		}
		m.Answered = now
		must(t, tx.AddBuyerMessages(s, []reinstate.BuyerMessage{m}))
		if waiting, err = tx.BuyerMessages(id, now.AddDate(0, 0, -30)); err != nil || len(waiting) != 1 {
			t.Errorf("an answer is taken: %+v %v", waiting, err)
		}
		fix := func(c *reinstate.BuyerClaim) { c.ID, c.Account, c.State = 0, id, reinstate.ClaimOpen }
		c := filled(fix)
		must(t, tx.AddBuyerClaims(s, []reinstate.BuyerClaim{c}))
		open, err := tx.OpenBuyerClaims(claimLimits, time.Time{}, 9)
		must(t, err)
		same(t, "claim", open[0], c, "ID")
		c.State = reinstate.ClaimWon
		must(t, tx.AddBuyerClaims(s, []reinstate.BuyerClaim{c}))
		if open, err = tx.OpenBuyerClaims(claimLimits, time.Time{}, 9); err != nil || len(open) != 0 {
			t.Errorf("a claim that was won is open: %+v %v", open, err)
		}
		f := reinstate.Feedback{Order: "o", Day: "2026-11-10", Stars: 1, Text: "late"}
		must(t, tx.AddFeedback(s, []reinstate.Feedback{f, f}))
		f.Stars = 5
		must(t, tx.AddFeedback(s, []reinstate.Feedback{f}))
		got, err := tx.Feedback(id, "2026-11-01")
		must(t, err)
		if len(got) != 2 || got[0].Stars+got[1].Stars != 6 {
			t.Errorf("got %+v", got)
		}
		return nil
	})
}

func TestAcknowledgementsAreNeverRewritten(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	e.Update(e.Owner, func(tx *store.Tx) error {
		fix := func(p *reinstate.PolicyEntry) { p.ID, p.Version, p.Closed = 0, 0, time.Time{} }
		entry := filled(fix)
		must(t, tx.AddPolicyEntry(&entry))
		back, err := tx.PolicyEntry(entry.ID)
		must(t, err)
		same(t, "entry", back, filled(fix), "ID", "Version")
		stale := entry
		entry.Text = "other"
		must(t, tx.SavePolicyEntry(&entry))
		if err := tx.SavePolicyEntry(&stale); !errors.Is(err, reinstate.ErrConflict) {
			t.Errorf("a stale save: %v", err)
		}
		must(t, tx.KeepWording(reinstate.PolicyWording{Entry: theirPolicy, Digest: "d", Text: "something else"}))
		kept, err := tx.Wording(theirPolicy, "d")
		must(t, err)
		if kept.Text != "their wording" {
			t.Errorf("a wording was rewritten: %q", kept.Text)
		}
		if err := tx.AddAck(theirPolicy, "a wording that is not kept"); !errors.Is(err, reinstate.ErrNotFound) {
			t.Errorf("got %v", err)
		}
		must(t, tx.KeepWording(reinstate.PolicyWording{Entry: theirPolicy, Digest: "e", Text: "new"}))
		must(t, tx.AddAck(theirPolicy, "e"))
		latest, err := tx.LatestAcks()
		must(t, err)
		all, err := tx.Acks(theirPolicy)
		must(t, err)
		if len(latest) != 1 || latest[0].Digest != "e" || len(all) != 2 || all[1].Digest != "d" || all[1].User != e.Owner.User {
			t.Errorf("got %+v and %+v", latest, all)
		}
		return nil
	})
	db := raw(t, e.World)
	for _, statement := range []string{"UPDATE policy_acks SET digest = ''", "DELETE FROM policy_acks", "UPDATE policy_wordings SET text = ''", "DELETE FROM policy_wordings"} {
		if _, err := db.Exec(statement); err == nil {
			t.Errorf("%s was done", statement)
		}
	}
}

// claimLimits are Amazon's three days, for claims of which the log says nothing.
var claimLimits = []store.ClaimLimit{{Marketplace: reinstate.Amazon, Kind: "a_to_z", Within: 72 * time.Hour}, {Marketplace: reinstate.Walmart, Kind: "a_to_z", Within: time.Hour}}

func TestFreshClaimsComeBeforeOldOnesThatWereNeverClosed(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US")
	s := report(t, w, account, "log", 1)
	now := w.Clock.Now()
	claim := func(number string, kind reinstate.BuyerClaimKind, ago time.Duration) reinstate.BuyerClaim {
		return reinstate.BuyerClaim{Kind: kind, Number: number, Opened: now.Add(-ago), State: reinstate.ClaimOpen}
	}
	var all []reinstate.BuyerClaim
	for i := range 300 {
		all = append(all, claim(fmt.Sprint("old ", i), "a_to_z", time.Duration(100+i)*24*time.Hour))
	}
	stated := claim("stated", "other", time.Hour)
	stated.Due = now.Add(time.Hour)
	all = append(all, claim("fresh", "a_to_z", time.Hour), claim("passed", "a_to_z", 80*time.Hour), claim("no limit", "other", time.Hour), stated)
	w.Update(account.Owner, func(tx *store.Tx) error {
		must(t, tx.AddBuyerClaims(s, all))
		got, err := tx.OpenBuyerClaims(claimLimits, now.AddDate(0, 0, -30), 9)
		must(t, err)
		var numbers []string
		for _, c := range got {
			numbers = append(numbers, c.Number)
		}
		if want := []string{"stated", "fresh", "passed"}; !slices.Equal(numbers, want) {
			t.Errorf("got %q, want %q", numbers, want)
		}
		return nil
	})
}
