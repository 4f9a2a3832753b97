package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"reinstate/internal/reinstate"
)

func TestFolderAndFilesAreForTheirOwnerAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "data")
	wide := filepath.Join(t.TempDir(), "found")
	if err := os.MkdirAll(wide, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(wide, Database), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{dir, wide} {
		db, err := Open(t.Context(), Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		err = db.Update(t.Context(), reinstate.Actor{}, func(tx *Tx) error { return tx.AddOrg(&reinstate.Org{Name: "Vale"}) })
		if err != nil {
			t.Fatal(err)
		}
		lock, err := Lock(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer lock.Unlock()
		for name, want := range map[string]fs.FileMode{".": 0o700, Database: 0o600, Database + "-wal": 0o600, Database + "-shm": 0o600, "serve.lock": 0o600, "migrate.lock": 0o600} {
			info, err := os.Stat(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); got != want {
				t.Errorf("%s has mode %o, want %o", name, got, want)
			}
		}
	}
}

func TestASecondServerIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, err := Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(dir); !errors.Is(err, ErrServed) {
		t.Errorf("got %v, want ErrServed", err)
	}
	db, err := Open(t.Context(), Options{Dir: dir}) // the command line works beside it
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := first.Unlock(); err != nil {
		t.Fatal(err)
	}
	second, err := Lock(dir)
	if err != nil {
		t.Fatalf("the folder is free again, and still: %v", err)
	}
	second.Unlock()
}

func TestAnOldSQLiteIsRefused(t *testing.T) {
	t.Parallel()
	for version, ok := range map[string]bool{
		"3.45.1": false, "3.51.2": false, "3.51.3": true, "3.52.0": true, "3.54.1": true, "4.0.0": true, "2.99.99": false, "": false, "x": false,
	} {
		if err := checkVersion(version); (err == nil) != ok {
			t.Errorf("%q: got %v", version, err)
		}
	}
}

func TestEveryConnectionIsSetUp(t *testing.T) {
	t.Parallel()
	db := openForTest(t)
	for _, p := range []struct {
		pool *pool
		want map[string]string
	}{
		{db.write, map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000", "trusted_schema": "0", "cell_size_check": "1",
			"secure_delete": "1", "query_only": "0",
		}},
		{db.read, map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000", "trusted_schema": "0", "cell_size_check": "1",
			"query_only": "1",
		}},
	} {
		for pragma, want := range p.want {
			var got string
			if err := p.pool.sql.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %q (%v), want %q", pragma, got, err, want)
			}
		}
	}
	if n := db.write.sql.Stats().MaxOpenConnections; n != 1 {
		t.Errorf("there are %d writers", n)
	}
	if _, err := db.read.sql.Exec("DELETE FROM orgs"); err == nil {
		t.Error("a reading connection wrote")
	}
}

func TestAFolderWithAnyNameIsOpened(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"with space", "100% ? & #", "数据", "a=b;c", `quote"'`} {
		dir := filepath.Join(t.TempDir(), name)
		db, err := Open(t.Context(), Options{Dir: dir})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		db.Close()
		if info, err := os.Stat(filepath.Join(dir, Database)); err != nil || info.Size() == 0 {
			t.Errorf("%s: the database is not where it should be (%v)", name, err)
		}
	}
}

// another is the schema of this version with one migration more.
func another(t *testing.T, sql string) fs.FS {
	t.Helper()
	files := fstest.MapFS{"9999_another.sql": {Data: []byte("-- +goose Up\n" + sql + "\n")}}
	names, err := fs.Glob(migrations(), "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(migrations(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

func TestANewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	newer := another(t, "CREATE TABLE later (id INTEGER PRIMARY KEY);")
	db, err := Open(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := migrate(t.Context(), db.write.sql, newer, dir); err != nil {
		t.Fatalf("the next version's own migration: %v", err)
	}
	db.Close()
	before, err := os.ReadFile(filepath.Join(dir, Database))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Dir: dir}); err == nil || !strings.Contains(err.Error(), "newer version") {
		t.Errorf("got %v, want a sentence about a newer version", err)
	}
	if after, _ := os.ReadFile(filepath.Join(dir, Database)); !slices.Equal(before, after) {
		t.Error("the refused database was changed")
	}
}

func TestAMigrationIsAllOrNothing(t *testing.T) {
	t.Parallel()
	db := openForTest(t)
	broken := another(t, "CREATE TABLE half (id INTEGER);\nCREATE TABLE half (id INTEGER);")
	if err := migrate(t.Context(), db.write.sql, broken, db.Dir()); err == nil || !strings.Contains(err.Error(), "already exists") {
		t.Fatalf("a broken migration gave %v", err)
	}
	if half := column(t, db, "SELECT name FROM sqlite_master WHERE name = 'half'"); len(half) != 0 {
		t.Error("half of a migration was kept")
	}
}

func TestProcessesThatStartAtOnceTakeTurns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			db, err := Open(context.Background(), Options{Dir: dir})
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			db.Close()
		})
	}
	wg.Wait()
}

func TestWhatIsNoDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, Database)
	if err := os.WriteFile(path, []byte(strings.Repeat("this is a letter, not a database. ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if db, err := Open(t.Context(), Options{Dir: dir}); err == nil {
		db.Close()
		t.Error("a letter was opened as a database")
	}
	if content, _ := os.ReadFile(path); !strings.HasPrefix(string(content), "this is a letter") {
		t.Error("the letter was overwritten")
	}
	if _, err := Open(t.Context(), Options{Dir: path}); err == nil {
		t.Error("a file was opened as a folder")
	}
}

func TestAWriterWaitsItsTurnOnly(t *testing.T) {
	t.Parallel()
	db := openForTest(t)
	ctx, cancel := context.WithCancel(t.Context())
	held, release := make(chan bool), make(chan bool)
	go db.Update(t.Context(), reinstate.Actor{}, func(*Tx) error { held <- true; <-release; return nil })
	<-held
	cancel()
	if err := db.Update(ctx, reinstate.Actor{}, func(*Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's end", err)
	}
	if err := db.View(t.Context(), reinstate.Actor{}, func(*Tx) error { return nil }); err != nil {
		t.Errorf("a reader had to wait for the writer: %v", err)
	}
	close(release)
	if err := db.Update(t.Context(), reinstate.Actor{}, func(*Tx) error { return nil }); err != nil {
		t.Error(err)
	}
}
