package casework

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Corrections are what people changed in the readings of a firm: where the
// reader was wrong in this installation.
type Corrections struct {
	Messages int // readings that a person confirmed
	Facts    []FactReport
	Reasons  []ReasonReport
}

// FactReport is how one fact was read, such as the level.
type FactReport struct {
	Fact     string
	Messages int // in which the fact is looked at
	Wrong    int // in how many of them it was changed
	Changes  []Change
}

// Change is what was read, what a person made of it, and how often. Of facts
// that come several times one side is empty: nothing was read, or what was read
// was taken away.
type Change struct {
	Read, Checked string
	Count         int
}

// ReasonReport is how the messages of one reason were read, and how often the
// reason itself was right, missed, or read where it was not.
type ReasonReport struct {
	Reason                reinstate.ReasonCode
	Right, Missed, Untrue int
	Wrong                 map[string]int // changed facts of the messages it is the main reason of
}

// Corrections reports what people changed. Nothing of it leaves the machine.
func (d *Desk) Corrections(ctx context.Context, who reinstate.Actor) (Corrections, error) {
	var checked []store.CheckedReading
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		checked, err = tx.CheckedReadings()
		return err
	})
	return tally(checked), err
}

// fact is one thing that is read, as words that can be compared.
type fact struct {
	name  string
	reply bool // of replies too, where only this much is asked of a person
	of    func(reinstate.Reading) []string
	many  bool // several at once: those that were added and taken away count
}

// facts are what a person confirms, in the order of the page.
var facts = []fact{
	{"kind", true, func(r reinstate.Reading) []string { return one(r.Kind) }, false},
	{"marketplace", false, func(r reinstate.Reading) []string { return one(cmp.Or(r.Marketplace, reinstate.UnknownMarketplace)) }, false},
	{"store", false, func(r reinstate.Reading) []string { return one(r.Store) }, false},
	{"level", false, func(r reinstate.Reading) []string { return one(cmp.Or(r.Level, reinstate.UnknownLevel)) }, false},
	{"primary_reason", false, primaryReason, false},
	{"reasons", false, func(r reinstate.Reading) []string { return strs(codes(r.Reasons)) }, true},
	{"response", false, responses, true},
	{"decision", true, func(r reinstate.Reading) []string { return one(r.Decision) }, false},
	{"demands", true, func(r reinstate.Reading) []string {
		return each(r.Demands, func(f reinstate.DemandFound) string { return string(f.Code) })
	}, true},
	{"clocks", true, func(r reinstate.Reading) []string { return each(r.Clocks, spell) }, true},
	{"asins", false, func(r reinstate.Reading) []string { return ids(r.References.ASINs) }, true},
	{"orders", false, func(r reinstate.Reading) []string { return ids(r.References.Orders) }, true},
	{"complaints", false, func(r reinstate.Reading) []string { return ids(r.References.Complaints) }, true},
	{"items", false, func(r reinstate.Reading) []string { return ids(r.References.Items) }, true},
}

func primaryReason(r reinstate.Reading) []string {
	if len(r.Reasons) == 0 {
		return nil
	}
	return one(r.Reasons[0].Code)
}

func responses(r reinstate.Reading) []string {
	return each(r.Responses, func(f reinstate.ResponseFound) string { return string(f.Response) })
}

// spell writes a time limit as its kind and its count or date.
func spell(f reinstate.ClockFound) string {
	if f.Date != "" {
		return string(f.Kind) + " " + f.Date
	}
	return string(f.Kind) + " " + strconv.Itoa(f.Count) + " " + string(f.Unit)
}

func one[S ~string](s S) []string {
	if s == "" {
		return nil
	}
	return []string{string(s)}
}

func strs[S ~string](list []S) []string { return each(list, func(s S) string { return string(s) }) }

func ids(list []reinstate.Reference) []string {
	return each(list, func(r reinstate.Reference) string { return r.ID })
}

func each[A any](list []A, turn func(A) string) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = turn(a)
	}
	return out
}

// tally counts what was changed, by fact and by reason.
func tally(checked []store.CheckedReading) Corrections {
	report := Corrections{Messages: len(checked), Facts: make([]FactReport, len(facts))}
	reasons := reasonTally{}
	for i, f := range facts {
		report.Facts[i].Fact = f.name
		for _, c := range checked {
			if c.Kind == reinstate.KindReply && !f.reply || c.Kind != reinstate.KindReply && f.name == "decision" {
				continue
			}
			changes := f.changes(c.Read, c.Checked)
			report.Facts[i].Messages++
			if len(changes) == 0 {
				continue
			}
			report.Facts[i].Wrong++
			report.Facts[i].add(changes)
			reasons.wrong(c.Checked, f.name)
		}
		report.Facts[i].sort()
	}
	for _, c := range checked {
		if c.Kind != reinstate.KindReply {
			reasons.count(codes(c.Read.Reasons), codes(c.Checked.Reasons))
		}
	}
	report.Reasons = reasons.list()
	return report
}

// changes are the differences of one fact in one message.
func (f fact) changes(read, checked reinstate.Reading) []Change {
	was, is := f.of(read), f.of(checked)
	if !f.many {
		if slices.Equal(was, is) {
			return nil
		}
		return []Change{{Read: first(was), Checked: first(is)}}
	}
	var list []Change
	for _, w := range was {
		if !slices.Contains(is, w) {
			list = append(list, Change{Read: w})
		}
	}
	for _, i := range is {
		if !slices.Contains(was, i) {
			list = append(list, Change{Checked: i})
		}
	}
	return list
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// identifying are facts whose values name a seller's goods and orders. Only
// how many were changed is told of them.
var identifying = []string{"asins", "orders", "complaints", "items"}

func (r *FactReport) add(changes []Change) {
	for _, c := range changes {
		if slices.Contains(identifying, r.Fact) {
			c = Change{Read: anonymous(c.Read), Checked: anonymous(c.Checked)}
		}
		at := slices.IndexFunc(r.Changes, func(have Change) bool { return have.Read == c.Read && have.Checked == c.Checked })
		if at < 0 {
			r.Changes = append(r.Changes, c)
			at = len(r.Changes) - 1
		}
		r.Changes[at].Count++
	}
}

func anonymous(id string) string {
	if id == "" {
		return ""
	}
	return "an identifier"
}

func (r *FactReport) sort() {
	slices.SortStableFunc(r.Changes, func(a, b Change) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Read, b.Read), cmp.Compare(a.Checked, b.Checked))
	})
}

// reasonTally counts by reason.
type reasonTally map[reinstate.ReasonCode]*ReasonReport

func (t reasonTally) at(code reinstate.ReasonCode) *ReasonReport {
	if t[code] == nil {
		t[code] = &ReasonReport{Reason: code, Wrong: map[string]int{}}
	}
	return t[code]
}

func (t reasonTally) wrong(checked reinstate.Reading, fact string) {
	if len(checked.Reasons) > 0 {
		t.at(checked.Reasons[0].Code).Wrong[fact]++
	}
}

func (t reasonTally) count(read, checked []reinstate.ReasonCode) {
	for _, code := range checked {
		if slices.Contains(read, code) {
			t.at(code).Right++
		} else {
			t.at(code).Missed++
		}
	}
	for _, code := range read {
		if !slices.Contains(checked, code) {
			t.at(code).Untrue++
		}
	}
}

// list has what went wrong most often first.
func (t reasonTally) list() []ReasonReport {
	var list []ReasonReport
	for _, r := range t {
		list = append(list, *r)
	}
	slices.SortFunc(list, func(a, b ReasonReport) int {
		return cmp.Or(b.wrongs()-a.wrongs(), cmp.Compare(a.Reason, b.Reason))
	})
	return list
}

// wrongs is how much went wrong with a reason and its messages.
func (r ReasonReport) wrongs() int {
	n := r.Missed + r.Untrue
	for _, times := range r.Wrong {
		n += times
	}
	return n
}

// limits are the time limits of a message as the person left them: without
// those they dropped of the ones shown to them, with the one they set.
func (in Checking) limits(found []reinstate.ClockFound, shown []reinstate.Clock) []reinstate.ClockFound {
	kept := slices.Clone(found)
	for _, i := range in.DropClocks {
		if i < 0 || i >= len(shown) || shown[i].Basis != reinstate.Stated {
			continue
		}
		at := slices.IndexFunc(kept, func(f reinstate.ClockFound) bool {
			return f.Kind == shown[i].Kind && f.Quote.Words == shown[i].Quote
		})
		if at >= 0 {
			kept = slices.Delete(kept, at, at+1)
		}
	}
	if in.Deadline.IsZero() {
		return kept
	}
	zone := time.UTC
	if len(shown) > 0 {
		if z, err := time.LoadLocation(shown[0].Zone); err == nil {
			zone = z
		}
	}
	return append(kept, reinstate.ClockFound{Kind: reinstate.ClockAppeal, Date: in.Deadline.In(zone).Format(time.DateOnly)})
}
