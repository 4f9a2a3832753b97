package plan

import (
	"cmp"
	"slices"
	"strings"

	"reinstate/internal/reinstate"
)

// SheetWords are the fixed words of the sheets that go around the exhibits of
// a packet, in the language of its letter. A format takes its parts in the
// order its comment names.
type SheetWords struct {
	Index      string // title of the index
	IndexHeads [3]string
	Exhibit    string // letter
	Proves     string // heading over what an exhibit shows
	Facts      [6]string
	One        string // page
	Range      string // first page, last page
	InPart     string // number of the part, pages in it
	Attached   string // in place of pages
	AsFile     string // why: the exhibit is attached as a file
	PageOf     string // {page}, {pages}
	PartOf     string // number, of
	Marks      string // Bates numbers: first, last
}

// sheetWords are the languages in which sheets can be drawn, as wordings are
// those of letters.
var sheetWords = map[string]SheetWords{
	"en": {
		Index:      "Exhibits",
		IndexHeads: [3]string{"No.", "Document", "Pages"},
		Exhibit:    "Exhibit %s",
		Proves:     "What it shows",
		Facts:      [6]string{"Document", "Date", "File", "Pages", "Numbered", "SHA-256"},
		One:        "%d",
		Range:      "%d to %d",
		InPart:     "part %d: %s",
		Attached:   "file",
		AsFile:     "This exhibit is attached as a file and not printed here: %s. The file has the SHA-256 above.",
		PageOf:     "Page {page} of {pages}",
		PartOf:     "part %d of %d",
		Marks:      "%s to %s",
	},
}

// Sheets are the words of a language, or English where there are none.
func Sheets(language string) SheetWords {
	primary, _, _ := strings.Cut(strings.ToLower(cmp.Or(language, "en")), "-")
	if w, ok := sheetWords[primary]; ok {
		return w
	}
	return sheetWords["en"]
}

// KindName is what a letter calls a kind of document.
func KindName(kind reinstate.ExhibitKind) string {
	name := strings.ReplaceAll(string(kind), "_", " ")
	if name == "" {
		return ""
	}
	return begun(name)
}

// Proof is one statement that an exhibit supports, with its number in the
// letter; what a demand asks for has none.
type Proof struct{ Number, Text string }

// Proofs lists what an exhibit is said to show: the claims of the letter that
// point at it, in their order, then the demands it answers.
func Proofs(m Matter, id reinstate.ExhibitID) []Proof {
	numbers := Numbers(m.Plan.Body)
	var proofs []Proof
	for _, kind := range []reinstate.ClaimKind{reinstate.RootCause, reinstate.CorrectiveAction, reinstate.PreventiveMeasure} {
		for _, claim := range inOrder(m.Plan.Body.Claims, kind) {
			if slices.Contains(claim.Exhibits, id) {
				proofs = append(proofs, Proof{numbers.Claim(claim.ID), strings.TrimSpace(claim.Text)})
			}
		}
	}
	for _, d := range m.Demands {
		if slices.Contains(d.Exhibits, id) {
			proofs = append(proofs, Proof{Text: strings.TrimSpace(d.Text)})
		}
	}
	return proofs
}

// LongDate is a calendar date of the form YYYY-MM-DD as the letter writes it,
// or the text itself where it is no date.
func LongDate(language, date string) string {
	w, _ := wordingOf(cmp.Or(language, "en"))
	return cmp.Or(w.long(date), strings.TrimSpace(date))
}

// WithoutExhibits is a body whose list of exhibits is left out, for a packet
// in which the index takes its place. A list that somebody wrote words before
// stays.
func WithoutExhibits(b reinstate.PlanBody) reinstate.PlanBody {
	b.Sections = slices.DeleteFunc(slices.Clone(b.Sections), func(s reinstate.Section) bool {
		return s.Kind == reinstate.SectionExhibits && strings.TrimSpace(s.Text) == ""
	})
	return b
}
