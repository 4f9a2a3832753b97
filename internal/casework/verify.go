package casework

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"reinstate/internal/blob"
	"reinstate/internal/store"
)

// Verify checks a whole installation: the database's own integrity, the chain
// of every timeline and custody with the digests they vouch for, and the bytes of every stored file against its digest:
// messages, exhibits, each part of what was filed, and exports that are kept.
// Whatever is off is reported, in a fixed order; checking goes on.
func Verify(ctx context.Context, db *store.DB, blobs *blob.Store, report func(store.Finding)) error {
	if err := db.Verify(ctx, report); err != nil {
		return err
	}
	seen := map[string]bool{}
	var batch []store.Blob
	for ref, err := range db.Blobs(ctx) {
		if err != nil {
			return err
		}
		key := ref.Shelf + "/" + ref.SHA256
		if seen[key] {
			continue
		}
		seen[key] = true
		if batch = append(batch, ref); len(batch) == verifiedAtOnce {
			verifyBatch(blobs, batch, report)
			batch = batch[:0]
		}
	}
	verifyBatch(blobs, batch, report)
	return nil
}

// verifiedAtOnce is how many files are checked before what is off is reported.
const verifiedAtOnce = 512

// verifyBatch checks files side by side and reports in their order.
func verifyBatch(blobs *blob.Store, batch []store.Blob, report func(store.Finding)) {
	errs := make([]error, len(batch))
	next := make(chan int)
	var hands sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		hands.Go(func() {
			for i := range next {
				errs[i] = blobs.Check(batch[i].Shelf, batch[i].SHA256, batch[i].Size)
			}
		})
	}
	for i := range batch {
		next <- i
	}
	close(next)
	hands.Wait()
	for i, ref := range batch {
		switch err := errs[i]; {
		case errors.Is(err, blob.ErrMissing):
			report(store.Finding{What: "file", Where: ref.Name, Sentence: fmt.Sprintf("%s is missing (SHA-256 %s).", ref.Name, ref.SHA256)})
		case errors.Is(err, blob.ErrDamaged):
			report(store.Finding{What: "file", Where: ref.Name, Sentence: fmt.Sprintf("%s no longer has the bytes it came with (SHA-256 %s).", ref.Name, ref.SHA256)})
		case err != nil: // the disk does not give it; what comes after may be whole
			report(store.Finding{What: "file", Where: ref.Name, Sentence: fmt.Sprintf("%s cannot be read (SHA-256 %s): %v.", ref.Name, ref.SHA256, err)})
		}
	}
}

// Leftovers reports stored files that nothing refers to, such as those of an
// upload that was cut off after its bytes were kept. They do no harm and hold
// nothing that a case needs; files younger than an hour may be about to be
// referred to and are passed over.
func Leftovers(ctx context.Context, db *store.DB, blobs *blob.Store, report func(store.Finding)) error {
	before := time.Now().Add(-time.Hour)
	known := map[string]bool{}
	for ref, err := range db.Blobs(ctx) {
		if err != nil {
			return err
		}
		known[ref.Shelf+"/"+ref.SHA256] = true
	}
	for found, err := range blobs.Walk() {
		if err != nil {
			return err
		}
		name := found.Org + "/" + found.SHA256
		if !known[name] && found.Kept.Before(before) {
			report(store.Finding{What: "leftover", Where: name, Sentence: fmt.Sprintf("Nothing refers to this file of %d bytes.", found.Size)})
		}
	}
	return nil
}
