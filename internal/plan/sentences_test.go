package plan_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"reinstate/internal/catalog"
)

// TestSentencesAreJudgedOneByOne puts each sentence of testdata/sentences.txt
// into a sound plan. They were written after the rules, to see how they hold
// on words that nobody had in mind; those that failed then were mended.
func TestSentencesAreJudgedOneByOne(t *testing.T) {
	t.Parallel()
	c := checker(t)
	parts := map[string]func(string) string{"cause": cause, "action": action, "prevention": prevention, "opening": opening, "closing": func(text string) string {
		return closing(text + "\n\nPriya Nair, owner, Mossgate Cycles")
	}}
	file, err := os.Open("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, n := bufio.NewScanner(file), 0
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "#") {
			continue
		}
		head, text, ok := strings.Cut(line, ": ")
		fields := strings.Fields(head)
		if !ok || len(fields) != 3 || parts[fields[2]] == nil {
			t.Fatalf("the line %q cannot be read", line)
		}
		n++
		got := rulesOf(c.Check(parts[fields[2]](text), amazon("inauthentic")))
		if speaks := slices.Contains(got, fields[0]); speaks != (fields[1] == "+") {
			t.Errorf("%s speaks: %t, on %q", fields[0], speaks, text)
		}
	}
	if n < 100 {
		t.Errorf("only %d sentences were read", n)
	}
}

// TestCleanPlansOfAnotherHandHaveNoHeavyFinding reads eight sound plans that
// were written after the rules.
func TestCleanPlansOfAnotherHandHaveNoHeavyFinding(t *testing.T) {
	t.Parallel()
	c := checker(t)
	raw, err := os.ReadFile("testdata/clean.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		var l labelledPlan
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		for _, f := range c.Check(l.Text, l.input()) {
			if f.Severity == catalog.SeverityBlock || f.Severity == catalog.SeverityHigh {
				t.Errorf("%s: %s %s at %q", l.ID, f.Rule, f.Case, f.Quote)
			}
		}
	}
}
