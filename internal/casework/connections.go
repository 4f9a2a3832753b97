package casework

import (
	"context"
	"errors"
	"slices"
	"time"

	"reinstate/internal/market"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// ConnectionFile is what the page of an account's connection shows. Its keys
// are not in it.
type ConnectionFile struct {
	Account    AccountLine
	Possible   bool                 // the marketplace can be asked by machine about this store
	Connection reinstate.Connection // zero: the account is not connected
	Events     []reinstate.MarketEvent
	Uploads    []reinstate.HealthUpload // files that wait for somebody to say what their columns mean
}

// Connected reports whether reports are fetched for the account.
func (f ConnectionFile) Connected() bool { return f.Connection.ID != 0 }

// Hooked reports whether the marketplace can tell us things.
func (f ConnectionFile) Hooked() bool { return f.Connection.Hook != "" }

// eventLines is how many things that a marketplace told a page lists.
const eventLines = 20

// Connection is how the reports about an account are fetched, for those who
// work with them.
func (d *Desk) Connection(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) (ConnectionFile, error) {
	var f ConnectionFile
	if err := who.Need(reinstate.Contribute); err != nil {
		return f, err
	}
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		if f.Account, err = accountLine(tx, id); err != nil {
			return err
		}
		f.Possible = d.reachable(f.Account.Account)
		f.Connection, err = tx.ConnectionOf(id)
		if err != nil && !errors.Is(err, reinstate.ErrNotFound) {
			return err
		}
		f.Connection.Keys, f.Connection.HookKey = "", ""
		if f.Events, err = tx.MarketEvents(id, eventLines); err != nil {
			return err
		}
		f.Uploads, err = tx.HealthUploads(id, eventLines)
		return err
	})
	return f, err
}

// ConnectionLine is one account with how its reports are fetched.
type ConnectionLine struct {
	Account    reinstate.Account
	Connection reinstate.Connection
}

// Connections lists the accounts that are connected, those in trouble first.
func (d *Desk) Connections(ctx context.Context, who reinstate.Actor) ([]ConnectionLine, error) {
	var lines []ConnectionLine
	if err := who.Need(reinstate.Contribute); err != nil {
		return nil, err
	}
	err := d.view(ctx, who, func(tx *store.Tx) error {
		connections, err := tx.Connections()
		if err != nil {
			return err
		}
		for _, c := range connections {
			account, err := tx.Account(c.Account)
			if err != nil {
				return err
			}
			c.Keys, c.HookKey = "", ""
			lines = append(lines, ConnectionLine{account, c})
		}
		return nil
	})
	slices.SortStableFunc(lines, func(a, b ConnectionLine) int { return min(b.Connection.Faults, 1) - min(a.Connection.Faults, 1) })
	return lines, err
}

// reachable reports whether a marketplace answers by machine about an account.
func (d *Desk) reachable(a reinstate.Account) bool {
	_, err := d.asker(a, market.Keys{})
	return err == nil
}

// asker is the way to ask about an account.
func (d *Desk) asker(a reinstate.Account, keys market.Keys) (interface{ Try(context.Context) error }, error) {
	switch a.Marketplace {
	case reinstate.Amazon:
		return d.askAmazon(a, keys)
	case reinstate.Walmart:
		return d.market.Walmart(keys, a.Store)
	}
	return nil, &market.Trouble{Kind: market.Strange, Why: reinstate.Say("Reports of this marketplace cannot be fetched by machine. Add them as files.")}
}

func (d *Desk) askAmazon(a reinstate.Account, keys market.Keys) (market.Amazon, error) {
	site, _ := d.catalog.Health().SiteID(reinstate.Amazon, a.Store)
	return d.market.Amazon(keys, a.Store, site)
}

// patienceOfTry is how long a person waits for a try.
const patienceOfTry = 8 * time.Second

// Connect lets the reports about an account be fetched with these keys, in
// place of those it had. They are tried once: keys that the marketplace refuses
// are not kept. What the try said otherwise is returned.
func (d *Desk) Connect(ctx context.Context, who reinstate.Actor, id reinstate.AccountID, in market.Keys) (tried reinstate.Sentence, err error) {
	if err := who.Need(reinstate.ManagePeople); err != nil {
		return tried, err
	}
	account, err := d.account(ctx, who, id)
	if err != nil {
		return tried, err
	}
	keys, err := readKeys(account, in)
	if err != nil {
		return tried, err
	}
	ask, err := d.asker(account, keys)
	if trouble, ok := market.TroubleOf(err); ok {
		return tried, reinstate.Invalid{"account": trouble.Error()}
	}
	trouble, err := try(ctx, ask)
	if err != nil {
		return tried, err
	}
	if trouble != nil && trouble.Lasting() {
		return tried, reinstate.Invalid{"client": trouble.Error()}
	}
	sealed, err := d.sealKeys(who, id, keys)
	if err != nil {
		return tried, err
	}
	err = d.update(ctx, who, reinstate.ManagePeople, func(tx *store.Tx) error {
		c, err := tx.ConnectionOf(id)
		if errors.Is(err, reinstate.ErrNotFound) {
			c = reinstate.Connection{Account: id, Keys: sealed, Next: tx.Now()}
			noteTry(&c, trouble, tx.Now())
			if err := tx.AddConnection(&c); err != nil {
				return err
			}
			return tx.Queue(fetchJob(c))
		}
		if err != nil {
			return err
		}
		c.Keys, c.Run = sealed, reinstate.FetchRun{}
		noteTry(&c, trouble, tx.Now())
		return begin(tx, &c)
	})
	if trouble != nil {
		tried = trouble.Why
	}
	return tried, err
}

// account is an account of the actor's.
func (d *Desk) account(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) (a reinstate.Account, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		a, err = tx.Account(id)
		return err
	})
	return a, err
}

// try asks once. An error that is no trouble of the marketplace's is the
// visitor's going away.
func try(ctx context.Context, ask interface{ Try(context.Context) error }) (*market.Trouble, error) {
	short, cancel := context.WithTimeout(ctx, patienceOfTry)
	defer cancel()
	err := ask.Try(short)
	if trouble, ok := market.TroubleOf(err); ok {
		return trouble, nil
	}
	if err != nil && ctx.Err() == nil {
		return &market.Trouble{Kind: market.Unreachable, Why: reinstate.Say("The marketplace did not answer within %d seconds.", int(patienceOfTry.Seconds()))}, nil
	}
	return nil, err
}

// noteTry writes down what a try said.
func noteTry(c *reinstate.Connection, trouble *market.Trouble, now time.Time) {
	c.Tried, c.Trouble, c.Fault, c.Faults = now, reinstate.Sentence{}, "", 0
	if trouble != nil {
		c.Trouble, c.Fault, c.Faults = trouble.Why, string(trouble.Kind), 1
	}
}

// TryConnection asks the marketplace whether the keys of an account hold, and
// says the answer in words.
func (d *Desk) TryConnection(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) (says reinstate.Sentence, works bool, err error) {
	if err := who.Need(reinstate.ManagePeople); err != nil {
		return says, false, err
	}
	account, c, err := d.connected(ctx, who, id)
	if err != nil {
		return says, false, err
	}
	trouble, err := d.tryKeys(ctx, who, account, c)
	if err != nil {
		return says, false, err
	}
	err = d.update(ctx, who, reinstate.ManagePeople, func(tx *store.Tx) error {
		c, err := tx.Connection(c.ID)
		if err != nil {
			return err
		}
		noteTry(&c, trouble, tx.Now())
		return tx.SaveConnection(&c)
	})
	if trouble != nil {
		return trouble.Why, false, err
	}
	return reinstate.Say("It works: the marketplace takes the keys and lets the report be asked for."), true, err
}

func (d *Desk) tryKeys(ctx context.Context, who reinstate.Actor, account reinstate.Account, c reinstate.Connection) (*market.Trouble, error) {
	keys, err := d.unsealKeys(who, c)
	if errors.Is(err, store.ErrSealed) {
		return sealedTrouble(), nil
	}
	if err != nil {
		return nil, err
	}
	ask, err := d.asker(account, keys)
	if trouble, ok := market.TroubleOf(err); ok {
		return trouble, nil
	}
	return try(ctx, ask)
}

// connected is an account with its connection.
func (d *Desk) connected(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) (a reinstate.Account, c reinstate.Connection, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		if a, err = tx.Account(id); err != nil {
			return err
		}
		c, err = tx.ConnectionOf(id)
		return err
	})
	return a, c, err
}

// Disconnect forgets the keys of an account. What was fetched stays.
func (d *Desk) Disconnect(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) error {
	return d.update(ctx, who, reinstate.ManagePeople, func(tx *store.Tx) error {
		c, err := tx.ConnectionOf(id)
		if err != nil {
			return err
		}
		return tx.RemoveConnection(c.ID)
	})
}

// FetchNow begins a round of fetching at once. One that is under way goes on
// at once.
func (d *Desk) FetchNow(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) error {
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		c, err := tx.ConnectionOf(id)
		if err != nil {
			return err
		}
		return begin(tx, &c)
	})
}

// begin has the next step of a connection taken at once. What was queued for
// later comes too late then.
func begin(tx *store.Tx, c *reinstate.Connection) error {
	c.Next, c.Step = tx.Now(), c.Step+1
	if err := tx.SaveConnection(c); err != nil {
		return err
	}
	return tx.Queue(fetchJob(*c))
}
