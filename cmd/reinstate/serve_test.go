package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// built is the program as make builds it.
var built struct {
	once sync.Once
	path string
	err  error
}

func binary(tb testing.TB) string {
	tb.Helper()
	built.once.Do(func() {
		built.path = filepath.Join(scratchDir(tb), "reinstate")
		out, err := exec.Command("go", "build", "-tags", "sqlite_fts5", "-buildvcs=false", "-o", built.path, ".").CombinedOutput()
		if err != nil {
			built.err = fmt.Errorf("build the program: %w\n%s", err, out)
		}
	})
	if built.err != nil {
		tb.Fatal(built.err)
	}
	return built.path
}

// serving is a server in a process of its own.
type serving struct {
	cmd    *exec.Cmd
	url    string
	errs   lockedText
	ended  chan error
	client *http.Client
}

// lockedText collects what a process says while the test reads it.
type lockedText struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lockedText) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lockedText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// startServer starts the program and waits until it says that it listens.
func startServer(tb testing.TB, dir string, args ...string) *serving {
	tb.Helper()
	s := &serving{ended: make(chan error, 1), client: &http.Client{Timeout: 30 * time.Second, CheckRedirect: stay}}
	s.cmd = exec.Command(binary(tb), append([]string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, args...)...)
	s.cmd.Stderr = &s.errs
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { s.kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	go func() { s.ended <- s.cmd.Wait() }()
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if !ok {
		tb.Fatalf("the server says %q, %v\n%s", line, err, s.errs.String())
	}
	s.url = url
	return s
}

func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// kill ends the server as a power cut would.
func (s *serving) kill() {
	if s.cmd.ProcessState == nil {
		s.cmd.Process.Kill()
		<-s.ended
		s.ended <- nil
	}
	s.client.CloseIdleConnections()
}

// stop asks the server to stop and waits for it.
func (s *serving) stop(tb testing.TB, with os.Signal) time.Duration {
	tb.Helper()
	started := time.Now()
	if err := s.cmd.Process.Signal(with); err != nil {
		tb.Fatal(err)
	}
	select {
	case err := <-s.ended:
		if err != nil {
			tb.Errorf("the server ended with %v\n%s", err, s.errs.String())
		}
		s.ended <- nil
	case <-time.After(15 * time.Second):
		s.cmd.Process.Signal(syscall.SIGQUIT) // it says what it is doing
		<-s.ended
		s.ended <- nil
		tb.Fatalf("the server did not stop\n%s", s.errs.String())
	}
	return time.Since(started)
}

func (s *serving) get(tb testing.TB, path string) (status int, body string) {
	tb.Helper()
	answer, err := s.client.Get(s.url + path)
	if err != nil {
		tb.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return answer.StatusCode, string(content)
}

func TestTheServerSaysWhereItListensAndWhatItsFirstVisitNeeds(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	s := startServer(t, dir)
	for _, path := range []string{"/healthz", "/readyz", "/setup"} {
		if status, _ := s.get(t, path); status != http.StatusOK {
			t.Errorf("%s answers %d", path, status)
		}
	}
	if says := s.errs.String(); !strings.Contains(says, s.url+"/setup and enter this one-time code: ") {
		t.Errorf("it does not say the setup code: %q", says)
	}
	for name, want := range map[string]os.FileMode{"": 0o700, "reinstate.db": 0o600, "exhibits": 0o700} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%q has mode %v, %v; want %v", name, info.Mode().Perm(), err, want)
		}
	}
	if took := s.stop(t, syscall.SIGTERM); took > 10*time.Second {
		t.Errorf("it took %s to stop", took)
	}
	again := startServer(t, firmFolder(t))
	if says := again.errs.String(); strings.Contains(says, "code") {
		t.Errorf("set up already, it says %q", says)
	}
	again.stop(t, os.Interrupt)
}

func TestASecondServerOnTheSameFolderIsRefused(t *testing.T) {
	t.Parallel()
	dir := firmFolder(t)
	startServer(t, dir)
	second := try(t, nil, "", "serve", "--data", dir, "--listen", "127.0.0.1:0")
	if second.status != failed || second.out != "" || !strings.Contains(second.err, "Another server is running on "+dir+" already: stop it first") {
		t.Errorf("status %d, stdout %q, stderr %q", second.status, second.out, second.err)
	}
}

func TestAKilledServerLeavesNoLock(t *testing.T) {
	t.Parallel()
	dir := firmFolder(t)
	startServer(t, dir).kill()
	startServer(t, dir).stop(t, syscall.SIGTERM)
}

func TestTheCommandLineWorksBesideARunningServer(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	s := startServer(t, dir)
	stop := make(chan struct{})
	var busy sync.WaitGroup
	busy.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if status, _ := s.get(t, "/readyz"); status != http.StatusOK {
				t.Errorf("the server answers %d", status)
			}
		}
	})
	ref := ask[string](t, dir, "SELECT reference FROM cases WHERE state = 'reason_identified' LIMIT 1")
	var commands sync.WaitGroup
	for i := range 4 {
		commands.Go(func() {
			name := filepath.Join(t.TempDir(), fmt.Sprintf("file-%d.txt", i))
			if err := os.WriteFile(name, fmt.Appendf(nil, "evidence %d", i), 0o600); err != nil {
				t.Error(err)
			}
			got := try(t, nil, "", "case", "attach", ref, name, "--data", dir)
			if got.status != done {
				t.Errorf("attach %d: %s", i, got.err)
			}
		})
	}
	commands.Wait()
	call(t, "case", "step", ref, "start_correcting", "--data", dir)
	call(t, "verify", "--data", dir)
	close(stop)
	busy.Wait()
	browser := signIn(t, s, "ines.hartmann@harbour-vale.example", demoPassword)
	if status, body := browser.get(t, "/cases/"+ref+"/evidence"); status != http.StatusOK || !strings.Contains(body, "file-3.txt") {
		t.Errorf("the page answers %d and does not show what the command line attached", status)
	}
}

// underWay waits until the server has begun to write an upload.
func underWay(t *testing.T, dir string) {
	t.Helper()
	for range 600 {
		entries, err := os.ReadDir(filepath.Join(dir, "exhibits", ".incoming"))
		if err == nil && len(entries) > 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the upload did not begin within 30 s")
}

func TestStoppingLetsARunningUploadEnd(t *testing.T) {
	t.Parallel()
	dir := demoFolder(t)
	s := startServer(t, dir)
	browser := signIn(t, s, "ines.hartmann@harbour-vale.example", demoPassword)
	ref := ask[string](t, dir, "SELECT reference FROM cases WHERE state = 'corrective_action' LIMIT 1")
	body, more := io.Pipe()
	type answer struct {
		letter string
		err    error
	}
	answered := make(chan answer, 1)
	go func() {
		letter, err := browser.upload(context.WithoutCancel(t.Context()), ref, "slow.bin", body)
		answered <- answer{letter, err}
	}()
	if _, err := more.Write([]byte("first half, ")); err != nil {
		t.Fatal(err)
	}
	underWay(t, dir)
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	refusedSoon(t, s)
	if _, err := more.Write([]byte("second half")); err != nil {
		t.Fatal(err)
	}
	more.Close()
	if got := <-answered; got.err != nil || got.letter == "" {
		t.Errorf("the upload under way was cut off: %v", got.err)
	}
	if err := <-s.ended; err != nil {
		t.Errorf("the server ended with %v", err)
	}
	s.ended <- nil
	call(t, "verify", "--data", dir)
}

func TestAnUploadThatNeverEndsDoesNotKeepTheServer(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the server waits several seconds for the upload")
	}
	dir := demoFolder(t)
	s := startServer(t, dir)
	b := signIn(t, s, "ines.hartmann@harbour-vale.example", demoPassword)
	ref := ask[string](t, dir, "SELECT reference FROM cases WHERE state = 'corrective_action' LIMIT 1")
	body, more := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		_, err := b.upload(context.WithoutCancel(t.Context()), ref, "endless.bin", body)
		ended <- err
	}()
	if _, err := more.Write([]byte("first half, ")); err != nil {
		t.Fatal(err)
	}
	underWay(t, dir)
	if took := s.stop(t, syscall.SIGTERM); took > 10*time.Second || took < patience/2 {
		t.Errorf("the server stopped after %s", took)
	}
	more.Close()
	if err := <-ended; err == nil {
		t.Error("half an upload was acknowledged")
	}
	if says := s.errs.String(); !strings.Contains(says, "were cut off") {
		t.Errorf("it does not say that something was cut off: %s", says)
	}
	call(t, "verify", "--data", dir)
}

// refusedSoon waits until the server takes no new connections.
func refusedSoon(t *testing.T, s *serving) {
	t.Helper()
	for range 200 {
		c, err := net.DialTimeout("tcp", strings.TrimPrefix(s.url, "http://"), time.Second)
		if errors.Is(err, syscall.ECONNREFUSED) {
			return
		}
		if err == nil {
			c.Close()
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the server still takes connections")
}

func TestLogsCanBeJSON(t *testing.T) {
	t.Parallel()
	s := startServer(t, firmFolder(t), "--log", "json")
	c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\nX-Big: "+strings.Repeat("a", 128<<10)+"\r\n\r\n"); err != nil {
		t.Logf("the server hung up while the header was sent: %v", err)
	}
	answer, _ := bufio.NewReader(c).ReadString('\n')
	if !strings.Contains(answer, "431") {
		t.Errorf("a header of 128 kB gets %q", answer)
	}
	c.Close()
	s.stop(t, syscall.SIGTERM)
	if says := s.errs.String(); strings.Contains(says, "level=") {
		t.Errorf("log lines are not JSON: %s", says)
	}
}
