package casework

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"time"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Days that a review link may stand: what a page offers, and the most.
const (
	LinkDays     = 7
	MostLinkDays = 60
)

// AddReviewLink makes a link by which somebody without an account reads the
// letter of the present round and comments on it. The secret of the link is
// given once and is not kept.
func (d *Desk) AddReviewLink(ctx context.Context, who reinstate.Actor, ref, name string, days int) (l reinstate.ReviewLink, secret string, err error) {
	name = line(name)
	refused := reinstate.Invalid{}
	if name == "" {
		refused.Refuse("link_name", "Say who will read by this link.")
	}
	if days < 1 || days > MostLinkDays {
		refused.Refuse("link_days", "A link stands for 1 to 60 days.")
	}
	bounded(refused, maxLine, map[string]string{"link_name": name})
	if err := refused.Err(); err != nil {
		return l, "", err
	}
	secret = rand.Text() + rand.Text()
	err = d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		if _, err := tx.Plan(c.ID, c.Round); err != nil {
			if errors.Is(err, reinstate.ErrNotFound) {
				return reinstate.Invalid{"plan": "There is no plan in this round yet. Start the plan first."}
			}
			return err
		}
		l = reinstate.ReviewLink{Case: c.ID, Round: c.Round, Name: name, Hash: LinkHash(secret), Expires: tx.Now().AddDate(0, 0, days)}
		return tx.AddReviewLink(&l, event("review_link_made", "name", name, "until", l.Expires.Format(time.DateOnly), "round", strconv.Itoa(c.Round)))
	})
	return l, secret, err
}

// LinkHash is the digest under which the secret of a review link is kept.
func LinkHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// RevokeReviewLink ends a link at once.
func (d *Desk) RevokeReviewLink(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ReviewLinkID) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		l, err := tx.ReviewLink(id)
		if err != nil {
			return err
		}
		if l.Case != c.ID {
			return reinstate.ErrNotFound
		}
		if !l.Revoked.IsZero() {
			return nil
		}
		return tx.RevokeReviewLink(&l, event("review_link_revoked", "name", l.Name))
	})
}

// GuestLetter is all that somebody sees who came by a review link: the letter
// as it stands, and what they said about it themselves.
type GuestLetter struct {
	Letter   plan.Document
	Places   []GuestPlace
	Comments []reinstate.Comment
	Link     reinstate.ReviewLink
	Sealed   bool // the letter is filed; comments come too late
}

// GuestPlace is a part of the letter that can be commented on.
type GuestPlace struct{ Place, Name string }

// GuestLetter shows a guest the letter of their link's round.
func (d *Desk) GuestLetter(ctx context.Context, guest reinstate.Actor) (g GuestLetter, err error) {
	err = d.db.View(ctx, guest, func(tx *store.Tx) error {
		var f File
		if f, g, err = d.guest(tx); err != nil {
			return err
		}
		if filing, ok := f.Filed(); ok {
			f.Claims = f.Plan.Body.Claims
			g.Letter = plan.Compose(asFiled(f.matter(tx.Now()), f, filing))
		} else {
			g.Letter = plan.Compose(f.matter(tx.Now()))
		}
		for _, s := range f.Plan.Body.Sections {
			if name := placeName(f.Plan, f.Claims, sectionPlace(s.Key)); s.Text != "" || s.Title != "" {
				g.Places = append(g.Places, GuestPlace{sectionPlace(s.Key), name})
			}
		}
		numbers := plan.Numbers(f.matterBody())
		for _, c := range f.Claims {
			if n := numbers.Claim(c.ID); n != "" {
				g.Places = append(g.Places, GuestPlace{claimPlace(c.ID), n + " " + excerpt(c.Text)})
			}
		}
		g.Comments, err = tx.Comments(f.Case.ID, g.Link.Round)
		return err
	})
	return g, err
}

// guest gathers the case of a guest's link. The link ends with its round: the
// claims, demands and exhibits of the next one are not for its reader.
func (d *Desk) guest(tx *store.Tx) (f File, g GuestLetter, err error) {
	if g.Link, err = tx.ReviewLink(tx.Who().Link); err != nil {
		return f, g, err
	}
	if !g.Link.Open(tx.Now()) {
		return f, g, reinstate.ErrNotFound
	}
	c, err := tx.Case(g.Link.Case)
	if err != nil {
		return f, g, err
	}
	if c.Round != g.Link.Round {
		return f, g, reinstate.ErrNotFound // what stands in the case now is another round's
	}
	if f, err = d.gather(tx, c); err != nil {
		return f, g, err
	}
	if !f.HasPlan {
		return f, g, reinstate.ErrNotFound
	}
	_, sealed := f.Filed()
	g.Sealed = sealed || !c.State.Open()
	return f, g, nil
}

// commentsAnHour is how many comments one link takes in an hour: a careful
// reader's, not a flood.
const commentsAnHour = 30

// GuestComment adds a guest's comment.
func (d *Desk) GuestComment(ctx context.Context, guest reinstate.Actor, in reinstate.Comment) error {
	return d.db.Update(ctx, guest, func(tx *store.Tx) error {
		f, g, err := d.guest(tx)
		if err != nil {
			return err
		}
		if g.Sealed {
			return reinstate.Invalid{"comment": "The letter has been sent. Comments come too late for it."}
		}
		said, err := tx.CommentsByLink(g.Link.ID, tx.Now().Add(-time.Hour))
		if err != nil {
			return err
		}
		if said >= commentsAnHour {
			return reinstate.Invalid{"comment": "That is a lot of comments for an hour. Wait a little, then go on."}
		}
		in.Case, in.Round = f.Case.ID, f.Case.Round
		if err := tidyComment(&in, f.Plan, f.Claims); err != nil {
			return err
		}
		return tx.AddComment(&in, event("commented", "place", placeName(f.Plan, f.Claims, in.Place), "text", excerpt(in.Text)))
	})
}
