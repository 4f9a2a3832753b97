package main

import (
	"context"
	"errors"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/watch"
)

// eachTidying is how often the vault is looked after.
const eachTidying = 6 * time.Hour

// vaultDuties remove what was withdrawn 30 days ago, what is left of uploads
// that were cut off a day ago, bytes that nothing refers to, and pictures of no file.
func (o *premises) vaultDuties() {
	o.watch.Every("tidy_vault", eachTidying, func(ctx context.Context, who reinstate.Actor, _ watch.Args) error {
		return errors.Join(o.desk.EmptyTrash(ctx, who), o.desk.SweepUploads(ctx, who), o.desk.SweepBytes(ctx, who), o.desk.SweepPictures(ctx, who))
	})
}
