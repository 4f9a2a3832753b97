package blob

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"strings"
	"time"
)

// Remove removes one file of a firm. One that is not there is no error.
func (s *Store) Remove(org, sha256 string) error {
	path, err := place(org, sha256)
	if err != nil {
		return err
	}
	if err := s.root.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove file %s: %w", sha256, err)
	}
	return nil
}

// RemoveOrg removes every file of a firm, and what was drawn from them.
func (s *Store) RemoveOrg(org string) error {
	if err := checkOrg(org); err != nil {
		return err
	}
	if s.pictures != nil {
		if err := s.pictures.RemoveOrg(org); err != nil {
			return err
		}
	}
	if err := s.root.RemoveAll(org); err != nil {
		return fmt.Errorf("remove the files of firm %s: %w", org, err)
	}
	return s.sync(".")
}

// Found is one file that Walk comes across.
type Found struct {
	Org    string
	SHA256 string
	Size   int64
	Kept   time.Time
}

// Walk gives every kept file, of all firms, in the order of their names. What
// lies among them and is not one of them is passed over.
func (s *Store) Walk() iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		err := fs.WalkDir(s.root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) && path != "." {
				return nil // removed meanwhile
			}
			if err != nil {
				return err
			}
			if path == incoming {
				return fs.SkipDir
			}
			parts := strings.Split(path, "/")
			if len(parts) != 3 || !d.Type().IsRegular() {
				return nil
			}
			if want, err := place(parts[0], parts[2]); err != nil || want != path {
				return nil // not one of ours
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil // removed meanwhile
			}
			if err != nil {
				return err
			}
			if !yield(Found{Org: parts[0], SHA256: parts[2], Size: info.Size(), Kept: info.ModTime()}, nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(Found{}, fmt.Errorf("list the files: %w", err))
		}
	}
}
