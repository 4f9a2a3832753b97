package plan

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"reinstate/internal/reinstate"
)

// Compose makes the letter of a round. Sections without any content are left
// out; Missing names them.
func Compose(m Matter) Document {
	w, language := wordingOf(cmp.Or(m.Plan.Language, "en"))
	c := composer{m: m, w: w, numbers: Numbers(m.Plan.Body), exhibits: standing(m.Exhibits)}
	d := Document{
		Title:      strings.TrimSpace(cmp.Or(m.Plan.Body.Title, m.Plan.Title)),
		Subtitle:   c.subtitle(),
		Letterhead: Letterhead{Left: c.sender(), Right: c.about()},
		PageOf:     w.page,
		Language:   language,
		Author:     cmp.Or(m.Client.LegalName, m.Client.OtherName),
		Draft:      w.draft,
	}
	d.Footer = fmt.Sprintf(w.round, shortTitle(d.Title), m.Case.Reference, max(m.Plan.Round, 1))
	for _, s := range m.Plan.Body.Sections {
		blocks := c.section(s)
		if len(blocks) == 0 {
			continue
		}
		from := len(d.Blocks)
		d.Blocks = append(d.Blocks, blocks...)
		d.Parts = append(d.Parts, Part{Key: s.Key, Kind: s.Kind, Title: strings.TrimSpace(s.Title), From: from, To: len(d.Blocks)})
	}
	return d
}

// shortTitle is a title up to its first colon, for the footer.
func shortTitle(title string) string {
	short, _, _ := strings.Cut(title, ":")
	return strings.TrimSpace(short)
}

type composer struct {
	m        Matter
	w        wording
	numbers  Numbering
	exhibits []reinstate.Exhibit
}

func (c composer) section(s reinstate.Section) []Block {
	blocks := append(Flow(s.Text), c.inflow(s)...)
	if len(blocks) == 0 || strings.TrimSpace(s.Title) == "" {
		return blocks
	}
	heading := Heading{Number: c.numbers.Section(s.Key), Text: strings.TrimSpace(s.Title)}
	return append([]Block{heading}, blocks...)
}

// inflow is what comes into a section from the case by its kind.
func (c composer) inflow(s reinstate.Section) []Block {
	switch s.Kind {
	case reinstate.SectionCauses:
		return c.claims(reinstate.RootCause)
	case reinstate.SectionActions:
		return c.claims(reinstate.CorrectiveAction)
	case reinstate.SectionMeasures:
		return c.claims(reinstate.PreventiveMeasure)
	case reinstate.SectionItems:
		return c.items()
	case reinstate.SectionDemands:
		return c.demands()
	case reinstate.SectionExhibits:
		return c.exhibitList()
	}
	return nil
}

func (c composer) claims(kind reinstate.ClaimKind) []Block {
	var blocks []Block
	for _, claim := range inOrder(c.m.Plan.Body.Claims, kind) {
		blocks = append(blocks, c.item(claim))
	}
	return blocks
}

func (c composer) item(claim reinstate.Claim) Item {
	item := Item{
		Number:   c.numbers.Claim(claim.ID),
		Text:     strings.TrimSpace(claim.Text),
		Exhibits: c.lettered(claim.Exhibits),
	}
	cause := c.numbers.Claim(claim.Cause)
	switch claim.Kind {
	case reinstate.CorrectiveAction:
		item.Lead = c.progress(claim)
		item.Answers = filled(c.w.answers, cause)
	case reinstate.PreventiveMeasure:
		item.Lead = c.control(claim)
		item.Text = sentences(item.Text, filled(c.w.tool, claim.Tool), filled(c.w.inForce, c.w.long(claim.Date)))
		item.Answers = filled(c.w.prevents, cause)
	}
	return item
}

// progress opens a corrective action: when it was done, or how far it is.
func (c composer) progress(claim reinstate.Claim) string {
	date := c.w.long(claim.Date)
	switch {
	case claim.Done && date != "":
		return date + "."
	case claim.Done:
		return c.w.done
	case date != "":
		return fmt.Sprintf(c.w.inProgressDue, date)
	}
	return c.w.inProgress
}

// control opens a preventive measure: how often, and who.
func (c composer) control(claim reinstate.Claim) string {
	var parts []string
	for _, part := range []string{claim.Frequency, claim.Owner} {
		if part = strings.TrimRight(strings.TrimSpace(part), ".,;"); part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return begun(strings.Join(parts, ", ")) + "."
}

// begun starts a sentence: its first letter is a capital.
func begun(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func (c composer) lettered(ids []reinstate.ExhibitID) string {
	letters := lettersOf(c.exhibits, ids)
	switch len(letters) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(c.w.exhibit, letters[0])
	}
	return fmt.Sprintf(c.w.exhibits, strings.Join(letters, ", "))
}

// filled puts a value into a format, or gives nothing where there is none.
func filled(format, value string) string {
	value = strings.TrimRight(strings.TrimSpace(value), ".")
	if value == "" {
		return ""
	}
	return fmt.Sprintf(format, value)
}

// sentences joins what is there with spaces.
func sentences(parts ...string) string {
	return strings.Join(present(parts...), " ")
}

// present keeps the parts that say something.
func present(parts ...string) []string {
	var kept []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			kept = append(kept, part)
		}
	}
	return kept
}
