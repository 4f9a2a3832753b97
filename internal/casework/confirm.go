package casework

import (
	"context"
	"slices"
	"strconv"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Stated is one sentence of the letter and who vouched for it.
type Stated struct {
	plan.Statement
	Given reinstate.Confirmation // the zero one while nobody did
}

// Confirmed reports whether somebody vouched for the sentence as it stands.
func (s Stated) Confirmed() bool { return s.Given.Sum != "" }

// statements joins the sentences of the letter with who vouched for them. A
// sentence that changed has another sum, so its confirmation is gone.
func (f File) statements(m plan.Matter) []Stated {
	given := map[string]reinstate.Confirmation{}
	for _, c := range f.Confirmations {
		given[c.Sum] = c
	}
	var list []Stated
	for _, s := range plan.Statements(m) {
		list = append(list, Stated{Statement: s, Given: given[s.Sum]})
	}
	return list
}

// Confirm records that the actor vouches for sentences of the letter as true
// and done, by their sums, and takes others back. A sum that is no sentence of
// the letter any more is refused, for nobody vouches for what they have not
// read. left is how many sentences still wait.
func (d *Desk) Confirm(ctx context.Context, who reinstate.Actor, ref string, sums, back []string) (left int, err error) {
	err = d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		if err := mayEdit(tx, c); err != nil {
			return err
		}
		f, err := d.gather(tx, c)
		if err != nil {
			return err
		}
		if !f.HasPlan {
			return reinstate.Invalid{"plan": "There is no plan in this round yet. Start the plan first."}
		}
		all := f.statements(f.matter(tx.Now()))
		fresh, err := vouched(all, sums)
		if err != nil {
			return err
		}
		for _, s := range all {
			if !s.Confirmed() && !slices.Contains(sums, s.Sum) || slices.Contains(back, s.Sum) {
				left++
			}
		}
		if back = confirmedAmong(all, back); len(back) > 0 {
			if err := tx.Unconfirm(c.ID, c.Round, back, event("unconfirmed", "count", strconv.Itoa(len(back)))); err != nil {
				return err
			}
		}
		if len(fresh) == 0 {
			return nil
		}
		return tx.Confirm(c.ID, c.Round, fresh, event("confirmed", "count", strconv.Itoa(len(fresh)), "left", strconv.Itoa(left)))
	})
	return left, err
}

// vouched are the sentences of these sums that nobody vouched for yet.
func vouched(all []Stated, sums []string) (fresh []reinstate.Confirmation, err error) {
	known := map[string]bool{}
	for _, s := range all {
		if !known[s.Sum] && slices.Contains(sums, s.Sum) && !s.Confirmed() {
			fresh = append(fresh, reinstate.Confirmation{Sum: s.Sum, Words: s.Words})
		}
		known[s.Sum] = true
	}
	for _, sum := range sums {
		if !known[sum] {
			return nil, reinstate.Invalid{"confirmations": "A sentence changed since you read it. Read it again, then confirm it."}
		}
	}
	return fresh, nil
}

// confirmedAmong are those of the sums that somebody vouched for.
func confirmedAmong(all []Stated, sums []string) []string {
	return slices.DeleteFunc(slices.Clone(sums), func(sum string) bool {
		return !slices.ContainsFunc(all, func(s Stated) bool { return s.Sum == sum && s.Confirmed() })
	})
}

// unconfirmed counts the sentences that nobody vouched for.
func (f File) unconfirmed(m plan.Matter) (left, all int) {
	for _, s := range f.statements(m) {
		all++
		if !s.Confirmed() {
			left++
		}
	}
	return left, all
}
