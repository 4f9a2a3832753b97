package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"reinstate/internal/browsertest"
)

// running is the server as a person starts it.
type running struct {
	address string
	dir     string
	words   *transcript // what it said on stderr
}

// transcript keeps what is written to it while others read.
type transcript struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (w *transcript) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

func (w *transcript) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

// serveUntilDone runs serve on a data folder and any free port until the test
// ends, and fails the test where it does not end well.
func serveUntilDone(t *testing.T, dir string) running {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	said, tell := io.Pipe()
	s := running{dir: dir, words: new(transcript)}
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, env(nil).get, strings.NewReader(""), tell, s.words)
		tell.Close()
	}()
	t.Cleanup(func() {
		stop()
		if status := <-ended; status != done {
			t.Errorf("serve ended with status %d:\n%s", status, s.words)
		}
	})
	line, err := bufio.NewReader(said).ReadString('\n')
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		t.Fatalf("serve said %q, %v\n%s", line, err, s.words)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	s.address = address
	return s
}

var codeLine = regexp.MustCompile(`one-time code: (\S+)`)

// setupCode is the code that serve said for the first visit.
func (s running) setupCode(t *testing.T) string {
	t.Helper()
	found := codeLine.FindStringSubmatch(s.words.String())
	if found == nil {
		t.Fatalf("serve says no setup code:\n%s", s.words)
	}
	return found[1]
}

// scripts are the two ways every path has to work.
var scripts = []struct {
	name string
	off  bool
}{{"with scripts", false}, {"without scripts", true}}

// onEachPage is what every page has to be: with one primary thing to do, and
// no wider than the screen of a telephone. The widths are measured once a page.
func onEachPage() func(*browsertest.Tab) {
	measured := map[string]bool{}
	return func(b *browsertest.Tab) {
		b.Has(1, ".primary")
		if page := pageOf(b.Path()); !measured[page] {
			measured[page] = true
			b.FitsInto(390)
			b.FitsInto(320)
		}
	}
}

var numbersOfPath = regexp.MustCompile(`\d+`)

// pageOf is a path without what tells one case from another.
func pageOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return numbersOfPath.ReplaceAllString(path, "N")
}

// within fails the test where it took longer than it may.
func within(t *testing.T, most time.Duration) {
	t.Helper()
	began := time.Now()
	t.Cleanup(func() {
		if took := time.Since(began); took > most {
			t.Errorf("it took %s, and may take %s", took.Round(time.Second), most)
		}
	})
}
