package health

import (
	"math"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"reinstate/internal/reinstate"
)

// FuzzParse reads anything. Whatever comes in, what comes out can be stored or
// is refused with a reason.
func FuzzParse(f *testing.F) {
	b := book(f)
	for _, g := range goldens {
		body, err := os.ReadFile(filepath.Join("testdata", g.file))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body, g.file, string(g.at.Marketplace))
	}
	f.Add([]byte("Date,ODR\n2026-11-18,0.5%\n"), "a.csv", "amazon")
	f.Add([]byte("Order ID\tOrder Date\tClaim\n1\t1/2/2026\tX\n"), "odr.tsv", "amazon")
	f.Add([]byte("PK\x03\x04"), "a.xlsx", "ebay")
	f.Fuzz(func(t *testing.T, body []byte, name, market string) {
		r := Parse(b, Input{Name: name, Body: body, At: Place{reinstate.Marketplace(market), "US"}, Now: today})
		if len(r.Refused) == 0 && r.Empty() && (r.Table == nil || r.Table.Asks == "") {
			t.Fatal("nothing was read, and nothing says why")
		}
		for _, refusal := range r.Refused {
			if refusal.Why.Text == "" || !utf8.ValidString(refusal.String()) {
				t.Fatalf("a refusal without words: %+q", refusal)
			}
		}
		if len(r.Refused) > 0 {
			return
		}
		for _, m := range r.Measures {
			known, ok := b.Metric(m.Metric)
			switch {
			case !ok:
				t.Fatalf("the metric %q is not known", m.Metric)
			case math.IsNaN(m.Value) || math.IsInf(m.Value, 0) || m.Value < 0:
				t.Fatalf("the value %v", m.Value)
			case known.Kind == "rate" && m.Value > 1:
				t.Fatalf("the rate %v", m.Value)
			case m.Counted && (m.Bad < 0 || m.Of < 0):
				t.Fatalf("the counts %d of %d", m.Bad, m.Of)
			case m.Taken.IsZero() || m.Scope != projected && m.Taken.After(today.AddDate(0, 0, 1)):
				t.Fatalf("taken %v", m.Taken)
			case !utf8.ValidString(m.Scope+m.Word) || len(m.Word) > 4*longestText:
				t.Fatalf("the words %q %q", m.Scope, m.Word)
			}
			v := Judge(b, Place{reinstate.Marketplace(market), "US"}, m, nil)
			for _, s := range v.Sentences() {
				if s.String() == "" {
					t.Fatal("a sentence without words")
				}
			}
		}
	})
}
