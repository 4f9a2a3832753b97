package health

import (
	"strings"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// readEBay reads a seller standards profile. The thresholds in it bound the
// level a seller has, which is not the line below which the account suffers, so
// the catalog's lines hold. Projected profiles are an early warning and are
// kept beside the present ones.
func readEBay(book *catalog.HealthBook, in Input, top node, r *Report) {
	profiles := []node{top}
	if top.has("standardsProfiles") {
		profiles = top.get("standardsProfiles").items()
	}
	found, others := false, []string(nil)
	for _, p := range profiles {
		program := p.get("program").word()
		country, known := book.Store(reinstate.EBay, program)
		if known && in.At.Store != "" && country != in.At.Store {
			others = append(others, country)
			p.walk(func(leaf node) { leaf.read[leaf.path] = true })
			continue
		}
		found = true
		ebayProfile(book, p, r)
	}
	switch {
	case !found && len(others) > 0:
		r.refuse(0, "", reinstate.Say("This report is about eBay %s; the account is eBay %s.", strings.Join(others, ", "), in.At.Store))
	case len(others) > 0:
		r.warn("The report also speaks of %s: import it for those accounts as well.", strings.Join(others, ", "))
	}
}

func ebayProfile(book *catalog.HealthBook, p node, r *Report) {
	cycle := p.get("cycle")
	scope := ""
	if kind := cycle.get("cycleType").word(); kind == "PROJECTED" {
		scope = projected
	}
	at, dated := instant(cycle.get("evaluationDate").text())
	if dated && at.After(r.Taken) {
		r.Taken = at
	}
	for _, name := range []string{"standardsLevel", "evaluationReason"} {
		p.get(name).text()
	}
	cycle.get("evaluationMonth").text()
	p.get("defaultProgram")
	for _, one := range p.get("metrics").items() {
		key := one.get("metricKey").word()
		code, known := book.Field(reinstate.EBay, key)
		if !known {
			continue
		}
		one.walk(func(leaf node) { leaf.read[leaf.path] = true })
		if code == "" {
			continue
		}
		metric, _ := book.Metric(code)
		m := reinstate.Measure{Metric: code, Scope: scope, Taken: at, Word: one.get("level").word()}
		m.From, m.To = dayOf(one.get("lookbackStartDate").text()), dayOf(one.get("lookbackEndDate").text())
		ebayValue(one.get("value"), metric, &m, r)
		r.Measures = append(r.Measures, m)
	}
}

// ebayValue reads a value in percent, alone or with what it is made of.
func ebayValue(n node, metric catalog.Metric, m *reinstate.Measure, r *Report) {
	if !n.has("value") {
		m.Value, m.Measured = r.fraction(n, 100)
		return
	}
	m.Value, m.Measured = r.fraction(n.get("value"), 100)
	bad, counted := r.count(n.get("numerator"))
	of, total := r.count(n.get("denominator"))
	if !counted || !total || of == 0 || bad > of {
		return
	}
	if metric.High {
		bad = of - bad
	}
	m.Bad, m.Of, m.Counted = bad, of, true
	if exact := rateOf(bad, of, metric.High); exact-m.Value < 0.0001 && m.Value-exact < 0.0001 {
		m.Value = exact // eBay rounds to a hundredth of a percent
	}
}
