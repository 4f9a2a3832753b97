package blob

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Scratch makes a file for something that is not kept yet, on the same disk as
// what is. It has no name any more when it is returned, so it is gone when it
// is closed, or when the program dies.
func (s *Store) Scratch() (*os.File, error) {
	f, err := os.CreateTemp(filepath.Join(s.root.Name(), incoming), "scratch-")
	if err != nil {
		return nil, fmt.Errorf("make a scratch file: %w", err)
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(fmt.Errorf("make a scratch file: %w", err), f.Close())
	}
	return f, nil
}
