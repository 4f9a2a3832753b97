package casework

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"reinstate/internal/blob"
	"reinstate/internal/store"
)

// BackupFormat names the layout of a backup: a tar with manifest.json first,
// then the database, then every file under exhibits/FIRM/AB/SHA256.
const BackupFormat = "reinstate backup 1"

// Names inside a backup.
const (
	manifestEntry = "manifest.json"
	databaseEntry = "reinstate.db"
	exhibitsEntry = "exhibits"
)

// BackupManifest says what a backup holds, so that a part that is missing or
// changed is noticed.
type BackupManifest struct {
	Format   string       `json:"format"`
	Program  string       `json:"program"` // version that wrote it
	Made     time.Time    `json:"made"`
	Schema   int64        `json:"schema"`
	Database BackupFile   `json:"database"`
	Files    []BackupFile `json:"files"`
	Missing  []string     `json:"missing,omitempty"` // what could not be copied, in words
}

// BackupFile is one file of a backup.
type BackupFile struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Backup writes a consistent copy of a whole installation, all firms, while it
// is in use: the database as it is at one moment, and every file it refers to.
// The copy of the database is opened and checked as verify does before
// anything is written. What is damaged or missing already is reported and left
// out; everything else is saved all the same. The key of stored secrets is not
// part of it.
func Backup(ctx context.Context, db *store.DB, blobs *blob.Store, program string, now time.Time, w io.Writer, report func(store.Finding)) (BackupManifest, error) {
	m := BackupManifest{Format: BackupFormat, Program: program, Made: now.UTC(), Schema: store.Newest(), Files: []BackupFile{}}
	err := blobs.Share(ctx, func() (err error) { // nobody empties the trash meanwhile
		dir, err := os.MkdirTemp(db.Dir(), ".backup-*")
		if err != nil {
			return fmt.Errorf("make room for the copy: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		copied := filepath.Join(dir, store.Database)
		if err := db.Copy(ctx, copied); err != nil {
			return err
		}
		if err := m.list(ctx, dir, blobs, report); err != nil {
			return err
		}
		return m.write(ctx, copied, blobs, w)
	})
	return m, err
}

// list opens the copy of the database, checks it, and lists the files it
// refers to that are whole.
func (m *BackupManifest) list(ctx context.Context, dir string, blobs *blob.Store, report func(store.Finding)) (err error) {
	db, err := store.Open(ctx, store.Options{Dir: dir})
	if err != nil {
		return fmt.Errorf("open the copy: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close(), m.sumDatabase(dir)) }()
	told := func(f store.Finding) {
		if f.What == "file" {
			m.Missing = append(m.Missing, f.Where)
		}
		report(f)
	}
	lost := map[string]bool{}
	all, err := distinct(ctx, db)
	if err != nil {
		return err
	}
	if err := db.Verify(ctx, told); err != nil {
		return err
	}
	for start := 0; start < len(all); start += verifiedAtOnce {
		batch := all[start:min(start+verifiedAtOnce, len(all))]
		verifyBatch(blobs, batch, func(f store.Finding) { lost[f.Where] = true; told(f) })
	}
	for _, ref := range all {
		if !lost[ref.Name] {
			m.Files = append(m.Files, BackupFile{Path: exhibitPath(ref.Shelf, ref.SHA256), Size: ref.Size, SHA256: ref.SHA256})
		}
	}
	return nil
}

// distinct lists every file the database refers to, each once.
func distinct(ctx context.Context, db *store.DB) ([]store.Blob, error) {
	var all []store.Blob
	seen := map[string]bool{}
	for ref, err := range db.Blobs(ctx) {
		if err != nil {
			return nil, err
		}
		if key := ref.Shelf + "/" + ref.SHA256; !seen[key] {
			seen[key] = true
			all = append(all, ref)
		}
	}
	return all, nil
}

// sumDatabase puts the closed copy of the database into the manifest.
func (m *BackupManifest) sumDatabase(dir string) error {
	f, err := os.Open(filepath.Join(dir, store.Database))
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	size, err := io.Copy(h, f)
	m.Database = BackupFile{Path: databaseEntry, Size: size, SHA256: hex.EncodeToString(h.Sum(nil))}
	return err
}

// exhibitPath is where a file stands in a backup.
func exhibitPath(shelf, sum string) string {
	return exhibitsEntry + "/" + shelf + "/" + sum[:2] + "/" + sum
}

func (m *BackupManifest) write(ctx context.Context, database string, blobs *blob.Store, w io.Writer) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	out := tar.NewWriter(w)
	header := func(name string, size int64) error {
		return out.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: m.Made, Format: tar.FormatPAX})
	}
	if err := header(manifestEntry, int64(len(text))); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	if _, err := out.Write(text); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	copyIn := func(file BackupFile, open func() (io.ReadCloser, error)) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		f, err := open()
		if err != nil {
			return err
		}
		defer f.Close()
		if err := header(file.Path, file.Size); err != nil {
			return err
		}
		h := sha256.New()
		if _, err := io.Copy(out, io.TeeReader(f, h)); err != nil {
			return err
		}
		if hex.EncodeToString(h.Sum(nil)) != file.SHA256 {
			return blob.ErrDamaged
		}
		return nil
	}
	if err := copyIn(m.Database, func() (io.ReadCloser, error) { return os.Open(database) }); err != nil {
		return fmt.Errorf("write the database into the backup: %w", err)
	}
	for _, file := range m.Files {
		err := copyIn(file, func() (io.ReadCloser, error) {
			body, _, err := blobs.Open(file.shelf(), file.SHA256)
			return body, err
		})
		if err != nil {
			return fmt.Errorf("write %s into the backup: %w", file.Path, err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	return nil
}
