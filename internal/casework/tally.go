package casework

import "reinstate/internal/catalog"

// Tally counts what the checker finds and nobody set aside: in the letter, and
// in the evidence.
type Tally struct {
	Ran     bool // the checker ran; without it nothing is known
	Blocks  int  // that keep the letter from being filed
	Letter  int  // in the letter, the blocking ones included
	Papers  int  // in the evidence, the blocking ones included
	Serious int  // of all, that block or weigh heavily
}

// tallied counts findings.
func tallied(found []Finding) Tally {
	t := Tally{Ran: true}
	for _, f := range found {
		if f.Aside {
			continue
		}
		if f.Papers {
			t.Papers++
		} else {
			t.Letter++
		}
		if f.Severity == catalog.SeverityBlock {
			t.Blocks++
		}
		if f.Severity == catalog.SeverityBlock || f.Severity == catalog.SeverityHigh {
			t.Serious++
		}
	}
	return t
}
