package casework

import (
	"slices"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// clocks counts the time limits of a message received at an instant: those it
// states, and those that hold by the catalog where it states none.
func (d *Desk) clocks(r reinstate.Reading, received time.Time, round int) []reinstate.Clock {
	market, _ := d.catalog.Market(r.Marketplace)
	zone := d.zone(r)
	var out []reinstate.Clock
	count := func(found reinstate.ClockFound, basis reinstate.Basis, says string) {
		due, how, ok := notice.Due(found, received, zone)
		if !ok || !found.Kind.Runs() || r.Kind == reinstate.KindNotice && awaitsFiling(found.Kind) {
			return
		}
		out = append(out, reinstate.Clock{
			Kind: found.Kind, Due: due, Zone: zone.String(), Basis: basis, Quote: says, Arithmetic: how, Round: round,
		})
	}
	for _, found := range r.Clocks {
		count(found, reinstate.Stated, found.Quote.Words)
	}
	for _, rule := range notice.Clocks(r, market) {
		count(rule.Found, rule.Basis, rule.Says)
	}
	slices.SortStableFunc(out, func(a, b reinstate.Clock) int { return a.Due.Compare(b.Due) })
	return out
}

// awaitsFiling reports whether a span of the marketplace's begins only with an
// appeal, so that a first notice merely announces it.
func awaitsFiling(k reinstate.ClockKind) bool {
	return k == reinstate.ClockReview || k == reinstate.ClockReplyExpected || k == reinstate.ClockFollowUp
}

// zone is where the time limits of a reading are counted.
func (d *Desk) zone(r reinstate.Reading) *time.Location {
	market, _ := d.catalog.Market(r.Marketplace)
	site, _ := market.Store(r.Store)
	return zoneOf(site.Zone, market.Zone)
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
			Arithmetic: "Set by hand when the reading was checked.", Round: round,
		})
	}
	return out
}

func openClocks(tx *store.Tx, c reinstate.Case, clocks []reinstate.Clock) error {
	for _, clock := range clocks {
		clock.Case = c.ID
		if err := tx.AddClock(&clock, event("clock_opened", "kind", string(clock.Kind), "due", clock.Due.Format(time.RFC3339), "basis", string(clock.Basis))); err != nil {
			return err
		}
	}
	return nil
}

// settleClocks brings the clocks of an unconfirmed case in line with the
// checked reading: those that no longer hold stop, the others are opened.
func settleClocks(tx *store.Tx, c reinstate.Case, hold []reinstate.Clock) error {
	present, err := tx.Clocks(c.ID)
	if err != nil {
		return err
	}
	same := func(a, b reinstate.Clock) bool { return a.Kind == b.Kind && a.Due.Equal(b.Due) && a.Basis == b.Basis }
	for _, clock := range present {
		if clock.Running() && !slices.ContainsFunc(hold, func(h reinstate.Clock) bool { return same(h, clock) }) {
			if err := stop(tx, clock, "clock_dropped"); err != nil {
				return err
			}
		}
	}
	missing := slices.DeleteFunc(slices.Clone(hold), func(h reinstate.Clock) bool {
		return slices.ContainsFunc(present, func(p reinstate.Clock) bool { return same(p, h) })
	})
	return openClocks(tx, c, missing)
}

// ends says which of a case's running clocks an event meets. What a filing
// answers is the marketplace's demand; a call or a certification is a thing of
// its own. A decision ends the marketplace's own time.
var ends = map[reinstate.Action][]reinstate.ClockKind{
	reinstate.FileAppeal:            {reinstate.ClockAppeal, reinstate.ClockDocuments, reinstate.ClockCure},
	reinstate.RecordMoreInformation: {reinstate.ClockReview, reinstate.ClockReplyExpected, reinstate.ClockFollowUp},
	reinstate.RecordDenied:          {reinstate.ClockReview, reinstate.ClockReplyExpected, reinstate.ClockFollowUp},
	reinstate.RecordFinalDenial:     {reinstate.ClockReview, reinstate.ClockReplyExpected, reinstate.ClockFollowUp},
}

// stopClocks meets the running clocks of a case for which met says so.
func stopClocks(tx *store.Tx, c reinstate.Case, met func(reinstate.ClockKind) bool) error {
	clocks, err := tx.Clocks(c.ID)
	if err != nil {
		return err
	}
	for _, clock := range clocks {
		if clock.Running() && met(clock.Kind) {
			if err := stop(tx, clock, "clock_met"); err != nil {
				return err
			}
		}
	}
	return nil
}

func stop(tx *store.Tx, clock reinstate.Clock, did string) error {
	clock.Met = tx.Now()
	return tx.SaveClock(&clock, event(did, "kind", string(clock.Kind), "due", clock.Due.Format(time.RFC3339)))
}

// restart lets the clocks that the end of a case stopped run again. Nothing
// changes a finished case, so they were met at its last change.
func restart(tx *store.Tx, c reinstate.Case) error {
	clocks, err := tx.Clocks(c.ID)
	if err != nil {
		return err
	}
	for _, clock := range clocks {
		if clock.Running() || !clock.Met.Equal(c.Changed) {
			continue
		}
		clock.Met = time.Time{}
		if err := tx.SaveClock(&clock, event("clock_opened", "kind", string(clock.Kind), "due", clock.Due.Format(time.RFC3339), "basis", string(clock.Basis))); err != nil {
			return err
		}
	}
	return nil
}
