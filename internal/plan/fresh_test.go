package plan_test

import (
	"bufio"
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// freshText is one text that was written and labelled before the checker saw
// it, with the rules that must and must not speak on it.
type freshText struct {
	labelledPlan
	batch string // the first word of its file's name
}

// freshTexts reads testdata/fresh: sentences in a carrier, and whole plans.
func freshTexts(t testing.TB) []freshText {
	t.Helper()
	names, err := filepath.Glob("testdata/fresh/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("there are no fresh texts: %v", err)
	}
	var all []freshText
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		base := strings.TrimSuffix(filepath.Base(name), ".txt")
		batch, _, _ := strings.Cut(base, "-")
		read := freshLines
		if strings.Contains(string(raw), "\n=== ") {
			read = freshPlans
		}
		texts, err := read(base, string(raw))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, l := range texts {
			all = append(all, freshText{l, batch})
		}
	}
	return all
}

// freshLines reads the form "RULE carrier part" and lines with + and -.
func freshLines(name, text string) ([]labelledPlan, error) {
	var all []labelledPlan
	var rule, where, part, notice string
	n := 0
	lines := bufio.NewScanner(strings.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		n++
		line := lines.Text()
		mark, rest, _ := strings.Cut(line, " ")
		rest = strings.ReplaceAll(rest, `\n`, "\n")
		switch {
		case line == "", mark == "#":
		case mark == "@":
			notice = rest
		case mark == "+", mark == "-":
			c, ok := carriers[where]
			if !ok {
				return nil, fmt.Errorf("line %d: there is no carrier %q", n, where)
			}
			l := labelledPlan{ID: fmt.Sprintf("%s:%d", name, n), Reason: c.reason, Marketplace: c.marketplace, Notice: notice}
			l.Reasons = c.also
			if l.Text, ok = c.parts.put(part, rest); !ok {
				return nil, fmt.Errorf("line %d: there is no part %q", n, part)
			}
			if mark == "+" {
				l.Expect = []string{rule}
			} else {
				l.MustNot = []string{rule}
			}
			all = append(all, l)
		default:
			fields := strings.Fields(line)
			if len(fields) != 3 {
				return nil, fmt.Errorf("line %d: %q is no head", n, line)
			}
			rule, where, part, notice = fields[0], fields[1], fields[2], ""
		}
	}
	return all, lines.Err()
}

// freshPlans reads whole texts, each under a line "=== id reason marketplace".
func freshPlans(name, text string) ([]labelledPlan, error) {
	var all []labelledPlan
	for i, piece := range strings.Split("\n"+text, "\n=== ") {
		if i == 0 {
			continue
		}
		head, body, _ := strings.Cut(piece, "\n")
		fields := strings.Fields(head)
		if len(fields) < 3 {
			return nil, fmt.Errorf("%q is no head", head)
		}
		l := labelledPlan{ID: name + ":" + fields[0]}
		for _, f := range fields[1:] {
			switch {
			case f == "clean":
				l.Clean = true
			case reinstate.Marketplace(f).Known():
				l.Marketplace = reinstate.Marketplace(f)
			case strings.Contains(f, "_") || l.Reason == "":
				l.Reason = reinstate.ReasonCode(f)
			}
		}
		for {
			line, rest, _ := strings.Cut(body, "\n")
			if rules, ok := strings.CutPrefix(line, "expect:"); ok {
				l.Expect = strings.Fields(rules)
			} else if rules, ok := strings.CutPrefix(line, "quiet:"); ok {
				l.MustNot = strings.Fields(rules)
			} else {
				break
			}
			body = rest
		}
		if rest, ok := strings.CutPrefix(body, "--- notice\n"); ok {
			l.Notice, body, _ = strings.Cut(rest, "\n--- text\n")
		}
		l.Text = strings.TrimRight(body, "\n") + "\n"
		all = append(all, l)
	}
	return all, nil
}

// freshScore counts, for each rule, how often it spoke where it must and
// where it must not.
type freshScore map[string]*planScore

func (s freshScore) of(rule string) *planScore {
	if s[rule] == nil {
		s[rule] = &planScore{}
	}
	return s[rule]
}

func (s freshScore) judge(l labelledPlan, findings []plan.Finding) {
	for _, rule := range l.Expect {
		s.of(rule).judge(labelledPlan{ID: l.ID, Expect: []string{rule}}, findings)
	}
	for _, rule := range l.MustNot {
		s.of(rule).judge(labelledPlan{ID: l.ID, MustNot: []string{rule}}, findings)
	}
}

// first reads the figures of the run before anything was mended: rule, spoke,
// must, spoke, must not, for each batch.
func firstFigures(t *testing.T) map[string][4]int {
	t.Helper()
	raw, err := os.ReadFile("testdata/fresh/first.tsv")
	if err != nil {
		return nil
	}
	all := map[string][4]int{}
	for line := range strings.Lines(string(raw)) {
		var batch, rule string
		var f [4]int
		if _, err := fmt.Sscan(line, &batch, &rule, &f[0], &f[1], &f[2], &f[3]); err != nil {
			t.Fatalf("the line %q cannot be read: %v", line, err)
		}
		all[batch+" "+rule] = f
	}
	return all
}

// TestScoreFreshPlans checks the texts of testdata/fresh and prints, for each
// batch, what the checker found before anything was mended after it, and what
// it finds now. SCORE_FIRST=batch writes the first figures of a new batch.
func TestScoreFreshPlans(t *testing.T) {
	c := checker(t)
	first := firstFigures(t)
	for _, batch := range []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"} {
		rules, total := freshScore{}, &planScore{}
		halves := map[bool]*planScore{true: {}, false: {}}
		for _, l := range freshTexts(t) {
			if l.batch != batch {
				continue
			}
			findings := c.Check(l.Text, l.input())
			rules.judge(l.labelledPlan, findings)
			total.judge(l.labelledPlan, findings)
			halves[tuned(l.ID)].judge(l.labelledPlan, findings)
		}
		if total.wanted+total.clean == 0 {
			continue
		}
		if os.Getenv("SCORE_FIRST") == batch {
			writeFirst(t, batch, rules, total)
			first = firstFigures(t)
		}
		show(t, batch, rules, total, halves, first)
		if got := share(total.fired, total.wanted); got < floorFired && total.wanted > 0 {
			t.Errorf("batch %s: only %.3f of the rules that should fire do", batch, got)
		}
		if got := share(total.nearHit, total.near); got > floorNear {
			t.Errorf("batch %s: %.3f of the near misses fire", batch, got)
		}
		if total.spoilt > 0 {
			t.Errorf("batch %s: %d clean plans have a block or high finding", batch, total.spoilt)
		}
	}
}

// Floors of the fresh texts as they stand now.
const floorFired, floorNear = 0.90, 0.05

func show(t *testing.T, batch string, rules freshScore, total *planScore, halves map[bool]*planScore, first map[string][4]int) {
	t.Helper()
	was := first[batch+" all"]
	clean := first[batch+" clean"]
	t.Logf("---- batch %s, at first: %.3f fire (%d of %d), %.3f near misses fire (%d of %d), %d of %d clean plans spoilt", batch,
		share(was[0], was[1]), was[0], was[1], share(was[2], was[3]), was[2], was[3], clean[2], clean[3])
	for _, half := range []bool{true, false} {
		name := "checking half"
		if half {
			name = "tuning half"
		}
		s := halves[half]
		t.Logf("     now, %s: %.3f fire, %.3f near misses fire, %d of %d clean plans spoilt", name, share(s.fired, s.wanted), share(s.nearHit, s.near), s.spoilt, s.clean)
	}
	for _, line := range total.lines() {
		t.Log(line)
	}
	for _, rule := range slices.Sorted(maps.Keys(rules)) {
		s, f := rules[rule], first[batch+" "+rule]
		t.Logf("%s  now %d of %d, near %d of %d;  at first %d of %d, near %d of %d", rule, s.fired, s.wanted, s.nearHit, s.near, f[0], f[1], f[2], f[3])
	}
	switch what := cmp.Or(os.Getenv("SCORE_MISREAD"), "none"); what {
	case "all":
		t.Logf("misses\n%s", strings.Join(total.misses, "\n"))
	case "tuning", "checking":
		t.Logf("misses\n%s", strings.Join(halves[what == "tuning"].misses, "\n"))
	}
}

func writeFirst(t *testing.T, batch string, rules freshScore, total *planScore) {
	t.Helper()
	file, err := os.OpenFile("testdata/fresh/first.tsv", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	line := func(rule string, s *planScore) {
		fmt.Fprintf(file, "%s\t%s\t%d\t%d\t%d\t%d\n", batch, rule, s.fired, s.wanted, s.nearHit, s.near)
	}
	line("all", total)
	fmt.Fprintf(file, "%s\tclean\t0\t0\t%d\t%d\n", batch, total.spoilt, total.clean)
	for _, rule := range slices.Sorted(maps.Keys(rules)) {
		line(rule, rules[rule])
	}
}
