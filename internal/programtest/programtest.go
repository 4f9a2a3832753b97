// Package programtest finds the programs that tests compare us with: a browser,
// readers of PDF, SQLite's own shell. The product itself needs none of them.
package programtest

import (
	"os"
	"os/exec"
	"testing"
)

// Program is a program by the name of its command.
type Program string

// The programs that tests may ask for. .ci/run installs every one of them.
const (
	Chromium  Program = "chromium"
	Dovecot   Program = "/usr/sbin/dovecot" // a mail server
	Pdfinfo   Program = "pdfinfo"
	Pdftoppm  Program = "pdftoppm"
	Pdftotext Program = "pdftotext"
	Python3   Program = "/usr/bin/python3" // with the module icalendar, a reader of calendars
	Qpdf      Program = "qpdf"
	Sqlite3   Program = "sqlite3"
)

// debian is the package of Debian that carries the program.
var debian = map[Program]string{
	Chromium:  "chromium",
	Dovecot:   "dovecot-imapd",
	Pdfinfo:   "poppler-utils",
	Pdftoppm:  "poppler-utils",
	Pdftotext: "poppler-utils",
	Python3:   "python3-icalendar",
	Qpdf:      "qpdf",
	Sqlite3:   "sqlite3",
}

// Path is where the program lies. Where it is not installed the test is skipped
// with a sentence that says so; with CI=true it fails instead, so that what CI
// calls passed has been run.
func Path(t testing.TB, p Program) string {
	t.Helper()
	path, err := exec.LookPath(string(p))
	if err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("this test needs %s, and CI is to have it: install the Debian package %s", p, debian[p])
	} else {
		t.Skipf("this test needs %s, which is not installed; Debian has it in %s", p, debian[p])
	}
	return ""
}
