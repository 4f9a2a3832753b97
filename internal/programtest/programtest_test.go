package programtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// witness is a test that only remembers how it ended.
type witness struct {
	testing.TB
	failed, skipped string
}

func (w *witness) Helper()                        {}
func (w *witness) Fatalf(format string, a ...any) { w.failed = fmt.Sprintf(format, a...) }
func (w *witness) Skipf(format string, a ...any)  { w.skipped = fmt.Sprintf(format, a...) }

func TestPath(t *testing.T) {
	for _, tt := range []struct {
		name            string
		installed       bool
		ci              string
		failed, skipped string
	}{
		{name: "an installed program is found", installed: true},
		{name: "an installed program is found in CI", installed: true, ci: "true"},
		{name: "a missing program skips the test", skipped: "this test needs qpdf, which is not installed; Debian has it in qpdf"},
		{name: "CI=false is not CI", ci: "false", skipped: "this test needs qpdf, which is not installed; Debian has it in qpdf"},
		{name: "a missing program fails the test in CI", ci: "true", failed: "this test needs qpdf, and CI is to have it: install the Debian package qpdf"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			folder, want := t.TempDir(), ""
			if tt.installed {
				want = filepath.Join(folder, "qpdf")
				if err := os.WriteFile(want, []byte("#!/bin/sh\n"), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			t.Setenv("PATH", folder)
			t.Setenv("CI", tt.ci)
			w := &witness{TB: t}
			if got := Path(w, Qpdf); got != want {
				t.Errorf("got path %q, want %q", got, want)
			}
			if w.failed != tt.failed || w.skipped != tt.skipped {
				t.Errorf("got failed %q and skipped %q, want %q and %q", w.failed, w.skipped, tt.failed, tt.skipped)
			}
		})
	}
}

func TestCIInstallsEveryProgram(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile(filepath.Join("..", "..", ".ci", "run"))
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(script), "\npackages=(")
	list, _, _ = strings.Cut(list, ")")
	installs := " " + list + " "
	for program, name := range debian {
		if !strings.Contains(installs, " "+name+" ") {
			t.Errorf(".ci/run does not install %s, which carries %s", name, program)
		}
	}
}
