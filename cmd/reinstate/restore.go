package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"reinstate/internal/casework"
	"reinstate/internal/store"
)

// restoreFlags are how a backup is brought back.
type restoreFlags struct{ replace, damaged, dry, asJSON bool }

func (p *program) restoreCommand() *cobra.Command {
	var in restoreFlags
	c := &cobra.Command{
		Use:   "restore FILE",
		Short: "Bring a backup back into a data folder",
		Long: "Makes a data folder of a backup. The folder of --data must be empty or not there; with --replace the\n" +
			"present one is kept beside it under another name, and its " + store.KeyFile + " is taken over. Everything is written\n" +
			"beside the folder and checked as verify does before it takes the folder's place in one step: a restore\n" +
			"that fails or is cut off leaves everything as it was. - reads from stdin.",
		Example: "  reinstate restore /backups/reinstate-2026-11-26.tar --data /srv/reinstate\n  age -d reinstate.tar.age | reinstate restore - --data /srv/reinstate --replace",
		Args:    takes(1, 1, "restore takes the file of a backup, or - for stdin."),
		RunE: func(c *cobra.Command, args []string) error {
			return p.restore(c.Context(), args[0], in)
		},
	}
	f := c.Flags()
	f.BoolVar(&in.replace, "replace", false, "take the place of the data that is there; it is kept under another name")
	f.BoolVar(&in.damaged, "accept-damage", false, "restore also where the check finds something damaged or missing")
	f.BoolVar(&in.dry, "dry-run", false, "only check whether the backup could be restored")
	f.BoolVar(&in.asJSON, "json", false, "print JSON")
	return c
}

func (p *program) restore(ctx context.Context, name string, in restoreFlags) (err error) {
	dir, err := filepath.Abs(p.dir)
	if err != nil {
		return err
	}
	empty, err := isEmpty(dir)
	if err != nil {
		return fmt.Errorf("cannot look into %s: %w", p.dir, reason(err))
	}
	if !empty && !in.replace && !in.dry {
		return fmt.Errorf("there is data in %s already: name another folder with --data, or say --replace, which keeps it under another name", p.dir)
	}
	if !empty && !in.dry {
		lock, err := store.Lock(dir)
		if errors.Is(err, store.ErrServed) {
			return fmt.Errorf("a server is running on %s: stop it first", p.dir)
		}
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, lock.Unlock()) }()
	}
	source, err := p.source(name)
	if err != nil {
		return err
	}
	defer source.Close()
	beside := filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".restoring")
	if err := errors.Join(os.MkdirAll(filepath.Dir(dir), 0o700), os.RemoveAll(beside)); err != nil { // what a restore left that was cut off
		return fmt.Errorf("make room beside %s: %w", p.dir, reason(err))
	}
	findings := []findingJSON{}
	m, err := casework.Unpack(ctx, bufio.NewReaderSize(source, 1<<20), beside, func(f store.Finding) {
		findings = append(findings, findingJSON{What: f.What, Where: f.Where, Sentence: f.Sentence})
		p.say("%s: %s", f.Where, f.Sentence)
	})
	if refused := casework.NoBackup(""); errors.As(err, &refused) {
		return fmt.Errorf("nothing was restored. %w", err)
	}
	if err != nil {
		return err
	}
	if len(findings) > 0 && !in.damaged || in.dry {
		err = os.RemoveAll(beside)
	} else {
		err = p.takePlace(beside, dir, empty)
	}
	if err != nil {
		return err
	}
	return p.restored(m, findings, in)
}

// source is the file of a backup, or stdin.
func (p *program) source(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(p.stdin), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, reason(err))
	}
	return f, nil
}

// takePlace puts a restored folder where the data folder belongs. What is
// there goes aside first, so that at each moment one of the two is whole.
func (p *program) takePlace(restored, dir string, empty bool) error {
	if !empty {
		if err := keepKey(dir, restored); err != nil {
			return err
		}
		aside := fmt.Sprintf("%s.before-%s", dir, time.Now().UTC().Format("20060102T150405Z"))
		if err := os.Rename(dir, aside); err != nil {
			return fmt.Errorf("put the present data aside: %w", err)
		}
		p.say("What was there is kept in %s.", aside)
	} else if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(restored, dir); err != nil {
		return fmt.Errorf("put the restored data in place; it lies in %s: %w", restored, err)
	}
	return syncFolder(filepath.Dir(dir))
}

// keepKey takes the key of stored secrets over, which no backup holds.
func keepKey(from, to string) error {
	key, err := os.ReadFile(filepath.Join(from, store.KeyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("take the key of stored secrets over: %w", err)
	}
	return os.WriteFile(filepath.Join(to, store.KeyFile), key, 0o600)
}

// restored sums up.
func (p *program) restored(m casework.BackupManifest, findings []findingJSON, in restoreFlags) error {
	said := summary(m, findings)
	if in.asJSON {
		if err := p.printJSON(said); err != nil {
			return err
		}
	}
	for _, missing := range m.Missing {
		p.say("It was damaged or missing when the backup was made: %s.", missing)
	}
	switch {
	case len(findings) > 0 && !in.damaged:
		p.say("Nothing was restored: %s not as it was stored. Restore it all the same with --accept-damage.", count(len(findings), "thing is", "things are"))
		return errSaid
	case in.dry:
		p.say("The backup of %s with %s can be restored. Nothing was changed.", said.Made, count(said.Files, "file", "files"))
	default:
		p.say("Restored %s and the database into %s, as they were at %s.", count(said.Files, "file", "files"), p.dir, said.Made)
	}
	return nil
}
