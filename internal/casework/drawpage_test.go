package casework

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// standIn is a program that does what a line of the shell says.
func standIn(t *testing.T, line string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "stand-in")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+line+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestAProgramThatHangsIsEnded(t *testing.T) {
	t.Cleanup(PageWithin(400 * time.Millisecond))
	pid := filepath.Join(t.TempDir(), "pid")
	began := time.Now()
	_, err := drawPage(t.Context(), standIn(t, "echo $$ > "+pid+"; exec sleep 600"), "x.pdf", 1)
	if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took > 5*time.Second {
		t.Errorf("after %v: %v", took, err)
	}
	raw, err := os.ReadFile(pid)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(5 * time.Second); syscall.Kill(n, 0) == nil; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("process %d still runs", n)
		}
	}
}

func TestAProgramThatUsesEverythingUpIsStopped(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"memory": "exec awk 'BEGIN { s = \"x\"; while (1) s = s s }'",
		"output": "exec cat /dev/zero",
	} {
		began := time.Now()
		_, err := drawPage(t.Context(), standIn(t, line), "x.pdf", 1)
		if took := time.Since(began); err == nil || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s, after %v: %v", name, took, err)
		}
	}
}

// TestNoNameReachesAShell gives a path that a shell would act upon: the program
// gets it as one argument, whatever it holds, and nothing of our environment.
func TestNoNameReachesAShell(t *testing.T) {
	folder := t.TempDir()
	said, trap := filepath.Join(folder, "said"), filepath.Join(folder, "trap")
	t.Setenv("REINSTATE_PASSWORD", "harbour")
	path := "a b'\"; touch " + trap + " $(touch " + trap + ") `touch " + trap + "`\n-f 9"
	program := standIn(t, `for a; do last="$a"; done; printf '%s|%s' "$last" "$REINSTATE_PASSWORD" > `+said)
	if _, err := drawPage(t.Context(), program, path, 3); err == nil {
		t.Error("nothing was drawn, and that is no error")
	}
	got, err := os.ReadFile(said)
	if err != nil || string(got) != path+"|" {
		t.Errorf("the program got %q, %v", got, err)
	}
	if _, err := os.Stat(trap); err == nil {
		t.Error("a shell acted upon the name")
	}
}

func TestOnlyAPictureAsAskedForIsTaken(t *testing.T) {
	t.Parallel()
	good := "P6\n2 1\n255\n\x01\x02\x03\x04\x05\x06"
	picture, err := pixmap([]byte(good))
	if err != nil || picture.Rect.Dx() != 2 || picture.Rect.Dy() != 1 {
		t.Fatalf("%v, %v", picture, err)
	}
	if c := picture.RGBAAt(1, 0); c.R != 4 || c.G != 5 || c.B != 6 || c.A != 255 {
		t.Errorf("the second point is %v", c)
	}
	for name, raw := range map[string]string{
		"nothing": "", "words": "no picture at all", "another form": "P5\n2 1\n255\n\x01\x02", "too little": good[:len(good)-1], "too much": good + "x",
		"no size": "P6\n0 1\n255\n", "a size below zero": "P6\n-2 -1\n255\n\x01\x02\x03\x04\x05\x06", "sixteen bits": "P6\n2 1\n65535\n" + strings.Repeat("\x01", 12),
		"too large": fmt.Sprintf("P6\n%d 1\n255\n%s", 5000, strings.Repeat("\x01", 15000)), "far too large": "P6\n4294967296 4294967296\n255\n",
	} {
		if picture, err := pixmap([]byte(raw)); err == nil {
			t.Errorf("%s became a picture of %v", name, picture.Rect)
		}
	}
}
