package plan

import (
	"strings"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// PieceKind says what became of a piece of text.
type PieceKind string

// Piece kinds.
const (
	Kept    PieceKind = "kept"
	Removed PieceKind = "removed"
	Added   PieceKind = "added"
)

// Piece is a run of words that two texts have in common, or that only one has.
type Piece struct {
	Kind PieceKind
	Text string
}

// longestDiff bounds what is compared word by word, in words of both texts
// together; longer ones are shown whole, one after the other.
const longestDiff = 20_000

// Diff tells by words what became of a text. Joining what is kept and removed
// gives the old text to the byte, what is kept and added the new one.
func Diff(old, new string) []Piece {
	if old == new {
		return pieces(Piece{Kept, new})
	}
	was, is := tokens(old), tokens(new)
	if len(was)+len(is) > longestDiff {
		return pieces(Piece{Removed, old}, Piece{Added, new})
	}
	var known []string
	at := map[string]rune{}
	a, b := runesFor(was, at, &known), runesFor(is, at, &known)
	d := diffmatchpatch.New()
	d.DiffTimeout = 0 // the same result each time, whatever else the machine does
	var found []Piece
	for _, one := range d.DiffCleanupSemantic(d.DiffMainRunes(a, b, false)) {
		var text strings.Builder
		for _, r := range one.Text {
			text.WriteString(known[r-firstToken])
		}
		found = append(found, Piece{kindOfDiff[one.Type], text.String()})
	}
	return pieces(found...)
}

var kindOfDiff = map[diffmatchpatch.Operation]PieceKind{
	diffmatchpatch.DiffEqual: Kept, diffmatchpatch.DiffDelete: Removed, diffmatchpatch.DiffInsert: Added,
}

// pieces leaves out what is empty.
func pieces(all ...Piece) []Piece {
	var kept []Piece
	for _, p := range all {
		if p.Text != "" {
			kept = append(kept, p)
		}
	}
	return kept
}

// firstToken stands for the first word. From there on there are more
// characters than longestDiff, and none is half of a pair.
const firstToken rune = 0x10000

func runesFor(words []string, at map[string]rune, known *[]string) []rune {
	runes := make([]rune, len(words))
	for i, w := range words {
		r, ok := at[w]
		if !ok {
			r = firstToken + rune(len(*known))
			at[w] = r
			*known = append(*known, w)
		}
		runes[i] = r
	}
	return runes
}

// tokens cuts a text into words, single marks and runs of space; each Chinese
// character is a word. Joined they are the text.
func tokens(text string) []string {
	var found []string
	start, last := 0, classNone
	for i, r := range text {
		class := classOf(r)
		if i > start && (class != last || class == classMark) {
			found = append(found, text[start:i])
			start = i
		}
		last = class
	}
	if start < len(text) {
		found = append(found, text[start:])
	}
	return found
}

type runeClass int

const (
	classNone runeClass = iota
	classWord
	classSpace
	classMark
)

func classOf(r rune) runeClass {
	switch {
	case catalog.Ideograph(r):
		return classMark
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r), apostrophe(r):
		return classWord
	case unicode.IsSpace(r):
		return classSpace
	}
	return classMark
}

// Change is what became of one part of a plan between two of its bodies.
type Change struct {
	Section string            // key of the section; empty: the title
	Claim   reinstate.ClaimID // zero: the section's own text
	Kind    reinstate.ClaimKind
	Title   string // of the section
	Pieces  []Piece
}

// Changes lists the parts of a plan that differ between two bodies, in the
// order of the new one; what only the old one had comes last.
func Changes(old, new reinstate.PlanBody) []Change {
	was, is := partsOf(old), partsOf(new)
	before := map[partKey]string{}
	for _, p := range was {
		before[p.key()] = p.text
	}
	var found []Change
	seen := map[partKey]bool{}
	add := func(p bodyPart, from, to string) {
		if from != to {
			found = append(found, Change{Section: p.Section, Claim: p.Claim, Kind: p.Kind, Title: p.Title, Pieces: Diff(from, to)})
		}
	}
	for _, p := range is {
		seen[p.key()] = true
		add(p, before[p.key()], p.text)
	}
	for _, p := range was {
		if !seen[p.key()] {
			add(p, p.text, "")
		}
	}
	return found
}

type bodyPart struct {
	Change
	text string
}

type partKey struct {
	section string
	claim   reinstate.ClaimID
}

func (p bodyPart) key() partKey {
	if p.Claim != 0 {
		return partKey{claim: p.Claim}
	}
	return partKey{section: p.Section}
}

// partsOf lists the texts of a body: its title, its sections, and their claims
// with everything that the letter prints of them.
func partsOf(b reinstate.PlanBody) []bodyPart {
	parts := []bodyPart{{text: b.Title}}
	for _, s := range b.Sections {
		parts = append(parts, bodyPart{Change{Section: s.Key, Title: s.Title}, s.Text})
		kind, flows := claimKinds[s.Kind]
		if !flows {
			continue
		}
		for _, c := range inOrder(b.Claims, kind) {
			parts = append(parts, bodyPart{Change{Section: s.Key, Claim: c.ID, Kind: c.Kind, Title: s.Title}, claimText(c)})
		}
	}
	return parts
}

// claimText is a claim in one line a field, for people to compare.
func claimText(c reinstate.Claim) string {
	lines := []string{c.Text}
	if aside := strings.Join(present(c.Date, c.Frequency, c.Owner, c.Tool), " · "); aside != "" {
		lines = append(lines, aside)
	}
	return strings.Join(lines, "\n")
}
