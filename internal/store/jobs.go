package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"reinstate/internal/reinstate"
)

// Job is background work of a firm. It is queued in the transaction of the use
// case that wants it, so it is there if and only if the use case committed.
// It runs at least once: whoever does it must bear doing it again.
type Job struct {
	Kind string
	Args any       // what it needs to know, written as JSON; a json.RawMessage when the job is worked
	Key  string    // unless empty: not queued while one of the same kind and key waits or runs
	At   time.Time // not before; zero: now
	// Tries is how often it is tried before it counts as failed, with a pause
	// that grows from seconds to hours; zero means usualTries.
	Tries int
	// Slow has the job wait in the line of slow work, of which one is done at a
	// time: whatever comes there, in whatever numbers, never takes the turns of
	// the rest. Slower is the same, after all that is merely slow.
	Slow, Slower bool
	// Outside has the job wait in the line of what asks other machines, so that
	// one that never answers keeps nothing else waiting.
	Outside bool
	// Last says, when the job is worked, that this is the last of its tries.
	Last bool
}

// River's names of the line of slow work, and of the line of work that waits
// for other machines: one that never answers must not keep reminders waiting.
const (
	slowLine    = "slow"
	outsideLine = "outside"
)

// usualTries is about half a day of trying.
const usualTries = 12

// task is how a job lies in River's table. There is one kind of River's for
// all of ours, so that a job whose kind this program no longer knows fails in
// words of its own instead of lying there.
type task struct {
	Org  reinstate.OrgID `json:"org" river:"unique"` // 0: of the installation
	Do   string          `json:"do" river:"unique"`
	Key  string          `json:"key,omitempty" river:"unique"`
	With json.RawMessage `json:"with,omitempty"`
}

// Kind names the tasks in River's table.
func (task) Kind() string { return "task" }

// pending are the states in which a job waits or runs.
var pending = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

// Queue queues background work of the actor's firm.
func (tx *Tx) Queue(j Job) error {
	if tx.who.Org == 0 {
		return fmt.Errorf("queue %s: %w", j.Kind, reinstate.ErrNotFound)
	}
	with, err := json.Marshal(j.Args)
	if err != nil {
		return fmt.Errorf("queue %s: %w", j.Kind, err)
	}
	o := &river.InsertOpts{MaxAttempts: j.Tries, ScheduledAt: j.At}
	if o.MaxAttempts == 0 {
		o.MaxAttempts = usualTries
	}
	if j.Slow || j.Slower {
		o.Queue = slowLine
	}
	if j.Outside {
		o.Queue = outsideLine
	}
	if j.Slower {
		o.Priority = 2
	}
	if j.Key != "" {
		o.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: pending}
	}
	if _, err := tx.queue.InsertTx(tx.ctx, tx.sql(), task{Org: tx.who.Org, Do: j.Kind, Key: j.Key, With: with}, o); err != nil {
		return fmt.Errorf("queue %s: %w", j.Kind, err)
	}
	return nil
}

// sql is the transaction beneath gorm's.
func (tx *Tx) sql() *sql.Tx { return tx.g.Statement.ConnPool.(*sql.Tx) }

// JobState is where a job stands.
type JobState string

// States of a job. JobTrying waits for its next try after one that failed;
// JobFailed was given up.
const (
	JobWaiting JobState = "waiting"
	JobRunning JobState = "running"
	JobTrying  JobState = "trying"
	JobFailed  JobState = "failed"
	JobDone    JobState = "done"
)

// states says which of River's states a state of ours covers.
var states = map[JobState][]rivertype.JobState{
	JobWaiting: {rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateScheduled},
	JobRunning: {rivertype.JobStateRunning},
	JobTrying:  {rivertype.JobStateRetryable},
	JobFailed:  {rivertype.JobStateCancelled, rivertype.JobStateDiscarded},
	JobDone:    {rivertype.JobStateCompleted},
}

// QueuedJob is a job as it stands in the queue.
type QueuedJob struct {
	ID     int64
	Kind   string
	Key    string
	State  JobState
	Tried  int // how often it was begun
	Tries  int // how often it may be
	Queued time.Time
	At     time.Time // when it is begun next, or was begun last
	Ended  time.Time // zero until it is done or given up
	Error  string    // of the last try that failed
}

// Jobs lists jobs of the actor's firm in one state, the newest first, at most
// limit. An actor who sees one client only sees none.
func (tx *Tx) Jobs(state JobState, limit int) ([]QueuedJob, error) {
	if tx.narrowed() || tx.who.Org == 0 {
		return nil, nil
	}
	list, err := tx.queue.JobListTx(tx.ctx, tx.sql(), tx.ofFirm().States(states[state]...).OrderBy(river.JobListOrderByID, river.SortOrderDesc).First(limit))
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	jobs := make([]QueuedJob, 0, len(list.Jobs))
	for _, row := range list.Jobs {
		j, err := queued(row)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, j)
	}
	return jobs, nil
}

// ofFirm narrows a list of jobs to the actor's firm.
func (tx *Tx) ofFirm() *river.JobListParams {
	return river.NewJobListParams().Where("json_extract(args, '$.org') = @org", river.NamedArgs{"org": int64(tx.who.Org)})
}

// RetryJob lets a job of the actor's firm that failed, or that waits for its
// next try, be tried again at once.
func (tx *Tx) RetryJob(id int64) error {
	if err := tx.wide(); err != nil {
		return err
	}
	list, err := tx.queue.JobListTx(tx.ctx, tx.sql(), tx.ofFirm().IDs(id).First(1))
	if err == nil && len(list.Jobs) == 0 {
		err = reinstate.ErrNotFound
	}
	if err == nil {
		_, err = tx.queue.JobRetryTx(tx.ctx, tx.sql(), id)
	}
	if errors.Is(err, rivertype.ErrNotFound) {
		err = reinstate.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("try job %d again: %w", id, err)
	}
	return nil
}

func queued(row *rivertype.JobRow) (QueuedJob, error) {
	var t task
	if err := json.Unmarshal(row.EncodedArgs, &t); err != nil {
		return QueuedJob{}, fmt.Errorf("read job %d: %w", row.ID, err)
	}
	j := QueuedJob{ID: row.ID, Kind: t.Do, Key: t.Key, Tried: row.Attempt, Tries: row.MaxAttempts, Queued: row.CreatedAt.UTC(), At: row.ScheduledAt.UTC()}
	for ours, theirs := range states {
		for _, s := range theirs {
			if s == row.State {
				j.State = ours
			}
		}
	}
	if row.AttemptedAt != nil && j.State != JobTrying {
		j.At = row.AttemptedAt.UTC()
	}
	if row.FinalizedAt != nil {
		j.Ended = row.FinalizedAt.UTC()
	}
	if n := len(row.Errors); n > 0 {
		j.Error = row.Errors[n-1].Error
	}
	return j, nil
}
