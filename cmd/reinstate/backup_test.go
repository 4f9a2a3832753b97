package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reinstate/internal/store"
)

func TestABackupIsSavedAndRestored(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	file := filepath.Join(t.TempDir(), "saved.tar")
	said := decode[backupJSON](t, call(t, "backup", file, "--json", "--data", dir).out)
	if said.Files == 0 || len(said.Findings) != 0 {
		t.Fatalf("saved %+v", said)
	}
	if got := fails(t, "backup", file, "--data", dir); !strings.Contains(got.err, "--force") {
		t.Errorf("a backup was overwritten unasked: %q", got.err)
	}
	dry := filepath.Join(t.TempDir(), "dry")
	if got := call(t, "restore", file, "--dry-run", "--data", dry); !strings.Contains(got.err, "can be restored") {
		t.Errorf("a dry run says %q", got.err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(dry), "*")); len(left) != 0 {
		t.Errorf("a dry run left %v", left)
	}
	fresh := filepath.Join(t.TempDir(), "fresh")
	if again := decode[backupJSON](t, call(t, "restore", file, "--json", "--data", fresh).out); again.Files != said.Files {
		t.Errorf("restored %+v", again)
	}
	for _, args := range [][]string{{"case", "list", "--json"}, {"case", "show", "R-2026-0001", "--json"}} {
		if was, is := call(t, append(args, "--data", dir)...).out, call(t, append(args, "--data", fresh)...).out; was != is {
			t.Errorf("%v differs after the restore:\n%s\n%s", args, was, is)
		}
	}
	call(t, "verify", "--data", fresh)
}

func TestARestoreNeverMakesItWorse(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	file := filepath.Join(t.TempDir(), "saved.tar")
	call(t, "backup", file, "--data", dir)
	if err := os.WriteFile(filepath.Join(dir, store.KeyFile), []byte("the key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := fails(t, "restore", file, "--data", dir); !strings.Contains(got.err, "--replace") {
		t.Errorf("data was replaced unasked: %q", got.err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.tar")
	if err := os.WriteFile(cut, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if got := fails(t, "restore", cut, "--replace", "--data", dir); !strings.Contains(got.err, "Nothing was restored") {
		t.Errorf("half a backup: %q", got.err)
	}
	call(t, "verify", "--data", dir)
	lock, err := store.Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := fails(t, "restore", file, "--replace", "--data", dir); !strings.Contains(got.err, "A server is running") {
		t.Errorf("beneath a running server: %q", got.err)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	call(t, "restore", file, "--replace", "--data", dir)
	call(t, "verify", "--data", dir)
	if key, err := os.ReadFile(filepath.Join(dir, store.KeyFile)); err != nil || string(key) != "the key" {
		t.Errorf("the key of stored secrets: %q, %v", key, err)
	}
	aside, _ := filepath.Glob(dir + ".before-*")
	if len(aside) != 1 {
		t.Fatalf("kept aside: %v", aside)
	}
	call(t, "verify", "--data", aside[0])
}

func TestABrokenInstallationIsSavedAsFarAsItGoes(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	flip(t, exhibitFile(t, dir, ask[string](t, dir, "SELECT sha256 FROM exhibits ORDER BY id LIMIT 1")))
	file, fresh := filepath.Join(t.TempDir(), "saved.tar"), filepath.Join(t.TempDir(), "fresh")
	if got := fails(t, "backup", file, "--data", dir); !strings.Contains(got.err, "no longer has the bytes") {
		t.Errorf("backup says %q", got.err)
	}
	if got := fails(t, "restore", file, "--data", fresh); !strings.Contains(got.err, "--accept-damage") {
		t.Errorf("restore says %q", got.err)
	}
	if _, err := os.Stat(fresh); err == nil {
		t.Error("something was restored all the same")
	}
	if got := call(t, "restore", file, "--accept-damage", "--data", fresh); !strings.Contains(got.err, "damaged or missing when the backup was made") {
		t.Errorf("restore says %q", got.err)
	}
	if was, is := call(t, "case", "list", "--json", "--data", dir).out, call(t, "case", "list", "--json", "--data", fresh).out; was != is {
		t.Error("the cases differ")
	}
}

func TestABackupGoesThroughAPipe(t *testing.T) {
	t.Parallel()
	dir, fresh := demoFolder(t), filepath.Join(t.TempDir(), "fresh")
	saved := call(t, "backup", "-", "--data", dir).out
	if got := try(t, nil, saved, "restore", "-", "--data", fresh); got.status != 0 {
		t.Fatalf("restore from a pipe: %q", got.err)
	}
	if bytes.Contains([]byte(saved), []byte(store.KeyFile)) {
		t.Error("the key is part of the backup")
	}
	call(t, "verify", "--data", fresh)
}

// fails runs a command that must end with status 1.
func fails(t *testing.T, args ...string) said {
	t.Helper()
	got := try(t, nil, "", args...)
	if got.status != failed {
		t.Errorf("%v ended with %d: %s", args, got.status, got.err)
	}
	return got
}
