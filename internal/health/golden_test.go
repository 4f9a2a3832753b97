package health

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
)

var update = flag.Bool("update", false, "write golden files anew")

var today = time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC)

// goldens are the files under testdata with the account they are for. The
// schema's example is Amazon's own; the others follow what live reports show.
var goldens = []struct {
	file string
	at   Place
}{
	{"amazon_schema_example.json", Place{reinstate.Amazon, "US"}},
	{"amazon_live.json", Place{reinstate.Amazon, "US"}},
	{"amazon_drifted.json", Place{reinstate.Amazon, "US"}},
	{"amazon_v1.xml", Place{reinstate.Amazon, "US"}},
	{"otd-summary.json", Place{reinstate.Walmart, "US"}},
	{"cancellations-summary.json", Place{reinstate.Walmart, "US"}},
	{"walmart_bundle.json", Place{reinstate.Walmart, "US"}},
	{"walmart_weekly.json", Place{reinstate.Walmart, "US"}},
	{"ebay_standards.json", Place{reinstate.EBay, "US"}},
}

// told is what a golden file keeps of a measure and its verdict.
type told struct {
	Metric, Scope, From, To string
	Value                   any
	Bad, Of                 any
	Line, Health, Word      string
	Parts                   []reinstate.Part `json:",omitempty"`
	Says                    []string
}

func TestReportsImportToTheRightNumbers(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, tt := range goldens {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			body, err := os.ReadFile(filepath.Join("testdata", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			r := Parse(b, Input{Name: tt.file, Body: body, At: tt.at, Now: today})
			out := struct {
				Source, Taken     string
				Standing          reinstate.Standing
				Warnings, Refused []string
				Unknown           []reinstate.UnknownField
				Measures          []told
			}{Source: r.Source, Taken: r.Taken.Format(time.RFC3339), Standing: r.Standing, Unknown: r.Unknown}
			for _, w := range r.Warnings {
				out.Warnings = append(out.Warnings, w.String())
			}
			for _, w := range r.Refused {
				out.Refused = append(out.Refused, w.String())
			}
			for _, m := range r.Measures {
				out.Measures = append(out.Measures, tell(Judge(b, tt.at, m, nil)))
			}
			got, err := json.MarshalIndent(out, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			compareGolden(t, filepath.Join("testdata", strings.TrimSuffix(tt.file, filepath.Ext(tt.file))+".golden"), string(got)+"\n")
		})
	}
}

func tell(v Verdict) told {
	m := v.Measure
	out := told{Metric: string(m.Metric), Scope: m.Scope, From: m.From, To: m.To, Health: string(v.Health), Word: m.Word, Parts: m.Parts, Line: v.LineWords().String()}
	if v.Line.Ours {
		out.Line += " (ours)"
	}
	if m.Measured {
		out.Value = m.Value
	}
	if m.Counted {
		out.Bad, out.Of = m.Bad, m.Of
	}
	for _, s := range v.Sentences() {
		out.Says = append(out.Says, s.String())
	}
	return out
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and read the difference\ngot:\n%s", name, got)
	}
}
