package reinstate

import "time"

// PageNoteID identifies a note.
type PageNoteID int64

// PageNote is what somebody of the firm wrote to a page of an exhibit, pinned to a
// spot of it or to the page as a whole. It is no part of the exhibit and of
// nothing that leaves the firm.
type PageNote struct {
	ID         PageNoteID
	Case       CaseID
	Exhibit    ExhibitID
	Page       int // from 1
	Spot       Spot
	Text       string
	By         string
	User       UserID
	At         time.Time
	Edited     time.Time // zero: never
	Resolved   time.Time // zero while it is open
	ResolvedBy string
	Version    int
}

// Open reports whether the note waits for somebody.
func (n PageNote) Open() bool { return n.Resolved.IsZero() }

// Thousandths are what the width and the height of a page are counted in.
const Thousandths = 1000

// Spot is a place on a page, in thousandths of its width from the left and of
// its height from the top.
type Spot struct{ X, Y int }

// WholePage is the spot of what is said of a page as a whole.
var WholePage = Spot{-1, -1}

// Pinned reports whether a spot is a place on the page.
func (s Spot) Pinned() bool { return s != WholePage }

// OnPage reports whether a spot is on the page, or the page as a whole.
func (s Spot) OnPage() bool {
	return s == WholePage || s.X >= 0 && s.X <= Thousandths && s.Y >= 0 && s.Y <= Thousandths
}
