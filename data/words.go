package data

import "embed"

// Words are the languages of the interface, one file each, and the time zones
// that people choose from.
//
//go:embed words
var Words embed.FS
