package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// ErrServed says that another server runs on the data folder.
var ErrServed = errors.New("another server is already running on this data folder")

// ServerLock is held by the one server of a data folder. The system lets go of
// it when the process ends, however it ends.
type ServerLock struct{ file *flock.Flock }

// Lock makes this process the server of the data folder, or returns ErrServed.
// The command line works beside a server and does not take it.
func Lock(dir string) (*ServerLock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	file := flock.New(filepath.Join(dir, "serve.lock"), flock.SetPermissions(0o600))
	held, err := file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if !held {
		return nil, fmt.Errorf("%w (%s)", ErrServed, dir)
	}
	return &ServerLock{file: file}, nil
}

// Unlock lets another server take the folder.
func (l *ServerLock) Unlock() error { return l.file.Close() }
