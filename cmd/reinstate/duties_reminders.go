package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/post"
	"reinstate/internal/reinstate"
	"reinstate/internal/watch"
)

// eachReminder is how often it is looked whether somebody has to be told
// something: the shortest lead is four hours, so a minute is soon enough.
const eachReminder = time.Minute

// reminderDuties tell people what has come near.
func (o *premises) reminderDuties() {
	o.watch.Every("remind", eachReminder, func(ctx context.Context, who reinstate.Actor, _ watch.Args) error {
		return o.desk.Remind(ctx, who, o.mail.Set())
	})
	o.watch.Every("forget_reminders", 24*time.Hour, func(ctx context.Context, who reinstate.Actor, _ watch.Args) error {
		return o.desk.ForgetReminders(ctx, who)
	})
	o.watch.Do(casework.ReminderKind, func(ctx context.Context, who reinstate.Actor, args watch.Args) error {
		var r casework.Reminding
		if err := args.Into(&r); err != nil {
			return err
		}
		return o.sendReminder(ctx, who, r)
	})
}

// sendReminder sends one reminder. Somebody who has left by now gets none. Sent
// again, because the server died between sending and noting it, it has the same
// message id and the same bytes.
func (o *premises) sendReminder(ctx context.Context, who reinstate.Actor, r casework.Reminding) error {
	u, ok, err := o.desk.Recipient(ctx, who, r.User)
	if errors.Is(err, reinstate.ErrNotFound) || err == nil && !ok {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find whom to remind: %w", err)
	}
	if !o.mail.Set() {
		return fmt.Errorf("no mail server is set any more: %w", watch.ErrHopeless)
	}
	subject, text := o.scribe.Reminder(u, r)
	_, err = o.mail.Send(ctx, post.Letter{ID: r.ID + "@reinstate.invalid", To: []string{u.Email}, Subject: subject, Text: text, Date: r.At, Automatic: true})
	if errors.Is(err, post.ErrRefused) {
		return fmt.Errorf("%w: %w", err, watch.ErrHopeless)
	}
	return err
}
