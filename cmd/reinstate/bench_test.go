package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// manyCases is the size of the store that the server starts on.
const manyCases = 10_000

// BenchmarkStart measures from starting the program on a store of 10,000 cases
// to its first answered page, the list of cases, and what it holds in memory
// when nothing is asked of it.
func BenchmarkStart(b *testing.B) {
	dir := firmFolder(b)
	fillCases(b, dir, manyCases)
	binary(b)
	warm := startServer(b, dir)
	visitor := signIn(b, warm, "olga@testing.example", demoPassword)
	warm.kill()
	var idle, first int
	for b.Loop() {
		s := startServer(b, dir)
		visitor.url = s.url
		if status, body := visitor.get(b, "/cases"); status != http.StatusOK || !strings.Contains(body, "R-") {
			b.Fatalf("the list of cases answers %d", status)
		}
		b.StopTimer()
		first = resident(b, s)
		time.Sleep(time.Second)
		idle = max(idle, resident(b, s))
		s.kill()
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/start")
	b.ReportMetric(float64(first)/1e3, "MB-after-first-page")
	b.ReportMetric(float64(idle)/1e3, "MB-idle")
}

// fillCases opens many cases in few transactions.
func fillCases(tb testing.TB, dir string, n int) {
	tb.Helper()
	o := enterAt(tb, dir)
	who, err := o.gate.Operator(tb.Context(), "")
	if err != nil {
		tb.Fatal(err)
	}
	account, err := o.desk.AccountByKey(tb.Context(), who, "lamp-amazon-us")
	if err != nil {
		tb.Fatal(err)
	}
	states := reinstate.States()
	for from := 0; from < n; from += 1000 {
		err := o.db.Update(tb.Context(), who, func(tx *store.Tx) error {
			for i := from; i < min(from+1000, n); i++ {
				c := reinstate.Case{
					Client: account.Client, Account: account.ID, State: states[i%len(states)], Level: reinstate.AccountLevel,
					Reasons: []reinstate.ReasonCode{"inauthentic"}, Response: reinstate.RespondPlan, Round: 1, Opened: tx.Now(),
				}
				if err := tx.AddCase(&c, reinstate.Event{Did: "case_opened"}); err != nil {
					return err
				}
				clock := reinstate.Clock{
					Case: c.ID, Round: 1, Kind: reinstate.ClockAppeal, Due: tx.Now().Add(time.Duration(i) * time.Minute), Zone: "UTC", Basis: reinstate.Stated,
				}
				if err := tx.AddClock(&clock, reinstate.Event{Did: "clock_opened"}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}

// resident is what the server holds in memory, in kB. Without /proc it is not known.
func resident(tb testing.TB, s *serving) int {
	tb.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		tb.Skipf("the memory of a process is not known here: %v", err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kB, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				tb.Fatal(err)
			}
			return kB
		}
	}
	tb.Fatal("no VmRSS in the status of the server")
	return 0
}

// bigUpload is the size of the upload that is measured, in MB.
const bigUpload = 1 << 10

// BenchmarkUpload1GB uploads 1 GB as the evidence page does. It reports how much
// the server's memory grew meanwhile, and its throughput as a share of that of
// sha256sum followed by cp on the same file, timed in the same run.
func BenchmarkUpload1GB(b *testing.B) {
	if testing.Short() {
		b.Skip("a gigabyte is uploaded")
	}
	for _, program := range []string{"sha256sum", "cp"} {
		if _, err := exec.LookPath(program); err != nil {
			b.Skipf("%s is not here to compare with", program)
		}
	}
	dir := demoFolder(b)
	ref := ask[string](b, dir, "SELECT reference FROM cases WHERE state = 'corrective_action' LIMIT 1")
	big := filepath.Join(b.TempDir(), "big.bin")
	writeBig(b, big)
	s := startServer(b, dir, "--max-file", strconv.Itoa(2*bigUpload))
	visitor := signIn(b, s, "ines.hartmann@harbour-vale.example", demoPassword)
	if _, err := visitor.upload(b.Context(), ref, "small.bin", strings.NewReader("to warm up")); err != nil {
		b.Fatal(err)
	}
	var plain, ours time.Duration
	var grew, uploads int
	for b.Loop() {
		uploads++
		plain += hashAndCopy(b, big)
		before := resident(b, s)
		peak := make(chan int, 1)
		ended := make(chan struct{})
		go observe(b, s, ended, peak)
		started := time.Now()
		f, err := os.Open(big)
		if err != nil {
			b.Fatal(err)
		}
		// Other bytes each time: those that are there already are not stored again.
		if _, err := visitor.upload(b.Context(), ref, "big.bin", io.MultiReader(strings.NewReader(strconv.Itoa(uploads)), f)); err != nil {
			b.Fatal(err)
		}
		ours += time.Since(started)
		f.Close()
		close(ended)
		grew = max(grew, <-peak-before)
	}
	megabytes := float64(bigUpload) * float64(b.N)
	b.ReportMetric(megabytes/ours.Seconds(), "MB/s-upload")
	b.ReportMetric(megabytes/plain.Seconds(), "MB/s-sha256sum+cp")
	b.ReportMetric(plain.Seconds()/ours.Seconds(), "share-of-sha256sum+cp")
	b.ReportMetric(float64(grew)/1e3, "MB-grown")
}

// observe reports the most the server held in memory until the upload ended.
func observe(tb testing.TB, s *serving, ended <-chan struct{}, peak chan<- int) {
	most := 0
	for {
		select {
		case <-ended:
			peak <- most
			return
		case <-time.After(20 * time.Millisecond):
			most = max(most, resident(tb, s))
		}
	}
}

func writeBig(tb testing.TB, name string) {
	tb.Helper()
	f, err := os.Create(name)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	source := rand.NewChaCha8([32]byte{1})
	if _, err := io.CopyN(f, source, bigUpload<<20); err != nil {
		tb.Fatal(err)
	}
	if err := f.Sync(); err != nil {
		tb.Fatal(err)
	}
}

func hashAndCopy(tb testing.TB, name string) time.Duration {
	tb.Helper()
	copied := name + ".copy"
	defer os.Remove(copied)
	started := time.Now()
	for _, c := range [][]string{{"sha256sum", name}, {"cp", name, copied}} {
		if out, err := exec.CommandContext(tb.Context(), c[0], c[1:]...).CombinedOutput(); err != nil {
			tb.Fatalf("%v: %v\n%s", c, err, out)
		}
	}
	return time.Since(started)
}
