package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Database is the name of the database file inside the data folder.
const Database = "reinstate.db"

// Options say where the data lies.
type Options struct {
	Dir string           // the data folder; made when it is not there
	Now func() time.Time // nil: time.Now
}

// DB is an open data folder. Its methods may be called at the same time.
type DB struct {
	dir   string
	now   func() time.Time
	few   int // fewCases, but in tests of what happens beyond it
	read  *pool
	write *pool // exactly one connection, so writers queue instead of failing
	queue *queue
}

// Open makes the data folder and brings its database up to the newest schema.
// Folder and files are for their owner alone (0700 and 0600), also when they
// were found with wider modes. It refuses a SQLite that can corrupt the
// database and a schema that a newer version of the product wrote. Several
// processes may have the same folder open; only a server takes Lock.
func Open(ctx context.Context, o Options) (_ *DB, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("find the data folder %q: %w", o.Dir, err)
	}
	if err := makePrivate(dir); err != nil {
		return nil, err
	}
	db := &DB{dir: dir, now: o.Now, few: fewCases}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	file := filepath.Join(dir, Database)
	if db.write, err = openPool(ctx, writing, file); err != nil {
		return nil, err
	}
	if err := migrate(ctx, db.write.sql, migrations(), dir); err != nil {
		return nil, err
	}
	if db.queue, err = openQueue(ctx, db.write.sql, dir); err != nil {
		return nil, err
	}
	if db.read, err = openPool(ctx, reading, file); err != nil {
		return nil, err
	}
	return db, nil
}

// Close waits for transactions that are under way and closes the database.
func (db *DB) Close() error {
	return errors.Join(db.read.close(), db.write.close())
}

// Dir is the data folder, as an absolute path.
func (db *DB) Dir() string { return db.dir }

// makePrivate makes the data folder and an empty database file in it, or
// narrows their modes. SQLite gives its -wal and -shm files the database's.
func makePrivate(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, Database), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	for name, mode := range map[string]fs.FileMode{"": 0o700, Database: 0o600, Database + "-wal": 0o600, Database + "-shm": 0o600} {
		if err := narrow(filepath.Join(dir, name), mode); err != nil {
			return fmt.Errorf("make the data folder private: %w", err)
		}
	}
	return nil
}

func narrow(path string, mode fs.FileMode) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || info.Mode().Perm() == mode {
		return err
	}
	return os.Chmod(path, mode)
}
