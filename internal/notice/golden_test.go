package notice_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reinstate/internal/notice"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestWholeMessagesAreReadAsBefore(t *testing.T) {
	t.Parallel()
	read := reader(t)
	names, err := filepath.Glob("testdata/read/*.txt")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d messages in testdata/read (%v)", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			encoder := json.NewEncoder(&got)
			encoder.SetEscapeHTML(false)
			encoder.SetIndent("", "  ")
			if err := encoder.Encode(notice.ToJSON(filepath.Base(name), read.Read(string(text)))); err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(name, ".txt") + ".json"
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("the reading changed; run with -update if that is meant. Now:\n%s", got.String())
			}
		})
	}
}
