package casework_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"reinstate/internal/blob"
	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// BenchmarkVerify10000Files checks a folder of 10,000 exhibits of 50 kB and
// says how many times as long as sha256sum over the same files it takes.
func BenchmarkVerify10000Files(b *testing.B) {
	const files, cases = 10_000, 100
	if _, err := exec.LookPath("sha256sum"); err != nil {
		b.Skip("sha256sum is not installed: there is nothing to compare with")
	}
	w := storetest.New(b)
	blobs, err := blob.Open(w.Dir)
	if err != nil {
		b.Fatal(err)
	}
	defer blobs.Close()
	account := w.Firm("Vale").Client("Hailan").Account(reinstate.Amazon, "US")
	content := bytes.Repeat([]byte("evidence "), 50_000/9)
	for range cases {
		c := account.Case()
		w.Update(account.Owner, func(tx *store.Tx) error {
			for i := range files / cases {
				copy(content, fmt.Sprintf("%d of %d", i, c.Case.ID))
				kept, err := blobs.Put(b.Context(), fmt.Sprint(account.Org.ID), bytes.NewReader(content), 1<<20)
				if err != nil {
					return err
				}
				e := reinstate.Exhibit{Case: c.Case.ID, Kind: "other", Title: "x", FileName: "x", SHA256: kept.SHA256, Size: kept.Size}
				if err := tx.AddExhibit(&e, reinstate.Event{Did: "exhibit_added"}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	var ours, theirs time.Duration
	for b.Loop() {
		began := time.Now()
		err := casework.Verify(b.Context(), w.DB, blobs, func(f store.Finding) { b.Fatalf("found %+v", f) })
		if err != nil {
			b.Fatal(err)
		}
		ours += time.Since(began)
		b.StopTimer()
		began = time.Now()
		out, err := exec.Command("/bin/sh", "-c", `find "$1" -type f -print0 | xargs -0 sha256sum > /dev/null`, "sh", filepath.Join(w.Dir, "exhibits")).CombinedOutput()
		if err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		theirs += time.Since(began)
		b.StartTimer()
	}
	b.ReportMetric(float64(ours)/float64(theirs), "x-sha256sum")
}
