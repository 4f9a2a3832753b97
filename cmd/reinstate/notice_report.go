package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// reportJSON is what notice report --json prints.
type reportJSON struct {
	Messages int                `json:"messages"`
	Facts    []factReportJSON   `json:"facts"`
	Reasons  []reasonReportJSON `json:"reasons"`
}

type factReportJSON struct {
	Fact     string       `json:"fact"`
	Messages int          `json:"messages"`
	Wrong    int          `json:"wrong"`
	Changes  []changeJSON `json:"changes"`
}

// changeJSON has an empty read where something was missed, and an empty checked
// where something was taken away.
type changeJSON struct {
	Read    string `json:"read"`
	Checked string `json:"checked"`
	Count   int    `json:"count"`
}

type reasonReportJSON struct {
	Reason string         `json:"reason"`
	Right  int            `json:"right"`
	Missed int            `json:"missed"`
	Untrue int            `json:"untrue"`
	Wrong  map[string]int `json:"wrong"`
}

func (p *program) noticeReportCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "report [--json]",
		Short: "Say what the reader got wrong in this installation",
		Long: "Counts what people changed when they checked what messages say, by fact and by reason.\n" +
			"It tells no text, client or identifier, and sends nothing anywhere.",
		Args: takes(0, 0, "notice report takes no operands: it looks at every checked message of the firm."),
		RunE: func(c *cobra.Command, _ []string) error {
			return p.as(c.Context(), func(o *premises, who reinstate.Actor) error {
				found, err := o.desk.Corrections(c.Context(), who)
				if err != nil {
					return err
				}
				if asJSON {
					return p.printJSON(reportOf(found))
				}
				return p.printReport(found)
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func reportOf(r casework.Corrections) reportJSON {
	out := reportJSON{Messages: r.Messages, Facts: []factReportJSON{}, Reasons: []reasonReportJSON{}}
	for _, f := range r.Facts {
		fact := factReportJSON{Fact: f.Fact, Messages: f.Messages, Wrong: f.Wrong, Changes: []changeJSON{}}
		for _, c := range f.Changes {
			fact.Changes = append(fact.Changes, changeJSON(c))
		}
		out.Facts = append(out.Facts, fact)
	}
	for _, one := range r.Reasons {
		out.Reasons = append(out.Reasons, reasonReportJSON{
			Reason: string(one.Reason), Right: one.Right, Missed: one.Missed, Untrue: one.Untrue, Wrong: one.Wrong,
		})
	}
	return out
}

// printReport writes two tables: facts with their changes, and reasons.
func (p *program) printReport(r casework.Corrections) error {
	if r.Messages == 0 {
		p.say("Nobody has checked a message yet.")
		return nil
	}
	rows := [][]string{{"FACT", "CHANGED", "READ", "CHECKED", "TIMES"}}
	for _, f := range r.Facts {
		rows = append(rows, []string{f.Fact, fmt.Sprintf("%d of %d", f.Wrong, f.Messages)})
		for _, c := range f.Changes {
			rows = append(rows, []string{"", "", nothing(c.Read), nothing(c.Checked), strconv.Itoa(c.Count)})
		}
	}
	if err := table(p.stdout, rows); err != nil {
		return err
	}
	p.print("")
	rows = [][]string{{"REASON", "RIGHT", "MISSED", "UNTRUE", "CHANGED IN ITS MESSAGES"}}
	for _, one := range r.Reasons {
		rows = append(rows, []string{
			string(one.Reason), strconv.Itoa(one.Right), strconv.Itoa(one.Missed), strconv.Itoa(one.Untrue), counted(one.Wrong),
		})
	}
	if err := table(p.stdout, rows); err != nil {
		return err
	}
	p.say("%s checked. Nothing of this was sent anywhere.", count(r.Messages, "message was", "messages were"))
	return nil
}

func nothing(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// counted writes "demands 2, level 1".
func counted(wrong map[string]int) string {
	var parts []string
	for _, fact := range slices.Sorted(maps.Keys(wrong)) {
		parts = append(parts, fmt.Sprintf("%s %d", fact, wrong[fact]))
	}
	return strings.Join(parts, ", ")
}
