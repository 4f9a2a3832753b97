package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// atOnce is how many files are uploaded in parallel, of bigUpload together.
const atOnce = 20

// BenchmarkUpload20AtOnce uploads a gigabyte in 20 files at once, and reports
// how much the server's memory grew and its throughput as a share of that of
// sha256sum followed by cp, timed in the same run.
func BenchmarkUpload20AtOnce(b *testing.B) {
	if testing.Short() {
		b.Skip("a gigabyte is uploaded")
	}
	if _, err := exec.LookPath("sha256sum"); err != nil {
		b.Skip("sha256sum is not here to compare with")
	}
	dir := demoFolder(b)
	ref := ask[string](b, dir, "SELECT reference FROM cases WHERE state = 'corrective_action' LIMIT 1")
	big := filepath.Join(b.TempDir(), "big.bin")
	writeBig(b, big)
	f, err := os.Open(big)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	s := startServer(b, dir, "--max-file", strconv.Itoa(2*bigUpload))
	visitor := signIn(b, s, "ines.hartmann@harbour-vale.example", demoPassword)
	var plain, ours time.Duration
	var grew, round int
	for b.Loop() {
		round++
		plain += hashAndCopy(b, big)
		before := resident(b, s)
		peak, ended := make(chan int, 1), make(chan struct{})
		go observe(b, s, ended, peak)
		began := time.Now()
		failed := make(chan error, atOnce)
		const each = bigUpload << 20 / atOnce
		for i := range atOnce {
			go func() {
				// Other bytes each time: those that are there already are not stored again.
				part := io.MultiReader(strings.NewReader(fmt.Sprintf("%d/%d", round, i)), io.NewSectionReader(f, int64(i)*each, each))
				_, err := visitor.upload(b.Context(), ref, fmt.Sprintf("part %d.bin", i), part)
				failed <- err
			}()
		}
		for range atOnce {
			if err := <-failed; err != nil {
				b.Error(err)
			}
		}
		ours += time.Since(began)
		close(ended)
		grew = max(grew, <-peak-before)
	}
	b.ReportMetric(float64(bigUpload)*float64(b.N)/ours.Seconds(), "MB/s-upload")
	b.ReportMetric(plain.Seconds()/ours.Seconds(), "share-of-sha256sum+cp")
	b.ReportMetric(float64(grew)/1e3, "MB-grown")
}
