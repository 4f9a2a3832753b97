package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// notice logs the message, opens its case and gives it to its owner.
func (p *player) notice(ctx context.Context, who reinstate.Actor, on *stage, in demoMessage) error {
	n, err := p.desk.Log(ctx, who, p.incoming(on, "", in.Name, in.Text))
	if err != nil {
		return err
	}
	checking := in.Reading.over(asRead(n, p.seller[on.script.Account], p.desk))
	c, err := p.desk.OpenCase(ctx, who, n.ID, checking, !in.Unconfirmed)
	if err != nil {
		return err
	}
	on.ref = c.Reference
	owner := p.people[on.script.Owner].User
	if c.Owner == owner {
		return nil
	}
	return p.desk.Assign(ctx, who, on.ref, owner, c.Version)
}

// over lays what the person made of a message over what the reader read.
func (r demoReading) over(in casework.Checking) casework.Checking {
	if r.Marketplace != "" {
		in.Marketplace = r.Marketplace
	}
	if r.Store != "" {
		in.Store = r.Store
	}
	if r.Level != "" {
		in.Level = r.Level
	}
	if r.Response != "" {
		in.Response = r.Response
	}
	if r.Reasons != nil {
		in.Reasons = r.Reasons
	}
	if r.Demands != nil {
		in.Demands = r.Demands
	}
	for _, ids := range []struct {
		said []string
		into *[]string
	}{{r.ASINs, &in.ASINs}, {r.Orders, &in.Orders}, {r.Complaints, &in.Complaints}, {r.Items, &in.Items}} {
		if ids.said != nil {
			*ids.into = ids.said
		}
	}
	return in
}

func (p *player) reply(ctx context.Context, who reinstate.Actor, on *stage, in demoReply) error {
	n, err := p.desk.Log(ctx, who, p.incoming(on, on.ref, in.Name, in.Text))
	if err != nil {
		return err
	}
	checking := in.Reading.over(asRead(n, p.seller[on.script.Account], p.desk))
	_, err = p.desk.Take(ctx, who, on.ref, casework.Move{Do: in.Decision, Note: in.Note, Reply: n.ID, Checking: &checking})
	return err
}

func (p *player) claim(ctx context.Context, who reinstate.Actor, on *stage, kind reinstate.ClaimKind, in demoClaim) error {
	exhibits, err := on.exhibitIDs(in.Exhibits)
	if err != nil {
		return err
	}
	c, err := p.desk.AddClaim(ctx, who, on.ref, reinstate.Claim{
		Kind: kind, Text: in.Text, Cause: on.claims[in.Answers], Done: in.Done, Date: in.Date, Owner: in.Owner,
		Frequency: in.Frequency, Tool: in.Tool, Exhibits: exhibits, NoExhibit: in.NoneNeeded,
	})
	on.claims[in.Key] = c.ID
	return err
}

func (on *stage) exhibitIDs(keys []string) ([]reinstate.ExhibitID, error) {
	var ids []reinstate.ExhibitID
	for _, key := range keys {
		id, ok := on.exhibits[key]
		if !ok {
			return nil, fmt.Errorf("there is no exhibit %q yet", key)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (p *player) exhibit(ctx context.Context, who reinstate.Actor, on *stage, in demoExhibit) error {
	content, err := p.content(on, in)
	if err != nil {
		return err
	}
	record, err := p.paper[on.script.Account].onRecord(in)
	if err != nil {
		return err
	}
	done, err := p.desk.Attach(ctx, who, on.ref, casework.Upload{
		Record: record,
		Name:   in.File, Kind: in.Kind, Title: in.Title, Dated: in.Dated, Shows: in.Shows, Body: bytes.NewReader(content),
	})
	on.exhibits[in.Key] = done.Exhibit.ID
	return err
}

// content draws the exhibit's file.
func (p *player) content(on *stage, in demoExhibit) ([]byte, error) {
	switch {
	case in.Photo != nil:
		return p.studio.photo(*in.Photo)
	case in.Screen != nil:
		return p.studio.screen(*in.Screen)
	}
	return p.paper[on.script.Account].paper(p.press, in)
}

func (p *player) demand(ctx context.Context, who reinstate.Actor, on *stage, in demoDemand) error {
	f, err := p.desk.Case(ctx, who, on.ref)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(f.Demands, func(d reinstate.Demand) bool { return d.Code == in.Code })
	if at < 0 {
		return fmt.Errorf("%s is not asked for", in.Code)
	}
	d := f.Demands[at]
	if d.Exhibits, err = on.exhibitIDs(in.Exhibits); err != nil {
		return err
	}
	d.State, d.Why = in.State, in.Why
	return p.desk.SaveDemand(ctx, who, on.ref, d)
}

func (p *player) plan(ctx context.Context, who reinstate.Actor, on *stage, in demoPlan) error {
	started, err := p.desk.LayOut(ctx, who, on.ref)
	if err != nil {
		return err
	}
	for key := range in.Sections {
		if !slices.ContainsFunc(started.Body.Sections, func(s reinstate.Section) bool { return s.Key == key }) {
			return fmt.Errorf("the plan has no section %q", key)
		}
	}
	_, err = p.desk.SavePlan(ctx, who, on.ref, casework.PlanEdit{Version: started.Version, Title: in.Title, Sections: in.Sections})
	return err
}

// vouch confirms every sentence of the letter, as the person who files it does.
func (p *player) vouch(ctx context.Context, who reinstate.Actor, ref string) error {
	w, err := p.desk.Writing(ctx, who, ref)
	if err != nil {
		return err
	}
	var sums []string
	for _, s := range w.Statements {
		sums = append(sums, s.Sum)
	}
	_, err = p.desk.Confirm(ctx, who, ref, sums, nil)
	return err
}
