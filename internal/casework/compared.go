package casework

import (
	"errors"
	"slices"
	"strings"

	"reinstate/internal/catalog"
	"reinstate/internal/notice"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Echo is a text that is nearly one that came or went before.
type Echo struct {
	Notice reinstate.Notice // the earlier reply
	Round  int              // of the earlier reply or filing
	Share  float64          // how much of it is the same, 0 to 1
	Bytes  bool             // they are the same to the byte
}

// Percent is the share as people say it.
func (e Echo) Percent() int { return int(e.Share*100 + 0.5) }

// Repeated holds the reply that opened the present round against the demands
// of the case. There is none in a first round, nor where no reply was logged.
func (f File) Repeated() (reply reinstate.Notice, c notice.Compared, ok bool) {
	for _, r := range f.Rounds {
		if r.Number != f.Case.Round-1 || r.Reply == 0 {
			continue
		}
		at := slices.IndexFunc(f.Notices, func(n reinstate.Notice) bool { return n.ID == r.Reply })
		if at < 0 {
			return reply, c, false
		}
		reply = f.Notices[at]
		return reply, notice.Compare(f.askedBefore(reply), reply.Checked.Demands), true
	}
	return reply, c, false
}

// askedBefore are the demands of the case without those that a reply brought.
func (f File) askedBefore(reply reinstate.Notice) []reinstate.Demand {
	earlier := map[reinstate.DemandCode]bool{}
	for _, n := range f.Notices {
		if n.ID == reply.ID {
			break
		}
		for _, found := range n.Checked.Demands {
			earlier[found.Code] = true
		}
	}
	for _, d := range f.Repealed {
		earlier[d.Code] = earlier[d.Code] || d.Round <= reply.Round
	}
	return slices.DeleteFunc(slices.Clone(f.Demands), func(d reinstate.Demand) bool {
		return d.Round > reply.Round && !earlier[d.Code]
	})
}

// parted tells the demands that stand from those that a reply asked for again,
// which keep how they were answered.
func parted(demands []reinstate.Demand) (standing, repealed []reinstate.Demand) {
	for _, d := range demands {
		if d.State == reinstate.DemandAskedAgain {
			repealed = append(repealed, d)
		} else {
			standing = append(standing, d)
		}
	}
	return standing, repealed
}

// echoes are the earlier replies of the case that say nearly the same as n.
func (d *Desk) echoes(tx *store.Tx, n reinstate.Notice) ([]Echo, error) {
	if n.Case == 0 || n.Kind != reinstate.KindReply {
		return nil, nil
	}
	all, err := tx.Notices(n.Case)
	if err != nil {
		return nil, err
	}
	measure := d.catalog.Similarity(catalog.SimilarReplies)
	var list []Echo
	for _, old := range all {
		if old.Kind != reinstate.KindReply || old.ID >= n.ID {
			continue
		}
		e := Echo{Notice: old, Round: old.Round, Share: plan.Similarity(old.Text, n.Text), Bytes: old.SHA256 == n.SHA256}
		if e.Bytes || e.Share >= measure.From {
			list = append(list, e)
		}
	}
	return list, nil
}

// resent is the last filing, if the letter of the present round is nearly its
// text.
func (d *Desk) resent(tx *store.Tx, f File) (Echo, error) {
	at := -1
	for i, filing := range f.Filings {
		if filing.Round < f.Case.Round && (at < 0 || filing.Round > f.Filings[at].Round) {
			at = i
		}
	}
	if at < 0 || !f.HasPlan {
		return Echo{}, nil
	}
	last := f.Filings[at]
	sent, err := tx.Plan(f.Case.ID, last.Round)
	if errors.Is(err, reinstate.ErrNotFound) {
		return Echo{}, nil
	}
	if err != nil {
		return Echo{}, err
	}
	revision, err := tx.Revision(sent.ID, last.Revision)
	if err != nil {
		return Echo{}, err
	}
	now := f.Plan.Body
	now.Claims = f.Claims
	measure := d.catalog.Similarity(catalog.SimilarPlans)
	e := Echo{Round: last.Round, Share: plan.Similarity(written(revision.Body), written(now))}
	if e.Share < measure.From {
		return Echo{}, nil
	}
	return e, nil
}

// written is what people wrote of a letter: no headings, tables or addresses,
// which stay the same from round to round.
func written(b reinstate.PlanBody) string {
	var text strings.Builder
	for _, s := range b.Sections {
		text.WriteString(s.Text + "\n")
	}
	for _, c := range b.Claims {
		text.WriteString(strings.Join([]string{c.Text, c.Owner, c.Frequency, c.Tool}, " ") + "\n")
	}
	return text.String()
}
