package notice

import "reinstate/internal/reinstate"

// JSON is a reading as scripts get it. Its field names are a contract: they
// are only ever added to. Start and End are byte offsets into the text as given.
type JSON struct {
	ID          string         `json:"id"`
	Kind        string         `json:"kind"`
	Other       string         `json:"other,omitempty"` // what it is, for kind other
	Marketplace string         `json:"marketplace"`
	Store       string         `json:"store"`
	Level       string         `json:"level"`
	Reasons     []JSONReason   `json:"reasons"`
	Responses   []string       `json:"responses"`
	Decision    string         `json:"decision,omitempty"` // for replies only
	Clocks      []JSONClock    `json:"clocks"`
	References  JSONReferences `json:"references"`
	Demands     []JSONDemand   `json:"demands"`
	Severe      bool           `json:"severe,omitempty"` // counsel before anything is answered
}

// JSONReason is one reason with the words that say it.
type JSONReason struct {
	Code       string  `json:"code"`
	Confidence float64 `json:"confidence"`
	JSONQuote
}

// JSONClock is one span, or one day, that a message states.
type JSONClock struct {
	Kind  string `json:"kind"`
	Count int    `json:"count,omitempty"`
	Unit  string `json:"unit,omitempty"`
	Date  string `json:"date,omitempty"`
	JSONQuote
}

// JSONDemand is one thing a message asks for.
type JSONDemand struct {
	Code string `json:"code"`
	JSONQuote
}

// JSONQuote is a stretch of the text: text[Start:End] == Quote.
type JSONQuote struct {
	Quote string `json:"quote"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// JSONReferences are the identifiers a message names, as written there.
type JSONReferences struct {
	ASINs      []string `json:"asins"`
	Orders     []string `json:"orders"`
	Complaints []string `json:"complaints"`
	Items      []string `json:"items"`
}

// ToJSON puts a reading into the form that scripts rely on. Lists are never
// null.
func ToJSON(id string, r reinstate.Reading) JSON {
	out := JSON{
		ID: id, Kind: string(r.Kind), Other: string(r.Other), Marketplace: string(r.Marketplace), Store: r.Store,
		Level: string(r.Level), Decision: string(r.Decision), Severe: r.Severe,
		Reasons: []JSONReason{}, Responses: []string{}, Clocks: []JSONClock{}, Demands: []JSONDemand{},
		References: JSONReferences{
			ASINs: idsOf(r.References.ASINs), Orders: idsOf(r.References.Orders),
			Complaints: idsOf(r.References.Complaints), Items: idsOf(r.References.Items),
		},
	}
	for _, reason := range r.Reasons {
		out.Reasons = append(out.Reasons, JSONReason{string(reason.Code), reason.Confidence, quoteJSON(reason.Quote)})
	}
	for _, response := range r.Responses {
		out.Responses = append(out.Responses, string(response.Response))
	}
	for _, c := range r.Clocks {
		out.Clocks = append(out.Clocks, JSONClock{string(c.Kind), c.Count, string(c.Unit), c.Date, quoteJSON(c.Quote)})
	}
	for _, d := range r.Demands {
		out.Demands = append(out.Demands, JSONDemand{string(d.Code), quoteJSON(d.Quote)})
	}
	return out
}

func quoteJSON(q reinstate.Quote) JSONQuote {
	return JSONQuote{Quote: q.Words, Start: q.Start, End: q.End}
}

func idsOf(refs []reinstate.Reference) []string {
	ids := make([]string, 0, len(refs))
	for _, ref := range refs {
		ids = append(ids, ref.ID)
	}
	return ids
}
