package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

func (p *program) caseListCommand() *cobra.Command {
	var asJSON bool
	var states []string
	var search string
	c := &cobra.Command{
		Use:   "list [--state STATE]... [--search WORDS]",
		Short: "List cases, those that press first",
		Args:  takes(0, 0, "case list takes no operands: choose with --state and --search."),
		RunE: func(c *cobra.Command, _ []string) error {
			q := store.CaseQuery{Search: search, Limit: 200}
			for _, s := range states {
				if !slices.Contains(reinstate.States(), reinstate.State(s)) {
					return &misuse{sentence: fmt.Sprintf("There is no state %q. Choose %s.", s, orList(list(reinstate.States()))), command: c}
				}
				q.State = append(q.State, reinstate.State(s))
			}
			return p.as(c.Context(), func(o *premises, who reinstate.Actor) error {
				var lines []store.CaseLine
				for {
					page, err := o.desk.Cases(c.Context(), who, q)
					if err != nil {
						return err
					}
					lines = append(lines, page.Lines...)
					if q.After = page.Next; page.Next == "" {
						return p.printCases(lines, asJSON)
					}
				}
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().StringArrayVar(&states, "state", nil, "only cases in this state; may be given several times")
	c.Flags().StringVar(&search, "search", "", "only cases with these words in reference, client, account or identifiers")
	return c
}

func (p *program) printCases(lines []store.CaseLine, asJSON bool) error {
	if asJSON {
		out, now := make([]lineJSON, len(lines)), time.Now()
		for i, l := range lines {
			out[i] = lineOf(l, now)
		}
		return p.printJSON(out)
	}
	if len(lines) == 0 {
		p.say("No case fits.")
		return nil
	}
	rows := [][]string{{"CASE", "STATE", "ROUND", "NEXT TIME LIMIT (UTC)", "ACCOUNT", "REASONS", "OWNER"}}
	for _, l := range lines {
		due := ""
		if !l.Next.Due.IsZero() {
			due = l.Next.Due.UTC().Format("2006-01-02 15:04") + " " + string(l.Next.Kind)
		}
		rows = append(rows, []string{l.Reference, string(l.State), fmt.Sprint(l.Round), due, l.AccountKey, strings.Join(list(l.Reasons), ", "), l.OwnerName})
	}
	return table(p.stdout, rows)
}
