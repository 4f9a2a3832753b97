package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// oldest is the first SQLite that cannot corrupt a database in WAL mode which
// several connections use: the releases 3.7.0 to 3.51.2 can (sqlite.org/wal.html,
// "the WAL-reset bug").
const oldest = "3.51.3"

// longestWait is how long a transaction waits for its turn: for a connection of
// this process, and then for another process that writes. A Tx that tries to
// begin another one therefore fails instead of hanging for ever.
const longestWait = 10 * time.Second

// kind is one of the two ways of connecting.
type kind struct {
	connections int
	options     url.Values
}

var writing = kind{connections: 1, options: url.Values{
	"_txlock":        {"immediate"},
	"_synchronous":   {"FULL"}, // the driver is compiled to NORMAL, which can lose the last commits at power loss
	"_secure_delete": {"on"},   // what is deleted is overwritten
}}

var reading = kind{connections: 8, options: url.Values{
	"mode":         {"ro"},
	"_query_only":  {"on"},
	"_synchronous": {"FULL"},
	"_txlock":      {"deferred"},
}}

// dsn names the file with the options of every connection and those of k.
func (k kind) dsn(file string) string {
	q := url.Values{
		"_busy_timeout":    {strconv.FormatInt(longestWait.Milliseconds(), 10)},
		"_journal_mode":    {"WAL"},
		"_foreign_keys":    {"on"},
		"_stmt_cache_size": {"64"},
	}
	for name, value := range k.options {
		q[name] = value
	}
	return (&url.URL{Scheme: "file", Path: file, RawQuery: q.Encode()}).String()
}

// guard is run on every connection: a schema is data, and data is not trusted
// to call functions; damaged pages are noticed when they are read.
const guard = `PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA journal_size_limit = 67108864`

// connector makes connections without registering a driver by a global name.
type connector struct {
	driver *sqlite3.SQLiteDriver
	dsn    string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

type pool struct {
	sql  *sql.DB
	gorm *gorm.DB
}

func openPool(ctx context.Context, k kind, file string) (*pool, error) {
	db := sql.OpenDB(connector{dsn: k.dsn(file), driver: &sqlite3.SQLiteDriver{
		ConnectHook: func(c *sqlite3.SQLiteConn) error {
			_, err := c.Exec(guard, nil)
			return err
		},
	}})
	db.SetMaxOpenConns(k.connections)
	db.SetMaxIdleConns(k.connections)
	p := &pool{sql: db}
	var version string
	err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version)
	if err == nil {
		err = checkVersion(version)
	}
	if err == nil {
		p.gorm, err = gorm.Open(sqlite.New(sqlite.Config{Conn: db}), &gorm.Config{
			TranslateError:         true,
			SkipDefaultTransaction: true,
			Logger:                 logger.Discard, // errors are returned, and logged once by whoever answers
		})
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the database: %w", err), db.Close())
	}
	return p, nil
}

func (p *pool) close() error {
	if p == nil {
		return nil
	}
	return p.sql.Close()
}

// conn takes a connection out of the pool, waiting no longer than longestWait.
func (p *pool) conn(ctx context.Context) (*sql.Conn, error) {
	waiting, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	c, err := p.sql.Conn(waiting)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return nil, fmt.Errorf("the database was busy for more than %v: %w", longestWait, context.DeadlineExceeded)
	}
	return c, err
}

// checkVersion refuses a SQLite older than oldest.
func checkVersion(version string) error {
	if number(version) >= number(oldest) {
		return nil
	}
	return fmt.Errorf("this program was built with SQLite %s, which can damage its own database; it needs %s or newer", version, oldest)
}

// number makes 3051003 of "3.51.3"; what is not a number counts as nothing.
func number(version string) int {
	n := 0
	parts := strings.SplitN(version, ".", 4)
	for i := range 3 {
		n *= 1000
		if i < len(parts) {
			part, _ := strconv.Atoi(parts[i])
			n += part
		}
	}
	return n
}
