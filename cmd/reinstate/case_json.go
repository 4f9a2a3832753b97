package main

import (
	"cmp"
	"slices"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// lineJSON is one case of case list --json.
type lineJSON struct {
	Reference   string        `json:"reference"`
	Account     string        `json:"account"` // the key that --account takes
	Client      string        `json:"client"`
	Marketplace string        `json:"marketplace"`
	State       string        `json:"state"`
	Level       string        `json:"level"`
	Reasons     []string      `json:"reasons"`
	Opened      *string       `json:"opened"`
	Round       int           `json:"round"`
	NextClock   *nextTimeJSON `json:"next_clock"` // null when no clock runs
	Owner       string        `json:"owner"`      // empty: nobody yet
}

type nextTimeJSON struct {
	Kind string  `json:"kind"`
	Due  *string `json:"due"`
	Late bool    `json:"late"`
}

func lineOf(l store.CaseLine, now time.Time) lineJSON {
	return lineJSON{
		Reference: l.Reference, Account: l.AccountKey, Client: l.ClientName, Marketplace: string(l.Marketplace),
		State: string(l.State), Level: string(l.Level), Reasons: list(l.Reasons), Opened: instant(l.Opened),
		Round: l.Round, NextClock: nextTimeOf(l.Next, now), Owner: l.OwnerName,
	}
}

func nextTimeOf(n reinstate.NextClock, now time.Time) *nextTimeJSON {
	if n.Due.IsZero() {
		return nil
	}
	return &nextTimeJSON{Kind: string(n.Kind), Due: instant(n.Due), Late: reinstate.Late(n.Due, now)}
}

// caseJSON is one case of case show --json and case log --json.
type caseJSON struct {
	lineJSON
	Store    string          `json:"store"`
	Response string          `json:"response"` // empty until confirmed
	Outcome  string          `json:"outcome"`  // empty while open
	Waiting  *string         `json:"waiting"`  // since when a decision is awaited
	Demands  []demandJSON    `json:"demands"`
	Clocks   []clockJSON     `json:"clocks"`
	Exhibits []exhibitJSON   `json:"exhibits"`
	Rounds   []roundJSON     `json:"rounds"`
	Claims   []claimJSON     `json:"claims"`
	Messages []messageJSON   `json:"messages"`
	Steps    []string        `json:"steps"` // steps of the flow that start from here
	Missing  []string        `json:"missing"`
	Next     nextActionsJSON `json:"next"`
}

type nextActionsJSON struct {
	Text string `json:"text"`
	Why  string `json:"why"`
}

type demandJSON struct {
	Code     string   `json:"code"`
	Text     string   `json:"text"`
	Quote    string   `json:"quote"`
	Round    int      `json:"round"`
	State    string   `json:"state"`
	Why      string   `json:"why"`
	Exhibits []string `json:"exhibits"` // letters
}

type clockJSON struct {
	Kind       string  `json:"kind"`
	Due        *string `json:"due"`
	Zone       string  `json:"zone"`
	Basis      string  `json:"basis"`
	Quote      string  `json:"quote"`
	Arithmetic string  `json:"arithmetic"`
	Met        *string `json:"met"`  // null while it runs
	Late       bool    `json:"late"` // it runs, and its end has passed
	Round      int     `json:"round"`
}

type exhibitJSON struct {
	Letter    string  `json:"letter"`
	Kind      string  `json:"kind"`
	Title     string  `json:"title"`
	File      string  `json:"file"`
	MediaType string  `json:"media_type"`
	Size      int64   `json:"size"`
	SHA256    string  `json:"sha256"`
	Pages     int     `json:"pages"`
	Dated     string  `json:"dated"`
	Shows     string  `json:"shows"`
	Withdrawn *string `json:"withdrawn"`
}

type roundJSON struct {
	Number   int         `json:"number"`
	Opened   *string     `json:"opened"`
	Decision string      `json:"decision"` // empty until decided
	Decided  *string     `json:"decided"`
	Filing   *filingJSON `json:"filing"` // null until filed
}

type filingJSON struct {
	SHA256   string  `json:"sha256"`
	Size     int64   `json:"size"`
	Pages    int     `json:"pages"`
	Channel  string  `json:"channel"`
	Filed    *string `json:"filed"` // when it was sealed
	Sent     *string `json:"sent"`  // null until somebody says that it was sent
	FiledBy  string  `json:"filed_by"`
	Receipt  string  `json:"receipt"`
	Exhibits int     `json:"exhibits"`
}

type claimJSON struct {
	Kind      string   `json:"kind"`
	Text      string   `json:"text"`
	Cause     int      `json:"cause"` // number of the root cause among the claims of that kind, from 1; 0: none
	Done      bool     `json:"done"`
	Date      string   `json:"date"`
	Owner     string   `json:"owner"`
	Frequency string   `json:"frequency"`
	Tool      string   `json:"tool"`
	Exhibits  []string `json:"exhibits"` // letters
	NoExhibit string   `json:"no_exhibit"`
}

type messageJSON struct {
	Kind     string  `json:"kind"`
	Round    int     `json:"round"`
	Subject  string  `json:"subject"`
	File     string  `json:"file"`
	SHA256   string  `json:"sha256"`
	Received *string `json:"received"`
	Checked  bool    `json:"checked"`
}

func caseOf(f casework.File, now time.Time) caseJSON {
	c := f.Case
	out := caseJSON{
		lineJSON: lineJSON{
			Reference: c.Reference, Account: f.Account.Key, Client: f.Client.LegalName, Marketplace: string(f.Account.Marketplace),
			State: string(c.State), Level: string(c.Level), Reasons: list(c.Reasons), Opened: instant(c.Opened),
			Round: c.Round, NextClock: nextTimeOf(c.Next, now), Owner: f.Owner.Name,
		},
		Store: f.Account.Store, Response: string(c.Response), Outcome: string(c.Outcome), Waiting: instant(c.Waiting),
		Demands: []demandJSON{}, Clocks: []clockJSON{}, Exhibits: []exhibitJSON{}, Rounds: []roundJSON{},
		Claims: []claimJSON{}, Messages: []messageJSON{}, Steps: []string{}, Missing: []string{},
		Next: nextActionsJSON{Text: f.Next.Text.String(), Why: f.Next.Why.String()},
	}
	out.listParts(f, now)
	for _, s := range f.Steps {
		out.Steps = append(out.Steps, string(s.Do))
	}
	for _, g := range f.Gaps {
		out.Missing = append(out.Missing, g.Sentence)
	}
	return out
}

// listParts adds what lies beneath the case, in a fixed order.
func (out *caseJSON) listParts(f casework.File, now time.Time) {
	for _, d := range f.Demands {
		out.Demands = append(out.Demands, demandJSON{
			Code: string(d.Code), Text: d.Text, Quote: d.Quote, Round: d.Round, State: string(d.State), Why: d.Why, Exhibits: letters(f, d.Exhibits),
		})
	}
	clocks := slices.Clone(f.Clocks)
	slices.SortStableFunc(clocks, func(a, b reinstate.Clock) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Kind, b.Kind)) })
	for _, k := range clocks {
		out.Clocks = append(out.Clocks, clockJSON{
			Kind: string(k.Kind), Due: instant(k.Due), Zone: k.Zone, Basis: string(k.Basis), Quote: k.Quote,
			Arithmetic: k.Arithmetic, Met: instant(k.Met), Late: k.Stands(now) == reinstate.Passed, Round: k.Round,
		})
	}
	for _, e := range f.Exhibits {
		out.Exhibits = append(out.Exhibits, exhibitOf(e))
	}
	for _, r := range f.Rounds {
		out.Rounds = append(out.Rounds, roundJSON{
			Number: r.Number, Opened: instant(r.Opened), Decision: string(r.Decision), Decided: instant(r.Decided), Filing: filingOf(f, r.Number),
		})
	}
	for _, k := range f.Claims {
		out.Claims = append(out.Claims, claimOf(f, k))
	}
	for _, n := range f.Notices {
		out.Messages = append(out.Messages, messageJSON{
			Kind: string(n.Kind), Round: n.Round, Subject: n.Subject, File: n.FileName, SHA256: n.SHA256,
			Received: instant(n.Received), Checked: !n.CheckedAt.IsZero(),
		})
	}
}

func exhibitOf(e reinstate.Exhibit) exhibitJSON {
	return exhibitJSON{
		Letter: e.Letter, Kind: string(e.Kind), Title: e.Title, File: e.FileName, MediaType: e.MediaType, Size: e.Size,
		SHA256: e.SHA256, Pages: e.Pages, Dated: e.Dated, Shows: e.Shows, Withdrawn: instant(e.Withdrawn),
	}
}

func filingOf(f casework.File, round int) *filingJSON {
	for _, x := range f.Filings {
		if x.Round == round {
			return &filingJSON{SHA256: x.SHA256, Size: x.Size, Pages: x.Pages, Channel: x.Channel, Filed: instant(x.Filed), Sent: instant(x.Went()), FiledBy: x.FiledBy, Receipt: x.Receipt, Exhibits: len(x.Manifest)}
		}
	}
	return nil
}

func claimOf(f casework.File, k reinstate.Claim) claimJSON {
	causes := f.Of(reinstate.RootCause)
	cause := slices.IndexFunc(causes, func(c reinstate.Claim) bool { return c.ID == k.Cause }) + 1
	return claimJSON{
		Kind: string(k.Kind), Text: k.Text, Cause: cause, Done: k.Done, Date: k.Date, Owner: k.Owner,
		Frequency: k.Frequency, Tool: k.Tool, Exhibits: letters(f, k.Exhibits), NoExhibit: k.NoExhibit,
	}
}

// letters names exhibits by their letters, in order.
func letters(f casework.File, ids []reinstate.ExhibitID) []string {
	out := []string{}
	for _, e := range f.Exhibits {
		if slices.Contains(ids, e.ID) {
			out = append(out, e.Letter)
		}
	}
	return out
}
