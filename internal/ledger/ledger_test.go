package ledger_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"reinstate/internal/ledger"
	"reinstate/internal/reinstate"
)

const day = 24 * time.Hour

func waits(spans ...int) []ledger.Wait {
	var all []ledger.Wait
	for _, s := range spans { // a negative span has no decision yet
		all = append(all, ledger.Wait{Span: time.Duration(max(s, -s)) * day, Decided: s > 0})
	}
	return all
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-4 }

// The remission times of Freireich et al. (1963), drug group, as every textbook
// counts them: 6, 6, 6, 6+, 7, 9+, 10, 10+, 11+, 13, 16, 17+, 19+, 20+, 22, 23,
// 25+, 32+, 32+, 34+, 35+.
func TestSurvivalIsThatOfTheTextbook(t *testing.T) {
	t.Parallel()
	c := ledger.Survival(waits(6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35))
	want := []struct {
		at    int
		share float64
	}{{6, 0.8571}, {7, 0.8067}, {10, 0.7529}, {13, 0.6902}, {16, 0.6275}, {22, 0.5378}, {23, 0.4482}}
	if c.N != 21 || c.Decided != 9 || len(c.Steps) != len(want) {
		t.Fatalf("got %+v", c)
	}
	for i, w := range want {
		if c.Steps[i].Span != time.Duration(w.at)*day || !near(c.Steps[i].Share, w.share) {
			t.Errorf("step %d: got %v, want %+v", i, c.Steps[i], w)
		}
	}
	if median, ok := c.By(0.5); !ok || median != 23*day {
		t.Errorf("median %v %t", median, ok)
	}
	if late, ok := c.By(0.9); ok {
		t.Errorf("nine in ten by %v, though not half of them are decided", late)
	}
}

func TestTimesByWhichSharesAreDecided(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		waits    []ledger.Wait
		half     int
		nine     int // 0: not yet
		decided  int
		isEnough bool
	}{
		{"ten decided", waits(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 5, 9, 10, true},
		{"the same day", waits(3, 3, 3, 3, 3), 3, 3, 5, true},
		{"four are too few", waits(1, 2, 3, 4), 2, 4, 4, false},
		{"those that wait are not decided", waits(1, -2, -2, -2, -2, -2), 0, 0, 1, false},
		{"a slow one still waits", waits(1, 2, 3, 4, 5, -60), 3, 0, 5, true},
		{"none", nil, 0, 0, 0, false},
	} {
		c := ledger.Survival(tt.waits)
		half, _ := c.By(0.5)
		nine, _ := c.By(0.9)
		if half != time.Duration(tt.half)*day || nine != time.Duration(tt.nine)*day || c.Decided != tt.decided || c.Enough() != tt.isEnough {
			t.Errorf("%s: got %v, %v, %d decided, enough %t", tt.name, half, nine, c.Decided, c.Enough())
		}
	}
}

// Values of Newcombe (1998), Statistics in Medicine 17, table I, method 3.
func TestWilsonIsThatOfNewcombe(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		k, n      int
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}, {29, 29, 0.8830, 1}, {0, 0, 0, 1}} {
		got := ledger.Wilson(tt.k, tt.n)
		if !near(got.Low, tt.low) || !near(got.High, tt.high) {
			t.Errorf("%d of %d: got %.4f to %.4f, want %.4f to %.4f", tt.k, tt.n, got.Low, got.High, tt.low, tt.high)
		}
	}
}

func TestCurvesFallAndIntervalsHold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		spans := rapid.SliceOfN(rapid.IntRange(-40, 40), 0, 60).Draw(t, "spans")
		c := ledger.Survival(waits(spans...))
		before, at := 1.0, time.Duration(-1)
		for _, s := range c.Steps {
			if s.Share >= before || s.Share < -1e-12 || s.Span <= at {
				t.Fatalf("%v does not fall after %v", s, before)
			}
			before, at = s.Share, s.Span
		}
		n := rapid.IntRange(1, 500).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		i, p := ledger.Wilson(k, n), float64(k)/float64(n)
		if i.Low < 0 || i.High > 1 || i.Low > p+1e-12 || i.High < p-1e-12 {
			t.Fatalf("%d of %d: %v", k, n, i)
		}
	})
}

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func result(market reinstate.Marketplace, reason reinstate.ReasonCode, route reinstate.Response, round int, decision reinstate.Decision, days int) reinstate.Result {
	r := reinstate.Result{Case: reinstate.CaseID(days + 1), Marketplace: market, Reason: reason, Route: route, Round: round, Filed: start, Decision: decision}
	if decision != reinstate.NoDecision {
		r.Ended = start.AddDate(0, 0, days)
	}
	return r
}

func TestResultsAreCountedByGroup(t *testing.T) {
	t.Parallel()
	now := start.AddDate(0, 0, 40)
	results := []reinstate.Result{
		result("amazon", "inauthentic", "documents", 1, reinstate.Reinstated, 4),
		result("amazon", "inauthentic", "documents", 1, reinstate.Denied, 6),
		result("amazon", "inauthentic", "plan_of_action", 2, reinstate.MoreInformation, 8),
		result("walmart", "", "plan_of_action", 10, reinstate.FinalDenial, 9),
		result("amazon", "inauthentic", "documents", 2, reinstate.NoDecision, 0),
	}
	got := ledger.Tally(results, ledger.ByMarketplace, now)
	if len(got) != 2 || got[0].Key != "amazon" || got[0].Filings != 4 || got[0].Decided != 3 || got[0].Waiting() != 1 || got[0].Reinstated != 1 || got[0].More != 1 || got[0].Denied != 1 {
		t.Errorf("by marketplace: %+v", got)
	}
	if got[0].Enough() || !near(got[0].Share(), 1.0/3) {
		t.Errorf("three decisions: enough %t, share %f", got[0].Enough(), got[0].Share())
	}
	var rounds []string
	for _, g := range ledger.Tally(results, ledger.ByRound, now) {
		rounds = append(rounds, g.Key)
	}
	if len(rounds) != 3 || rounds[0] != "1" || rounds[1] != "2" || rounds[2] != "10" {
		t.Errorf("rounds come as %v", rounds)
	}
	if total := ledger.Total(results, now); total.Filings != 5 || total.Denied != 2 {
		t.Errorf("in all: %+v", total)
	}
}

func TestTheClosestKindWithEnoughDecisionsSpeaks(t *testing.T) {
	t.Parallel()
	now := start.AddDate(0, 0, 40)
	waiting := reinstate.Result{Case: 99, Marketplace: "amazon", Reason: "inauthentic", Route: "documents", Round: 1, Filed: now.AddDate(0, 0, -3)}
	some := func(n int, market reinstate.Marketplace, reason reinstate.ReasonCode, route reinstate.Response) []reinstate.Result {
		var all []reinstate.Result
		for i := range n {
			all = append(all, result(market, reason, route, 1, reinstate.Denied, i+1))
		}
		return all
	}
	for _, tt := range []struct {
		name    string
		results []reinstate.Result
		like    ledger.Likeness
		n       int
	}{
		{"enough of the same reason", some(5, "amazon", "inauthentic", "dispute"), ledger.SameReason, 5},
		{"four of the reason, more of the route", append(some(4, "amazon", "inauthentic", "documents"), some(2, "amazon", "safety", "documents")...), ledger.SameRoute, 6},
		{"only the marketplace", append(some(3, "amazon", "inauthentic", "dispute"), some(2, "amazon", "safety", "call")...), ledger.SameMarketplace, 5},
		{"another marketplace says nothing", some(9, "walmart", "inauthentic", "documents"), ledger.NoneLike, 0},
		{"the filing itself does not count", append(some(4, "amazon", "inauthentic", "documents"), waiting), ledger.NoneLike, 0},
	} {
		curve, like := ledger.Like(tt.results, waiting, now)
		if like != tt.like || curve.N != tt.n {
			t.Errorf("%s: got %q of %d", tt.name, like, curve.N)
		}
	}
}
