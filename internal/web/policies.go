package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// policiesPage lists what the marketplaces enforce, for people to look up.
type policiesPage struct {
	page
	Query   string // as it was typed
	Market  string // code of the marketplace that is shown, or "all"
	Ours    bool   // shown are those that the firm has accounts on
	Markets []marketPolicies
	Choices []choice
	Found   int
	Library casework.PolicyLibrary
}

// marketPolicies are the policies of one marketplace that are shown.
type marketPolicies struct {
	catalog.Market
	Policies []catalog.Reason
}

func (s *server) policies(c *gin.Context) error {
	p := policiesPage{page: s.page(c, reinstate.Say("Policies")), Query: strings.TrimSpace(c.Query("q")), Market: c.Query("marketplace")}
	ours, err := s.ourMarkets(c)
	if err != nil {
		return err
	}
	switch {
	case p.Market == "" && len(ours) > 0:
		p.Ours = true
	case !reinstate.Marketplace(p.Market).Known():
		p.Market = allMarkets
	}
	if p.Library, err = s.desk.Policies(c.Request.Context(), who(c)); err != nil {
		return err
	}
	known := s.desk.Catalog()
	for _, m := range known.Markets() {
		p.Choices = append(p.Choices, choice{Code: string(m.Code), Title: m.Name, Chosen: string(m.Code) == p.Market})
		if p.Ours && !slices.Contains(ours, m.Code) || !p.Ours && p.Market != allMarkets && string(m.Code) != p.Market {
			continue
		}
		if found := findPolicies(known, m, p.Query); len(found) > 0 {
			p.Markets = append(p.Markets, marketPolicies{m, found})
			p.Found += len(found)
		}
	}
	return s.show(c, "policies/list", p)
}

// allMarkets stands in the place of a marketplace's code.
const allMarkets = "all"

// ourMarkets are the marketplaces that the firm has accounts on.
func (s *server) ourMarkets(c *gin.Context) ([]reinstate.Marketplace, error) {
	accounts, err := s.desk.Accounts(c.Request.Context(), who(c))
	var ours []reinstate.Marketplace
	for _, a := range accounts {
		if !slices.Contains(ours, a.Marketplace) {
			ours = append(ours, a.Marketplace)
		}
	}
	return ours, err
}

// findPolicies are the policies of a marketplace in which every word of a
// search occurs: in title and meaning, in the words of messages that tell them,
// or in what is asked for. Those with all words in the title come first.
func findPolicies(known *catalog.Catalog, m catalog.Market, search string) []catalog.Reason {
	words := strings.Fields(catalog.Fold(search))
	var titled, others []catalog.Reason
	for _, r := range m.Reasons {
		switch cause, _ := known.Cause(r.Code); {
		case holds(catalog.Fold(r.Title+" "+plain(string(r.Code))), words):
			titled = append(titled, r)
		case holds(catalog.Fold(policyWords(known, m, r, cause)), words):
			others = append(others, r)
		}
	}
	return append(titled, others...)
}

// policyWords is all that a search looks at.
func policyWords(known *catalog.Catalog, m catalog.Market, r catalog.Reason, cause catalog.Cause) string {
	parts := []string{m.Name, plain(string(r.Code)), r.Title, cause.Title, r.Meaning, r.Counsel, r.Depends}
	for _, cue := range slices.Concat(r.Cues, cause.Cues) {
		if cue.Weight > 0 {
			parts = append(parts, spoken(cue.Phrase.Source))
		}
	}
	for _, label := range cause.Labels {
		parts = append(parts, spoken(label.Source))
	}
	for _, code := range r.Demands {
		if d, ok := known.Demand(code); ok {
			parts = append(parts, d.Title)
		}
	}
	return strings.Join(parts, "\n")
}

// spoken is a cue without the signs of the cue language.
func spoken(cue string) string {
	return strings.NewReplacer("|", " ", "*", "", "?", "", " .. ", " ", " ... ", " ", " & ", " ").Replace(cue)
}

func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// policyPage is one policy of one marketplace.
type policyPage struct {
	page
	Market  catalog.Market
	Policy  catalog.Reason
	Asks    []catalog.Demand
	After   []afterReply
	Signs   []string    // words of messages that tell it
	Same    []policyRef // the same reason on other marketplaces
	Sources []catalog.Source
	File    casework.PolicyFile
}

// afterReply is what to do when a reply of this kind came.
type afterReply struct {
	Decision reinstate.Decision
	Says     string
}

// policyRef leads to a policy.
type policyRef struct {
	Path, Title string
}

// replies are the kinds of replies in the order of a page.
var replies = []reinstate.Decision{
	reinstate.MoreInformation, reinstate.Denied, reinstate.FinalDenial, reinstate.Acknowledged, reinstate.Reinstated,
}

func (s *server) policy(c *gin.Context) error {
	file, err := s.desk.Policy(c.Request.Context(), who(c), policyKey(c))
	if err != nil {
		return err
	}
	if _, own := file.Key.Own(); own {
		return s.ownPolicy(c, file)
	}
	known := s.desk.Catalog()
	market, there := known.Market(reinstate.Marketplace(c.Param("marketplace")))
	reason, ok := market.Reason(reinstate.ReasonCode(c.Param("reason")))
	if !there || !ok {
		return reinstate.ErrNotFound
	}
	p := policyPage{page: s.page(c, reinstate.Say("%s: %s", market.Name, reason.Title)), Market: market, Policy: reason, File: file}
	for _, code := range reason.Demands {
		if d, ok := known.Demand(code); ok {
			p.Asks = append(p.Asks, d)
		}
	}
	for _, d := range replies {
		if says := market.After(reason.Code, d); says != "" {
			p.After = append(p.After, afterReply{d, says})
		}
	}
	p.Signs, p.Sources = signsOf(known, reason), sourcesOf(reason, p.Asks)
	for _, other := range known.Markets() {
		if _, has := other.Reason(reason.Code); has && other.Code != market.Code {
			p.Same = append(p.Same, policyRef{policyPath(other.Code, reason.Code), other.Name})
		}
	}
	return s.show(c, "policies/show", p)
}

// fewSigns is how many words of messages a page names.
const fewSigns = 12

// signsOf are the heaviest words that tell a reason, written plainly.
func signsOf(known *catalog.Catalog, r catalog.Reason) []string {
	cause, _ := known.Cause(r.Code)
	cues := slices.DeleteFunc(slices.Concat(cause.Cues, r.Cues), func(cue catalog.Cue) bool {
		return cue.Weight <= 0 || strings.ContainsAny(cue.Phrase.Source, "*|?.&")
	})
	slices.SortStableFunc(cues, func(a, b catalog.Cue) int {
		switch {
		case a.Weight > b.Weight:
			return -1
		case a.Weight < b.Weight:
			return 1
		}
		return 0
	})
	var signs []string
	for _, cue := range cues {
		if len(signs) < fewSigns && !slices.Contains(signs, cue.Phrase.Source) {
			signs = append(signs, cue.Phrase.Source)
		}
	}
	return signs
}

// sourcesOf are the sources of a policy, of its clocks and of what it asks,
// each once.
func sourcesOf(r catalog.Reason, asks []catalog.Demand) []catalog.Source {
	var list []catalog.Source
	add := func(s catalog.Source) {
		if s.Title != "" && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	for _, s := range r.Sources {
		add(s)
	}
	for _, clock := range r.Clocks {
		add(clock.Source)
	}
	for _, d := range asks {
		add(d.Source)
	}
	return list
}

// policyPath is the address of a policy.
func policyPath(market reinstate.Marketplace, reason reinstate.ReasonCode) string {
	return "/policies/" + url.PathEscape(string(market)) + "/" + url.PathEscape(string(reason))
}

// Path is the address of one policy of a marketplace.
func (m marketPolicies) Path(r catalog.Reason) string { return policyPath(m.Code, r.Code) }

// Key names an entry of the marketplace.
func (m marketPolicies) Key(r catalog.Reason) reinstate.PolicyKey {
	return reinstate.CatalogPolicy(m.Code, r.Code)
}

// First is the way of answering that is preferred.
func (marketPolicies) First(r catalog.Reason) reinstate.Response {
	if len(r.Responses) == 0 {
		return reinstate.RespondNone
	}
	return r.Responses[0]
}

// PolicyPath is where people read what a reason means on the marketplace of the
// case; empty where the catalog does not say.
func (p casePage) PolicyPath(code reinstate.ReasonCode) string {
	if _, ok := p.File.Market.Reason(code); !ok {
		return ""
	}
	return policyPath(p.File.Market.Code, code)
}
