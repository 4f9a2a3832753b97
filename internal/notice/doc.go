// Package notice reads a marketplace's message into a Reading: what it is,
// who sent it, what it restricts and why, what it asks for, and by when. Each
// fact carries the words that say it, as byte offsets into the text as given.
//
// Reading is pure: no clock, no files, no network. It is deterministic, its
// time grows linearly with the text, and no bytes make it panic. What it knows
// about marketplaces comes from the catalog; the code only knows how messages
// are built. "Unknown" is an answer.
//
// The package also turns files into text (Decode) and counts time limits (Due).
package notice
