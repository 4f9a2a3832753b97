package casework

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"reinstate/internal/reinstate"
)

// Scan is a virus scanner: it says what it found in the bytes of r, or nothing.
type Scan func(ctx context.Context, r io.Reader) (found string, err error)

// errForNow is wrapped by a refusal that says nothing about the file: sent again
// later it may be taken.
var errForNow = errors.New("for now")

// scanned refuses a file that is not kept yet when the scanner finds something
// in it. While the scanner is away nothing is kept.
func (d *Desk) scanned(ctx context.Context, open func() (*os.File, error)) error {
	if d.scan == nil {
		return nil
	}
	body, err := open()
	if err != nil {
		return fmt.Errorf("scan an upload: %w", err)
	}
	found, asked := d.scan(ctx, body)
	if err := body.Close(); err != nil {
		return fmt.Errorf("scan an upload: %w", err)
	}
	switch {
	case asked != nil:
		return fmt.Errorf("%w: %w", errForNow, reinstate.Invalid{"file": "The virus scanner cannot be reached, so nothing was kept. Tell whoever runs this server, and send the file again later."})
	case found != "":
		return reinstate.Invalid{"file": fmt.Sprintf("The virus scanner found something in this file: %s. Nothing was kept.", line(found))}
	}
	return nil
}
