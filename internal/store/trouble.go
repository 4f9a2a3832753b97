package store

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// trouble says what kind of trouble an error of SQLite is, in the terms of the
// operating system, so that those above need not know SQLite: no room on the
// disk is syscall.ENOSPC, and a database that another program holds for too
// long is context.DeadlineExceeded. Other errors stay as they are.
func trouble(err error) error {
	var fault sqlite3.Error
	if !errors.As(err, &fault) {
		return err
	}
	switch fault.Code {
	case sqlite3.ErrFull:
		return fmt.Errorf("%w: %w", syscall.ENOSPC, err)
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
	}
	return err
}
