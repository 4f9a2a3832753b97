package access

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Feed says how things are with a person's calendar feed. The secret address
// itself cannot be shown again.
type Feed struct {
	Made time.Time // zero: there is none
	Read time.Time // when a program last read it; zero: never
}

// MakeFeed gives the actor a secret by which a calendar program reads their
// time limits. One made before leads nowhere from then on.
func (g *Gate) MakeFeed(ctx context.Context, who reinstate.Actor) (token string, err error) {
	if who.User == 0 {
		return "", reinstate.ErrForbidden
	}
	token = newToken()
	if err := g.db.Update(ctx, who, func(tx *store.Tx) error { return tx.SetFeed(who.User, digest(token)) }); err != nil {
		return "", fmt.Errorf("make a feed: %w", err)
	}
	return token, nil
}

// DropFeed ends the actor's feed at once.
func (g *Gate) DropFeed(ctx context.Context, who reinstate.Actor) error {
	if who.User == 0 {
		return reinstate.ErrForbidden
	}
	return g.db.Update(ctx, who, func(tx *store.Tx) error { return tx.DropFeed(who.User) })
}

// Feed is how things are with the actor's feed.
func (g *Gate) Feed(ctx context.Context, who reinstate.Actor) (Feed, error) {
	var found Feed
	err := g.db.View(ctx, who, func(tx *store.Tx) error {
		f, err := tx.FeedOf(who.User)
		found = Feed{Made: f.Made, Read: f.Read}
		return err
	})
	if errors.Is(err, reinstate.ErrNotFound) {
		err = nil
	}
	return found, err
}

// feedTouch is how often the last reading of a feed is noted: programs read
// every quarter of an hour, for ever.
const feedTouch = time.Hour

// FeedReader is the person whose feed a secret opens, as they are now: somebody
// who was disabled, or moved to another role or client, sees what that leaves.
func (g *Gate) FeedReader(ctx context.Context, token string, v Visitor) (reinstate.Actor, error) {
	if !tokenLike(token) {
		return reinstate.Actor{}, reinstate.ErrNotFound
	}
	var who reinstate.Actor
	err := g.view(ctx, func(tx *store.Tx) error {
		u, err := tx.FeedReader(digest(token))
		if err == nil {
			who = person(u, v)
		}
		return err
	})
	if err == nil {
		g.noteReading(ctx, who)
	}
	return who, err
}

// noteReading notes that a feed is in use. Where that fails, as on a full disk,
// the program gets its calendar all the same.
func (g *Gate) noteReading(ctx context.Context, who reinstate.Actor) {
	feed, err := g.Feed(ctx, who)
	if err == nil && g.now().Sub(feed.Read) >= feedTouch {
		err = g.db.Update(ctx, who, func(tx *store.Tx) error { return tx.TouchFeed(who.User) })
	}
	if err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "the reading of a calendar could not be noted", "user", who.User, "err", err)
	}
}
