package main

import (
	"fmt"

	"reinstate/internal/reinstate"
)

// readingJSON is a reading as scripts get it. Start and end are byte offsets
// into the text, so that text[start:end] is the quote; both are zero where a
// fact was inferred without words of its own.
type readingJSON struct {
	ID          string         `json:"id"`
	Kind        string         `json:"kind"`
	Marketplace string         `json:"marketplace"`
	Store       string         `json:"store"`
	Level       string         `json:"level"`
	Reasons     []reasonJSON   `json:"reasons"`
	Responses   []string       `json:"responses"`
	Decision    string         `json:"decision,omitempty"` // replies only
	Clocks      []limitJSON    `json:"clocks"`
	References  referencesJSON `json:"references"`
	Demands     []askedJSON    `json:"demands"`
	Text        *string        `json:"text,omitempty"` // what the offsets point into, where a file was decoded
}

type quoteJSON struct {
	Quote string `json:"quote"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

type reasonJSON struct {
	Code       string  `json:"code"`
	Confidence float64 `json:"confidence"`
	quoteJSON
}

// limitJSON has either count with unit, or date.
type limitJSON struct {
	Kind  string `json:"kind"`
	Count int    `json:"count,omitempty"`
	Unit  string `json:"unit,omitempty"`
	Date  string `json:"date,omitempty"`
	quoteJSON
}

type askedJSON struct {
	Code string `json:"code"`
	quoteJSON
}

type referencesJSON struct {
	ASINs      []string `json:"asins"`
	Orders     []string `json:"orders"`
	Complaints []string `json:"complaints"`
	Items      []string `json:"items"`
}

func readingOf(id string, r reinstate.Reading) readingJSON {
	out := readingJSON{
		ID: id, Kind: string(r.Kind), Marketplace: string(r.Marketplace), Store: r.Store, Level: string(r.Level),
		Reasons: []reasonJSON{}, Responses: []string{}, Clocks: []limitJSON{}, Demands: []askedJSON{},
		References: referencesJSON{
			ASINs: idsOf(r.References.ASINs), Orders: idsOf(r.References.Orders),
			Complaints: idsOf(r.References.Complaints), Items: idsOf(r.References.Items),
		},
	}
	if r.Kind == reinstate.KindReply {
		out.Decision = string(r.Decision)
	}
	for _, f := range r.Reasons {
		out.Reasons = append(out.Reasons, reasonJSON{Code: string(f.Code), Confidence: f.Confidence, quoteJSON: quoteOf(f.Quote)})
	}
	for _, f := range r.Responses {
		out.Responses = append(out.Responses, string(f.Response))
	}
	for _, f := range r.Clocks {
		out.Clocks = append(out.Clocks, limitJSON{Kind: string(f.Kind), Count: f.Count, Unit: string(f.Unit), Date: f.Date, quoteJSON: quoteOf(f.Quote)})
	}
	for _, f := range r.Demands {
		out.Demands = append(out.Demands, askedJSON{Code: string(f.Code), quoteJSON: quoteOf(f.Quote)})
	}
	return out
}

func quoteOf(q reinstate.Quote) quoteJSON {
	return quoteJSON{Quote: q.Words, Start: q.Start, End: q.End}
}

func idsOf(refs []reinstate.Reference) []string {
	out := make([]string, len(refs))
	for i, r := range refs {
		out[i] = r.ID
	}
	return out
}

// readingRows is a reading for a person at a terminal.
func readingRows(r reinstate.Reading) [][]string {
	rows := [][]string{
		{"kind", string(r.Kind), r.KindQuote.Words},
		{"marketplace", string(r.Marketplace), r.Market.Words},
		{"store", r.Store, r.StoreQuote.Words},
		{"level", string(r.Level), r.LevelQuote.Words},
	}
	for _, f := range r.Reasons {
		rows = append(rows, []string{"reason", fmt.Sprintf("%s (%.0f%%)", f.Code, 100*f.Confidence), f.Quote.Words})
	}
	for _, f := range r.Responses {
		rows = append(rows, []string{"answer by", string(f.Response), f.Quote.Words})
	}
	if r.Decision != reinstate.NoDecision {
		rows = append(rows, []string{"decision", string(r.Decision), r.DecidedBy.Words})
	}
	for _, f := range r.Clocks {
		span := f.Date
		if span == "" {
			span = fmt.Sprintf("%d %s", f.Count, f.Unit)
		}
		rows = append(rows, []string{"time limit", string(f.Kind) + ": " + span, f.Quote.Words})
	}
	for _, f := range r.Demands {
		rows = append(rows, []string{"asks for", string(f.Code), f.Quote.Words})
	}
	for _, f := range r.References.All() {
		rows = append(rows, []string{"names", f.ID, ""})
	}
	return rows
}
