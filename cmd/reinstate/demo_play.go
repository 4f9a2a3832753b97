package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"reinstate/data"
	"reinstate/internal/access"
	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// player plays the scripts of the demonstration through the use cases.
type player struct {
	*premises
	clock  *demoClock
	studio *studio
	firm   demoFirm
	people map[string]reinstate.Actor
	paper  map[string]stationery        // by account key
	seller map[string]reinstate.Account // by account key

	now       time.Time // when the demonstration is loaded
	wellbeing demoHealth
	supply    demoSupply
}

// stage is one case while it is played: what its keys stand for.
type stage struct {
	script   *demoCase
	ref      string
	exhibits map[string]reinstate.ExhibitID
	claims   map[string]reinstate.ClaimID
	mail     reinstate.Outgoing // the last one that was sent
}

// demonstration is what loading made.
type demonstration struct {
	Firm, Owner, Password string // of the owner who can sign in
	Cases                 int
}

// loadDemo plays the demonstration into a data folder. The first person of
// the firm gets the password; nobody else can sign in until the owner says so.
func loadDemo(ctx context.Context, s settings, files fs.FS, now time.Time, password string) (made demonstration, err error) {
	firm, cases, err := demoScripts(files, now)
	if err != nil {
		return made, err
	}
	clock := &demoClock{}
	clock.set(now)
	s.now = clock.now
	o, err := enter(ctx, s)
	if err != nil {
		return made, err
	}
	defer o.Close()
	if _, found, err := demoOrg(ctx, o); err != nil || found {
		return made, cmp.Or(err, fmt.Errorf("the demonstration is loaded already: remove it with 'reinstate demo clear' first"))
	}
	pictures, err := newStudio(data.FS)
	if err != nil {
		return made, err
	}
	p := &player{premises: o, clock: clock, studio: pictures, firm: firm, now: now}
	if p.wellbeing, err = demoHealthScript(files, now); err != nil {
		return made, err
	}
	if p.supply, err = demoSupplyScript(files, now); err != nil {
		return made, err
	}
	if err := p.load(ctx, cases, password); err != nil {
		// A part of a demonstration helps nobody and would be in the way of the next try.
		return made, errors.Join(err, p.undo(context.WithoutCancel(ctx)))
	}
	return demonstration{Firm: firm.Name, Owner: firm.People[0].Email, Password: password, Cases: countCases(cases)}, nil
}

func (p *player) load(ctx context.Context, cases []demoCase, password string) error {
	p.clock.set(opening(cases).Add(-24 * time.Hour))
	if err := p.found(ctx, password); err != nil {
		return fmt.Errorf("found the demonstration firm: %w", err)
	}
	if err := p.playHealth(ctx); err != nil {
		return fmt.Errorf("reports about accounts: %w", err)
	}
	if err := p.play(ctx, cases); err != nil {
		return err
	}
	if err := p.playSupply(ctx); err != nil {
		return fmt.Errorf("stock and customer service: %w", err)
	}
	return nil
}

func (p *player) undo(ctx context.Context) error {
	org, found, err := demoOrg(ctx, p.premises)
	if err != nil || !found {
		return err
	}
	return clearDemo(ctx, p.premises, org)
}

// localOperator is the command line before a firm is chosen.
var localOperator = reinstate.Actor{Kind: reinstate.Operator, Name: "local operator", Role: reinstate.RoleOwner}

// demoOrg finds the demonstration firm.
func demoOrg(ctx context.Context, o *premises) (org reinstate.Org, found bool, err error) {
	err = o.db.View(ctx, localOperator, func(tx *store.Tx) error {
		firms, err := tx.Orgs()
		at := slices.IndexFunc(firms, func(f reinstate.Org) bool { return f.Demo })
		if at >= 0 {
			org, found = firms[at], true
		}
		return err
	})
	return org, found, err
}

func opening(cases []demoCase) time.Time {
	first := cases[0].Steps[0].at
	for _, c := range cases {
		if at := c.Steps[0].at; at.Before(first) {
			first = at
		}
	}
	return first
}

func countCases(cases []demoCase) int {
	n := 0
	for _, c := range cases {
		if c.Steps[0].Notice != nil {
			n++
		}
	}
	return n
}

// found makes the firm, its people, clients and accounts.
func (p *player) found(ctx context.Context, password string) error {
	org := reinstate.Org{Name: p.firm.Name, Demo: true}
	err := p.db.Update(ctx, localOperator, func(tx *store.Tx) error { return tx.AddOrg(&org) })
	if err != nil {
		return err
	}
	operator := localOperator
	operator.Org = org.ID
	p.people = map[string]reinstate.Actor{}
	for i, person := range p.firm.People {
		secret := password
		if i > 0 {
			secret = rand.Text()
		}
		u, err := p.gate.AddPerson(ctx, operator, access.NewPerson{Name: person.Name, Email: person.Email, Role: person.Role, Password: secret})
		if err != nil {
			return err
		}
		p.people[person.Key] = reinstate.Actor{Org: u.Org, User: u.ID, Name: u.Name, Kind: reinstate.Person, Role: u.Role}
	}
	return p.addClients(ctx, operator)
}

func (p *player) addClients(ctx context.Context, who reinstate.Actor) error {
	suppliers := map[string]demoSupplier{}
	for _, s := range p.firm.Suppliers {
		suppliers[s.Key] = s
	}
	p.paper, p.seller = map[string]stationery{}, map[string]reinstate.Account{}
	for _, c := range p.firm.Clients {
		client, err := p.desk.AddClient(ctx, who, reinstate.Client{
			LegalName: c.LegalName, OtherName: c.OtherName, Address: c.Address, Contact: c.Contact, Email: c.Email, Phone: c.Phone, Notes: c.Notes,
		})
		if err != nil {
			return fmt.Errorf("client %s: %w", c.Key, err)
		}
		for _, a := range c.Accounts {
			account, err := p.desk.AddAccount(ctx, who, reinstate.Account{
				Client: client.ID, Key: a.Key, Marketplace: a.Marketplace, Store: a.Store,
				SellerID: a.SellerID, StoreName: a.StoreName, Standing: a.Standing,
			})
			if err != nil {
				return fmt.Errorf("account %s: %w", a.Key, err)
			}
			p.seller[a.Key], p.paper[a.Key] = account, stationery{suppliers: suppliers, client: c}
		}
	}
	return nil
}

// play takes every step of every case, oldest first, as it would have happened.
func (p *player) play(ctx context.Context, cases []demoCase) error {
	type cue struct {
		on   *stage
		step demoStep
	}
	var cues []cue
	for i := range cases {
		on := &stage{script: &cases[i], exhibits: map[string]reinstate.ExhibitID{}, claims: map[string]reinstate.ClaimID{}}
		for _, s := range cases[i].Steps {
			cues = append(cues, cue{on, s})
		}
	}
	slices.SortStableFunc(cues, func(a, b cue) int { return a.step.at.Compare(b.step.at) })
	for _, c := range cues {
		who, ok := p.people[c.step.By]
		if !ok {
			return fmt.Errorf("%s: there is no person %q", c.on.script.file, c.step.By)
		}
		p.clock.set(c.step.at)
		if err := p.take(ctx, who, c.on, c.step); err != nil {
			return fmt.Errorf("%s, %s ago: %w", c.on.script.file, cmp.Or(c.step.Ago, "shortly after the step before"), err)
		}
	}
	return nil
}

// take does what the step's verb says.
func (p *player) take(ctx context.Context, who reinstate.Actor, on *stage, s demoStep) error {
	switch {
	case s.Notice != nil:
		return p.notice(ctx, who, on, *s.Notice)
	case s.Message != nil:
		_, err := p.desk.Log(ctx, who, p.incoming(on, "", s.Message.Name, s.Message.Text))
		return err
	case s.Cause != nil:
		return p.claim(ctx, who, on, reinstate.RootCause, *s.Cause)
	case s.Action != nil:
		return p.claim(ctx, who, on, reinstate.CorrectiveAction, *s.Action)
	case s.Measure != nil:
		return p.claim(ctx, who, on, reinstate.PreventiveMeasure, *s.Measure)
	case s.Exhibit != nil:
		return p.exhibit(ctx, who, on, *s.Exhibit)
	case s.Sales != nil:
		var sales []reinstate.Sales
		for _, one := range s.Sales {
			sales = append(sales, reinstate.Sales(one))
		}
		return p.desk.SaveSales(ctx, who, on.ref, sales)
	case s.Demand != nil:
		return p.demand(ctx, who, on, *s.Demand)
	case s.Plan != nil:
		return p.plan(ctx, who, on, *s.Plan)
	case s.Reply != nil:
		return p.reply(ctx, who, on, *s.Reply)
	case s.Route != nil:
		return p.route(ctx, who, on, *s.Route)
	case s.Talk != nil:
		return p.talk(ctx, who, on, *s.Talk)
	case s.Hold != nil:
		return p.desk.Hold(ctx, who, on.ref, p.clock.now().AddDate(0, 0, s.Hold.Days).Truncate(24*time.Hour), s.Hold.Why)
	}
	m, err := s.move()
	if err != nil {
		return err
	}
	if s.File != nil {
		if err := p.vouch(ctx, who, on.ref); err != nil {
			return err
		}
	}
	_, err = p.desk.Take(ctx, who, on.ref, m)
	return err
}

// move is the step of the flow table that a script's step stands for.
func (s demoStep) move() (casework.Move, error) {
	switch {
	case s.Take != nil:
		return casework.Move{Do: s.Take.Do, Note: s.Take.Note, Outcome: s.Take.Outcome, WithoutCounsel: s.Take.WithoutCounsel}, nil
	case s.File != nil:
		return casework.Move{Do: reinstate.FileAppeal, Waits: true, Channel: s.File.Channel, Note: s.File.Note, Override: s.File.Override}, nil
	case s.Receipt != nil:
		return casework.Move{Do: reinstate.ConfirmReceipt, Receipt: s.Receipt.Reference, NoneGiven: s.Receipt.NoneGiven}, nil
	case s.Counsel != nil:
		c := reinstate.Counsel{Name: s.Counsel.Name, Note: s.Counsel.Note, Privileged: s.Counsel.Privileged}
		return casework.Move{Do: reinstate.ReferToCounsel, Note: c.Note, Counsel: c}, nil
	}
	return casework.Move{}, fmt.Errorf("the step has no verb")
}

func (p *player) incoming(on *stage, ref, name, text string) casework.Incoming {
	return casework.Incoming{
		Account: p.seller[on.script.Account].ID, Case: ref, Name: name, Body: bytes.NewReader([]byte(text)), Received: p.clock.now(),
	}
}
