package plan

import (
	"cmp"
	"strings"

	"reinstate/internal/reinstate"
)

// Laid is a letter as one running text, with where each part of it came from:
// what the checker reads, and how its findings find their lines again. It has
// no letterhead and no tables, for nobody writes those; what the tables answer
// stands apart.
type Laid struct {
	Text   string
	Parts  []Stretch
	Tables string // of items and of demands, a row a line
}

// Stretch is a piece of the running text: what a person wrote in a section, or
// one claim as the letter prints it.
type Stretch struct {
	Section    string            // key of the section
	Claim      reinstate.ClaimID // zero: the section's own text or heading
	Start, End int               // bytes of Laid.Text
}

// Lay writes the letter of a round as running text.
func Lay(m Matter) Laid {
	w, _ := wordingOf(cmp.Or(m.Plan.Language, "en"))
	c := composer{m: m, w: w, numbers: Numbers(m.Plan.Body), exhibits: standing(m.Exhibits)}
	var l layer
	if title := strings.TrimSpace(cmp.Or(m.Plan.Body.Title, m.Plan.Title)); title != "" {
		l.text.WriteString(title + "\n\n")
	}
	for _, s := range m.Plan.Body.Sections {
		l.section(c, s)
	}
	return Laid{Text: strings.TrimRight(l.text.String(), "\n") + "\n", Parts: l.parts, Tables: l.tables.String()}
}

type layer struct {
	text, tables strings.Builder
	parts        []Stretch
}

func (l *layer) section(c composer, s reinstate.Section) {
	claims := inOrder(c.m.Plan.Body.Claims, claimKinds[s.Kind])
	if _, flows := claimKinds[s.Kind]; !flows {
		claims = nil
	}
	written := strings.TrimSpace(s.Text)
	l.tables.WriteString(c.answering(s))
	if written == "" && len(claims) == 0 {
		return
	}
	if title := strings.TrimSpace(s.Title); title != "" {
		l.part(s.Key, 0, sentences(c.numbers.Section(s.Key), title)+"\n")
	}
	if written != "" {
		l.part(s.Key, 0, written+"\n\n")
	}
	for _, claim := range claims {
		l.part(s.Key, claim.ID, blockText(c.item(claim)))
	}
	l.text.WriteString("\n")
}

// answering lists the rows of the tables that answer the notice.
func (c composer) answering(s reinstate.Section) string {
	if s.Kind != reinstate.SectionItems && s.Kind != reinstate.SectionDemands {
		return ""
	}
	var text strings.Builder
	for _, block := range c.inflow(s) {
		table, ok := block.(Table)
		if !ok {
			continue
		}
		for _, row := range table.Rows {
			text.WriteString(strings.Join(present(row...), ": ") + "\n")
		}
	}
	return text.String()
}

func (l *layer) part(section string, claim reinstate.ClaimID, text string) {
	start := l.text.Len()
	l.text.WriteString(text)
	l.parts = append(l.parts, Stretch{Section: section, Claim: claim, Start: start, End: l.text.Len()})
}

// At is the part that holds the byte; ok is false between and before parts,
// and for what is about the letter as a whole.
func (l Laid) At(at int) (p Stretch, ok bool) {
	for _, p := range l.Parts {
		if at >= p.Start && at < p.End {
			return p, true
		}
	}
	return Stretch{}, false
}
