package plan

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
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

// Statements lists the sentences of a letter in its order, whether or not they
// end as sentences do, and what the letter answers to demands. A salutation, a
// title, a question, a line of a signature and what still has a {blank} say
// nothing that could be true.
func Statements(m Matter) []Statement {
	w, _ := wordingOf(cmp.Or(m.Plan.Language, "en"))
	c := composer{m: m, w: w, numbers: Numbers(m.Plan.Body), exhibits: standing(m.Exhibits)}
	var all []Statement
	last := lastWritten(m.Plan.Body.Sections)
	for i, s := range m.Plan.Body.Sections {
		for _, words := range stated(m.Speech, s.Text, i == last) {
			all = append(all, statement(s.Key, 0, "", words))
		}
		if s.Kind == reinstate.SectionDemands {
			all = append(all, answered(m.Speech, s.Key, m.Demands)...)
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

// answered lists the sentences that the letter prints beside demands.
func answered(speech catalog.Speech, section string, demands []reinstate.Demand) (all []Statement) {
	for _, d := range demands {
		if d.State != reinstate.DemandWaived && d.State != reinstate.DemandMet {
			continue // the letter prints no words of ours
		}
		for _, words := range sentencesIn(d.Why) {
			if sayable(words) && !points(speech, words) && !asks(speech, words) {
				all = append(all, statement(section, 0, strings.TrimSpace(d.Text), words))
			}
		}
	}
	return all
}

// lastWritten is the last section with a text of its own, which may end in a
// signature; -1 where none has.
func lastWritten(sections []reinstate.Section) int {
	last := -1
	for i, s := range sections {
		if strings.TrimSpace(s.Text) != "" {
			last = i
		}
	}
	return last
}

// stated lists the sentences of a section's own text. What is as short as a
// name says nothing; nor does a salutation, a request, nor a signature where the
// text is the last.
func stated(speech catalog.Speech, text string, last bool) []string {
	all := sentencesIn(text)
	if last {
		all = all[:signedFrom(speech, all)]
	}
	var found []string
	for i, words := range all {
		if i == 0 && salutes(speech, words) || asks(speech, words) || !sayable(words) || WordsOf(words) < fewest {
			continue
		}
		found = append(found, strings.TrimLeft(words, "-•* "))
	}
	return found
}

// salutes reports whether words greet the reader.
func salutes(speech catalog.Speech, words string) bool {
	return !ends(words) && begins(words, speech.Salutations)
}

// asks reports whether a sentence is a request and tells no figure.
func asks(speech catalog.Speech, words string) bool {
	return begins(words, speech.Requests) && !strings.ContainsFunc(words, unicode.IsDigit)
}

// points reports whether words only point to a place of the letter or to a
// paper, such as "Section 1 of the letter."
func points(speech catalog.Speech, words string) bool {
	const longest = 7 // words
	return begins(words, speech.Pointers) && WordsOf(words) <= longest && !slices.ContainsFunc(strings.Fields(strings.ToLower(words)), func(w string) bool {
		w = strings.Trim(w, `,;:.()"'`)
		return slices.Contains(speech.Telling, w) || strings.HasSuffix(w, "ed")
	})
}

func begins(words string, with []string) bool {
	folded := strings.ToLower(words)
	return slices.ContainsFunc(with, func(s string) bool { return strings.HasPrefix(folded, s) })
}

// signedFrom is where the signature of a text begins among its sentences: a
// farewell or a short line such as a name, and the lines beneath, of which none
// tells anything.
func signedFrom(speech catalog.Speech, all []string) int {
	const deepest = 6 // lines that a signature takes, with role, store, ID and address
	from := len(all)
	for i := len(all) - 1; i > 0 && i >= len(all)-deepest && !ends(all[i]) && !tells(speech, all[i]); i-- {
		if WordsOf(all[i]) < fewest || strings.ContainsRune(",，", lastRune(all[i])) {
			from = i
		}
	}
	return from
}

// ends reports whether words end as a sentence does.
func ends(words string) bool {
	return strings.ContainsRune(".!。！", lastRune(strings.TrimRight(words, `"”’»)]`)))
}

// tells reports whether a line is a sentence rather than part of a signature.
func tells(speech catalog.Speech, line string) bool {
	if strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "• ") || strings.HasPrefix(line, "* ") {
		return true
	}
	within := func(w string) bool { return strings.Contains(line, w) }
	return slices.ContainsFunc(speech.TellingWithin, within) || slices.ContainsFunc(strings.Fields(strings.ToLower(line)), func(w string) bool {
		return slices.Contains(speech.Telling, strings.Trim(w, `,;:()"'`))
	})
}

// sayable reports whether words can be true at all.
func sayable(words string) bool {
	last := lastRune(words)
	return words != "" && !strings.ContainsRune("?？:：", last) && !catalog.Blank.MatchString(words) &&
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
