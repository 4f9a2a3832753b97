// Package watch is what happens by itself: the work that use cases queue and
// that is done after their transaction, and the rounds that come again and
// again. It knows nothing of what the work is: cmd/reinstate gives each kind
// its function.
package watch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Args are what a job was queued with.
type Args json.RawMessage

// Into reads the arguments into a struct. Arguments that do not fit will not
// fit the next time either, so its error is ErrHopeless.
func (a Args) Into(to any) error {
	if err := json.Unmarshal(a, to); err != nil {
		return errors.Join(fmt.Errorf("read the arguments: %w", err), ErrHopeless)
	}
	return nil
}

// Work does one job for a firm, in whose name the actor acts. It may be called
// again for the same job, after an error or a power cut. Each of its changes
// is a transaction of its own.
type Work func(ctx context.Context, who reinstate.Actor, args Args) error

// ErrHopeless is wrapped by an error to say that trying again would not help.
var ErrHopeless = store.ErrHopeless

// Options are what a Watch works with. Zero values mean the usual ones.
type Options struct {
	DB    *store.DB
	Log   *slog.Logger
	Hands int           // jobs at once
	Limit time.Duration // of one job
}

// Watch does background work. Do and Every come before Start.
type Watch struct {
	o     Options
	kinds map[string]Work
	every []store.Regular
	crew  *store.Workers
}

// The usual options: two at once leaves a small machine room for its visitors;
// a job that takes longer than a quarter of an hour hangs.
const (
	usualHands = 2
	usualLimit = 15 * time.Minute
)

// New makes a Watch that does not work yet.
func New(o Options) *Watch {
	if o.Hands == 0 {
		o.Hands = usualHands
	}
	if o.Limit == 0 {
		o.Limit = usualLimit
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Watch{o: o, kinds: map[string]Work{}}
}

// Do says who does the queued jobs of a kind.
func (w *Watch) Do(kind string, f Work) { w.kinds[kind] = f }

// Every says what is done for each firm in turn, when the watch starts and
// again after each period. A firm for which it fails does not keep it from the
// others; the next round tries again.
func (w *Watch) Every(kind string, each time.Duration, f Work) {
	w.kinds[kind] = f
	w.every = append(w.every, store.Regular{Kind: kind, Each: each})
}

// EveryOutside is Every for rounds that wait for other machines.
func (w *Watch) EveryOutside(kind string, each time.Duration, f Work) {
	w.kinds[kind] = f
	w.every = append(w.every, store.Regular{Kind: kind, Each: each, Outside: true})
}

// Start begins to work, until Stop.
func (w *Watch) Start(ctx context.Context) (err error) {
	w.crew, err = w.o.DB.Work(ctx, store.Crew{Do: w.one, Every: w.every, Log: w.o.Log, Hands: w.o.Hands, Limit: w.o.Limit})
	return err
}

// Stop takes no new jobs and waits for those that run, until the context ends:
// then they are cut off and done again after the next Start.
func (w *Watch) Stop(ctx context.Context) error {
	if w.crew == nil {
		return nil
	}
	return w.crew.Stop(ctx)
}

// lastTry is the key under which a job's context says that it is not tried
// again.
type lastTry struct{}

// LastTry reports whether a job whose work got this context is given up if it
// fails once more.
func LastTry(ctx context.Context) bool {
	last, _ := ctx.Value(lastTry{}).(bool)
	return last
}

// Us is the actor in whose name things happen by themselves in a firm.
func Us(firm reinstate.OrgID) reinstate.Actor {
	return reinstate.Actor{Org: firm, Name: "Reinstate", Kind: reinstate.System, Role: reinstate.RoleManager}
}

// one does one job, or one round through all firms.
func (w *Watch) one(ctx context.Context, firm reinstate.OrgID, j store.Job) error {
	f, ok := w.kinds[j.Kind]
	if !ok {
		return fmt.Errorf("this version of Reinstate does not know how to do %q: %w", j.Kind, ErrHopeless)
	}
	if firm != 0 {
		args, _ := j.Args.(json.RawMessage)
		return f(context.WithValue(ctx, lastTry{}, j.Last), Us(firm), Args(args))
	}
	firms, err := w.firms(ctx)
	for _, firm := range firms {
		if failed := f(ctx, Us(firm.ID), nil); failed != nil {
			err = errors.Join(err, fmt.Errorf("firm %d: %w", firm.ID, failed))
		}
	}
	return err
}

func (w *Watch) firms(ctx context.Context) (firms []reinstate.Org, err error) {
	err = w.o.DB.View(ctx, reinstate.Actor{Name: "Reinstate", Kind: reinstate.System}, func(tx *store.Tx) error {
		firms, err = tx.Orgs()
		return err
	})
	return firms, err
}
