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
// states, and where it states none of the seller's own, those that hold by
// the catalog's rules for its primary reason.
func (d *Desk) clocks(r reinstate.Reading, received time.Time, round int) []reinstate.Clock {
	market, _ := d.catalog.Market(r.Marketplace)
	site, _ := market.Store(r.Store)
	zone := zoneOf(site.Zone, market.Zone)
	var out []reinstate.Clock
	own := false
	for _, found := range r.Clocks {
		if !found.Kind.Runs() {
			continue
		}
		due, how, ok := notice.Due(found, received, zone)
		if !ok {
			continue
		}
		own = own || found.Kind.Sellers()
		out = append(out, reinstate.Clock{
			Kind: found.Kind, Due: due, Zone: zone.String(), Basis: reinstate.Stated, Quote: found.Quote.Words, Arithmetic: how, Round: round,
		})
	}
	if !own && len(r.Reasons) > 0 && r.Kind != reinstate.KindReply {
		out = append(out, rules(market.Clocks(r.Reasons[0].Code), received, zone, round)...)
	}
	slices.SortStableFunc(out, func(a, b reinstate.Clock) int { return a.Due.Compare(b.Due) })
	return out
}

func rules(clocks []catalog.Clock, received time.Time, zone *time.Location, round int) []reinstate.Clock {
	var out []reinstate.Clock
	for _, rule := range clocks {
		due, how, ok := notice.Due(reinstate.ClockFound{Kind: rule.Kind, Count: rule.Count, Unit: rule.Unit}, received, zone)
		if ok && rule.Kind.Runs() {
			out = append(out, reinstate.Clock{
				Kind: rule.Kind, Due: due, Zone: zone.String(), Basis: reinstate.Rule, Quote: rule.Says, Arithmetic: how, Round: round,
			})
		}
	}
	return out
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

// wanted leaves out what the person dropped and adds the limit they set.
func wanted(clocks []reinstate.Clock, in Checking, round int) []reinstate.Clock {
	var out []reinstate.Clock
	for i, c := range clocks {
		if !slices.Contains(in.DropClocks, i) {
			out = append(out, c)
		}
	}
	if !in.Deadline.IsZero() {
		zone := "UTC"
		if len(clocks) > 0 {
			zone = clocks[0].Zone
		}
		out = append(out, reinstate.Clock{
			Kind: reinstate.ClockAppeal, Due: in.Deadline.UTC(), Zone: zone, Basis: reinstate.Stated,
			Arithmetic: "Set by hand when the reading was checked.", Round: round,
		})
	}
	return out
}

func openClocks(tx *store.Tx, c reinstate.Case, clocks []reinstate.Clock, in Checking) error {
	for _, clock := range wanted(clocks, in, c.Round) {
		clock.Case = c.ID
		if err := tx.AddClock(&clock, event("clock_opened", "kind", string(clock.Kind), "due", clock.Due.Format(time.RFC3339), "basis", string(clock.Basis))); err != nil {
			return err
		}
	}
	return nil
}

// settleClocks brings the clocks of an unconfirmed case in line with the
// checked reading: those that no longer hold stop, the others are opened.
func settleClocks(tx *store.Tx, c reinstate.Case, clocks []reinstate.Clock, in Checking) error {
	present, err := tx.Clocks(c.ID)
	if err != nil {
		return err
	}
	var missing []reinstate.Clock
	hold := wanted(clocks, in, c.Round)
	same := func(a, b reinstate.Clock) bool { return a.Kind == b.Kind && a.Due.Equal(b.Due) && a.Basis == b.Basis }
	for _, clock := range present {
		if clock.Running() && !slices.ContainsFunc(hold, func(h reinstate.Clock) bool { return same(h, clock) }) {
			if err := stop(tx, clock, "clock_dropped"); err != nil {
				return err
			}
		}
	}
	for _, h := range hold {
		if !slices.ContainsFunc(present, func(p reinstate.Clock) bool { return same(p, h) }) {
			missing = append(missing, h)
		}
	}
	return openClocks(tx, c, missing, Checking{})
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
