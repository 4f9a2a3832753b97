package blob

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// hashedSize is the size of the file that is hashed, in MB.
const hashedSize = 512

// BenchmarkHash reads a kept file and compares it with its name, as every
// download and verify do, against sha256sum on the same file in the same run.
func BenchmarkHash(b *testing.B) {
	if _, err := exec.LookPath("sha256sum"); err != nil {
		b.Skip("sha256sum is not here to compare with")
	}
	s, dir := openForTest(b)
	source := filepath.Join(b.TempDir(), "big.bin")
	piece := make([]byte, 1<<20)
	random := rand.NewChaCha8([32]byte{7})
	out, err := os.Create(source)
	if err != nil {
		b.Fatal(err)
	}
	for range hashedSize {
		_, _ = random.Read(piece)
		if _, err := out.Write(piece); err != nil {
			b.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		b.Fatal(err)
	}
	in, err := os.Open(source)
	if err != nil {
		b.Fatal(err)
	}
	kept, err := s.Put(b.Context(), "1", in, 1<<40)
	if err != nil {
		b.Fatal(err)
	}
	name := filepath.Join(dir, "1", kept.SHA256[:2], kept.SHA256)
	var ours, theirs time.Duration
	for b.Loop() {
		began := time.Now()
		if out, err := exec.CommandContext(b.Context(), "sha256sum", name).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		theirs += time.Since(began)
		began = time.Now()
		if err := s.Check("1", kept.SHA256, kept.Size); err != nil {
			b.Fatal(err)
		}
		ours += time.Since(began)
	}
	b.ReportMetric(hashedSize*float64(b.N)/ours.Seconds(), "MB/s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "share-of-sha256sum")
}
