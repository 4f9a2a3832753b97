package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	sqlite3 "github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

// Copy writes the database as it is at one moment to a new file, while others
// read and write it.
func (db *DB) Copy(ctx context.Context, file string) error {
	from := bareFile(filepath.Join(db.dir, Database), "ro")
	defer from.Close()
	if _, err := from.ExecContext(ctx, "VACUUM INTO ?", file); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	return os.Chmod(file, 0o600)
}

// bareFile opens a database file with none of our options, for what they forbid.
func bareFile(file, mode string) *sql.DB {
	at := url.URL{Scheme: "file", Path: file, RawQuery: url.Values{"mode": {mode}, "_busy_timeout": {"10000"}}.Encode()}
	return sql.OpenDB(connector{driver: &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		_, err := c.Exec(guard, nil)
		return err
	}}, dsn: at.String()})
}

// Newest is the newest schema that this program knows.
func Newest() int64 {
	names, err := fs.ReadDir(migrations(), ".")
	if err != nil {
		panic(err) // the folder is embedded
	}
	var newest int64
	for _, n := range names {
		if v, err := goose.NumericComponent(n.Name()); err == nil && v > newest {
			newest = v
		}
	}
	return newest
}

// Foreign names what stands in the schema of a database file beside what this
// program put there at the file's version: a trigger or a view that somebody
// added would run among our own statements. Nothing of the file is run. A
// newer version than this program knows is an error.
func Foreign(ctx context.Context, file string) ([]string, error) {
	db := bareFile(file, "ro")
	defer db.Close()
	var version int64
	if err := db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM schema_versions WHERE is_applied").Scan(&version); err != nil {
		return nil, fmt.Errorf("this is no database of Reinstate: %w", err)
	}
	if newest := Newest(); version > newest {
		return nil, fmt.Errorf("it was written by a newer version of Reinstate (schema %d, this program knows %d)", version, newest)
	}
	ours, err := schemaAt(ctx, version)
	if err != nil {
		return nil, err
	}
	found, err := consistsOf(ctx, db)
	if err != nil {
		return nil, err
	}
	var strange []string
	for name, as := range found {
		table := strings.HasPrefix(name, "table river_") || strings.HasPrefix(name, "index river_") // of the queue, whose own library makes them
		if as != ours[name] && !table {
			strange = append(strange, name)
		}
	}
	return strange, nil
}

// schemaAt is the schema of a version, made afresh.
func schemaAt(ctx context.Context, version int64) (map[string]string, error) {
	dir, err := os.MkdirTemp("", "reinstate-schema-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	db := bareFile(filepath.Join(dir, Database), "rwc")
	defer db.Close()
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, migrations(), goose.WithDisableGlobalRegistry(true), goose.WithTableName("schema_versions"))
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return nil, fmt.Errorf("make schema %d: %w", version, err)
	}
	return consistsOf(ctx, db)
}

// consistsOf is what a database consists of: kind and name, and the words it was
// made with.
func consistsOf(ctx context.Context, db *sql.DB) (map[string]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var name, words string
		if err := rows.Scan(&name, &words); err != nil {
			return nil, err
		}
		all[name] = words
	}
	return all, rows.Err()
}
