package packet

import (
	"time"
)

// Options say how a letter is drawn, besides what it says.
type Options struct {
	Paper Paper
	// Dated is written into the file as its creation time. The same document,
	// options and program give the same bytes, so callers pass a stored time.
	Dated time.Time
	Draft bool   // prints the document's draft word across each page
	Seal  string // further words for the footer, such as a filing's reference
}

// Packet is a drawn letter.
type Packet struct {
	PDF      []byte
	Pages    int
	Replaced []Replacement
}

// Replacement is a character that could not be drawn as it stands.
type Replacement struct {
	Rune  rune
	Drawn string // what stands in its place, empty where it was left out
	Count int
	Where string // the words around its first place
}
