package post

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"
)

// Drop is a folder into which other programs put mails as .eml files.
type Drop struct {
	Dir     string
	Largest int64 // bytes of a file that is taken
}

// settled is how long a file must have lain unchanged before it is taken for
// whole: programs write straight into the folder.
const settled = 2 * time.Second

// taken and refused are the folders inside a drop into which its files go.
const (
	takenDir   = "taken"
	refusedDir = "refused"
)

// Each hands over the files that have settled, in the order of their names,
// and then moves each into the folder taken inside the drop, or into refused
// where take says that trying again would not help. A file that is too large is
// handed over without its bytes. Any other error leaves the file where it is. Links and folders are left alone.
func (d Drop) Each(now time.Time, hopeless func(error) bool, take func(name string, raw []byte) error) error {
	root, err := os.OpenRoot(d.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open the drop folder: %w", err)
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return fmt.Errorf("read the drop folder: %w", err)
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	var faults []error
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || !strings.HasSuffix(strings.ToLower(e.Name()), ".eml") || now.Sub(info.ModTime()) < settled {
			continue
		}
		faults = append(faults, d.one(root, e.Name(), hopeless, take))
	}
	return errors.Join(faults...)
}

func (d Drop) one(root *os.Root, name string, hopeless func(error) bool, take func(string, []byte) error) error {
	raw, err := d.read(root, name)
	switch {
	case err == nil:
		err = take(name, raw)
	case errors.Is(err, ErrTooLarge):
		if noted := take(name, nil); noted != nil && !hopeless(noted) {
			err = noted // it stays until somebody can be told
		}
	}
	to := takenDir
	switch {
	case err != nil && hopeless(err):
		to = refusedDir
	case err != nil:
		return fmt.Errorf("take in %s: %w", name, err)
	}
	if err := root.MkdirAll(to, 0o700); err != nil {
		return fmt.Errorf("put %s away: %w", name, err)
	}
	put := to + "/" + name
	for n := 2; taken(root, put); n++ {
		put = fmt.Sprintf("%s/%d-%s", to, n, name)
	}
	if err := root.Rename(name, put); err != nil {
		return fmt.Errorf("put %s away: %w", name, err)
	}
	return nil
}

// taken reports whether there is a file of a name, so that no other replaces it.
func taken(root *os.Root, name string) bool {
	_, err := root.Lstat(name)
	return err == nil
}

// ErrTooLarge says that a file or mail is larger than what is taken in.
var ErrTooLarge = errors.New("it is larger than what is taken in")

func (d Drop) read(root *os.Root, name string) ([]byte, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, d.Largest+1))
	if err == nil && int64(len(raw)) > d.Largest {
		err = ErrTooLarge
	}
	return raw, err
}
