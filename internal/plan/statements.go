package plan

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// Statement is one sentence of a letter that says something about the world,
// for which a person has to vouch before it is sent. Sum is the digest of the
// sentence and of all that the letter says with it, such as the day an action
// was done: where any of it changes, so does the sum.
type Statement struct {
	Section string            // key of the section
	Claim   reinstate.ClaimID // zero: the section's own text
	Lead    string            // what the letter says before a claim, such as its date
	Words   string
	Sum     string
}

// fewest is how many words a sentence has at least to say something: shorter
// lines are salutations and names.
const fewest = 4

// Statements lists the sentences of a letter in its order. A salutation, a
// heading, a question, a line of a signature and what still has a {blank} say
// nothing that could be true.
func Statements(m Matter) []Statement {
	w, _ := wordingOf(cmp.Or(m.Plan.Language, "en"))
	c := composer{m: m, w: w, numbers: Numbers(m.Plan.Body), exhibits: standing(m.Exhibits)}
	var all []Statement
	for _, s := range m.Plan.Body.Sections {
		for _, words := range stated(s.Text) {
			all = append(all, statement(s.Key, 0, "", words))
		}
		kind, flows := claimKinds[s.Kind]
		if !flows {
			continue
		}
		for _, claim := range inOrder(m.Plan.Body.Claims, kind) {
			item := c.item(claim)
			for _, words := range sentencesIn(item.Text) {
				if sayable(words) {
					all = append(all, statement(s.Key, claim.ID, item.Lead, words))
				}
			}
		}
	}
	return all
}

func statement(section string, claim reinstate.ClaimID, lead, words string) Statement {
	sum := sha256.Sum256([]byte(strings.Join([]string{lead, strings.Join(strings.Fields(words), " ")}, "\n")))
	return Statement{Section: section, Claim: claim, Lead: lead, Words: words, Sum: hex.EncodeToString(sum[:])}
}

// stated lists the sentences of a section's own text that end as sentences
// do, and the entries of its lists.
func stated(text string) []string {
	var found []string
	for _, words := range sentencesIn(text) {
		listed := strings.HasPrefix(words, "- ") || strings.HasPrefix(words, "• ") || strings.HasPrefix(words, "* ")
		if sayable(words) && (listed || strings.ContainsRune(".!。！", lastRune(strings.TrimRight(words, `"”’»)]`)))) && WordsOf(words) >= fewest {
			found = append(found, strings.TrimLeft(words, "-•* "))
		}
	}
	return found
}

// sayable reports whether words can be true at all.
func sayable(words string) bool {
	last := lastRune(words)
	return words != "" && !strings.ContainsRune("?？:：,，", last) && !catalog.Blank.MatchString(words) &&
		strings.IndexFunc(words, func(r rune) bool { return unicode.IsLetter(r) }) >= 0
}

// sentencesIn cuts a text as the checker does, each line of a list by itself.
func sentencesIn(text string) []string {
	d := &draft{text: text}
	d.lex()
	var found []string
	for _, s := range d.sentences {
		start := s.start
		if b := d.blocks[s.block]; b.item && s.first == d.sentences[b.first].first {
			start = b.start
		}
		from, to := d.trim(start, s.end)
		found = append(found, text[from:to])
	}
	return found
}
