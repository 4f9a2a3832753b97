package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Open opens a kept file without looking at its bytes: for our own reading of
// a file that Put has just returned. What is given to people is opened with
// Verified.
func (s *Store) Open(org, sha256 string) (io.ReadSeekCloser, int64, error) {
	f, size, err := s.open(org, sha256)
	if err != nil {
		return nil, 0, err // not a typed nil
	}
	return f, size, nil
}

// Verified reads a whole file once, and opens it only if it has the size and
// the hash it was kept for. The bytes it gives are those of the very file it
// looked at, so nobody can exchange it in between. That costs one reading of
// the file more, from the system's cache the second time, and no memory.
func (s *Store) Verified(org, sha256 string, size int64) (io.ReadSeekCloser, error) {
	f, _, err := s.open(org, sha256)
	if err != nil {
		return nil, err
	}
	err = check(f, sha256, size)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Check reads a whole file and returns ErrDamaged when it does not have the
// size and the hash it was kept for, or ErrMissing when it is not there.
func (s *Store) Check(org, sha256 string, size int64) error {
	f, err := s.Verified(org, sha256, size)
	if err != nil {
		return err
	}
	return f.Close()
}

// open opens the file of that name itself: a link or a folder in its place is
// a damage.
func (s *Store) open(org, sha256 string) (*os.File, int64, error) {
	path, err := place(org, sha256)
	if err != nil {
		return nil, 0, err
	}
	named, err := s.root.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("file %s: %w", sha256, ErrMissing)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("open file %s: %w", sha256, err)
	}
	if !named.Mode().IsRegular() {
		return nil, 0, fmt.Errorf("something else is in the place of file %s: %w", sha256, ErrDamaged)
	}
	f, err := s.root.Open(path)
	if err != nil {
		return nil, 0, fmt.Errorf("open file %s: %w", sha256, err)
	}
	info, err := f.Stat()
	if err == nil && !os.SameFile(named, info) {
		err = ErrDamaged
	}
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("open file %s: %w", sha256, err), f.Close())
	}
	return f, info.Size(), nil
}

// check compares what an open file holds with what it was kept for.
func check(f *os.File, name string, size int64) error {
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err != nil {
		return fmt.Errorf("read file %s: %w", name, err)
	}
	if n != size {
		return fmt.Errorf("file %s has %d bytes and should have %d: %w", name, n, size, ErrDamaged)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != name {
		return fmt.Errorf("file %s has the hash %s: %w", name, got, ErrDamaged)
	}
	return nil
}

// Path is where a kept file lies, for programs that take a name. It does not
// say whether the file is there.
func (s *Store) Path(org, sha256 string) (string, error) {
	path, err := place(org, sha256)
	if err != nil {
		return "", err
	}
	return filepath.Join(s.root.Name(), filepath.FromSlash(path)), nil
}
