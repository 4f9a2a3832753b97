package notice_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
)

// reader is the reader of the catalog that ships; it may be shared.
func reader(t testing.TB) *notice.Reader {
	t.Helper()
	c, err := catalog.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	return notice.New(c)
}

// tally counts one measure: shares of single facts, or true and false
// positives of sets.
type tally struct {
	name       string
	right, all int
	tp, fp, fn int
	sets       bool
	misread    []string
}

func (t *tally) value() float64 {
	if t.sets {
		if t.tp+t.fp+t.fn == 0 {
			return 1
		}
		return 2 * float64(t.tp) / float64(2*t.tp+t.fp+t.fn)
	}
	if t.all == 0 {
		return 1
	}
	return float64(t.right) / float64(t.all)
}

func (t *tally) line() string {
	if !t.sets {
		return fmt.Sprintf("%-22s %.3f  (%d of %d)", t.name, t.value(), t.right, t.all)
	}
	p, r := 1.0, 1.0
	if t.tp+t.fp > 0 {
		p = float64(t.tp) / float64(t.tp+t.fp)
	}
	if t.tp+t.fn > 0 {
		r = float64(t.tp) / float64(t.tp+t.fn)
	}
	return fmt.Sprintf("%-22s %.3f  (precision %.3f, recall %.3f, n %d)", t.name, t.value(), p, r, t.tp+t.fn)
}

// ids names the messages in which the measure went wrong.
func (t *tally) ids() string {
	var ids []string
	for _, m := range t.misread {
		id, _, _ := strings.Cut(m, ":")
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return ""
	}
	return "  misread: " + strings.Join(unique(ids), " ")
}

// scoring holds the measures in the order of the definition.
type scoring struct {
	by    map[string]*tally
	order []string
}

func (s *scoring) at(name string, sets bool) *tally {
	if s.by == nil {
		s.by = map[string]*tally{}
	}
	if s.by[name] == nil {
		s.by[name] = &tally{name: name, sets: sets}
		s.order = append(s.order, name)
	}
	return s.by[name]
}

func (s *scoring) same(name, id, want, got string) {
	t := s.at(name, false)
	t.all++
	if want == got {
		t.right++
		return
	}
	t.misread = append(t.misread, fmt.Sprintf("%s: %s read as %s", id, orNone(want), orNone(got)))
}

func (s *scoring) sets(name, id string, want, got []string) {
	t := s.at(name, true)
	missed, extra := without(want, got), without(got, want)
	t.tp += len(unique(want)) - len(missed)
	t.fn += len(missed)
	t.fp += len(extra)
	if len(missed)+len(extra) > 0 {
		t.misread = append(t.misread, fmt.Sprintf("%s: missed %v, too much %v", id, missed, extra))
	}
}

func orNone(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

func unique(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

func without(list, other []string) []string {
	return slices.DeleteFunc(unique(list), func(s string) bool { return slices.Contains(other, s) })
}

func clockKey(count int, unit, date string) string {
	if date != "" {
		return date
	}
	return fmt.Sprintf("%d %s", count, unit)
}

// judge scores one message by the definition of shared/corpus/score.py: only
// facts that are labelled count.
func (s *scoring) judge(l labelled, r reinstate.Reading) {
	g, got := l.gold, notice.ToJSON(l.ID, r)
	s.same("kind", l.ID, g.Kind, got.Kind)
	if _, ok := l.has["marketplace"]; ok {
		s.same("marketplace", l.ID, g.Marketplace, got.Marketplace)
	}
	if g.Store != "" {
		s.same("store", l.ID, g.Store, got.Store)
	}
	if g.Kind == "other" {
		return
	}
	if _, ok := l.has["level"]; ok && g.Level != "unknown" && g.Kind == "notice" {
		s.same("level", l.ID, g.Level, got.Level)
	}
	if _, ok := l.has["reasons"]; ok && g.Kind == "notice" {
		s.judgeReasons(l, got)
	}
	if g.Kind == "reply" {
		s.same("decision", l.ID, g.Decision, got.Decision)
	}
	if _, ok := l.has["clocks"]; ok {
		s.judgeClocks(l, got)
	}
	for name, lists := range map[string][2][]string{
		"asins": {g.ASINs, got.References.ASINs}, "orders": {g.Orders, got.References.Orders},
		"complaints": {g.Complaints, got.References.Complaints}, "items": {g.Items, got.References.Items},
	} {
		if _, ok := l.has[name]; ok {
			s.sets(name, l.ID, lists[0], lists[1])
		}
	}
	if _, ok := l.has["demands"]; ok {
		codes := []string{}
		for _, d := range got.Demands {
			codes = append(codes, d.Code)
		}
		s.sets("demands", l.ID, g.Demands, codes)
	}
}

func (s *scoring) judgeReasons(l labelled, got notice.JSON) {
	codes := []string{}
	for _, r := range got.Reasons {
		codes = append(codes, r.Code)
	}
	if len(l.gold.Reasons) > 0 {
		first := ""
		if len(codes) > 0 {
			first = codes[0]
		}
		s.same("primary reason", l.ID, l.gold.Reasons[0], first)
	}
	s.sets("reasons", l.ID, l.gold.Reasons, codes)
}

func (s *scoring) judgeClocks(l labelled, got notice.JSON) {
	var own, traps, seen []string
	for _, c := range l.gold.Clocks {
		key := clockKey(c.Count, c.Unit, c.Date)
		switch kind := reinstate.ClockKind(c.Kind); {
		case kind.Sellers():
			own = append(own, key)
		case kind != reinstate.ClockMeeting && kind != reinstate.ClockAttempts:
			traps = append(traps, key)
		}
	}
	for _, c := range got.Clocks {
		if reinstate.ClockKind(c.Kind).Sellers() {
			seen = append(seen, clockKey(c.Count, c.Unit, c.Date))
		}
	}
	s.sets("deadline", l.ID, own, seen)
	for _, trap := range without(traps, own) {
		if slices.Contains(seen, trap) {
			t := s.at("wrong owner", true)
			t.fp++
			t.misread = append(t.misread, l.ID+": "+trap+" taken for the seller's limit")
		}
	}
}

// byReason lists how well each reason is told, and what primary reasons were
// taken for.
func byReason(all []labelled, read *notice.Reader) []string {
	counts := map[string]*tally{}
	at := func(code string) *tally {
		if counts[code] == nil {
			counts[code] = &tally{name: code, sets: true}
		}
		return counts[code]
	}
	confused := map[string]int{}
	for _, l := range all {
		if _, ok := l.has["reasons"]; !ok || l.gold.Kind != "notice" {
			continue
		}
		var codes []string
		for _, r := range read.Read(l.Text).Reasons {
			codes = append(codes, string(r.Code))
		}
		for _, code := range without(l.gold.Reasons, codes) {
			at(code).fn++
		}
		for _, code := range without(codes, l.gold.Reasons) {
			at(code).fp++
		}
		for _, code := range l.gold.Reasons {
			if slices.Contains(codes, code) {
				at(code).tp++
			}
		}
		if len(l.gold.Reasons) > 0 && (len(codes) == 0 || codes[0] != l.gold.Reasons[0]) {
			confused[fmt.Sprintf("%s read as %s", l.gold.Reasons[0], orNone(strings.Join(codes, ", ")))]++
		}
	}
	lines := []string{"---- by reason"}
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		lines = append(lines, counts[code].line())
	}
	lines = append(lines, "---- primary reasons confused")
	for _, pair := range slices.Sorted(maps.Keys(confused)) {
		lines = append(lines, fmt.Sprintf("%d times %s", confused[pair], pair))
	}
	return lines
}

// minimums are what a change must not fall below on the whole corpus. They
// stand a little under what was measured.
var minimums = map[string]float64{
	"kind": 0.97, "marketplace": 0.98, "store": 0.95, "level": 0.90, "primary reason": 0.95, "reasons": 0.91, "decision": 0.95,
	"deadline": 0.95, "asins": 0.99, "orders": 0.99, "complaints": 0.99, "items": 0.99, "demands": 0.92,
}

// TestScore reads the labelled messages and prints every measure. Run it with
// -v, or as `make score`.
func TestScore(t *testing.T) {
	all := corpus(t)
	read := reader(t)
	halves := map[string]*scoring{"tuning half": {}, "checking half": {}, "all": {}}
	for _, l := range all {
		r := read.Read(l.Text)
		half := "checking half"
		if tuning(l.ID) {
			half = "tuning half"
		}
		halves[half].judge(l, r)
		halves["all"].judge(l, r)
	}
	t.Log("These messages were written for testing; a score on them is not accuracy on real mail.")
	for _, name := range []string{"tuning half", "checking half", "all"} {
		t.Logf("---- %s", name)
		s := halves[name]
		sort.Strings(s.order)
		for _, measure := range s.order {
			t.Log(s.by[measure].line() + s.by[measure].ids())
		}
	}
	for _, line := range byReason(all, read) {
		t.Log(line)
	}
	measureConfidence(t, "corpus", all, read)
	show := os.Getenv("SCORE_MISREAD") // tuning, checking or all
	for _, name := range []string{"tuning half", "checking half"} {
		if show == "" || show != "all" && !strings.HasPrefix(name, show) {
			continue
		}
		t.Logf("---- misread, %s", name)
		for _, measure := range halves[name].order {
			for _, m := range halves[name].by[measure].misread {
				t.Logf("%s %s", measure, m)
			}
		}
	}
	for name, least := range minimums {
		if got := halves["all"].at(name, false).value(); got < least {
			t.Errorf("%s fell to %.3f, below %.3f", name, got, least)
		}
	}
	if wrong := halves["all"].at("wrong owner", true).fp; wrong > 0 {
		t.Errorf("%d spans of somebody else were taken for the seller's limit", wrong)
	}
}
