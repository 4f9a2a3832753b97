package main

import (
	"context"
	"errors"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/watch"
)

// exportDuties make packets and packs, and remove the files of old ones.
func (o *premises) exportDuties() {
	o.watch.Do(casework.MakingExports, func(ctx context.Context, who reinstate.Actor, args watch.Args) (err error) {
		var asked struct {
			Export reinstate.ExportID `json:"export"`
		}
		if err := args.Into(&asked); err != nil {
			return err
		}
		made := false
		defer func() { // after a panic too: nobody waits for ever
			if !made && watch.LastTry(ctx) {
				err = errors.Join(err, o.desk.GiveUpExport(context.WithoutCancel(ctx), who, asked.Export))
			}
		}()
		err = o.desk.MakeExport(ctx, who, asked.Export)
		made = err == nil
		return err
	})
	o.watch.Every(casework.SweepingExports, 6*time.Hour, func(ctx context.Context, who reinstate.Actor, _ watch.Args) error {
		return o.desk.SweepExports(ctx, who)
	})
}
