package reinstate

import "time"

// PreviewState says how far the pictures of a file are.
type PreviewState string

// States of the pictures of a file.
const (
	PreviewWaiting PreviewState = "waiting"
	PreviewDone    PreviewState = "done"    // as many as there will be
	PreviewNone    PreviewState = "none"    // a file of this type is not drawn
	PreviewLocked  PreviewState = "locked"  // it asks for a password
	PreviewFailed  PreviewState = "failed"  // it is damaged, too large, or made to do harm
	PreviewLacking PreviewState = "lacking" // the program that draws it is not installed
)

// PreviewStates lists the states in the order above.
func PreviewStates() []PreviewState {
	return []PreviewState{PreviewWaiting, PreviewDone, PreviewNone, PreviewLocked, PreviewFailed, PreviewLacking}
}

// Preview are the pictures made of the pages of a file. They follow from its
// bytes, are no evidence, and can be thrown away and made again.
type Preview struct {
	SHA256   string // of the file
	State    PreviewState
	Pages    int     // of the file, as far as is known; zero: unknown
	Stopped  string  // why not every page was drawn, in English; empty: nothing stopped it
	Thumb    Picture // of the first page, small; zero: none
	Pictures []Picture
	Made     time.Time
}

// Picture is one picture of ours.
type Picture struct {
	SHA256        string
	Size          int64
	Width, Height int
}

// Picture is the picture of a page, counted from 1.
func (p Preview) Picture(page int) (Picture, bool) {
	if page < 1 || page > len(p.Pictures) {
		return Picture{}, false
	}
	return p.Pictures[page-1], true
}

// Last is the number of the last page that can be looked at, zero where none
// can.
func (p Preview) Last() int { return len(p.Pictures) }
