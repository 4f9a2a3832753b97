package casework

import "time"

// PageWithin sets how long a program may take for a page, for tests that let one
// hang, and gives what sets it back.
func PageWithin(d time.Duration) (back func()) {
	page, tool := pageWithin, toolWithin
	pageWithin, toolWithin = d, d
	return func() { pageWithin, toolWithin = page, tool }
}

// Try asks a marketplace once, while a person waits.
var Try = try
