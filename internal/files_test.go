package internal_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// longest is how many lines a Go file may have, tests excepted. Beyond it a
// file holds more than one noun and is to be split by them.
const longest = 450

// foreign are names of the place a file was made at. They would be wrong on any
// other machine. Written as patterns, they do not find themselves.
var foreign = []struct {
	what    string
	pattern *regexp.Regexp
}{
	{"a path of one machine", regexp.MustCompile(`(^|[^\w.-])/(work|root|home/[a-z]\w*|Users/[A-Za-z]\w*)/`)},
	{"a hidden folder beside the project", regexp.MustCompile(`\.\./\.[a-z]+/`)},
	{"a host of the Go module registry", regexp.MustCompile(`(proxy|sum|index)\.golang\.org`)},
	{"a host of the npm registry", regexp.MustCompile(`registry\.(npmjs\.org|yarnpkg\.com)`)},
	{"a host of the Python registry", regexp.MustCompile(`pypi\.org|pythonhosted\.org`)},
	{"a host of the Rust registry", regexp.MustCompile(`crates\.io`)},
	{"a host of the Ruby registry", regexp.MustCompile(`rubygems\.org`)},
	{"a host of the Debian archive", regexp.MustCompile(`(deb|security|snapshot|archive)\.(debian\.org|ubuntu\.com)`)},
}

// tooLong tells a Go file that is to be split.
func tooLong(name string, content []byte) bool {
	return strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") &&
		bytes.Count(content, []byte("\n")) > longest
}

// foreignNames says in a sentence each what a file names that it must not. A
// file that is not text names nothing.
func foreignNames(name string, content []byte) []string {
	if bytes.IndexByte(content, 0) >= 0 {
		return nil
	}
	var found []string
	for _, f := range foreign {
		if at := f.pattern.FindIndex(content); at != nil {
			line := 1 + bytes.Count(content[:at[0]], []byte("\n"))
			found = append(found, fmt.Sprintf("%s:%d names %s: %s", name, line, f.what, bytes.TrimSpace(content[at[0]:at[1]])))
		}
	}
	return found
}

func TestNoGoFileIsTooLong(t *testing.T) {
	t.Parallel()
	files := 0
	walk(t, func(name string) {
		if !strings.HasSuffix(name, ".go") {
			return
		}
		files++
		if content := read(t, name); tooLong(name, content) {
			t.Errorf("%s has %d lines, at most %d are allowed: split it by its nouns", name, bytes.Count(content, []byte("\n")), longest)
		}
	})
	if files == 0 {
		t.Error("no Go file was found")
	}
}

func TestTrackedFilesNameNoMachineAndNoRegistry(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed, so the tracked files are not known")
	}
	if _, err := os.Stat(filepath.Join(root, ".git")); err != nil {
		t.Skip("this is not a git checkout, so the tracked files are not known")
	}
	for name := range strings.SplitSeq(string(run(t, "git", "ls-files", "-z")), "\x00") {
		if name == "" {
			continue
		}
		for _, o := range foreignNames(name, read(t, name)) {
			t.Error(o)
		}
	}
}

func TestALongFileIsFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		file  string
		lines int
		want  bool
	}{
		{"the limit is allowed", "internal/web/cases.go", longest, false},
		{"one line more is not", "internal/web/cases.go", longest + 1, true},
		{"a test may be longer", "internal/web/cases_test.go", 2 * longest, false},
		{"a style sheet may be longer", "static/css/app.css", 2 * longest, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tooLong(tt.file, bytes.Repeat([]byte("\n"), tt.lines)); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

func TestForeignNamesAreFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		content string
		want    []string
	}{
		{"plain text is fine", "see ../shared/corpus and https://pkg.go.dev/net/http\n", nil},
		{"a folder of ours is fine", "the networkroot/leaf\nhome/page/show.html\n", nil},
		{"a machine's path is found, with its line", "one\ntwo /ro" + "ot/go/bin\n", []string{"f:2 names a path of one machine: /ro" + "ot/"}},
		{"a person's folder is found", "/ho" + "me/ana/cases", []string{"f:1 names a path of one machine: /ho" + "me/ana/"}},
		{"a hidden folder beside the project is found", "../.too" + "ls/x", []string{"f:1 names a hidden folder beside the project: ../.too" + "ls/"}},
		{"a registry's host is found", "GOPROXY=https://proxy" + ".golang.org", []string{"f:1 names a host of the Go module registry: proxy" + ".golang.org"}},
		{"bytes that are not text are left alone", "\x00/ro" + "ot/", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := foreignNames("f", []byte(tt.content)); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
