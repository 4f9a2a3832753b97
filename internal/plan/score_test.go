package plan_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// checker is the checker of the catalog that ships; it may be shared.
func checker(t testing.TB) *plan.Checker {
	t.Helper()
	known, err := catalog.LoadChecks(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	c, err := plan.NewChecker(known)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// labelledPlan is one line of the corpus.
type labelledPlan struct {
	ID          string                 `json:"id"`
	Text        string                 `json:"text"`
	Reason      reinstate.ReasonCode   `json:"reason"`
	Marketplace reinstate.Marketplace  `json:"marketplace"`
	Notice      string                 `json:"notice_text"`
	Expect      []string               `json:"expect"`
	MustNot     []string               `json:"must_not"`
	Clean       bool                   `json:"clean"`
	Truncated   bool                   `json:"truncated"`
	Reasons     []reinstate.ReasonCode `json:"-"` // further reasons
}

// plans reads the corpus, or skips where it is not beside the project.
func plans(t testing.TB) []labelledPlan {
	t.Helper()
	all, err := readPlans()
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the labelled plans are not beside this checkout: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func readPlans() ([]labelledPlan, error) {
	var all []labelledPlan
	for _, name := range []string{"plans.jsonl", "plans-short.jsonl"} {
		file, err := os.Open(filepath.Join("..", "..", "..", "shared", "corpus", name))
		if err != nil {
			return nil, err
		}
		defer file.Close()
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var l labelledPlan
			if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
				return nil, err
			}
			all = append(all, l)
		}
	}
	return all, nil
}

// tuned reports the half of the corpus that rules were tuned on. The other
// half only checks.
func tuned(id string) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id))
	return h.Sum32()%2 == 0
}

// planScore counts the three measures of the corpus.
type planScore struct {
	wanted, fired int
	near, nearHit int
	clean, spoilt int
	misses        []string
}

func (s *planScore) judge(l labelledPlan, findings []plan.Finding) {
	rules := map[string]bool{}
	var heavy []string
	for _, f := range findings {
		rules[f.Rule] = true
		if f.Severity == catalog.SeverityBlock || f.Severity == catalog.SeverityHigh {
			heavy = append(heavy, f.Rule+" "+f.Case)
		}
	}
	for _, rule := range l.Expect {
		s.wanted++
		if rules[rule] {
			s.fired++
		} else {
			s.misses = append(s.misses, fmt.Sprintf("%s: %s is silent", l.ID, rule))
		}
	}
	for _, rule := range l.MustNot {
		s.near++
		if rules[rule] {
			s.nearHit++
			s.misses = append(s.misses, fmt.Sprintf("%s: %s speaks on a near miss", l.ID, rule))
		}
	}
	if l.Clean {
		s.clean++
		if len(heavy) > 0 {
			s.spoilt++
			s.misses = append(s.misses, fmt.Sprintf("%s: clean, yet %v", l.ID, heavy))
		}
	}
}

func share(part, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}

func (s *planScore) lines() []string {
	return []string{
		fmt.Sprintf("rules that should fire and do      %.3f  (%d of %d)", share(s.fired, s.wanted), s.fired, s.wanted),
		fmt.Sprintf("near misses that fire              %.3f  (%d of %d)", share(s.nearHit, s.near), s.nearHit, s.near),
		fmt.Sprintf("clean plans with a heavy finding   %.3f  (%d of %d)", share(s.spoilt, s.clean), s.spoilt, s.clean),
	}
}

func (l labelledPlan) input() plan.CheckInput {
	return plan.CheckInput{Reasons: append([]reinstate.ReasonCode{l.Reason}, l.Reasons...), Marketplace: l.Marketplace, Notice: l.Notice}
}

// TestScorePlans checks the labelled plans and prints every measure. Run it
// with -v, or as `make score`.
func TestScorePlans(t *testing.T) {
	all := plans(t)
	c := checker(t)
	halves := map[string]*planScore{"tuning half": {}, "checking half": {}, "all": {}, "all, cut texts said to be cut": {}}
	extra := map[string][]string{}
	for _, l := range all {
		findings := c.Check(l.Text, l.input())
		half := "checking half"
		if tuned(l.ID) {
			half = "tuning half"
		}
		halves[half].judge(l, findings)
		halves["all"].judge(l, findings)
		for _, f := range findings {
			if !slices.Contains(l.Expect, f.Rule) {
				extra[half] = append(extra[half], fmt.Sprintf("%s %s %s %s [%s] %q", l.ID, f.Rule, f.Case, f.Severity, f.Section, f.Quote))
			}
		}
		in := l.input()
		in.Partial = l.Truncated
		halves["all, cut texts said to be cut"].judge(l, c.Check(l.Text, in))
	}
	t.Log("These plans were written for testing; a score on them says nothing about real appeals.")
	for _, name := range []string{"tuning half", "checking half", "all", "all, cut texts said to be cut"} {
		t.Logf("---- %s", name)
		for _, line := range halves[name].lines() {
			t.Log(line)
		}
	}
	whole := halves["all"]
	if got := share(whole.fired, whole.wanted); got < 0.90 {
		t.Errorf("only %.3f of the rules that should fire do, fewer than 0.90", got)
	}
	if got := share(whole.nearHit, whole.near); got > 0.05 {
		t.Errorf("%.3f of the near misses fire, more than 0.05", got)
	}
	if whole.spoilt > 0 {
		t.Errorf("%d clean plans have a block or high finding", whole.spoilt)
	}
	show := os.Getenv("SCORE_MISREAD") // tuning, checking, all or extra
	for _, name := range []string{"tuning half", "checking half"} {
		if show == "all" || show != "" && strings.HasPrefix(name, show) {
			t.Logf("---- misses, %s\n%s", name, strings.Join(halves[name].misses, "\n"))
		}
		if show == "extra" {
			t.Logf("---- beyond the labels, %s\n%s", name, strings.Join(extra[name], "\n"))
		}
	}
}

// corpusOrNothing is the corpus for tests that can do without it.
func corpusOrNothing() []labelledPlan {
	all, err := readPlans()
	if err != nil {
		return nil
	}
	return all
}
