package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"reinstate/internal/market"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Kinds of background work that fetch reports.
const (
	FetchKind   = "health_fetch"   // one step of one connection
	PollingKind = "health_polling" // the look for what is due
)

// Fetching is what the job of one step knows.
type Fetching struct {
	Connection reinstate.ConnectionID
	Step       int // the connection's count when it was queued; another one by now means that it is late
}

// fetchTries is how often a step is tried whose fault is ours, such as a full
// disk. Faults of the marketplace are no failures of the job: the next step is
// queued for later.
const fetchTries = 5

func fetchJob(c reinstate.Connection) store.Job {
	return store.Job{
		Kind: FetchKind, Key: fmt.Sprintf("%d/%d", c.ID, c.Step), At: c.Next, Tries: fetchTries,
		Args: Fetching{Connection: c.ID, Step: c.Step},
	}
}

// Bounds of a look for what is due.
const (
	mostDue    = 200
	dueSpacing = 2 * time.Second // between the first steps of two accounts
)

// PollConnections queues the next step of every connection of which one is due.
// Steps queue their successors by themselves; this begins the rounds, and takes
// up again what was lost.
func (d *Desk) PollConnections(ctx context.Context, who reinstate.Actor) error {
	var due []reinstate.Connection
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		due, err = tx.ConnectionsDue(tx.Now(), mostDue)
		return err
	})
	if err != nil || len(due) == 0 {
		return err
	}
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		for i, c := range due {
			c.Next = tx.Now().Add(time.Duration(i) * dueSpacing)
			if err := tx.Queue(fetchJob(c)); err != nil {
				return err
			}
		}
		return nil
	})
}

// fetch is one step of a connection.
type fetch struct {
	d       *Desk
	who     reinstate.Actor
	account reinstate.Account
	c       reinstate.Connection
	keys    market.Keys
	now     time.Time
}

// Fetch takes one step of a round: it asks the marketplace one thing and writes
// down how far it is. A step that is late, or whose connection is gone, does
// nothing.
func (d *Desk) Fetch(ctx context.Context, who reinstate.Actor, f Fetching) error {
	step := fetch{d: d, who: who}
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		if step.c, err = tx.Connection(f.Connection); err != nil {
			return err
		}
		step.now = tx.Now()
		step.account, err = tx.Account(step.c.Account)
		return err
	})
	if errors.Is(err, reinstate.ErrNotFound) || err == nil && step.c.Step != f.Step {
		return nil
	}
	if err != nil {
		return err
	}
	pause, err := step.take(ctx)
	trouble, theirs := market.TroubleOf(err)
	switch {
	case theirs:
		pause = step.fault(trouble)
	case err != nil:
		return err
	default:
		step.c.Trouble, step.c.Fault, step.c.Faults = reinstate.Sentence{}, "", 0 // it answers
	}
	return step.save(ctx, pause)
}

// FetchStep takes the next step of an account's connection, due or not, and
// returns how it stands then, without its keys.
func (d *Desk) FetchStep(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) (reinstate.Connection, error) {
	if err := who.Need(reinstate.Contribute); err != nil {
		return reinstate.Connection{}, err
	}
	_, c, err := d.connected(ctx, who, id)
	if err == nil {
		err = d.Fetch(ctx, who, Fetching{Connection: c.ID, Step: c.Step})
	}
	if err == nil {
		_, c, err = d.connected(ctx, who, id)
	}
	c.Keys, c.HookKey = "", ""
	return c, err
}

// take does what is next and says how long to wait for the step after it.
func (s *fetch) take(ctx context.Context) (pause time.Duration, err error) {
	s.c.Tried = s.now
	if s.keys, err = s.d.unsealKeys(s.who, s.c); errors.Is(err, store.ErrSealed) {
		return 0, sealedTrouble()
	} else if err != nil {
		return 0, err
	}
	if r := s.c.Run; r.Under() && s.now.Sub(r.Began) > longestRound {
		s.c.Run = reinstate.FetchRun{}
	}
	switch s.account.Marketplace {
	case reinstate.Amazon:
		return s.amazon(ctx)
	case reinstate.Walmart:
		return s.walmart(ctx)
	}
	_, err = s.d.asker(s.account, s.keys)
	return 0, err
}

// longestRound is after how long a round that never came to its end is given
// up, so that the next one begins afresh.
const longestRound = 2 * 24 * time.Hour

// end finishes a round and says when the next is due. Accounts are spread over
// an hour, so that they do not all ask at once.
func (s *fetch) end(every time.Duration) time.Duration {
	s.c.Brought = append([]reinstate.Sentence{brought(s.c.Run)}, s.c.Run.Said...)
	s.c.Run, s.c.Fetched = reinstate.FetchRun{}, s.now
	return every + time.Duration(int64(s.c.ID)*7919%3600)*time.Second
}

// brought says what a round brought.
func brought(r reinstate.FetchRun) reinstate.Sentence {
	switch {
	case r.Got > 0:
		return reinstate.Say("New reports: %d.", r.Got)
	case r.Twins > 0:
		return reinstate.Say("Nothing new: the marketplace gave what was kept already.")
	}
	return reinstate.Say("The marketplace has no data.")
}

// fault writes a trouble down and says how long to wait: the longer, the more
// often it came in a row. What lasts until somebody acts is asked once a day.
func (s *fetch) fault(t *market.Trouble) time.Duration {
	s.c.Trouble, s.c.Fault = t.Why, string(t.Kind)
	s.c.Faults++
	first, most := time.Minute, 2*time.Hour
	switch t.Kind {
	case market.KeysRefused, market.NotAllowed:
		return 24 * time.Hour
	case market.Throttled:
		first, most = max(t.Wait, time.Minute), time.Hour
	case market.Strange, market.Missing:
		first, most = 15*time.Minute, 8*time.Hour
	}
	pause := min(first<<min(s.c.Faults-1, 16), most)
	return max(pause, t.Wait)
}

// save writes down how far the connection is and queues its next step, both or
// neither. If somebody changed or removed it meanwhile, theirs holds.
func (s *fetch) save(ctx context.Context, pause time.Duration) error {
	err := s.d.update(ctx, s.who, reinstate.Contribute, func(tx *store.Tx) error {
		s.c.Step, s.c.Next = s.c.Step+1, tx.Now().Add(pause)
		if err := tx.SaveConnection(&s.c); err != nil {
			return err
		}
		return tx.Queue(fetchJob(s.c))
	})
	if errors.Is(err, reinstate.ErrConflict) || errors.Is(err, reinstate.ErrNotFound) {
		return nil
	}
	return err
}

// keep writes down how far the step is before it asks for something that must
// not be asked for twice.
func (s *fetch) keep(ctx context.Context) error {
	return s.d.update(ctx, s.who, reinstate.Contribute, func(tx *store.Tx) error { return tx.SaveConnection(&s.c) })
}

// store keeps a report that came, the same way as a file that somebody adds.
// What cannot be taken is said in words.
func (s *fetch) store(ctx context.Context, in HealthIn) (HealthRead, error) {
	in.Account = s.account.ID
	read, err := s.d.ImportHealth(ctx, s.who, in)
	switch {
	case err == nil && read.Twin:
		s.c.Run.Twins++
	case err == nil:
		s.c.Run.Got++
		for _, w := range read.Report.Warnings {
			s.say(w)
		}
	}
	return read, err
}

// mostSaid bounds what a round writes down.
const mostSaid = 40

func (s *fetch) say(what reinstate.Sentence) {
	if len(s.c.Run.Said) < mostSaid {
		s.c.Run.Said = append(s.c.Run.Said, what)
	}
}
