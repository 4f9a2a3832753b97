package casework

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// File is everything of a case that its pages show.
type File struct {
	Case      reinstate.Case
	Client    reinstate.Client
	Account   reinstate.Account
	Owner     reinstate.User // zero: nobody yet
	Market    catalog.Market
	Notices   []reinstate.Notice // notices and replies, oldest first
	Rounds    []reinstate.Round
	Demands   []reinstate.Demand
	Repealed  []reinstate.Demand // demands of earlier rounds that stand again as new ones
	Clocks    []reinstate.Clock
	Claims    []reinstate.Claim   // causes, actions, measures, each by position
	Exhibits  []reinstate.Exhibit // withdrawn ones too
	Plan      reinstate.Plan      // of the present round
	HasPlan   bool
	Sales     []reinstate.Sales // units sold, by item
	Filings   []reinstate.Filing
	Speech    catalog.Speech        // by which the sentences of its letter are told apart
	Lacking   []catalog.Need        // documents that the reasons call for and that are not attached
	Handlings []reinstate.Handling  // what was decided about exhibits and messages
	Aside     []reinstate.Dismissal // findings of this round that somebody set aside
	// Confirmations are the sentences of this round that people vouched for.
	Confirmations []reinstate.Confirmation
	Rule          reinstate.ApprovalRule // whether the firm's letters are approved first
	Review        reinstate.Review       // the newest of this round, zero: none yet
	Writers       []reinstate.UserID     // who wrote in its letter, where a review is decided
	Unconfirmed   int                    // sentences of the letter nobody vouched for
	Gaps          []plan.Gap             // what the letter still lacks
	Found         Tally                  // what the checker finds, where it ran
	Words         int                    // of the letter as it stands
	Pages         int                    // about as many; the packet page draws it and knows
	Elsewhere     Elsewhere              // what another account of the client has to do with it
	Resting       bool                   // it is on hold now
	Tasks         []Task
	Next          NextStep
	Steps         []reinstate.Step // rows of the flow table open to this actor
}

// Case gathers a case for its pages.
func (d *Desk) Case(ctx context.Context, who reinstate.Actor, ref string) (File, error) {
	var f File
	err := d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		if f, err = d.gather(tx, c); err != nil {
			return err
		}
		f.Resting = c.OnHold(tx.Now())
		f.Elsewhere, err = elsewhere(tx, f)
		return err
	})
	if err == nil && who.Client != 0 {
		var secret withheld
		if secret, err = d.secrets(ctx, who, ref); err == nil {
			f = f.disclosed(secret)
		}
	}
	if err != nil {
		return f, err
	}
	f.complete(who)
	return f, nil
}

// complete works out what a case's pages show beside what is stored.
func (f *File) complete(who reinstate.Actor) {
	f.withhold(who)
	m := f.matter(time.Time{})
	f.Gaps = plan.Missing(m)
	if f.HasPlan {
		f.Words = plan.Words(plan.Compose(m))
		f.Pages = pagesOf(f.Words)
	}
	f.Unconfirmed, _ = f.unconfirmed(m)
	f.Steps = f.Case.Steps(who)
	f.Tasks = tasksOf(*f)
	f.Next = nextOf(*f)
}

// withhold takes out what is not for the actor's eyes: what is told to counsel
// stays with those who work on the case, and a firm's notes on a client are
// not for the client.
func (f *File) withhold(who reinstate.Actor) {
	if !who.May(reinstate.Contribute) && !who.May(reinstate.Approve) {
		f.Case.Counsel.Note, f.Case.Counsel.Privileged = "", ""
	}
	if who.Client != 0 {
		f.Client.Notes, f.Review.Note = "", ""
	}
}

// wordsOnPage is what a page of the letter holds, measured on the letters of
// the demonstration cases.
const wordsOnPage = 380

// pagesOf is about how many pages so many words take.
func pagesOf(words int) int { return max(1, (words+wordsOnPage-1)/wordsOnPage) }

// gather reads a case, one query a kind of thing.
func (d *Desk) gather(tx *store.Tx, c reinstate.Case) (f File, err error) {
	f.Case = c
	if f.Client, f.Account, f.Owner, err = tx.Parties(c); err != nil {
		return f, err
	}
	f.Market, _ = d.catalog.Market(f.Account.Marketplace)
	f.Speech = d.catalog.Speech()
	if f.Notices, err = tx.Notices(c.ID); err != nil {
		return f, err
	}
	if f.Rounds, err = tx.Rounds(c.ID); err != nil {
		return f, err
	}
	if f.Demands, err = tx.Demands(c.ID); err != nil {
		return f, err
	}
	f.Demands, f.Repealed = parted(f.Demands)
	if f.Clocks, err = tx.Clocks(c.ID); err != nil {
		return f, err
	}
	if f.Claims, err = tx.Claims(c.ID); err != nil {
		return f, err
	}
	if f.Exhibits, err = tx.Exhibits(c.ID); err != nil {
		return f, err
	}
	if f.Sales, err = tx.Sales(c.ID); err != nil {
		return f, err
	}
	if f.Filings, err = tx.Filings(c.ID); err != nil {
		return f, err
	}
	if f.Confirmations, err = tx.Confirmations(c.ID, c.Round); err != nil {
		return f, err
	}
	if f.Aside, err = tx.Dismissals(c.ID, c.Round); err != nil {
		return f, err
	}
	if f.Rule, f.Review, err = tx.Review(c.ID, c.Round); err != nil {
		return f, err
	}
	if f.Handlings, err = tx.Handlings(c.ID); err != nil {
		return f, err
	}
	f.Plan, err = tx.Plan(c.ID, c.Round)
	f.HasPlan = err == nil
	f.Lacking = d.lacking(f)
	if errors.Is(err, reinstate.ErrNotFound) {
		err = nil
	}
	return f, err
}

// matter composes the letter's material; dated is the day of the letter.
func (f File) matter(dated time.Time) plan.Matter {
	m := plan.Matter{
		Client: f.Client, Account: f.Account, Case: f.Case, Marketplace: f.Site(),
		Plan: f.Plan, Demands: f.Demands, Exhibits: f.Present(), References: f.References(),
		Answers: f.RoundNow().Answers, Filings: f.Filings, Lacking: f.Lacking, Speech: f.Speech,
	}
	m.Plan.Body.Claims = f.Claims
	if !f.HasPlan {
		m.Plan.Route = f.Document().Response()
	}
	zone := f.Zone()
	if n, ok := f.Answered(); ok {
		m.Noticed = n.Received.In(zone)
	}
	if !dated.IsZero() {
		m.Dated = dated.In(zone)
	}
	return m
}

// Site is the marketplace as a letter names it: by the address of the store,
// such as "Amazon.com", else by its name.
func (f File) Site() string {
	site, ok := f.Market.Store(f.Account.Store)
	if !ok || len(site.Hosts) == 0 {
		return f.Market.Name
	}
	return strings.ToUpper(site.Hosts[0][:1]) + site.Hosts[0][1:]
}

// Zone is where the marketplace counts its time limits.
func (f File) Zone() *time.Location {
	site, _ := f.Market.Store(f.Account.Store)
	return zoneOf(site.Zone, f.Market.Zone)
}

// Present lists the exhibits that are part of the case.
func (f File) Present() []reinstate.Exhibit {
	return slices.DeleteFunc(slices.Clone(f.Exhibits), func(e reinstate.Exhibit) bool { return !e.Stands() })
}

// Answered is the message that the present round answers: the newest that is
// not this round's own reply.
func (f File) Answered() (reinstate.Notice, bool) {
	for _, n := range slices.Backward(f.Notices) {
		if n.Kind != reinstate.KindReply || n.Round < f.Case.Round {
			return n, true
		}
	}
	return reinstate.Notice{}, false
}

// References are the identifiers that the notices of the case name, once each.
func (f File) References() reinstate.References {
	var all reinstate.References
	add := func(into *[]reinstate.Reference, from []reinstate.Reference) {
		for _, r := range from {
			if !slices.ContainsFunc(*into, func(have reinstate.Reference) bool { return have.ID == r.ID }) {
				*into = append(*into, r)
			}
		}
	}
	for _, n := range f.Notices {
		add(&all.ASINs, n.Checked.References.ASINs)
		add(&all.Orders, n.Checked.References.Orders)
		add(&all.Complaints, n.Checked.References.Complaints)
		add(&all.Items, n.Checked.References.Items)
	}
	return all
}

// Filed is the sealed filing of the present round.
func (f File) Filed() (reinstate.Filing, bool) {
	at := slices.IndexFunc(f.Filings, func(x reinstate.Filing) bool { return x.Round == f.Case.Round })
	if at < 0 {
		return reinstate.Filing{}, false
	}
	return f.Filings[at], true
}

// OpenDemands lists what the marketplace asks for and nobody answered yet.
func (f File) OpenDemands() []reinstate.Demand {
	return slices.DeleteFunc(slices.Clone(f.Demands), func(x reinstate.Demand) bool {
		_, told := f.Narrated(x)
		return told || x.State != reinstate.DemandOpen
	})
}

// Narrated names the section of the plan that answers an open demand by what
// is told there.
func (f File) Narrated(x reinstate.Demand) (section reinstate.Section, ok bool) {
	if !f.HasPlan || x.State != reinstate.DemandOpen {
		return section, false
	}
	p := f.Plan
	p.Body = f.matterBody()
	return plan.Narrates(p, x)
}

// ReasonTitles are the case's reasons as the catalog calls them.
func (f File) ReasonTitles() []string {
	titles := make([]string, len(f.Case.Reasons))
	for i, code := range f.Case.Reasons {
		reason, ok := f.Market.Reason(code)
		if titles[i] = reason.Title; !ok {
			titles[i] = strings.ReplaceAll(string(code), "_", " ")
		}
	}
	return titles
}

// Of lists the claims of one kind.
func (f File) Of(kind reinstate.ClaimKind) []reinstate.Claim {
	return slices.DeleteFunc(slices.Clone(f.Claims), func(c reinstate.Claim) bool { return c.Kind != kind })
}

// Timeline is a case with its events, oldest first.
func (d *Desk) Timeline(ctx context.Context, who reinstate.Actor, ref string) (c reinstate.Case, entries []reinstate.Entry, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		if c, err = tx.CaseByReference(ref); err != nil {
			return err
		}
		entries, err = tx.Timeline(c.ID)
		return err
	})
	if err == nil && who.Client != 0 {
		var secret withheld
		if secret, err = d.secrets(ctx, who, ref); err != nil {
			return c, nil, err
		}
		entries = slices.DeleteFunc(entries, func(e reinstate.Entry) bool { return secret.betrayed(e.Event) })
		hush(entries)
	}
	if !who.May(reinstate.Contribute) && !who.May(reinstate.Approve) {
		c.Counsel.Note, c.Counsel.Privileged = "", ""
		for _, e := range entries {
			if e.Event.Did == string(reinstate.ReferToCounsel) || e.Event.Did == string(reinstate.RecordFinalDenial) {
				delete(e.Event.With, "note")
			}
			if e.Event.Did == passedOver {
				delete(e.Event.With, "why")
			}
		}
	}
	return c, entries, err
}

// amongUs are the particulars of events in which the people of a firm talk to
// each other. A client is told that it was said, not what.
var amongUs = map[string][]string{
	"commented": {"place", "text"}, "comment_resolved": {"text", "writer"}, "comment_reopened": {"text", "writer"},
	"page_noted": {"letter", "page", "text"}, "page_note_edited": {"letter", "page", "text"}, "page_note_resolved": {"letter", "page", "text"},
	"page_note_reopened": {"letter", "page", "text"}, "page_note_removed": {"letter", "page", "text"},
	"finding_dismissed": {"rule", "quote", "message", "why"}, "finding_overridden": {"rule", "quote", "message", "why"}, "finding_recalled": {"rule", "quote"},
	"review_link_made": {"name", "until"}, "review_link_revoked": {"name"},
	"letter_approved": {"note"}, "letter_sent_back": {"note"},
}

func hush(entries []reinstate.Entry) {
	for _, e := range entries {
		for _, key := range amongUs[e.Event.Did] {
			delete(e.Event.With, key)
		}
	}
}
