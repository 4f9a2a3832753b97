package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"reinstate/internal/reinstate"
)

// demoPolicy is what the firm makes of one policy: who is asked to read it, who
// read it how many days ago, and what it wrote beside it.
type demoPolicy struct {
	Entry       reinstate.PolicyKey   `yaml:"entry"` // of the catalog; empty: one of the firm's own
	Title       string                `yaml:"title"`
	Text        string                `yaml:"text"`
	Marketplace reinstate.Marketplace `yaml:"marketplace"`
	Source      string                `yaml:"source"`
	Effective   string                `yaml:"effective"`
	Readers     []string              `yaml:"readers"`
	Read        map[string]int        `yaml:"read"`
	Note        string                `yaml:"note"`
	Noted       int                   `yaml:"noted"` // days ago
	Accounts    []string              `yaml:"accounts"`
}

// playPolicies does what happened to policies, the oldest first.
func (p *player) playPolicies(ctx context.Context) error {
	owner := p.people[p.firm.People[0].Key]
	for _, one := range p.supply.Policies {
		if err := p.playPolicy(ctx, owner, one); err != nil {
			return fmt.Errorf("policy %s: %w", cmp.Or(string(one.Entry), one.Title), err)
		}
	}
	return nil
}

func (p *player) playPolicy(ctx context.Context, owner reinstate.Actor, one demoPolicy) error {
	key := one.Entry
	p.clock.set(p.now.AddDate(0, 0, -60))
	if key == "" {
		saved, err := p.desk.SavePolicy(ctx, owner, reinstate.PolicyEntry{
			Title: one.Title, Text: one.Text, Marketplace: one.Marketplace, Source: one.Source, Effective: one.Effective,
		})
		if err != nil {
			return err
		}
		key = saved.Key()
	}
	var readers []reinstate.UserID
	for _, name := range one.Readers {
		readers = append(readers, p.people[name].User)
	}
	if err := p.desk.AskReaders(ctx, owner, key, readers); err != nil {
		return err
	}
	for _, account := range one.Accounts {
		if err := p.desk.TiePolicy(ctx, owner, reinstate.PolicyTie{Entry: key, Account: p.seller[account].ID}); err != nil {
			return err
		}
	}
	byDay := slices.SortedFunc(maps.Keys(one.Read), func(a, b string) int { return cmp.Compare(one.Read[b], one.Read[a]) })
	for _, name := range byDay {
		p.clock.set(p.now.AddDate(0, 0, -one.Read[name]).Add(-3 * time.Hour))
		file, err := p.desk.Policy(ctx, p.people[name], key)
		if err != nil {
			return err
		}
		if err := p.desk.Acknowledge(ctx, p.people[name], key, file.Digest); err != nil {
			return err
		}
	}
	if one.Note == "" {
		return nil
	}
	p.clock.set(p.now.AddDate(0, 0, -one.Noted))
	return p.desk.NotePolicy(ctx, owner, key, one.Note, 0)
}
