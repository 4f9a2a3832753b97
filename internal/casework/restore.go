package casework

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"reinstate/internal/blob"
	"reinstate/internal/store"
)

// largestManifest bounds what is read before anything of a backup is known: a
// million files take about 200 MB.
const largestManifest = 256 << 20

// NoBackup refuses a file that is no whole backup, in a sentence.
type NoBackup string

func (e NoBackup) Error() string { return string(e) }

var exhibitPlace = regexp.MustCompile(`^exhibits/([1-9][0-9]{0,18})/([0-9a-f]{2})/([0-9a-f]{64})$`)

// shelf is the firm a file belongs to.
func (f BackupFile) shelf() string {
	_, rest, _ := strings.Cut(f.Path, "/")
	shelf, _, _ := strings.Cut(rest, "/")
	return shelf
}

// CheckBackup reads a backup to its end and holds each file against its
// digest. Nothing is written.
func CheckBackup(ctx context.Context, r io.Reader) (BackupManifest, error) {
	return unpackBackup(ctx, r, func(_ BackupFile, body io.Reader) error {
		_, err := io.Copy(io.Discard, body)
		return err
	})
}

// Unpack makes a data folder of a backup: dir must not be there. Nothing in a
// backup is run, what does not belong into one is refused, and what was made
// is checked as verify does; the caller decides what findings mean. Where
// Unpack fails, the folder is removed again.
func Unpack(ctx context.Context, r io.Reader, dir string, report func(store.Finding)) (m BackupManifest, err error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return m, fmt.Errorf("make the data folder: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	blobs, err := blob.Open(dir)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, blobs.Close()) }()
	database := filepath.Join(dir, store.Database)
	hands, inTime := errgroup.WithContext(ctx)
	hands.SetLimit(keptAtOnce)
	m, err = unpackBackup(inTime, r, func(file BackupFile, body io.Reader) error {
		switch {
		case file.Path == databaseEntry:
			return writeDatabase(database, body)
		case file.Size > keptInMemory:
			return keepFile(inTime, blobs, file, body)
		}
		whole, err := io.ReadAll(body)
		if err != nil {
			return err
		}
		hands.Go(func() error { return keepFile(inTime, blobs, file, bytes.NewReader(whole)) })
		return nil
	})
	if failed := hands.Wait(); failed != nil && (err == nil || errors.Is(err, context.Canceled)) {
		err = failed // which ended the reading
	}
	if err != nil {
		return m, err
	}
	strange, err := store.Foreign(ctx, database)
	if err != nil {
		return m, NoBackup(fmt.Sprintf("The database in the backup cannot be used: %v.", err))
	}
	if len(strange) > 0 {
		slices.Sort(strange)
		return m, NoBackup(fmt.Sprintf("The database in the backup holds what Reinstate never put there: %s.", strings.Join(strange, ", ")))
	}
	db, err := store.Open(ctx, store.Options{Dir: dir})
	if err != nil {
		return m, fmt.Errorf("open the restored folder: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return m, Verify(ctx, db, blobs, report)
}

// Small files are made durable side by side: the disk takes several in about
// the time of one.
const (
	keptAtOnce   = 16
	keptInMemory = 2 << 20
)

func keepFile(ctx context.Context, blobs *blob.Store, file BackupFile, body io.Reader) error {
	kept, err := blobs.Put(ctx, file.shelf(), body, file.Size)
	if err == nil && kept.SHA256 != file.SHA256 {
		return NoBackup(file.Path + " in the backup does not have the bytes its name tells.")
	}
	return err
}

func writeDatabase(name string, body io.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, body)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// unpackBackup gives every file of a backup to each, in its order, and holds
// its bytes against the manifest.
func unpackBackup(ctx context.Context, r io.Reader, each func(BackupFile, io.Reader) error) (BackupManifest, error) {
	in := tar.NewReader(r)
	m, err := readManifest(in)
	if err != nil {
		return m, err
	}
	for _, file := range append([]BackupFile{m.Database}, m.Files...) {
		if err := ctx.Err(); err != nil {
			return m, err
		}
		h, err := in.Next()
		if err != nil {
			return m, NoBackup(fmt.Sprintf("The backup is cut off or damaged before %s.", file.Path))
		}
		if h.Name != file.Path || h.Size != file.Size || h.Typeflag != tar.TypeReg {
			return m, NoBackup(fmt.Sprintf("The backup holds %q where its list says %s of %d bytes.", h.Name, file.Path, file.Size))
		}
		sum := sha256.New()
		body := &counted{r: io.TeeReader(in, sum)}
		if err := each(file, body); err != nil {
			if body.failed {
				return m, NoBackup(fmt.Sprintf("The backup is cut off or damaged within %s.", file.Path))
			}
			return m, err
		}
		if hex.EncodeToString(sum.Sum(nil)) != file.SHA256 {
			return m, NoBackup(fmt.Sprintf("%s in the backup does not have the digest its list says.", file.Path))
		}
	}
	if h, err := in.Next(); err == nil {
		return m, NoBackup(fmt.Sprintf("The backup holds %q, which is not on its list.", h.Name))
	} else if !errors.Is(err, io.EOF) {
		return m, NoBackup("The backup is cut off at its end.")
	}
	return m, nil
}

// counted notices that the backup itself could not be read.
type counted struct {
	r      io.Reader
	failed bool
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.failed = c.failed || err != nil && !errors.Is(err, io.EOF)
	return n, err
}

func readManifest(in *tar.Reader) (m BackupManifest, err error) {
	h, err := in.Next()
	if err != nil || h.Name != manifestEntry || h.Size > largestManifest {
		return m, NoBackup("This is no backup of Reinstate.")
	}
	if err := json.NewDecoder(in).Decode(&m); err != nil || m.Format != BackupFormat {
		return m, NoBackup("This is no backup of Reinstate, or one of a newer version.")
	}
	if m.Schema > store.Newest() {
		return m, NoBackup(fmt.Sprintf("The backup was written by a newer version of Reinstate (schema %d, this program knows %d).", m.Schema, store.Newest()))
	}
	if m.Database.Path != databaseEntry {
		return m, NoBackup("The backup names no database.")
	}
	seen := map[string]bool{}
	for _, f := range m.Files {
		part := exhibitPlace.FindStringSubmatch(f.Path)
		if part == nil || part[3] != f.SHA256 || part[2] != f.SHA256[:2] || f.Size < 1 || seen[f.Path] {
			return m, NoBackup(fmt.Sprintf("The backup lists %q, which is no file of Reinstate.", f.Path))
		}
		seen[f.Path] = true
	}
	return m, nil
}
