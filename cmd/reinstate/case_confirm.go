package main

import (
	"context"

	"github.com/spf13/cobra"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// statementJSON is one sentence of a letter.
type statementJSON struct {
	Section   string `json:"section"`
	Words     string `json:"words"`
	Sum       string `json:"sum"`
	Confirmed bool   `json:"confirmed"`
	By        string `json:"by,omitempty"`
}

func (p *program) caseConfirmCommand() *cobra.Command {
	var all, asJSON bool
	c := &cobra.Command{
		Use:   "confirm REF [--all] [--json]",
		Short: "List the sentences of a letter, or confirm them as true and done",
		Long: "Prints each sentence of the letter of the present round that says something, with whether somebody vouched\n" +
			"for it. With --all you vouch for every one of them: read the list first. A letter is filed only when each is confirmed.",
		Example: "  reinstate case confirm R-2026-0001\n  reinstate case confirm R-2026-0001 --all",
		Args:    takes(1, 1, "case confirm takes the reference of one case."),
		RunE: func(c *cobra.Command, args []string) error {
			return p.onCase(c.Context(), args[0], func(o *premises, who reinstate.Actor) error {
				return p.confirm(c.Context(), o, who, args[0], all, asJSON)
			})
		},
	}
	c.Flags().BoolVar(&all, "all", false, "confirm every sentence as true and done")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func (p *program) confirm(ctx context.Context, o *premises, who reinstate.Actor, ref string, all, asJSON bool) error {
	w, err := o.desk.Writing(ctx, who, ref)
	if err != nil {
		return err
	}
	if all {
		var sums []string
		for _, s := range w.Statements {
			sums = append(sums, s.Sum)
		}
		if _, err := o.desk.Confirm(ctx, who, ref, sums, nil); err != nil {
			return inFlags(err)
		}
		if w, err = o.desk.Writing(ctx, who, ref); err != nil {
			return err
		}
		p.say("%s: %s confirmed as true and done.", ref, count(len(sums), "sentence is", "sentences are"))
	}
	if asJSON {
		return p.printJSON(statementsOf(w.Statements))
	}
	for _, s := range w.Statements {
		mark := "open"
		if s.Confirmed() {
			mark = "confirmed"
		}
		p.print("%s\t%s\t%s", mark, s.Section, plain(s.Words))
	}
	return nil
}

func statementsOf(all []casework.Stated) []statementJSON {
	out := []statementJSON{}
	for _, s := range all {
		out = append(out, statementJSON{s.Section, s.Words, s.Sum, s.Confirmed(), s.Given.By})
	}
	return out
}
