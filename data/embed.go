// Package data holds what the marketplaces demand and the fonts of the
// letters, embedded into the program.
package data

import "embed"

// FS holds catalog/*.yaml, catalog/plans/*.yaml and fonts/*.
//
//go:embed all:catalog all:fonts
var FS embed.FS
