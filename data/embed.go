// Package data carries what the marketplaces demand and the fonts of letters
// inside the program.
package data

import "embed"

// FS holds catalog/*.yaml, catalog/plans/*.yaml and fonts/*.
//
//go:embed catalog all:fonts
var FS embed.FS
