package main

import (
	"context"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/watch"
)

// How often the mail is looked after.
const (
	eachFetch = time.Minute
	eachDrop  = 20 * time.Second
)

// duties says who does each kind of background work. It is done while the
// server runs; what the command line queues waits for the next start.
func (o *premises) duties() {
	o.exportDuties()
	o.searchDuties()
	o.watch.Every("mail_fetch", eachFetch, func(ctx context.Context, who reinstate.Actor, _ watch.Args) error {
		return o.desk.FetchMail(ctx, who)
	})
	o.watch.Every("mail_drop", eachDrop, func(ctx context.Context, who reinstate.Actor, _ watch.Args) error {
		return o.desk.TakeDropped(ctx, who, time.Now())
	})
}
