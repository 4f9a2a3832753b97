package ledger

import "math"

// Interval is between which shares the true one lies.
type Interval struct{ Low, High float64 }

// Wilson is the score interval of Wilson (1927) for k of n at 95 per cent. It
// stays between 0 and 1 and holds for small numbers, where the usual one does not.
func Wilson(k, n int) Interval {
	if n <= 0 {
		return Interval{0, 1}
	}
	const z = 1.959963984540054 // 97.5th percentile of the normal distribution
	p, size := float64(k)/float64(n), float64(n)
	middle := (p + z*z/(2*size)) / (1 + z*z/size)
	half := z / (1 + z*z/size) * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	return Interval{max(0, middle-half), min(1, middle+half)}
}
