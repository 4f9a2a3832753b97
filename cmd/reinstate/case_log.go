package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

func (p *program) caseLogCommand() *cobra.Command {
	var account string
	var asJSON, confirm bool
	c := &cobra.Command{
		Use:   "log --account KEY (FILE | -)",
		Short: "Log a notice and open a case",
		Long: "Keeps the message as it came, reads it, and opens a case in notice_logged for a person to\n" +
			"check. With --confirm the reading is taken as it is, and the case starts with its reason.",
		Example: "  reinstate case log --account hailan-amazon-us notice.eml",
		Args:    takes(1, 1, "case log takes one file, or - for stdin."),
		RunE: func(c *cobra.Command, args []string) error {
			if account == "" {
				return &misuse{sentence: "Name the account that the notice is about with --account.", command: c}
			}
			return p.as(c.Context(), func(o *premises, who reinstate.Actor) error {
				return p.logNotice(c.Context(), o, who, account, args[0], confirm, asJSON)
			})
		},
	}
	c.Flags().StringVar(&account, "account", "", "key of the account")
	c.Flags().BoolVar(&confirm, "confirm", false, "take the reading as it is")
	c.Flags().BoolVar(&asJSON, "json", false, "print the case as JSON")
	return c
}

func (p *program) logNotice(ctx context.Context, o *premises, who reinstate.Actor, key, name string, confirm, asJSON bool) error {
	account, err := o.desk.AccountByKey(ctx, who, key)
	if errors.Is(err, reinstate.ErrNotFound) {
		return p.noAccount(ctx, o, who, key)
	}
	if err != nil {
		return err
	}
	n, err := p.takeIn(ctx, o, who, casework.Incoming{Account: account.ID}, name)
	if err != nil {
		return err
	}
	check, err := o.desk.Notice(ctx, who, n.ID)
	if err != nil {
		return err
	}
	for _, twin := range check.Twins {
		if twin.Case != 0 {
			p.say("The same message was logged before, on %s. A second case is opened for it.", twin.Logged.UTC().Format("2 January 2006"))
			break
		}
	}
	opened, err := o.desk.OpenCase(ctx, who, n.ID, asRead(n, account, o.desk), confirm)
	if err != nil {
		return err
	}
	p.say("%s is open for %s, in %s.", opened.Reference, account.Key, opened.State)
	if asJSON {
		return p.showCase(ctx, o, who, opened.Reference, true)
	}
	p.print("%s", opened.Reference)
	return nil
}

// takeIn logs a message from a file or stdin.
func (p *program) takeIn(ctx context.Context, o *premises, who reinstate.Actor, in casework.Incoming, name string) (reinstate.Notice, error) {
	f, err := p.open(name)
	if err != nil {
		return reinstate.Notice{}, err
	}
	defer f.Close()
	if name != "-" {
		in.Name = filepath.Base(name)
	}
	in.Body = f
	return o.desk.Log(ctx, who, in)
}

// noAccount says which accounts there are.
func (p *program) noAccount(ctx context.Context, o *premises, who reinstate.Actor, key string) error {
	accounts, err := o.desk.Accounts(ctx, who)
	if err != nil {
		return err
	}
	if len(accounts) == 0 {
		return fmt.Errorf("there is no account %q, nor any other: add the client and its account in the pages first", key)
	}
	var keys []string
	for _, a := range accounts {
		keys = append(keys, a.Key)
	}
	return fmt.Errorf("there is no account %q. There is: %s", key, strings.Join(keys, ", "))
}

// asRead is the checking form of a message as the reader fills it in. Where it
// could not tell the marketplace, the account does.
func asRead(n reinstate.Notice, account reinstate.Account, desk *casework.Desk) casework.Checking {
	r := n.Checked
	in := casework.Checking{
		Version: n.Version, Account: account.ID, Marketplace: r.Marketplace, Store: r.Store, Level: r.Level,
		ASINs: idsOf(r.References.ASINs), Orders: idsOf(r.References.Orders),
		Complaints: idsOf(r.References.Complaints), Items: idsOf(r.References.Items),
	}
	if !in.Marketplace.Known() {
		in.Marketplace, in.Store = account.Marketplace, account.Store
	}
	for _, f := range r.Reasons {
		in.Reasons = append(in.Reasons, f.Code)
	}
	for _, f := range r.Demands {
		in.Demands = append(in.Demands, f.Code)
	}
	in.Response = answerBy(r, in, desk)
	return in
}

// answerBy is the way of answering that a message offers first, else the one
// the catalog prefers for its reason, else none.
func answerBy(r reinstate.Reading, in casework.Checking, desk *casework.Desk) reinstate.Response {
	if len(r.Responses) > 0 {
		return r.Responses[0].Response
	}
	market, ok := desk.Catalog().Market(in.Marketplace)
	if !ok || len(in.Reasons) == 0 {
		return ""
	}
	known, ok := market.Reason(in.Reasons[0])
	if !ok || len(known.Responses) == 0 {
		return ""
	}
	return known.Responses[0]
}
