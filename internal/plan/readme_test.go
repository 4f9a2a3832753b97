package plan_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reinstate/data"
	"reinstate/internal/catalog"
)

// TestTheManualListsTheRulesAsTheyAre holds the table of the README to the
// catalog; -update writes it anew.
func TestTheManualListsTheRulesAsTheyAre(t *testing.T) {
	t.Parallel()
	file := filepath.Join("..", "..", "README.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Skip("the manual is not beside this package")
	}
	known, err := catalog.LoadChecks(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	const open, shut = "<!-- rules -->\n", "<!-- /rules -->"
	before, rest, ok := strings.Cut(string(text), open)
	_, after, closed := strings.Cut(rest, shut)
	if !ok || !closed {
		t.Fatalf("README.md has no place %q for the rules", strings.TrimSpace(open))
	}
	want := before + open + ruleTable(known) + shut + after
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want != string(text) {
		t.Error("README.md lists other rules than the catalog: run make golden")
	}
}

// ruleTable is one short row for each rule.
func ruleTable(known *catalog.Checks) string {
	var b strings.Builder
	b.WriteString("| rule | looks for | weight | source |\n| --- | --- | --- | --- |\n")
	rules := known.Rules()
	slices.SortStableFunc(rules, func(a, b catalog.CheckRule) int { return familyOf(a) - familyOf(b) })
	for _, r := range rules {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.ID, r.Title, weights(r), sourceKeys(r))
	}
	return b.String()
}

func familyOf(r catalog.CheckRule) int { return strings.Index("SRCPTFIX", r.ID[:1]) }

// weights lists the severities of a rule's cases, heaviest first.
func weights(r catalog.CheckRule) string {
	var all []string
	for _, s := range catalog.Severities() {
		for _, saying := range r.Sayings {
			if saying.Severity == s && !slices.Contains(all, string(s)) {
				all = append(all, string(s))
			}
		}
	}
	return strings.Join(all, ", ")
}

// sourceKeys names the first two sources of a rule by their keys.
func sourceKeys(r catalog.CheckRule) string {
	const shown = 2
	var keys []string
	for _, s := range r.Sources {
		if len(keys) == shown {
			break
		}
		if s.URL == "" {
			keys = append(keys, s.Key)
			continue
		}
		keys = append(keys, "["+s.Key+"]("+s.URL+")")
	}
	return strings.Join(keys, ", ")
}
