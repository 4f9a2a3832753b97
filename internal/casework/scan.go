package casework

import (
	"context"
	"errors"
	"fmt"
	"io"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Scan is a virus scanner: it says what it found in the bytes of r, or nothing.
type Scan func(ctx context.Context, r io.Reader) (found string, err error)

// scanned refuses bytes in which the scanner finds something, and removes them
// unless the firm had them before. While the scanner is away nothing is kept.
func (d *Desk) scanned(ctx context.Context, who reinstate.Actor, sha256 string) error {
	if d.scan == nil {
		return nil
	}
	body, _, err := d.blobs.Open(shelf(who), sha256)
	if err != nil {
		return fmt.Errorf("scan an upload: %w", err)
	}
	found, asked := d.scan(ctx, body)
	if err := body.Close(); err != nil {
		return fmt.Errorf("scan an upload: %w", err)
	}
	switch {
	case asked != nil:
		err = reinstate.Invalid{"file": "The virus scanner cannot be reached, so nothing was kept. Tell whoever runs this server, and send the file again later."}
	case found != "":
		err = reinstate.Invalid{"file": fmt.Sprintf("The virus scanner found something in this file: %s. Nothing was kept.", line(found))}
	default:
		return nil
	}
	var held int
	if looked := d.view(ctx, who, func(tx *store.Tx) (err error) { held, err = tx.Held(sha256); return err }); looked != nil {
		return errors.Join(err, looked)
	}
	if held == 0 {
		return errors.Join(err, d.blobs.Remove(shelf(who), sha256))
	}
	return err
}
