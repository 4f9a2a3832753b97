package access

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestAFloodNeverHashesMoreThanTheSlotsAllow(t *testing.T) {
	t.Parallel()
	h := newHasher(cheap)
	var now, most, done atomic.Int64
	var wg sync.WaitGroup
	for range mostWaiting {
		wg.Go(func() {
			err := h.inSlot(t.Context(), time.Now, func() error {
				n := now.Add(1)
				for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
				}
				time.Sleep(time.Millisecond)
				now.Add(-1)
				done.Add(1)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most.Load() > int64(cap(h.slots)) || done.Load() != mostWaiting {
		t.Errorf("up to %d hashed at once in %d slots; %d of %d were done", most.Load(), cap(h.slots), done.Load(), mostWaiting)
	}
	if h.waiting.Load() != 0 {
		t.Errorf("%d are still counted as waiting", h.waiting.Load())
	}
}

func TestTheLineForASlotIsBounded(t *testing.T) {
	t.Parallel()
	house := newHouse(t)
	impatient := house.occupy()
	h := house.hashes
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range mostWaiting {
		wg.Go(func() {
			err := h.inSlot(ctx, house.time, func() error { return errors.New("a slot was free") })
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		})
	}
	for h.waiting.Load() < mostWaiting {
		runtime.Gosched()
	}
	_, err := house.SignIn(impatient, ownerEmail, ownerPassword, away)
	var busy *Throttled
	if !errors.As(err, &busy) || busy.Until.Sub(house.time()) != comeBack {
		t.Errorf("one more in the line got %v", err)
	}
	cancel()
	wg.Wait()
	if h.waiting.Load() != 0 {
		t.Errorf("%d are still counted as waiting", h.waiting.Load())
	}
}

func TestASlotIsFreeAgainAfterAPanic(t *testing.T) {
	t.Parallel()
	h := newHasher(cheap)
	for range 2 * cap(h.slots) {
		func() {
			defer func() { _ = recover() }()
			_ = h.inSlot(t.Context(), time.Now, func() error { panic("in the slot") })
		}()
	}
	if len(h.slots) != 0 {
		t.Errorf("%d slots are still taken", len(h.slots))
	}
}
