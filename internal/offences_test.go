package internal_test

import (
	"slices"
	"testing"
)

// TestOffencesAreFound plants graphs that break a rule, so that a checker that
// has gone blind is seen.
func TestOffencesAreFound(t *testing.T) {
	t.Parallel()
	code := []string{"a.go"}
	for _, tt := range []struct {
		name string
		p    listed
		want string // empty: nothing to object to
	}{
		{
			"a package may import the row beneath",
			listed{ImportPath: "reinstate/internal/web", GoFiles: code, Imports: []string{"reinstate/internal/casework", "fmt"}},
			"",
		},
		{
			"a package may import any row beneath",
			listed{ImportPath: "reinstate/cmd/reinstate", GoFiles: code, Imports: []string{"reinstate/internal/reinstate"}},
			"",
		},
		{
			"a package may not import the row above",
			listed{ImportPath: "reinstate/internal/store", GoFiles: code, Imports: []string{"reinstate/internal/casework"}},
			"internal/store imports internal/casework, which is not beneath it",
		},
		{
			"a package may not import its own row",
			listed{ImportPath: "reinstate/internal/casework", GoFiles: code, Imports: []string{"reinstate/internal/access"}},
			"internal/casework imports internal/access, which is not beneath it",
		},
		{
			"embedded files may not import the words",
			listed{ImportPath: "reinstate/data", GoFiles: code, Imports: []string{"reinstate/internal/reinstate"}},
			"data imports internal/reinstate, which is not beneath it",
		},
		{
			"the catalog may embed data",
			listed{ImportPath: "reinstate/internal/catalog", GoFiles: code, Imports: []string{"reinstate/data"}},
			"",
		},
		{
			"a folder of embedded files may have a package of its own",
			listed{ImportPath: "reinstate/data/demo", GoFiles: code, Imports: []string{"embed"}},
			"",
		},
		{
			"embedded files may not import one another",
			listed{ImportPath: "reinstate/data/demo", GoFiles: code, Imports: []string{"reinstate/data"}},
			"data/demo imports data, which is not beneath it",
		},
		{
			"embedded files need no library",
			listed{ImportPath: "reinstate/data/demo", GoFiles: code, Imports: []string{"github.com/goccy/go-yaml"}},
			"data/demo imports github.com/goccy/go-yaml, but is to stand on the standard library alone",
		},
		{
			"a package of cgo files is not overlooked",
			listed{ImportPath: "reinstate/internal/blob", CgoFiles: code, Imports: []string{"reinstate/internal/web"}},
			"internal/blob imports internal/web, which is not beneath it",
		},
		{
			"a package that no row knows is refused",
			listed{ImportPath: "reinstate/internal/billing", GoFiles: code},
			"internal/billing is in no row of the table",
		},
		{
			"a package beneath a known one is refused as well",
			listed{ImportPath: "reinstate/internal/web/form", GoFiles: code},
			"internal/web/form is in no row of the table",
		},
		{
			"importing a package that no row knows is refused",
			listed{ImportPath: "reinstate/internal/web", GoFiles: code, Imports: []string{"reinstate/internal/billing"}},
			"internal/web imports internal/billing, which is not beneath it",
		},
		{
			"a test may import its own package from outside",
			listed{ImportPath: "reinstate/internal/plan", GoFiles: code, XTestImports: []string{"reinstate/internal/plan"}},
			"",
		},
		{
			"a test may not import the row above",
			listed{ImportPath: "reinstate/internal/plan", GoFiles: code, XTestImports: []string{"reinstate/internal/store"}},
			"a test of internal/plan imports internal/store, which is not beneath it",
		},
		{
			"a test may import a package that exists for tests",
			listed{ImportPath: "reinstate/internal/plan", GoFiles: code, TestImports: []string{"reinstate/internal/storetest"}},
			"",
		},
		{
			"code may not import a package that exists for tests",
			listed{ImportPath: "reinstate/internal/web", GoFiles: code, Imports: []string{"reinstate/internal/storetest"}},
			"internal/web imports internal/storetest outside its tests",
		},
		{
			"a package that exists for tests may import what it sets up",
			listed{ImportPath: "reinstate/internal/storetest", GoFiles: code, Imports: []string{"reinstate/internal/store"}},
			"",
		},
		{
			"the store may import gorm",
			listed{ImportPath: "reinstate/internal/store", GoFiles: code, Imports: []string{"gorm.io/gorm", "gorm.io/driver/sqlite"}},
			"",
		},
		{
			"nobody else may import gorm",
			listed{ImportPath: "reinstate/internal/casework", GoFiles: code, Imports: []string{"gorm.io/gorm/clause"}},
			"internal/casework imports gorm.io/gorm/clause, which belongs to internal/store",
		},
		{
			"no test elsewhere may import gorm",
			listed{ImportPath: "reinstate/internal/web", GoFiles: code, TestImports: []string{"gorm.io/gorm"}},
			"internal/web imports gorm.io/gorm, which belongs to internal/store",
		},
		{
			"any test may import the SQLite driver",
			listed{ImportPath: "reinstate/cmd/reinstate", GoFiles: code, TestImports: []string{"github.com/mattn/go-sqlite3"}},
			"",
		},
		{
			"no other code may import the SQLite driver",
			listed{ImportPath: "reinstate/cmd/reinstate", GoFiles: code, Imports: []string{"github.com/mattn/go-sqlite3"}},
			"cmd/reinstate imports github.com/mattn/go-sqlite3, which belongs to internal/store",
		},
		{
			"only web may import gin",
			listed{ImportPath: "reinstate/cmd/reinstate", GoFiles: code, Imports: []string{"github.com/gin-gonic/gin"}},
			"cmd/reinstate imports github.com/gin-gonic/gin, which belongs to internal/web",
		},
		{
			"a package that exists for tests may not import gin",
			listed{ImportPath: "reinstate/internal/webtest", GoFiles: code, Imports: []string{"github.com/gin-gonic/gin"}},
			"internal/webtest imports github.com/gin-gonic/gin, which belongs to internal/web",
		},
		{
			"only packet may draw",
			listed{ImportPath: "reinstate/internal/plan", GoFiles: code, Imports: []string{"github.com/jung-kurt/gofpdf"}},
			"internal/plan imports github.com/jung-kurt/gofpdf, which belongs to internal/packet",
		},
		{
			"only packet may merge",
			listed{ImportPath: "reinstate/internal/web", GoFiles: code, Imports: []string{"github.com/pdfcpu/pdfcpu/pkg/api"}},
			"internal/web imports github.com/pdfcpu/pdfcpu/pkg/api, which belongs to internal/packet",
		},
		{
			"a library with a like name is another library",
			listed{ImportPath: "reinstate/internal/web", GoFiles: code, Imports: []string{"github.com/gin-gonic/ginger"}},
			"",
		},
		{
			"the words stand on the standard library alone",
			listed{ImportPath: "reinstate/internal/reinstate", GoFiles: code, Imports: []string{"golang.org/x/text/language"}},
			"internal/reinstate imports golang.org/x/text/language, but is to stand on the standard library alone",
		},
		{
			"the words do not import even embedded files",
			listed{ImportPath: "reinstate/internal/reinstate", GoFiles: code, Imports: []string{"reinstate/data"}},
			"internal/reinstate imports reinstate/data, but is to stand on the standard library alone",
		},
		{
			"reasoning reads no files",
			listed{ImportPath: "reinstate/internal/notice", GoFiles: code, Imports: []string{"os"}},
			"internal/notice imports os, but is to reason only",
		},
		{
			"a drawer is refused by its folder",
			listed{ImportPath: "reinstate/internal/storetest/helpers", Name: "seed", GoFiles: code},
			"internal/storetest/helpers is named like a drawer",
		},
		{
			"a drawer is refused by its name",
			listed{ImportPath: "reinstate/internal/web", Name: "utils", GoFiles: code},
			"internal/web is named like a drawer",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := offences([]listed{tt.p})
			if tt.want == "" && len(got) > 0 {
				t.Errorf("got %q, want no offence", got)
			}
			if tt.want != "" && !slices.Contains(got, tt.want) {
				t.Errorf("got %q, want %q among them", got, tt.want)
			}
		})
	}
}
