package store_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

func init() { maps.Copy(calls, connectionCalls) }

// connectionCalls are the calls of methods about connections to marketplaces.
var connectionCalls = map[string]func(*store.Tx, *estate) (any, error){
	"Connections":    func(tx *store.Tx, e *estate) (any, error) { return theirs(tx.Connections()) },
	"ConnectionsDue": func(tx *store.Tx, e *estate) (any, error) { return theirs(tx.ConnectionsDue(tx.Now(), 9)) },
	"Connection":     func(tx *store.Tx, e *estate) (any, error) { return tx.Connection(e.well.link.ID) },
	"ConnectionOf":   func(tx *store.Tx, e *estate) (any, error) { return tx.ConnectionOf(e.account().ID) },
	"ConnectionByHook": func(tx *store.Tx, e *estate) (any, error) {
		c, _, err := tx.ConnectionByHook("their hook")
		return c, err
	},
	"AddConnection": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddConnection(&reinstate.Connection{Account: e.well.spare.ID})
	},
	"SaveConnection":   func(tx *store.Tx, e *estate) (any, error) { return nil, tx.SaveConnection(new(e.well.link)) },
	"RemoveConnection": func(tx *store.Tx, e *estate) (any, error) { return nil, tx.RemoveConnection(e.well.link.ID) },
	"AddMarketEvent": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.AddMarketEvent(&reinstate.MarketEvent{Account: e.account().ID, Name: "x"})
	},
	"MarketEvent":  func(tx *store.Tx, e *estate) (any, error) { return tx.MarketEvent(e.well.told.ID) },
	"MarketEvents": func(tx *store.Tx, e *estate) (any, error) { return tx.MarketEvents(e.account().ID, 9) },
	"SettleMarketEvent": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.SettleMarketEvent(reinstate.MarketEvent{ID: e.well.told.ID, State: reinstate.EventNoted})
	},
	"HealthTold": func(tx *store.Tx, e *estate) (any, error) { return tx.HealthTold(e.account().ID) },
	"SaveHealthTold": func(tx *store.Tx, e *estate) (any, error) {
		return nil, tx.SaveHealthTold(reinstate.Told{Account: e.account().ID, Health: reinstate.OverLine})
	},
}

// theirs are the connections among some that are the estate's.
func theirs(found []reinstate.Connection, err error) (any, error) {
	var out []reinstate.Connection
	for _, c := range found {
		if c.Keys == "their keys" {
			out = append(out, c)
		}
	}
	return out, err
}

func TestConnectionsOfAnotherFirmDoNotExist(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	e.Update(rivals(e).Owner, func(tx *store.Tx) error {
		for _, name := range []string{
			"Connection", "ConnectionOf", "AddConnection", "SaveConnection", "RemoveConnection", "AddMarketEvent", "MarketEvent", "SettleMarketEvent", "SaveHealthTold",
		} {
			if _, err := calls[name](tx, e); !errors.Is(err, reinstate.ErrNotFound) {
				t.Errorf("%s: got %v, want ErrNotFound", name, err)
			}
		}
		return nil
	})
}

func TestAConnectionComesBackAsItWas(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US")
	id := account.Account.ID
	fix := func(c *reinstate.Connection) {
		c.ID, c.Version, c.Account = 0, 0, id
		c.Trouble = reinstate.Say("%s did not answer within %d seconds.", "Amazon", 30)
		c.Brought = []reinstate.Sentence{{Text: "A"}, reinstate.Say("%d of %s", 4, "five")}
		c.Run.Said = nil
	}
	w.Update(account.Owner, func(tx *store.Tx) error {
		c := filled(fix)
		must(t, tx.AddConnection(&c))
		got, err := tx.ConnectionOf(id)
		must(t, err)
		same(t, "connection", got, filled(fix), "ID", "Version")
		if got.Trouble.String() != "Amazon did not answer within 30 seconds." {
			t.Errorf("its trouble reads %q", got.Trouble)
		}
		if err := tx.AddConnection(new(filled(fix))); !isRefused(err, "account") {
			t.Errorf("a second one of the account: %v", err)
		}
		c.Keys, c.Faults, c.Trouble, c.Run = "others", 0, reinstate.Sentence{}, reinstate.FetchRun{}
		must(t, tx.SaveConnection(&c))
		got, err = tx.Connection(c.ID)
		must(t, err)
		same(t, "saved connection", got, c)
		stale := c
		stale.Version--
		if err := tx.SaveConnection(&stale); !errors.Is(err, reinstate.ErrConflict) {
			t.Errorf("a stale save: %v", err)
		}
		found, firm, err := tx.ConnectionByHook(c.Hook)
		if err != nil || found.ID != c.ID || firm != account.Owner.Org {
			t.Errorf("by its hook: %+v of firm %d, %v", found, firm, err)
		}
		if _, _, err := tx.ConnectionByHook(""); !errors.Is(err, reinstate.ErrNotFound) {
			t.Errorf("by no hook: %v", err)
		}
		due, err := tx.ConnectionsDue(c.Next.Add(-time.Second), 5)
		must(t, err)
		now, err := tx.ConnectionsDue(c.Next, 5)
		must(t, err)
		if len(due) != 0 || len(now) != 1 {
			t.Errorf("%d due too early, %d due", len(due), len(now))
		}
		must(t, tx.RemoveConnection(c.ID))
		if _, err := tx.ConnectionOf(id); !errors.Is(err, reinstate.ErrNotFound) {
			t.Errorf("a removed one: %v", err)
		}
		return nil
	})
}

func TestWhatAMarketplaceToldIsKeptOnce(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Walmart, "US")
	id := account.Account.ID
	fix := func(e *reinstate.MarketEvent) {
		e.ID, e.Account, e.Says = 0, id, []reinstate.Sentence{reinstate.Say("%d orders", 3)}
	}
	w.Update(account.Owner, func(tx *store.Tx) error {
		e := filled(fix)
		must(t, tx.AddMarketEvent(&e))
		if err := tx.AddMarketEvent(new(filled(fix))); !errors.Is(err, reinstate.ErrConflict) {
			t.Errorf("the same again: %v", err)
		}
		got, err := tx.MarketEvent(e.ID)
		must(t, err)
		same(t, "event", got, filled(fix), "ID")
		e.State, e.Says = reinstate.EventStored, nil
		must(t, tx.SettleMarketEvent(e))
		list, err := tx.MarketEvents(id, 5)
		must(t, err)
		if len(list) != 1 || list[0].State != reinstate.EventStored || list[0].Body != e.Body {
			t.Errorf("kept as %+v", list)
		}
		for _, health := range []reinstate.Health{reinstate.NearLine, reinstate.OverLine} {
			must(t, tx.SaveHealthTold(reinstate.Told{Account: id, Series: odr, Health: health}))
		}
		told, err := tx.HealthTold(id)
		must(t, err)
		if len(told) != 1 || told[0] != (reinstate.Told{Account: id, Series: odr, Health: reinstate.OverLine}) {
			t.Errorf("told %+v", told)
		}
		return nil
	})
}

// isRefused reports whether a field was refused.
func isRefused(err error, field string) bool {
	var refused reinstate.Invalid
	return errors.As(err, &refused) && refused[field] != ""
}
