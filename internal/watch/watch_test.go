package watch_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
	"reinstate/internal/watch"
)

// longest is how long a test waits for work that takes a second or two on a
// quiet machine.
const longest = time.Minute

// notes are what was done, in order.
type notes struct {
	mu   sync.Mutex
	done []string
}

func (n *notes) add(s string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.done = append(n.done, s)
}

func (n *notes) count(s string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	count := 0
	for _, d := range n.done {
		if d == s {
			count++
		}
	}
	return count
}

func (n *notes) has(s string) bool { return n.count(s) > 0 }

func start(t *testing.T, w *watch.Watch) {
	t.Helper()
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := w.Stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
}

func quiet(db *store.DB) *watch.Watch {
	return watch.New(watch.Options{DB: db, Log: slog.New(slog.DiscardHandler)})
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(longest); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("%s did not happen within %v", what, longest)
}

func TestWhatCommittedIsDoneAndWhatDidNotIsNot(t *testing.T) {
	t.Parallel()
	world := storetest.New(t)
	firm := world.Firm("Vale")
	world.Update(firm.Owner, func(tx *store.Tx) error {
		return tx.Queue(store.Job{Kind: "note", Args: "kept"})
	})
	lost := errors.New("no")
	err := world.DB.Update(t.Context(), firm.Owner, func(tx *store.Tx) error {
		if err := tx.Queue(store.Job{Kind: "note", Args: "rolled back"}); err != nil {
			return err
		}
		return lost
	})
	if !errors.Is(err, lost) {
		t.Fatal(err)
	}
	var seen notes
	w := quiet(world.DB)
	w.Do("note", func(_ context.Context, who reinstate.Actor, args watch.Args) error {
		var what string
		if err := args.Into(&what); err != nil {
			return err
		}
		seen.add(fmt.Sprint(what, " for ", who.Org == firm.Org.ID, " as ", who.Kind))
		return nil
	})
	start(t, w)
	eventually(t, "the job", func() bool { return seen.has("kept for true as system") })
	world.Update(firm.Owner, func(tx *store.Tx) error { return tx.Queue(store.Job{Kind: "note", Args: "later"}) })
	eventually(t, "the later job", func() bool { return seen.has("later for true as system") })
	if len(seen.done) != 2 {
		t.Errorf("done were %q", seen.done)
	}
}

func TestAKeyIsQueuedOnceWhileItWaits(t *testing.T) {
	t.Parallel()
	world := storetest.New(t)
	firm, rival := world.Firm("Vale"), world.Firm("Rival")
	for _, f := range []*storetest.Firm{firm, firm, rival} {
		world.Update(f.Owner, func(tx *store.Tx) error { return tx.Queue(store.Job{Kind: "read", Key: "exhibit 1", Args: 1}) })
	}
	world.Update(firm.Owner, func(tx *store.Tx) error { return tx.Queue(store.Job{Kind: "draw", Key: "exhibit 1", Args: 1}) })
	board, err := quiet(world.DB).Jobs(t.Context(), firm.Owner)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, j := range board.Waiting {
		kinds = append(kinds, j.Kind)
	}
	if !slices.Equal(kinds, []string{"draw", "read"}) {
		t.Errorf("waiting are %v", kinds)
	}
	if board, _ := quiet(world.DB).Jobs(t.Context(), rival.Owner); len(board.Waiting) != 1 {
		t.Errorf("the rival sees %d jobs", len(board.Waiting))
	}
}

func TestAFailureIsShownAndTriedAgain(t *testing.T) {
	t.Parallel()
	world := storetest.New(t)
	firm, rival := world.Firm("Vale"), world.Firm("Rival")
	var seen notes
	w := quiet(world.DB)
	w.Do("hopeless", func(context.Context, reinstate.Actor, watch.Args) error {
		seen.add("hopeless")
		return fmt.Errorf("no such printer: %w", watch.ErrHopeless)
	})
	w.Do("panics", func(context.Context, reinstate.Actor, watch.Args) error {
		seen.add("panics")
		panic("planted")
	})
	world.Update(firm.Owner, func(tx *store.Tx) error {
		return errors.Join(tx.Queue(store.Job{Kind: "hopeless"}), tx.Queue(store.Job{Kind: "panics"}), tx.Queue(store.Job{Kind: "unheard of"}))
	})
	start(t, w)
	var board watch.Board
	look := func() {
		var err error
		if board, err = w.Jobs(t.Context(), firm.Owner); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "giving up", func() bool { look(); return len(board.Failed) == 2 && len(board.Trying) == 1 })
	for _, j := range append(board.Failed, board.Trying...) {
		want := map[string]string{
			"hopeless": "no such printer: trying again would not help", "panics": "planted",
			"unheard of": `this version of Reinstate does not know how to do "unheard of": trying again would not help`,
		}[j.Kind]
		if j.Error != want && j.Error != "JobCancelError: "+want {
			t.Errorf("%s says %q", j.Kind, j.Error)
		}
	}
	failed := board.Failed[0]
	if err := w.Retry(t.Context(), rival.Owner, failed.ID); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a rival's retry: %v", err)
	}
	if err := w.Retry(t.Context(), reinstate.Actor{Org: firm.Org.ID, Role: reinstate.RoleManager}, failed.ID); !errors.Is(err, reinstate.ErrForbidden) {
		t.Errorf("a manager's retry: %v", err)
	}
	before := seen.count("hopeless")
	for _, j := range board.Failed {
		if err := w.Retry(t.Context(), firm.Owner, j.ID); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "the second try", func() bool { return seen.count("hopeless") > before })
}

func TestTheLastTryIsKnown(t *testing.T) {
	t.Parallel()
	world := storetest.New(t)
	firm := world.Firm("Vale")
	var seen notes
	w := quiet(world.DB)
	w.Do("fails", func(ctx context.Context, _ reinstate.Actor, args watch.Args) error {
		var of string
		if err := args.Into(&of); err != nil {
			return err
		}
		seen.add(fmt.Sprintf("%s last: %t", of, watch.LastTry(ctx)))
		return errors.New("planted")
	})
	world.Update(firm.Owner, func(tx *store.Tx) error {
		return errors.Join(tx.Queue(store.Job{Kind: "fails", Args: "one", Tries: 1}), tx.Queue(store.Job{Kind: "fails", Args: "two", Tries: 2}))
	})
	start(t, w)
	eventually(t, "the last try of one", func() bool { return seen.has("one last: true") })
	eventually(t, "the tries of the other", func() bool { return seen.has("two last: false") && seen.has("two last: true") })
}

func TestRoundsGoThroughEveryFirm(t *testing.T) {
	t.Parallel()
	world := storetest.New(t)
	firm, rival := world.Firm("Vale"), world.Firm("Rival")
	var seen notes
	w := quiet(world.DB)
	w.Every("sweep", time.Hour, func(_ context.Context, who reinstate.Actor, _ watch.Args) error {
		seen.add(fmt.Sprint(who.Org))
		if who.Org == firm.Org.ID {
			return errors.New("this one fails")
		}
		return nil
	})
	start(t, w)
	eventually(t, "the round", func() bool { return seen.has(fmt.Sprint(firm.Org.ID)) && seen.has(fmt.Sprint(rival.Org.ID)) })
}

func TestWhatWaitsForOtherMachinesKeepsNothingElseWaiting(t *testing.T) {
	t.Parallel()
	world := storetest.New(t)
	firm := world.Firm("Vale")
	world.Update(firm.Owner, func(tx *store.Tx) error {
		for i := range 6 {
			if err := tx.Queue(store.Job{Kind: "tell", Key: fmt.Sprint(i), Outside: true}); err != nil {
				return err
			}
		}
		return tx.Queue(store.Job{Kind: "remind"})
	})
	var seen notes
	silent := func(ctx context.Context, _ reinstate.Actor, _ watch.Args) error {
		seen.add("waits")
		<-ctx.Done()
		return ctx.Err()
	}
	w := quiet(world.DB)
	w.Do("tell", silent)
	w.EveryOutside("fetch", time.Hour, silent)
	w.Do("remind", func(context.Context, reinstate.Actor, watch.Args) error { seen.add("reminded"); return nil })
	start(t, w)
	eventually(t, "the reminder", func() bool { return seen.has("reminded") && seen.has("waits") })
}

func TestWorkCutOffByAStopIsDoneByTheNextStart(t *testing.T) {
	t.Parallel()
	world := storetest.New(t)
	firm := world.Firm("Vale")
	world.Update(firm.Owner, func(tx *store.Tx) error { return tx.Queue(store.Job{Kind: "long"}) })
	var seen notes
	begun := make(chan struct{}, 10)
	first := quiet(world.DB)
	first.Do("long", func(ctx context.Context, _ reinstate.Actor, _ watch.Args) error {
		begun <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	})
	if err := first.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-begun
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := first.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	second := quiet(world.DB)
	second.Do("long", func(context.Context, reinstate.Actor, watch.Args) error { seen.add("done"); return nil })
	start(t, second)
	eventually(t, "the second start", func() bool { return seen.has("done") })
}
