package casework

import (
	"context"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// AddDemand records one more thing the marketplace asks for, such as one told
// on the telephone. Without a code it counts as something else. In a round that
// is filed it waits for the next one.
func (d *Desk) AddDemand(ctx context.Context, who reinstate.Actor, ref string, words string, code reinstate.DemandCode) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, file reinstate.Case) error {
		demand := reinstate.Demand{Case: file.ID, Round: file.Round, Code: code, Text: text(words), State: reinstate.DemandOpen}
		if err := d.checkDemand(&demand); err != nil {
			return err
		}
		if err := tx.AddDemand(&demand, event("demand_added", "text", excerpt(demand.Text))); err != nil {
			return err
		}
		return d.lapse(tx, file)
	})
}

// SaveDemand answers a demand: met, with exhibits or in words; waived, with a
// reason; or open again. Unless somebody changed it first, or the round is filed.
func (d *Desk) SaveDemand(ctx context.Context, who reinstate.Actor, ref string, in reinstate.Demand) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, file reinstate.Case) error {
		if err := mayEdit(tx, file); err != nil {
			return err
		}
		old, err := tx.Demand(in.ID)
		if err != nil {
			return err
		}
		if old.Case != file.ID {
			return reinstate.ErrNotFound
		}
		was := old.State
		old.State, old.Why, old.Exhibits, old.Version = in.State, text(in.Why), in.Exhibits, in.Version
		if in.Text != "" {
			old.Text = text(in.Text)
		}
		if err := d.checkDemand(&old); err != nil {
			return err
		}
		if err := standing(tx, file, old.Exhibits); err != nil {
			return err
		}
		did := event("demand_"+string(old.State), "text", excerpt(old.Text), "why", excerpt(old.Why), "was", string(was))
		if err := tx.SaveDemand(&old, did); err != nil {
			return err
		}
		return d.lapse(tx, file)
	})
}

func (d *Desk) checkDemand(in *reinstate.Demand) error {
	refused := reinstate.Invalid{}
	known, ok := d.catalog.Demand(in.Code)
	if in.Code != "" && !ok {
		refused.Refuse("code", "Choose what is asked for from the list, or say it in words.")
	}
	if in.Text == "" {
		in.Text = known.Title
	}
	if in.Text == "" {
		refused.Refuse("text", "Say what is asked for.")
	}
	switch in.State {
	case reinstate.DemandOpen:
	case reinstate.DemandMet:
		if len(in.Exhibits) == 0 && in.Why == "" {
			refused.Refuse("why", "Choose the exhibits that answer this, or say in words where it is answered.")
		}
	case reinstate.DemandWaived:
		if in.Why == "" {
			refused.Refuse("why", "Say why this is not answered.")
		}
	default:
		refused.Refuse("state", "Choose whether this is open, met or waived.")
	}
	bounded(refused, maxText, map[string]string{"text": in.Text, "why": in.Why})
	return refused.Err()
}
