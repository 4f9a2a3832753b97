package main

import (
	"context"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/watch"
)

// eachPolling is how often it is looked which accounts are due. How often a
// marketplace is asked is a matter of the catalog.
const eachPolling = time.Minute

// healthDuties fetch the reports about connected accounts, one question a job,
// and read what marketplaces tell by themselves.
func (o *premises) healthDuties() {
	o.watch.Every(casework.PollingKind, eachPolling, func(ctx context.Context, who reinstate.Actor, _ watch.Args) error {
		return o.desk.PollConnections(ctx, who)
	})
	o.watch.Do(casework.FetchKind, func(ctx context.Context, who reinstate.Actor, args watch.Args) error {
		var f casework.Fetching
		if err := args.Into(&f); err != nil {
			return err
		}
		return o.desk.Fetch(ctx, who, f)
	})
	o.watch.Do(casework.EventKind, func(ctx context.Context, who reinstate.Actor, args watch.Args) error {
		var r casework.Reading
		if err := args.Into(&r); err != nil {
			return err
		}
		return o.desk.ReadEvent(ctx, who, r.Event)
	})
}
