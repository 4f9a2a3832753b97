package health

import (
	"cmp"
	"slices"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Answers says how buyers were answered in the last days of a log.
type Answers struct {
	Limit    catalog.AnswerTime
	From, To string // first and last day that is looked at
	Count    int    // messages that came
	Answered int
	Late     int // answered, or still waiting, beyond the limit
	Judged   int // answered or beyond the limit: those that wait within it are not judged yet
	Waiting  int
	Overdue  int // of those that wait
	Half     time.Duration
	Most     time.Duration // nine in ten were answered within it
	Oldest   time.Time     // of those that wait; zero: none
}

// Share is the share of judged messages that was answered within the limit; not
// ok where there is none.
func (a Answers) Share() (share float64, ok bool) {
	if a.Judged == 0 {
		return 0, false
	}
	return float64(a.Judged-a.Late) / float64(a.Judged), true
}

// AnswersOf counts the messages of the days before an instant.
func AnswersOf(rule catalog.ServiceRule, market reinstate.Marketplace, messages []reinstate.BuyerMessage, now time.Time) Answers {
	start := now.AddDate(0, 0, -rule.Window)
	a := Answers{Limit: rule.Answer(market), From: start.Format(time.DateOnly), To: now.Format(time.DateOnly)}
	var took []time.Duration
	for _, m := range messages {
		waits := m.Answered.IsZero() || m.Answered.After(now)
		if m.Received.After(now) || m.Received.Before(start) && !waits {
			continue
		}
		if waits {
			a.Waiting++
			if a.Oldest.IsZero() || m.Received.Before(a.Oldest) {
				a.Oldest = m.Received
			}
			if now.Sub(m.Received) > a.Limit.Within {
				a.Overdue++
			}
		}
		if m.Received.Before(start) {
			continue // waits since before: part of the backlog, not of the window's share
		}
		a.Count++
		switch {
		case !waits:
			a.Answered++
			a.Judged++
			took = append(took, m.Answered.Sub(m.Received))
			if m.Answered.Sub(m.Received) > a.Limit.Within {
				a.Late++
			}
		case now.Sub(m.Received) > a.Limit.Within:
			a.Judged++
			a.Late++
		}
	}
	slices.Sort(took)
	a.Half, a.Most = nearest(took, 50), nearest(took, 90)
	return a
}

// nearest is a percentile by the nearest rank: the smallest value within which
// so many percent lie.
func nearest(sorted []time.Duration, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	rank := (len(sorted)*percent + 99) / 100
	return sorted[max(rank, 1)-1]
}

// ClaimClock is a claim with the limit for its answer.
type ClaimClock struct {
	reinstate.BuyerClaim
	Rule   catalog.ClaimRule
	Limit  time.Time       // zero: nobody says one
	Basis  reinstate.Basis // who says it: the log itself, a rule, or an assumption
	Source catalog.Source  // of a rule
}

// Overdue reports whether the limit has passed at an instant.
func (c ClaimClock) Overdue(now time.Time) bool { return !c.Limit.IsZero() && now.After(c.Limit) }

// ClaimClocks gives each claim that waits for the seller its limit: the log's
// own, else the catalog's for such a claim. The earliest comes first, those
// without a limit last.
func ClaimClocks(rule catalog.ServiceRule, market reinstate.Marketplace, claims []reinstate.BuyerClaim) []ClaimClock {
	var out []ClaimClock
	for _, c := range claims {
		if c.State != reinstate.ClaimOpen {
			continue
		}
		one := ClaimClock{BuyerClaim: c}
		one.Rule, _ = rule.Claim(c.Kind)
		if answer, ok := one.Rule.Answer(market); ok {
			one.Limit, one.Basis, one.Source = c.Opened.Add(answer.Within), answer.Source.Basis(), answer.Source
		}
		if !c.Due.IsZero() {
			one.Limit, one.Basis, one.Source = c.Due, reinstate.Stated, catalog.Source{}
		}
		out = append(out, one)
	}
	slices.SortStableFunc(out, func(a, b ClaimClock) int {
		if a.Limit.IsZero() != b.Limit.IsZero() {
			if a.Limit.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(a.Limit.Compare(b.Limit), cmp.Compare(a.Number, b.Number))
	})
	return out
}

// Ratings compares the ratings of the last days with those before them.
type Ratings struct {
	Days           int // of the newer part
	Count          int
	Negative       int
	DaysBefore     int // of the older part
	Before         int
	BeforeNegative int
	Course         Course // unknown where there are too few on either side
}

// fewRatings is from how many ratings on both sides a course can be told.
const fewRatings = 10

// RatingsOf counts ratings up to a day.
func RatingsOf(rule catalog.ServiceRule, ratings []reinstate.Feedback, now time.Time) Ratings {
	newer := now.AddDate(0, 0, -rule.Window).Format(time.DateOnly)
	older := now.AddDate(0, 0, -rule.Trend).Format(time.DateOnly)
	r := Ratings{Days: rule.Window, DaysBefore: rule.Trend - rule.Window}
	for _, f := range ratings {
		bad := 0
		if f.Negative() {
			bad = 1
		}
		switch {
		case f.Day > newer:
			r.Count, r.Negative = r.Count+1, r.Negative+bad
		case f.Day > older:
			r.Before, r.BeforeNegative = r.Before+1, r.BeforeNegative+bad
		}
	}
	if r.Count < fewRatings || r.Before < fewRatings {
		return r
	}
	// More than one rating of difference, or it is called steady.
	share, before := float64(r.Negative)/float64(r.Count), float64(r.BeforeNegative)/float64(r.Before)
	switch one := 1 / float64(min(r.Count, r.Before)); {
	case share > before+one:
		r.Course = Worse
	case share < before-one:
		r.Course = Better
	default:
		r.Course = Steady
	}
	return r
}
