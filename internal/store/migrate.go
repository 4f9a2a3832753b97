package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var embedded embed.FS

// migrations are the versions of the schema this program knows, oldest first.
func migrations() fs.FS {
	sub, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

// migrate brings the database to the newest schema of known, one transaction
// a step. Two processes that start at once take turns.
func migrate(ctx context.Context, db *sql.DB, known fs.FS, dir string) error {
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, known,
		goose.WithDisableGlobalRegistry(true), goose.WithTableName("schema_versions"), goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("read the schema: %w", err)
	}
	done, err := takeTurn(ctx, dir)
	if err != nil {
		return err
	}
	defer done()
	found, newest, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the database: %w", err)
	}
	if found > newest {
		return fmt.Errorf("the data folder was written by a newer version of Reinstate (schema %d, this program knows %d): start that version, or restore an older copy of the folder", found, newest)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the database to schema %d: %w", newest, err)
	}
	return nil
}

// takeTurn waits until no other process prepares the database; the caller calls
// done when it has.
func takeTurn(ctx context.Context, dir string) (done func(), err error) {
	turn := flock.New(filepath.Join(dir, "migrate.lock"), flock.SetPermissions(0o600))
	waiting, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if _, err := turn.TryLockContext(waiting, 20*time.Millisecond); err != nil {
		return nil, fmt.Errorf("wait for another process that prepares the database: %w", err)
	}
	return func() { turn.Close() }, nil
}
