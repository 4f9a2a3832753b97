package blob

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gofrs/flock"
)

// lockName is the file of the data folder by which those who keep bytes and
// those who remove them keep out of each other's way, in all processes.
const lockName = "shelving.lock"

// eachTry is how often somebody who waits for his turn tries again.
const eachTry = 5 * time.Millisecond

// Share runs f while nobody removes files: from keeping bytes until what refers
// to them is written down. Any number may share, and they do not wait for
// somebody who only waits to be alone. Nobody may ask to be alone inside f.
func (s *Store) Share(ctx context.Context, f func() error) error {
	lock := flock.New(s.lock, flock.SetPermissions(0o600))
	held, err := lock.TryRLockContext(ctx, eachTry)
	return during(lock, held, err, f)
}

// Alone runs f while nobody keeps files: from counting what refers to bytes
// until they are removed.
func (s *Store) Alone(ctx context.Context, f func() error) error {
	lock := flock.New(s.lock, flock.SetPermissions(0o600))
	held, err := lock.TryLockContext(ctx, eachTry)
	return during(lock, held, err, f)
}

func during(lock *flock.Flock, held bool, err error, f func() error) (out error) {
	defer func() { out = errors.Join(out, lock.Close()) }()
	if err != nil || !held {
		return fmt.Errorf("wait for a turn with the files: %w", err)
	}
	return f()
}
