package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"reinstate/internal/reinstate"
)

// answerFlags say what answers a demand.
type answerFlags struct {
	why      string
	waive    bool
	exhibits []string
}

func (p *program) caseAnswerCommand() *cobra.Command {
	var in answerFlags
	c := &cobra.Command{
		Use:   "answer REF DEMAND --why TEXT [--exhibit LETTER…]",
		Short: "Say what answers a demand, or why it is waived",
		Long: "Marks one thing that the marketplace asks for as answered, by a sentence or by exhibits, or with --waive\n" +
			"as waived for a reason. DEMAND is its code, such as supplier_invoices; 'case show REF' lists them.",
		Example: "  reinstate case answer R-2026-0001 supplier_invoices --exhibit A --exhibit B\n  reinstate case answer R-2026-0001 supplier_contact --waive --why \"It stands on the invoice.\"",
		Args:    takes(2, 2, "case answer takes the reference of a case and the code of a demand."),
		RunE: func(c *cobra.Command, args []string) error {
			if in.why == "" && (in.waive || len(in.exhibits) == 0) {
				return &misuse{sentence: "Say with --why what answers it or why it is waived, or name exhibits with --exhibit.", command: c}
			}
			return p.onCase(c.Context(), args[0], func(o *premises, who reinstate.Actor) error {
				return p.answerDemand(c.Context(), o, who, args[0], reinstate.DemandCode(args[1]), in)
			})
		},
	}
	c.Flags().StringVar(&in.why, "why", "", "what answers it, or why it is waived")
	c.Flags().BoolVar(&in.waive, "waive", false, "it is not answered, for the reason given")
	c.Flags().StringArrayVar(&in.exhibits, "exhibit", nil, "letter of an exhibit that answers it; may be given several times")
	return c
}

func (p *program) answerDemand(ctx context.Context, o *premises, who reinstate.Actor, ref string, code reinstate.DemandCode, in answerFlags) error {
	f, err := o.desk.Case(ctx, who, ref)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(f.Demands, func(d reinstate.Demand) bool { return d.Code == code })
	if at < 0 {
		var known []string
		for _, d := range f.Demands {
			known = append(known, string(d.Code))
		}
		return fmt.Errorf("%s does not ask for %q. It asks for %s", ref, code, orList(known))
	}
	d := f.Demands[at]
	d.State, d.Why, d.Exhibits = reinstate.DemandMet, in.why, nil
	if in.waive {
		d.State = reinstate.DemandWaived
	}
	for _, letter := range in.exhibits {
		e := slices.IndexFunc(f.Present(), func(e reinstate.Exhibit) bool { return e.Letter == letter })
		if e < 0 {
			return fmt.Errorf("%s has no exhibit %s", ref, letter)
		}
		d.Exhibits = append(d.Exhibits, f.Present()[e].ID)
	}
	if err := o.desk.SaveDemand(ctx, who, ref, d); err != nil {
		return err
	}
	p.say("%s: %s.", code, d.State)
	return nil
}
