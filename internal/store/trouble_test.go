package store

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"testing"

	sqlite3 "github.com/mattn/go-sqlite3"
)

func TestTroubleOfTheDiskIsNamed(t *testing.T) {
	t.Parallel()
	other := errors.New("other")
	for _, tt := range []struct {
		name string
		err  error
		want error
	}{
		{"no room", sqlite3.Error{Code: sqlite3.ErrFull}, syscall.ENOSPC},
		{"no room, wrapped", fmt.Errorf("save: %w", sqlite3.Error{Code: sqlite3.ErrFull}), syscall.ENOSPC},
		{"held by another program", sqlite3.Error{Code: sqlite3.ErrBusy}, context.DeadlineExceeded},
		{"anything else", other, other},
	} {
		if got := trouble(tt.err); !errors.Is(got, tt.want) || !errors.Is(got, tt.err) {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
	if got := trouble(sqlite3.Error{Code: sqlite3.ErrCorrupt}); errors.Is(got, syscall.ENOSPC) || errors.Is(got, context.DeadlineExceeded) {
		t.Errorf("corruption is taken for %v", got)
	}
	if trouble(nil) != nil {
		t.Error("no error became one")
	}
}
