package catalog

import (
	"slices"

	"reinstate/internal/reinstate"
)

// RouteTable says which kind of document answers a case: questions to the
// person, what each kind is and what choosing it wrongly costs, and rules of
// which the first that holds proposes a kind.
type RouteTable struct {
	questions []Question
	kinds     []KindOfDocument
	rules     []RouteRule
}

// Question is one thing that only the person knows.
type Question struct {
	Key     string
	Ask     string
	Help    string
	When    Condition // it is asked only where this holds
	Answers []QuestionAnswer
}

// QuestionAnswer is one answer to choose.
type QuestionAnswer struct {
	Key  string
	Says string
}

// KindOfDocument is what a kind of document is for.
type KindOfDocument struct {
	Kind    reinstate.DocumentKind
	Name    string
	Is      string // what it is and who reads it
	Wrong   string // what it costs where another kind was wanted
	Counsel string // why a lawyer sees it before it is written; empty: no need
	Sources []Source
}

// RouteRule proposes a kind of document where its condition holds. A rule
// without a document says what has to happen first.
type RouteRule struct {
	ID       string
	When     Condition
	Document reinstate.DocumentKind // empty: not yet
	Why      string
	First    string // what has to be done before the document is of use
	Counsel  bool   // a lawyer comes first
	Sources  []Source
}

// Condition holds where all its parts hold. An empty part always holds; a
// question nobody answered makes a part about it fail.
type Condition struct {
	Marketplaces []reinstate.Marketplace
	Reasons      []reinstate.ReasonCode // one of them is a reason of the case
	Levels       []reinstate.Level
	Offers       []reinstate.Response // the message offers one of them
	NotOffers    []reinstate.Response // and none of these
	Asks         []reinstate.DemandCode
	NotAsks      []reinstate.DemandCode
	Decisions    []reinstate.Decision // the last reply decided so
	Round        int                  // from this round on
	Waiting      *bool                // a filing waits for its decision
	Counsel      *bool                // counsel has the case, or had it
	Answers      map[string][]string
}

// Situation is what is known of a case when its route is chosen.
type Situation struct {
	Marketplace reinstate.Marketplace
	Level       reinstate.Level
	Reasons     []reinstate.ReasonCode
	Offers      []reinstate.Response
	Asks        []reinstate.DemandCode
	Decision    reinstate.Decision
	Round       int
	Waiting     bool
	Counsel     bool
	Answers     reinstate.Answers
}

// Holds reports whether the condition holds in a situation.
func (c Condition) Holds(s Situation) bool {
	switch {
	case len(c.Marketplaces) > 0 && !slices.Contains(c.Marketplaces, s.Marketplace),
		len(c.Levels) > 0 && !slices.Contains(c.Levels, s.Level),
		len(c.Decisions) > 0 && !slices.Contains(c.Decisions, s.Decision),
		len(c.Reasons) > 0 && !meet(c.Reasons, s.Reasons),
		len(c.Offers) > 0 && !meet(c.Offers, s.Offers), meet(c.NotOffers, s.Offers),
		len(c.Asks) > 0 && !meet(c.Asks, s.Asks), meet(c.NotAsks, s.Asks),
		s.Round < c.Round,
		c.Waiting != nil && *c.Waiting != s.Waiting,
		c.Counsel != nil && *c.Counsel != s.Counsel:
		return false
	}
	for question, says := range c.Answers {
		if !slices.Contains(says, s.Answers.To(question)) {
			return false
		}
	}
	return true
}

func meet[T comparable](one, other []T) bool {
	return slices.ContainsFunc(one, func(x T) bool { return slices.Contains(other, x) })
}

// Questions lists those that matter in a situation, in their order.
func (t *RouteTable) Questions(s Situation) []Question {
	return slices.DeleteFunc(slices.Clone(t.questions), func(q Question) bool { return !q.When.Holds(s) })
}

// All lists every question, in their order.
func (t *RouteTable) All() []Question { return slices.Clone(t.questions) }

// Kinds lists the kinds of document in the order of the catalog.
func (t *RouteTable) Kinds() []KindOfDocument { return slices.Clone(t.kinds) }

// Kind is what a kind of document is for.
func (t *RouteTable) Kind(k reinstate.DocumentKind) (KindOfDocument, bool) {
	at := slices.IndexFunc(t.kinds, func(one KindOfDocument) bool { return one.Kind == k })
	if at < 0 {
		return KindOfDocument{}, false
	}
	return t.kinds[at], true
}

// Rules lists the rules in the order in which they are tried.
func (t *RouteTable) Rules() []RouteRule { return slices.Clone(t.rules) }

// Propose finds the first rule that holds; the last one always does. Of a
// question that does not matter here, the answer does not count.
func (t *RouteTable) Propose(s Situation) RouteRule {
	var counted reinstate.Answers
	for _, q := range t.Questions(s) {
		counted = counted.With(q.Key, s.Answers.To(q.Key))
	}
	s.Answers = counted
	for _, r := range t.rules {
		if r.When.Holds(s) {
			return r
		}
	}
	return RouteRule{}
}

// Takes reports whether a question has such an answer.
func (t *RouteTable) Takes(question, answer string) bool {
	return slices.ContainsFunc(t.questions, func(q Question) bool {
		return q.Key == question && slices.ContainsFunc(q.Answers, func(a QuestionAnswer) bool { return a.Key == answer })
	})
}
