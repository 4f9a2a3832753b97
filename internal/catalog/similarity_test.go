package catalog_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"reinstate/data"
	"reinstate/internal/catalog"
)

// edited is the catalog that ships with one file of it written anew.
func edited(t *testing.T, name, text string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	names, err := fs.Glob(data.FS, "catalog/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range names {
		raw, err := fs.ReadFile(data.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		files[file] = &fstest.MapFile{Data: raw}
	}
	files["catalog/"+name] = &fstest.MapFile{Data: []byte(text)}
	return files
}

func TestTheMeasuresOfSimilarityAreThere(t *testing.T) {
	t.Parallel()
	known, err := catalog.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []string{catalog.SimilarReplies, catalog.SimilarPlans} {
		if s := known.Similarity(of); s.From <= 0 || s.From > 1 || s.Source.Seen == "" {
			t.Errorf("%s: %+v", of, s)
		}
	}
}

func TestMistakesInTheMeasuresOfSimilarity(t *testing.T) {
	t.Parallel()
	const head = "reviewed: 2026-11-23\nsources:\n  own: {title: Own, grade: assumed, seen: 2026-11-23}\nmeasures:\n"
	const reply, letter = "  - {of: reply, from: 0.8, source: own}\n", "  - {of: plan, from: 0.8, source: own}\n"
	for _, tt := range []struct{ name, text, want string }{
		{"one is missing", head + reply, `similarity.yaml: measures: there is no "plan"`},
		{"one is there twice", head + reply + letter + letter, "measures.plan: is there twice"},
		{"a text nobody compares", head + reply + letter + "  - {of: poem, from: 0.8, source: own}\n", `"poem" is not a kind of text`},
		{"more than the whole", head + reply + "  - {of: plan, from: 1.2, source: own}\n", "measures.plan.from: 1.2 is not a share"},
		{"nobody says so", head + reply + "  - {of: plan, from: 0.8, source: him}\n", `"him" is not a source of this file`},
		{"an unknown word", head + reply + letter + "extra: 1\n", "similarity.yaml: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := catalog.Load(edited(t, "similarity.yaml", tt.text))
			var mistakes catalog.Mistakes
			if !errors.As(err, &mistakes) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
