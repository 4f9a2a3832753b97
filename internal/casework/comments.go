package casework

import (
	"context"
	"slices"
	"strings"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Comment adds a remark on a part of the present round's letter, or with an
// empty place on all of it. Whoever reads the case may comment.
func (d *Desk) Comment(ctx context.Context, who reinstate.Actor, ref string, in reinstate.Comment) (reinstate.Comment, error) {
	if who.Client != 0 {
		return in, reinstate.ErrForbidden
	}
	err := d.work(ctx, who, reinstate.Read, ref, func(tx *store.Tx, c reinstate.Case) error {
		p, err := tx.Plan(c.ID, c.Round)
		if err != nil {
			return err
		}
		claims, err := tx.Claims(c.ID)
		if err != nil {
			return err
		}
		in.Case, in.Round = c.ID, c.Round
		if err := tidyComment(&in, p, claims); err != nil {
			return err
		}
		return tx.AddComment(&in, event("commented", "place", placeName(p, claims, in.Place), "text", excerpt(in.Text)))
	})
	return in, err
}

// tidyComment refuses a remark without words or about nothing of the letter.
func tidyComment(in *reinstate.Comment, p reinstate.Plan, claims []reinstate.Claim) error {
	in.Text, in.Quote = text(in.Text), excerpt(in.Quote)
	refused := reinstate.Invalid{}
	if in.Text == "" {
		refused.Refuse("comment", "Write the comment.")
	}
	bounded(refused, maxComment, map[string]string{"comment": in.Text})
	if in.Place != "" && placeName(p, claims, in.Place) == "" {
		refused.Refuse("comment", "What this comment is about is not in the letter any more.")
	}
	return refused.Err()
}

// maxComment is the longest comment, in characters.
const maxComment = 4000

// placeName is what a place of the letter is called; empty for none.
func placeName(p reinstate.Plan, claims []reinstate.Claim, place string) string {
	if at := slices.IndexFunc(p.Body.Sections, func(s reinstate.Section) bool { return sectionPlace(s.Key) == place }); at >= 0 {
		s := p.Body.Sections[at]
		if s.Title != "" {
			return s.Title
		}
		return strings.ReplaceAll(s.Key, "_", " ")
	}
	if at := slices.IndexFunc(claims, func(c reinstate.Claim) bool { return claimPlace(c.ID) == place }); at >= 0 {
		return excerpt(claims[at].Text)
	}
	return ""
}

// ResolveComment marks a comment as resolved, or as open again.
func (d *Desk) ResolveComment(ctx context.Context, who reinstate.Actor, ref string, id reinstate.CommentID, resolved bool) error {
	if !who.May(reinstate.Contribute) && !who.May(reinstate.Approve) {
		return reinstate.ErrForbidden
	}
	return d.work(ctx, who, reinstate.Read, ref, func(tx *store.Tx, c reinstate.Case) error {
		one, err := tx.Comment(id)
		if err != nil {
			return err
		}
		if one.Case != c.ID {
			return reinstate.ErrNotFound
		}
		if one.Open() != resolved {
			return nil // it is as wanted already
		}
		did := "comment_reopened"
		one.Resolved, one.ResolvedBy = reinstate.Comment{}.Resolved, ""
		if resolved {
			did = "comment_resolved"
			one.Resolved, one.ResolvedBy = tx.Now(), who.Name
		}
		return tx.SaveComment(&one, event(did, "text", excerpt(one.Text), "writer", one.By))
	})
}
