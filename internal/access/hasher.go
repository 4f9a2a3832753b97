package access

import (
	"context"
	"runtime"
	"sync/atomic"
	"time"
)

// hasher bounds how many passwords are hashed at once, for each takes
// MemoryKiB of memory and a processor to itself. With DefaultCost and one slot
// that is 19 MiB however many ask.
type hasher struct {
	cost    Cost
	decoy   phc // stands in for a user there is none of
	slots   chan struct{}
	waiting atomic.Int64
}

const (
	// mostWaiting may stand in line for a slot. With DefaultCost the last of
	// them waits a second or two; beyond, people are asked to come back.
	mostWaiting = 64
	// comeBack is when they are asked to.
	comeBack = 5 * time.Second
)

func newHasher(cost Cost) *hasher {
	// Half of the processors, so that a flood of sign-ins leaves the other half
	// to those who are in.
	slots := max(1, runtime.GOMAXPROCS(0)/2)
	return &hasher{cost: cost, decoy: decoy(cost), slots: make(chan struct{}, slots)}
}

// inSlot runs f once a slot is free. It gives up with the context, and at once
// where too many wait already.
func (h *hasher) inSlot(ctx context.Context, now func() time.Time, f func() error) error {
	if h.waiting.Add(1) > mostWaiting {
		h.waiting.Add(-1)
		return &Throttled{Until: now().Add(comeBack)}
	}
	select {
	case h.slots <- struct{}{}:
		h.waiting.Add(-1)
	case <-ctx.Done():
		h.waiting.Add(-1)
		return ctx.Err()
	}
	defer func() { <-h.slots }()
	return f()
}

// hash gives the PHC string of a new password, in a slot.
func (g *Gate) hash(ctx context.Context, secret string) (hash string, err error) {
	err = g.hashes.inSlot(ctx, g.now, func() error {
		hash = newPHC(secret, g.hashes.cost).String()
		return nil
	})
	return hash, err
}
