package health

import (
	"strings"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// judge says which risks the SKU has and how soon somebody should look.
func (s *SKU) judge(rule catalog.StockRule) {
	s.Risk = RiskNone
	press := func(f Flag, at Risk) {
		s.Flags = append(s.Flags, f)
		if at == RiskNow || at == RiskSoon && s.Risk != RiskNow || at == RiskUnknown && s.Risk == RiskNone {
			s.Risk = at
		}
	}
	if s.Offer.Beyond > 0 {
		press(FlagOversold, RiskNow)
	}
	switch c := s.Cover; {
	case !c.Told:
	case c.Sold > 0 && c.Left == 0:
		press(FlagOut, RiskNow)
	case c.Few && c.Most <= rule.Soon || !c.Few && c.Sold > 0 && c.Lasts <= rule.Soon:
		at := RiskSoon
		if c.Few && c.Most <= rule.Act || !c.Few && c.Lasts <= rule.Act {
			at = RiskNow
		}
		press(FlagOut, at)
	}
	if s.Line.Stranded > 0 || s.Line.Unsellable > 0 {
		press(FlagUnsellable, RiskSoon)
	}
	if s.Papered && s.Papers.Short > 0 {
		press(FlagInvoices, RiskSoon)
	}
	if len(s.Offer.Places) > 1 && s.Offer.Counted == unsaid {
		press(FlagUncounted, RiskUnknown)
	}
	if s.Risk == RiskNone && !s.Cover.Told {
		s.Risk = RiskUnknown
	}
}

// Sentences say in words what presses about the SKU, with the arithmetic. What
// was said of the same shelf above is not said again.
func (s SKU) Sentences() []reinstate.Sentence {
	var out []reinstate.Sentence
	all := []func() (reinstate.Sentence, bool){s.oversold, s.lasting, s.unbuyable, s.invoiced, s.uncounted}
	if s.Again {
		all = []func() (reinstate.Sentence, bool){s.repeated, s.unbuyable, s.invoiced}
	}
	for _, say := range all {
		if one, ok := say(); ok {
			out = append(out, one)
		}
	}
	return out
}

func (SKU) repeated() (reinstate.Sentence, bool) {
	return reinstate.Say("From the same shelf as above."), true
}

func (s SKU) oversold() (reinstate.Sentence, bool) {
	o := s.Offer
	places := strings.Join(o.Places, ", ")
	switch {
	case o.Beyond == 0:
		return reinstate.Sentence{}, false
	case o.Since > 0:
		return reinstate.Say("%s can be sold that are not there: %s listed (%s); %s counted on %s, %s sold from the shelf since.", whole(o.Beyond), whole(o.Listed), places, whole(o.Counted), on(o.Day), whole(o.Since)), true
	}
	return reinstate.Say("%s can be sold that are not there: %s listed (%s); %s counted on %s.", whole(o.Beyond), whole(o.Listed), places, whole(o.Counted), on(o.Day)), true
}

func (s SKU) lasting() (reinstate.Sentence, bool) {
	c := s.Cover
	days, left := whole(int64(c.Days)), reinstate.Say("%s left", whole(c.Left))
	if c.AsListed {
		left = reinstate.Say("%s listed and not counted", whole(c.Left))
	}
	switch {
	case c.Left == unsaid:
		return reinstate.Say("No report says how many are left."), true
	case c.Sold == unsaid:
		return reinstate.Say("%s. How long they last is not known: no sales of these days are on file.", left), true
	case c.Sold == 0:
		return reinstate.Say("%s; none was sold in the last %s days.", left, days), true
	case c.Left == 0:
		return reinstate.Say("Nothing is left; %s were sold in the last %s days.", whole(c.Sold), days), true
	case c.Few && c.Most >= farthest:
		return reinstate.Say("%s, %s sold in %s days: too few to say more than that they last at least %s days.", left, whole(c.Sold), days, whole(int64(c.Least))), true
	case c.Few:
		return reinstate.Say("%s, %s sold in %s days: too few to say more than that they last %s to %s days.", left, whole(c.Sold), days, whole(int64(c.Least)), whole(int64(c.Most))), true
	case c.Lasts >= farthest:
		return reinstate.Say("%s, %s sold in %s days: enough for a year.", left, whole(c.Sold), days), true
	case s.Line.Inbound > 0:
		return reinstate.Say("%s, %s sold in %s days: gone in %s days, on %s. %s more are on their way.", left, whole(c.Sold), days, whole(int64(c.Lasts)), on(c.Out), whole(s.Line.Inbound)), true
	}
	return reinstate.Say("%s, %s sold in %s days: gone in %s days, on %s.", left, whole(c.Sold), days, whole(int64(c.Lasts)), on(c.Out)), true
}

func (s SKU) unbuyable() (reinstate.Sentence, bool) {
	l := s.Line
	switch {
	case l.Stranded > 0 && l.Unsellable > 0:
		return reinstate.Say("%s stranded: no listing sells them. %s more cannot be sold.", whole(l.Stranded), whole(l.Unsellable)), true
	case l.Stranded > 0:
		return reinstate.Say("%s stranded: no listing sells them.", whole(l.Stranded)), true
	case l.Unsellable > 0:
		return reinstate.Say("%s cannot be sold: damaged, returned or expired.", whole(l.Unsellable)), true
	}
	return reinstate.Sentence{}, false
}

func (s SKU) invoiced() (reinstate.Sentence, bool) {
	p := s.Papers
	days := whole(int64(p.Age.Days))
	switch {
	case !s.Papered || p.Sold == 0 && p.Covered == 0:
		return reinstate.Sentence{}, false
	case p.Sold == unsaid && p.Covered == 0:
		return reinstate.Sentence{}, false
	case p.Sold == unsaid:
		return reinstate.Say("Invoices of the last %s days cover %s units; what was sold is not known.", days, whole(p.Covered)), true
	case p.Short == 0 && p.Whole:
		return reinstate.Say("Invoices of the last %s days cover %s units, %s were sold: it would pass on quantity.", days, whole(p.Covered), whole(p.Sold)), true
	case p.Short == 0:
		return reinstate.Say("Invoices of the last %s days cover %s units; %s were sold since %s, from when sales are known.", days, whole(p.Covered), whole(p.Sold), on(p.From)), true
	case p.Covered == 0 && p.Old > 0:
		return reinstate.Say("It would not pass a review of authenticity: %s sold since %s, and the newest invoice, of %s, is older than %s days.", whole(p.Sold), on(p.From), on(p.Newest), days), true
	case p.Covered == 0:
		return reinstate.Say("It would not pass a review of authenticity: %s sold since %s, and no invoice of the last %s days is on file.", whole(p.Sold), on(p.From), days), true
	}
	return reinstate.Say("It would not pass a review of authenticity: %s sold since %s, invoices of the last %s days cover %s, so %s are without one.", whole(p.Sold), on(p.From), days, whole(p.Covered), whole(p.Short)), true
}

func (s SKU) uncounted() (reinstate.Sentence, bool) {
	if !s.Has(FlagUncounted) {
		return reinstate.Sentence{}, false
	}
	return reinstate.Say("%s listed in several places (%s), and nobody counted the shelf: import a count to see whether too many are on offer.", whole(s.Offer.Listed), strings.Join(s.Offer.Places, ", ")), true
}

// on is a day that stands in a sentence.
func on(day string) reinstate.Day { return reinstate.Day(day) }
