package main

import (
	"sync"
	"time"
)

// demoClock is the time while a demonstration is played: each step sets it to
// its own moment, so that timelines and time limits are true.
type demoClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *demoClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *demoClock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}
