package main

import (
	"context"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/watch"
)

// exportDuties make packets and packs, and remove the files of old ones.
func (o *premises) exportDuties() {
	o.watch.Do(casework.MakingExports, func(ctx context.Context, who reinstate.Actor, args watch.Args) error {
		var asked struct {
			Export reinstate.ExportID `json:"export"`
		}
		if err := args.Into(&asked); err != nil {
			return err
		}
		return o.desk.MakeExport(ctx, who, asked.Export)
	})
	o.watch.Every(casework.SweepingExports, 6*time.Hour, func(ctx context.Context, who reinstate.Actor, _ watch.Args) error {
		return o.desk.SweepExports(ctx, who)
	})
}
