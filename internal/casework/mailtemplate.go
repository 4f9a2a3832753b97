package casework

import (
	"strings"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// FillMail is a template with what the case knows filled in. What it does not
// know stays a {blank}, which keeps the mail from being sent.
func (d *Desk) FillMail(f File, who reinstate.Actor, firm string, t catalog.Mail) (subject, body string) {
	m := f.matter(time.Time{})
	pairs := []string{"{sender}", who.Name}
	if firm != "" {
		pairs = append(pairs, "{firm}", firm)
	}
	if asked := f.OpenDemands(); len(asked) > 0 {
		lines := make([]string, len(asked))
		for i, x := range asked {
			lines[i] = "- " + x.Text
		}
		pairs = append(pairs, "{demands}", strings.Join(lines, "\n"))
	}
	own := strings.NewReplacer(pairs...)
	fill := func(text string) string { return own.Replace(plan.Fill(text, m)) }
	return fill(t.Subject), fill(t.Body)
}
