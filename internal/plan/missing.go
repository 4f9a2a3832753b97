package plan

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// listed is how many identifiers of one kind Missing names one by one; more
// are counted in one sentence.
const listed = 5

// Missing lists what the letter still lacks, in the order of the case page:
// demands, claims, evidence, then the text. It looks only at claims for which
// the plan has a section.
func Missing(m Matter) []Gap {
	s := search{m: m, numbers: Numbers(m.Plan.Body), exhibits: standing(m.Exhibits)}
	s.unmetDemands()
	s.looseCauses()
	s.weakActions()
	s.weakMeasures()
	s.unsupported()
	s.lacking()
	s.emptySections()
	s.blanks()
	s.unnamed()
	return s.gaps
}

type search struct {
	m        Matter
	numbers  Numbering
	exhibits []reinstate.Exhibit
	gaps     []Gap
}

func (s *search) add(g Gap, format string, args ...any) {
	g.Format, g.Args, g.Sentence = format, args, fmt.Sprintf(format, args...)
	s.gaps = append(s.gaps, g)
}

func (s *search) carries(kind reinstate.SectionKind) bool {
	return slices.ContainsFunc(s.m.Plan.Body.Sections, func(one reinstate.Section) bool { return one.Kind == kind })
}

// claims lists the claims of a kind if the plan has a section for them.
func (s *search) claims(kind reinstate.ClaimKind) []reinstate.Claim {
	for _, section := range s.m.Plan.Body.Sections {
		if claimKinds[section.Kind] == kind {
			return inOrder(s.m.Plan.Body.Claims, kind)
		}
	}
	return nil
}

func (s *search) unmetDemands() {
	for _, d := range s.m.Demands {
		gap := Gap{Place: InDemands, Demand: d.ID}
		_, told := Narrates(s.m.Plan, d)
		switch {
		case told && d.State != reinstate.DemandWaived:
		case d.State == reinstate.DemandWaived && strings.TrimSpace(d.Why) == "":
			s.add(gap, "“%s” is waived without a reason.", d.Text)
		case d.State == reinstate.DemandMet && strings.TrimSpace(d.Why) == "" && len(lettersOf(s.exhibits, d.Exhibits)) == 0:
			s.add(gap, "“%s” is marked as met, but nothing says by what.", d.Text)
		case d.State != reinstate.DemandMet && d.State != reinstate.DemandWaived:
			s.add(gap, "“%s” is not answered yet.", d.Text)
		}
	}
}

// looseCauses finds causes that nothing was done about. Rule S07 of the plan
// rules: prevention and correction have to follow from the cause.
func (s *search) looseCauses() {
	causes := s.claims(reinstate.RootCause)
	if s.carries(reinstate.SectionCauses) && len(causes) == 0 {
		s.add(Gap{Place: InClaims}, "No root cause is written down yet.")
	}
	for _, cause := range causes {
		gap, number := Gap{Place: InClaims, Claim: cause.ID}, s.numbers.Claim(cause.ID)
		if s.carries(reinstate.SectionActions) && !s.answered(cause.ID, reinstate.CorrectiveAction) {
			s.add(gap, "Root cause %s has no corrective action.", number)
		}
		if s.carries(reinstate.SectionMeasures) && !s.answered(cause.ID, reinstate.PreventiveMeasure) {
			s.add(gap, "Root cause %s has no preventive measure.", number)
		}
	}
}

func (s *search) answered(cause reinstate.ClaimID, kind reinstate.ClaimKind) bool {
	return slices.ContainsFunc(s.m.Plan.Body.Claims, func(c reinstate.Claim) bool { return c.Kind == kind && c.Cause == cause })
}

func (s *search) weakActions() {
	for _, action := range s.claims(reinstate.CorrectiveAction) {
		gap, number := Gap{Place: InClaims, Claim: action.ID}, s.numbers.Claim(action.ID)
		if s.numbers.Claim(action.Cause) == "" {
			s.add(gap, "Corrective action %s answers no root cause.", number)
		}
		switch {
		case strings.TrimSpace(action.Date) != "":
		case action.Done:
			s.add(gap, "Corrective action %s does not say when it was done.", number)
		default:
			s.add(gap, "Corrective action %s does not say by when it will be done.", number)
		}
	}
}

func (s *search) weakMeasures() {
	for _, measure := range s.claims(reinstate.PreventiveMeasure) {
		gap, number := Gap{Place: InClaims, Claim: measure.ID}, s.numbers.Claim(measure.ID)
		if s.numbers.Claim(measure.Cause) == "" {
			s.add(gap, "Preventive measure %s answers no root cause.", number)
		}
		if strings.TrimSpace(measure.Owner) == "" {
			s.add(gap, "Preventive measure %s does not say who sees to it.", number)
		}
		if strings.TrimSpace(measure.Frequency) == "" {
			s.add(gap, "Preventive measure %s does not say how often.", number)
		}
	}
}

func (s *search) unsupported() {
	for _, kind := range []reinstate.ClaimKind{reinstate.RootCause, reinstate.CorrectiveAction, reinstate.PreventiveMeasure} {
		for _, claim := range s.claims(kind) {
			gap, number := Gap{Place: InEvidence, Claim: claim.ID}, s.numbers.Claim(claim.ID)
			if strings.TrimSpace(claim.Text) == "" {
				s.add(Gap{Place: InClaims, Claim: claim.ID}, "Claim %s has no text.", number)
			}
			if len(lettersOf(s.exhibits, claim.Exhibits)) > 0 || strings.TrimSpace(claim.NoExhibit) != "" {
				continue
			}
			s.add(gap, "Claim %s points to no exhibit and does not say why it needs none.", number)
		}
	}
}

// lacking names the documents that the reason calls for.
func (s *search) lacking() {
	for _, need := range s.m.Lacking {
		s.add(Gap{Place: InEvidence}, "Not attached yet: %s.", need.What)
	}
}

func (s *search) emptySections() {
	for _, section := range s.m.Plan.Body.Sections {
		gap := Gap{Place: InPlan, Section: section.Key}
		name := strings.TrimSpace(section.Title)
		if name == "" {
			name = strings.ReplaceAll(section.Key, "_", " ")
		}
		switch {
		case section.Kind == reinstate.SectionExhibits && len(s.exhibits) == 0:
			s.add(Gap{Place: InEvidence, Section: section.Key}, "The list of exhibits is empty.")
		case section.Kind == reinstate.SectionText && strings.TrimSpace(section.Text) == "":
			s.add(gap, "The section “%s” is empty.", name)
		}
	}
}

// blanks finds {blanks} nobody has filled, and names each once.
func (s *search) blanks() {
	body := s.m.Plan.Body
	seen := map[string]bool{}
	find := func(gap Gap, text string) {
		for _, blank := range catalog.Blank.FindAllString(text, -1) {
			if unconfirmed(blank) && !seen[blank] {
				s.add(Gap{Place: InRoute, Section: gap.Section}, "Nobody has confirmed yet %s.", strings.Trim(blank, "{}"))
			} else if !seen[blank] {
				s.add(gap, "“%s” is still to be filled in.", strings.Trim(blank, "{}"))
			}
			seen[blank] = true
		}
	}
	find(Gap{Place: InPlan}, body.Title)
	for _, section := range body.Sections {
		find(Gap{Place: InPlan, Section: section.Key}, section.Text)
	}
	for _, claim := range body.Claims {
		find(Gap{Place: InClaims, Claim: claim.ID}, claim.Text)
		find(Gap{Place: InClaims, Claim: claim.ID}, strings.Join([]string{claim.Owner, claim.Frequency, claim.Tool}, "\n"))
	}
}

// unnamed finds identifiers of the notice that the text does not mention.
// The letterhead and the subtitle do not count: they are not the answer.
func (s *search) unnamed() {
	document := Compose(s.m)
	var text strings.Builder
	text.WriteString(document.Title + "\n")
	for _, block := range document.Blocks {
		text.WriteString(blockText(block))
	}
	refs := s.m.References
	for _, group := range []struct {
		one, many string
		refs      []reinstate.Reference
	}{
		{"The notice names ASIN %s; the text does not.", "The notice names %d ASINs that the text does not, among them %s.", refs.ASINs},
		{"The notice names item %s; the text does not.", "The notice names %d items that the text does not, among them %s.", refs.Items},
		{"The notice names order %s; the text does not.", "The notice names %d orders that the text does not, among them %s.", refs.Orders},
		{"The notice names complaint %s; the text does not.", "The notice names %d complaints that the text does not, among them %s.", refs.Complaints},
	} {
		s.unnamedOf(text.String(), group.one, group.many, identifiers(group.refs))
	}
}

func (s *search) unnamedOf(text, one, many string, ids []string) {
	absent := slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return names(text, id) })
	if len(absent) > listed {
		s.add(Gap{Place: InPlan}, many, len(absent), strings.Join(absent[:listed], ", "))
		return
	}
	for _, id := range absent {
		s.add(Gap{Place: InPlan}, one, id)
	}
}

// names reports whether the text holds the identifier as a word of its own,
// in whatever case.
func names(text, id string) bool {
	text, id = strings.ToUpper(text), strings.ToUpper(strings.TrimSpace(id))
	for at := 0; id != ""; {
		i := strings.Index(text[at:], id)
		if i < 0 {
			return false
		}
		start, end := at+i, at+i+len(id)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !ofWord(before) && !ofWord(after) {
			return true
		}
		at = end
	}
	return false
}

// ofWord reports whether a rune would make an identifier longer. Chinese
// characters touch identifiers without a space, so they do not.
func ofWord(r rune) bool {
	return r < 0x2E80 && r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
