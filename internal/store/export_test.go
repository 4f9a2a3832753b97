package store

import (
	"context"
	"time"

	"gorm.io/gorm/logger"
)

// ManyCases makes lists take any number of cases for many.
func (db *DB) ManyCases() { db.few = -1 }

// Trace hands every statement of both pools, its values filled in, to f.
func (db *DB) Trace(f func(sql string)) {
	db.read.gorm.Logger, db.write.gorm.Logger = tracer(f), tracer(f)
}

type tracer func(string)

func (t tracer) LogMode(logger.LogLevel) logger.Interface { return t }
func (tracer) Info(context.Context, string, ...any)       {}
func (tracer) Warn(context.Context, string, ...any)       {}
func (tracer) Error(context.Context, string, ...any)      {}
func (t tracer) Trace(_ context.Context, _ time.Time, f func() (string, int64), _ error) {
	sql, _ := f()
	t(sql)
}

// What refers to bytes, as it is listed and as it is counted.
const (
	BlobsSQL = blobsSQL
	HeldSQL  = heldSQL
)
