package catalog

import (
	"maps"
	"slices"
	"time"

	"reinstate/internal/reinstate"
)

// ServiceRule says by what customer service is judged.
type ServiceRule struct {
	Window int // days of messages and ratings that are looked at
	Trend  int // days over which ratings are compared
	Claims []ClaimRule

	answers   map[reinstate.Marketplace]AnswerTime
	otherwise AnswerTime
	states    map[string]reinstate.BuyerClaimState
}

// AnswerTime is how long an answer to a buyer, or to a claim, may take.
type AnswerTime struct {
	Within   time.Duration
	Fallback bool // the marketplace says nothing
	Source   Source
}

// ClaimRule is one kind of claims.
type ClaimRule struct {
	Kind    reinstate.BuyerClaimKind
	Title   string
	names   []string
	answers map[reinstate.Marketplace]AnswerTime
}

// Answer is how long an answer to a buyer may take on a marketplace.
func (r ServiceRule) Answer(market reinstate.Marketplace) AnswerTime {
	if a, ok := r.answers[market]; ok {
		return a
	}
	return r.otherwise
}

// Claim is a kind of claims by its code.
func (r ServiceRule) Claim(kind reinstate.BuyerClaimKind) (ClaimRule, bool) {
	at := slices.IndexFunc(r.Claims, func(c ClaimRule) bool { return c.Kind == kind })
	if at < 0 {
		return ClaimRule{Kind: kind, Title: "Claim"}, false
	}
	return r.Claims[at], true
}

// ClaimNamed is the kind of claims that a log calls so.
func (r ServiceRule) ClaimNamed(word string) (reinstate.BuyerClaimKind, bool) {
	folded := foldHeader(word)
	for _, c := range r.Claims {
		if slices.Contains(c.names, folded) {
			return c.Kind, true
		}
	}
	return "", false
}

// Answer is how long the seller has to answer such a claim on a marketplace;
// not ok where nobody says it.
func (c ClaimRule) Answer(market reinstate.Marketplace) (AnswerTime, bool) {
	a, ok := c.answers[market]
	return a, ok
}

// StateNamed is how far a claim is that a log calls so.
func (r ServiceRule) StateNamed(word string) (reinstate.BuyerClaimState, bool) {
	state, ok := r.states[foldHeader(word)]
	return state, ok
}

type serviceFile struct {
	Reviewed string                `yaml:"reviewed"`
	Sources  map[string]sourceFile `yaml:"sources"`
	Window   int                   `yaml:"window"`
	Trend    struct {
		Days   int    `yaml:"days"`
		Source string `yaml:"source"`
	} `yaml:"trend"`
	Answers   []answerFile                           `yaml:"answers"`
	Otherwise answerFile                             `yaml:"otherwise"`
	Claims    []claimRuleFile                        `yaml:"claims"`
	States    map[reinstate.BuyerClaimState][]string `yaml:"states"`
}

type answerFile struct {
	Marketplace reinstate.Marketplace `yaml:"marketplace"`
	Hours       int                   `yaml:"hours"`
	Days        int                   `yaml:"days"`
	Source      string                `yaml:"source"`
}

type claimRuleFile struct {
	Kind    reinstate.BuyerClaimKind `yaml:"kind"`
	Title   string                   `yaml:"title"`
	Names   []string                 `yaml:"names"`
	Answers []answerFile             `yaml:"answers"`
}

func (f answerFile) compile(m *mistakes, place string, sources map[string]Source) AnswerTime {
	within := time.Duration(f.Hours)*time.Hour + time.Duration(f.Days)*24*time.Hour
	if within <= 0 || f.Hours > 0 && f.Days > 0 {
		m.add(place, "needs hours or days")
	}
	return AnswerTime{Within: within, Source: findSource(m, sources, place+".source", f.Source)}
}

// byMarket compiles the times of several marketplaces.
func byMarket(m *mistakes, place string, list []answerFile, sources map[string]Source) map[reinstate.Marketplace]AnswerTime {
	out := map[reinstate.Marketplace]AnswerTime{}
	for _, one := range list {
		if !one.Marketplace.Known() {
			m.add(place, "%q is not a marketplace", one.Marketplace)
		}
		out[one.Marketplace] = one.compile(m, place, sources)
	}
	return out
}

func (f serviceFile) compile(m *mistakes, b *HealthBook) {
	checkDay(m, "reviewed", f.Reviewed)
	sources := compileSources(m, f.Sources)
	if f.Window < 1 || f.Trend.Days <= f.Window {
		m.add("window", "needs at least one day, and a trend over more")
	}
	findSource(m, sources, "trend.source", f.Trend.Source)
	r := ServiceRule{
		Window: f.Window, Trend: f.Trend.Days, answers: byMarket(m, "answers", f.Answers, sources), otherwise: f.Otherwise.compile(m, "otherwise", sources),
		states: map[string]reinstate.BuyerClaimState{},
	}
	r.otherwise.Fallback = true
	for _, one := range f.Claims {
		m.need("claims."+string(one.Kind)+".title", one.Title)
		r.Claims = append(r.Claims, ClaimRule{
			Kind: one.Kind, Title: one.Title, names: append(each(one.Names, foldHeader), foldHeader(string(one.Kind))),
			answers: byMarket(m, "claims."+string(one.Kind), one.Answers, sources),
		})
	}
	checkTwice(m, "claims", r.Claims, func(c ClaimRule) string { return string(c.Kind) })
	known := []reinstate.BuyerClaimState{reinstate.ClaimOpen, reinstate.ClaimAnswered, reinstate.ClaimWon, reinstate.ClaimLost, reinstate.ClaimClosed}
	for _, state := range slices.Sorted(maps.Keys(f.States)) {
		if !slices.Contains(known, state) {
			m.add("states", "%q is not a state of a claim", state)
		}
		for _, word := range f.States[state] {
			r.states[foldHeader(word)] = state
		}
	}
	b.Service = r
}
