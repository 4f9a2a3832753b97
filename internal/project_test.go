package internal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// root is the project's folder as seen from this one.
const root = ".."

// untracked are folders at the top that hold nothing of the project's own.
var untracked = []string{".git", ".cache", "bin", "data/local"}

// list is every package of the module, with the flags that the Makefile builds
// with. A package that does not build is listed too: its arrows are known.
func list(t *testing.T) []listed {
	t.Helper()
	fields := "ImportPath,Name,GoFiles,CgoFiles,Imports,TestImports,XTestImports"
	dec := json.NewDecoder(bytes.NewReader(run(t, "go", "list", "-e", "-tags", "sqlite_fts5", "-json="+fields, "./...")))
	var packages []listed
	for {
		var p listed
		switch err := dec.Decode(&p); {
		case errors.Is(err, io.EOF):
			return packages
		case err != nil:
			t.Fatalf("read go list: %v", err)
		}
		packages = append(packages, p)
	}
}

// run gives what the program prints in the project's folder.
func run(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = root
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, stderr.String())
	}
	return out
}

// walk calls f with every file of the project, named from its root. That it
// opens the folders itself also tells the go command which of them a cached
// result depends on; what a program run by the test reads it cannot know.
func walk(t *testing.T, f func(name string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains(untracked, filepath.ToSlash(inside)) {
			return fs.SkipDir
		}
		if d.Type().IsRegular() {
			f(filepath.ToSlash(inside))
		}
		return nil
	})
	if err != nil {
		t.Fatalf("walk the project: %v", err)
	}
}

// read gives a file of the project; one that has just gone is empty.
func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("read %s: %v", name, err)
	}
	return b
}
