//go:build !sqlite_fts5

package store

import _ "embed"

// A build without the tag stops at the line below, before SQLite's two minutes
// of C are compiled: no file has this name, and the go command prints it.
//
//go:embed "Reinstate searches with SQLite FTS5 and cannot be built without it. Add -tags sqlite_fts5, as make build, make run and make test do."
var fts5Missing string
