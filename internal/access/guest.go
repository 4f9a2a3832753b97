package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// linkLength is how long the secret of a review link is: twice 26 letters of
// base 32, as crypto/rand.Text draws them.
const linkLength = 52

// byLink is for one address against the secrets of review links.
var byLink = allowance{Name: "link", Limit: 60, Window: guessWindow, Free: 30, Wait: time.Second, Longest: 30 * time.Second}

// Guest finds who came by a review link. It returns ErrNotFound for a secret
// that is unknown, expired or revoked: a visitor is told no difference. Wrong
// ones are counted against the address, which is *Throttled after too many.
func (g *Gate) Guest(ctx context.Context, secret string, v Visitor) (reinstate.Actor, reinstate.Org, error) {
	var guest reinstate.Actor
	var firm reinstate.Org
	key := byLink.by(v)
	err := g.view(ctx, func(tx *store.Tx) error {
		if err := byLink.admit(tx, key); err != nil {
			return err
		}
		if len(secret) != linkLength {
			return reinstate.ErrNotFound
		}
		l, org, err := tx.ReviewLinkBySecret(digest(secret))
		if err != nil {
			return err
		}
		if !l.Open(tx.Now()) {
			return reinstate.ErrNotFound
		}
		firm = org
		guest = reinstate.Actor{Org: org.ID, Name: l.Name, Kind: reinstate.Guest, Link: l.ID, Address: v.Address}
		return nil
	})
	if errors.Is(err, reinstate.ErrNotFound) {
		if err := g.update(ctx, func(tx *store.Tx) error { return tx.AddFailure(key) }); err != nil {
			return guest, firm, fmt.Errorf("count a wrong link: %w", err)
		}
		return guest, firm, reinstate.ErrNotFound
	}
	return guest, firm, err
}
