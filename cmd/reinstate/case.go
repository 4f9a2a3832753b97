package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"reinstate/internal/reinstate"
)

func (p *program) caseCommand() *cobra.Command {
	group := asGroup(&cobra.Command{Use: "case", Short: "Work on cases"})
	group.AddCommand(
		p.caseLogCommand(), p.caseListCommand(), p.caseShowCommand(),
		p.caseAttachCommand(), p.caseAnswerCommand(), p.caseConfirmCommand(), p.caseStepCommand(), p.caseExportCommand(),
	)
	return group
}

// onCase runs f on the open data folder and says of a case that is not there
// how to find the ones that are.
func (p *program) onCase(ctx context.Context, ref string, f func(*premises, reinstate.Actor) error) error {
	return p.as(ctx, func(o *premises, who reinstate.Actor) error {
		if _, err := o.desk.Case(ctx, who, ref); errors.Is(err, reinstate.ErrNotFound) {
			return fmt.Errorf("there is no case %s: 'reinstate case list' shows the ones there are", ref)
		}
		return f(o, who)
	})
}
