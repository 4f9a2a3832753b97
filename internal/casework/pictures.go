package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// dropPictures removes the pictures of a file of which nothing is kept, unless
// another file has the same, such as an empty page.
func (d *Desk) dropPictures(ctx context.Context, who reinstate.Actor, p reinstate.Preview) error {
	if p.Last() == 0 {
		return nil
	}
	named, err := d.pictureNames(ctx, who)
	if err != nil {
		return err
	}
	for _, one := range append(p.Pictures, p.Thumb) {
		if !named[one.SHA256] {
			err = errors.Join(err, d.blobs.Pictures().Remove(shelf(who), one.SHA256))
		}
	}
	return err
}

func (d *Desk) pictureNames(ctx context.Context, who reinstate.Actor) (named map[string]bool, err error) {
	err = d.db.View(ctx, who, func(tx *store.Tx) error {
		named, err = tx.PictureNames()
		return err
	})
	return named, err
}

// SweepPictures removes the firm's pictures that were drawn more than a day ago
// and belong to no file: what was left where the program was cut off.
func (d *Desk) SweepPictures(ctx context.Context, who reinstate.Actor) error {
	var old []string
	var before time.Time
	err := d.db.View(ctx, who, func(tx *store.Tx) error {
		before = tx.Now().Add(-keptUnnamed)
		return nil
	})
	if err != nil {
		return err
	}
	for f, err := range d.blobs.Pictures().Walk() {
		if err != nil {
			return fmt.Errorf("look for pictures of no file: %w", err)
		}
		if f.Org == shelf(who) && f.Kept.Before(before) {
			old = append(old, f.SHA256)
		}
	}
	if len(old) == 0 {
		return nil
	}
	named, err := d.pictureNames(ctx, who)
	if err != nil {
		return fmt.Errorf("look for pictures of no file: %w", err)
	}
	for _, sum := range old {
		if !named[sum] {
			err = errors.Join(err, d.blobs.Pictures().Remove(shelf(who), sum))
		}
	}
	return err
}
