package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestANoticeIsReadFromAFileAndFromStdin(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "notice.txt")
	if err := os.WriteFile(file, []byte(amazonNotice), 0o600); err != nil {
		t.Fatal(err)
	}
	fromFile := decode[readingJSON](t, call(t, "notice", "read", "--json", file).out)
	piped := try(t, nil, amazonNotice, "notice", "read", "--json", "-")
	fromStdin := decode[readingJSON](t, piped.out)
	if fromFile.ID != file || fromStdin.ID != "-" {
		t.Errorf("ids %q and %q, want the names of what was read", fromFile.ID, fromStdin.ID)
	}
	for _, got := range []readingJSON{fromFile, fromStdin} {
		if got.Kind != "notice" || got.Marketplace != "amazon" || got.Store != "US" || got.Level != "account" || got.Decision != "" {
			t.Errorf("read as %+v", got)
		}
		if len(got.Reasons) == 0 || got.Reasons[0].Code != "inauthentic" {
			t.Errorf("reasons %+v, want inauthentic first", got.Reasons)
		}
		if !slices.Equal(got.References.ASINs, []string{"B0C7LMP2K4"}) {
			t.Errorf("ASINs %q", got.References.ASINs)
		}
		quotesAreExact(t, *got.Text, got)
	}
	words := call(t, "notice", "read", file).out
	if !strings.Contains(words, "inauthentic") || !strings.Contains(words, "17 day") {
		t.Errorf("for a person it says:\n%s", words)
	}
}

// quotesAreExact holds the contract of start and end.
func quotesAreExact(t *testing.T, text string, got readingJSON) {
	t.Helper()
	var quotes []quoteJSON
	for _, f := range got.Reasons {
		quotes = append(quotes, f.quoteJSON)
	}
	for _, f := range got.Clocks {
		quotes = append(quotes, f.quoteJSON)
	}
	for _, f := range got.Demands {
		quotes = append(quotes, f.quoteJSON)
	}
	if len(quotes) == 0 {
		t.Error("nothing was quoted")
	}
	for _, q := range quotes {
		if q.Quote != "" && (q.End > len(text) || text[q.Start:q.End] != q.Quote) {
			t.Errorf("%q is not at %d to %d", q.Quote, q.Start, q.End)
		}
	}
}

func TestLinesAreReadInOrder(t *testing.T) {
	t.Parallel()
	var in strings.Builder
	texts := map[string]string{"third": amazonNotice, "first": "Guten Tag, wie geht es?", "second": "日本語 " + amazonNotice}
	ids := []string{"third", "first", "second"}
	for _, id := range ids {
		line, err := json.Marshal(map[string]string{"id": id, "text": texts[id]})
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	got := try(t, nil, in.String()+"\n", "notice", "read", "--jsonl")
	lines := strings.Split(strings.TrimSuffix(got.out, "\n"), "\n")
	if got.status != done || len(lines) != len(ids) {
		t.Fatalf("status %d, %d lines: %s", got.status, len(lines), got.err)
	}
	for i, line := range lines {
		reading := decode[readingJSON](t, line)
		if reading.ID != ids[i] || reading.Text != nil {
			t.Errorf("line %d is %s with text %v, want %s without", i+1, reading.ID, reading.Text, ids[i])
		}
		if reading.ID != "first" {
			quotesAreExact(t, texts[reading.ID], reading)
		}
		if strings.Contains(line, "null") {
			t.Errorf("an array is null: %s", line)
		}
	}
}

func TestALineThatIsNoJSONIsNamed(t *testing.T) {
	t.Parallel()
	got := try(t, nil, `{"id":"a","text":"hello"}`+"\nhello\n", "notice", "read", "--jsonl")
	if got.status != failed || !strings.Contains(got.err, "Line 2") {
		t.Errorf("status %d, said %q; want line 2 named", got.status, got.err)
	}
	if !strings.Contains(got.out, `"id":"a"`) {
		t.Errorf("the line before it was lost: %q", got.out)
	}
}
