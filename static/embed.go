// Package static holds what browsers load beside the pages. Each file is
// served under a name with its checksum, so it may be kept for ever.
package static

import "embed"

// Files are style sheets, scripts and icons.
//
//go:embed *.css *.js *.svg
var Files embed.FS
