package notice_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// fresh reads the labelled messages of testdata/fresh whose files match the
// pattern. README.md there says how they came to be and how they are written.
func fresh(t testing.TB, pattern string) []labelled {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "fresh", pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("no labelled messages are named %s: %v", pattern, err)
	}
	var all []labelled
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range strings.Split("\n"+string(content), "\n=== ")[1:] {
			all = append(all, freshMessage(t, entry))
		}
	}
	return all
}

// freshMessage reads one message: its id, its labels, three hyphens, its text.
func freshMessage(t testing.TB, entry string) labelled {
	t.Helper()
	head, text, ok := strings.Cut(entry, "\n---\n")
	if !ok {
		t.Fatalf("a message has no line of three hyphens: %.60q", entry)
	}
	lines := strings.Split(head, "\n")
	l := labelled{ID: lines[0], Text: text + "\n", has: map[string]json.RawMessage{}}
	for _, fact := range []string{"marketplace", "level", "reasons", "clocks", "asins", "orders", "complaints", "items", "demands"} {
		l.has[fact] = nil
	}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ":")
		l.label(t, name, strings.Fields(value), value)
	}
	return l
}

func (l *labelled) label(t testing.TB, name string, words []string, value string) {
	t.Helper()
	g := &l.gold
	switch name {
	case "kind":
		g.Kind, g.Marketplace, g.Level = words[0], words[1], "unknown"
		if words[1] == "-" {
			delete(l.has, "marketplace") // the text does not say
		}
		if len(words) > 2 && words[2] != "-" {
			g.Store = words[2]
		}
		if len(words) > 3 && words[3] != "-" {
			g.Level = words[3]
		}
	case "reasons":
		g.Reasons = words
	case "decision":
		g.Decision = words[0]
	case "demands":
		g.Demands = words
	case "clocks":
		g.Clocks = freshClocks(t, l.ID, value)
	case "asins":
		g.ASINs = words
	case "orders":
		g.Orders = words
	case "complaints":
		g.Complaints = words
	case "items":
		g.Items = words
	default:
		t.Fatalf("%s: there is no label %q", l.ID, name)
	}
}

func freshClocks(t testing.TB, id, value string) []goldClock {
	t.Helper()
	var clocks []goldClock
	for _, part := range strings.Split(value, ";") {
		switch words := strings.Fields(part); len(words) {
		case 0:
		case 2:
			clocks = append(clocks, goldClock{Kind: words[0], Date: words[1]})
		case 3:
			n, err := strconv.Atoi(words[1])
			if err != nil {
				t.Fatalf("%s: %v", id, err)
			}
			clocks = append(clocks, goldClock{Kind: words[0], Count: n, Unit: words[2]})
		default:
			t.Fatalf("%s: the time limit %q is neither a span nor a date", id, part)
		}
	}
	return clocks
}

// freshTuning reports the messages of the first batch that cues were written
// from: those with odd numbers. The others are for checking.
func freshTuning(id string) bool { return (id[len(id)-1]-'0')%2 == 1 }
