package web

import (
	"slices"
	"strconv"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// fact is one thing a message says. No is the number of its mark in the text,
// zero when no words of the message say it.
type fact struct {
	No    int
	Code  string
	Title string             // of a demand
	Sure  reinstate.Sentence // how sure the reader is; empty where that is no question
	Words string
	Clock reinstate.Clock
}

// readingView is a reading ready to be shown: facts with their marks, and the
// text cut where they stand.
type readingView struct {
	Market     fact
	Store      fact
	Level      fact
	Reasons    []fact
	Responses  []fact
	Demands    []fact
	Clocks     []fact
	Besides    []fact // spans that it names and that are no time limit of the seller's to watch
	References []fact
	Decision   fact
	Severe     fact
	Advised    fact
	Kind       fact // what it is instead of a notice
	Spans      []span
	Cut        bool // the text is longer than the page shows
}

// Marketplace, Level, Reason and Decision are the fact's code as what it is.
func (f fact) Marketplace() reinstate.Marketplace { return reinstate.Marketplace(f.Code) }
func (f fact) Level() reinstate.Level             { return reinstate.Level(f.Code) }
func (f fact) Reason() reinstate.ReasonCode       { return reinstate.ReasonCode(f.Code) }
func (f fact) Decision() reinstate.Decision       { return reinstate.Decision(f.Code) }

// viewReading numbers the facts of a reading that its page shows; of a reply
// that is the decision, the demands, the clocks and the identifiers. Clocks are those that would
// be opened; each is tied to the words that state it.
func (p *casePages) viewReading(n reinstate.Notice, r reinstate.Reading, clocks []reinstate.Clock) readingView {
	sure := p.sureness()
	var quotes []reinstate.Quote
	mark := func(code string, q reinstate.Quote) fact {
		f := fact{Code: code, Words: q.Words}
		if q.Found() {
			quotes = append(quotes, q)
			f.No = len(quotes)
		}
		return f
	}
	if n.Case != 0 && n.Kind == reinstate.KindReply {
		r.Market, r.StoreQuote, r.LevelQuote, r.Reasons, r.Responses = reinstate.Quote{}, reinstate.Quote{}, reinstate.Quote{}, nil, nil
	} else {
		r.DecidedBy = reinstate.Quote{}
	}
	if r.StoreQuote == r.Market {
		r.StoreQuote = reinstate.Quote{}
	}
	v := readingView{Market: mark(string(r.Marketplace), r.Market), Store: mark(r.Store, r.StoreQuote), Level: mark(string(r.Level), r.LevelQuote)}
	if sure.doubtful(r.LevelSure) {
		v.Level.Sure = sure.say(r.LevelSure)
	}
	for _, reason := range r.Reasons {
		f := mark(string(reason.Code), reason.Quote)
		f.Sure = sure.say(reason.Confidence)
		v.Reasons = append(v.Reasons, f)
	}
	for _, response := range r.Responses {
		v.Responses = append(v.Responses, mark(string(response.Response), response.Quote))
	}
	for _, demand := range r.Demands {
		f := mark(string(demand.Code), demand.Quote)
		known, _ := p.desk.Catalog().Demand(demand.Code)
		f.Title = known.Title
		v.Demands = append(v.Demands, f)
	}
	for i, clock := range clocks {
		f := mark(strconv.Itoa(i), quoteOf(r.Clocks, clock))
		f.Words, f.Clock = clock.Quote, clock
		v.Clocks = append(v.Clocks, f)
	}
	for _, found := range besides(r.Clocks, clocks) {
		f := mark(string(found.Kind), found.Quote)
		f.Clock.Kind = found.Kind
		v.Besides = append(v.Besides, f)
	}
	for _, reference := range r.References.All() {
		v.References = append(v.References, mark(reference.ID, reference.Quote))
	}
	v.Decision = mark(string(r.Decision), r.DecidedBy)
	if r.Kind == reinstate.KindOther {
		v.Kind = mark(string(r.Other), r.KindQuote)
	}
	if r.Severe {
		v.Severe = mark("severe", r.SevereQuote)
	} else {
		v.Advised = mark("advised", r.Advised)
	}
	text, cut := shown(n.Text)
	v.Spans, v.Cut = spans(text, quotes), cut
	return v
}

// stated are the clocks that the message itself states.
func stated(clocks []reinstate.Clock) []reinstate.Clock {
	return slices.DeleteFunc(slices.Clone(clocks), func(c reinstate.Clock) bool { return c.Basis != reinstate.Stated })
}

// besides are the spans of a message that no clock counts: how old papers may
// be, how long the marketplace takes, how often one may appeal.
func besides(found []reinstate.ClockFound, clocks []reinstate.Clock) []reinstate.ClockFound {
	return slices.DeleteFunc(slices.Clone(found), func(f reinstate.ClockFound) bool {
		return slices.ContainsFunc(clocks, func(c reinstate.Clock) bool {
			return c.Basis == reinstate.Stated && c.Kind == f.Kind && c.Quote == f.Quote.Words
		})
	})
}

// quoteOf finds the words that state a clock; a clock by rule has none.
func quoteOf(found []reinstate.ClockFound, clock reinstate.Clock) reinstate.Quote {
	if clock.Basis != reinstate.Stated {
		return reinstate.Quote{}
	}
	for _, f := range found {
		if f.Kind == clock.Kind && f.Quote.Words == clock.Quote {
			return f.Quote
		}
	}
	return reinstate.Quote{}
}

// choice is one thing to choose from.
type choice struct {
	Code   string
	Title  string
	About  string
	Chosen bool
	Fact   fact // where the message says it; only of what was found
}

// checkChoices are the lists of the check page.
type checkChoices struct {
	Marketplaces []choice
	Stores       []choice
	Levels       []reinstate.Level
	Reasons      []choice
	Also         []choice // further reasons, those found first
	Responses    []reinstate.Response
	Found        []choice // demands the message makes
	Demands      []choice // all others
}

func (p *casePages) choices(check casework.Check, form checkForm) checkChoices {
	list := checkChoices{Levels: reinstate.Levels(), Responses: reinstate.Responses()}
	stores := map[string]bool{}
	for _, market := range p.desk.Catalog().Markets() {
		list.Marketplaces = append(list.Marketplaces, choice{Code: string(market.Code), Title: market.Name, Chosen: string(market.Code) == form.Marketplace})
		for _, store := range market.Stores {
			if !stores[store.Code] {
				stores[store.Code] = true
				list.Stores = append(list.Stores, choice{Code: store.Code, Title: store.Name})
			}
		}
	}
	slices.SortFunc(list.Stores, func(a, b choice) int { return slices.Compare([]byte(a.Code), []byte(b.Code)) })
	list.Reasons = p.reasonChoices(check.Market, func(code string) bool { return code == form.Reason })
	list.Also = p.reasonChoices(check.Market, func(code string) bool { return has(form.Also, code) })
	slices.SortStableFunc(list.Also, func(a, b choice) int { return rankOf(a.Chosen) - rankOf(b.Chosen) })
	found := p.viewReading(check.Notice, check.Notice.Read, check.Clocks).Demands
	for _, demand := range p.desk.Catalog().Demands() {
		one := choice{Code: string(demand.Code), Title: demand.Title, Chosen: has(form.Demands, string(demand.Code))}
		at := slices.IndexFunc(found, func(f fact) bool { return f.Code == one.Code })
		if at < 0 {
			list.Demands = append(list.Demands, one)
			continue
		}
		one.Fact = found[at]
		list.Found = append(list.Found, one)
	}
	return list
}

// reasonChoices lists the reasons a marketplace gives, and all of them where
// the marketplace is not known.
func (p *casePages) reasonChoices(market catalog.Market, chosen func(string) bool) []choice {
	var list []choice
	for _, cause := range p.desk.Catalog().Causes() {
		if _, gives := market.Reason(cause.Code); market.Code == "" || gives || chosen(string(cause.Code)) {
			list = append(list, choice{Code: string(cause.Code), Title: cause.Title, Chosen: chosen(string(cause.Code))})
		}
	}
	return list
}

func rankOf(first bool) int {
	if first {
		return 0
	}
	return 1
}
