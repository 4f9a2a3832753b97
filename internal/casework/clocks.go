package casework

import (
	"cmp"
	"slices"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
)

// clocks counts the time limits of a message: those it states, and those that
// hold by the catalog where it states none.
func (d *Desk) clocks(r reinstate.Reading, n reinstate.Notice, round int) []reinstate.Clock {
	market, _ := d.catalog.Market(r.Marketplace)
	at := d.venue(r)
	var out []reinstate.Clock
	count := func(found reinstate.ClockFound, basis reinstate.Basis, says string) {
		if r.Kind == reinstate.KindNotice && awaitsFiling(found.Kind) {
			return
		}
		if clock, ok := countClock(found, startOf(found.From, n), at); ok {
			clock.Basis, clock.Quote, clock.Round = basis, says, round
			out = append(out, clock)
		}
	}
	for _, found := range r.Clocks {
		count(found, reinstate.Stated, found.Quote.Words)
	}
	for _, rule := range notice.Clocks(r, market) {
		count(rule.Found, rule.Basis, rule.Says)
	}
	slices.SortStableFunc(out, ByDue)
	return out
}

// ByDue sorts clocks by when they are due, those without an instant last.
func ByDue(a, b reinstate.Clock) int {
	if a.Due.IsZero() != b.Due.IsZero() {
		return b.Due.Compare(a.Due)
	}
	return a.Due.Compare(b.Due)
}

// startOf is the instant that a message's time limit is counted from. It is zero
// for one that starts when somebody opens a page: nobody has recorded that yet.
func startOf(from reinstate.Start, n reinstate.Notice) time.Time {
	switch {
	case from == reinstate.FromClick:
		return time.Time{}
	case from == reinstate.FromDate && !n.Dated.IsZero():
		return n.Dated
	}
	return n.Received
}

// countClock makes a clock of a span. A limit that has not started, and a number
// of attempts, have no instant yet. It is not ok for what no page should show,
// such as the age of documents.
func countClock(found reinstate.ClockFound, started time.Time, at reinstate.Venue) (reinstate.Clock, bool) {
	clock := reinstate.Clock{Kind: found.Kind, Zone: at.Zone.String()}
	if found.Kind == reinstate.ClockAttempts {
		clock.Counted.Span = found.Span()
		clock.Arithmetic = found.Span().String()
		return clock, found.Count > 0
	}
	if !found.Kind.Runs() {
		return clock, false
	}
	if started.IsZero() {
		clock.Counted = reinstate.Reckoning{Span: found.Span(), From: found.From}
	} else {
		var ok bool
		if clock.Due, clock.Counted, ok = reinstate.Reckon(found.Span(), started, at); !ok {
			return clock, false
		}
		clock.Counted.From = cmp.Or(found.From, reinstate.FromReceipt)
	}
	clock.Arithmetic = clock.Counted.Words(at)
	return clock, true
}

// awaitsFiling reports whether a span of the marketplace's begins only with an
// appeal, so that a first notice merely announces it.
func awaitsFiling(k reinstate.ClockKind) bool {
	return k == reinstate.ClockReview || k == reinstate.ClockReplyExpected || k == reinstate.ClockFollowUp
}

// zone is where the time limits of a reading are counted.
func (d *Desk) zone(r reinstate.Reading) *time.Location { return d.venue(r).Zone }

// venue is where the time limits of a reading are counted: the zone with what
// people there call it, and the days on which nobody works.
func (d *Desk) venue(r reinstate.Reading) reinstate.Venue {
	market, _ := d.catalog.Market(r.Marketplace)
	site, _ := market.Store(r.Store)
	at := reinstate.Venue{Zone: zoneOf(site.Zone, market.Zone), Calendar: d.catalog.Calendar(site.Calendar)}
	for _, z := range []catalog.Zone{market.Zone, site.Zone} {
		if z.IANA == at.Zone.String() {
			at.Name = z.Name
		}
	}
	return at
}

// venueOf is where the time limits of an account are counted.
func (d *Desk) venueOf(a reinstate.Account) reinstate.Venue {
	return d.venue(placed(reinstate.Reading{}, a))
}

// placed is a reading with the marketplace and store of the account it is
// about where the words do not say: that is where its time limits are counted.
func placed(r reinstate.Reading, a reinstate.Account) reinstate.Reading {
	if !r.Marketplace.Known() {
		r.Marketplace = a.Marketplace
	}
	if r.Store == "" && r.Marketplace == a.Marketplace {
		r.Store = a.Store
	}
	return r
}

// zoneOf is the store's zone, else the marketplace's, else UTC. The catalog
// checks its zones when it is loaded.
func zoneOf(zones ...catalog.Zone) *time.Location {
	for _, z := range zones {
		if loc, err := time.LoadLocation(z.IANA); err == nil && z.IANA != "" {
			return loc
		}
	}
	return time.UTC
}

// wanted leaves out what the person dropped of the clocks they were shown, and
// adds the limit they set. A dropped clock stays dropped when a correction of
// the reading moves its instant.
func wanted(clocks, shown []reinstate.Clock, in Checking, zone *time.Location, round int) []reinstate.Clock {
	var out []reinstate.Clock
	for _, c := range clocks {
		dropped := slices.ContainsFunc(in.DropClocks, func(i int) bool {
			return i >= 0 && i < len(shown) && shown[i].Kind == c.Kind && shown[i].Basis == c.Basis && shown[i].Quote == c.Quote
		})
		if !dropped {
			out = append(out, c)
		}
	}
	if !in.Deadline.IsZero() {
		out = append(out, reinstate.Clock{
			Kind: reinstate.ClockAppeal, Due: in.Deadline.UTC(), Zone: zone.String(), Basis: reinstate.Assumed,
			Arithmetic: "Set by hand when the reading was checked.", Why: byHand, Round: round,
		})
	}
	return out
}

// byHand is why a limit holds that a person set while checking a message.
const byHand = "Set when the reading was checked."
