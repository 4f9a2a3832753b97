package notice

import "reinstate/internal/reinstate"

// starts are the groups of words that say what a span is counted from.
var starts = map[string]reinstate.Start{
	"from_date": reinstate.FromDate, "from_click": reinstate.FromClick,
}

// startOf tells what a span is counted from by the words right after it: "of
// the date of this notice", "after you first open the page". It is empty, which
// means the receipt, where the words say nothing else.
func (m *message) startOf(s span) reinstate.Start {
	if s.date != "" {
		return ""
	}
	for name, from := range starts {
		for at := s.to; at < s.to+startWithin && at < len(m.words) && m.words[at].sentence == m.words[s.at].sentence; at++ {
			if m.followed(at, name) {
				return from
			}
		}
	}
	return ""
}

// startWithin is how many words after a span its start may begin.
const startWithin = 3
