package casework

import (
	"slices"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// Checking is what a person made of a reading: the whole form.
type Checking struct {
	Version     int // of the message
	Account     reinstate.AccountID
	NewClient   string // instead of Account: legal name of a new client
	NewSellerID string // of the new client's account
	NewStore    string // store name of the new client's account
	Received    time.Time
	Marketplace reinstate.Marketplace
	Store       string
	Level       reinstate.Level
	Reasons     []reinstate.ReasonCode // the primary reason first
	Response    reinstate.Response
	Demands     []reinstate.DemandCode
	DropClocks  []int     // indexes into Check.Clocks that are not to be opened
	Deadline    time.Time // a time limit the person adds; zero: none
	ASINs       []string
	Orders      []string
	Complaints  []string
	Items       []string
}

// receivedAt is when the message came: what the person said, unless that is
// the same minute, which is all that a form can tell.
func (in Checking) receivedAt(was time.Time) time.Time {
	if in.Received.IsZero() || in.Received.Truncate(time.Minute).Equal(was.Truncate(time.Minute)) {
		return was
	}
	return in.Received.UTC()
}

// tidy refuses a form that says nothing a case can stand on, or names what
// the catalog does not know.
func (d *Desk) tidy(in *Checking) error {
	in.NewClient, in.NewSellerID, in.NewStore = line(in.NewClient), line(in.NewSellerID), line(in.NewStore)
	in.Store = strings.ToUpper(line(in.Store))
	refused := reinstate.Invalid{}
	if in.Account == 0 && in.NewClient == "" {
		refused.Refuse("account", "Choose the account that the message is about, or name a new client.")
	}
	if !in.Marketplace.Known() {
		refused.Refuse("marketplace", "Choose the marketplace that sent this.")
	}
	if in.Store != "" && !storeShape.MatchString(in.Store) {
		refused.Refuse("store", "Give the store as a country code of two letters, such as US.")
	}
	if in.Level != "" && !slices.Contains(reinstate.Levels(), in.Level) {
		refused.Refuse("level", "Choose what is restricted.")
	}
	if in.Response != "" && !slices.Contains(reinstate.Responses(), in.Response) {
		refused.Refuse("response", "Choose how the notice is to be answered.")
	}
	if slices.ContainsFunc(in.Reasons, func(code reinstate.ReasonCode) bool { _, ok := d.catalog.Cause(code); return !ok }) {
		refused.Refuse("reasons", "Choose reasons from the list.")
	}
	if slices.ContainsFunc(in.Demands, func(code reinstate.DemandCode) bool { _, ok := d.catalog.Demand(code); return !ok }) {
		refused.Refuse("demands", "Choose demands from the list.")
	}
	if y := in.Deadline.Year(); !in.Deadline.IsZero() && (y < 2000 || y > 2199) {
		refused.Refuse("deadline", "This is not a date.")
	}
	bounded(refused, maxLine, map[string]string{"new_client": in.NewClient, "new_seller_id": in.NewSellerID, "new_store": in.NewStore})
	return refused.Err()
}

// apply is the reading as the person left it. A fact that stands as it was
// read keeps the words that say it; one that was changed has none.
func (in Checking) apply(read reinstate.Reading) reinstate.Reading {
	out := read
	if in.Marketplace != read.Marketplace {
		out.Marketplace, out.Market = in.Marketplace, reinstate.Quote{}
	}
	if in.Store != read.Store {
		out.Store, out.StoreQuote = in.Store, reinstate.Quote{}
	}
	if in.Level != "" && in.Level != read.Level {
		out.Level, out.LevelQuote, out.LevelSure = in.Level, reinstate.Quote{}, 1
	}
	out.Reasons = pick(in.Reasons, read.Reasons,
		func(f reinstate.ReasonFound) reinstate.ReasonCode { return f.Code },
		func(code reinstate.ReasonCode) reinstate.ReasonFound {
			return reinstate.ReasonFound{Code: code, Confidence: 1}
		})
	out.Responses = in.answered(read.Responses)
	out.Demands = pick(in.Demands, read.Demands,
		func(f reinstate.DemandFound) reinstate.DemandCode { return f.Code },
		func(code reinstate.DemandCode) reinstate.DemandFound { return reinstate.DemandFound{Code: code} })
	out.References = reinstate.References{
		ASINs: references(in.ASINs, read.References.ASINs), Orders: references(in.Orders, read.References.Orders),
		Complaints: references(in.Complaints, read.References.Complaints), Items: references(in.Items, read.References.Items),
	}
	return out
}

// answered puts the chosen way of answering before the others that a message
// offers. Where it offers none in words, choosing one corrects nothing.
func (in Checking) answered(read []reinstate.ResponseFound) []reinstate.ResponseFound {
	if in.Response == "" || len(read) == 0 {
		return read
	}
	offers := func(f reinstate.ResponseFound) reinstate.Response { return f.Response }
	wanted := []reinstate.Response{in.Response}
	for _, f := range read {
		wanted = append(wanted, f.Response)
	}
	return pick(wanted, read, offers, func(r reinstate.Response) reinstate.ResponseFound { return reinstate.ResponseFound{Response: r} })
}

// pick keeps the found facts that are wanted, in the order wanted, and makes
// those that were not found. A fact wanted twice is kept once.
func pick[Code comparable, Found any](wanted []Code, found []Found, code func(Found) Code, made func(Code) Found) []Found {
	var out []Found
	seen := map[Code]bool{}
	for _, w := range wanted {
		if seen[w] {
			continue
		}
		seen[w] = true
		at := slices.IndexFunc(found, func(f Found) bool { return code(f) == w })
		if at >= 0 {
			out = append(out, found[at])
		} else {
			out = append(out, made(w))
		}
	}
	return out
}

func references(wanted []string, found []reinstate.Reference) []reinstate.Reference {
	var ids []string
	for _, w := range wanted {
		if w = line(w); w != "" && len(w) <= maxLine {
			ids = append(ids, w)
		}
	}
	return pick(ids, found,
		func(r reinstate.Reference) string { return r.ID },
		func(id string) reinstate.Reference { return reinstate.Reference{ID: id} })
}
