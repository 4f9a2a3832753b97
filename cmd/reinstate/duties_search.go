package main

import (
	"context"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/watch"
)

// searchDuties take the text of files, draw their pages, and make what was
// changed findable.
func (o *premises) searchDuties() {
	for kind, f := range map[string]func(context.Context, reinstate.Actor, reinstate.ExhibitID) error{
		casework.DrawingFile: o.desk.DrawFile, casework.ReadingFile: o.desk.ReadFile,
	} {
		o.watch.Do(kind, func(ctx context.Context, who reinstate.Actor, args watch.Args) error {
			var of casework.FileWork
			if err := args.Into(&of); err != nil {
				return err
			}
			return f(ctx, who, of.Exhibit)
		})
	}
	o.watch.Every(casework.ReadingFiles, time.Minute, func(ctx context.Context, who reinstate.Actor, _ watch.Args) error {
		return o.desk.QueueFiles(ctx, who)
	})
}
