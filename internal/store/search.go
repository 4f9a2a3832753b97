package store

import (
	"strings"
	"unicode"

	"reinstate/internal/reinstate"
)

// namesOf makes what a case is found by, apart from the words of its notices.
const namesOf = `SELECT c.id, c.reference || ' ' || l.legal_name || ' ' || l.other_name || ' ' || a.key || ' ' ||
		a.marketplace || ' ' || a.seller_id || ' ' || a.store_name AS names
	FROM cases c JOIN clients l ON l.id = c.client_id JOIN accounts a ON a.id = c.account_id
	WHERE c.org_id = ? AND `

// index makes a new case findable.
func (tx *Tx) index(id reinstate.CaseID) error {
	return tx.g.Exec("INSERT INTO case_words (rowid, names, words) SELECT id, names, '' FROM ("+namesOf+"c.id = ?)", tx.who.Org, id).Error
}

// rename makes cases findable by what they are called now, where that differs.
func (tx *Tx) rename(which string, arg any) error {
	return tx.g.Exec("UPDATE case_words SET names = n.names FROM ("+namesOf+which+") n WHERE case_words.rowid = n.id AND case_words.names <> n.names",
		tx.who.Org, arg).Error
}

// Reword sets the words by which a case is found besides its reference, client
// and account: the identifiers of its notices. It is an index of what the case
// holds anyway and makes no timeline entry.
func (tx *Tx) Reword(id reinstate.CaseID, words string) error {
	if err := tx.has("cases", "id = ?", id); err != nil {
		return err
	}
	return tx.g.Exec("UPDATE case_words SET words = ? WHERE rowid = ?", clean(words), id).Error
}

// Limits of a search. A search looks at the newest cases that match, and words
// too short for the index are looked for among the newest cases only, and among
// clients.
const (
	searchHits  = 1000 // cases that match
	searchReach = 5000 // cases looked at for short words
	searchTerms = 8    // words of a search, the rest is ignored
	termRunes   = 100  // runes of a word
	trigram     = 3    // runes the index needs
)

// terms splits what somebody typed into words, without control characters,
// which SQLite would take for the end.
func terms(search string) []string {
	words := strings.FieldsFunc(clean(search), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	words = words[:min(len(words), searchTerms)]
	for i, w := range words {
		if runes := []rune(w); len(runes) > termRunes {
			words[i] = string(runes[:termRunes])
		}
	}
	return words
}

// hits is a query of the ids of cases that match a search, at most searchHits,
// within scope, which is a condition on cases c.
func hits(search, scope string, scoped []any) (query string, args []any) {
	var match, like []string
	for _, w := range terms(search) {
		if len([]rune(w)) >= trigram {
			match = append(match, `"`+strings.ReplaceAll(w, `"`, `""`)+`"`)
		} else {
			like = append(like, "%"+likeEscaper.Replace(w)+"%")
		}
	}
	holds := strings.Repeat(` AND w.names || ' ' || w.words LIKE ? ESCAPE '\'`, len(like))
	if len(match) > 0 {
		args = append([]any{strings.Join(match, " AND ")}, scoped...)
		return `SELECT w.rowid AS id FROM case_words w CROSS JOIN cases c ON c.id = w.rowid
			WHERE w.case_words MATCH ? AND ` + scope + holds + ` ORDER BY w.rowid DESC LIMIT ?`,
			append(append(args, anys(like)...), searchHits)
	}
	args = append(append(args, scoped...), searchReach)
	args = append(append(args, anys(like)...), searchHits)
	query = `SELECT id FROM (SELECT w.rowid AS id FROM (SELECT c.id FROM cases c WHERE ` + scope + ` ORDER BY c.opened_at DESC, c.id DESC LIMIT ?) n
		CROSS JOIN case_words w ON w.rowid = n.id WHERE true` + holds + ` LIMIT ?)`
	if len(like) != 1 {
		return query, args
	}
	args = append(append(append(args, scoped...), like[0], like[0]), searchHits)
	return query + ` UNION SELECT id FROM (SELECT c.id FROM cases c WHERE ` + scope + ` AND c.client_id IN (SELECT l.id FROM clients l
		WHERE l.org_id = c.org_id AND (l.legal_name LIKE ? ESCAPE '\' OR l.other_name LIKE ? ESCAPE '\')) LIMIT ?)`, args
}

// likeEscaper takes away the meaning of LIKE's wildcards.
var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func anys(texts []string) []any {
	args := make([]any, len(texts))
	for i, t := range texts {
		args[i] = t
	}
	return args
}
