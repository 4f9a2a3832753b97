package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

func (p *program) caseShowCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "show REF",
		Short: "Show one case",
		Args:  takes(1, 1, "case show takes the reference of one case, such as R-2026-0001."),
		RunE: func(c *cobra.Command, args []string) error {
			return p.onCase(c.Context(), args[0], func(o *premises, who reinstate.Actor) error {
				return p.showCase(c.Context(), o, who, args[0], asJSON)
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func (p *program) showCase(ctx context.Context, o *premises, who reinstate.Actor, ref string, asJSON bool) error {
	f, err := o.desk.Case(ctx, who, ref)
	if err != nil {
		return err
	}
	if asJSON {
		return p.printJSON(caseOf(f, time.Now()))
	}
	return table(p.stdout, caseRows(f))
}

// caseRows is a case for a person at a terminal.
func caseRows(f casework.File) [][]string {
	c := f.Case
	rows := [][]string{
		{c.Reference, string(c.State)},
		{"client", f.Client.LegalName},
		{"account", f.Account.Key},
		{"reasons", strings.Join(list(c.Reasons), ", ")},
		{"answer by", string(c.Response)},
		{"round", fmt.Sprint(c.Round)},
		{"owner", f.Owner.Name},
		{"next", f.Next.Text.String() + ": " + f.Next.Why.String()},
	}
	if c.Outcome != reinstate.NoOutcome {
		rows = append(rows, []string{"outcome", string(c.Outcome)})
	}
	for _, k := range f.Clocks {
		if k.Running() {
			rows = append(rows, []string{"time limit", fmt.Sprintf("%s: %s (%s)", k.Kind, k.Due.UTC().Format(time.RFC3339), k.Basis)})
		}
	}
	for _, d := range f.Demands {
		rows = append(rows, []string{"asked for", fmt.Sprintf("%s: %s", d.Text, d.State)})
	}
	for _, e := range f.Present() {
		rows = append(rows, []string{"exhibit " + e.Letter, e.Title})
	}
	for _, x := range f.Filings {
		rows = append(rows, []string{fmt.Sprintf("filed, round %d", x.Round), fmt.Sprintf("%s, %s, SHA-256 %s", x.Filed.UTC().Format(time.RFC3339), x.Channel, x.SHA256)})
	}
	for _, s := range f.Steps {
		rows = append(rows, []string{"step", string(s.Do)})
	}
	return rows
}
