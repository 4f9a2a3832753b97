package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"
)

// ErrOffset says that a piece of an upload does not follow what has come so
// far. The sender asks how much that is and goes on from there.
var ErrOffset = errors.New("the piece does not follow what has come so far")

// ErrBusy says that another piece of the same upload is coming in just now.
var ErrBusy = errors.New("another piece of this upload is coming in")

// Begin makes an empty partial file and returns its ticket: a name nobody can
// guess. Partial files are no firm's yet; whoever begins one remembers whose it
// is. One that nobody has added to for a day is swept away by the next Open.
func (s *Store) Begin() (ticket string, err error) {
	ticket = rand.Text()
	f, err := s.root.OpenFile(partial(ticket), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", fmt.Errorf("begin an upload: %w", err)
	}
	return ticket, f.Close()
}

// partial is where the file of a ticket lies. Tickets are letters and digits.
func partial(ticket string) string {
	if ticket == "" || strings.Trim(ticket, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		return incoming + "/none"
	}
	return incoming + "/" + ticket + ".part"
}

// turns lets one piece of an upload in at a time.
type turns struct {
	mu   sync.Mutex
	busy map[string]bool
}

func (t *turns) take(ticket string) (done func(), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.busy[ticket] {
		return nil, ErrBusy
	}
	if t.busy == nil {
		t.busy = map[string]bool{}
	}
	t.busy[ticket] = true
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.busy, ticket)
	}, nil
}

// Arrived is how many bytes of an upload have come.
func (s *Store) Arrived(ticket string) (int64, error) {
	info, err := s.root.Stat(partial(ticket))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("upload: %w", ErrMissing)
	}
	if err != nil {
		return 0, fmt.Errorf("upload: %w", err)
	}
	return info.Size(), nil
}

// Append adds what r gives at an offset, which must be the end of what has
// come so far (ErrOffset), and returns the new end. What came before r failed
// is kept. Nothing is kept beyond limit bytes in all (TooLarge).
func (s *Store) Append(ctx context.Context, ticket string, at int64, r io.Reader, limit int64) (int64, error) {
	done, err := s.turns.take(ticket)
	if err != nil {
		return 0, err
	}
	defer done()
	have, err := s.Arrived(ticket)
	if err != nil {
		return 0, err
	}
	if have != at {
		return have, ErrOffset
	}
	f, err := s.root.OpenFile(partial(ticket), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return have, fmt.Errorf("go on with an upload: %w", err)
	}
	n, err := io.Copy(f, &until{ctx, io.LimitReader(r, limit-at)})
	have += n
	if err == nil {
		var one [1]byte
		if more, _ := io.ReadFull(r, one[:]); more > 0 {
			err = &TooLarge{Limit: limit}
		}
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return have, fmt.Errorf("go on with an upload: %w", err)
	}
	return have, nil
}

// until reads until a context ends.
type until struct {
	ctx context.Context
	r   io.Reader
}

func (u *until) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

// Partial opens what has come of an upload, for our own reading.
func (s *Store) Partial(ticket string) (*os.File, error) {
	f, err := s.root.Open(partial(ticket))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("upload: %w", ErrMissing)
	}
	return f, err
}

// Touched is when something of an upload came last; the zero time where nothing
// is there.
func (s *Store) Touched(ticket string) time.Time {
	info, err := s.root.Lstat(partial(ticket))
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// Unfinish makes a file that Finish has kept a partial one again, so that
// finishing it can be tried once more. The kept bytes stay too.
func (s *Store) Unfinish(org, ticket, sha256 string) error {
	name, err := place(org, sha256)
	if err != nil {
		return err
	}
	if err := s.root.Link(name, partial(ticket)); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("keep an upload for later: %w", err)
	}
	return nil
}

// Finish keeps a partial file for a firm as Put would, under its hash. The
// partial file is gone when it is kept, or is empty or too large to be; after
// any other error it is still there.
func (s *Store) Finish(ctx context.Context, org, ticket string, limit int64) (_ Blob, err error) {
	if err := checkOrg(org); err != nil {
		return Blob{}, err
	}
	done, err := s.turns.take(ticket)
	if err != nil {
		return Blob{}, err
	}
	defer done()
	f, err := s.root.Open(partial(ticket))
	if err != nil {
		return Blob{}, fmt.Errorf("keep an upload: %w", err)
	}
	moved := false
	defer func() {
		f.Close() // closed already unless something failed
		var large *TooLarge
		if !moved && (err == nil || errors.Is(err, ErrEmpty) || errors.As(err, &large)) {
			err = errors.Join(err, s.root.Remove(partial(ticket)))
		}
	}()
	b, err := copyAndHash(ctx, io.Discard, f, limit)
	if err != nil {
		return Blob{}, fmt.Errorf("keep an upload: %w", err)
	}
	if err := settle(f); err != nil {
		return Blob{}, fmt.Errorf("keep an upload: %w", err)
	}
	if moved, err = s.move(partial(ticket), org, b); err != nil {
		return Blob{}, fmt.Errorf("keep an upload: %w", err)
	}
	return b, nil
}

// Abandon removes a partial file. One that is not there is no error.
func (s *Store) Abandon(ticket string) error {
	if err := s.root.Remove(partial(ticket)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("give up an upload: %w", err)
	}
	return nil
}
