// Package internal_test holds what must be true of the project as a whole: the
// arrows between its packages, the size of its files, what its files may name,
// and the libraries it stands on.
package internal_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "reinstate"

// rows are the packages of the project from top to bottom. A package imports
// only rows beneath its own.
var rows = [][]string{
	{"cmd/reinstate"},
	{"internal/web"},
	{"internal/casework", "internal/watch", "internal/access"},
	{"internal/store", "internal/packet", "internal/docx", "internal/blob", "internal/post", "internal/market"},
	{"internal/notice", "internal/plan", "internal/health", "internal/ledger"},
	{"internal/catalog"},
	{"internal/reinstate"},
	embeds,
}

// embeds hold files for the binary and no code, and so may the folders in them.
var embeds = []string{"templates", "static", "data"}

// atHome are the libraries that one package has to itself.
var atHome = []struct {
	library, home string
	inTests       bool // whether tests of other packages may import it as well
}{
	{"gorm.io", "internal/store", false},
	{"github.com/mattn/go-sqlite3", "internal/store", true},
	{"github.com/gin-gonic/gin", "internal/web", false},
	{"github.com/riverqueue/river", "internal/store", false},
	{"github.com/wneessen/go-mail", "internal/post", false},
	{"github.com/jung-kurt/gofpdf", "internal/packet", false},
	{"github.com/pdfcpu/pdfcpu", "internal/packet", false},
	{"github.com/xuri/excelize", "internal/health", true},
}

// pure are the packages that only reason: no files, no network, no database.
var pure = []string{"internal/notice", "internal/plan", "internal/health", "internal/ledger", "internal/reinstate"}

var impure = []string{"os", "os/exec", "net", "net/http", "database/sql"}

// drawers are names of packages into which anything would fit.
var drawers = []string{
	"util", "utils", "common", "helper", "helpers", "model", "models", "type", "types", "misc", "shared", "base",
}

// listed is one package as the go command lists it.
type listed struct {
	ImportPath   string
	Name         string
	GoFiles      []string
	CgoFiles     []string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

// place is the package's path inside the module.
func (p listed) place() string { return inside(p.ImportPath) }

// tests is what the package's tests import.
func (p listed) tests() []string { return slices.Concat(p.TestImports, p.XTestImports) }

// onlyTests tells whether the package has no code but its tests.
func (p listed) onlyTests() bool { return len(p.GoFiles)+len(p.CgoFiles) == 0 }

func inside(importPath string) string { return strings.TrimPrefix(importPath, module+"/") }

func ours(importPath string) bool {
	return importPath == module || strings.HasPrefix(importPath, module+"/")
}

// fromStd tells whether the path is one of the standard library's: those have
// no dot in their first element.
func fromStd(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return !ours(importPath) && !strings.Contains(first, ".")
}

// within tells whether the path is the root or lies beneath it.
func within(importPath, root string) bool {
	return importPath == root || strings.HasPrefix(importPath, root+"/")
}

// embedsFiles tells whether the package is there for its embedded files alone.
func embedsFiles(place string) bool {
	return slices.ContainsFunc(embeds, func(root string) bool { return within(place, root) })
}

// rowOf counts from the top; -1 is a package that the rows do not know.
func rowOf(place string) int {
	if embedsFiles(place) {
		return len(rows) - 1
	}
	return slices.IndexFunc(rows, func(row []string) bool { return slices.Contains(row, place) })
}

// supportsTests tells whether the package exists for tests, as storetest does.
func supportsTests(place string) bool {
	return strings.HasPrefix(place, "internal/") && strings.HasSuffix(place, "test")
}

// offences says in a sentence each what the packages do that they must not.
func offences(packages []listed) []string {
	var found []string
	for _, p := range packages {
		found = append(found, nameOffences(p)...)
		if supportsTests(p.place()) || p.onlyTests() {
			found = append(found, libraryOffences(p)...)
			continue
		}
		if rowOf(p.place()) < 0 {
			found = append(found, fmt.Sprintf("%s is in no row of the table", p.place()))
			continue
		}
		found = append(found, arrowOffences(p)...)
		found = append(found, libraryOffences(p)...)
		found = append(found, purityOffences(p)...)
	}
	return found
}

func nameOffences(p listed) []string {
	if slices.Contains(drawers, p.Name) || slices.Contains(drawers, path.Base(p.place())) {
		return []string{fmt.Sprintf("%s is named like a drawer", p.place())}
	}
	return nil
}

func arrowOffences(p listed) []string {
	var found []string
	for _, to := range p.Imports {
		switch {
		case !ours(to):
		case supportsTests(inside(to)):
			found = append(found, fmt.Sprintf("%s imports %s outside its tests", p.place(), inside(to)))
		case !beneath(p.place(), inside(to)):
			found = append(found, fmt.Sprintf("%s imports %s, which is not beneath it", p.place(), inside(to)))
		}
	}
	for _, to := range p.tests() {
		if ours(to) && to != p.ImportPath && !supportsTests(inside(to)) && !beneath(p.place(), inside(to)) {
			found = append(found, fmt.Sprintf("a test of %s imports %s, which is not beneath it", p.place(), inside(to)))
		}
	}
	return found
}

// beneath tells whether to stands in a lower row than from. A package that no
// row knows stands beneath nothing.
func beneath(from, to string) bool { return rowOf(to) > rowOf(from) }

func libraryOffences(p listed) []string {
	var found []string
	for _, l := range atHome {
		if p.place() == l.home {
			continue
		}
		imports := p.Imports
		if supportsTests(p.place()) && l.inTests {
			imports = nil
		}
		if !l.inTests {
			imports = slices.Concat(imports, p.tests())
		}
		for _, to := range imports {
			if within(to, l.library) {
				found = append(found, fmt.Sprintf("%s imports %s, which belongs to %s", p.place(), to, l.home))
			}
		}
	}
	return found
}

func purityOffences(p listed) []string {
	var found []string
	for _, to := range p.Imports {
		if slices.Contains(pure, p.place()) && slices.Contains(impure, to) {
			found = append(found, fmt.Sprintf("%s imports %s, but is to reason only", p.place(), to))
		}
		if (p.place() == "internal/reinstate" || embedsFiles(p.place())) && !fromStd(to) {
			found = append(found, fmt.Sprintf("%s imports %s, but is to stand on the standard library alone", p.place(), to))
		}
	}
	return found
}

func TestPackagesImportOnlyRowsBeneathTheirOwn(t *testing.T) {
	t.Parallel()
	packages := list(t)
	if len(packages) == 0 {
		t.Fatal("go list names no package")
	}
	for _, o := range offences(packages) {
		t.Error(o)
	}
}
