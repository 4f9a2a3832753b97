package main

import (
	"context"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/watch"
)

// How often the mail is looked after.
const (
	eachFetch = time.Minute
	eachDrop  = 20 * time.Second
)

// mailDuties fetch what came in, and send what people wrote.
func (o *premises) mailDuties() {
	o.watch.Do(casework.SendingMail, func(ctx context.Context, who reinstate.Actor, args watch.Args) error {
		var job casework.MailJob
		if err := args.Into(&job); err != nil {
			return err
		}
		return o.desk.DeliverMail(ctx, who, o.mail, job.Mail, watch.LastTry(ctx))
	})
	o.watch.EveryOutside("mail_fetch", eachFetch, func(ctx context.Context, who reinstate.Actor, _ watch.Args) error {
		return o.desk.FetchMail(ctx, who)
	})
	o.watch.Every("mail_drop", eachDrop, func(ctx context.Context, who reinstate.Actor, _ watch.Args) error {
		return o.desk.TakeDropped(ctx, who, time.Now())
	})
}

// hookDuties tell other programs what happened.
func (o *premises) hookDuties() {
	o.watch.Do(store.ToldKind, func(ctx context.Context, who reinstate.Actor, args watch.Args) error {
		var told store.Told
		if err := args.Into(&told); err != nil {
			return err
		}
		return o.desk.Tell(ctx, who, o.herald, told)
	})
}
