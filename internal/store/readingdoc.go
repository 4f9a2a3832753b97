package store

import "reinstate/internal/reinstate"

// readingDoc is how a reading is kept as JSON. Its names are part of the
// schema: a field may be added, none may be renamed.
type readingDoc struct {
	Kind        reinstate.MessageKind `json:"kind,omitempty"`
	KindQuote   quoteDoc              `json:"kind_quote,omitzero"`
	Other       reinstate.OtherSort   `json:"other,omitempty"`
	Marketplace reinstate.Marketplace `json:"marketplace,omitempty"`
	Market      quoteDoc              `json:"marketplace_quote,omitzero"`
	Store       string                `json:"store,omitempty"`
	StoreQuote  quoteDoc              `json:"store_quote,omitzero"`
	Level       reinstate.Level       `json:"level,omitempty"`
	LevelQuote  quoteDoc              `json:"level_quote,omitzero"`
	LevelSure   float64               `json:"level_sure,omitempty"`
	Reasons     []reasonDoc           `json:"reasons,omitempty"`
	Responses   []responseDoc         `json:"responses,omitempty"`
	Decision    reinstate.Decision    `json:"decision,omitempty"`
	DecidedBy   quoteDoc              `json:"decision_quote,omitzero"`
	Clocks      []clockDoc            `json:"clocks,omitempty"`
	References  referencesDoc         `json:"references,omitzero"`
	Demands     []demandDoc           `json:"demands,omitempty"`
	Severe      bool                  `json:"severe,omitempty"`
	SevereQuote quoteDoc              `json:"severe_quote,omitzero"`
	Advised     quoteDoc              `json:"advised,omitzero"`
}

type quoteDoc struct {
	Words string `json:"words,omitempty"`
	Start int    `json:"start,omitempty"`
	End   int    `json:"end,omitempty"`
}

type reasonDoc struct {
	Code       reinstate.ReasonCode `json:"code"`
	Confidence float64              `json:"confidence"`
	Quote      quoteDoc             `json:"quote,omitzero"`
}

type responseDoc struct {
	Response reinstate.Response `json:"response"`
	Quote    quoteDoc           `json:"quote,omitzero"`
}

type demandDoc struct {
	Code  reinstate.DemandCode `json:"code"`
	Quote quoteDoc             `json:"quote,omitzero"`
}

type clockDoc struct {
	Kind  reinstate.ClockKind `json:"kind"`
	Count int                 `json:"count,omitempty"`
	Unit  reinstate.ClockUnit `json:"unit,omitempty"`
	Date  string              `json:"date,omitempty"`
	From  reinstate.Start     `json:"from,omitempty"`
	Quote quoteDoc            `json:"quote,omitzero"`
}

type referenceDoc struct {
	ID    string   `json:"id"`
	Quote quoteDoc `json:"quote,omitzero"`
}

type referencesDoc struct {
	ASINs      []referenceDoc `json:"asins,omitempty"`
	Orders     []referenceDoc `json:"orders,omitempty"`
	Complaints []referenceDoc `json:"complaints,omitempty"`
	Items      []referenceDoc `json:"items,omitempty"`
}

func docOfReading(r reinstate.Reading) doc[readingDoc] {
	return doc[readingDoc]{readingDoc{
		Kind: r.Kind, KindQuote: quoteDoc(r.KindQuote), Other: r.Other, Marketplace: r.Marketplace, Market: quoteDoc(r.Market),
		Store: r.Store, StoreQuote: quoteDoc(r.StoreQuote), Level: r.Level, LevelQuote: quoteDoc(r.LevelQuote), LevelSure: r.LevelSure,
		Reasons: each(r.Reasons, func(f reinstate.ReasonFound) reasonDoc { return reasonDoc{f.Code, f.Confidence, quoteDoc(f.Quote)} }),
		Responses: each(r.Responses, func(f reinstate.ResponseFound) responseDoc {
			return responseDoc{f.Response, quoteDoc(f.Quote)}
		}),
		Decision: r.Decision, DecidedBy: quoteDoc(r.DecidedBy),
		Clocks: each(r.Clocks, func(f reinstate.ClockFound) clockDoc {
			return clockDoc{f.Kind, f.Count, f.Unit, f.Date, f.From, quoteDoc(f.Quote)}
		}),
		References: referencesDoc{
			ASINs: each(r.References.ASINs, docOfReference), Orders: each(r.References.Orders, docOfReference),
			Complaints: each(r.References.Complaints, docOfReference), Items: each(r.References.Items, docOfReference),
		},
		Demands: each(r.Demands, func(f reinstate.DemandFound) demandDoc { return demandDoc{f.Code, quoteDoc(f.Quote)} }),
		Severe:  r.Severe, SevereQuote: quoteDoc(r.SevereQuote), Advised: quoteDoc(r.Advised),
	}}
}

func (d readingDoc) domain() reinstate.Reading {
	return reinstate.Reading{
		Kind: d.Kind, KindQuote: reinstate.Quote(d.KindQuote), Other: d.Other, Marketplace: d.Marketplace, Market: reinstate.Quote(d.Market),
		Store: d.Store, StoreQuote: reinstate.Quote(d.StoreQuote), Level: d.Level, LevelQuote: reinstate.Quote(d.LevelQuote), LevelSure: d.LevelSure,
		Reasons: each(d.Reasons, func(f reasonDoc) reinstate.ReasonFound {
			return reinstate.ReasonFound{Code: f.Code, Confidence: f.Confidence, Quote: reinstate.Quote(f.Quote)}
		}),
		Responses: each(d.Responses, func(f responseDoc) reinstate.ResponseFound {
			return reinstate.ResponseFound{Response: f.Response, Quote: reinstate.Quote(f.Quote)}
		}),
		Decision: d.Decision, DecidedBy: reinstate.Quote(d.DecidedBy),
		Clocks: each(d.Clocks, func(f clockDoc) reinstate.ClockFound {
			return reinstate.ClockFound{Kind: f.Kind, Count: f.Count, Unit: f.Unit, Date: f.Date, From: f.From, Quote: reinstate.Quote(f.Quote)}
		}),
		References: reinstate.References{
			ASINs: each(d.References.ASINs, referenceDoc.domain), Orders: each(d.References.Orders, referenceDoc.domain),
			Complaints: each(d.References.Complaints, referenceDoc.domain), Items: each(d.References.Items, referenceDoc.domain),
		},
		Demands: each(d.Demands, func(f demandDoc) reinstate.DemandFound {
			return reinstate.DemandFound{Code: f.Code, Quote: reinstate.Quote(f.Quote)}
		}),
		Severe: d.Severe, SevereQuote: reinstate.Quote(d.SevereQuote), Advised: reinstate.Quote(d.Advised),
	}
}

func docOfReference(r reinstate.Reference) referenceDoc {
	return referenceDoc{r.ID, quoteDoc(r.Quote)}
}

func (d referenceDoc) domain() reinstate.Reference {
	return reinstate.Reference{ID: d.ID, Quote: reinstate.Quote(d.Quote)}
}

// each turns a list into another one; of nothing it makes nothing.
func each[A, B any](list []A, turn func(A) B) []B {
	if len(list) == 0 {
		return nil
	}
	turned := make([]B, len(list))
	for i, a := range list {
		turned[i] = turn(a)
	}
	return turned
}
