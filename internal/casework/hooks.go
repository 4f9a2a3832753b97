package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"reinstate/internal/post"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Hooks lists the programs that the firm has told of what happens.
func (d *Desk) Hooks(ctx context.Context, who reinstate.Actor) (hooks []store.Hook, err error) {
	if err := who.Need(reinstate.ManagePeople); err != nil {
		return nil, err
	}
	err = d.view(ctx, who, func(tx *store.Tx) error {
		hooks, err = tx.Hooks()
		return err
	})
	return hooks, err
}

// AddHook has a program told of some topics, and returns the secret its
// deliveries are signed with. The secret is shown this once.
func (d *Desk) AddHook(ctx context.Context, who reinstate.Actor, herald post.Herald, url string, topics []reinstate.Topic) (secret string, err error) {
	if err := who.Need(reinstate.ManagePeople); err != nil {
		return "", err
	}
	url = line(url)
	if err := herald.CheckHook(url); err != nil {
		return "", err
	}
	topics = slices.DeleteFunc(slices.Clone(reinstate.Topics()), func(t reinstate.Topic) bool { return !slices.Contains(topics, t) })
	if len(topics) == 0 {
		return "", reinstate.Invalid{"topics": "Choose what is told."}
	}
	secret = post.NewHookSecret()
	sealed, err := d.db.Seal(hookPlace(who, url), secret)
	if err != nil {
		return "", err
	}
	err = d.update(ctx, who, reinstate.ManagePeople, func(tx *store.Tx) error {
		return tx.AddHook(&store.Hook{URL: url, Secret: sealed, Topics: topics})
	})
	return secret, err
}

// hookPlace names where a hook's secret lies.
func hookPlace(who reinstate.Actor, url string) string {
	return fmt.Sprintf("hook of firm %d: %s", who.Org, url)
}

// RemoveHook tells a program no more.
func (d *Desk) RemoveHook(ctx context.Context, who reinstate.Actor, id int64) error {
	return d.update(ctx, who, reinstate.ManagePeople, func(tx *store.Tx) error { return tx.RemoveHook(id) })
}

// TryHook queues a message that only says that this works, and starts a paused
// hook again.
func (d *Desk) TryHook(ctx context.Context, who reinstate.Actor, id int64) error {
	return d.update(ctx, who, reinstate.ManagePeople, func(tx *store.Tx) error {
		h, err := tx.Hook(id)
		if err != nil {
			return err
		}
		h.Paused, h.Trouble = false, ""
		if err := tx.SaveHook(&h); err != nil {
			return err
		}
		return tx.Try(h)
	})
}

// Tell delivers one announcement. A hook that is gone or paused by now is told
// nothing; what its receiver answered stands with it.
func (d *Desk) Tell(ctx context.Context, who reinstate.Actor, herald post.Herald, t store.Told) error {
	var h store.Hook
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		h, err = tx.Hook(t.Hook)
		return err
	})
	if errors.Is(err, reinstate.ErrNotFound) || err == nil && h.Paused {
		return nil
	}
	if err != nil {
		return err
	}
	secret, err := d.db.Unseal(hookPlace(who, h.URL), h.Secret)
	if err == nil {
		err = herald.Tell(ctx, h.URL, secret, t.Message, t.Body)
	}
	noted := d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		h, gone := tx.Hook(t.Hook)
		if gone != nil {
			return gone
		}
		if err == nil {
			h.Told, h.Trouble = tx.Now(), ""
		} else {
			h.Trouble, h.Paused = excerpt(err.Error()), errors.Is(err, post.ErrGone)
		}
		return tx.SaveHook(&h)
	})
	if errors.Is(noted, reinstate.ErrNotFound) || errors.Is(noted, reinstate.ErrConflict) {
		noted = nil
	}
	if errors.Is(err, post.ErrGone) {
		err = nil // it asked for silence; the hook says so
	}
	return errors.Join(err, noted)
}
