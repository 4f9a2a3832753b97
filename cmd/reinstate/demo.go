package main

import (
	"context"
	"crypto/rand"
	"errors"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"reinstate/data/demo"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

func (p *program) demoCommand() *cobra.Command {
	c := asGroup(&cobra.Command{
		Use:   "demo",
		Short: "Load the demonstration firm, or clear it",
		Long: "Loads a firm marked as a demonstration, with people, clients, and cases in every state.\n" +
			"Its owner signs in with the password that is printed, or with REINSTATE_PASSWORD where that\n" +
			"is set. It stands beside your own firm and sees nothing of it. 'demo clear' removes all of it.",
	})
	misspelt := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			return misspelt(c, args)
		}
		return p.loadDemo(c.Context())
	}
	c.AddCommand(&cobra.Command{
		Use:   "clear",
		Short: "Remove the demonstration firm with everything of it",
		Args:  takes(0, 0, "demo clear takes no operands."),
		RunE:  func(c *cobra.Command, _ []string) error { return p.clearDemo(c.Context()) },
	})
	return c
}

func (p *program) loadDemo(ctx context.Context) error {
	password := p.getenv("REINSTATE_PASSWORD")
	given := password != ""
	if !given {
		password = rand.Text()
	}
	made, err := loadDemo(ctx, settings{dir: p.dir}, demo.Files, time.Now().UTC().Truncate(time.Minute), password)
	if err != nil {
		return err
	}
	p.say("Loaded %s with %s into %s.", made.Firm, count(made.Cases, "case", "cases"), p.dir)
	p.print("email: %s", made.Owner)
	if given {
		p.say("The password is the one in REINSTATE_PASSWORD.")
	} else {
		p.print("password: %s", made.Password)
		p.say("The password is shown this once.")
	}
	return nil
}

func (p *program) clearDemo(ctx context.Context) error {
	o, err := p.enter(ctx)
	if err != nil {
		return err
	}
	defer o.Close()
	firm, found, err := demoOrg(ctx, o)
	if err != nil {
		return err
	}
	if !found {
		return errors.New("there is no demonstration to remove")
	}
	if err := clearDemo(ctx, o, firm); err != nil {
		return err
	}
	p.say("Removed %s with all its cases and files from %s.", firm.Name, p.dir)
	return nil
}

// clearDemo removes the files before the rows, so that a clearing that was cut
// off can be repeated, and again after them, for what came in between.
func clearDemo(ctx context.Context, o *premises, firm reinstate.Org) error {
	operator, shelf := localOperator, strconv.FormatInt(int64(firm.ID), 10)
	operator.Org = firm.ID
	if err := o.blobs.RemoveOrg(shelf); err != nil {
		return err
	}
	err := o.db.Update(ctx, operator, func(tx *store.Tx) error { return tx.RemoveOrg(firm.ID) })
	if err != nil {
		return err
	}
	return o.blobs.RemoveOrg(shelf)
}
