package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reinstate/internal/browsertest"
)

// readMessages are messages of the corpus with what their check page has to
// say and to mark.
var readMessages = []struct {
	id     string
	says   []string
	lacks  []string
	marked []string
}{
	{"a001", []string{"Is this what the notice says?", "Whole account", "Inauthentic", "Supplier invoices", "Funds held", "Age of documents", "B0BQ7T4N2L", "Open the case"},
		[]string{"This calls for counsel"}, []string{"last 365 days", "90 days", "B0D2M5P7QA"}},
	{"a006", []string{"Whole account", "Used items sold as new", "Plan of action", "Root cause", "Age of documents", "Funds held"},
		[]string{"This calls for counsel"}, []string{"Used sold as new", "365 days", "once 90 days"}},
	{"a017", []string{"Whole account", "Sales rank", "Review manipulation", "Plan of action", "Appeal", "Reply expected", "Counsel is advised"},
		[]string{"This calls for counsel"}, []string{"within 17 days", "within 2 days"}},
	{"a073", []string{"This does not read like a notice", "Do not follow its links", "Set it aside"}, []string{"Is this what the notice says?"}, nil},
	{"a029", []string{"Whole account", "Review manipulation", "Plan of action", "Reply expected", "Funds held"},
		[]string{"This calls for counsel"}, []string{"在 17 天", "90 天"}},
}

func TestTheIntakePageInABrowser(t *testing.T) {
	t.Parallel()
	texts := corpusTexts(t)
	chromium := browsertest.Start(t)
	dir := demoFolder(t)
	b := arrive(t, chromium, startServer(t, dir), false, ask[string](t, dir, "SELECT email FROM users WHERE role = 'owner'"))
	for _, m := range readMessages {
		b.Visit("/notices/new")
		b.Fill("text", texts[m.id])
		b.Click("Read it")
		b.Sees(m.says...)
		b.Lacks(m.lacks...)
		all := strings.Join(b.Words(".notice mark"), "")
		for _, want := range m.marked {
			if !strings.Contains(strings.ReplaceAll(all, " ", ""), strings.ReplaceAll(want, " ", "")) {
				t.Errorf("%s: %q is not marked, only %q", m.id, want, all)
			}
		}
		look(t, b, m.id)
	}
	b.Quiet()
}

// look keeps pictures of a page at both sizes where the test run keeps
// artifacts, and checks in any case that it fits a telephone.
func look(t *testing.T, b *browsertest.Tab, name string) {
	t.Helper()
	b.FitsInto(telephones...)
	if kept := flag.Lookup("test.artifacts"); kept == nil || kept.Value.String() != "true" {
		return
	}
	for size, width := range map[string]int{"desk": 1366, "telephone": 390} {
		b.Size(width, 900)
		picture, err := b.Picture()
		if err == nil {
			err = os.WriteFile(filepath.Join(t.ArtifactDir(), name+"-"+size+".png"), picture, 0o600)
		}
		if err != nil {
			t.Error(err)
		}
	}
	b.Size(1366, 900)
}

// corpusTexts are the messages of the corpus by their id.
func corpusTexts(t *testing.T) map[string]string {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "corpus", "notices.jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the labelled messages are not beside this checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	texts := map[string]string{}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct{ ID, Text string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		texts[line.ID] = line.Text
	}
	return texts
}
