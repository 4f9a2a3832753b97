package casework

import "time"

// PageWithin sets how long drawing a page may take, for tests that let one
// hang, and gives what sets it back.
func PageWithin(d time.Duration) (back func()) {
	was := pageWithin
	pageWithin = d
	return func() { pageWithin = was }
}
