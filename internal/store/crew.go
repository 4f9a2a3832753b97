package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"reinstate/internal/reinstate"
)

// Crew says who works the queue.
type Crew struct {
	// Do does one job. It must return soon after its context ends; a panic is
	// an error. An error makes the job be tried again, unless it is ErrHopeless.
	Do func(ctx context.Context, firm reinstate.OrgID, j Job) error
	// Every are jobs of the installation as a whole, queued when the crew
	// starts and again and again.
	Every []Regular
	Log   *slog.Logger
	Hands int           // how many jobs run at once, and as many that wait for other machines, beside one of the slow line
	Limit time.Duration // how long one job may take
}

// Regular is a job of the installation that comes round again and again.
type Regular struct {
	Kind    string
	Each    time.Duration
	Outside bool // it waits for other machines
}

// ErrHopeless is wrapped by an error to say that trying a job again would not help.
var ErrHopeless = errors.New("trying again would not help")

// Workers are a crew at work.
type Workers struct{ client *queue }

// Work starts a crew on the queue of the data folder, until Stop. Only one
// process may do so, the one that holds Lock.
func (db *DB) Work(ctx context.Context, c Crew) (*Workers, error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &hand{crew: c})
	var rounds []*river.PeriodicJob
	for _, r := range c.Every {
		rounds = append(rounds, river.NewPeriodicJob(river.PeriodicInterval(r.Each), func() (river.JobArgs, *river.InsertOpts) {
			o := &river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: pending}}
			if r.Outside {
				o.Queue = outsideLine
			}
			return task{Do: r.Kind}, o
		}, &river.PeriodicJobOpts{ID: r.Kind, RunOnStart: true}))
	}
	client, err := river.NewClient(riversqlite.New(db.write.sql), &river.Config{
		Logger: slog.New(faults{c.Log.Handler()}), Workers: workers, PeriodicJobs: rounds, JobTimeout: c.Limit, PollOnly: true,
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: c.Hands}, slowLine: {MaxWorkers: 1}, outsideLine: {MaxWorkers: c.Hands}},
	})
	if err != nil {
		return nil, fmt.Errorf("prepare the background work: %w", err)
	}
	// Whoever worked before is dead: its jobs are taken up at once.
	if _, err := db.write.sql.ExecContext(ctx, "UPDATE river_job SET state = 'available' WHERE state = 'running'"); err != nil {
		return nil, fmt.Errorf("take up the background work: %w", err)
	}
	if err := client.Start(ctx); err != nil {
		return nil, fmt.Errorf("start the background work: %w", err)
	}
	return &Workers{client}, nil
}

// faults lets warnings and errors of the queue through: that it counts its jobs
// is no news.
type faults struct{ slog.Handler }

// Enabled reports whether a line is written.
func (f faults) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && f.Handler.Enabled(ctx, level)
}

// CutOff is how long Stop may take beyond its context, for jobs to end that are
// cut off.
const CutOff = 2 * time.Second

// Stop takes no new jobs and waits for those that run. When the context ends
// first they are cut off, and tried again by the next crew.
func (w *Workers) Stop(ctx context.Context) error {
	err := w.client.Stop(ctx)
	if err != nil && ctx.Err() != nil {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), CutOff)
		defer cancel()
		err = w.client.StopAndCancel(late)
	}
	if err != nil {
		return fmt.Errorf("stop the background work: %w", err)
	}
	return nil
}

// hand does River's tasks with what a crew can do.
type hand struct {
	river.WorkerDefaults[task]
	crew Crew
}

// Work does one task.
func (h *hand) Work(ctx context.Context, job *river.Job[task]) error {
	err := h.crew.Do(ctx, job.Args.Org, Job{
		Kind: job.Args.Do, Key: job.Args.Key, Args: job.Args.With, At: job.ScheduledAt, Tries: job.MaxAttempts, Last: job.Attempt >= job.MaxAttempts,
	})
	if errors.Is(err, ErrHopeless) {
		return river.JobCancel(err)
	}
	return err
}

// queue is River's client on our database.
type queue = river.Client[*sql.Tx]

// openQueue brings River's tables up to date and returns a client that only
// queues and looks.
func openQueue(ctx context.Context, db *sql.DB, dir string) (*queue, error) {
	done, err := takeTurn(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer done()
	quiet := slog.New(slog.DiscardHandler)
	migrator, err := rivermigrate.New(riversqlite.New(db), &rivermigrate.Config{Logger: quiet})
	if err == nil {
		_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	}
	var client *queue
	if err == nil {
		client, err = river.NewClient(riversqlite.New(db), &river.Config{Logger: quiet})
	}
	if err != nil {
		return nil, fmt.Errorf("prepare the queue of background work: %w", err)
	}
	return client, nil
}

var _ river.Worker[task] = (*hand)(nil)
