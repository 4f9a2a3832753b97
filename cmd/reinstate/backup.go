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

// backupJSON is what backup --json and restore --json print.
type backupJSON struct {
	Made     string        `json:"made"`
	Schema   int64         `json:"schema"`
	Files    int           `json:"files"`
	Bytes    int64         `json:"bytes"`
	Findings []findingJSON `json:"findings"`
}

func summary(m casework.BackupManifest, findings []findingJSON) backupJSON {
	s := backupJSON{Made: m.Made.Format(time.RFC3339), Schema: m.Schema, Files: len(m.Files), Bytes: m.Database.Size, Findings: findings}
	for _, f := range m.Files {
		s.Bytes += f.Size
	}
	return s
}

func (p *program) backupCommand() *cobra.Command {
	var force, asJSON bool
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "Save everything in one file, also while the server runs",
		Long: "Writes one file with everything of the data folder, all firms, as it is at one moment; safe beside\n" +
			"a running server. The copy is opened and checked as verify does, then read back from the disk and held\n" +
			"against its digests: what backup calls saved can be restored. What is damaged already is named and left\n" +
			"out, and the command ends with status 1; the rest is saved all the same. - writes to stdout, for a\n" +
			"program that encrypts or sends it. The key of stored secrets, " + store.KeyFile + ", is not in it: keep a copy of\n" +
			"that file elsewhere, or enter the passwords of mailboxes and connections anew after a restore.",
		Example: "  reinstate backup /backups/reinstate-$(date +%F).tar\n  reinstate backup - | age -r age1… > reinstate.tar.age",
		Args:    takes(1, 1, "backup takes the file to write, or - for stdout."),
		RunE: func(c *cobra.Command, args []string) error {
			o, err := p.enter(c.Context())
			if err != nil {
				return err
			}
			defer o.Close()
			return p.backup(c.Context(), o, args[0], force, asJSON)
		},
	}
	c.Flags().BoolVar(&force, "force", false, "overwrite the file")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON; not with -")
	return c
}

func (p *program) backup(ctx context.Context, o *premises, name string, force, asJSON bool) error {
	findings := []findingJSON{}
	make := func(w io.Writer) (casework.BackupManifest, error) {
		return casework.Backup(ctx, o.db, o.blobs, version, time.Now(), w, func(f store.Finding) {
			findings = append(findings, findingJSON{What: f.What, Where: f.Where, Sentence: f.Sentence})
			p.say("%s: %s", f.Where, f.Sentence)
		})
	}
	var m casework.BackupManifest
	var err error
	if name == "-" {
		if asJSON {
			return &misuse{sentence: "--json and - both want stdout."}
		}
		m, err = make(p.stdout)
	} else {
		m, err = saveBackup(ctx, name, force, make)
	}
	if err != nil {
		return err
	}
	said := summary(m, findings)
	if asJSON {
		if err := p.printJSON(said); err != nil {
			return err
		}
	}
	p.say("Saved %s and the database, %d bytes, as they were at %s.", count(said.Files, "file", "files"), said.Bytes, said.Made)
	if len(findings) > 0 {
		p.say("%s not as it was stored before this backup was made; see above.", count(len(findings), "thing is", "things are"))
		return errSaid
	}
	return nil
}

// saveBackup writes a backup whole or not at all, and reads it back before it
// gets its name.
func saveBackup(ctx context.Context, name string, force bool, make func(io.Writer) (casework.BackupManifest, error)) (m casework.BackupManifest, err error) {
	if err := mayWrite(name, force); err != nil {
		return m, err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".reinstate-*")
	if err != nil {
		return m, fmt.Errorf("cannot write %s: %w", name, reason(err))
	}
	defer func() {
		f.Close() // closed already unless something failed
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	out := bufio.NewWriterSize(f, 1<<20)
	if m, err = make(out); err != nil {
		return m, err
	}
	if err := errors.Join(out.Flush(), f.Sync()); err != nil {
		return m, fmt.Errorf("cannot write %s: %w", name, err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return m, err
	}
	if _, err := casework.CheckBackup(ctx, bufio.NewReaderSize(f, 1<<20)); err != nil {
		return m, fmt.Errorf("the backup was read back and is not what was written: %w", err)
	}
	if err := f.Close(); err != nil {
		return m, fmt.Errorf("cannot write %s: %w", name, err)
	}
	if err := mayWrite(name, force); err != nil {
		return m, err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return m, fmt.Errorf("cannot write %s: %w", name, err)
	}
	return m, syncFolder(filepath.Dir(name))
}

// syncFolder makes the names in a folder durable.
func syncFolder(name string) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// isEmpty reports whether a folder holds nothing, or is not there.
func isEmpty(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	return len(entries) == 0, err
}
