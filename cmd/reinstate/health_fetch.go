package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// fetchOrder is what health fetch was told.
type fetchOrder struct {
	account string
	wait    time.Duration
	asJSON  bool
}

func (p *program) healthFetchCommand() *cobra.Command {
	var o fetchOrder
	c := &cobra.Command{
		Use:   "fetch --account KEY",
		Short: "Fetch the reports about a connected account now",
		Long: "Asks the marketplace for the reports about an account and waits until they have come. Keys are\n" +
			"entered on the account's page. Beside a running server it is the server that asks. What is not\n" +
			"there when the time is over comes by itself while a server runs.",
		Example: "  reinstate health fetch --account tamarack-amazon-us\n  reinstate health fetch --account hailan-walmart-us --wait 30m --json",
		Args:    takes(0, 0, "health fetch takes no operands: the account is named with --account."),
		RunE: func(c *cobra.Command, _ []string) error {
			if o.account == "" {
				return &misuse{sentence: "Name the account with --account.", command: c}
			}
			return p.as(c.Context(), func(open *premises, who reinstate.Actor) error { return p.fetchHealth(c.Context(), open, who, o) })
		},
	}
	c.Flags().StringVar(&o.account, "account", "", "key of the account")
	c.Flags().DurationVar(&o.wait, "wait", 15*time.Minute, "how long to wait for the reports")
	c.Flags().BoolVar(&o.asJSON, "json", false, "print JSON")
	return c
}

func (p *program) fetchHealth(ctx context.Context, open *premises, who reinstate.Actor, o fetchOrder) error {
	account, err := open.desk.AccountByKey(ctx, who, o.account)
	if errors.Is(err, reinstate.ErrNotFound) {
		return p.noAccount(ctx, open, who, o.account)
	}
	if err != nil {
		return err
	}
	err = open.desk.FetchNow(ctx, who, account.ID)
	if errors.Is(err, reinstate.ErrNotFound) {
		p.say("%s is not connected. Enter the keys of the marketplace on the account's page.", account.Key)
		return errSaid
	}
	if err != nil {
		return err
	}
	began := p.clock()().Truncate(time.Microsecond)
	step := func() (reinstate.Connection, time.Duration, error) {
		c, err := open.desk.FetchStep(ctx, who, account.ID)
		return c, max(c.Next.Sub(p.clock()()), shortestNap), err
	}
	lock, err := store.Lock(p.dir)
	switch {
	case errors.Is(err, store.ErrServed): // the server takes the steps; we look
		step = func() (reinstate.Connection, time.Duration, error) {
			f, err := open.desk.Connection(ctx, who, account.ID)
			return f.Connection, time.Second, err
		}
	case err != nil:
		return err
	default:
		defer lock.Unlock()
	}
	c, err := p.round(ctx, began, o.wait, step)
	if err != nil {
		return err
	}
	return p.tellConnections([]casework.ConnectionLine{{Account: account, Connection: c}}, o.asJSON)
}

// shortestNap keeps a clock that runs a little ahead from spinning.
const shortestNap = 200 * time.Millisecond

// round takes the steps of a round, or looks how they are taken, until it is
// over or there is no time left.
func (p *program) round(ctx context.Context, began time.Time, wait time.Duration, step func() (reinstate.Connection, time.Duration, error)) (reinstate.Connection, error) {
	for {
		c, nap, err := step()
		if err != nil || !c.Tried.Before(began) && (!c.Run.Under() || c.Faults > 0) {
			return c, err
		}
		if p.clock()().Add(nap).Sub(began) > wait {
			p.say("The marketplace is not done yet. It goes on by itself while a server runs.")
			return c, nil
		}
		if err := p.sleep(ctx, nap); err != nil {
			return c, err
		}
	}
}

func (p *program) clock() func() time.Time {
	if p.now != nil {
		return p.now
	}
	return time.Now
}

// sleep waits, unless the program is told to stop.
func (p *program) sleep(ctx context.Context, d time.Duration) error {
	if p.pause != nil {
		return p.pause(ctx, d)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func (p *program) healthConnectionsCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "connections",
		Short:   "List the accounts whose reports are fetched, and how it goes",
		Example: "  reinstate health connections\n  reinstate health connections --json",
		Args:    takes(0, 0, "health connections takes no operands."),
		RunE: func(c *cobra.Command, _ []string) error {
			return p.as(c.Context(), func(open *premises, who reinstate.Actor) error {
				lines, err := open.desk.Connections(c.Context(), who)
				if err != nil {
					return err
				}
				if len(lines) == 0 && !asJSON {
					p.say("No account is connected. Keys are entered on the page of an account's health.")
					return nil
				}
				if err := p.tellConnections(lines, asJSON); errors.Is(err, errSaid) {
					return nil // that one is in trouble is what was asked for
				} else if err != nil {
					return err
				}
				return nil
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// connectionJSON is a connection as scripts get it.
type connectionJSON struct {
	Account     string   `json:"account"`
	Marketplace string   `json:"marketplace"`
	Store       string   `json:"store"`
	State       string   `json:"state"`
	Fetched     *string  `json:"fetched"`
	Tried       *string  `json:"tried"`
	Next        *string  `json:"next"`
	UnderWay    bool     `json:"under_way"`
	Trouble     string   `json:"trouble"`
	Brought     []string `json:"brought"`
}

// connectionWords are the states as a person reads them.
var connectionWords = map[reinstate.ConnectionState]string{
	reinstate.ConnectionNeeds: "needs you", reinstate.ConnectionTrouble: "in trouble", reinstate.ConnectionWaits: "waiting for the first report", reinstate.ConnectionWorks: "working",
}

// tellConnections prints connections. Trouble of one of them is a failure.
func (p *program) tellConnections(lines []casework.ConnectionLine, asJSON bool) error {
	var failure error
	out, rows := []connectionJSON{}, [][]string{}
	for _, l := range lines {
		c := l.Connection
		one := connectionJSON{
			Account: l.Account.Key, Marketplace: string(l.Account.Marketplace), Store: l.Account.Store, State: string(c.State()), Fetched: instant(c.Fetched),
			Tried: instant(c.Tried), Next: instant(c.Next), UnderWay: c.Run.Under(), Trouble: c.Trouble.String(), Brought: []string{},
		}
		last := "never"
		if !c.Fetched.IsZero() {
			last = c.Fetched.UTC().Format("2006-01-02 15:04")
		}
		what := c.Trouble.String()
		for _, s := range c.Brought {
			one.Brought = append(one.Brought, s.String())
		}
		if what == "" && len(one.Brought) > 0 {
			what = one.Brought[0]
		}
		if c.Faults > 0 {
			failure = errSaid
		}
		out, rows = append(out, one), append(rows, []string{l.Account.Key, connectionWords[c.State()], "last " + last, "next " + c.Next.UTC().Format("2006-01-02 15:04"), what})
	}
	if asJSON {
		return errors.Join(p.printJSON(out), failure)
	}
	return errors.Join(table(p.stdout, rows), failure)
}
