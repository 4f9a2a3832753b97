package packet_test

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

// spent is the processor time of this process so far.
func spent(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkPacket300Pages binds a letter of three pages and 60 exhibits of
// five, and has qpdf put the same exhibits together: it says how many times
// the processor time of qpdf it takes, and how much memory.
func BenchmarkPacket300Pages(b *testing.B) {
	const exhibits, pages = 60, 5
	qpdf := tool(b, "qpdf")
	folder := b.TempDir()
	press := newPress(b)
	bundle := packet.Bundle{Front: []plan.Document{ofPages(b, press, 3)}, Words: plan.Sheets("en"), Options: packet.Options{Dated: theDay}, Scratch: scratch(b)}
	args := []string{"--empty", "--pages"}
	for i := range exhibits {
		name := filepath.Join(folder, fmt.Sprintf("%d.pdf", i))
		d := ofPages(b, press, pages)
		d.Title = fmt.Sprintf("Invoice %d of 广州明德商贸有限公司", i)
		drawn, err := press.Draw(d, packet.Options{Dated: theDay})
		if err != nil || drawn.Pages != pages {
			b.Fatalf("%d pages, %v", drawn.Pages, err)
		}
		if err := os.WriteFile(name, drawn.PDF, 0o600); err != nil {
			b.Fatal(err)
		}
		e := enclosed(letters(i), d.Title, "application/pdf", drawn.PDF)
		e.Open = func() (io.ReadSeekCloser, error) { return os.Open(name) }
		bundle.Exhibits = append(bundle.Exhibits, e)
		args = append(args, name)
	}
	args = append(args, "--", filepath.Join(folder, "out.pdf"))
	var ours, theirs time.Duration
	var most uint64
	for b.Loop() {
		stop := make(chan struct{})
		peak := watchHeap(stop)
		before := spent(b)
		bound, err := press.Bind(b.Context(), bundle)
		if err != nil {
			b.Fatal(err)
		}
		ours += spent(b) - before
		close(stop)
		most = max(most, <-peak)
		if bound.Pages < exhibits*(pages+1) {
			b.Fatalf("%d pages", bound.Pages)
		}
		bound.Close()
		b.StopTimer()
		cmd := exec.Command(qpdf, args...)
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		theirs += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		b.StartTimer()
	}
	b.ReportMetric(float64(ours)/float64(theirs), "x-qpdf-cpu")
	b.ReportMetric(float64(most)/(1<<20), "peak-MB")
}

// watchHeap looks at the memory of the process until it is told to stop.
func watchHeap(stop chan struct{}) chan uint64 {
	peak := make(chan uint64, 1)
	go func() {
		var most uint64
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return peak
}

// ofPages is a letter of so many pages.
func ofPages(tb testing.TB, press *packet.Press, pages int) plan.Document {
	tb.Helper()
	d := latin()
	d.Blocks = nil
	for n := 0; ; n++ {
		d.Blocks = append(d.Blocks, plan.Paragraph{Text: strings.Repeat("The warehouse lead counted every unit against the invoice. 仓库逐件清点。 ", 6)})
		drawn, err := press.Draw(d, packet.Options{Dated: theDay})
		if err != nil {
			tb.Fatal(err)
		}
		if drawn.Pages == pages && n%3 == 2 {
			return d
		}
	}
}
