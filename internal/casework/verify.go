package casework

import (
	"context"
	"errors"
	"fmt"

	"reinstate/internal/blob"
	"reinstate/internal/store"
)

// Verify checks a whole installation: the database's own integrity, every
// timeline's chain, and the bytes of every stored file against its digest.
// Whatever is off is reported, in a fixed order; checking goes on.
func Verify(ctx context.Context, db *store.DB, blobs *blob.Store, report func(store.Finding)) error {
	if err := db.Verify(ctx, report); err != nil {
		return err
	}
	seen := map[string]bool{}
	for ref, err := range db.Blobs(ctx) {
		if err != nil {
			return err
		}
		key := ref.Shelf + "/" + ref.SHA256
		if seen[key] {
			continue
		}
		seen[key] = true
		switch err := blobs.Check(ref.Shelf, ref.SHA256, ref.Size); {
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
