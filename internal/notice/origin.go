package notice

import (
	"strings"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Weights of what tells where a message comes from.
const (
	hostWeight  = 4.0 // a link or address of the marketplace
	wordWeight  = 2.0 // the name of a store in words
	marketFound = 0.5
	// named is the weight from which words name the marketplace. Beneath it
	// the manner of speaking suggests one: a guess, which carries no quote.
	named = 2.0
)

// hostHit is a host name of a marketplace that stands in a message.
type hostHit struct {
	host  host
	start int
	end   int
}

// hostsFound finds the host names of all marketplaces, in links, in mail
// addresses and in running text such as "Amazon.co.uk".
func (m *message) hostsFound() []hostHit {
	var found []hostHit
	for i := 0; i < len(m.words); i++ {
		if !m.beginsHost(i) {
			continue
		}
		last := i
		for last+1 < len(m.words) && m.words[last+1].joined && m.view.text[m.words[last].end:m.words[last+1].start] == "." {
			last++
		}
		if last == i {
			continue
		}
		start, end := m.words[i].start, m.words[last].end
		name := strings.ToLower(m.view.text[start:end])
		if best, ok := m.r.hostOf(name); ok {
			found = append(found, hostHit{host: best, start: start, end: end})
		}
		i = last
	}
	return found
}

// beginsHost reports whether word i is the first label of what may be a host.
func (m *message) beginsHost(i int) bool {
	return i == 0 || !m.words[i].joined || m.view.text[m.words[i-1].end:m.words[i].start] != "."
}

// hostOf finds the marketplace a host belongs to: the host itself or one
// beneath it. A name that only begins like one ("amazon.example.com") does
// not belong to it.
func (r *Reader) hostOf(name string) (host, bool) {
	var best host
	for _, h := range r.hosts {
		if name == h.name || strings.HasSuffix(name, "."+h.name) {
			if len(h.name) > len(best.name) || len(h.name) == len(best.name) && best.store == "" {
				best = h
			}
		}
	}
	return best, best.name != ""
}

// readOrigin tells the marketplace and the store.
func (m *message) readOrigin(reading *reinstate.Reading) {
	reading.Marketplace = reinstate.UnknownMarketplace
	weights := make([]float64, len(m.r.markets))
	quotes := make([]reinstate.Quote, len(m.r.markets))
	hosts := m.hostsFound()
	for _, h := range hosts {
		weights[h.host.market] += hostWeight
		if !quotes[h.host.market].Found() {
			quotes[h.host.market] = m.quoteBytes(h.start, h.end)
		}
	}
	for _, s := range m.scores(aboutMarket, func(h hit) float64 { return 1 }) {
		weights[s.item] += s.total
		if !quotes[s.item].Found() {
			quotes[s.item] = m.quote(s.best.from, s.best.to)
		}
	}
	best := 0
	for n := range weights {
		if weights[n] > weights[best] {
			best = n
		}
	}
	if len(weights) == 0 || weights[best] < marketFound {
		return
	}
	reading.Marketplace = m.r.markets[best].Code
	if weights[best] >= named {
		reading.Market = quotes[best]
	}
	m.readStore(reading, best, hosts)
}

func (m *message) readStore(reading *reinstate.Reading, market int, hosts []hostHit) {
	weights, quotes := map[string]float64{}, map[string]reinstate.Quote{}
	note := func(code string, weight float64, q reinstate.Quote) {
		if weights[code] == 0 {
			quotes[code] = q
		}
		weights[code] += weight
	}
	for _, h := range hosts {
		if h.host.market == market && h.host.store != "" {
			note(h.host.store, hostWeight, m.quoteBytes(h.start, h.end))
		}
	}
	for _, h := range m.hits[aboutStore] {
		if h.entry.item>>8 == market {
			store := m.r.markets[market].Stores[h.entry.item&0xff]
			note(store.Code, wordWeight, m.quote(h.from, h.to))
		}
	}
	for _, store := range m.r.markets[market].Stores {
		if w := weights[store.Code]; w > 0 && w > weights[reading.Store] {
			reading.Store, reading.StoreQuote = store.Code, quotes[store.Code]
		}
	}
}

// market is the catalog's view of the marketplace that was read.
func (m *message) market(code reinstate.Marketplace) (catalog.Market, bool) {
	for _, market := range m.r.markets {
		if market.Code == code {
			return market, true
		}
	}
	return catalog.Market{}, false
}
