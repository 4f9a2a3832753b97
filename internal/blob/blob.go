// Package blob keeps the bytes of files: original messages, exhibits and sealed
// packets. A file is named by its SHA-256 and lies under the firm it belongs
// to, so the same bytes are kept once within a firm and never shared between
// firms. What is kept is never changed: it is written once, read-only, and
// every reading can be checked against its name.
//
// A file is durable before Put returns: its bytes, its name and the folders
// above it have been synced to the disk.
package blob

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// Blob is what Put kept.
type Blob struct {
	SHA256 string // hex
	Size   int64
}

// ErrEmpty refuses a file without a single byte.
var ErrEmpty = errors.New("the file is empty")

// TooLarge refuses a file of more than Limit bytes.
type TooLarge struct{ Limit int64 }

func (e *TooLarge) Error() string {
	return fmt.Sprintf("the file is larger than %d bytes", e.Limit)
}

// ErrMissing says that a file which should be kept is not there.
var ErrMissing = errors.New("the file is missing")

// ErrDamaged says that the bytes kept under a name are not those it was given for.
var ErrDamaged = errors.New("the file was changed after it was kept")

// Store keeps files below one folder.
type Store struct {
	root  *os.Root
	lock  string // the file of Share and Alone
	turns turns

	pictures *Store // nil in the store of pictures itself
}

const (
	folder   = "exhibits" // below the data folder
	drawn    = "previews" // below the data folder
	incoming = ".incoming"
	stale    = 24 * time.Hour // an upload older than this was cut off
)

// Open makes the folder of the files inside the data folder and removes what
// is left of uploads that were cut off more than a day ago.
func Open(dir string) (*Store, error) {
	s, err := open(dir, folder)
	if err != nil {
		return nil, err
	}
	if s.pictures, err = open(dir, drawn); err != nil {
		return nil, errors.Join(err, s.root.Close())
	}
	return s, nil
}

// Pictures is the store of what we draw from files. It has a folder of its own,
// which can be thrown away whole: what is lost there is drawn again.
func (s *Store) Pictures() *Store { return s.pictures }

// open makes one folder of files.
func open(dir, folder string) (*Store, error) {
	below := filepath.Join(dir, folder)
	if err := os.MkdirAll(below, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of files: %w", err)
	}
	if err := os.Chmod(below, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of files private: %w", err)
	}
	root, err := os.OpenRoot(below)
	if err != nil {
		return nil, fmt.Errorf("open the folder of files: %w", err)
	}
	s := &Store{root: root, lock: filepath.Join(dir, lockName)}
	if err := s.prepare(time.Now().Add(-stale)); err != nil {
		return nil, errors.Join(fmt.Errorf("open the folder of files: %w", err), root.Close())
	}
	return s, nil
}

// Close lets go of the folders.
func (s *Store) Close() error {
	if s.pictures == nil {
		return s.root.Close()
	}
	return errors.Join(s.root.Close(), s.pictures.Close())
}

// prepare makes the folder of uploads under way and sweeps it.
func (s *Store) prepare(before time.Time) error {
	if err := s.mkdir(incoming); err != nil {
		return err
	}
	entries, err := fs.ReadDir(s.root.FS(), incoming)
	if err != nil {
		return err
	}
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // its upload has just ended
		}
		if err != nil {
			return err
		}
		if info.ModTime().Before(before) {
			if err := s.root.Remove(incoming + "/" + e.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// mkdir makes one folder below a folder that is there, durably: also when
// another upload has made it just now and has not come so far.
func (s *Store) mkdir(name string) error {
	if err := s.root.Mkdir(name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return s.sync(path.Dir(name))
}

// sync makes the names in a folder durable.
func (s *Store) sync(folder string) error {
	d, err := s.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// place is where a file lies: <org>/<first two digits>/<sha256>. It refuses
// what is not a firm's name or not a hash, so no path can be smuggled in.
func place(org, sha256 string) (string, error) {
	if err := checkOrg(org); err != nil {
		return "", err
	}
	if len(sha256) != 64 || strings.Trim(sha256, "0123456789abcdef") != "" {
		return "", fmt.Errorf("%q is not the SHA-256 of a file", sha256)
	}
	return org + "/" + sha256[:2] + "/" + sha256, nil
}

// checkOrg accepts the decimal numbers of firms.
func checkOrg(org string) error {
	if org == "" || len(org) > 20 || strings.Trim(org, "0123456789") != "" {
		return fmt.Errorf("%q is not the number of a firm", org)
	}
	return nil
}
