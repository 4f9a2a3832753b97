package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

func TestAnAgendaIsReadByWhenThingsAreDue(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	ours, theirs := firm.Client("Hailan").Account(reinstate.Amazon, "US"), firm.Client("Ostrava").Account(reinstate.Walmart, "US")
	day := func(n int) time.Time { return storetest.Start.AddDate(0, 0, n) }
	first, second := ours.Case(), theirs.Case()
	late := first.Clock(reinstate.ClockAppeal, day(9))
	second.Clock(reinstate.ClockDocuments, day(3))
	second.Clock(reinstate.ClockCall, day(40))
	met := first.Clock(reinstate.ClockCure, day(4))
	first.Clock(reinstate.ClockCertification, time.Time{}) // has not started
	w.Update(firm.Owner, func(tx *store.Tx) error {
		met.Met = tx.Now()
		return tx.SaveClock(&met, did)
	})
	read := func(who reinstate.Actor, q store.AgendaQuery) (kinds []reinstate.ClockKind) {
		w.View(who, func(tx *store.Tx) error {
			lines, err := tx.Agenda(q)
			for _, l := range lines {
				kinds = append(kinds, l.Clock.Kind)
			}
			return err
		})
		return kinds
	}
	month := store.AgendaQuery{From: day(0), To: day(30)}
	for _, tt := range []struct {
		name string
		who  reinstate.Actor
		q    store.AgendaQuery
		want []reinstate.ClockKind
	}{
		{"the month", firm.Owner, month, []reinstate.ClockKind{"documents", "appeal"}},
		{"from the instant itself", firm.Owner, store.AgendaQuery{From: late.Due, To: day(30)}, []reinstate.ClockKind{"appeal"}},
		{"until before the instant", firm.Owner, store.AgendaQuery{From: day(0), To: late.Due}, []reinstate.ClockKind{"documents"}},
		{"one line", firm.Owner, store.AgendaQuery{To: day(99), Limit: 1}, []reinstate.ClockKind{"documents"}},
		{"nobody's own", firm.Person(reinstate.RoleCaseworker), store.AgendaQuery{To: day(99), Owner: firm.Owner.User + 999}, nil},
		{"a client", ours.Client.Person(), month, []reinstate.ClockKind{"appeal"}},
		{"another firm", w.Firm("Rivals").Owner, month, nil},
	} {
		if got := read(tt.who, tt.q); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestWhatRestsInSQLRestsInGo tries every way in which a case can stand.
func TestWhatRestsInSQLRestsInGo(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US")
	now := w.Clock.Now()
	want := map[string]bool{}
	for _, until := range []time.Time{{}, now.Add(-time.Hour), now, now.Add(time.Microsecond), now.Add(90 * 24 * time.Hour)} {
		for _, due := range []time.Time{{}, now.Add(-time.Hour), now, now.Add(reinstate.HideWithin - time.Microsecond), now.Add(reinstate.HideWithin), now.Add(99 * 24 * time.Hour)} {
			c := account.Case(func(c *reinstate.Case) { c.Held = reinstate.Hold{Until: until, Why: "x"} })
			if !due.IsZero() {
				c.Clock(reinstate.ClockAppeal, due)
			}
			c.Reload()
			want[c.Case.Reference] = c.Case.OnHold(now)
		}
	}
	w.View(account.Owner, func(tx *store.Tx) error {
		for _, rest := range []bool{true, false} {
			page, err := tx.Cases(store.CaseQuery{Held: &rest, Limit: 100})
			if err != nil {
				return err
			}
			n := 0
			for _, l := range page.Lines {
				n++
				if want[l.Reference] != rest || l.Case().OnHold(now) != rest {
					t.Errorf("%s: held until %s, due %s: listed as resting %t", l.Reference, l.Held.Until, l.Next.Due, rest)
				}
			}
			if n == 0 || n == len(want) {
				t.Errorf("%d of %d rest %t: the test shows nothing", n, len(want), rest)
			}
		}
		return nil
	})
}

func TestAnAgendaReadsAnIndex(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	db := raw(t, e.World)
	for _, tt := range []struct {
		who   reinstate.Actor
		index string
	}{{e.Owner, "clocks_by_due"}, {e.Account.Client.Person(), "cases_by_client"}} {
		var made []string
		e.DB.Trace(func(sql string) { made = append(made, sql) })
		e.View(tt.who, func(tx *store.Tx) error {
			_, err := tx.Agenda(store.AgendaQuery{From: tx.Now(), To: tx.Now().AddDate(0, 1, 0)})
			return err
		})
		plan := strings.Join(explain(t, db, made[len(made)-1]), "\n")
		if !strings.Contains(plan, "USING INDEX "+tt.index) || strings.Contains(plan, "SCAN") || tt.index == "clocks_by_due" && strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s:\n%s", tt.index, plan)
		}
	}
}

func TestResultsTellHowFilingsEnded(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US")
	decided, waits, closed := account.Case(), account.Case(func(c *reinstate.Case) { c.State = reinstate.AwaitingDecision }), account.Case()
	account.Case().Filing() // sealed, and never sent: no marketplace owes an answer
	for _, c := range []*storetest.Case{decided, waits, closed} {
		c.Sent()
	}
	filed := w.Clock.Now()
	w.Clock.Pass(72 * time.Hour)
	reply := reinstate.Notice{Case: decided.Case.ID, Kind: reinstate.KindReply, Round: 1, Text: "the reply", SHA256: storetest.Digest("r"), Received: w.Clock.Now()}
	w.Update(account.Owner, func(tx *store.Tx) error { return tx.AddNotice(&reply, did) })
	w.Clock.Pass(24 * time.Hour)
	w.Update(account.Owner, func(tx *store.Tx) error {
		if err := tx.SaveRound(decided.Case.ID, reinstate.Round{Number: 1, Decision: reinstate.Denied, Decided: tx.Now(), Reply: reply.ID}, did); err != nil {
			return err
		}
		closed.Reload()
		c := closed.Case
		c.State = reinstate.Closed
		return tx.SaveCase(&c, did)
	})
	w.View(account.Owner, func(tx *store.Tx) error {
		results, err := tx.Results(store.ResultQuery{})
		got := map[reinstate.CaseID]reinstate.Result{}
		for _, r := range results {
			got[r.Case] = r
		}
		if len(got) != 3 {
			t.Errorf("%d filings were sent, got %+v", 3, results)
		}
		if r := got[decided.Case.ID]; r.Decision != reinstate.Denied || !r.Ended.Equal(reply.Received) || r.Waited(tx.Now()) != reply.Received.Sub(filed) {
			t.Errorf("decided: %+v", r)
		}
		if r := got[waits.Case.ID]; r.Decided() || !r.Ended.IsZero() || r.Waited(tx.Now()) != 96*time.Hour {
			t.Errorf("waiting: %+v", r)
		}
		if r := got[closed.Case.ID]; r.Decided() || !r.Ended.Equal(tx.Now()) {
			t.Errorf("closed: %+v", r)
		}
		return err
	})
}
