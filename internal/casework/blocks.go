package casework

import (
	"context"
	"fmt"
	"slices"

	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Blocks is what the catalog offers for the reasons of a case: what the cause
// should name, questions, building blocks and documents.
type Blocks struct {
	File   File
	Guides []ReasonGuide
	Needs  []Needed
}

// ReasonGuide is the guide of one reason of the case.
type ReasonGuide struct {
	Reason reinstate.ReasonCode
	catalog.Guide
}

// Needed is a document that a reason calls for, with the exhibits of its kinds
// that are there.
type Needed struct {
	catalog.Need
	Reason reinstate.ReasonCode
	Have   []reinstate.Exhibit
}

// BlockRef names one building block: Number counts the blocks of the kind in
// the guide of the reason, from 0.
type BlockRef struct {
	Reason reinstate.ReasonCode
	Kind   reinstate.ClaimKind
	Number int
}

// Blocks gathers what helps to write the claims of a case.
func (d *Desk) Blocks(ctx context.Context, who reinstate.Actor, ref string) (Blocks, error) {
	f, err := d.Case(ctx, who, ref)
	if err != nil {
		return Blocks{}, err
	}
	b := Blocks{File: f, Needs: d.needs(f)}
	for _, reason := range f.Case.Reasons {
		if g, ok := d.outlines.Guide(f.Account.Marketplace, reason); ok {
			b.Guides = append(b.Guides, ReasonGuide{reason, g})
		}
	}
	return b, nil
}

// needs are the documents that the reasons of a case call for, each once, and
// what is there of them.
func (d *Desk) needs(f File) []Needed {
	var needs []Needed
	for _, reason := range f.Case.Reasons {
		g, _ := d.outlines.Guide(f.Account.Marketplace, reason)
		for _, need := range g.Documents {
			if slices.ContainsFunc(needs, func(n Needed) bool { return n.What == need.What }) {
				continue
			}
			n := Needed{Need: need, Reason: reason}
			for _, e := range f.Present() {
				if slices.Contains(need.Kinds, e.Kind) {
					n.Have = append(n.Have, e)
				}
			}
			needs = append(needs, n)
		}
	}
	return needs
}

// lacking are the documents that the letter of the present round lacks
// without an exhibit of their kind. They count once the kind of document is
// chosen and rests on papers of the reason.
func (d *Desk) lacking(f File) []catalog.Need {
	switch f.RoundNow().Document {
	case reinstate.PlanOfAction, reinstate.BusinessPlan, reinstate.Dispute, reinstate.CoverNote, reinstate.OtherAccount:
	default:
		return nil
	}
	var lacking []catalog.Need
	for _, n := range d.needs(f) {
		if n.Must && len(n.Have) == 0 {
			lacking = append(lacking, n.Need)
		}
	}
	return lacking
}

// InsertBlock puts a building block on the case as a claim. Its blanks keep
// the letter from being sent until a person has made it concrete.
func (d *Desk) InsertBlock(ctx context.Context, who reinstate.Actor, ref string, at BlockRef, cause reinstate.ClaimID) (reinstate.Claim, error) {
	var claim reinstate.Claim
	err := d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		if err := mayEdit(tx, c); err != nil {
			return err
		}
		f, err := d.gather(tx, c)
		if err != nil {
			return err
		}
		if err := f.mayAnswer(); err != nil {
			return err
		}
		block, ok := d.block(f, at)
		if !ok {
			return fmt.Errorf("block %v of %s: %w", at, ref, reinstate.ErrNotFound)
		}
		claim = plan.FromBlock(block, f.matter(tx.Now()))
		claim.Case, claim.Cause = c.ID, cause
		if causes := f.Of(reinstate.RootCause); cause == 0 && len(causes) == 1 {
			claim.Cause = causes[0].ID
		}
		if err := checkClaim(tx, &claim); err != nil {
			return err
		}
		if err := tx.AddClaim(&claim, event("claim_added", "kind", string(claim.Kind), "text", excerpt(claim.Text))); err != nil {
			return err
		}
		return d.planFollows(tx, c)
	})
	return claim, err
}

// block finds a building block among those of the case's reasons.
func (d *Desk) block(f File, at BlockRef) (catalog.Block, bool) {
	if !slices.Contains(f.Case.Reasons, at.Reason) {
		return catalog.Block{}, false
	}
	g, _ := d.outlines.Guide(f.Account.Marketplace, at.Reason)
	blocks := g.Of(at.Kind)
	if at.Number < 0 || at.Number >= len(blocks) {
		return catalog.Block{}, false
	}
	return blocks[at.Number], true
}
