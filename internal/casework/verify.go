package casework

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"reinstate/internal/blob"
	"reinstate/internal/store"
)

// Verify checks a whole installation: the database's own integrity, every
// timeline's chain, and the bytes of every stored file against its digest:
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
			if err := verifyBatch(blobs, batch, report); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	return verifyBatch(blobs, batch, report)
}

// verifiedAtOnce is how many files are checked before what is off is reported.
const verifiedAtOnce = 512

// verifyBatch checks files side by side and reports in their order.
func verifyBatch(blobs *blob.Store, batch []store.Blob, report func(store.Finding)) error {
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
		case err != nil:
			return fmt.Errorf("verify %s: %w", ref.Name, err)
		}
	}
	return nil
}
