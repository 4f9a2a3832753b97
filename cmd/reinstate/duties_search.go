package main

import (
	"context"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/watch"
)

// searchDuties take the text of files and make what was changed findable.
func (o *premises) searchDuties() {
	o.watch.Every(casework.ReadingFiles, time.Minute, func(ctx context.Context, who reinstate.Actor, _ watch.Args) error {
		return o.desk.ReadFiles(ctx, who)
	})
}
