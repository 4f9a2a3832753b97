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

// duties says who does each kind of background work. It is done while the
// server runs; what the command line queues waits for the next start.
func (o *premises) duties() {
	o.exportDuties()
	o.searchDuties()
	o.mailDuties()
	o.hookDuties()
	o.watch.Every("tidy_vault", eachTidying, o.tidyVault)
}

// tidyVault removes what was withdrawn 30 days ago, and what is left of uploads
// that were cut off a day ago.
func (o *premises) tidyVault(ctx context.Context, who reinstate.Actor, _ watch.Args) error {
	return errors.Join(o.desk.EmptyTrash(ctx, who), o.desk.SweepUploads(ctx, who))
}
