package plan

import (
	"cmp"
	"strings"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Start makes the first body of a round's plan from an outline. The blanks
// that the matter answers are filled in; the others stay as {blanks} for a
// person, and Missing names them. Claims already written are kept.
func Start(o catalog.Outline, m Matter) reinstate.PlanBody {
	fill := fills(m)
	body := reinstate.PlanBody{Title: fill.Replace(o.Title), Claims: m.Plan.Body.Claims}
	for _, s := range o.Sections {
		body.Sections = append(body.Sections, reinstate.Section{
			Key: s.Key, Kind: s.Kind, Title: s.Title, Text: fill.Replace(s.Start),
		})
	}
	body, _ = Confirm(body, m.Answers)
	return body
}

// Fill answers the blanks of a text that the matter knows an answer to.
func Fill(text string, m Matter) string { return fills(m).Replace(text) }

// fills answers the blanks of catalog.Fills. What the matter does not know
// stays blank.
func fills(m Matter) *strings.Replacer {
	w, _ := wordingOf(cmp.Or(m.Plan.Language, "en"))
	day := ""
	if !m.Noticed.IsZero() {
		day = w.longDate(m.Noticed)
	}
	refs := m.References
	items := append(identifiers(refs.ASINs), identifiers(refs.Items)...)
	facts := map[string]string{
		"company":     cmp.Or(m.Client.LegalName, m.Client.OtherName),
		"contact":     m.Client.Contact,
		"address":     m.Client.Address,
		"phone":       m.Client.Phone,
		"email":       m.Client.Email,
		"store":       m.Account.StoreName,
		"seller id":   m.Account.SellerID,
		"marketplace": m.Marketplace,
		"notice date": day,
		"items":       w.list(items),
		"complaint":   w.list(identifiers(refs.Complaints)),
		"references":  w.list(identifiers(refs.All())),
		"case":        m.Case.Reference,

		"what was filed": filedBefore(w, m.Filings),
	}
	var pairs []string
	for _, name := range catalog.Fills() {
		if value := strings.TrimSpace(facts[name]); value != "" {
			pairs = append(pairs, "{"+name+"}", value)
		}
	}
	return strings.NewReplacer(pairs...)
}

// filedBefore lists what was sent: day, channel and the marketplace's
// reference.
func filedBefore(w wording, filings []reinstate.Filing) string {
	var lines []string
	for _, f := range filings {
		if sent := f.Went(); !sent.IsZero() {
			lines = append(lines, "- "+strings.Join(present(w.longDate(sent), f.Channel, f.Receipt), ", ")+".")
		}
	}
	return strings.Join(lines, "\n")
}
