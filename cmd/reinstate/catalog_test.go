package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reinstate/data"
)

// catalogCopy is an editable copy of the catalog's folder.
func catalogCopy(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(dir, data.FS); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "catalog")
}

// edit replaces a text of a file once.
func edit(t *testing.T, file, was, is string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(raw), was, is, 1)
	if changed == string(raw) {
		t.Fatalf("%s holds no %q", file, was)
	}
	if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTheCatalogInsideTheProgramIsSound(t *testing.T) {
	t.Parallel()
	words := call(t, "catalog", "check")
	if words.out != "" || !strings.Contains(words.err, "There is no mistake in the catalog:") {
		t.Errorf("printed %q and said %q", words.out, words.err)
	}
	got := decode[catalogJSON](t, call(t, "catalog", "check", "--json").out)
	if !got.OK || got.Marketplaces != 5 || got.Policies < 60 || got.Demands < 20 || got.Outlines == 0 || len(got.Mistakes) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestACopyOfTheCatalogIsCheckedToo(t *testing.T) {
	t.Parallel()
	dir := catalogCopy(t)
	for _, folder := range []string{dir, filepath.Dir(dir)} {
		if got := call(t, "catalog", "check", folder); !strings.Contains(got.err, "There is no mistake in "+folder) {
			t.Errorf("%s: said %q", folder, got.err)
		}
	}
}

func TestEveryMistakeOfEveryFileIsNamedAtOnce(t *testing.T) {
	t.Parallel()
	dir := catalogCopy(t)
	edit(t, filepath.Join(dir, "amazon.yaml"), "level: account", "level: galaxy")
	edit(t, filepath.Join(dir, "walmart.yaml"), "reviewed: 2026", "reviewed: soon 2026")
	edit(t, filepath.Join(dir, "demands.yaml"), "exhibits: [supplier_invoice]", "exhibits: [poem]")
	edit(t, filepath.Join(dir, "plans", "general.yaml"), "response: plan_of_action", "response: smoke_signal")
	got := try(t, nil, "", "catalog", "check", dir)
	if got.status != failed {
		t.Errorf("status %d", got.status)
	}
	for _, want := range []string{
		`amazon.yaml: reasons.`, `"galaxy" is not a level`, `walmart.yaml: reviewed: "soon 2026`, `demands.yaml: demands.supplier_invoices.exhibits: "poem"`,
		`"smoke_signal" is not a way of answering`, "there is no general plan of action",
	} {
		if !strings.Contains(got.out, want) {
			t.Errorf("%q is not named in:\n%s", want, got.out)
		}
	}
	asJSON := try(t, nil, "", "catalog", "check", "--json", dir)
	report := decode[catalogJSON](t, asJSON.out)
	if asJSON.status != failed || report.OK || report.Folder != dir || len(report.Mistakes) != strings.Count(got.out, "\n") {
		t.Errorf("status %d, %d mistakes as JSON, as lines:\n%s", asJSON.status, len(report.Mistakes), got.out)
	}
}

func TestACatalogThatIsNotThere(t *testing.T) {
	t.Parallel()
	empty := t.TempDir()
	for folder, want := range map[string]string{
		filepath.Join(empty, "gone"): "no such file or directory",
		"catalog_test.go":            "it is a file",
		empty:                        "mistakes in " + empty,
	} {
		if got := try(t, nil, "", "catalog", "check", folder); got.status != failed || !strings.Contains(got.err, want) {
			t.Errorf("%s: status %d, said %q", folder, got.status, got.err)
		}
	}
}
